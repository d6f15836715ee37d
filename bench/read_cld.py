"""How fast a Client Level Data file is read: rows a second, beside plain csv.reader.

    python bench/read_cld.py [ROWS]

Writes an invented file of ROWS rows (100,000 if not given) to a temporary place, then reads it
three times each way, in turn, and prints the best of each: with csv.reader, row by row, and by the
block as an import does. Memory is the peak of Python's own allocations in one further read, row by
row.
"""

import csv
import random
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from ownway.commissioning.returns.domain import NAMES, Block, code_list, copy_of_block, read

START = date(2025, 4, 1)
COMPONENTS = code_list("Service_Component").values
REASONS = code_list("Primary_Support_Reason").values
HOMES = code_list("Accommodation_Status").values
OUTCOMES = code_list("Event_Outcome").values
ETHNICITIES = code_list("Ethnicity").values
FREQUENCIES = code_list("Cost_Frequency_Unit_Type").values


def valid_nhs_numbers() -> Iterator[str]:
    """Invented numbers of the range kept for tests, with right check digits; each comes once."""
    for number in range(10**6):
        figures = f"999{number * 7_919 % 10**6:06d}"
        weighed = sum(int(one) * (10 - place) for place, one in enumerate(figures))
        check = (11 - weighed % 11) % 11
        if check < 10:
            yield f"{figures}{check}"


def write(path: Path, rows: int) -> None:
    """About four rows a person, most of them services; a few dirty cells."""
    draw = random.Random(20260401)
    nhs_numbers = valid_nhs_numbers()
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, NAMES, restval="")
        out.writeheader()
        person: dict[str, str] = {}
        for number in range(rows):
            if number % 4 == 0:
                born_on = date(1930, 1, 1) + timedelta(draw.randrange(27_000))
                person = {
                    "LA_Code": "999",
                    "Reporting_Period_Start_Date": "2025-04-01",
                    "Reporting_Period_End_Date": "2026-03-31",
                    "NHS_Number": next(nhs_numbers),
                    "LA_Person_Unique_Identifier": f"M{number // 4:07d}",
                    "GP_Practice_Code": f"L{draw.randrange(80):05d}",
                    "Gender": draw.choice(("Female", "Male")),
                    "Ethnicity": draw.choice(ETHNICITIES),
                    "Date_of_Birth": born_on.strftime("%d/%m/%Y"),
                    "Client_Type": "Service user",
                    "Primary_Support_Reason": draw.choice(REASONS),
                    "Postcode": f"ZZ{draw.randrange(10, 60)} {draw.randrange(10)}AB",
                    "Accommodation_Status": draw.choice(HOMES),
                    "Has_Unpaid_Carer": draw.choice(("Yes", "No", "Unknown", "")),
                    "Client_Funding_Status": "Fully social care funded",
                }
            started_on = START + timedelta(draw.randrange(365))
            event = {
                "Event_Type": "Service",
                "Event_Reference": f"E{number:09d}",
                "Event_Start_Date": started_on.isoformat(),
                "Event_End_Date": draw.choice(("", (started_on + timedelta(90)).isoformat())),
                "Event_Outcome": draw.choice(OUTCOMES),
                "Service_Type": "Long term support: Community",
                "Service_Component": draw.choice(COMPONENTS),
                "Delivery_Mechanism": "Direct payment",
                "Provider_CQC_Location_ID": f"1-{draw.randrange(10**9, 10**9 + 200)}",
                "Unit_Cost": f"{draw.randrange(1500, 90000) / 100:.2f}",
                "Cost_Frequency_Unit_Type": draw.choice(FREQUENCIES),
                "Planned_units_per_week": str(draw.randrange(1, 30)),
            }
            if number % 10 == 1:
                event["Event_Type"] = "Request"
                event["Request_Route_of_Access"] = "Community / other route"
                event["Event_End_Date"] = event["Event_Start_Date"]
            if number % 500 == 7:
                event["Event_Start_Date"] = "soon"
            out.writerow(person | event)


def plainly(path: Path) -> int:
    with path.open(newline="", encoding="utf-8") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def ours(path: Path) -> int:
    with path.open("rb") as file:
        cld = read(file)
        for _ in cld:
            pass
        cld.by_field()
        return cld.rows


def by_the_block(path: Path) -> int:
    with path.open("rb") as file:
        cld = read(file)
        for stretch in cld.stretches():
            if isinstance(stretch, Block):
                copy_of_block(stretch, leave_out=[], la_code="999")
        cld.by_field()
        return cld.rows


def timed(reading: Callable[[Path], int], path: Path) -> float:
    began = time.perf_counter()
    rows = reading(path)
    return rows / (time.perf_counter() - began)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cld.csv"
        write(path, rows)
        print(f"{rows:,} rows of {len(NAMES)} columns, {path.stat().st_size / 1e6:.1f} MB")
        best = {plainly: 0.0, ours: 0.0, by_the_block: 0.0}
        for _ in range(3):
            for reading in best:
                best[reading] = max(best[reading], timed(reading, path))
        tracemalloc.start()
        ours(path)
        peak = tracemalloc.get_traced_memory()[1]
    print(f"csv.reader      {best[plainly]:>10,.0f} rows a second")
    print(f"returns.read    {best[ours]:>10,.0f} rows a second")
    print(f"share           {best[ours] / best[plainly]:>10.2f}")
    print(f"by the block    {best[by_the_block]:>10,.0f} rows a second, written out for COPY")
    print(f"share           {best[by_the_block] / best[plainly]:>10.2f}")
    print(f"peak memory     {peak / 1e6:>10.1f} MB")


if __name__ == "__main__":
    main()
