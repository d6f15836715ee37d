"""Keeping what somebody says of their health care."""

from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import Refused
from ownway.support.people.domain.health import Passport
from ownway.support.people.models import HealthCare
from ownway.support.people.operations.records import check_may_write

SAID = declare("people.health-care-said", "Health care noted")


@transaction.atomic
def say_health_care(
    person_id: UUID,
    *,
    practice: str = "",
    check_on: date | None = None,
    plan_on: date | None = None,
    passport: str = "",
    passport_where: str = "",
    by: SignIn,
    on: date,
) -> None:
    """Keep somebody's practice, last check and plan, and passport; it replaces what stood.

    Raises NotFound; NotAllowed; Refused for a day in the future, or nothing at all.
    """
    check_may_write(person_id, by=by)
    if not any((practice.strip(), check_on, plan_on, passport)):
        raise Refused("Say at least one of these.")
    for told in (check_on, plan_on):
        if told is not None and told > on:
            raise Refused("Write down what has been, not what is planned.")
    where = passport_where.strip() if passport == Passport.YES else ""
    said = {
        "practice": practice.strip(),
        "check_on": check_on,
        "plan_on": plan_on,
        "passport": Passport(passport).value,
        "passport_where": where,
    }
    row = HealthCare.objects.select_for_update().filter(person_id=person_id).first()
    before = {name: getattr(row, name) for name in said} if row is not None else None
    row = row or HealthCare(person_id=person_id)
    for name, value in said.items():
        setattr(row, name, value)
    row.said_on, row.said_by = on, by
    row.save()
    facts.record(SAID, about=person_id, of=row.pk, by=by, on=on, before=before, after=said)
