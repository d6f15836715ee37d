"""Questions about self-checks: by whoever holds one, by the staff it waits for, and on a record."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, NotFound
from ownway.support.contact import permissions
from ownway.support.contact.domain import self_checks as checks
from ownway.support.contact.domain.self_checks import (
    MATTERS,
    NOTHING_SAID,
    PartTold,
    Said,
    Whom,
)
from ownway.support.contact.models import CheckOnRecord, SelfCheck
from ownway.support.people import queries as people
from ownway.support.people.domain import Known
from ownway.support.people.queries import ListedPerson

HELD = "self_check"  # where a session keeps which check its browser holds
READ = declare("contact.self-check-read", "A self-check that was sent opened", reading=True)


@dataclass(frozen=True, slots=True)
class HeldCheck:
    """A check as whoever holds it sees it."""

    id: UUID
    version: int
    whom: Whom
    said: Said
    sender: dict[str, Any]
    added: tuple[tuple[date, str], ...]
    reference: str
    kept_until: date | None
    sent_on: date | None
    answer_by: date | None
    taken_up_on: date | None
    put_aside: bool

    @property
    def is_sent(self) -> bool:
        return self.sent_on is not None

    @property
    def next_page(self) -> str:
        """Where to carry on: the first page that says nothing yet."""
        return checks.next_page(self.version, self.whom, self.said)

    @property
    def may_change(self) -> bool:
        """Whether it was sent and nobody took it up."""
        return self.is_sent and self.taken_up_on is None


@dataclass(frozen=True, slots=True)
class WaitingCheck:
    """A sent check that is on no record yet; `days` since it was sent.

    `name` is the person it is about, `sent_by` who sent it; `unsafe` when they said that somebody
    may not be safe.
    """

    id: UUID
    name: str
    sent_by: str
    whom: Whom
    sent_on: date
    answer_by: date
    days: int
    late: bool
    unsafe: bool


@dataclass(frozen=True, slots=True)
class ToldCheck:
    """Everything somebody said in a check, in the words they were asked with.

    `who` is (label, words) about sender and person; `added` what they said later.
    """

    id: UUID
    whom: Whom
    sent_on: date
    sent_by: str
    who: tuple[tuple[str, str], ...]
    parts: tuple[PartTold, ...]
    matters: str
    added: tuple[tuple[date, str], ...]
    unsafe: bool
    hard: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SentCheck:
    """A check that was sent, as staff see it before it is on a record."""

    told: ToldCheck
    answer_by: date
    days: int
    sender: dict[str, Any]
    taken_up_by: str
    taken_up_on: date | None
    put_aside_because: str
    request_id: UUID | None


def held_check(check_id: UUID, *, on: date) -> HeldCheck | None:
    """A check begun signed out, for whoever holds it; None when it is over or was never."""
    row = SelfCheck.objects.filter(pk=check_id, person__isnull=True).first()
    return _held(row) if row is not None and _is_kept(row, on) else None


def check_in_hand(session: Mapping[str, Any], *, on: date) -> HeldCheck | None:
    """The check that a browser holds signed out; None when there is none, or it is over."""
    kept = session.get(HELD)
    return held_check(UUID(kept), on=on) if kept else None


def own_check(person_id: UUID, *, by: SignIn, on: date) -> HeldCheck | None:
    """The check `by` is filling in about a person on their own pages."""
    rows = SelfCheck.objects.filter(person_id=person_id, begun_by=by, sent_at__isnull=True)
    row = rows.order_by("-touched_on", "-pk").first()
    return _held(row) if row is not None and _is_kept(row, on) else None


def ever_sent() -> bool:
    """Whether any check was ever sent; says nothing of whose."""
    return (
        SelfCheck.objects.filter(sent_at__isnull=False).exists() or CheckOnRecord.objects.exists()
    )


def waiting_self_checks(*, by: SignIn, on: date) -> list[WaitingCheck]:
    """Sent checks nobody has taken up, those first that speak of danger, then the oldest.

    For whoever may take one up; nobody else is told of any.
    """
    if not permissions.TAKE_UP_SELF_CHECK.allows(by):
        return []
    rows = SelfCheck.objects.filter(
        sent_at__isnull=False, taken_up_on__isnull=True, person__isnull=True
    )
    found = [_waiting(row, on) for row in rows.order_by("sent_at", "pk")]
    return sorted(found, key=lambda one: not one.unsafe)


@transaction.atomic
def self_check_for_reading(self_check_id: UUID, *, by: SignIn, on: date) -> SentCheck:
    """One sent check with everything said; the reading is a fact. Raises NotFound, NotAllowed."""
    if not permissions.TAKE_UP_SELF_CHECK.allows(by):
        raise NotAllowed(permissions.TAKE_UP_SELF_CHECK.refusal())
    row = (
        SelfCheck.objects.select_related("taken_up_by")
        .filter(pk=self_check_id, sent_at__isnull=False, person__isnull=True)
        .first()
    )
    if row is None or row.sent_on is None or row.answer_by is None:
        raise NotFound("There is no such self-check. Whoever sent it may have taken it back.")
    facts.record_reading(READ, about=None, of=row.pk, by=by, on=on)
    return SentCheck(
        told=_told(row),
        answer_by=row.answer_by,
        days=(on - row.sent_on).days,
        sender=sender_of(row),
        taken_up_by=row.taken_up_by.name if row.taken_up_by else "",
        taken_up_on=row.taken_up_on,
        put_aside_because=row.put_aside_because,
        request_id=row.request_id,
    )


@transaction.atomic
def may_be(check: SentCheck, *, by: SignIn, on: date) -> list[tuple[ListedPerson, tuple[str, ...]]]:
    """People `by` may know of who may be the one a check is about, with why; a listing is kept."""
    sender = check.sender
    born_on = sender.get("born_on")
    known = Known(
        nhs_number="",
        given_name=sender.get("given_name", ""),
        family_name=sender.get("family_name", ""),
        born_on=date.fromisoformat(born_on) if born_on else None,
        postcode=sender.get("postcode", ""),
    )
    return people.likely_same(known, by=by, on=on)


def answers_for_request(request_id: UUID, *, by: SignIn) -> list[ToldCheck]:
    """What was said in self-checks that led to a request, oldest first; nobody asks again.

    Empty when there was none, or `by` may not know the person. The page that shows it records its
    own reading.
    """
    return _on_records(CheckOnRecord.objects.filter(request_id=request_id), by)


def checks_of(person_id: UUID, *, by: SignIn) -> list[ToldCheck]:
    """Every self-check on somebody's record, oldest first. Raises as `people.check_may_read`."""
    people.check_may_read(person_id, by=by)
    return _on_records(CheckOnRecord.objects.filter(person_id=person_id), by)


