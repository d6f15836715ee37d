"""What somebody pays follows the published order, line by line, to the penny, and their way."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.kernel.refusal import Refused
from ownway.support.charging.domain.bulk import contributions
from ownway.support.charging.domain.figures import (
    Figures,
    LocalRules,
    NotKnown,
    Set,
    figures_on,
    local_on,
)
from ownway.support.charging.domain.means import Case, Income
from ownway.support.charging.domain.page import Free, LightTouch, lightly, work_out
from ownway.support.charging.domain.sums import Part
from ownway.support.charging.tests.columns import alone, people, person
from ownway.support.charging.tests.worked import (
    CASES,
    DAY,
    IN_HOME,
    PLAIN,
    Worked,
    case,
    comes,
    costs,
    has,
)

LAW = figures_on(DAY)
SHARE = LocalRules("An invented policy", 3_00, 85, 2_00, 30_000_00)
POUNDS = st.integers(0, 60_000).map(lambda pence: Decimal(pence) / 100)
CAPITAL = st.integers(0, 3_000_000).map(lambda pence: Decimal(pence) / 100)
FLAG = st.booleans()


def known(figures: Figures) -> Figures:
    """The same day with an invented amount where none is known: for tests of the sums alone."""
    whole = {
        one: figure if figure.pence is not None else replace(figure, pence=7_05)
        for one, figure in figures.figures.items()
    }
    return replace(figures, figures=whole)


@st.composite
def at_home(draw: st.DrawFn) -> Case[Decimal, bool]:
    """Anybody at home of whom everything was asked."""
    marks = {
        one: draw(FLAG)
        for one in (
            "couple",
            "under_25",
            "pension_age",
            "disability_premium",
            "enhanced_disability_premium",
            "carer_premium",
        )
    }
    return case(
        **marks,
        children=Decimal(draw(st.integers(0, 4))),
        cost_weekly=draw(POUNDS),
        incomes=tuple(comes(str(draw(POUNDS))) for _ in range(3)),
        capital=(has(str(draw(CAPITAL))),),
        housing=(costs(str(draw(POUNDS))),),
        disability=(costs(str(draw(POUNDS)), what="laundry"),),
    )


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.who)
def test_a_case_worked_by_hand_comes_out_as_on_paper(one: Worked) -> None:
    """Forty invented people of 2025–26, only with figures that were read in a public source."""
    worked = work_out(one.case, figures_on(DAY, one.local))

    assert worked.contribution_weekly == one.paid, one.paper
    assert worked.unverified == ()
    assert contributions(alone(one.case), figures_on(DAY, one.local)).tolist() == [one.paid]


def test_there_are_at_least_twenty_five_worked_cases_each_with_its_source() -> None:
    assert len({one.who for one in CASES if one.paper and one.source}) >= 25


@given(at_home())
def test_nobody_pays_more_than_their_support_costs(asked: Case[Decimal, bool]) -> None:
    assert 0 <= work_out(asked, LAW).contribution_weekly <= asked.cost_weekly * 100


@given(at_home())
def test_up_to_the_limit_nobody_at_home_is_left_with_less_than_the_law_leaves_them(
    asked: Case[Decimal, bool],
) -> None:
    """Or, where less came in to begin with, with less than that: guarantee, housing and costs."""
    worked = work_out(replace(asked, capital=(has("23250"),)), LAW)
    comes_in = sum(one.amount for one in asked.incomes) * 100 + 36_00
    kept = sum(line.amount for line in worked.of(Part.KEPT))
    assert comes_in - worked.contribution_weekly >= min(comes_in, kept)


@given(at_home(), st.integers(0, 23_250_00 - 250_00))
def test_up_to_the_limit_250_pounds_more_cost_at_most_a_pound_a_week(
    asked: Case[Decimal, bool], pence: int
) -> None:
    less, more = (
        work_out(replace(asked, capital=(has(str(Decimal(one) / 100)),)), LAW).contribution_weekly
        for one in (pence, pence + 250_00)
    )
    assert 0 <= more - less <= 1_00


@given(at_home(), st.integers(23_250_01, 50_000_00))
def test_above_the_limit_the_full_cost_is_paid(asked: Case[Decimal, bool], pence: int) -> None:
    rich = replace(asked, capital=(has(str(Decimal(pence) / 100)),))
    assert work_out(rich, LAW).contribution_weekly == asked.cost_weekly * 100


@given(at_home(), POUNDS)
def test_what_a_council_adds_only_helps(asked: Case[Decimal, bool], more: Decimal) -> None:
    """Its own rules, a further cost of a disability: none of them makes anybody pay more."""
    poor = replace(asked, capital=(has("20000"),))
    plain = work_out(poor, LAW).contribution_weekly
    assert work_out(poor, figures_on(DAY, SHARE)).contribution_weekly <= plain
    dearer = replace(poor, disability=(*poor.disability, costs(str(more), what="a diet")))
    assert work_out(dearer, LAW).contribution_weekly <= plain


@given(at_home())
def test_the_workings_add_up_to_what_is_paid(asked: Case[Decimal, bool]) -> None:
    """Whoever adds the lines that are shown comes to the same amount."""
    worked = work_out(replace(asked, capital=(has("20000"),)), LAW)
    counted = next(one for one in worked.of(Part.COMES_IN) if "regulation 13" in one.source)
    assumed = sum(one.amount for one in worked.of(Part.SAVED) if one.rests_on)
    kept = sum(one.amount for one in worked.of(Part.KEPT))
    left = max(counted.amount + assumed - kept, 0)
    assert worked.contribution_weekly == min(left, int(asked.cost_weekly * 100))
    assert worked.of(Part.PAYS)[-1].amount == worked.contribution_weekly
    assert worked.council_weekly + worked.contribution_weekly == worked.cost_weekly


@pytest.mark.parametrize("local", [LAW.local, SHARE], ids=["the law", "a council's own"])
def test_many_at_once_pay_to_the_penny_what_each_one_page_says(local: LocalRules) -> None:
    """Three thousand people of all sorts; the bench does a million."""
    figures = known(figures_on(DAY, local))
    many = people(3_000, seed=7)

    together = contributions(many, figures).tolist()
    alone_each = [work_out(person(many, at), figures).contribution_weekly for at in range(3_000)]

    assert together == alone_each
    assert len(set(together)) > 1_000  # and they are not all nothing, or all the full cost


def test_a_figure_nobody_knows_is_asked_for_and_not_made_up() -> None:
    """2026–27 has no disability premium here: nobody is charged as if last year's still held."""
    later = figures_on(date(2026, 11, 23))
    asked = case(incomes=PLAIN, disability_premium=True)

    with pytest.raises(NotKnown, match=r"No amount is known on 23 November 2026.*premium"):
        work_out(asked, later)
    with pytest.raises(NotKnown, match="No amount is known"):
        contributions(alone(asked), later)
    plain = work_out(case(incomes=PLAIN), later)
    assert (plain.contribution_weekly, [one.rests_on for one in plain.unverified]) == (
        150_00 - 120_40,
        [later.figures[Set.SINGLE_25_OR_OVER]],
    )
    assert work_out(replace(asked, refused=True), later).contribution_weekly == 400_00


