"""Protecting what somebody has above their figure, looking at it every year, ending it."""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.money import pounds
from ownway.kernel.period import add_months, in_words
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.people import queries as people
from ownway.support.planning import permissions, queries
from ownway.support.planning.domain.protection import EVERY_MONTHS, steps
from ownway.support.planning.models import Protection
from ownway.support.planning.operations.writing import check, check_alive

COST_PROTECTED = declare("planning.cost-protected", "What they have is protected")
PROTECTION_LOOKED_AT = declare("planning.protection-looked-at", "Protection looked at again")
PROTECTION_ENDED = declare("planning.protection-ended", "Protection ended")


@transaction.atomic
def protect_cost(
    person_id: UUID, *, first_day: date, most_percent: int, reason: str, by: SignIn, on: date
) -> UUID:
    """Write down that somebody keeps what they have above their figure, stepping down by a share.

    Present cost and figure are read, not typed. Raises Refused where there is no figure, where the
    cost is not above it, without a reason, for a day before today and for somebody who has died or
    is protected already; NotFound, NotAllowed.
    """
    people.check_may_read(person_id, by=by)
    check(permissions.PROTECT_COST, by)
    check_alive(person_id, by=by)
    if not reason.strip():
        raise Refused("Write down why it is protected.")
    if first_day < on:
        raise Refused("Protection is decided for days to come. Choose today or a later day.")
    present, figure = queries.cost_and_figure(person_id, by=by, on=on)
    if figure is None:
        raise Refused("There is no first figure yet, so nothing to compare with.")
    planned = steps(present, figure, first_day=first_day, most_percent=most_percent)
    if not planned:
        raise Refused("One step of that share reaches the figure. Choose a smaller share.")
    _close_what_ran_out(person_id, by=by, on=on)
    try:
        with transaction.atomic():
            row = Protection.objects.create(
                person_id=person_id,
                present_weekly=present,
                figure_weekly=figure,
                most_percent=most_percent,
                first_day=first_day,
                last_day=planned[-1].last_day,
                reason=reason.strip(),
                decided_on=on,
                decided_by=by,
                review_on=add_months(first_day, EVERY_MONTHS),
            )
    except IntegrityError:
        raise Refused("They are protected already. Look at that one again, or end it.") from None
    until = f" until {in_words(row.last_day)}" if row.last_day else ""
    words = f"{pounds(planned[0].extra_weekly)} a week from {in_words(first_day)}{until}"
    facts.record(COST_PROTECTED, about=person_id, of=row.pk, by=by, on=on, words=words)
    return row.pk


@transaction.atomic
def look_at_protection(protection_id: UUID, *, reason: str, by: SignIn, on: date) -> None:
    """Say that a protection goes on, and when it is looked at next: in a year. Raises Refused."""
    row = _open(protection_id, reason, by=by, on=on)
    row.looked_at_reason, row.review_on = reason.strip(), add_months(on, EVERY_MONTHS)
    row.save(update_fields=["looked_at_reason", "review_on"])
    facts.record(PROTECTION_LOOKED_AT, about=row.person_id, of=row.pk, by=by, on=on)


@transaction.atomic
def end_protection(protection_id: UUID, *, reason: str, by: SignIn, on: date) -> None:
    """End a protection from today on, with the reason. Raises Refused."""
    row = _open(protection_id, reason, by=by, on=on)
    row.ended_on, row.ended_because, row.ended_by = on, reason.strip(), by
    row.save(update_fields=["ended_on", "ended_because", "ended_by"])
    facts.record(PROTECTION_ENDED, about=row.person_id, of=row.pk, by=by, on=on)


def _close_what_ran_out(person_id: UUID, *, by: SignIn, on: date) -> None:
    """A protection whose last day has passed makes room for another."""
    for row in Protection.objects.filter(
        person_id=person_id, ended_on__isnull=True, last_day__lt=on
    ):
        row.ended_on = row.last_day + timedelta(days=1) if row.last_day else on
        row.ended_because, row.ended_by = "Its last day passed.", by
        row.save(update_fields=["ended_on", "ended_because", "ended_by"])


def _open(protection_id: UUID, reason: str, *, by: SignIn, on: date) -> Protection:
    row = Protection.objects.select_for_update().filter(pk=protection_id).first()
    if row is None:
        raise NotFound("There is no such protection.")
    people.check_may_read(row.person_id, by=by)
    check(permissions.PROTECT_COST, by)
    if row.ended_on is not None or (row.last_day is not None and row.last_day < on):
        raise Refused("This protection is over already.")
    if not reason.strip():
        raise Refused("Write down why.")
    return row
