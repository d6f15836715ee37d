"""Two days add up, whoever came, left or changed between them, and each change opens its people."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import making
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.commissioning.insight import domain, queries
from ownway.commissioning.insight.domain import Change, Moved, Narrowing, Place, Sum
from ownway.commissioning.insight.pages import comparing
from ownway.commissioning.insight.tests.test_figures import a_small_council
from ownway.foundation.access.domain import Role
from ownway.foundation.facts.queries import readings
from ownway.kernel.money import PenceWeekly
from ownway.kernel.refusal import NotAllowed
from ownway.support.planning.models import Arrangement

DAY = making.DAY
BEFORE = date(2025, 11, 23)


def moved(people: int, then: int, now: int) -> Moved:
    return Moved(people, PenceWeekly(then), PenceWeekly(now))


@pytest.fixture
def everybody() -> dict[str, Any]:
    """One person of each change, and one who was never there on either day."""
    team = making.team()
    made = {}
    what: dict[str, list[tuple[date, date | None, int | None]]] = {
        "came": [(DAY, None, 100_00)],
        "left": [(BEFORE, BEFORE, 200_00)],
        "dearer": [(BEFORE, None, 300_00), (DAY, None, 25_01)],
        "cheaper": [(BEFORE, DAY - timedelta(days=1), 90_00), (DAY, None, 60_00)],
        "same": [(BEFORE, None, None)],
        "between": [(BEFORE + timedelta(days=1), DAY - timedelta(days=1), 999_00)],
    }
    for name, supports in what.items():
        made[name] = making.person(team=team, given_name=name.title(), locality=making.locality())
        for first_day, last_day, cost in supports:
            making.arrangement(made[name], first_day=first_day, last_day=last_day, cost_weekly=cost)
    return made


@pytest.mark.django_db
def test_every_change_is_told_and_leads_from_then_to_now(everybody: dict[str, Any]) -> None:
    found = queries.compared(then=BEFORE, now=DAY)

    assert (found.then.everyone, found.now.everyone) == (
        Sum(4, PenceWeekly(590_00), 1),
        Sum(4, PenceWeekly(485_01), 1),
    )
    assert dict(found.changes) == {
        Change.CAME: moved(1, 0, 100_00),
        Change.LEFT: moved(1, 200_00, 0),
        Change.DEARER: moved(1, 300_00, 325_01),
        Change.CHEAPER: moved(1, 90_00, 60_00),
        Change.SAME: moved(1, 0, 0),
    }
    assert found.adds_up()
    assert comparing.headline(found) == "As many people, £105 a week less"
    assert [(step.words, step.people, step.cost) for step in comparing.steps(found)] == [
        ("23 November 2025", "4", "£590.00"),
        ("Came in", "+1", "+£100.00"),
        ("Left", "− 1", "− £200.00"),
        ("Cost went up", "0", "+£25.01"),
        ("Cost went down", "0", "− £30.00"),
        ("Cost stayed the same", "0", "£0.00"),
        ("23 November 2026", "4", "£485.01"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "narrowed",
    [
        {},
        {"kind": "care-home"},
        {"age_band": "65 and above"},
        {"service": "Meals"},
        {"delivery": "More than one"},
        {"reason": "Physical Support"},
        {"locality": "Not known"},
    ],
)
def test_both_days_are_their_snapshots_and_the_changes_add_up(narrowed: dict[str, str]) -> None:
    a_small_council()
    chance = Random("who came when")
    for arrangement in Arrangement.objects.order_by("cost_weekly", "pk"):
        began = BEFORE + timedelta(days=chance.randrange(-60, 500))
        Arrangement.objects.filter(pk=arrangement.pk).update(
            first_day=began,
            last_day=chance.choice([None, began + timedelta(days=chance.randrange(300))]),
        )
    narrowing = Narrowing(**narrowed)
    days = [BEFORE + timedelta(days=100 * count) for count in range(5)]

    for then, now in pairwise(days):
        found = queries.compared(then=then, now=now, narrowing=narrowing)
        assert found.then == queries.snapshot(on=then, narrowing=narrowing)
        assert found.now == queries.snapshot(on=now, narrowing=narrowing)
        assert found.adds_up()
    assert queries.trend(days, narrowing=narrowing) == [
        (day, queries.snapshot(on=day, narrowing=narrowing).everyone) for day in days
    ]


@pytest.mark.django_db
def test_two_days_and_thirteen_months_take_no_more_statements_than_one_person_would(
    django_assert_num_queries: Any,
) -> None:
    a_small_council()

    with django_assert_num_queries(6):
        queries.compared(then=BEFORE, now=DAY)
    with django_assert_num_queries(3):
        queries.trend(domain.month_ends(DAY))


@pytest.mark.django_db
def test_each_change_opens_its_people_and_their_reading_is_kept(everybody: dict[str, Any]) -> None:
    performance = making.staff(Role.PERFORMANCE, name="Pat Low")

    for change in Change:
        behind = queries.people_changed(
            then=BEFORE, now=DAY, change=change, narrowing=Narrowing(), by=performance, read_on=DAY
        )
        assert [line.id for line in behind.people] == [everybody[change.value].pk]
        assert behind.moved == queries.compared(then=BEFORE, now=DAY).changes[change]
        told = list(
            queries.everyone_changed(
                then=BEFORE,
                now=DAY,
                change=change,
                narrowing=Narrowing(),
                by=performance,
                read_on=DAY,
            )
        )
        assert told == list(behind.people)
        assert [one.by_name for one in readings(everybody[change.value].pk)] == ["Pat Low"] * 2
    assert readings(everybody["between"].pk) == []


@pytest.mark.django_db
def test_nobody_else_opens_who_changed(everybody: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed):
        queries.people_changed(
            then=BEFORE,
            now=DAY,
            change=Change.CAME,
            narrowing=Narrowing(),
            by=making.staff(Role.COMMISSIONER),
            read_on=DAY,
        )


costs = st.none() | st.integers(0, 50)


@given(st.lists(st.tuples(st.booleans(), costs, st.booleans(), costs), max_size=30))
def test_changes_add_up_whoever_there_is(people: list[tuple[bool, Any, bool, Any]]) -> None:
    there = [one for one in people if one[0] or one[2]]
    changes = {change: Moved() for change in Change}
    for was, then, is_now, now in there:
        change = domain.change_of(then, now, was=was, is_now=is_now)
        so_far = changes[change]
        changes[change] = moved(
            so_far.people + 1,
            so_far.then_weekly + (then or 0) * was,
            so_far.now_weekly + (now or 0) * is_now,
        )

    assert domain.Compared(
        domain.added_up(
            [(PLACE, Sum(1, PenceWeekly(then or 0))) for was, then, _, _ in there if was],
            on=BEFORE,
        ),
        domain.added_up(
            [(PLACE, Sum(1, PenceWeekly(now or 0))) for _, _, is_now, now in there if is_now],
            on=DAY,
        ),
        changes,
    ).adds_up()


PLACE = Place("", domain.TO_64, "Direct payment", "Meals", "Thornbeck")


def test_a_comparison_that_misses_somebody_does_not_add_up() -> None:
    nobody = domain.added_up([], on=BEFORE)
    somebody = domain.added_up([(PLACE, Sum(1, PenceWeekly(5)))], on=DAY)

    assert not domain.Compared(nobody, somebody, dict.fromkeys(Change, Moved())).adds_up()


def test_values_of_either_day_stand_in_the_rows() -> None:
    then = domain.added_up(
        [
            (PLACE, Sum(2, PenceWeekly(9))),
            (Place("", "Under 18", "", "Day support", "Marl"), Sum(1)),
        ],
        on=BEFORE,
    )
    now = domain.added_up([(PLACE, Sum(1, PenceWeekly(5)))], on=DAY)
    found = domain.Compared(then, now, dict.fromkeys(Change, Moved()))

    assert [
        (row.value, row.then.people, row.now.people) for row in domain.rows(found, "service")
    ] == [
        ("Meals", 2, 1),
        ("Day support", 1, 0),
    ]
    assert [row.value for row in domain.rows(found, "age_band")] == [
        "Under 18",
        "18 to 24",
        "25 to 64",
        "65 and above",
    ]


@pytest.mark.django_db
def test_two_ways_at_once_are_the_sum_of_their_cells_and_each_cell_opens() -> None:
    a_small_council()
    performance = making.staff(Role.PERFORMANCE)
    found = queries.snapshot(on=DAY)

    for down in domain.DIMENSIONS:
        for across in domain.DIMENSIONS:
            crossed = domain.crossed(queries.places(on=DAY), down, across)
            assert sum(crossed.cells.values(), Sum()) == crossed.everyone == found.everyone
            assert {part.value: part.sum for part in found.by[down] if part.sum.people} == dict(
                crossed.down_sums
            )
    crossed = domain.crossed(queries.places(on=DAY), "service", "locality")
    for (service, place), amount in crossed.cells.items():
        behind = queries.people_behind(
            on=DAY,
            narrowing=Narrowing(),
            parts=[("service", service), ("locality", place)],
            by=performance,
            read_on=DAY,
            limit=100,
        )
        assert (behind.sum, len(behind.people)) == (amount, amount.people)
        narrowed = queries.snapshot(on=DAY, narrowing=Narrowing(service=service, locality=place))
        assert narrowed.everyone == amount


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        (date(2026, 11, 23), date(2025, 10, 31), date(2026, 10, 31)),
        (date(2026, 11, 30), date(2025, 11, 30), date(2026, 11, 30)),
        (date(2028, 2, 29), date(2027, 2, 28), date(2028, 2, 29)),
        (date(2028, 3, 1), date(2027, 2, 28), date(2028, 2, 29)),
    ],
)
def test_thirteen_month_ends_that_have_passed(on: date, first: date, last: date) -> None:
    days = domain.month_ends(on)

    assert (len(days), days[0], days[-1]) == (13, first, last)
    assert all((day + timedelta(days=1)).day == 1 for day in days)