def test_before_the_first_year_there_is_no_figure() -> None:
    with pytest.raises(NotKnown, match="1 October 2019"):
        work_out(case(incomes=PLAIN), figures_on(date(2019, 10, 1)))


def test_savings_credit_and_a_war_pension_count_in_part() -> None:
    """Savings Credit not at all at home; of a war pension £10 is left out, once."""
    credit = comes("12", Income.SAVINGS_CREDIT)
    war = (comes("8", Income.WAR_PENSION), comes("40", Income.WAR_PENSION))
    figures = known(LAW)

    at_home = work_out(case(incomes=(*PLAIN, credit)), figures)
    in_care_home = work_out(case(**(IN_HOME | {"incomes": (*PLAIN, credit)})), figures)
    warred = work_out(case(incomes=(*PLAIN, *war)), figures)

    assert at_home.contribution_weekly == 37_50
    assert in_care_home.contribution_weekly == 150_00 + 12_00 - 7_05 - 30_65
    assert warred.contribution_weekly == 37_50 + 38_00


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ({"couple": True}, [Set.COUPLE]),
        ({"couple": True, "partner_pension_age": True}, [Set.COUPLE_PENSION_AGE]),
        ({"pension_age": True}, [Set.SINGLE_PENSION_AGE]),
        ({"pension_age": True, "disability_premium": True}, [Set.SINGLE_PENSION_AGE]),
        ({"pension_age": True, "carer_premium": True}, [Set.SINGLE_PENSION_AGE, Set.CARER]),
        ({"children": Decimal(2)}, [Set.LONE_PARENT, Set.CHILD]),
        ({"children": Decimal(1), "couple": True}, [Set.COUPLE, Set.CHILD]),
        ({"under_25": True}, [Set.SINGLE_UNDER_25]),
        (
            {"couple": True, "disability_premium": True, "enhanced_disability_premium": True},
            [Set.COUPLE, Set.DISABILITY_COUPLE, Set.ENHANCED_COUPLE],
        ),
    ],
)
def test_each_line_of_the_guarantee_is_for_whom_regulation_7_names(
    said: dict[str, Any], line: list[Set]
) -> None:
    kept = work_out(case(incomes=PLAIN, **said), LAW).of(Part.KEPT)
    assert [one.rests_on and one.rests_on.name for one in kept] == [one.value for one in line]


