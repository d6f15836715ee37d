"""Filling in a self-check, coming back to it, sending it, and taking it up on a record.

Whoever is signed out holds a check by the browser it was begun in, or by its reference and code;
the pages keep the first and ask for the second. Everything here is safe to do twice.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.kernel.working_days import working_days_after
from ownway.parameters import decimal_on
from ownway.support.contact import domain, permissions
from ownway.support.contact.domain import asking
from ownway.support.contact.domain import self_checks as checks
from ownway.support.contact.domain.self_checks import NOTHING_SAID, Said, Whom
from ownway.support.contact.models import CheckOnRecord, SelfCheck, SupportRequest
from ownway.support.contact.operations.requests import ask_for_support
from ownway.support.contact.queries.self_checks import added_of, said_of, sender_of
from ownway.support.people import operations as people_operations
from ownway.support.people import queries as people
from ownway.support.people.operations import NewPerson

SENT = declare("contact.self-check-sent", "A self-check sent to the council")
TAKEN_BACK = declare("contact.self-check-taken-back", "A self-check taken back by who sent it")
TAKEN_UP = declare("contact.self-check-taken-up", "A self-check put on the record")
PUT_ASIDE = declare("contact.self-check-put-aside", "A self-check put aside")
ERASED = declare("contact.self-checks-erased", "Self-checks erased that nobody came back to")

ASK_OURSELVES_DAYS = 10  # working days until we ask the person how to talk with them
MOST_OPEN = 50_000  # checks that are not sent; past that, people are asked to call
NOT_HERE = "That reference and code do not open anything. Look at the letters once more."
GONE = "This check is not here any more."
REASON_LENGTH = 400
# What a sender says of themselves and of the person's agreement -> the lists of `domain.asking`.
RELATIONS = {
    "child": "family",
    "partner": "family",
    "family": "family",
    "friend": "family",
    "work": "professional",
    "other": "other",
}
CONSENTS = {"unasked": "not asked", "unable": "best interests"}


class TooManyOpen(Refused):
    """More checks are open than people here can have begun."""

    def __init__(self) -> None:
        super().__init__("We cannot begin another check online just now. Call us instead.")


@dataclass(frozen=True, slots=True)
class Saved:
    """What is told once: `reference` and `code` open the check until the end of a day."""

    reference: str
    code: str
    until: date


def begin_check(
    whom: Whom,
    *,
    said: Said = NOTHING_SAID,
    person_id: UUID | None = None,
    by: SignIn | None = None,
    on: date,
) -> UUID:
    """Begin a check; `person_id` and `by` for somebody signed in. Raises TooManyOpen."""
    if SelfCheck.objects.filter(sent_at__isnull=True).count() >= MOST_OPEN:
        raise TooManyOpen
    row = SelfCheck(
        version=checks.NEWEST, whom=whom.value, person_id=person_id, begun_by=by, begun_on=on
    )
    _put(row, said)
    _touch(row, on)
    row.save()
    return row.pk


@transaction.atomic
def say_whom(check_id: UUID, whom: Whom, *, on: date) -> None:
    """Say anew whom a check is about; what was answered stays. Raises NotFound."""
    row = _not_sent(check_id, on)
    row.whom = whom.value
    _touch(row, on)
    row.save()


@transaction.atomic
def say(check_id: UUID, said: Said, *, on: date) -> None:
    """Keep what one page said. Raises NotFound: sent, erased or never begun."""
    row = _not_sent(check_id, on)
    _put(row, said_of(row).with_page(said))
    _touch(row, on)
    row.save()


@transaction.atomic
def save_to_come_back(check_id: UUID, *, on: date) -> Saved:
    """A reference, which stays, and a new code, which makes one told before worthless.

    Raises NotFound when there is no such check.
    """
    row = _held(check_id, on)
    code = _new_code(row)
    if row.sent_at is None:
        _touch(row, on)
    row.save()
    assert row.reference is not None  # `_new_code` gave one
    return Saved(row.reference, code, row.kept_until or on)


def come_back(reference: str, code: str, *, on: date) -> UUID:
    """The check that a reference and a code open. Raises NotFound in one wording for all faults."""
    reference, code = checks.tidy_letters(reference), checks.tidy_letters(code)
    row = SelfCheck.objects.filter(reference=reference, person__isnull=True).first()
    kept = row.code_digest if row is not None else ""
    right = hmac.compare_digest(kept or _digest(reference, ""), _digest(reference, code))
    if row is None or not right or not code or _is_over(row, on):
        raise NotFound(NOT_HERE)
    return row.pk


@transaction.atomic
def delete_check(check_id: UUID) -> None:
    """Erase a check that was not sent, at once and for good; twice is safe."""
    SelfCheck.objects.filter(pk=check_id, sent_at__isnull=True).delete()


@transaction.atomic
def send_check(check_id: UUID, sender: Mapping[str, Any], *, on: date, at: datetime) -> str:
    """Send a check to the council with every answer.

    Returns a code to look at it with, where none was made before; otherwise empty. Sent already:
    it stays as it was sent. Raises NotFound.
    """
    row = _held(check_id, on)
    if row.sent_at is not None:
        return ""
    code = "" if row.code_digest else _new_code(row)
    row.sender = json.dumps(dict(sender))
    row.sent_at, row.sent_on = at, on
    row.touched_on, row.kept_until = on, None
    days = int(decimal_on("self_check_answer_working_days", on))
    unsafe = checks.is_unsafe(said_of(row))
    row.answer_by = on if unsafe else working_days_after(on, days)
    row.save()
    facts.record(SENT, about=row.person_id, of=row.pk, by=row.begun_by, on=on)
    return code


@transaction.atomic
def add_words(check_id: UUID, words: str, *, on: date) -> None:
    """Add words to a check that waits. Twice the same words are kept once.

    Raises Refused when somebody took it up, without words, or past `ADDED_AT_MOST`; NotFound.
    """
    row = _waiting_for_sender(check_id, on)
    said = added_of(row)
    words = checks.plain_words(words).strip()
    if not words:
        raise Refused("Write what you want to add.")
    if len(words) > checks.WORDS_LENGTH:
        raise Refused(f"Say it in {checks.WORDS_LENGTH:,} letters or fewer.")
    if said and said[-1]["words"] == words:
        return
    if len(said) >= checks.ADDED_AT_MOST:
        raise Refused("You have added a lot already. Tell us the rest when we talk.")
    row.added = json.dumps([*said, {"on": on.isoformat(), "words": words}])
    row.touched_on = on
    row.save()


@transaction.atomic
def take_back(check_id: UUID, *, on: date) -> None:
    """Take back a check that nobody took up: it is as it was before it was sent.

    Raises Refused when somebody took it up; NotFound.
    """
    row = _held(check_id, on)
    if row.sent_at is None:
        return
    row = _waiting_for_sender(check_id, on)
    row.sent_at = row.sent_on = row.answer_by = None
    _touch(row, on)
    row.save()
    facts.record(TAKEN_BACK, of=row.pk, by=row.begun_by, on=on)


@transaction.atomic
def attach_self_check(self_check_id: UUID, person_id: UUID, *, by: SignIn, on: date) -> UUID:
    """Put a sent check on somebody's record, with every answer, and return its request.

    The request is the one that waits for them already, or a new one from the day it was sent.
    Raises Refused when somebody took it up before, saying who, or when the person has died;
    NotAllowed; NotFound when there is no such check or `by` may not know the person.
    """
    _check(by)
    people.died_on(person_id, by=by)  # whether `by` may open the record, before anything else
    row = _to_take_up(self_check_id)
    waiting = SupportRequest.objects.filter(
        person_id=person_id,
        finished_on__isnull=True,
        cld_key__isnull=True,
        person_id__in=people.ids_visible(by=by),
    ).first()
    assert row.sent_on is not None  # `_to_take_up` found only what was sent
    request_id = waiting.pk if waiting else None
    if request_id is None:
        request_id = _ask(row, person_id, sender_of(row), sent_on=row.sent_on, by=by, on=on)
    _onto_record(row, person_id, request_id, by=by, on=on)
    return request_id


@transaction.atomic
def attach_to_new_record(self_check_id: UUID, said: NewPerson, *, by: SignIn, on: date) -> UUID:
    """Begin a record for whom a check is about and put it there; returns its request.

    What helps to talk with them is kept on the record too. Raises as `attach_self_check` and
    `people.operations.add_person`; a check taken up meanwhile leaves no second record behind.
    """
    _check(by)
    row = _to_take_up(self_check_id)
    sender = sender_of(row)
    person_id = people_operations.add_person(said, by=by, on=on)
    codes, words = sender.get("needs", []), str(sender.get("needs_words", ""))
    if codes or words:
        people_operations.ask_how_to_talk(
            person_id,
            codes=codes,
            how_to_talk=words,
            asked_whom=f"{checks.who_sent(sender, Whom(row.whom))}, who wrote it in a self-check",
            review_by=working_days_after(on, ASK_OURSELVES_DAYS),
            by=by,
            on=on,
        )
    if Whom(row.whom) is Whom.OTHER and str(sender.get("your_name", "")).strip():
        _note_sender(person_id, sender, by=by, on=on)
    return attach_self_check(self_check_id, person_id, by=by, on=on)


@transaction.atomic
def send_own_check(check_id: UUID, sender: Mapping[str, Any], *, by: SignIn, on: date) -> UUID:
    """Send a check from one's own pages straight onto the record it is about; returns its request.

    Raises what `ask_for_support` raises; NotFound when it is not there, or was sent.
    """
    row = _not_sent(check_id, on)
    if row.person_id is None:
        raise NotFound(GONE)
    request_id = _ask(
        row, row.person_id, {**sender, "your_name": by.name}, sent_on=on, by=by, on=on
    )
    row.sender = json.dumps(dict(sender))
    row.sent_on = on
    _onto_record(row, row.person_id, request_id, by=by, on=on)
    row.delete()
    return request_id


@transaction.atomic
def put_aside(self_check_id: UUID, because: str, *, by: SignIn, on: date) -> None:
    """Say why a sent check leads to no record: sent twice, or nobody can be found or reached.

    It is erased when the days to look it up have passed. Raises Refused without a reason, or when
    somebody took it up; NotAllowed; NotFound.
    """
    _check(by)
    row = _to_take_up(self_check_id)
    if not because.strip():
        raise Refused("Write down why it is put aside.")
    if len(because.strip()) > REASON_LENGTH:
        raise Refused(f"Say it in {REASON_LENGTH} letters or fewer.")
    row.put_aside_because = because.strip()
    _taken(row, by=by, on=on)
    row.save()
    facts.record(PUT_ASIDE, of=row.pk, by=by, on=on, words=because.strip())


@transaction.atomic
def erase_abandoned(*, on: date) -> int:
    """Erase what is past its last day; a count is all that stays. Returns how many."""
    count, _ = SelfCheck.objects.filter(kept_until__lt=on).delete()
    if count:
        facts.record(ERASED, by=None, on=on, words=f"{count} erased")
    return count


def _ask(
    row: SelfCheck,
    person_id: UUID,
    sender: Mapping[str, Any],
    *,
    sent_on: date,
    by: SignIn,
    on: date,
) -> UUID:
    """A request for support out of a check: what was said there is not asked again."""
    whom, said = Whom(row.whom), said_of(row)
    who = checks.who_sent(sender, whom)
    consent, because = _consent(whom, str(sender.get("consent", "")), who)
    unsafe = checks.is_unsafe(said)
    late = (on - sent_on).days > asking.LONG_AGO
    request_id = ask_for_support(
        person_id,
        who_asked=who,
        words=checks.in_a_few_words(row.version, whom, said),
        route_of_access=domain.FROM_THE_PERSON,
        by=by,
        on=on,
        requested_on=sent_on,
        relation=RELATIONS.get(str(sender.get("relation", "")), "")
        if whom is Whom.OTHER
        else asking.SELF,
        consent=consent,
        consent_because=because,
        urgency=asking.TODAY if unsafe else "",
        urgency_because="A self-check says that somebody is not safe, or may not be."
        if unsafe
        else "",
        late_because="It was sent as a self-check on that day." if late else "",
    )
    told = SupportRequest.objects.filter(pk=request_id)
    if row.answer_by is not None:
        told.update(promised_on=row.answer_by)
    if whom is Whom.CARER:
        told.update(client_type=domain.CARER)
    return request_id


def _note_sender(person_id: UUID, sender: Mapping[str, Any], *, by: SignIn, on: date) -> None:
    """Whoever wrote for somebody is around them, with how to reach them: nobody asks twice."""
    reached = [str(sender[name]) for name in ("telephone", "email") if sender.get(name)]
    people_operations.note_around(
        person_id,
        name=str(sender["your_name"]).strip()[:150],
        who=str(sender.get("relation_words", "")).strip() or "Wrote a self-check for them",
        words=", ".join(["Wrote a self-check for them", *reached]),
        by=by,
        on=on,
    )


def _consent(whom: Whom, said: str, who: str) -> tuple[str, str]:
    if whom is not Whom.OTHER or said == "agrees":
        return asking.GIVEN, ""
    if said not in CONSENTS:
        return "", ""
    return CONSENTS[said], f"Said by {who} in a self-check."


def _onto_record(
    row: SelfCheck, person_id: UUID, request_id: UUID, *, by: SignIn, on: date
) -> None:
    made = CheckOnRecord.objects.create(
        person_id=person_id,
        request_id=request_id,
        version=row.version,
        whom=row.whom,
        answers=row.answers,
        sender=row.sender,
        added=row.added,
        sent_on=row.sent_on or on,
        taken_up_by=by,
        taken_up_on=on,
    )
    row.answers = row.sender = row.added = ""
    row.request_id = request_id
    _taken(row, by=by, on=on)
    row.save()
    facts.record(TAKEN_UP, about=person_id, of=made.pk, by=by, on=on)


def _taken(row: SelfCheck, *, by: SignIn, on: date) -> None:
    row.taken_up_by, row.taken_up_on = by, on
    row.kept_until = on + timedelta(days=int(decimal_on("self_check_kept_days", on)))


def _to_take_up(check_id: UUID) -> SelfCheck:
    # Without a join: whoever waited for the lock would see the row as it is, its join as it was.
    row = (
        SelfCheck.objects.select_for_update()
        .filter(pk=check_id, sent_at__isnull=False, person__isnull=True)
        .first()
    )
    if row is None:
        raise NotFound("There is no such self-check. Whoever sent it may have taken it back.")
    if row.taken_up_by is not None and row.taken_up_on is not None:
        done = "put it aside" if row.put_aside_because else "put it on a record"
        raise Refused(
            f"{row.taken_up_by.name} {done} on {in_words(row.taken_up_on)}. You need not do "
            "anything."
        )
    return row


def _check(by: SignIn) -> None:
    if not permissions.TAKE_UP_SELF_CHECK.allows(by):
        raise NotAllowed(permissions.TAKE_UP_SELF_CHECK.refusal())


def _held(check_id: UUID, on: date) -> SelfCheck:
    row = SelfCheck.objects.select_for_update(of=("self",)).filter(pk=check_id).first()
    if row is None or _is_over(row, on):
        raise NotFound(GONE)
    return row


def _not_sent(check_id: UUID, on: date) -> SelfCheck:
    row = _held(check_id, on)
    if row.sent_at is not None:
        raise NotFound("This check was sent already.")
    return row


def _waiting_for_sender(check_id: UUID, on: date) -> SelfCheck:
    row = _held(check_id, on)
    if row.sent_at is None:
        raise NotFound("This check was not sent yet.")
    if row.taken_up_on is not None:
        raise Refused(
            f"Somebody took this up on {in_words(row.taken_up_on)}. Tell us the rest when we talk, "
            "or call us."
        )
    return row


def _is_over(row: SelfCheck, on: date) -> bool:
    return row.kept_until is not None and row.kept_until < on


def _put(row: SelfCheck, said: Said) -> None:
    row.answers = json.dumps(said.plain())


def _touch(row: SelfCheck, on: date) -> None:
    can_come_back = row.code_digest or row.person_id is not None
    name = "self_check_kept_days" if can_come_back else "self_check_unsaved_kept_days"
    row.touched_on = on
    row.kept_until = on + timedelta(days=int(decimal_on(name, on)))


def _new_code(row: SelfCheck) -> str:
    while row.reference is None:
        made = checks.new_letters()
        if not SelfCheck.objects.filter(reference=made).exists():
            row.reference = made
    code = checks.new_letters()
    row.code_digest = _digest(row.reference, code)
    return code


def _digest(reference: str, code: str) -> str:
    return hashlib.sha256(f"{reference} {code}".encode()).hexdigest()
