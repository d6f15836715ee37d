"""Put back what was before a file was taken, from the history of rows, set by set.

A file writes under one context id, shared by its facts and by the copies that the database keeps of
rows before they change. The first copy of a row under that id is what the row was before the file;
a row without one that holds the file's id, or whose first copy does, came with the file; so did one
that holds the context's.

Promise   After `undo` every row of these tables is as it was before the file, or nothing changed.
Errors    Refused, when something rests on what the file brought: ask `in_the_way` first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from psycopg import sql

from ownway.foundation.facts.domain import DECLARED
from ownway.kernel.refusal import Refused

UNDOES = "undoes"  # what an undoing says beside its row history: the context it undoes
SHOWN = 50  # lines of what stands in the way that are told one by one


@dataclass(frozen=True, slots=True)
class Act:
    """A file that was taken: its own id, and that of its facts and its row history."""

    submission_id: UUID
    context_id: UUID


@dataclass(frozen=True, slots=True)
class Undoable:
    """A table that files write to, and what one of its rows and several are called.

    brought_as     the name of the fact recorded of each new row, for a table whose rows do not say
                   themselves which file they came from
    brought_in     the column with the context id in which a file gave a row, for a table whose rows
                   do not name the file
    pointed_at_by  tables and columns that hold ids of this one without a foreign key
    """

    model: type[models.Model]
    one: str
    many: str
    brought_as: str = ""
    brought_in: str = ""
    pointed_at_by: tuple[tuple[str, str], ...] = ()

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.model._meta.concrete_fields]

    def counted(self, count: int) -> str:
        return f"{count:,} {self.one if count == 1 else self.many}"


@dataclass(frozen=True, slots=True)
class Stake:
    """What undoing does to one table: rows that go, and rows that are again what they were."""

    what: Undoable
    gone: int
    put_back: int


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something done since that rests on what the file brought."""

    words: str
    person_id: UUID | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class InTheWay:
    """What stands in the way: how many things, and the first of them."""

    count: int
    first: tuple[Obstacle, ...]


def ids_at_stake(thing: Undoable, act: Act) -> tuple[set[UUID], set[UUID]]:
    """The ids of rows that came with the file, and of those that it changed.

    Runs in the caller's transaction.
    """
    _look([thing], act)
    parts = _parts(thing, act)
    return (
        {row[0] for row in _rows("SELECT id FROM {brought}", parts)},
        {row[0] for row in _rows("SELECT id FROM {before}", parts)},
    )


def stakes(things: Sequence[Undoable], act: Act) -> list[Stake]:
    """What undoing would do. Runs in the caller's transaction; changes no row."""
    _look(things, act)
    return [
        Stake(
            thing,
            _count("SELECT count(*) FROM {table} t JOIN {brought} b ON b.id = t.id", thing),
            _count("SELECT count(*) FROM {before}", thing),
        )
        for thing in things
    ]


def in_the_way(things: Sequence[Undoable], act: Act, *, people: Undoable) -> InTheWay:
    """What was done since with rows that the file brought or changed.

    `people` is the one of `things` whose rows facts are about. Runs in the caller's transaction.
    """
    _look(things, act)
    facts = list(_facts_since(things, act, people))
    told = list(_changes_since(things, act)) + list(_references(things))
    return InTheWay(
        len(facts) + sum(count for count, _ in told),
        (*facts[:SHOWN], *(Obstacle(words) for _, words in told)),
    )


def undo(things: Sequence[Undoable], act: Act) -> list[Stake]:
    """Take away what the file brought and put back what it changed.

    Runs in the caller's transaction, under `facts.one_context(..., undoes=...)`, so that a later
    look knows these changes for an undoing.
    """
    found = stakes(things, act)
    try:
        with transaction.atomic():
            for thing in things:
                _run("DELETE FROM {table} t USING {brought} b WHERE t.id = b.id", thing)
            for thing in things:
                _run(
                    "UPDATE {table} t SET {put_back} FROM {before} b "
                    "WHERE t.id = b.id AND ({ours}) IS DISTINCT FROM ({theirs})",
                    thing,
                )
                _run(
                    "INSERT INTO {table} ({listed}) SELECT {theirs} FROM {before} b "
                    "WHERE NOT EXISTS (SELECT FROM {table} t WHERE t.id = b.id)",
                    thing,
                )
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError:
        raise Refused(
            "Something else rests on what this file brought, so it cannot be undone. "
            "Bring in a corrected file instead."
        ) from None
    return found


