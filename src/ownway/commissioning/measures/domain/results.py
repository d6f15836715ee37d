"""What the national method answers: measures, waits, and what they were worked out from.

Units     A value is a percentage, or admissions per 100,000 people; one decimal, half up. Waits
          are days. A year runs from 1 April to 31 March.
Source    Outputs of ASCOF_measures/*.sql and Waiting_times/waiting_times_method.sql in github.com/
          DataS-DHSC/ASC-CLD-LA-Dashboard. The published code writes a nought where there is
          nobody to count; so do we.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from ownway.kernel.refusal import Refused

# The method follows the published code that made the figures for 2025-26 (commit 9bee728f, with
# submissions up to 5 May 2026). A change of any figure-making rule here is a new version.
METHOD_VERSION = "2026-05.1"

WORKING_AGE = "18 to 64"
OLDER = "65 and above"
TOTAL = "Total"
POPULATION_PARTS = {"2B": WORKING_AGE, "2C": OLDER}

Side = Literal["numerator", "denominator"]
ONE_DECIMAL = Decimal("0.1")


class NoFiles(Refused):
    """No file counts for the year that was asked about; the text says what would."""


@dataclass(frozen=True, slots=True)
class Year:
    """A financial year, said as 2025-26."""

    first_day: date
    last_day: date

    @classmethod
    def named(cls, said: str) -> "Year":
        """Raises ValueError, in words, unless `said` is a year like 2025-26."""
        found = re.fullmatch(r"(20[0-9]{2})-([0-9]{2})", said.strip(), re.ASCII)
        if not found or (int(found[1]) + 1) % 100 != int(found[2]):
            raise ValueError(f"Give a financial year like 2025-26, not {said!r}.")
        return cls.beginning(int(found[1]))

    @classmethod
    def beginning(cls, year: int) -> "Year":
        return cls(date(year, 4, 1), date(year + 1, 3, 31))

    @classmethod
    def holding(cls, day: date) -> "Year":
        return cls.beginning(day.year - (day.month < 4))

    def __str__(self) -> str:
        return f"{self.first_day.year}-{self.last_day.year % 100:02}"


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the published table.

    `denominator` and `value` are None only where a population is needed and was not given.
    """

    id: str
    part: str
    numerator: int
    denominator: int | None
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Wait:
    """The median wait answered in one quarter (named by its first day), for one age band."""

    metric: str  # "first response" or "first service"
    band: str  # "25 to 64" or "65 and above"
    quarter: date
    n: int
    median_days: Decimal


@dataclass(frozen=True, slots=True)
class Used:
    """A file the figures rest on, and the days it was chosen for."""

    submission_id: str
    file_name: str
    sha256: str
    received_at: datetime
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Behind:
    """Somebody behind a figure, by the identifiers the files told.

    times  how often they count: short-term episodes and waits count each time
    """

    council_ids: tuple[str, ...]
    nhs_number: str | None
    times: int


@dataclass(frozen=True, slots=True)
class Results:
    """Every measure of one year, and what it was worked out from.

    quarters_without  first days of quarters, of those the method joins, that no file covers
    """

    year: Year
    as_of: date
    live: bool
    method_version: str
    measures: tuple[Measure, ...]
    waits: tuple[Wait, ...]
    used: tuple[Used, ...]
    quarters_without: tuple[date, ...]

    def as_json(self) -> dict[str, list[dict[str, object]]]:
        """The figures as plain values, in the published shape."""
        return {
            "measures": [
                {
                    "id": one.id,
                    "part": one.part,
                    "numerator": one.numerator,
                    "denominator": one.denominator,
                    "value": None if one.value is None else float(one.value),
                }
                for one in self.measures
            ],
            "waits": [
                {
                    "metric": one.metric,
                    "band": one.band,
                    "quarter": one.quarter.isoformat(),
                    "n": one.n,
                    "median_days": float(one.median_days),
                }
                for one in self.waits
            ],
        }


def share(numerator: int, denominator: int, *, per: int = 100) -> Decimal:
    """numerator / denominator × per, one decimal, half up; 0.0 where there is nobody to count."""
    if denominator == 0:
        return Decimal("0.0")
    return (Decimal(numerator) * per / denominator).quantize(ONE_DECIMAL, ROUND_HALF_UP)
