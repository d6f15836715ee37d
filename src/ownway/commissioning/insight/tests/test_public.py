"""Whoever has every public figure of every day can rule out no combination of hidden numbers.

The attacker knows the rules but not the secret: each shown number is at most 4 from the truth and
stands for 5 people or more, "fewer than 5" is 0 to 4, and every table counts the same people. The
same attack breaks each number rounded by itself, without which these tests would prove nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.commissioning.insight import domain
from ownway.commissioning.insight.domain import Place, public
from ownway.commissioning.insight.domain.public import (
    AT_LEAST,
    EVERY_OTHER_SERVICE,
    FEWEST,
    OTHER_AGE,
    OTHER_REASON,
    OTHER_WAY,
    Counted,
    PublicDay,
    PublicLine,
    Tables,
)
from ownway.kernel.refusal import Refused

DAY = date(2026, 9, 30)
SECRET = b"a secret of the council"
OFF = 4  # how far from the truth a number may be


# The attack


@dataclass(frozen=True)
class Between:
    least: int
    most: int

    def and_also(self, other: "Between") -> "Between":
        return Between(max(self.least, other.least), min(self.most, other.most))


def by_itself(number: int | None, off: int) -> Between:
    """What a number says of the truth when nothing else is known."""
    if number is None:
        return Between(0, FEWEST - 1)
    return Between(max(FEWEST, number - off), number + off)


def whole_of(found: PublicDay, off: int) -> Between:
    """The people in all, by the total and by every table."""
    whole = Between(found.people - off, found.people + off)
    for lines in found.tables.values():
        known = [by_itself(line.people, off) for line in lines]
        whole = whole.and_also(
            Between(sum(one.least for one in known), sum(one.most for one in known))
        )
    return whole


def attacked(days: Sequence[PublicDay], off: int = OFF) -> dict[tuple[str, str], Between]:
    """The tightest bounds on each hidden number, if it was the same on all days it was hidden.

    Tables meet only in their total, so these bounds are exact: no cleverer sum gives tighter ones.
    """
    bounds: dict[tuple[str, str], Between] = {}
    for found in days:
        whole = whole_of(found, off)
        for table, lines in found.tables.items():
            known = {line.value: by_itself(line.people, off) for line in lines}
            for line in lines:
                if line.people is None:
                    others = [one for value, one in known.items() if value != line.value]
                    left = Between(
                        whole.least - sum(one.most for one in others),
                        whole.most - sum(one.least for one in others),
                    )
                    here = known[line.value].and_also(left)
                    name = (table, line.value)
                    bounds[name] = bounds.get(name, here).and_also(here)
    return bounds


def fits(found: PublicDay, guessed: Mapping[tuple[str, str], int]) -> bool:
    """Whether one set of hidden numbers, all of them at once, agrees with all that is printed."""
    whole = Between(found.people - OFF, found.people + OFF)
    for table, lines in found.tables.items():
        known = [
            Between(guess, guess)
            if line.people is None and (guess := guessed[table, line.value]) is not None
            else by_itself(line.people, OFF)
            for line in lines
        ]
        whole = whole.and_also(
            Between(sum(one.least for one in known), sum(one.most for one in known))
        )
    return whole.least <= whole.most


def hidden_in(found: PublicDay) -> list[tuple[str, str]]:
    return [
        (table, line.value)
        for table, lines in found.tables.items()
        for line in lines
        if line.people is None
    ]


# Councils to attack

A, B, C = domain.DIMENSIONS[:3]


def partition(people: int, cuts: Sequence[int]) -> list[int]:
    """So many people cut into one line more than there are cuts."""
    at = [0, *sorted(min(cut, people) for cut in cuts), people]
    return [later - earlier for earlier, later in pairwise(at)]


@st.composite
def councils(draw: st.DrawFn, most: int = 400) -> Tables:
    """The same people in three tables; cuts lie close together, so that many lines are small."""
    people = draw(st.integers(AT_LEAST, most))
    tables: dict[str, dict[str, Counted]] = {}
    for table in (A, B, C):
        cuts = draw(
            st.lists(
                st.integers(0, people) | st.integers(0, 12) | st.integers(people - 12, people),
                max_size=7,
            )
        )
        tables[table] = {
            f"line {number}": Counted(count) for number, count in enumerate(partition(people, cuts))
        }
    return tables


secrets_ = st.binary(min_size=4, max_size=4)


@given(st.lists(councils(), min_size=1, max_size=4), secrets_)
def test_every_day_together_says_no_more_of_a_hidden_number_than_fewer_than_5(
    days: list[Tables], secret: bytes
) -> None:
    published = [public.public_day(DAY, tables, secret=secret) for tables in days]

    assert set(attacked(published).values()) <= {Between(0, 4)}


@given(councils(), secrets_, st.data())
def test_every_combination_of_hidden_numbers_agrees_with_what_is_printed(
    tables: Tables, secret: bytes, data: st.DataObject
) -> None:
    found = public.public_day(DAY, tables, secret=secret)
    guessed = {name: data.draw(st.integers(0, 4)) for name in hidden_in(found)}

    assert fits(found, guessed)
    for extreme in (0, 4):
        assert fits(found, dict.fromkeys(guessed, extreme))


def rounded_alone(tables: Tables) -> PublicDay:
    """The control: each number to the nearest 5 by itself, which is what is often done."""

    def nearest(people: int) -> int:
        return (people + 2) // 5 * 5

    return PublicDay(
        DAY,
        nearest(sum(one.people for one in tables[A].values())),
        None,
        {
            table: tuple(
                PublicLine(value, nearest(one.people) if one.people >= FEWEST else None)
                for value, one in lines.items()
            )
            for table, lines in tables.items()
        },
    )


def table(*people: int) -> dict[str, Counted]:
    return {f"line {number}": Counted(count) for number, count in enumerate(people)}


def test_the_attack_pins_a_number_when_each_is_rounded_by_itself() -> None:
    tables = {A: table(12, 37, 4), B: table(25, 28), C: table(53)}
    name = (A, "line 2")

    assert attacked([rounded_alone(tables)], off=2)[name] == Between(4, 4)
    assert attacked([public.public_day(DAY, tables, secret=SECRET)])[name] == Between(0, 4)


def test_a_second_table_narrows_a_number_when_each_is_rounded_by_itself() -> None:
    tables = {A: table(22, 27, 3), B: table(5, 13, 13, 8, 13), C: table(52)}
    alone = tables | {B: table(52)}
    name = (A, "line 2")

    assert attacked([rounded_alone(alone)], off=2)[name] == Between(0, 4)
    assert attacked([rounded_alone(tables)], off=2)[name] == Between(3, 4)
    assert attacked([public.public_day(DAY, tables, secret=SECRET)])[name] == Between(0, 4)


def test_two_days_pin_a_number_when_each_is_rounded_by_itself() -> None:
    one_day = {A: table(12, 12, 27, 3), B: table(25, 29), C: table(54)}
    another = {A: table(8, 18, 23, 3), B: table(26, 26), C: table(52)}
    name = (A, "line 3")

    assert attacked([rounded_alone(one_day)], off=2)[name] == Between(2, 4)
    assert attacked([rounded_alone(another)], off=2)[name] == Between(0, 3)
    assert attacked([rounded_alone(one_day), rounded_alone(another)], off=2)[name] == Between(2, 3)
    ours = [public.public_day(DAY, day, secret=SECRET) for day in (one_day, another)]
    assert attacked(ours)[name] == Between(0, 4)


def councils_of_little() -> Iterator[Tables]:
    """Every way of having 50 people with small lines: enough to try each of them."""
    for small in product(range(5), repeat=2):
        for large in (5, 9, 10, 14):
            yield {
                A: table(*small, large, 50 - sum(small) - large),
                B: table(50 - small[0], small[0]),
                C: table(50),
            }


def test_one_output_is_given_by_truths_with_every_hidden_number() -> None:
    """Beyond the rules as bounds: with the rounding itself run on every truth and 40 secrets."""
    possible: dict[tuple[tuple[int | None, ...], ...], set[tuple[int, int]]] = {}
    for tables in councils_of_little():
        for secret in range(40):
            found = public.public_day(DAY, tables, secret=bytes([secret]))
            if len(found.tables) == 3:
                printed = tuple(
                    tuple(line.people for line in lines) for lines in found.tables.values()
                )
                truth = tuple(one.people for one in tables[A].values())[:2]
                possible.setdefault(printed, set()).add((truth[0], truth[1]))

    told = [truths for printed, truths in possible.items() if printed[0][:2] == (None, None)]
    assert told
    assert any(truths == set(product(range(5), repeat=2)) for truths in told)


# What is printed


@given(councils(), secrets_)
def test_what_is_printed_is_near_the_truth_and_adds_up(tables: Tables, secret: bytes) -> None:
    found = public.public_day(DAY, tables, secret=secret)

    people = sum(one.people for one in tables[A].values())
    assert abs(found.people - people) <= OFF
    assert found.people % 5 == 0
    for name, lines in found.tables.items():
        hidden = 0
        for line in lines:
            truth = tables[name][line.value].people
            if line.people is None:
                hidden += 1
                assert truth < FEWEST
            else:
                assert truth >= FEWEST
                assert line.people % 5 == 0
                assert abs(line.people - truth) <= OFF
                assert truth % 5 or line.people == truth
        missing = found.people - sum(line.people or 0 for line in lines)
        assert 0 <= missing <= 4 * hidden
        assert sum((line.people or 0) >= 10 for line in lines) >= hidden


@given(councils(), secrets_)
def test_the_same_figures_give_the_same_numbers_however_they_are_told(
    tables: Tables, secret: bytes
) -> None:
    other = {name: dict(list(lines.items())[::-1]) for name, lines in tables.items()}

    first = public.public_day(DAY, tables, secret=secret)
    again = public.public_day(DAY, {name: other[name] for name in tables}, secret=secret)

    assert {name: set(lines) for name, lines in first.tables.items()} == {
        name: set(lines) for name, lines in again.tables.items()
    }


def test_another_secret_rounds_otherwise() -> None:
    tables = {A: table(13, 27, 38, 41), B: table(60, 59), C: table(119)}

    assert (
        len({str(public.public_day(DAY, tables, secret=bytes([n])).tables) for n in range(9)}) > 1
    )


def test_a_table_with_more_small_lines_than_large_ones_is_left_out() -> None:
    tables = {A: table(3, 2, 60), B: table(31, 34), C: table(6, 2, 57)}

    assert list(public.public_day(DAY, tables, secret=SECRET).tables) == [B, C]


def test_too_few_people_have_no_public_figures() -> None:
    with pytest.raises(Refused, match="Fewer than 50 people"):
        public.public_day(DAY, {name: table(20, 29) for name in (A, B, C)}, secret=SECRET)


# Money


def costs(*lines: tuple[int, int, int]) -> dict[str, Counted]:
    return {f"line {number}": Counted(*line) for number, line in enumerate(lines)}


def test_money_is_about_and_stands_only_where_no_line_is_hidden_or_one_persons() -> None:
    tables = {
        A: costs((40, 200_00, 20_00), (20, 1_234_567_89, 60_000_00)),
        B: costs((56, 1_234_700_00, 60_000_00), (4, 67_89, 20_00)),
        C: costs((50, 1_174_567_89, 30_000_00), (10, 60_200_00, 60_000_00)),
    }
    found = public.public_day(DAY, tables, secret=SECRET)

    assert found.pounds == 1_230_000
    assert {name: [line.pounds for line in lines] for name, lines in found.tables.items()} == {
        A: [200, 1_230_000],
        B: [None, None],
        C: [None, None],
    }


@pytest.mark.parametrize(
    ("pence", "pounds"),
    [
        (0, 0),
        (49_99, 0),
        (50_00, 100),
        (3_512_03, 3_500),
        (18_313_04, 18_300),
        (2_692_499_57, 2_690_000),
        (9_996_000_00, 10_000_000),
    ],
)
def test_about_is_three_leading_figures_and_whole_hundreds(pence: int, pounds: int) -> None:
    assert public.about(pence) == pounds


# Which lines and which days


def test_the_lines_of_a_table_do_not_depend_on_anybody() -> None:
    nobody = public.tables_of([], places=["Thornbeck"])
    somebody = public.tables_of(
        [
            (Place("", "Under 18", "Barter", "Kite flying", "Elsewhere"), Counted(3, 100, 60)),
            (Place("own", "Not known", "Not recorded", "Meals", "Thornbeck"), Counted(6, 10, 5)),
            (Place("", "18 to 24", "Direct payment", "Direct payment", "Not known"), Counted(9)),
        ],
        places=["Thornbeck"],
    )

    for name in set(domain.DIMENSIONS) - {domain.SERVICE}:
        assert list(somebody[name]) == list(nobody[name])
    assert somebody[domain.REASON][OTHER_REASON] == Counted(18, 110, 60)
    assert somebody[domain.AGE_BAND][OTHER_AGE] == Counted(9, 110, 60)
    assert somebody[domain.DELIVERY][OTHER_WAY] == Counted(9, 110, 60)
    assert somebody[domain.LOCALITY] == {
        "Thornbeck": Counted(6, 10, 5),
        "Not known": Counted(12, 100, 60),
    }
    assert somebody[domain.SERVICE] == {
        "Meals": Counted(6, 10, 5),
        EVERY_OTHER_SERVICE: Counted(12, 100, 60),
    }


def test_days_stand_apart_and_are_not_to_come() -> None:
    public.check_may_publish(DAY, published=[DAY - timedelta(days=28)], today=DAY)
    for days in (-27, 0, 27):
        with pytest.raises(Refused, match="at least 28 days apart"):
            public.check_may_publish(DAY, published=[DAY + timedelta(days=days)], today=DAY)
    with pytest.raises(Refused, match="still to come"):
        public.check_may_publish(DAY + timedelta(days=1), published=[], today=DAY)


@given(councils(most=90))
def test_a_day_is_kept_and_read_as_it_was(tables: Tables) -> None:
    found = public.public_day(DAY, tables, secret=SECRET)

    assert public.from_json(found.as_json()) == found
