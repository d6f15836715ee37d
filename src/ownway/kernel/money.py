"""Money in words and figures.

Units     Whole pence (int). A name says its period: `total_weekly`, `rate_hourly`.
Rounding  Half a penny goes up, once, at the end of a sum.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

Pence = NewType("Pence", int)
PenceWeekly = NewType("PenceWeekly", int)

MINUS = "−"
AMOUNT = re.compile(r"(?P<whole>[0-9]{1,3}(,[0-9]{3})+|[0-9]*)(?<=[0-9])(\.(?P<part>[0-9]+))?")
FOUR_WEEKS = 4


def pounds(pence: int) -> str:
    """£1,234.50, with a true minus sign where money is owed the other way."""
    sign = MINUS + " " if pence < 0 else ""
    whole, part = divmod(abs(pence), 100)
    return f"{sign}£{whole:,}.{part:02d}"


def about_pounds(pence: int) -> str:
    """£286: an estimate is shown in whole pounds, half a pound going up."""
    return f"£{to_whole(Decimal(pence) / 100):,}"


def plain_pounds(pence: int) -> str:
    """1234.50: pounds for files and machines, no sign of the currency, no commas."""
    sign = "-" if pence < 0 else ""
    whole, part = divmod(abs(pence), 100)
    return f"{sign}{whole}.{part:02d}"


def to_whole(amount: Decimal) -> int:
    """The nearest whole number; a half goes up."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def pence_of(typed: str) -> Pence:
    """Pence from what a person typed: 12, 12.5, £1,234.50.

    Raises ValueError with a sentence for the page when it is not an amount.
    """
    cleaned = typed.strip().removeprefix("£").strip()
    found = AMOUNT.fullmatch(cleaned)
    if found is None:
        if "," in cleaned:
            raise ValueError(
                "Use a point before the pence, like 61.45, and commas for thousands only"
            )
        raise ValueError("Enter an amount in pounds and pence, like 24.60")
    whole, part = found["whole"].replace(",", ""), found["part"] or ""
    if len(part) > 2:
        raise ValueError("Enter no more than two figures after the point, like 24.60")
    if len(whole) > 9:
        raise ValueError("Enter an amount below £1,000,000,000")
    return Pence(int(whole or "0") * 100 + int((part + "00")[:2]))
