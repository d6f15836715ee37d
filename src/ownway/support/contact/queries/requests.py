"""Questions about requests for support; only for those who may read the person's record."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotFound
from ownway.support.contact import domain, permissions
from ownway.support.contact.domain import asking
from ownway.support.contact.models import SupportRequest
from ownway.support.people import queries as people

REQUEST_READ = declare("contact.request-read", "A request for support opened", reading=True)


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request; `outcome` is the national wording, empty while nothing is decided."""

    id: UUID
    person_id: UUID
    requested_on: date
    finished_on: date | None
    route_of_access: str
    outcome: str
    words: str
    answer: str
    who_asked: str
    taken_by: str
    from_file: bool
    relation: str = ""
    consent: str = ""
    consent_because: str = ""
    matters: str = ""
    wanted: str = ""
    urgency: str = ""
    urgency_because: str = ""
    late_because: str = ""
    withdrawn_on: date | None = None
    decided_by: str = ""
    of_carer: bool = False
    promised_on: date | None = None

    @property
    def due_on(self) -> date:
        """By when it is answered, worked out from how soon help is needed and what was promised."""
        return asking.due_on(self.urgency, self.requested_on, promised_on=self.promised_on)

    @property
    def is_open(self) -> bool:
        return self.finished_on is None and not self.from_file


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """One request that was decided to lead on; `days` since it was made."""

    id: UUID
    person_id: UUID
    name: str
    place: str
    requested_on: date
    days: int
    who_asked: str
    words: str
    finished_on: date | None = None
    urgency: str = ""


@transaction.atomic
def request_for_reading(request_id: UUID, *, by: SignIn, on: date) -> RequestLine:
    """One request; the reading is a fact.

    Raises NotFound when there is none *or* `by` may not know the person.
    """
    row = _visible(by).filter(pk=request_id).first()
    if row is None:
        raise NotFound("There is no such request, or it is not yours to open.")
    facts.record_reading(REQUEST_READ, about=row.person_id, of=row.pk, by=by, on=on)
    return _line(row)


def requests_of(person_id: UUID, *, by: SignIn) -> list[RequestLine]:
    """Everything asked for one person, newest first. Raises NotFound as `people.check_may_read`."""
    people.check_may_read(person_id, by=by)
    rows = _rows().filter(person_id=person_id)
    return [_line(row) for row in rows.order_by("-requested_on", "-pk")]


def open_request_of(person_id: UUID, *, by: SignIn) -> RequestLine | None:
    """The request that waits for a decision, if there is one."""
    return next((line for line in requests_of(person_id, by=by) if line.is_open), None)


def request_leading_to_assessment(
    person_id: UUID, *, as_carer: bool = False, by: SignIn
) -> UUID | None:
    """The latest request made here that was decided to lead on to an assessment of that kind."""
    for line in requests_of(person_id, by=by):
        leads_on = line.outcome in domain.LEADS_TO_ASSESSMENT and not line.from_file
        if leads_on and line.of_carer is as_carer:
            return line.id
    return None


def decided_to_assess(*, by: SignIn, on: date) -> list[OpenRequest]:
    """Requests made here that lead on to an assessment, the oldest first, begun or not."""
    if not permissions.DECIDE_REQUEST.allows(by):
        return []
    rows = _visible(by).filter(
        outcome__in=domain.LEADS_TO_ASSESSMENT, finished_on__isnull=False, cld_key__isnull=True
    )
    return _waiting(rows.order_by("finished_on", "pk"), by=by, on=on)


def decided_to_reable(*, by: SignIn, on: date) -> list[OpenRequest]:
    """Requests made here that short-term help comes first for, the oldest first, begun or not."""
    if not permissions.DECIDE_REQUEST.allows(by):
        return []
    rows = _visible(by).filter(
        outcome=domain.TO_REABLEMENT, finished_on__isnull=False, cld_key__isnull=True
    )
    return _waiting(rows.order_by("finished_on", "pk"), by=by, on=on)


def _waiting(found: QuerySet[SupportRequest], *, by: SignIn, on: date) -> list[OpenRequest]:
    rows = list(found)
    who = people.briefly({row.person_id for row in rows}, by=by, on=on)
    return [
        OpenRequest(
            id=row.pk,
            person_id=row.person_id,
            name=who[row.person_id].name,
            place=who[row.person_id].place,
            requested_on=row.requested_on,
            days=(on - row.requested_on).days,
            who_asked=row.who_asked,
            words=row.words,
            finished_on=row.finished_on,
            urgency=row.urgency,
        )
        for row in rows
    ]


def _rows() -> QuerySet[SupportRequest]:
    return SupportRequest.objects.select_related("taken_by", "decided_by")


def _visible(by: SignIn) -> QuerySet[SupportRequest]:
    return _rows().filter(person_id__in=people.ids_visible(by=by))


def _line(row: SupportRequest) -> RequestLine:
    return RequestLine(
        id=row.pk,
        person_id=row.person_id,
        requested_on=row.requested_on,
        promised_on=row.promised_on,
        finished_on=row.finished_on,
        route_of_access=row.route_of_access,
        outcome=row.outcome,
        words=row.words,
        answer=row.description,
        who_asked=row.who_asked,
        taken_by=row.taken_by.name if row.taken_by else "",
        from_file=row.cld_key is not None,
        relation=asking.RELATIONS.get(row.relation, ""),
        consent=asking.CONSENTS.get(row.consent, ""),
        consent_because=row.consent_because,
        matters=row.matters,
        wanted=row.wanted,
        urgency=row.urgency,
        urgency_because=row.urgency_because,
        late_because=row.late_because,
        withdrawn_on=row.withdrawn_on,
        decided_by=row.decided_by.name if row.decided_by else "",
        of_carer=row.client_type == domain.CARER,
    )


def requests_for_return(first_day: date, last_day: date) -> QuerySet[SupportRequest]:
    """Requests that finished in a period, and those of files that began in it and tell no end.

    For the national return, which tells of everybody; whoever shows a row of it narrows it first
    to people the asker may see.
    """
    return SupportRequest.objects.filter(
        Q(finished_on__range=(first_day, last_day))
        | Q(finished_on__isnull=True, requested_on__range=(first_day, last_day)) & ~Q(cld_line="")
    )


def requests_of_the_dead() -> QuerySet[SupportRequest]:
    """Requests in files about people who have died; for the national return, as above."""
    return SupportRequest.objects.filter(person__died_on__isnull=False).exclude(cld_line="")


def every_request() -> QuerySet[SupportRequest]:
    """Every request of the council, to count over; whoever shows a row narrows by who asks."""
    return SupportRequest.objects.all()
