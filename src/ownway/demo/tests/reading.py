"""Read the files as the national method does, without knowing how they were made."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ownway.demo.rows import FIELDS
from ownway.demo.targets import REASONS
from ownway.support.planning.domain.weekly_cost import weekly_cost

REASON_OF = {
    value: reason.name for reason in REASONS if reason.name != "Other" for value, _ in reason.values
}
CANONICAL = {name.lower(): name for name in FIELDS}


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """Rows by canonical field name, whatever the header's spelling; values as they stand."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = [
            CANONICAL.get(name.strip().lower().replace(" ", "_"), "") for name in next(reader)
        ]
        for row in reader:
            yield {name: value for name, value in zip(header, row, strict=True) if name}


def day(text: str) -> date | None:
    """A day, or None for a blank or impossible one."""
    try:
        number, month, year = (int(part) for part in text.split("/"))
        return date(year, month, number)
    except ValueError:
        return None


def amount(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


@dataclass
class Found:
    """Open long-term support, by row of the published table."""

    people: dict[str, set[str]] = field(default_factory=dict)
    pence_weekly: dict[str, int] = field(default_factory=dict)

    def counts(self) -> dict[str, tuple[int, int]]:
        return {name: (len(who), self.pence_weekly[name]) for name, who in self.people.items()}


def open_support(paths: Iterable[Path], *, missing_is_closed: bool = True) -> Found:
    """Every file in order; the last word on a service counts.

    A service that the last file does not hold is closed, unless the reader knows no such rule; so
    is one whose person has died. Rows with no person, no start, an unknown event type or an end
    before the start are put aside.
    """
    services: dict[tuple[str, ...], dict[str, str]] = {}
    died: set[str] = set()
    for path in paths:
        still_there: dict[tuple[str, ...], dict[str, str]] = {}
        for row in rows_of(path):
            row = {name: value.strip() for name, value in row.items()}
            who = row["LA_Person_Unique_Identifier"]
            began, ended = day(row["Event_Start_Date"]), day(row["Event_End_Date"])
            if not who or not began or row["Event_Type"] != "Service":
                continue
            if ended and ended < began:
                continue
            if day(row["Date_of_Death"]):
                died.add(who)
            if row["Client_Type"].lower() == "service user":
                key = (who, str(began), row["Service_Type"], row["Service_Component"])
                still_there[key] = row
        services = still_there if missing_is_closed else services | still_there
    found = Found({reason.name: set() for reason in REASONS}, dict.fromkeys(_names(), 0))
    for row in services.values():
        who = row["LA_Person_Unique_Identifier"]
        long_term = row["Service_Type"].startswith("Long term support: ")
        if not long_term or day(row["Event_End_Date"]) or who in died:
            continue
        reason = REASON_OF.get(row["Primary_Support_Reason"], "Other")
        found.people[reason].add(who)
        found.pence_weekly[reason] += pence_weekly(row)
    return found


def pence_weekly(row: dict[str, str]) -> int:
    cost = weekly_cost(
        amount(row["Unit_Cost"]),
        row["Cost_Frequency_Unit_Type"],
        amount(row["Planned_units_per_week"]),
    )
    return cost.pence_weekly or 0


def _names() -> list[str]:
    return [reason.name for reason in REASONS]
