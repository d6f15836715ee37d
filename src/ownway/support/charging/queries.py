"""Questions about contributions; only for those who may read the person's record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.kernel.money import PenceWeekly
from ownway.kernel.refusal import NotAllowed
from ownway.support.charging import permissions
from ownway.support.charging.domain import Contribution as Decided
from ownway.support.charging.domain.answers import Answers, answers_from
from ownway.support.charging.models import Contribution, FinancialAssessment
from ownway.support.people import queries as people


@dataclass(frozen=True, slots=True)
class Means:
    """What somebody has and what comes in, while it is told and looked at."""

    answers: Answers
    edition: int
    sent: bool
    begun_on: date
    sent_on: date | None
    asked: str


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """The lines of the latest decision that was worked out here, as they stood that day."""

    contribution_weekly: PenceWeekly
    cost_weekly: PenceWeekly
    first_day: date
    lines: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody whose means were told, or given back with what is missing."""

    person_id: UUID
    name: str
    told_on: date
    given_back: bool
    days: int


def waiting_for(*, by: SignIn, on: date) -> list[Waiting]:
    """Whose means wait for finance, the longest first, and who was asked for more.

    The list is recorded; those `by` may not know of are left out. Must run in a transaction.
    Raises NotAllowed for anybody but finance.
    """
    if not permissions.DECIDE_CONTRIBUTION.allows(by):
        raise NotAllowed(permissions.DECIDE_CONTRIBUTION.refusal())
    rows = list(
        FinancialAssessment.objects.filter(state__in=["sent", "writing"], sent_on__isnull=False)
        .exclude(state="writing", asked="")
        .order_by("sent_on", "pk")
    )
    known = people.briefly_known({row.person_id for row in rows}, by=by, on=on)
    return [
        Waiting(
            person_id=row.person_id,
            name=known[row.person_id].name,
            told_on=row.sent_on,
            given_back=row.state == "writing",
            days=(on - row.sent_on).days,
        )
        for row in rows
        if row.person_id in known and row.sent_on is not None
    ]


def means_of(person_id: UUID, *, by: SignIn) -> Means | None:
    """What is being told of somebody's money; None while nobody has begun since the last decision.

    For the person (and whom they let in to their money) and finance: the pages say so. Raises
    NotFound as below.
    """
    people.check_may_read(person_id, by=by)
    row = FinancialAssessment.objects.filter(
        person_id=person_id, state__in=["writing", "sent"]
    ).first()
    if row is None:
        return None
    return Means(
        answers=answers_from(row.answers),
        edition=row.edition,
        sent=row.state == "sent",
        begun_on=row.begun_on,
        sent_on=row.sent_on,
        asked=row.asked,
    )


def last_answers_of(person_id: UUID, *, by: SignIn) -> Answers | None:
    """What was told for the latest decision: where telling begins anew. Raises NotFound."""
    people.check_may_read(person_id, by=by)
    row = _decided(person_id)
    return answers_from(row.answers) if row else None


def worked_out_of(person_id: UUID, *, by: SignIn) -> WorkedOut | None:
    """The lines behind the latest decision that was worked out here. Raises NotFound as below."""
    people.check_may_read(person_id, by=by)
    row = _decided(person_id)
    if row is None or row.contribution is None:
        return None
    return WorkedOut(
        contribution_weekly=PenceWeekly(row.contribution.contribution_weekly),
        cost_weekly=PenceWeekly(row.cost_weekly or 0),
        first_day=row.contribution.first_day,
        lines=tuple(row.workings),
    )


def _decided(person_id: UUID) -> FinancialAssessment | None:
    return (
        FinancialAssessment.objects.select_related("contribution")
        .filter(person_id=person_id, state="decided")
        .order_by("-decided_on", "-contribution__first_day", "-contribution__number")
        .first()
    )


def contribution_on(
    person_id: UUID, day: date, *, by: SignIn, as_known_on: date | None = None
) -> Decided | None:
    """What was decided for a day; None while nobody has (nothing to pay is a decision too).

    `as_known_on` leaves out what was decided after that day. Raises NotFound as
    `people.check_may_read`.
    """
    people.check_may_read(person_id, by=by)
    rows = Contribution.objects.select_related("decided_by").filter(
        person_id=person_id, first_day__lte=day
    )
    if as_known_on is not None:
        rows = rows.filter(decided_on__lte=as_known_on)
    row = rows.order_by("-first_day", "-number").first()
    return _value(row) if row else None


def contribution_from(person_id: UUID, day: date, *, by: SignIn) -> Decided | None:
    """What holds on a day, or the first decision that starts after it; None while there is none.

    For a plan whose first day nobody knows yet. Raises NotFound as above.
    """
    found = contribution_on(person_id, day, by=by)
    if found is not None:
        return found
    rows = Contribution.objects.select_related("decided_by").filter(person_id=person_id)
    row = rows.order_by("first_day", "-number").first()
    return _value(row) if row else None


def contributions_of(person_id: UUID, *, by: SignIn) -> list[Decided]:
    """Every contribution decided for somebody, the latest first. Raises NotFound as above."""
    people.check_may_read(person_id, by=by)
    rows = Contribution.objects.select_related("decided_by").filter(person_id=person_id)
    return [_value(row) for row in rows]


def _value(row: Contribution) -> Decided:
    return Decided(
        contribution_weekly=PenceWeekly(row.contribution_weekly),
        first_day=row.first_day,
        basis=row.basis,
        decided_on=row.decided_on,
        decided_by=row.decided_by.name,
    )
