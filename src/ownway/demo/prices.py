"""What support costs, and how a file says it.

A draft says what somebody gets in rough measure. `scaling` stretches hours and amounts a little,
one factor for each reason, until the total is the published one. Every price is chosen so that
its weekly cost by the national rules is a whole number of pence: an hourly rate is a multiple of
4 pence and hours come in quarters; 4-weekly money is 4 weeks' worth, monthly money 13/3 weeks'.

Units     Whole pence; hours and sessions a week.
"""

from dataclasses import dataclass
from typing import Literal

from ownway.demo.providers import Provider

Pricing = Literal["free", "unit", "hours", "amount"]


@dataclass(slots=True)
class Draft:
    """A service in rough measure, before scaling.

    `quantity` is hours a week (hours), whole units a week (unit), or pence a week (amount).
    """

    service_type: str
    component: str
    delivery: str
    provider: Provider | None
    pricing: Pricing
    frequency: str
    rate: int
    quantity: float


@dataclass(frozen=True, slots=True)
class Price:
    """What a file says a service costs: unit cost in pence, how often, planned units a week."""

    unit_cost: int
    frequency: str
    planned_units: str
    pence_weekly: int


@dataclass(frozen=True, slots=True)
class Scale:
    """How far hours and amounts for one reason are stretched to meet the published total."""

    hours: float = 1.0
    amounts: float = 1.0


# Pence to be paid for one penny a week: unit cost = weekly pence * times // over.
PAID: dict[str, tuple[int, int]] = {
    "Weekly": (1, 1),
    "Fortnightly": (2, 1),
    "4-weekly": (4, 1),
    "Monthly": (13, 3),
    "Quarterly": (13, 1),
    "Annually": (52, 1),
}
_UNITS_SAID = {
    "Weekly": "1",
    "Fortnightly": "0.5",
    "4-weekly": "0.25",
    "Monthly": "0.23",
    "Quarterly": "0.08",
    "Annually": "0.02",
}


def quarters(hours: float, scale: float) -> int:
    """Hours after scaling, in quarters of an hour; never none."""
    return max(1, round(hours * 4 * scale))


def weekly_amount(pence: float, frequency: str, scale: float) -> int:
    """An amount after scaling; one that is paid monthly comes in threes to stay whole."""
    step = PAID[frequency][1]
    return max(1, round(pence * scale / step)) * step


def priced(draft: Draft, scale: Scale, *, extra_pence: int = 0) -> Price | None:
    """The price that goes into the file; None when the council records none."""
    match draft.pricing:
        case "free":
            return None
        case "unit":
            units = round(draft.quantity)
            return Price(draft.rate, draft.frequency, str(units), draft.rate * units)
        case "hours":
            whole = quarters(draft.quantity, scale.hours)
            return Price(
                draft.rate,
                "Hourly",
                f"{whole / 4:.2f}".rstrip("0").rstrip("."),
                draft.rate * whole // 4,
            )
        case "amount":
            weekly = weekly_amount(draft.quantity, draft.frequency, scale.amounts) + extra_pence
            times, over = PAID[draft.frequency]
            # Real files often say 1 for whatever is paid once a month; the frequency is trusted.
            slip = round(draft.quantity) % 10 == 0
            units_said = "1" if slip else _UNITS_SAID[draft.frequency]
            return Price(weekly * times // over, draft.frequency, units_said, weekly)


# Prices before this year's, as shares of this year's: last April's uplift, the one before, ...
PAST_PRICES = (1.0, 0.958, 0.904, 0.845, 0.79)


def unit_cost_then(price: Price, *, years_back: int) -> int:
    """What the same unit cost some Aprils ago."""
    if years_back <= 0:
        return price.unit_cost
    return max(1, round(price.unit_cost * PAST_PRICES[min(years_back, len(PAST_PRICES) - 1)]))
