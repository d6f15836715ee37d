"""A year worked out once: its figures, and everybody behind each of them.

Working out is the long part, and today's records change; so the figures and the people of a run
come from one answer. Whoever shows the people records the reading first.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ownway.commissioning.measures.domain import METHOD_VERSION, Behind, Results, Year
from ownway.commissioning.measures.domain.moved import DENOMINATOR, NUMERATOR
from ownway.commissioning.measures.domain.results import POPULATION_PARTS

if TYPE_CHECKING:
    from ownway.commissioning.measures.queries.counting import Counted

Key = tuple[str, str, str]  # measure, part, side


@dataclass(frozen=True, slots=True)
class Whole:
    """`people` by measure, part and side; waits stand there by metric and "band | quarter"."""

    results: Results
    people: Mapping[Key, tuple[Behind, ...]]


def whole(
    year: Year, *, as_of: date, populations: Mapping[str, int] | None = None, live: bool = False
) -> Whole:
    """As `results`, with everybody behind it. Raises NoFiles, in words."""
    # Here: what counts takes much memory, and most processes never count.
    from ownway.commissioning.measures.domain.method import run
    from ownway.commissioning.measures.queries.counting import counted

    found = counted(year, as_of=as_of, live=live)
    return Whole(
        Results(
            year=year,
            as_of=as_of,
            live=live,
            method_version=METHOD_VERSION,
            measures=run.measures_of(found.counted, populations=populations or {}),
            waits=run.waits_of(found.waited),
            used=found.used,
            quarters_without=found.quarters_without,
        ),
        _people(found),
    )


def _people(found: "Counted") -> dict[Key, tuple[Behind, ...]]:
    times: defaultdict[Key, Counter[str]] = defaultdict(Counter)
    for row in found.counted.to_pylist():
        measure, part = row["id"], row["part"]
        if measure not in POPULATION_PARTS:
            times[measure, part, DENOMINATOR][row["person"]] += 1
        if row["counts"]:
            times[measure, part, NUMERATOR][row["person"]] += 1
    for row in found.waited.to_pylist():
        part = f"{row['band']} | {row['quarter'].isoformat()}"
        times[row["metric"], part, DENOMINATOR][row["person"]] += 1
    council_ids, numbers = _identifiers(found)
    return {
        key: tuple(
            sorted(
                (
                    Behind(council_ids.get(person, ()), numbers.get(person), count)
                    for person, count in people.items()
                ),
                key=lambda one: (one.council_ids, one.nhs_number or ""),
            )
        )
        for key, people in times.items()
    }


def _identifiers(found: "Counted") -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    council_ids: defaultdict[str, set[str]] = defaultdict(set)
    numbers: dict[str, str] = {}
    for row in found.identifiers.to_pylist():
        if row["council_id"]:
            council_ids[row["person"]].add(row["council_id"])
        if row["nhs_number"]:
            numbers[row["person"]] = row["nhs_number"]
    return {person: tuple(sorted(ids)) for person, ids in council_ids.items()}, numbers
