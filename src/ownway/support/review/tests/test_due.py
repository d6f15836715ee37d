"""A team sees whose review is late or due soon, of its own people whose support runs."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import making
import pytest

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import readings, timeline
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.review import operations, queries
from ownway.support.review.models import Review

pytestmark = pytest.mark.django_db
DAY = making.DAY  # 23 November 2026
A_YEAR_AGO = date(2025, 11, 23)


def supported(name: str, *, started: date = date(2020, 1, 6), **more: Any) -> Any:
    made = making.person(given_name=name, **more)
    making.arrangement(made, first_day=started)
    return made


def reviewed(of: Any, on: date, **more: Any) -> Review:
    return Review.objects.create(person=of, **({"started_on": on, "finished_on": on} | more))


def hold(of: Any, by: SignIn, on: date = DAY, **more: Any) -> UUID:
    said: dict[str, Any] = {"reason": "Planned", "outcome": "No change", "words": "It suits her."}
    said |= more
    return operations.hold_review(of.pk, **said, by=by, on=on)


def shown(lines: list[queries.DueReview]) -> list[tuple[str, date, int]]:
    return [(line.name.split()[0], line.due_on, line.days_late) for line in lines]


def test_late_reviews_come_first_then_those_due_in_two_weeks() -> None:
    nell = making.practitioner()
    for name, days in (("Ada", 15), ("Bea", 14), ("Cyn", 0), ("Dot", -1), ("Eve", -40)):
        reviewed(supported(name), A_YEAR_AGO + timedelta(days=days))

    found = queries.due(by=nell, on=DAY)

    assert shown(found) == [
        ("Eve", DAY - timedelta(days=40), 40),
        ("Dot", DAY - timedelta(days=1), 1),
        ("Cyn", DAY, 0),
        ("Bea", DAY + timedelta(days=14), -14),
    ]
    assert {line.which for line in found} == {"Yearly review"}
    late = queries.due(by=nell, on=DAY, late_only=True)
    assert [line.name.split()[0] for line in late] == ["Eve", "Dot"]
    assert len(queries.due(by=nell, on=DAY, within_days=15)) == 5
    assert (queries.late_count(by=nell, on=DAY), queries.soon_count(by=nell, on=DAY)) == (2, 2)


def test_only_the_last_review_held_of_their_own_support_counts() -> None:
    """Not one to come, not one still going on, not one of an unpaid carer's support."""
    nell = making.practitioner()
    mo = supported("Mo")
    for on in (date(2024, 3, 1), date(2025, 3, 1)):
        reviewed(mo, on)
    reviewed(mo, DAY, finished_on=DAY + timedelta(days=1))
    reviewed(mo, DAY, finished_on=None)
    reviewed(mo, DAY, client_type="Carer")

    assert shown(queries.due(by=nell, on=DAY)) == [("Mo", date(2026, 3, 1), 267)]


def test_who_died_or_has_no_running_support_is_not_listed() -> None:
    nell = making.practitioner()
    supported("Ann", died_on=date(2026, 11, 1))
    making.arrangement(making.person(), last_day=date(2026, 11, 1))
    making.arrangement(making.person(), service_type="Short term support: other")
    making.person()

    assert queries.due(by=nell, on=DAY) == []
    assert queries.late_count(by=nell, on=DAY) == 0


def test_support_that_runs_until_a_day_agreed_is_reviewed_until_then() -> None:
    nell = making.practitioner()
    ada = making.person(given_name="Ada")
    making.arrangement(ada, first_day=date(2024, 1, 8), last_day=DAY)

    assert shown(queries.due(by=nell, on=DAY)) == [("Ada", date(2025, 1, 8), 684)]
    assert queries.due(by=nell, on=DAY + timedelta(days=1)) == []


def test_another_team_sees_none_and_performance_sees_all() -> None:
    supported("Ada")
    elsewhere = making.practitioner(of=making.team("West team"))
    counts = [
        (len(queries.due(by=who, on=DAY)), queries.late_count(by=who, on=DAY))
        for who in (elsewhere, making.manager(), making.staff(Role.PERFORMANCE))
    ]
    assert counts == [(0, 0), (1, 1), (1, 1)]


def test_finance_is_told_of_no_review() -> None:
    """They may know the people and not which reviews are due."""
    supported("Ada")
    wanda = making.finance()
    assert queries.due(by=wanda, on=DAY) == []
    assert queries.due_for_reading(by=wanda, on=DAY).total == 0


