"""Whose assessment waits for whom: agreed, shared out, under way; and for how long."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from ownway.foundation.access import queries as access
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.conversations import queries as conversations
from ownway.foundation.facts import operations as facts
from ownway.foundation.hand_overs import queries as hand_overs
from ownway.foundation.hand_overs.domain import State
from ownway.support.assessment import permissions
from ownway.support.assessment.domain.queues import Stage, due_on
from ownway.support.assessment.models import AllocatedWorker, Assessment
from ownway.support.contact import queries as contact
from ownway.support.people import queries as people
from ownway.support.people.queries.sharing_out import died_among


@dataclass(frozen=True, slots=True)
class Thing:
    """What is shared out: an assessment under way, or a request that leads on to one."""

    request_id: UUID | None = None
    assessment_id: UUID | None = None

    @property
    def key(self) -> str:
        """As a page sends it back."""
        if self.assessment_id is not None:
            return f"assessment:{self.assessment_id}"
        return f"request:{self.request_id}"


@dataclass(frozen=True, slots=True)
class InQueue:
    """One assessment that is not finished.

    `days` since somebody asked, `late` days past the target day or 0. `worker` is who is named;
    `accepted` whether they said yes, `given_back` why the last one named gave it back.
    """

    thing: Thing
    person_id: UUID
    name: str
    place: str
    stage: Stage
    asked_on: date
    agreed_on: date
    due_on: date
    days: int
    late: int
    urgency: str
    team: str
    worker_id: UUID | None
    worker: str
    away_until: date | None
    hand_over_id: UUID | None
    accepted: bool
    given_back: str


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody an assessment can be given to; how many are theirs, and until when they are away."""

    id: UUID
    name: str
    title: str
    has: int
    away_until: date | None


def queue(*, by: SignIn, on: date) -> list[InQueue]:
    """Every assessment that is not finished and is the work of `by`, the most overdue first.

    Of somebody who has died there is none to make. That people were listed is recorded of each.
    Must run in a transaction.
    """
    if not permissions.ASSESS.allows(by):
        return []
    found = lines(by=by, on=on)
    listed = dict.fromkeys(one.person_id for one in found)
    facts.record_many(people.PEOPLE_LISTED, [(on, one, None) for one in listed], by=by)
    return sorted(found, key=lambda one: (one.due_on, one.asked_on, one.thing.key))


def lines(*, by: SignIn, on: date) -> list[InQueue]:
    """The same in no order, for operations and counts; nobody is shown what it holds."""
    return [*_to_begin(by=by, on=on), *_under_way(by=by, on=on)]


def given_to(who: SignIn, *, by: SignIn, on: date) -> list[InQueue]:
    """What was shared out to somebody and not begun, of what is the work of `by`.

    Must run in a transaction.
    """
    return [one for one in queue(by=by, on=on) if _is_given(one, who)]


def workers(*, by: SignIn, on: date) -> list[Worker]:
    """Who in the manager's team can make an assessment, those with the fewest first."""
    able = [
        one
        for one in access.colleagues(by.team_id)
        if {Role.PRACTITIONER.value, Role.TEAM_MANAGER.value} & set(one.roles)
    ]
    has: dict[UUID, int] = {}
    for line in lines(by=by, on=on):
        if line.worker_id is not None:
            has[line.worker_id] = has.get(line.worker_id, 0) + 1
    away = conversations.away([one.pk for one in able], on=on)
    found = [
        Worker(one.pk, one.name, one.job_title, has.get(one.pk, 0), away.get(one.pk))
        for one in able
    ]
    return sorted(found, key=lambda one: (one.away_until is not None, one.has, one.name))


def thing_from(key: str) -> Thing | None:
    """What a page sent back; None for anything else."""
    kind, _, said = key.partition(":")
    try:
        found = UUID(said)
    except ValueError:
        return None
    if kind == "assessment":
        return Thing(assessment_id=found)
    return Thing(request_id=found) if kind == "request" else None


def _is_given(one: InQueue, who: SignIn) -> bool:
    return one.stage is Stage.ALLOCATED and one.worker_id == who.pk


