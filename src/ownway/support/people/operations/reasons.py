"""Why somebody needs support and what they live with: begun and ended by day, by staff or a file.

The primary reason in force is kept beside in `Person.primary_support_reason`, where the national
return, the measures and the lists read it: for every person the two say the same.
"""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.people.domain import CONDITIONS, condition_in_words
from ownway.support.people.models import HealthCondition, Person, SupportReason
from ownway.support.people.operations.records import check_may_write

REASON_BEGAN = declare("people.reason-began", "Reason for support noted")
REASON_ENDED = declare("people.reason-ended", "Reason for support ended")
CONDITION_BEGAN = declare("people.condition-began", "Health condition noted")
CONDITION_ENDED = declare("people.condition-ended", "Health condition ended")


@transaction.atomic
def add_reason(
    person_id: UUID,
    *,
    reason: str,
    primary: bool,
    first_day: date,
    said_by: str = "",
    by: SignIn,
    on: date,
) -> UUID:
    """Note a reason for support from a day on; a new primary reason ends the one before.

    Raises Refused for no reason, a day to come, the same reason again, or a day on or before which
    the primary reason now in force began; NotFound; NotAllowed.
    """
    check_may_write(person_id, by=by)
    said = " ".join(reason.split())
    if not said:
        raise Refused("Say the reason for support.")
    if first_day > on:
        raise Refused("The first day must be today or before.")
    person = Person.objects.select_for_update(no_key=True).get(pk=person_id)
    running = SupportReason.objects.filter(person=person, last_day__isnull=True)
    if running.filter(reason=said, primary=primary).exists():
        raise Refused("This reason is noted already, and still holds.")
    if primary:
        for before in running.filter(primary=True):
            _end(before, first_day)
        person.primary_support_reason = said
        person.save(update_fields=["primary_support_reason"])
    made = SupportReason.objects.create(
        person=person,
        reason=said,
        primary=primary,
        first_day=first_day,
        said_by=said_by.strip(),
        noted_by=by,
    )
    words = f"{said}{', the main reason' if primary else ''}"
    facts.record(REASON_BEGAN, about=person_id, of=made.pk, by=by, on=on, words=words)
    return made.pk


@transaction.atomic
def end_reason(reason_id: UUID, *, last_day: date, by: SignIn, on: date) -> UUID:
    """End a reason for support on a day. Returns whose it is.

    Raises Refused when it ended already or for a day that cannot be; NotFound; NotAllowed.
    """
    row = SupportReason.objects.select_for_update(of=("self",)).filter(pk=reason_id).first()
    if row is None:
        raise NotFound("There is no such reason.")
    check_may_write(row.person_id, by=by)
    _check_last_day(row.first_day, row.last_day, last_day, on)
    row.last_day = last_day
    row.save(update_fields=["last_day"])
    if row.primary:
        Person.objects.filter(pk=row.person_id, primary_support_reason=row.reason).update(
            primary_support_reason=""
        )
    facts.record(REASON_ENDED, about=row.person_id, of=row.pk, by=by, on=on, words=row.reason)
    return row.person_id


@transaction.atomic
def add_condition(
    person_id: UUID,
    *,
    code: str,
    words: str = "",
    first_day: date,
    said_by: str = "",
    by: SignIn,
    on: date,
) -> UUID:
    """Note a condition somebody lives with, from a day on, and who said so.

    Raises Refused for a condition that is on no list, "other" without words, a day to come, or one
    that is noted already; NotFound; NotAllowed.
    """
    check_may_write(person_id, by=by)
    if code not in CONDITIONS:
        raise Refused("Choose the condition.")
    words = " ".join(words.split())
    if code == "other" and not words:
        raise Refused("Say which condition it is.")
    if first_day > on:
        raise Refused("The first day must be today or before.")
    Person.objects.select_for_update(no_key=True).get(pk=person_id)
    same = {"code": code} | ({"words": words} if code == "other" else {})
    if HealthCondition.objects.filter(person_id=person_id, last_day__isnull=True, **same).exists():
        raise Refused("This condition is noted already.")
    made = HealthCondition.objects.create(
        person_id=person_id,
        code=code,
        words=words,
        first_day=first_day,
        said_by=said_by.strip(),
        noted_by=by,
    )
    facts.record(
        CONDITION_BEGAN,
        about=person_id,
        of=made.pk,
        by=by,
        on=on,
        words=condition_in_words(code, words),
    )
    return made.pk


@transaction.atomic
def end_condition(condition_id: UUID, *, last_day: date, by: SignIn, on: date) -> UUID:
    """End a condition on a day. Returns whose it is. Raises as `end_reason`."""
    row = HealthCondition.objects.select_for_update(of=("self",)).filter(pk=condition_id).first()
    if row is None:
        raise NotFound("There is no such condition.")
    check_may_write(row.person_id, by=by)
    _check_last_day(row.first_day, row.last_day, last_day, on)
    row.last_day = last_day
    row.save(update_fields=["last_day"])
    facts.record(
        CONDITION_ENDED,
        about=row.person_id,
        of=row.pk,
        by=by,
        on=on,
        words=condition_in_words(row.code, row.words),
    )
    return row.person_id


def _end(before: SupportReason, first_day: date) -> None:
    """End the primary reason on the day before another begins."""
    if before.first_day >= first_day:
        raise Refused(
            "The main reason now began on that day or after it. Choose a later day, or end it."
        )
    before.last_day = first_day - timedelta(days=1)
    before.save(update_fields=["last_day"])


def _check_last_day(first_day: date, ended: date | None, last_day: date, on: date) -> None:
    if ended is not None:
        raise Refused("This ended already.")
    if last_day > on:
        raise Refused("The last day must be today or before.")
    if last_day < first_day:
        raise Refused("The last day must be after the first.")
