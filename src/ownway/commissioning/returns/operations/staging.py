"""Where the rows of a file wait between being read and being taken.

Two temporary tables of this connection: rows to take, and rows put aside. They belong to this
session alone, so whatever kills it leaves nothing behind to clear up or to count twice.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from typing import Any, NamedTuple, TypeAlias, cast

from django.db import connection

from ownway.commissioning.returns.domain import (
    ImportedAssessment,
    ImportedEvent,
    ImportedPerson,
    ImportedRequest,
    ImportedReview,
    ImportedService,
    LatestFacts,
    Quarantined,
    Row,
    latest_facts,
    line_of,
)

KINDS = ("Request", "Assessment", "Service", "Review")
KIND_OF: dict[type[ImportedEvent], int] = {
    ImportedRequest: 0,
    ImportedAssessment: 1,
    ImportedService: 2,
    ImportedReview: 3,
}
BATCH = 5_000
TABLES = """
DROP TABLE IF EXISTS pg_temp.staged;
DROP TABLE IF EXISTS pg_temp.put_aside;
CREATE TEMP TABLE staged (
    number bigint, kind smallint, who text COLLATE "C", nhs_number text, nhs_only boolean,
    person text, started_on date, ended_on date,
    cld_key text COLLATE "C", cld_content text, event text
);
CREATE TEMP TABLE put_aside (
    number bigint, field text, value text, reason text, remedy text, cells jsonb
);
"""
BORN, DIED = ImportedPerson._fields.index("born_on"), ImportedPerson._fields.index("died_on")
NHS = ImportedPerson._fields.index("nhs_number")

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


Said: TypeAlias = tuple[str, str, date, date | None]  # who, person, started_on, ended_on


class StagedEvent(NamedTuple):
    """An event that waits: `values` are its columns from the reference on, without the person."""

    number: int
    who: str
    cld_key: str
    cld_content: str
    values: list[Any]


@contextmanager
def staging() -> Iterator[None]:
    """Have both tables, empty; they are gone afterwards."""
    _run(TABLES)
    try:
        yield
    finally:
        if connected():
            _run("DROP TABLE IF EXISTS pg_temp.staged; DROP TABLE IF EXISTS pg_temp.put_aside")


def connected() -> bool:
    """Whether this connection can still be asked something, whatever went wrong before."""
    inner = connection.connection
    return inner is not None and not inner.closed and not connection.needs_rollback


def stage(rows: Iterable[Row]) -> None:
    last: ImportedPerson | None = None
    person_text = ""
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY staged (number, kind, who, nhs_number, nhs_only, person, started_on, ended_on, "
            "cld_key, cld_content, event) FROM STDIN"
        ) as copy,
    ):
        for row in rows:
            person, event = row.person, row.event
            if person != last:
                last, person_text = person, _person_text(person)
            copy.write_row(
                (
                    row.number,
                    KIND_OF[type(event)],
                    person.council_id or of_nhs_number(str(person.nhs_number)),
                    person.nhs_number,
                    not person.council_id,
                    person_text,
                    event.started_on,
                    event.ended_on,
                    event.cld_key,
                    event.cld_content,
                    encode(_values(event, line_of(row.cells), row.classes)),
                )
            )


def put_aside(rows: list[Quarantined], header: list[str]) -> None:
    if not rows:
        return
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY put_aside (number, field, value, reason, remedy, cells) FROM STDIN"
        ) as copy,
    ):
        for row in rows:
            told_apart = len(row.cells) == len(header)
            names = header if told_apart else [f"cell {n + 1}" for n in range(len(row.cells))]
            cells = [list(pair) for pair in zip(names, row.cells, strict=True)]
            copy.write_row(
                (row.row_number, row.field, row.value, row.reason, row.remedy, encode(cells))
            )


def of_nhs_number(nhs_number: str) -> str:
    """The number we know somebody by who has no number of the council's."""
    return f"NHS {nhs_number}"


def known_by_nhs_number_only() -> list[str]:
    return [row[0] for row in _all("SELECT DISTINCT nhs_number FROM staged WHERE nhs_only")]


def council_ids_in_file() -> dict[str, list[str]]:
    """For NHS numbers that came without a council id somewhere, the council ids they came with."""
    found: dict[str, list[str]] = {}
    for nhs_number, who in _all(
        "SELECT DISTINCT nhs_number, who FROM staged WHERE NOT nhs_only AND nhs_number IN "
        "(SELECT nhs_number FROM staged WHERE nhs_only) ORDER BY 2"
    ):
        found.setdefault(nhs_number, []).append(who)
    return found