def test_the_earliest_running_support_and_the_direct_payment_count(
    django_assert_max_num_queries: Any,
) -> None:
    """Ruth: a plan of 26 May, a direct payment from 1 June, and a light review on 20 July."""
    nell = making.practitioner()
    ruth = making.person()
    making.arrangement(
        ruth,
        first_day=date(2026, 6, 1),
        service_component="Direct payment",
        delivery_mechanism="Direct payment",
    )
    making.signed_off_plan(ruth, nell, date(2026, 5, 26))
    before = queries.next_review_of(ruth.pk, by=nell, on=DAY)
    assert before
    assert (before.which, before.due_on) == (
        "First review, 8 weeks after support began",
        date(2026, 7, 27),
    )

    hold(ruth, nell, on=date(2026, 7, 20))

    after = queries.next_review_of(ruth.pk, by=nell, on=DAY)
    assert after == queries.DueReview(
        ruth.pk,
        after.name if after else "",
        "Six-month review of the direct payment",
        date(2026, 12, 1),
        -8,
        ruth.council_id,
        team="East team",
        direct_payments_own=True,
    )
    for name in ("Ada", "Bea", "Cyn"):
        making.signed_off_plan(supported(name), nell, date(2026, 1, 5))
    with django_assert_max_num_queries(8):
        assert len(queries.due(by=nell, on=DAY)) == 4


def test_she_sees_when_hers_is_next_and_nobody_else_s() -> None:
    ruth, ivor = supported("Ruth"), supported("Ivor")
    her = making.own_sign_in(ruth)
    found = queries.next_review_of(ruth.pk, by=her, on=DAY)
    assert found
    assert found.due_on == date(2021, 1, 6)
    with pytest.raises(NotFound):
        queries.next_review_of(ivor.pk, by=her, on=DAY)
    with pytest.raises(NotFound):
        queries.reviews_of(ivor.pk, by=her)
    assert queries.next_review_of(making.person().pk, by=making.practitioner(), on=DAY) is None


def test_a_review_held_is_on_the_record_and_moves_the_next() -> None:
    nell = making.practitioner()
    ruth = supported("Ruth")
    reviewed(ruth, date(2025, 1, 6), cld_key="a", description="From the file")

    made = hold(ruth, nell, words=" It suits her. ")

    lines = queries.reviews_of(ruth.pk, by=nell)
    assert [(line.id == made, line.words, line.from_file) for line in lines] == [
        (True, "It suits her.", False),
        (False, "From the file", True),
    ]
    assert [(one.name, one.words) for one in timeline(ruth.pk)] == [
        ("review.held", "It suits her.")
    ]
    assert queries.due(by=nell, on=DAY) == []


def test_a_review_that_cannot_be_is_refused_and_leaves_nothing() -> None:
    nell, ruth = making.practitioner(), supported("Ruth")
    ann = supported("Ann", died_on=DAY - timedelta(days=1))
    wrong: list[tuple[Any, dict[str, Any], str]] = [
        (ruth, {"words": "  "}, "what came of the review"),
        (ruth, {"words": "x" * 401}, "400 letters"),
        (ruth, {"reason": "x" * 201}, "200 letters"),
        (ann, {}, "died on 22 November 2026"),
    ]
    for of, said, words in wrong:
        with pytest.raises(Refused, match=words):
            hold(of, nell, **said)
    with pytest.raises(NotAllowed):
        hold(ruth, making.finance())
    with pytest.raises(NotFound):
        hold(ruth, making.practitioner(of=making.team("West team")))
    assert Review.objects.count() == 0

    hold(ruth, nell)
    with pytest.raises(Refused, match="written down already"):
        hold(ruth, nell)
    assert Review.objects.count() == 1


def test_each_person_on_the_list_can_see_that_it_was_opened() -> None:
    nell = making.practitioner()
    ruth, later = supported("Ruth"), supported("Zoe", started=date(2025, 11, 25))

    found = queries.due_for_reading(by=nell, on=DAY, limit=1)

    assert (found.total, found.late, found.soon) == (2, 1, 1)
    assert [line.person_id for line in found.lines] == [ruth.pk]
    assert [one.name for one in readings(ruth.pk)] == ["people.listed"]
    assert list(readings(later.pk)) == []