@pytest.mark.parametrize(
    ("why", "paid"),
    [
        (LightTouch.MEANS_ARE_CLEAR, 400_00),
        (LightTouch.SMALL_CHARGE, 400_00),
        (LightTouch.ON_BENEFITS, 0),
    ],
)
def test_a_light_touch_says_why_no_more_was_asked(why: LightTouch, paid: int) -> None:
    worked = lightly(case(), LAW, why=why)
    assert worked.contribution_weekly == paid
    assert why.value in worked.workings[-1].words


def test_what_is_free_says_by_which_law() -> None:
    worked = work_out(case(free=True), LAW, free=Free.SECTION_117)
    assert (worked.contribution_weekly, worked.council_weekly) == (0, 400_00)
    assert "section 117" in worked.workings[-1].words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"incomes": (comes("-1"),)}, "below nothing"),
        ({"incomes": (comes("1.005"),)}, "part of a penny"),
        ({"cost_weekly": Decimal(10) ** 9}, "beyond belief"),
        ({"capital": (has("5", shared_by=0),)}, "at least one"),
        ({"free_weekly": Decimal(401)}, "cannot be more than all"),
        ({"children": Decimal(-1)}, "how many children"),
        ({"stays": True, "visits": True}, "not both"),
        ({"partner_pension_age": True}, "where there is a partner"),
    ],
)
def test_what_nobody_can_mean_is_refused(said: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        work_out(case(**said), LAW)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"reference": " "}, "where the council set"),
        ({"buffer_weekly": -1}, "never less"),
        ({"taken_percent": 101}, "between 0 and 100"),
    ],
)
def test_a_councils_own_rules_may_not_take_more_than_the_law(
    said: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        LocalRules(**({"reference": "A policy"} | said))
    with pytest.raises(Refused, match="not a lower one"):
        figures_on(DAY, LocalRules("A policy", upper_limit_at_home=20_000_00))


def test_a_council_that_says_nothing_has_no_rules_of_its_own() -> None:
    """What comes with the product is the law alone; a council writes its own as parameters."""
    local = local_on(DAY)
    said = (local.buffer_weekly, local.taken_percent, local.least_weekly)
    assert (said, local.upper_limit_at_home) == ((0, 100, 0), None)
    assert "council's own charging policy" in local.reference


def test_columns_that_cannot_belong_together_are_refused() -> None:
    many = people(5, seed=1)
    with pytest.raises(Refused, match="the same people"):
        contributions(replace(many, children=np.zeros(4, np.int64)), LAW)
    with pytest.raises(Refused, match="below nothing"):
        contributions(replace(many, cost_weekly=np.full(5, -1)), LAW)
    assert contributions(people(0, seed=1), LAW).tolist() == []
