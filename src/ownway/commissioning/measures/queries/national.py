"""The national measures of a year, and the people behind each figure.

Whoever shows the people records the reading first: these are identifiers as the files told them.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from ownway.commissioning.measures.domain import METHOD_VERSION, Behind, NoFiles, Results, Year
from ownway.commissioning.measures.domain.results import POPULATION_PARTS, Side
from ownway.kernel.refusal import NotFound

if TYPE_CHECKING:
    from ownway.commissioning.measures.queries.counting import Counted

__all__ = ["NoFiles", "people_behind", "results"]


def results(
    year: Year,
    *,
    as_of: date,
    populations: Mapping[str, int] | None = None,
    live: bool = False,
) -> Results:
    """Every measure of a year, as the ministry's published code gives it.

    as_of        files received by the end of this day count, by the council's clock
    populations  people living in the area, by "18 to 64" and "65 and above"; 2B and 2C need them
    live         by today's records instead: the figure that is being headed for

    Raises NoFiles, in words, when no file counts for the year.
    """
    # Here: what counts takes much memory, and most processes never count.
    from ownway.commissioning.measures.domain.method import run
    from ownway.commissioning.measures.queries.counting import counted

    found = counted(year, as_of=as_of, live=live)
    return Results(
        year=year,
        as_of=as_of,
        live=live,
        method_version=METHOD_VERSION,
        measures=run.measures_of(found.counted, populations=populations or {}),
        waits=run.waits_of(found.waited),
        used=found.used,
        quarters_without=found.quarters_without,
    )


def people_behind(
    measure: str,
    part: str,
    side: Side,
    *,
    year: Year,
    as_of: date,
    live: bool = False,
) -> list[Behind]:
    """The people behind one figure, by the ids the files told, in their order.

    measure  an id such as "2A", or a wait: "first response", "first service"
    part     as in the results; of a wait, its band and quarter as "25 to 64 | 2025-04-01"

    Raises NotFound: there is no such figure, or it is a population. Raises NoFiles.
    """
    if measure in POPULATION_PARTS and side == "denominator":
        raise NotFound("This figure is of everybody who lives in the area, not of people we know.")
    # Here: what counts takes much memory, and most processes never count.
    from ownway.commissioning.measures.domain.method import run
    from ownway.commissioning.measures.queries.counting import counted

    found = counted(year, as_of=as_of, live=live)
    if measure in run.PARTS:
        if part not in run.PARTS[measure]:
            raise NotFound(f"Measure {measure} has no part “{part}”.")
        times = Counter(
            row["person"]
            for row in found.counted.to_pylist()
            if row["id"] == measure
            and row["part"] == part
            and (row["counts"] or side == "denominator")
        )
    else:
        times = Counter(
            row["person"]
            for row in found.waited.to_pylist()
            if row["metric"] == measure and f"{row['band']} | {row['quarter']}" == part
        )
        if not times:
            raise NotFound(f"There is no wait “{measure}” for “{part}”.")
    return _told(found, times)


def _told(found: "Counted", times: Counter[str]) -> list[Behind]:
    council_ids: dict[str, set[str]] = {}
    numbers: dict[str, str] = {}
    for row in found.identifiers.to_pylist():
        if row["person"] in times:
            ids = council_ids.setdefault(row["person"], set())
            if row["council_id"]:
                ids.add(row["council_id"])
            if row["nhs_number"]:
                numbers[row["person"]] = row["nhs_number"]
    behind = [
        Behind(tuple(sorted(council_ids.get(person, ()))), numbers.get(person), count)
        for person, count in times.items()
    ]
    return sorted(behind, key=lambda one: (one.council_ids, one.nhs_number or ""))
