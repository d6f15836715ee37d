"""The quarters a council has sent: each file looks back over the twelve months before it closed."""

from dataclasses import dataclass
from datetime import date, timedelta

from ownway.kernel.period import add_months

QUARTERS = 12
DAYS_TO_SEND = 30  # a quarter is sent some weeks after it has ended


@dataclass(frozen=True, slots=True)
class ReportingPeriod:
    """Twelve months, named after the quarter that ends them."""

    first_day: date
    last_day: date

    @property
    def name(self) -> str:
        return f"{self.last_day.year}-Q{(self.last_day.month + 2) // 3}"


def reporting_periods(today: date) -> tuple[ReportingPeriod, ...]:
    """The twelve periods sent by `today`, oldest first.

    >>> [p.name for p in reporting_periods(date(2026, 11, 23))][::11]
    ['2023-Q4', '2026-Q3']
    """
    sent_by = today - timedelta(days=DAYS_TO_SEND)
    quarter_began = date(sent_by.year, (sent_by.month - 1) // 3 * 3 + 1, 1)
    if add_months(quarter_began, 3) - timedelta(days=1) == sent_by:
        quarter_began = add_months(quarter_began, 3)
    return tuple(
        ReportingPeriod(
            first_day=add_months(quarter_began, -3 * back - 12),
            last_day=add_months(quarter_began, -3 * back) - timedelta(days=1),
        )
        for back in reversed(range(QUARTERS))
    )
