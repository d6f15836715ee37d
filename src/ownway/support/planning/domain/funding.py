"""Who pays a plan on a day: the NHS, a third party, the person and the council. Pure.

Units     Whole pence a week.
Promise   council + person + NHS + third party = the price, to the penny, on every day. What
          the NHS pays is taken off before anybody else is asked; a third party pays by agreement.
Errors    TooMuch: agreements come to more than the support costs.
Source    Care Act 2014, sections 22, 26 and 30; Mental Health Act 1983, section 117; statutory
          guidance, chapters 8 and 11, annex A (additional costs).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ownway.kernel.money import PenceWeekly, pounds
from ownway.support.planning.domain.plans import share_of_each


class Payer(StrEnum):
    """Who pays a share besides the person and the council."""

    CONTINUING_HEALTHCARE = "NHS continuing healthcare"
    JOINT = "NHS, jointly funded"
    NURSING = "NHS-funded nursing care"
    SECTION_117 = "NHS, section 117"
    THIRD_PARTY = "third party"

    @property
    def of_the_nhs(self) -> bool:
        return self is not Payer.THIRD_PARTY


class TooMuch(ValueError):
    """Agreements come to more than the support costs; says by how much."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a part costs a week, from a day to a day (None: as long as the plan)."""

    cost_weekly: int
    first_day: date | None = None
    last_day: date | None = None
    free: bool = False  # aftercare under section 117: the person pays nothing towards it


@dataclass(frozen=True, slots=True)
class Agreement:
    """A share that somebody agreed to pay, from a day to a day."""

    payer: Payer
    cost_weekly: int
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """Who pays what of a week's price."""

    cost_weekly: PenceWeekly
    nhs_weekly: PenceWeekly
    third_party_weekly: PenceWeekly
    contribution_weekly: PenceWeekly
    authority_share_weekly: PenceWeekly


def price_on(
    day: date,
    costs: Iterable[Cost],
    agreements: Sequence[Agreement],
    contribution_weekly: int,
) -> Price:
    """Divide what runs on a day. The person pays at most what is left and is not free.

    Raises TooMuch when the agreements in force exceed the cost, ValueError for negative money.
    """
    running = [one for one in costs if _runs(one, day)]
    cost = sum(one.cost_weekly for one in running)
    nhs = sum(one.cost_weekly for one in agreements if one.payer.of_the_nhs and _runs(one, day))
    third = sum(
        one.cost_weekly for one in agreements if not one.payer.of_the_nhs and _runs(one, day)
    )
    if min([contribution_weekly, cost, nhs, third, *(one.cost_weekly for one in running)]) < 0:
        raise ValueError("Money a week cannot be less than nothing.")
    if running and nhs + third > cost:
        raise TooMuch(
            f"The agreements come to {pounds(nhs + third)} a week, "
            f"{pounds(nhs + third - cost)} more than the support costs."
        )
    if not running:  # nothing runs on this day, so nobody owes anything for it
        nhs = third = 0
    chargeable = sum(one.cost_weekly for one in running if not one.free)
    paid = max(0, min(contribution_weekly, chargeable, cost - nhs - third))
    return Price(
        PenceWeekly(cost),
        PenceWeekly(nhs),
        PenceWeekly(third),
        PenceWeekly(paid),
        PenceWeekly(cost - nhs - third - paid),
    )


def days_of_change(
    first_day: date, costs: Iterable[Cost], agreements: Iterable[Agreement]
) -> tuple[date, ...]:
    """The days on which the price can change, from a first day on, in order."""
    found = {first_day}
    several: list[Cost | Agreement] = [*costs, *agreements]
    for one in several:
        if one.first_day is not None and one.first_day > first_day:
            found.add(one.first_day)
        if one.last_day is not None and one.last_day >= first_day:
            found.add(one.last_day + timedelta(days=1))
    return tuple(sorted(found))


def council_shares(
    first_day: date,
    costs: Sequence[Cost],
    agreements: Sequence[Agreement],
    contribution_weekly: int,
) -> tuple[PenceWeekly, ...]:
    """What the council pays a week of each cost, in the order given.

    Costs that begin together share what the others pay by their size; one that begins later bears
    what is then left of it. On the first day the shares add up to the council's whole share.
    """
    begins = [max(first_day, one.first_day or first_day) for one in costs]
    shares = [PenceWeekly(0)] * len(costs)
    for day in sorted(set(begins)):
        fresh = [at for at, start in enumerate(begins) if start == day and _runs(costs[at], day)]
        running = [at for at, start in enumerate(begins) if start < day and _runs(costs[at], day)]
        whole = sum(costs[at].cost_weekly for at in fresh)
        council = price_on(day, costs, agreements, contribution_weekly).authority_share_weekly
        left = min(whole, max(0, council - sum(shares[at] for at in running)))
        split = share_of_each([costs[at].cost_weekly for at in fresh], whole - left)
        for at, share in zip(fresh, split, strict=True):
            shares[at] = share
    return tuple(shares)


def _runs(one: Cost | Agreement, day: date) -> bool:
    return (one.first_day is None or one.first_day <= day) and (
        one.last_day is None or day <= one.last_day
    )