def said_of(row: SelfCheck | CheckOnRecord) -> Said:
    """What a row's sealed words say."""
    return Said.of(json.loads(row.answers)) if row.answers else NOTHING_SAID


def sender_of(row: SelfCheck | CheckOnRecord) -> dict[str, Any]:
    return dict(json.loads(row.sender)) if row.sender else {}


def added_of(row: SelfCheck | CheckOnRecord) -> list[dict[str, str]]:
    return list(json.loads(row.added)) if row.added else []


def _on_records(rows: Any, by: SignIn) -> list[ToldCheck]:
    rows = rows.filter(person_id__in=people.ids_visible(by=by))
    return [_told(row) for row in rows.order_by("sent_on", "pk")]


def _told(row: SelfCheck | CheckOnRecord) -> ToldCheck:
    whom, said, sender = Whom(row.whom), said_of(row), sender_of(row)
    assert row.sent_on is not None  # only what was sent is told
    return ToldCheck(
        id=row.pk,
        whom=whom,
        sent_on=row.sent_on,
        sent_by=checks.who_sent(sender, whom),
        who=checks.sender_rows(whom, sender),
        parts=checks.told(row.version, whom, said),
        matters=said.words.get(MATTERS, ""),
        added=_added(row),
        unsafe=checks.is_unsafe(said),
        hard=checks.result(row.version, whom, said).worth_a_talk,
    )


def _held(row: SelfCheck) -> HeldCheck:
    return HeldCheck(
        id=row.pk,
        version=row.version,
        whom=Whom(row.whom),
        said=said_of(row),
        sender=sender_of(row),
        added=_added(row),
        reference=checks.in_fours(row.reference or ""),
        kept_until=row.kept_until,
        sent_on=row.sent_on,
        answer_by=row.answer_by,
        taken_up_on=row.taken_up_on,
        put_aside=bool(row.put_aside_because),
    )


def _waiting(row: SelfCheck, on: date) -> WaitingCheck:
    sender, whom = sender_of(row), Whom(row.whom)
    sent_on, answer_by = row.sent_on or on, row.answer_by or on
    name = " ".join(
        part for part in (sender.get("given_name", ""), sender.get("family_name", "")) if part
    )
    return WaitingCheck(
        id=row.pk,
        name=name or "Somebody who gave no name",
        sent_by=checks.who_sent(sender, whom),
        whom=whom,
        sent_on=sent_on,
        answer_by=answer_by,
        days=(on - sent_on).days,
        late=on > answer_by,
        unsafe=checks.is_unsafe(said_of(row)),
    )


def _added(row: SelfCheck | CheckOnRecord) -> tuple[tuple[date, str], ...]:
    return tuple((date.fromisoformat(one["on"]), one["words"]) for one in added_of(row))


def _is_kept(row: SelfCheck, on: date) -> bool:
    return row.kept_until is None or row.kept_until >= on
