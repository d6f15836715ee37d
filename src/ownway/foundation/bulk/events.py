"""Take the events of a national file that wait, into the table of the context that owns their kind.

Which rows are new, repeated or changed is found for the whole table at once; only an event that
comes or is held with several contents (a double-up) is looked at on its own, by the caller's rule.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, TypeAlias
from uuid import UUID

from django.db import connection
from psycopg import sql

from ownway.foundation.access.models import SignIn
from ownway.foundation.bulk.columns import FromFile
from ownway.foundation.bulk.taking import Taken, take
from ownway.foundation.bulk.waiting import Waiting, asked, run
from ownway.foundation.facts.domain import FactName

NEW, CHANGED, SAME, TO_ASK = "new", "superseded", "unchanged", "to ask"
BATCH = 5_000
# Filled here rather than by the file: the copy, the file itself and the person.
FILLED: Final = ("cld_copy", "submission_id", "person_id")

Held: TypeAlias = Mapping[tuple[str, int], str]  # identity and copy -> content
# (identity, content) of rows and what is held of them -> for each row its copy and its fate
Placing: TypeAlias = Callable[[Sequence[tuple[str, str]], Held], Sequence[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class OneFile:
    """What is the same for all events of a file."""

    submission_id: UUID
    people: str  # a table with who the rows are about: `who`, `row_id`
    placing: Placing
    never_over: Sequence[UUID] = ()  # files that are later: what they wrote last stays


def waiting_columns(columns: Sequence[str]) -> tuple[str, ...]:
    """The columns of a context that the file's rows themselves fill."""
    return tuple(column for column in columns if column not in FILLED)


def places_table(model: type[FromFile]) -> str:
    """The table of this transaction that says which event and copy each row of the file told of."""
    return f"placed_{model._meta.model_name}"


def take_events(
    model: type[FromFile],
    columns: Sequence[str],
    waiting: Waiting,
    *,
    file: OneFile,
    day: str,
    accepted: FactName,
    superseded: FactName,
    by: SignIn | None,
    on: date,
    decided: Mapping[str, str] | None = None,
    worked_out: Mapping[str, sql.Composable] | None = None,
    beside: sql.Composable | None = None,
    doubted: str = "",
) -> Taken:
    """Take all rows of `waiting`, and record one fact for each change.

    columns     database columns that the file's rows fill, those of `FILLED` among them
    day         the column whose day is the fact's effective day
    decided     see `taking.take`
    worked_out  further columns -> how they are worked out from the waiting row `w`
    beside      what `worked_out` needs beside it: a JOIN
    doubted     a column that is filled while a later file did not tell of the event; being told of
                again clears it, and counts as superseded

    Rows of the same identity and content are one row. Runs in the caller's transaction.
    """
    fates = _place(model, waiting, file.placing, doubted)
    given = (*FILLED, *waiting_columns(columns))
    own = [sql.SQL("w.{}").format(sql.Identifier(name)) for name in waiting_columns(columns)]
    more = dict(worked_out or {})
    if doubted:
        more[doubted] = sql.SQL("NULL::uuid")
    rows = sql.SQL(
        "(SELECT p.copy AS cld_copy, {file}::uuid AS submission_id, m.row_id AS person_id,"
        " {values} FROM {waiting} w JOIN {placed} p ON p.number = w.number "
        "JOIN {people} m ON m.who = w.who {beside} WHERE p.fate = {fate})"
    )
    parts = {
        "file": sql.Literal(str(file.submission_id)),
        "waiting": sql.Identifier(waiting.table),
        "placed": sql.Identifier(places_table(model)),
        "people": sql.Identifier(file.people),
        "beside": beside or sql.SQL(""),
        "values": sql.SQL(", ").join(
            [
                *own,
                *(
                    sql.SQL("{} AS {}").format(value, sql.Identifier(name))
                    for name, value in more.items()
                ),
            ]
        ),
    }
    return take(
        model,
        (*given, *more),
        new=rows.format(**parts, fate=sql.Literal(NEW)),
        changed=rows.format(**parts, fate=sql.Literal(CHANGED)) if fates.get(CHANGED) else None,
        identity=["cld_key", "cld_copy"],
        content="cld_content",
        person="person_id",
        day=day,
        accepted=accepted,
        superseded=superseded,
        by=by,
        on=on,
        never_over=(("submission_id", doubted) if doubted else ("submission_id",), file.never_over),
        decided=decided,
        placed=True,
    )


