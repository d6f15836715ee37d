"""Local measures come from the records as they stand, by both published definitions.

The database's counts equal those of the pure rules, everybody stands in one group, and the people
behind a figure are exactly those it counts, recorded as read.
"""

from datetime import date, timedelta
from typing import Any

import making
import pytest
from django.db import transaction
from making import Role

from ownway.commissioning.measures import queries
from ownway.commissioning.measures.domain import local
from ownway.commissioning.measures.domain.local import Line
from ownway.commissioning.measures.domain.moved import DENOMINATOR, NUMERATOR
from ownway.foundation.facts.queries import readings
from ownway.kernel.refusal import NotAllowed, NotFound
from ownway.support.assessment.models import Assessment
from ownway.support.planning.models import Arrangement
from ownway.support.review.models import Review

ON = date(2026, 11, 22)
PHYSICAL, LEARNING = "Physical Support", "Learning Disability Support"


def reviewed(person: Any, on: date | None, **more: Any) -> Review:
    said = {"started_on": on or ON, "finished_on": on, "client_type": "Service User"}
    return Review.objects.create(person=person, **(said | more))


@pytest.mark.parametrize(
    ("started", "reviewed_on", "late"),
    [
        (date(2025, 11, 22), None, False),
        (date(2025, 11, 21), None, True),
        (date(2020, 1, 1), date(2025, 11, 22), False),
        (date(2020, 1, 1), date(2025, 11, 21), True),
        (date(2026, 5, 1), date(2020, 1, 1), False),  # a review of earlier support
    ],
)
def test_a_yearly_review_is_late_from_the_day_after_a_year(
    started: date, reviewed_on: date | None, late: bool
) -> None:
    assert (
        local.yearly_review_is_late(
            started_on=started, last_review_on=reviewed_on, on=ON, every_months=12
        )
        is late
    )


def test_a_review_of_29_february_is_due_a_year_on_by_28_february() -> None:
    said: dict[str, Any] = {
        "started_on": date(2024, 2, 29),
        "last_review_on": None,
        "every_months": 12,
    }
    assert not local.yearly_review_is_late(on=date(2025, 2, 28), **said)
    assert local.yearly_review_is_late(on=date(2025, 3, 1), **said)


def test_groups_are_added_up_in_order_with_the_total_last() -> None:
    assert local.added_up(
        [Line("B", 1, 2), Line("A", 1, 1), Line("B", 0, 3), Line("Z", 0, 1)], order=["A", "B"]
    ) == (Line("A", 1, 1), Line("B", 1, 5), Line("Z", 0, 1), Line("Total", 2, 7))


@pytest.mark.django_db
def test_late_reviews_by_group_and_team_equal_the_pure_rule() -> None:
    east, west = making.team("East team"), making.team("West team")
    expected = 0
    starts = (
        date(2024, 2, 29),
        ON - timedelta(days=365),
        ON - timedelta(days=366),
        date(2026, 1, 1),
    )
    held = (None, date(2025, 11, 21), date(2025, 11, 22), date(2026, 11, 1))
    for number, (started, reviewed_on) in enumerate(
        (started, reviewed_on) for started in starts for reviewed_on in held
    ):
        person = making.person(
            team=east if number % 2 else west,
            primary_support_reason="Learning Disability Support" if number % 3 else "",
        )
        making.arrangement(person, first_day=started)
        if reviewed_on:
            reviewed(person, reviewed_on)
        expected += local.yearly_review_is_late(
            started_on=started, last_review_on=reviewed_on, on=ON, every_months=12
        )

    by_group = queries.local_figure(local.REVIEWS_LATE, on=ON)
    by_team = queries.local_figure(local.REVIEWS_LATE, on=ON, by_team=True)
    assert by_group.total == by_team.total == Line("Total", expected, 16)
    assert [line.part for line in by_group.lines] == [LEARNING, "Other", "Total"]
    assert {line.part: line.denominator for line in by_team.lines} == {
        "East team": 8,
        "West team": 8,
        "Total": 16,
    }


@pytest.mark.django_db
def test_only_finished_reviews_of_running_support_of_the_living_count() -> None:
    late = making.person()
    making.arrangement(late, first_day=date(2024, 1, 1))
    reviewed(late, None)  # begun, and not finished
    reviewed(late, date(2026, 10, 1), client_type="Carer")  # of them as a carer
    reviewed(late, date(2026, 11, 23))  # after the day
    for more in ({"died_on": ON - timedelta(days=1)}, {}):
        gone = making.person(**more)
        ended = None if more else ON - timedelta(days=1)
        making.arrangement(gone, first_day=date(2024, 1, 1), last_day=ended)

    assert queries.local_figure(local.REVIEWS_LATE, on=ON).lines == (
        Line(PHYSICAL, 1, 1),
        Line("Total", 1, 1),
    )


def directed(person: Any, **more: Any) -> Arrangement:
    return making.arrangement(person, **({"first_day": date(2026, 4, 1)} | more))


