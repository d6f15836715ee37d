"""What is true of a person now, when the rows of a file disagree.

For each particular: something known beats blank and "Unknown"; then the event that ends last
(one that goes on ends last of all); then the one that began last. Where rows of the same rank
disagree, the later row is kept and the disagreement is counted. The birth date is the earliest
stated, and the date of death the latest. The two numbers follow the same rule.

Source    ASCOF_measures/Create_personal_details_table.sql in github.com/DataS-DHSC/
          ASC-CLD-LA-Dashboard. It calls a value that rows of the same rank disagree about unknown;
          a record for daily work keeps the later one instead and says how many there were.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from ownway.commissioning.returns.domain.events import ImportedEvent, ImportedPerson

Rank: TypeAlias = tuple[bool, date, date]

UNKNOWN = frozenset({"", "unknown", "no data: undeclared or not known"})
BORN = ImportedPerson._fields.index("born_on")
DIED = ImportedPerson._fields.index("died_on")


@dataclass(frozen=True, slots=True)
class LatestFacts:
    """A person as the file states them on the whole."""

    person: ImportedPerson
    ranks: tuple[Rank, ...]  # for each particular, how good its source was
    conflicts: int  # values of the same rank that disagreed, and lost


def latest_facts(
    rows: Iterable[tuple[ImportedPerson, ImportedEvent]],
    *,
    held: Mapping[str, LatestFacts] | None = None,
) -> dict[str, LatestFacts]:
    """The facts of each person in these rows, by `ImportedPerson.key`.

    Give the rows in the order of the file. `held` are the facts of earlier rows **of the same
    file**, so that a file can be read in batches; only people in these rows are in the answer.
    """
    found: dict[str, LatestFacts] = {}
    for person, event in rows:
        key = person.key
        so_far = found.get(key) or (held or {}).get(key)
        ended_on = date.max if event.ended_on is None else event.ended_on
        ranks = _ranks(person, ended_on, event.started_on)
        if so_far is None:
            found[key] = LatestFacts(person, ranks, 0)
        elif so_far.person == person:
            better = tuple(map(max, so_far.ranks, ranks))
            found[key] = LatestFacts(person, better, so_far.conflicts)
        else:
            found[key] = _combine(so_far, person, ranks)
    return found


def _ranks(person: ImportedPerson, ended_on: date, started_on: date) -> tuple[Rank, ...]:
    known, unknown = (True, ended_on, started_on), (False, ended_on, started_on)
    return tuple(
        unknown if value is None or str(value).casefold() in UNKNOWN else known for value in person
    )


def _combine(so_far: LatestFacts, person: ImportedPerson, ranks: tuple[Rank, ...]) -> LatestFacts:
    values = list(so_far.person)
    kept = list(so_far.ranks)
    conflicts = so_far.conflicts
    for place, (value, rank) in enumerate(zip(person, ranks, strict=True)):
        if place in (BORN, DIED):
            continue
        if rank >= kept[place]:
            conflicts += rank[0] and rank == kept[place] and value != values[place]
            values[place], kept[place] = value, rank
    facts = ImportedPerson._make(values)
    return LatestFacts(
        facts._replace(
            born_on=min(_days(so_far.person.born_on, person.born_on), default=None),
            died_on=max(_days(so_far.person.died_on, person.died_on), default=None),
        ),
        tuple(kept),
        conflicts,
    )


def _days(*days: date | None) -> list[date]:
    return [one for one in days if one is not None]
