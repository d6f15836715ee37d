"""Listing services: add, change, say that it still holds, take off the list and put back."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from ownway.commissioning.directory import domain, permissions
from ownway.commissioning.directory.models import Service
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, NotFound, Refused

LISTED = declare("directory.service-listed", "Service listed")
CHANGED = declare("directory.service-changed", "Listing of a service changed")
CHECKED = declare("directory.service-checked", "Listing of a service checked")
ENDED = declare("directory.service-taken-off", "Service taken off the list")
BACK = declare("directory.service-put-back", "Service put back on the list")


@transaction.atomic
def list_service(*, by: SignIn | None, on: date, **said: Any) -> UUID:
    """Put a service on the list, checked today. `said` as in `change_service`.

    `by` is None when the command line or the demonstration lists. Listing the same name of the same
    organisation again changes nothing. Raises Refused as `domain.check_listing`.
    """
    _check(by)
    fields = _fields(**said)
    there = Service.objects.filter(
        name=fields["name"], organisation=fields["organisation"], ended_on__isnull=True
    ).first()
    if there is not None:
        if by is None:
            return there.pk
        raise Refused(f"{there.name} of {there.organisation} is listed already. Change that one.")
    made = Service.objects.create(**fields, assured_on=on, assured_by=by)
    facts.record(LISTED, of=made.pk, by=by, on=on, words=made.name)
    return made.pk


@transaction.atomic
def change_service(service_id: UUID, *, by: SignIn, on: date, **said: Any) -> None:
    """Say something else about a service; whoever changes it has checked it.

    Takes name, organisation, what, who_for, topics, area, districts, telephone, email, web,
    opening_words, cost_words, alert, may_be_referred. Raises Refused as `domain.check_listing`, and
    for a name that is listed already; NotFound.
    """
    row = _locked(service_id, by)
    fields = _fields(**said)
    before = {name: getattr(row, name) for name in fields}
    if before == fields and row.assured_on == on:
        return
    for name, value in fields.items():
        setattr(row, name, value)
    row.assured_on, row.assured_by = on, by
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused("Another service of that name and organisation is listed.") from None
    facts.record(CHANGED, of=row.pk, by=by, on=on, words=row.name)


@transaction.atomic
def check_today(service_id: UUID, *, by: SignIn, on: date) -> None:
    """Say that everything in a listing still holds. Twice on a day is safe."""
    row = _locked(service_id, by)
    if row.assured_on == on:
        return
    row.assured_on, row.assured_by = on, by
    row.save(update_fields=["assured_on", "assured_by"])
    facts.record(CHECKED, of=row.pk, by=by, on=on, words=row.name)


@transaction.atomic
def take_off(service_id: UUID, *, by: SignIn, on: date) -> None:
    """Nobody is pointed to it any more; what was passed on to it stays as it was. Twice is safe."""
    row = _locked(service_id, by)
    if row.ended_on is not None:
        return
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    facts.record(ENDED, of=row.pk, by=by, on=on, words=row.name)


@transaction.atomic
def put_back(service_id: UUID, *, by: SignIn, on: date) -> None:
    """List it again, as it was; whoever does has checked it. Twice is safe."""
    row = _locked(service_id, by)
    if row.ended_on is None:
        return
    row.ended_on, row.assured_on, row.assured_by = None, on, by
    try:
        with transaction.atomic():
            row.save(update_fields=["ended_on", "assured_on", "assured_by"])
    except IntegrityError:
        raise Refused("Another service of that name and organisation is listed by now.") from None
    facts.record(BACK, of=row.pk, by=by, on=on, words=row.name)


def _fields(
    *,
    name: str,
    organisation: str,
    what: str,
    topics: Sequence[str],
    who_for: str = "",
    area: str = "",
    districts: Sequence[str] = (),
    telephone: str = "",
    email: str = "",
    web: str = "",
    opening_words: str = "",
    cost_words: str = "",
    alert: str = "",
    may_be_referred: bool = False,
) -> dict[str, Any]:
    domain.check_listing(
        name=name, what=what, topics=list(topics), telephone=telephone, email=email, web=web
    )
    if may_be_referred and not (telephone.strip() or email.strip()):
        raise Refused("To pass people on to it we need a telephone number or an e-mail address.")
    return {
        "name": name.strip(),
        "organisation": organisation.strip() or name.strip(),
        "what": what.strip(),
        "who_for": who_for.strip(),
        "topics": [one for one in domain.TOPICS if one in topics],
        "area": area.strip(),
        "districts": sorted({one.strip().upper() for one in districts if one.strip()}),
        "telephone": telephone.strip(),
        "email": email.strip(),
        "web": web.strip(),
        "opening_words": opening_words.strip(),
        "cost_words": cost_words.strip(),
        "alert": alert.strip(),
        "may_be_referred": may_be_referred,
    }


def _locked(service_id: UUID, by: SignIn) -> Service:
    _check(by)
    row = Service.objects.select_for_update().filter(pk=service_id).first()
    if row is None:
        raise NotFound("There is no such service.")
    return row


def _check(by: SignIn | None) -> None:
    if by is not None and not permissions.EDIT_DIRECTORY.allows(by):
        raise NotAllowed(permissions.EDIT_DIRECTORY.refusal())
