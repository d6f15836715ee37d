"""What ought to stand on an account: the council's payments, and the paid parts of a plan by week.

A part is expected once a week at its weekly cost, so that a fortnight or four weeks paid at once
are so many of them; a part with hours may vary a little. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ownway.support.wallet.domain.matching.values import Expected, What

PAYMENTS = "payments"
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment that the council agreed to; `on` is the day it was paid, or is to be."""

    id: str
    on: date
    pence: int


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """A part of a plan that the person pays for. Pence a week, and once."""

    id: str
    label: str
    payee: str
    outcome: str
    goes_to: str
    pence_weekly: int
    pence_once: int
    first_day: date
    last_day: date | None
    by_hours: bool


def awaited(
    payments: Iterable[Paid], parts: Iterable[PlannedPart], *, first_day: date, last_day: date
) -> list[Expected]:
    """What is expected between two days, both counted."""
    found = [
        Expected(one.id, PAYMENTS, What.PAYMENT, one.on, one.pence, "Paid by the council")
        for one in payments
        if first_day - WEEK <= one.on <= last_day + WEEK
    ]
    for part in parts:
        ends = last_day if part.last_day is None else min(last_day, part.last_day)
        if part.pence_weekly:
            day = part.first_day
            if day < first_day:
                day += WEEK * ((first_day - day).days // 7)
            while day <= ends:
                found.append(_of(part, day, part.pence_weekly, f"{day:%Y%m%d}"))
                day += WEEK
        if part.pence_once and first_day - WEEK <= part.first_day <= last_day:
            found.append(_of(part, part.first_day, part.pence_once, "once"))
    return found


def _of(part: PlannedPart, on: date, pence: int, which: str) -> Expected:
    return Expected(
        id=f"{part.id}:{which}",
        series=part.id,
        what=What.PART,
        on=on,
        pence=-pence,
        label=part.label,
        payee=part.payee,
        varies=part.by_hours,
    )
