"""What waits for an answer at first contact: requests, and self-checks that were sent."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.support.contact import domain, permissions
from ownway.support.contact.domain import asking
from ownway.support.contact.models import SupportRequest
from ownway.support.contact.queries.self_checks import WaitingCheck, waiting_self_checks
from ownway.support.people import queries as people

NOBODY_YET = "Nobody yet"
CHECK_WORDS = "A self-check was sent. Find whom it is about, and put it on their record."


@dataclass(frozen=True, slots=True)
class Queued:
    """What waits; `days` since it was asked, `late` days past its due day or 0.

    A request, or a self-check that was sent and is on no record yet: then nobody is known to be
    its person, and it belongs to no team.
    """

    id: UUID
    person_id: UUID | None
    name: str
    place: str
    words: str
    who_asked: str
    route: str
    urgency: str
    team_id: UUID | None
    team: str
    worker: str
    requested_on: date
    due_on: date
    days: int
    late: int
    risk: str
    worry: bool
    is_check: bool = False

    @property
    def may_be_unsafe(self) -> bool:
        """Whether somebody said that there is danger, or that they are not safe."""
        return self.risk == asking.DANGER or (self.is_check and self.worry)


def queue(*, by: SignIn, on: date) -> list[Queued]:
    """Every request and sent self-check that waits and `by` may answer.

    First where somebody may not be safe now, then the most overdue.

    That they were listed is recorded of each person. Must run in a transaction.
    """
    if not permissions.DECIDE_REQUEST.allows(by):
        return []
    rows = list(
        SupportRequest.objects.filter(
            finished_on__isnull=True,
            cld_key__isnull=True,
            person_id__in=people.ids_visible(by=by),
        ).select_related("person__team", "person__worker", "screening")
    )
    who = people.briefly({row.person_id for row in rows}, by=by, on=on)
    facts.record_many(people.PEOPLE_LISTED, [(on, person_id, None) for person_id in who], by=by)
    found = [_queued(row, who[row.person_id], on) for row in rows]
    found += [_sent(one, on) for one in waiting_self_checks(by=by, on=on)]
    return sorted(
        found, key=lambda one: (not one.may_be_unsafe, one.due_on, one.requested_on, str(one.id))
    )


def by_worker(lines: Sequence[Queued]) -> list[tuple[str, int, int]]:
    """Name of the worker, how many wait, how many of them are late; the fullest first."""
    waits = Counter(line.worker or NOBODY_YET for line in lines)
    late = Counter(line.worker or NOBODY_YET for line in lines if line.late)
    return sorted(
        ((name, count, late[name]) for name, count in waits.items()),
        key=lambda one: (-one[2], -one[1], one[0]),
    )


def _queued(row: SupportRequest, who: people.ListedPerson, on: date) -> Queued:
    due_on = asking.due_on(row.urgency, row.requested_on, promised_on=row.promised_on)
    screening = getattr(row, "screening", None)
    team, worker = row.person.team, row.person.worker
    return Queued(
        id=row.pk,
        person_id=row.person_id,
        name=who.name,
        place=who.place,
        words=row.words,
        who_asked=row.who_asked,
        route=row.route_of_access,
        urgency=row.urgency,
        team_id=team.pk if team else None,
        team=team.name if team else "",
        worker=worker.name if worker else "",
        requested_on=row.requested_on,
        due_on=due_on,
        days=(on - row.requested_on).days,
        late=max(0, (on - due_on).days),
        risk=screening.risk if screening else "",
        worry=screening is not None and screening.worry != asking.NO,
    )


def _sent(one: WaitingCheck, on: date) -> Queued:
    return Queued(
        id=one.id,
        person_id=None,
        name=one.name,
        place="",
        words=CHECK_WORDS,
        who_asked=one.sent_by,
        route=domain.FROM_THE_PERSON,
        urgency="",
        team_id=None,
        team="",
        worker="",
        requested_on=one.sent_on,
        due_on=one.answer_by,
        days=one.days,
        late=max(0, (on - one.answer_by).days),
        risk="",
        worry=one.unsafe,
        is_check=True,
    )