def _look(things: Sequence[Undoable], act: Act) -> None:
    """Have for each table the ids that came with the file and the copies of what was before it."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE facts_fact")
    for thing in things:
        _run("DROP TABLE IF EXISTS pg_temp.{before}; DROP TABLE IF EXISTS pg_temp.{brought}", thing)
        _run(
            "CREATE TEMP TABLE {before} ON COMMIT DROP AS "
            "SELECT DISTINCT ON (pgh_obj_id) pgh_id, {listed} FROM {history} "
            "WHERE pgh_context_id = {context} ORDER BY pgh_obj_id, pgh_id",
            thing,
            act,
        )
        # What is counted on was written a moment ago: without a look at it the server would guess.
        _run("CREATE UNIQUE INDEX ON {before} (id)", thing)
        for table in ("{before}", "{table}", "{history}"):
            _run(f"ANALYZE {table}", thing)
        _run(
            "CREATE TEMP TABLE {brought} ON COMMIT DROP AS "
            + (
                "SELECT DISTINCT of_id AS id FROM facts_fact "
                "WHERE context_id = {context} AND name = {brought_as} AND of_id IS NOT NULL"
                if thing.brought_as
                else "SELECT id FROM {before} WHERE {file_column} = {file} "
                "UNION SELECT t.id FROM {table} t WHERE t.{file_column} = {file} "
                "AND NOT EXISTS (SELECT FROM {before} b WHERE b.id = t.id)"
            ),
            thing,
            act,
        )
        _run("DELETE FROM {before} b USING {brought} n WHERE b.id = n.id", thing)
        _run("CREATE UNIQUE INDEX ON {brought} (id)", thing)
        _run("ANALYZE {brought}", thing)


def _facts_since(things: Sequence[Undoable], act: Act, people: Undoable) -> Iterator[Obstacle]:
    """Facts of what came with the file, and about the people who did, that it did not record."""
    brought = sql.SQL(" UNION ").join(
        sql.SQL("SELECT f.* FROM {facts} f JOIN {brought} b ON b.id = f.{column}").format(
            facts=sql.Identifier("facts_fact"),
            brought=_brought(thing),
            column=sql.Identifier(column),
        )
        for thing, column in (*((thing, "of_id") for thing in things), (people, "about_id"))
    )
    for name, about, on in _rows(
        "SELECT f.name, f.about_id, f.on FROM ({since}) f "
        "WHERE NOT f.reading AND f.context_id <> {context} AND NOT EXISTS "
        "(SELECT FROM facts_undonecontext u WHERE u.context_id = f.context_id) ORDER BY f.id",
        {"since": brought, "context": _literal(act.context_id)},
    ):
        yield Obstacle(DECLARED[name].words if name in DECLARED else name, about, on)


def _changes_since(things: Sequence[Undoable], act: Act) -> Iterator[tuple[int, str]]:
    """Rows that the file brought or changed, and that somebody else has changed since."""
    for thing in things:
        count = _count(
            "SELECT count(DISTINCT e.pgh_obj_id) FROM {history} e JOIN "
            "(SELECT id, 0 AS pgh_id FROM {brought} UNION ALL SELECT id, pgh_id FROM {before}) b "
            "ON b.id = e.pgh_obj_id AND e.pgh_id > b.pgh_id "
            "WHERE e.pgh_context_id IS DISTINCT FROM {context} "
            "AND NOT EXISTS "
            "(SELECT FROM facts_undonecontext u WHERE u.context_id = e.pgh_context_id) "
            "AND NOT EXISTS (SELECT FROM pghistory_context c WHERE c.id = e.pgh_context_id "
            "AND c.metadata ? {undoes})",
            thing,
            act,
        )
        if count:
            yield count, f"{thing.counted(count)} of this file {_was(count)} changed again since"


def _references(things: Sequence[Undoable]) -> Iterator[tuple[int, str]]:
    """Rows of any table that point at a row which came with the file, and did not come with it."""
    ours = {thing.table: thing for thing in things}
    named = {model._meta.db_table: model._meta for model in apps.get_models()}
    for thing in things:
        keys = _rows(
            "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c JOIN pg_attribute a "
            "ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] "
            "WHERE c.contype = 'f' AND c.confrelid = {table}::regclass ORDER BY 1, 2",
            {"table": sql.Literal(thing.table)},
        )
        for table, column in (*keys, *thing.pointed_at_by):
            with_it: sql.Composable = sql.SQL("")
            if table in ours:
                with_it = sql.SQL("AND NOT EXISTS (SELECT FROM {} o WHERE o.id = r.id)").format(
                    _brought(ours[table])
                )
            ((count,),) = _rows(
                "SELECT count(*) FROM {from} r JOIN {brought} b ON b.id = r.{column} "
                "WHERE TRUE {with_it}",
                {
                    "from": sql.Identifier(table),
                    "brought": _brought(thing),
                    "column": sql.Identifier(column),
                    "with_it": with_it,
                },
            )
            if count:
                known = named.get(table)
                what = known.verbose_name_plural if known else table
                yield count, f"{what}: {count:,} that rest on {thing.many} of this file"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


def _brought(thing: Undoable) -> sql.Identifier:
    return sql.Identifier(f"brought_{thing.table}")


def _literal(value: UUID | None) -> sql.Composable:
    return sql.Literal(str(value) if value else None) + sql.SQL("::uuid")


def _parts(thing: Undoable, act: Act | None) -> dict[str, sql.Composable]:
    columns = [sql.Identifier(column) for column in thing.columns]

    def of(row: str) -> sql.Composed:
        return sql.SQL(", ").join(sql.SQL(f"{row}.{{}}").format(column) for column in columns)

    return {
        "table": sql.Identifier(thing.table),
        "history": sql.Identifier(f"{thing.table}event"),
        "before": sql.Identifier(f"before_{thing.table}"),
        "brought": _brought(thing),
        "brought_as": sql.Literal(thing.brought_as),
        "undoes": sql.Literal(UNDOES),
        "listed": sql.SQL(", ").join(columns),
        "ours": of("t"),
        "theirs": of("b"),
        "put_back": sql.SQL(", ").join(sql.SQL("{0} = b.{0}").format(one) for one in columns),
        "context": _literal(act.context_id if act else None),
        "file_column": sql.Identifier(thing.brought_in or "submission_id"),
        "file": _literal(
            None if act is None else act.context_id if thing.brought_in else act.submission_id
        ),
    }


def _run(words: str, thing: Undoable, act: Act | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_said(words, _parts(thing, act)))


def _count(words: str, thing: Undoable, act: Act | None = None) -> int:
    ((count,),) = _rows(words, _parts(thing, act))
    return int(count)


def _rows(words: str, parts: dict[str, sql.Composable]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_said(words, parts))
        return list(cursor.fetchall())


def _said(words: str, parts: dict[str, sql.Composable]) -> str:
    # As text, because the wrapper that names the context of row history reads statements as text.
    with connection.cursor() as cursor:
        return sql.SQL(words).format(**parts).as_string(cursor.cursor)