def _to_begin(*, by: SignIn, on: date) -> list[InQueue]:
    """Requests that lead on to an assessment which nobody has begun."""
    agreed = contact.decided_to_assess(by=by, on=on)
    if not agreed:
        return []
    began = _began(one.person_id for one in agreed)
    who = people.briefly([one.person_id for one in agreed], by=by, on=on)
    dead = died_among([one.person_id for one in agreed])
    waiting = [
        one
        for one in agreed
        if one.person_id in who
        and one.person_id not in dead
        and not _is_begun(one, began.get(one.person_id, []))
    ]
    given = _latest("support_request_id", [one.id for one in waiting])
    stands = hand_overs.stands([row.hand_over_id for row in given.values()])
    found = []
    for one in waiting:
        row = given.get(one.id)
        state, answer = stands.get(row.hand_over_id, (None, "")) if row else (None, "")
        named = row if row and row.ended_on is None and state is not State.RETURNED else None
        found.append(
            _line(
                Thing(request_id=one.id),
                who[one.person_id],
                Stage.ALLOCATED if named else Stage.WAITING,
                asked_on=one.requested_on,
                agreed_on=one.finished_on or one.requested_on,
                urgency=one.urgency,
                row=named,
                accepted=state is State.ACKNOWLEDGED,
                given_back=answer if state is State.RETURNED and not named else "",
                on=on,
            )
        )
    return _with_absence(found, on=on)


def _under_way(*, by: SignIn, on: date) -> list[InQueue]:
    rows = list(
        Assessment.objects.filter(
            person_id__in=people.ids_visible(by=by),
            completed_on__isnull=True,
            cld_key__isnull=True,
        ).select_related("worker", "support_request")
    )
    who = people.briefly({row.person_id for row in rows}, by=by, on=on)
    dead = died_among([row.person_id for row in rows])
    rows = [row for row in rows if row.person_id in who and row.person_id not in dead]
    given = _latest("assessment_id", [row.pk for row in rows])
    stands = hand_overs.stands([row.hand_over_id for row in given.values()])
    found = []
    for row in rows:
        latest = given.get(row.pk)
        state, answer = stands.get(latest.hand_over_id, (None, "")) if latest else (None, "")
        asked = row.support_request
        found.append(
            _line(
                Thing(assessment_id=row.pk),
                who[row.person_id],
                Stage.IN_PROGRESS,
                asked_on=asked.requested_on if asked else row.started_on,
                agreed_on=row.started_on,
                urgency=asked.urgency if asked else "",
                row=latest if latest and latest.ended_on is None else None,
                accepted=state is not State.WAITING,
                given_back=answer if state is State.RETURNED else "",
                on=on,
                worker=row.worker,
            )
        )
    return _with_absence(found, on=on)


def _line(
    thing: Thing,
    who: people.ListedPerson,
    stage: Stage,
    *,
    asked_on: date,
    agreed_on: date,
    urgency: str,
    row: AllocatedWorker | None,
    accepted: bool,
    given_back: str,
    on: date,
    worker: SignIn | None = None,
) -> InQueue:
    due = due_on(urgency, asked_on)
    named = worker or (row.worker if row else None)
    return InQueue(
        thing=thing,
        person_id=who.id,
        name=who.name,
        place=who.place,
        stage=stage,
        asked_on=asked_on,
        agreed_on=agreed_on,
        due_on=due,
        days=(on - asked_on).days,
        late=max(0, (on - due).days),
        urgency=urgency,
        team=who.team,
        worker_id=named.pk if named else None,
        worker=named.name if named else "",
        away_until=None,
        hand_over_id=row.hand_over_id if row else None,
        accepted=accepted,
        given_back=given_back,
    )


def _with_absence(found: list[InQueue], *, on: date) -> list[InQueue]:
    away = conversations.away({one.worker_id for one in found if one.worker_id}, on=on)
    return [
        replace(one, away_until=away[one.worker_id])
        if one.worker_id is not None and one.worker_id in away
        else one
        for one in found
    ]


def _began(person_ids: Iterable[UUID]) -> dict[UUID, list[tuple[str, date, UUID | None]]]:
    """The assessments made here, by person: of what kind, begun when, after which request."""
    found: dict[UUID, list[tuple[str, date, UUID | None]]] = {}
    rows = Assessment.objects.filter(person_id__in=list(person_ids), cld_key__isnull=True)
    for person_id, kind, began, asked in rows.values_list(
        "person_id", "client_type", "started_on", "support_request_id"
    ):
        found.setdefault(person_id, []).append((kind, began, asked))
    return found


def _is_begun(request: contact.OpenRequest, began: list[tuple[str, date, UUID | None]]) -> bool:
    """Whether an assessment answers this request: it came from it, or began after it was agreed."""
    agreed_on = request.finished_on or request.requested_on
    return any(asked == request.id or started >= agreed_on for _, started, asked in began)


def _latest(by_what: str, ids: Iterable[UUID]) -> Mapping[UUID, AllocatedWorker]:
    """The newest naming of a worker for each of these."""
    rows: QuerySet[AllocatedWorker] = AllocatedWorker.objects.filter(
        **{f"{by_what}__in": list(ids)}
    ).select_related("worker")
    # The one that has not ended is the newest, whatever the days say.
    in_order = sorted(rows, key=lambda row: (row.ended_on is None, row.on, str(row.pk)))
    return {getattr(row, by_what): row for row in in_order}
