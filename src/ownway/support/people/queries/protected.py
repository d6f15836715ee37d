"""Protected facts, for those cleared; and where letters go instead of a protected address.

Every other query of this context leaves protected facts alone, so that a page shows one only by
asking here. What is not shown is not counted either.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotFound
from ownway.support.people import permissions
from ownway.support.people.domain.protecting import SILENT, Address, ProtectedKind
from ownway.support.people.models import LettersTo, ProtectedFact
from ownway.support.people.queries.records import check_may_read

PROTECTED_READ = declare("people.protected-read", "Something protected read", reading=True)


@dataclass(frozen=True, slots=True)
class ProtectedLine:
    """Something protected, with who else may read it, in words."""

    id: UUID
    person_id: UUID
    kind: ProtectedKind
    words: str
    because: str
    roles: tuple[str, ...]
    recorded_on: date
    recorded_by: str
    review_by: date
    late: bool  # the day to look at it again has passed
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class LettersToLine:
    address: Address
    since: date
    confirmed_by: str


def protected_facts(person_id: UUID, *, by: SignIn, on: date) -> list[ProtectedLine]:
    """What is protected about a person and `by` is cleared for; each reading is recorded.

    Must run in a transaction. Raises as `check_may_read`.
    """
    check_may_read(person_id, by=by)
    rows = _cleared(by).filter(person_id=person_id, ended_on__isnull=True)
    found = list(rows.select_related("recorded_by").order_by("-recorded_on", "pk"))
    for row in found:
        facts.record_reading(PROTECTED_READ, about=None, of=row.pk, by=by, on=on)
    return [_line(row, on) for row in found]


def protected_fact(fact_id: UUID, *, by: SignIn, on: date) -> ProtectedLine:
    """One of them. Raises NotFound for somebody not cleared, as for one that is not there."""
    row = protected_row(fact_id, by=by)
    facts.record_reading(PROTECTED_READ, about=None, of=row.pk, by=by, on=on)
    return _line(row, on)


def protected_row(fact_id: UUID, *, by: SignIn) -> ProtectedFact:
    """The row itself, for the operations of this folder. Raises NotFound as `protected_fact`."""
    row = _cleared(by).select_related("recorded_by").filter(pk=fact_id).first()
    if row is None:
        raise NotFound("There is nothing here, or it is not yours to read.")
    check_may_read(row.person_id, by=by)
    return row


def something_not_shown(person_id: UUID, *, by: SignIn) -> bool:
    """Whether to tell practitioners and managers that words are kept from them.

    Never of an address: that there is one to hide is itself dangerous.
    """
    if permissions.BY_TEAM.isdisjoint(by.roles):
        return False
    rows = ProtectedFact.objects.filter(person_id=person_id, ended_on__isnull=True)
    rows = rows.exclude(kind__in=[*SILENT]).exclude(_cleared_for(by))
    return rows.exists()


def letters_to(person_id: UUID) -> LettersToLine | None:
    """Where a person's letters go instead of where they live; None when nobody said.

    For `recipient_of`, which asks first whether its reader may know of the person.
    """
    rows = LettersTo.objects.filter(person_id=person_id)
    row = rows.filter(ended_on__isnull=True).select_related("confirmed_by").first()
    if row is None:
        return None
    return LettersToLine(
        address=Address(row.name, row.line_1, row.line_2, row.town, row.postcode),
        since=row.first_day,
        confirmed_by=row.confirmed_by.name,
    )


def _cleared(by: SignIn) -> QuerySet[ProtectedFact]:
    return ProtectedFact.objects.filter(_cleared_for(by))


def _cleared_for(by: SignIn) -> Q:
    return Q(roles__overlap=list(by.roles)) | Q(sign_ins__contains=[by.pk])


def _line(row: ProtectedFact, on: date) -> ProtectedLine:
    return ProtectedLine(
        id=row.pk,
        person_id=row.person_id,
        kind=ProtectedKind(row.kind),
        words=row.words,
        because=row.because,
        roles=tuple(row.roles),
        recorded_on=row.recorded_on,
        recorded_by=row.recorded_by.name,
        review_by=row.review_by,
        late=row.review_by < on,
        ended_on=row.ended_on,
    )