@pytest.fixture
def council() -> dict[str, Any]:
    """Seven people and the carers around them, one for each rule of the two definitions."""
    paid = {"delivery_mechanism": "Direct Payment"}
    one_off = {
        "service_type": "Short term support: Other short term",
        "first_day": date(2026, 1, 5),
        "last_day": date(2026, 1, 6),
    }
    made = {
        "direct payment": directed(making.person(), **paid).person,
        "component says so": directed(
            making.person(), service_component="Direct payment", delivery_mechanism=""
        ).person,
        "managed budget": directed(
            making.person(primary_support_reason=LEARNING),
            delivery_mechanism="CASSR Managed Personal Budget",
        ).person,
        "council's own": directed(making.person(primary_support_reason=LEARNING)).person,
        "small and one-off": directed(making.person(), **one_off).person,
        "care home": directed(
            making.person(), service_type="Long term support: Residential care"
        ).person,
        "years ago": directed(
            making.person(), first_day=date(2020, 1, 1), last_day=ON - timedelta(days=366)
        ).person,
    }
    carer = making.person(primary_support_reason="")
    directed(
        carer,
        client_type="Carer known by association",
        service_type="Carer support: direct to carer",
        **paid,
    )
    assessed = making.person(primary_support_reason="")
    Assessment.objects.create(
        person=assessed,
        client_type="Carer",
        started_on=date(2026, 5, 1),
        completed_on=date(2026, 5, 2),
    )
    # A carer who has support of their own stands in the group of that.
    directed(made["council's own"], client_type="Carer", **paid)
    # Somebody at home who is in a care home too has no on-going community support of their own.
    directed(made["care home"], **paid)
    return made | {"carer": carer, "assessed": assessed}


@pytest.mark.django_db
def test_both_definitions_of_self_directed_support(council: dict[str, Any]) -> None:
    """All: 4 physical (2 paid, small, home), 2 learning, 2 carers; years ago is out of the year.

    On-going: 2 physical and 2 learning; the care home, the small service and carers are out.
    """
    assert queries.local_figure(local.DIRECTED_ALL, on=ON).lines == (
        Line(PHYSICAL, 3, 4),  # who is in a care home has a direct payment too
        Line(LEARNING, 2, 2),  # the carer's payment of somebody with support of their own
        Line("Carers", 1, 2),
        Line("Total", 6, 8),
    )
    assert queries.local_figure(local.DIRECTED_ONGOING, on=ON).lines == (
        Line(PHYSICAL, 2, 2),
        Line(LEARNING, 1, 2),
        Line("Total", 3, 4),
    )
    assert queries.local_figure(local.PAID_ALL, on=ON).lines == (
        Line(PHYSICAL, 3, 4),
        Line(LEARNING, 1, 2),
        Line("Carers", 1, 2),
        Line("Total", 5, 8),
    )
    assert queries.local_figure(local.PAID_ONGOING, on=ON).lines == (
        Line(PHYSICAL, 2, 2),
        Line(LEARNING, 0, 2),
        Line("Total", 2, 4),
    )


@pytest.mark.django_db
def test_the_year_includes_its_first_day_and_not_the_one_before() -> None:
    for ended in (date(2025, 11, 22), date(2025, 11, 23)):
        directed(making.person(), first_day=date(2020, 1, 1), last_day=ended)

    assert queries.local_figure(local.DIRECTED_ALL, on=ON).total == Line("Total", 0, 1)


@pytest.mark.django_db
def test_nobody_gives_noughts_and_no_such_measure_is_not_found() -> None:
    for figure in queries.every_local_figure(on=ON):
        assert figure.lines == (Line("Total", 0, 0),)
    with pytest.raises(NotFound):
        queries.local_figure("all-is-well", on=ON)


@pytest.mark.django_db
def test_the_people_behind_are_those_counted_and_each_reading_is_kept(
    council: dict[str, Any],
) -> None:
    by = making.staff(Role.PERFORMANCE)
    for measure, part, side, expected in (
        (
            local.DIRECTED_ONGOING,
            "Total",
            NUMERATOR,
            ["direct payment", "component says so", "managed budget"],
        ),
        (local.DIRECTED_ONGOING, LEARNING, DENOMINATOR, ["managed budget", "council's own"]),
        (local.DIRECTED_ALL, "Carers", DENOMINATOR, ["carer", "assessed"]),
        (local.PAID_ALL, "Carers", NUMERATOR, ["carer"]),
    ):
        found = queries.people_behind_local(measure, part, side, on=ON, by=by, read_on=ON)
        assert {one.id for one in found.people} == {council[name].pk for name in expected}
        assert (found.count, found.listed, found.not_listed) == (len(expected), len(expected), 0)
    assert len(readings(council["managed budget"].pk)) == 2
    assert readings(council["small and one-off"].pk) == []


@pytest.mark.django_db
def test_late_people_come_longest_first_and_page_by_page() -> None:
    people = [making.person() for _ in range(3)]
    for days, person in zip((400, 900, 700), people, strict=True):
        making.arrangement(person, first_day=ON - timedelta(days=days))
    by = making.staff(Role.PERFORMANCE)

    def page(start: int) -> list[Any]:
        found = queries.people_behind_local(
            local.REVIEWS_LATE,
            "East team",
            NUMERATOR,
            on=ON,
            by=by,
            read_on=ON,
            by_team=True,
            start=start,
            limit=2,
        )
        assert (found.count, found.listed) == (3, 3)
        return [one.id for one in found.people]

    assert page(0) == [people[1].pk, people[2].pk]
    assert page(2) == [people[0].pk]
    assert [len(readings(person.pk)) for person in people] == [1, 1, 1]


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.TEAM_MANAGER, Role.COMMISSIONER, Role.FINANCE])
def test_others_may_not_open_the_people(role: Role) -> None:
    with transaction.atomic(), pytest.raises(NotAllowed):
        queries.people_behind_local(
            local.REVIEWS_LATE, "Total", NUMERATOR, on=ON, by=making.staff(role), read_on=ON
        )