def _place(
    model: type[FromFile], waiting: Waiting, placing: Placing, doubted: str
) -> dict[str, int]:
    """Say of each identity and content which copy it is and what becomes of it."""
    placed, table = places_table(model), model._meta.db_table
    in_doubt = f"bool_or(t.{doubted} IS NOT NULL)" if doubted else "FALSE"
    waiting.analyse("cld_key", "number", "who")
    run(f"DROP TABLE IF EXISTS pg_temp.{placed}")
    run(
        f"CREATE TEMP TABLE {placed} ON COMMIT DROP AS "
        "WITH said AS (SELECT cld_key, min(cld_content) AS content, min(number) AS number,"
        f" min(cld_content) <> max(cld_content) AS several FROM {waiting.table} GROUP BY cld_key),"
        " held AS (SELECT t.cld_key, min(t.cld_content) AS content, min(t.cld_copy) AS copy,"
        f" count(*) > 1 AS several, {in_doubt} AS doubted"
        f" FROM said JOIN {table} t USING (cld_key) GROUP BY t.cld_key) "
        "SELECT s.cld_key, s.number, COALESCE(h.copy, 0::smallint) AS copy, CASE"
        f" WHEN s.several OR h.several THEN '{TO_ASK}' WHEN h.cld_key IS NULL THEN '{NEW}'"
        f" WHEN h.content = s.content AND NOT h.doubted THEN '{SAME}' ELSE '{CHANGED}' END AS fate "
        "FROM said s LEFT JOIN held h USING (cld_key)"
    )
    fates = _fates(placed)
    if fates.pop(TO_ASK, 0):
        _ask(model, waiting, placing, doubted)
        fates = _fates(placed)
    run(f"ANALYZE {placed}")
    return fates


def _ask(model: type[FromFile], waiting: Waiting, placing: Placing, doubted: str) -> None:
    placed, table = places_table(model), model._meta.db_table
    for batch in _several(waiting, placed):
        keys = sorted({key for key, _, _ in batch})
        held = asked(
            f"SELECT cld_key, cld_copy, cld_content, {doubted or 'NULL'} IS NOT NULL "
            f"FROM {table} WHERE cld_key = ANY (%s)",
            [keys],
        )
        in_doubt = {(key, copy) for key, copy, _, doubt in held if doubt}
        places = placing(
            [(key, content) for key, content, _ in batch],
            {(key, copy): content for key, copy, content, _ in held},
        )
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {placed} (cld_key, number, copy, fate) FROM STDIN") as copied,
        ):
            for (key, _, number), (copy, fate) in zip(batch, places, strict=True):
                told = CHANGED if fate == SAME and (key, copy) in in_doubt else fate
                copied.write_row((key, number, copy, told))
    run(f"DELETE FROM {placed} WHERE fate = %s", [TO_ASK])


def _several(waiting: Waiting, placed: str) -> Iterator[list[tuple[str, str, int]]]:
    """Each identity with several contents, with the first row of each; identities stay together."""
    batch: list[tuple[str, str, int]] = []
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT w.cld_key, w.cld_content, min(w.number) FROM {waiting.table} w "
            f"JOIN {placed} p USING (cld_key) WHERE p.fate = %s GROUP BY 1, 2 ORDER BY 1, 2",
            [TO_ASK],
        )
        for _, rows in groupby(_each(cursor), key=itemgetter(0)):
            batch += rows
            if len(batch) >= BATCH:
                yield batch
                batch = []
    if batch:
        yield batch


def _each(cursor: Any) -> Iterator[Any]:
    while rows := cursor.fetchmany(BATCH):
        yield from rows


def _fates(placed: str) -> dict[str, int]:
    return dict(asked(f"SELECT fate, count(*) FROM {placed} GROUP BY fate"))
