"""The sentences come from the figures: what they do not show is not said."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.commissioning.insight import domain
from ownway.commissioning.insight.domain import Place, Snapshot, Sum
from ownway.commissioning.insight.pages import figures as pages
from ownway.commissioning.insight.tests.test_snapshot import DAY
from ownway.kernel.money import PenceWeekly

MARLSHIRE = (
    ("Physical Support", 2237, 1_261_281_35),
    ("Learning Disability Support", 957, 893_566_29),
    ("Support with Memory & Cognition", 335, 246_056_01),
    ("Mental Health Support", 324, 217_663_07),
    ("Social Support", 453, 52_107_78),
    ("", 47, 18_313_04),
    ("Sensory Support", 19, 3_512_03),
)


def council(*rows: tuple[str, int, int], without: int = 0) -> Snapshot:
    return domain.added_up(
        (
            (
                Place(reason, domain.TO_64, "Direct payment", "Meals", "Thornbeck"),
                Sum(people, PenceWeekly(pence), without),
            )
            for reason, people, pence in rows
        ),
        on=DAY,
    )


def test_a_council_in_three_sentences() -> None:
    found = council(*MARLSHIRE)

    assert pages.headline(found.everyone) == "4,372 people, £2.69 million a week"
    assert pages.lead(found, domain.REASON) == [
        "That is about £140 million a year.",
        "Learning disability support is about a fifth of the people and about a third of the cost.",
        "Physical support is about half of everyone.",
        "Only 19 people of 4,372 have sensory support as the main reason.",
    ]


def test_other_figures_other_sentences() -> None:
    found = council(("Physical Support", 60, 600_00), ("Social Support", 40, 400_00))

    assert pages.lead(found, domain.REASON) == [
        "That is about £52,000 a year.",
        "Physical support is 60% of everyone.",
    ]


def test_an_age_is_told_as_people() -> None:
    found = domain.added_up(
        (
            (Place("", band, "Barter", "Meals", "Thornbeck"), Sum(people, PenceWeekly(pence)))
            for band, people, pence in (
                (domain.NOT_KNOWN, 25, 50_00),
                (domain.FROM_65, 75, 50_00),
            )
        ),
        on=DAY,
    )

    assert pages.lead(found, domain.AGE_BAND)[1:] == [
        "People whose age is not known are about a quarter of the people and about half "
        "of the cost.",
        "People aged 65 and above are about three quarters of everyone.",
    ]


def test_few_people_have_no_shares_and_a_missing_cost_is_said() -> None:
    found = council(("Physical Support", 1, 286_00), ("", 1, 0), without=1)

    assert pages.lead(found, domain.REASON) == [
        "That is about £14,872 a year.",
        "No weekly cost is known for 2 people; they are counted, with no money.",
    ]


def test_nobody_is_said_plainly() -> None:
    assert pages.headline(Sum()) == "0 people, £0 a week"
    assert pages.lead(council(), domain.REASON) == [
        "Nobody has long-term support on this day, as far as is recorded."
    ]
    assert pages.chart([]).height == 0


@pytest.mark.parametrize(
    ("pence", "words"),
    [
        (286_00, "£286"),
        (61_235_50, "£61,236"),
        (999_999_00, "£999,999"),
        (1_000_000_00, "£1 million"),
        (2_692_499_57, "£2.69 million"),
        (14_050_000_00, "£14.1 million"),
        (140_009_977_64, "£140 million"),
        (1_400_000_000_00, "£1,400 million"),
    ],
)
def test_money_to_say_aloud(pence: int, words: str) -> None:
    assert pages.money_in_words(pence) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.512, "about half"), (0.219, "about a fifth"), (0.332, "about a third"), (0.42, "42%"),
     (0.019, "1.9%"), (1.0, "100%")],
)  # fmt: skip
def test_shares_are_plain_fractions_only_where_they_fit(share: float, words: str) -> None:
    assert pages.share_in_words(share) == words


def test_the_chart_says_what_it_draws() -> None:
    rows = pages.lines(council(*MARLSHIRE), domain.REASON)
    chart = pages.chart(rows)

    assert chart.desc.startswith(
        "Physical support: 51.2% of people, 46.8% of cost; "
        "Learning disability support: 21.9% of people, 33.2% of cost; "
        "Memory and cognition: 7.7% of people, 9.1% of cost; "
    )
    assert [bars.label for bars in chart.bars] == [row.label for row in rows]
    assert chart.bars[0].people_width == "58.00%"
    assert chart.bars[0].cost_words == "46.8% of cost"


amounts = st.integers(0, 10**9)


@given(st.dictionaries(st.sampled_from([row[0] for row in MARLSHIRE]), st.tuples(amounts, amounts)))
def test_any_figures_can_be_drawn_and_told(some: dict[str, tuple[int, int]]) -> None:
    found = council(*((reason, *both) for reason, both in some.items()))

    for dimension in domain.DIMENSIONS:
        assert all(pages.lead(found, dimension))
        for bars in pages.chart(pages.lines(found, dimension)).bars:
            assert 0 <= float(bars.people_width.rstrip("%")) <= pages.WIDEST
            assert 0 <= float(bars.cost_width.rstrip("%")) <= pages.WIDEST


@pytest.mark.parametrize("sort", ["name", "people", "cost", "each"])
def test_a_heading_sorts_and_once_more_turns_round(sort: str) -> None:
    found = council(*MARLSHIRE)
    down = [row.label for row in pages.lines(found, domain.REASON, sort)]
    up = [row.label for row in pages.lines(found, domain.REASON, f"-{sort}")]

    assert up == down[::-1]
    first = {"name": "Learning disability support", "each": "Learning disability support"}
    assert down[0] == first.get(sort, "Physical support")
    (column,) = [one for one in pages.columns(domain.REASON, sort) if one.name == sort]
    assert (column.sort, column.order) == (
        f"-{sort}",
        "ascending" if sort == "name" else "descending",
    )


def test_ages_stand_in_order_until_somebody_sorts() -> None:
    assert [column.order for column in pages.columns(domain.AGE_BAND, "")] == ["none"] * 4


def test_the_file_is_the_table_with_formulas_made_harmless() -> None:
    found = domain.added_up(
        [(Place("", domain.TO_64, "Direct payment", "=1+1", "-Beck"), Sum(3, PenceWeekly(10_00)))],
        on=DAY,
    )
    rows = pages.lines(found, domain.SERVICE)

    assert list(csv.reader(io.StringIO(pages.figures_as_csv(found, domain.SERVICE, rows)))) == [
        ["As at", "Service", "People", "Cost a week", "Each, a week", "No known cost"],
        ["2026-11-23", "'=1+1", "3", "10.00", "3.33", "0"],
        ["2026-11-23", "Everyone", "3", "10.00", "3.33", "0"],
    ]