def attach(nhs_number: str, who: str) -> None:
    """Rows that gave only this NHS number are about this person."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE staged SET who = %s WHERE nhs_only AND nhs_number = %s", [who, nhs_number]
        )


def analyse() -> None:
    _run("ANALYZE staged")


def count_by_kind() -> dict[int, int]:
    return dict(_all("SELECT kind, count(*) FROM staged GROUP BY kind"))


def people() -> Iterator[tuple[str, LatestFacts]]:
    """Everybody in the file, with the latest facts of all their rows.

    Of rows that say the same of a person, only the one of the best rank counts, so only that is
    asked for. Rows of one rank that disagree come in the order of what they say, not of the file,
    so that the same rows in another order leave the same facts.
    """
    who = ""
    group: list[Said] = []
    for row in _stream(
        "SELECT who, person, started_on, ended_on FROM ("
        "  SELECT DISTINCT ON (who, person) who, person, started_on, ended_on, number FROM staged"
        "  ORDER BY who, person, ended_on DESC NULLS FIRST, started_on DESC, number DESC"
        ') said ORDER BY who, person COLLATE "C"'
    ):
        if row[0] != who and group:
            yield who, _facts(group)
            group = []
        who = row[0]
        group.append(cast(Said, row))
    if group:
        yield who, _facts(group)


def events(kind: int) -> Iterator[list[StagedEvent]]:
    """The events of one kind, batches at a time; rows of one identity are in one batch."""
    waiting: list[StagedEvent] = []
    for number, who, key, content, event in _stream(
        "SELECT number, who, cld_key, cld_content, event FROM staged "
        f"WHERE kind = {int(kind)} ORDER BY cld_key, number"
    ):
        if len(waiting) >= BATCH and waiting[-1].cld_key != key:
            yield waiting
            waiting = []
        waiting.append(StagedEvent(number, who, key, content, json.loads(event)))
    if waiting:
        yield waiting


class _When(NamedTuple):
    """As much of an event as the rule about latest facts asks for."""

    started_on: date
    ended_on: date | None


def _facts(group: list[Said]) -> LatestFacts:
    who = group[0][0]
    rows = [
        (_person(text)._replace(council_id=who), _When(started_on, ended_on))
        for _, text, started_on, ended_on in group
    ]
    return latest_facts(rows)[rows[0][0].key]  # type: ignore[arg-type]  # it asks for no more


def details_digest(person: ImportedPerson) -> str:
    return blake2b(_person_text(person).encode(), digest_size=16).hexdigest()


def _person_text(person: ImportedPerson) -> str:
    values: list[Any] = list(person)
    for at in (BORN, DIED):
        if values[at] is not None:
            values[at] = values[at].isoformat()
    return encode(values)


def _person(text: str) -> ImportedPerson:
    values = json.loads(text)
    for at in (BORN, DIED):
        if values[at] is not None:
            values[at] = date.fromisoformat(values[at])
    return ImportedPerson._make(values)


def _values(event: ImportedEvent, line: str, classes: str) -> list[str | None]:
    """The event's columns, in the order of its context's COLUMNS, as text."""
    common: list[str | None] = [
        event.event_reference,
        event.client_type,
        line,
        classes,
        event.started_on.isoformat(),
        event.ended_on.isoformat() if event.ended_on else None,
    ]
    own: list[str | None]
    match event:
        case ImportedRequest():
            own = [event.route_of_access, event.outcome, event.description]
        case ImportedAssessment():
            own = [
                event.assessment_type,
                event.eligible_needs,
                event.method,
                event.outcome,
                event.description,
            ]
        case ImportedReview():
            own = [
                event.reason,
                event.outcomes_achieved,
                event.method,
                event.outcome,
                event.description,
            ]
        case _:
            own = [
                event.service_type,
                event.service_component,
                event.delivery_mechanism,
                event.provider_cqc_location_id,
                event.outcome,
                event.description,
                _text(event.unit_cost),
                event.cost_frequency,
                _text(event.planned_units),
            ]
    return [*common, *own]


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _stream(statement: str) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(BATCH):
            yield from rows


def _all(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
