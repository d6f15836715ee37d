"""What is expected on somebody's account, read from payments and from the plans that run or ran."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.support.payments import queries as payments
from ownway.support.planning import queries as planning
from ownway.support.planning.domain.permitted import Use, breaches, rulebook
from ownway.support.planning.domain.plans import BoughtBy, State
from ownway.support.wallet.domain.awaited import Paid, PlannedPart

APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of the plan that the person pays for, as a choice and as a rule of use sees it."""

    id: UUID
    label: str
    outcome: str
    goes_to: str
    exception_reason: str
    planned: PlannedPart


def parts_of(person_id: UUID, *, by: SignIn, on: date) -> list[PartRow]:
    """The parts bought by direct payment of plans that were agreed, the running first.

    Raises NotFound as `people.check_may_read`. Must run in a transaction.
    """
    running = {
        one.component_id: one
        for one in planning.arrangements_of(person_id, by=by)
        if one.component_id is not None
    }
    found = []
    for line in planning.plans_of(person_id, by=by):
        if line.state not in (State.SIGNED_OFF, State.SUPERSEDED):
            continue
        plan = planning.plan_for_reading(line.id, by=by, on=on)
        for one in plan.components:
            arranged = running.get(one.id)
            first_day = (arranged.first_day if arranged else None) or one.first_day
            first_day = first_day or line.first_day
            if one.bought_by is not BoughtBy.DIRECT_PAYMENT or first_day is None:
                continue
            label = f"{one.activity}: {one.who}" if one.who else one.activity
            planned = PlannedPart(
                id=str(one.id),
                label=label,
                payee=one.who,
                outcome=one.outcome,
                goes_to=one.goes_to,
                pence_weekly=one.cost_weekly,
                pence_once=one.cost_once,
                first_day=first_day,
                last_day=arranged.last_day if arranged else one.last_day,
                by_hours=one.units_weekly is not None,
            )
            found.append(
                PartRow(one.id, label, one.outcome, one.goes_to, one.exception_reason, planned)
            )
    return found


def paid_to(person_id: UUID, *, by: SignIn) -> list[Paid]:
    """What the council agreed to pay somebody, with the day it was paid or is to be."""
    return [
        Paid(str(one.id), one.paid_on or one.pay_on, one.pence)
        for one in payments.instructions_of(person_id, by=by)
        if one.state == APPROVED
    ]


def paid_weekly(person_id: UUID, *, by: SignIn, on: date) -> int:
    """Pence a week that the council pays somebody on a day."""
    return sum(
        one.pence_weekly
        for one in payments.schedules_of(person_id, by=by)
        if one.first_day <= on and (one.last_day is None or one.last_day >= on)
    )


def breach_of(
    goes_to: str, *, activity: str, exception_reason: str = "", on: date
) -> tuple[str, str]:
    """The rule of permitted use that spending on something does not keep, and what it says.

    Both empty where it may be bought. `planning` holds the rules.
    """
    found = breaches(
        [Use(activity, goes_to, BoughtBy.DIRECT_PAYMENT, exception_reason)] if goes_to else [],
        on=on,
    )
    one = next((one for one in found if one.holds_up), None)
    return (one.rule, f"{one.says} {one.way_out}") if one else ("", "")


def says_of(rules: Iterable[str], *, on: date) -> dict[str, str]:
    """What each of these rules says, and the way out."""
    book = {one.id: f"{one.says} {one.way_out}" for one in rulebook().rules if one.first_day <= on}
    return {rule: book.get(rule, "The council’s rules do not allow it.") for rule in rules}
