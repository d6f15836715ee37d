"""Welfare checks: those that are not back yet, and how people were found."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotFound
from ownway.support.contact import permissions
from ownway.support.contact.domain.welfare import OUTCOME_WORDS, Outcome
from ownway.support.contact.models import WelfareCheck
from ownway.support.people import queries as people
from ownway.support.people.queries.reaching import details_of

READ = declare("contact.welfare-check-read", "A welfare check opened", reading=True)
OPENED = declare("contact.welfare-link-opened", "A group saw where to look in", reading=True)


@dataclass(frozen=True, slots=True)
class WelfareLine:
    """One check; `outcome` in words, empty while nobody is back."""

    id: UUID
    person_id: UUID
    hand_over_id: UUID
    escalated_id: UUID | None
    why: str
    asked_of: str
    asked_by: str
    asked_on: date
    outcome: str
    outcome_words: str
    outcome_on: date | None
    outcome_by: str
    link_works: bool = False

    @property
    def is_open(self) -> bool:
        return not self.outcome


def welfare_checks_of(person_id: UUID, *, by: SignIn) -> list[WelfareLine]:
    """All of one person, the newest first. Raises NotFound as `people.check_may_read`."""
    people.check_may_read(person_id, by=by)
    rows = WelfareCheck.objects.select_related("asked_by", "outcome_by")
    return [_line(row) for row in rows.filter(person_id=person_id)]


def welfare_check_for_reading(check_id: UUID, *, by: SignIn, on: date) -> WelfareLine:
    """One; the reading is a fact. Raises NotFound when there is none *or* `by` may not know."""
    row = (
        WelfareCheck.objects.select_related("asked_by", "outcome_by")
        .filter(pk=check_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        raise NotFound("There is no such welfare check, or it is not yours to open.")
    facts.record_reading(READ, about=row.person_id, of=row.pk, by=by, on=on)
    return _line(row)


def welfare_checks_out(*, by: SignIn) -> list[WelfareLine]:
    """Checks that are not back, of those whose records are the work of `by`, the oldest first."""
    if not permissions.ASK_WELFARE_CHECK.allows(by):
        return []
    rows = WelfareCheck.objects.select_related("asked_by", "outcome_by").filter(
        outcome="", person_id__in=people.ids_visible(by=by)
    )
    return [_line(row) for row in rows.order_by("asked_on", "pk")]


def welfare_check_passed_on(hand_over_id: UUID, *, by: SignIn) -> UUID | None:
    """The check that stands behind a hand-over, if one does and `by` may know of it."""
    rows = WelfareCheck.objects.filter(
        hand_over_id=hand_over_id, person_id__in=people.ids_visible(by=by)
    )
    return rows.values_list("pk", flat=True).first()


@dataclass(frozen=True, slots=True)
class LookInSees:
    """All that whoever looks in sees through their link: whom, where, and why."""

    asked_of: str
    name: str
    address: str
    telephone: str
    talk: str
    why: str
    asked_on: date


def where_to_look_in(person_id: UUID, *, by: SignIn) -> str:
    """The address that the record shows. Raises NotFound as `people.check_may_read`."""
    people.check_may_read(person_id, by=by)
    return details_of(person_id).address


def what_who_looks_in_sees(row: WelfareCheck, *, on: date) -> LookInSees:
    """What they need for one visit, as it stands today; that it was opened is recorded.

    `row` was opened by its link (`operations.seen_welfare_by_link`), for the whole council. A
    protected address is not there: whoever asked rings them with it.
    """
    facts.record(OPENED, about=row.person_id, of=row.pk, by=None, on=on, words=row.asked_of)
    known = details_of(row.person_id)
    return LookInSees(
        asked_of=row.asked_of,
        name=known.name,
        address=known.address,
        telephone=known.telephone,
        talk=known.talk,
        why=row.why,
        asked_on=row.asked_on,
    )


def _line(row: WelfareCheck) -> WelfareLine:
    return WelfareLine(
        id=row.pk,
        person_id=row.person_id,
        hand_over_id=row.hand_over_id,
        escalated_id=row.escalated_id,
        why=row.why,
        asked_of=row.asked_of,
        asked_by=row.asked_by.name,
        asked_on=row.asked_on,
        outcome=OUTCOME_WORDS[Outcome(row.outcome)] if row.outcome else "",
        outcome_words=row.outcome_words,
        outcome_on=row.outcome_on,
        outcome_by=row.outcome_by.name if row.outcome_by else row.told_by,
        link_works=bool(row.link_digest),
    )
