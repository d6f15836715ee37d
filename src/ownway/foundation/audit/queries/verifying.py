"""Whether everything is as it was sealed, and if not, the first place where it is not.

Works on any connection to a database of Ownway, so that a copy can be examined before anybody
uses it. The digests are worked out in the database; rows travel only where a batch differs.

Errors    CannotRun: the key file is missing or cannot be read.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import connection as django_connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from ownway.foundation.audit.domain import (
    LOWEST,
    START,
    Closed,
    Finding,
    Head,
    Kind,
    differences,
    prints_of,
    signed,
)
from ownway.foundation.audit.queries.tables import FACTS, keys_by_table, prints_of_range
from ownway.foundation.facts.domain import digest
from ownway.foundation.keys.ring import KeyLost, ring

CONTENT = "facts_factcontent"
SEALS_AT_ONCE = 2_000
ROWS_AT_ONCE = 200_000
WORDS_AT_ONCE = 5_000
FINDINGS_TOLD = 20
TLS = {"sslmode", "sslrootcert", "sslcert", "sslkey"}

Connection = psycopg.Connection[Any]
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Verdict:
    """What was looked at, and what is not as it was sealed (the first twenty, and how many)."""

    seals: int = 0
    facts: int = 0
    history: int = 0
    words: int = 0
    erased: int = 0
    waiting: int = 0
    head: Head | None = None
    compared_with: int = 0  # published heads
    found: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return self.found == 0

    def sentence(self) -> str:
        """The answer in one sentence, and how much it rests on."""
        looked = (
            f"{_many(self.facts, 'fact')}, {_many(self.history, 'row')} of history and the words "
            f"of {_many(self.words, 'fact')}, in {_many(self.seals, 'seal')}"
        )
        if self.whole:
            return f"Everything is as it was sealed: {looked}."
        things = "1 thing is" if self.found == 1 else f"{self.found:,} things are"
        return f"{things} not as it was sealed, of {looked}."

    def reach(self) -> str:
        """What this does and does not show, in words."""
        parts = []
        if self.erased:
            parts.append(
                f"{_many(self.erased, 'row')} or words were erased, and that is on record."
            )
        if self.waiting:
            waits = "waits" if self.waiting == 1 else "wait"
            parts.append(f"{_many(self.waiting, 'fact')} {waits} to be sealed.")
        parts.append(
            f"Compared with {_many(self.compared_with, 'published head')}, so a chain that was "
            "cut off before the last of them would have been found."
            if self.compared_with
            else "No published head was at hand, so a chain that was cut off at its end cannot be "
            "told from one that ends there."
        )
        return " ".join(parts)

    def told(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "whole": self.whole,
            "facts": self.facts,
            "history": self.history,
            "words": self.words,
            "erased": self.erased,
            "waiting": self.waiting,
            "seals": self.seals,
            "head": self.head.said() if self.head else None,
            "compared_with": self.compared_with,
            "found": self.found,
            "findings": [one.told() for one in self.findings],
        }

    def note(self, finding: Finding) -> None:
        self.found += 1
        if len(self.findings) < FINDINGS_TOLD:
            self.findings.append(finding)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A seal as the table has it."""

    closed: Closed
    chain: str
    key_id: str
    signature: str


@contextmanager
def one_instant(url: str) -> Iterator[Connection]:
    """A connection that sees the database as it was at one instant, and can change nothing."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield connection


def own_database() -> str:
    """How to reach the database that this process works in."""
    ours = django_connection.settings_dict
    options = {name: ours["OPTIONS"][name] for name in TLS & ours["OPTIONS"].keys()}
    return make_conninfo(
        host=ours["HOST"], port=ours["PORT"], user=ours["USER"], password=ours["PASSWORD"],
        dbname=ours["NAME"], **options,
    )  # fmt: skip


def verify(
    connection: Connection, *, heads: Iterable[Head] = (), progress: Progress | None = None
) -> Verdict:
    """Compare every sealed row, every seal and the words of every fact with what was sealed.

    `heads` are ends of the chain that were published: only with one can a chain that was cut off
    at its end be known. `progress` is told (rows compared, rows there are).
    """
    verdict = Verdict()
    total = _one(connection, "SELECT coalesce(sum(rows), 0) FROM audit_seal")
    tell = progress or (lambda _done, _total: None)
    before, number, ends = START, 0, dict[str, int]()
    for batch in _batches(connection):
        for kept in batch:
            _check_seal(verdict, kept, before=before, number=number, ends=ends)
            before, number = kept.chain, kept.closed.number
            ends[kept.closed.table] = kept.closed.last_id
        _check_rows(connection, verdict, [kept.closed for kept in batch])
        verdict.seals += len(batch)
        tell(verdict.facts + verdict.history, total)
        verdict.head = Head(number, before, batch[-1].closed.sealed_at)
    _check_end(connection, verdict, ends)
    _check_words(connection, verdict)
    for head in heads:
        verdict.compared_with += 1
        _check_head(connection, verdict, head)
    return verdict


def _many(count: int, one: str) -> str:
    return f"{count:,} {one}" if count == 1 else f"{count:,} {one}s"


def head_in(connection: Connection) -> Head | None:
    """The last seal in any database; None before the first, or before there were seals."""
    known = connection.execute("SELECT to_regclass('audit_seal') IS NOT NULL").fetchone()
    if known != (True,):
        return None
    found = connection.execute(
        "SELECT number, chain, sealed_at FROM audit_seal ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return Head(*found) if found else None


# The seals


def _batches(connection: Connection) -> Iterator[list[_Kept]]:
    """The seals in order, so many at a time that their rows are a morsel."""
    after, waiting, rows = LOWEST, list[_Kept](), 0
    while True:
        read = connection.execute(
            """
            SELECT seal.number, what."table", what.columns::text, seal.first_id, seal.last_id,
                   seal.rows, seal.digest, seal.sealed_at, seal.chain, seal.key_id, seal.signature
            FROM audit_seal AS seal JOIN audit_sealedtable AS what ON what.id = seal.what_id
            WHERE seal.number > %s ORDER BY seal.number LIMIT %s
            """,
            [after, SEALS_AT_ONCE],
        ).fetchall()
        for number, table, columns, first, last, count, print_, sealed_at, *ours in read:
            closed = Closed(
                number, table, tuple(json.loads(columns)), first, last, count, print_, sealed_at
            )
            waiting.append(_Kept(closed, *ours))
            rows += count
            if rows >= ROWS_AT_ONCE or len(waiting) == SEALS_AT_ONCE:
                yield waiting
                waiting, rows = [], 0
        if len(read) < SEALS_AT_ONCE:
            break
        after = read[-1][0]
    if waiting:
        yield waiting


def _check_seal(
    verdict: Verdict, kept: _Kept, *, before: str, number: int, ends: Mapping[str, int]
) -> None:
    closed = kept.closed
    if closed.number != number + 1:
        verdict.note(
            Finding(
                Kind.SEAL_MISSING, f"Seal {number + 1} is missing: {closed.number} comes next.",
                number + 1,
            )
        )  # fmt: skip
    follows = closed.chained(before) == kept.chain
    if not follows or closed.first_id != ends.get(closed.table, LOWEST - 1) + 1:
        verdict.note(
            Finding(
                Kind.SEAL_CHANGED,
                f"Seal {closed.number} does not follow from the one before it.",
                closed.number,
                closed.table,
            )
        )
    try:
        ours = signed(kept.chain, kept.signature, ring().key(kept.key_id).secret)
    except KeyLost as lost:
        words = f"Seal {closed.number} cannot be checked: {lost}"
        verdict.note(Finding(Kind.NOT_SIGNED, words, closed.number, closed.table))
        return
    if not ours:
        verdict.note(
            Finding(
                Kind.NOT_SIGNED,
                f"Seal {closed.number} was not signed with our key: somebody made it anew.",
                closed.number,
                closed.table,
            )
        )


def _check_end(connection: Connection, verdict: Verdict, ends: Mapping[str, int]) -> None:
    """Rows after the last seal are young and will be sealed; one that is not young is forged."""
    verdict.waiting = _one(
        connection,
        "SELECT count(*) FROM facts_fact WHERE id > %s",
        [ends.get(FACTS, LOWEST)],
    )
    ahead = connection.execute(
        "SELECT min(id) FROM facts_fact"
        " WHERE id > (SELECT last_value FROM facts_fact_id_seq) OR id < %s",
        [LOWEST],
    ).fetchone()
    if ahead and ahead[0] is not None:
        verdict.note(
            Finding(
                Kind.ADDED,
                f"Fact {ahead[0]} was not recorded by Ownway: its number was never given out.",
                None,
                FACTS,
                ahead[0],
            )
        )


def _check_head(connection: Connection, verdict: Verdict, head: Head) -> None:
    found = connection.execute(
        "SELECT chain FROM audit_seal WHERE number = %s", [head.number]
    ).fetchone()
    day = f"{head.sealed_at:%-d %B %Y}"
    if found is None:
        last = verdict.head.number if verdict.head else 0
        verdict.note(
            Finding(
                Kind.CUT_OFF,
                f"The chain ends at seal {last}, but seal {head.number} of {day} was published: "
                "everything sealed since is gone.",
                last + 1,
            )
        )
    elif found[0] != head.chain:
        verdict.note(
            Finding(
                Kind.SEAL_CHANGED,
                f"Seal {head.number} is not the one that was published, of {day}.",
                head.number,
            )
        )


# The rows


def _check_rows(connection: Connection, verdict: Verdict, seals: Sequence[Closed]) -> None:
    alike: dict[tuple[str, tuple[str, ...]], list[Closed]] = {}
    for closed in seals:
        alike.setdefault((closed.table, closed.columns), []).append(closed)
    for (table, columns), of_it in alike.items():
        key = keys_by_table().get(table)
        if key is None or not _has(connection, table, columns):
            verdict.note(
                Finding(
                    Kind.UNREADABLE,
                    f"Rows of {table} cannot be compared: the table or a column of it is gone.",
                    of_it[0].number,
                    table,
                )
            )
            continue
        for closed, rows, there in _digests(connection, table, key, columns, of_it):
            if rows != closed.rows or there != closed.digest:
                _name_rows(connection, verdict, closed, key)
            if table == FACTS:
                verdict.facts += rows
            else:
                verdict.history += rows


def _digests(
    connection: Connection,
    table: str,
    key: str,
    columns: tuple[str, ...],
    seals: Sequence[Closed],
) -> Iterator[tuple[Closed, int, str]]:
    question = sql.SQL(
        "SELECT found.rows, encode(sha256(found.prints), 'hex')"
        " FROM unnest(%s::bigint[], %s::bigint[]) WITH ORDINALITY"
        " AS bounds (first_id, last_id, place), LATERAL ({}) AS found ORDER BY bounds.place"
    ).format(prints_of_range(table, key, columns))
    ranges = [[one.first_id for one in seals], [one.last_id for one in seals]]
    found = connection.execute(question, ranges).fetchall()
    for closed, (rows, there) in zip(seals, found, strict=True):
        yield closed, rows, there


def _name_rows(connection: Connection, verdict: Verdict, closed: Closed, key: str) -> None:
    """Say which rows of a batch differ, if the seal itself can still tell; the erased may."""
    (kept,) = connection.execute(
        "SELECT prints FROM audit_seal WHERE number = %s", [closed.number]
    ).fetchone() or (b"",)
    if hashlib.sha256(kept).hexdigest() != closed.digest:
        words = f"Seal {closed.number} and its rows differ, and the seal itself was changed."
        verdict.note(Finding(Kind.SEAL_CHANGED, words, closed.number, closed.table))
        return
    question = sql.SQL(
        "SELECT found.prints FROM (SELECT %s::bigint AS first_id, %s::bigint AS last_id) AS bounds,"
        " LATERAL ({}) AS found"
    ).format(prints_of_range(closed.table, key, closed.columns))
    (there,) = connection.execute(question, [closed.first_id, closed.last_id]).fetchone() or (b"",)
    sealed = prints_of(kept)
    erased = _erased(connection, closed.table, closed.first_id, closed.last_id)
    verdict.erased += len(erased & sealed.keys())
    one = "Fact" if closed.table == FACTS else f"Row of {closed.table} number"
    for kind, row in differences(sealed, prints_of(there), erased=erased):
        verdict.note(
            Finding(
                kind, f"{one} {row} of seal {closed.number}: {kind}.", closed.number,
                closed.table, row,
            )
        )  # fmt: skip


def _erased(connection: Connection, table: str, first: int, last: int) -> frozenset[int]:
    rows = connection.execute(
        'SELECT row_id FROM audit_erasedrow WHERE "table" = %s AND row_id BETWEEN %s AND %s',
        [table, first, last],
    )
    return frozenset(row for (row,) in rows)


# The words


def _check_words(connection: Connection, verdict: Verdict) -> None:
    """The words and values beside each fact give its digest; the missing were erased on record."""
    with connection.cursor(name="words_of_facts") as rows:
        rows.itersize = WORDS_AT_ONCE
        rows.execute(
            """
            SELECT fact.id, fact.digest, content.fact_id IS NULL, content.words,
                   content.before::text, content.after::text, gone.row_id IS NOT NULL
            FROM facts_fact AS fact
            LEFT JOIN facts_factcontent AS content ON content.fact_id = fact.id
            LEFT JOIN (SELECT DISTINCT row_id FROM audit_erasedrow WHERE "table" = %s) AS gone
              ON gone.row_id = fact.id
            WHERE fact.digest <> '' OR content.fact_id IS NOT NULL
            """,
            [CONTENT],
        )
        for fact, said, gone, words, before, after, noted in rows:
            if gone and noted:
                verdict.erased += 1
            elif gone:
                told = f"The words of fact {fact} are gone, and nothing says they were erased."
                verdict.note(Finding(Kind.WORDS_MISSING, told, None, CONTENT, fact))
            elif digest(words, _values(before), _values(after)) != said:
                told = f"The words of fact {fact} are not those it was recorded with."
                verdict.note(Finding(Kind.WORDS_CHANGED, told, None, CONTENT, fact))
            verdict.words += not gone


def _values(kept: str | None) -> Any:
    """JSON as it is kept; asked for as text, since connections differ in what they make of it."""
    return None if kept is None else json.loads(kept)


def _has(connection: Connection, table: str, columns: Sequence[str]) -> bool:
    """Whether a table still has all of these columns."""
    found = connection.execute(
        "SELECT count(*) FROM pg_attribute WHERE attrelid = to_regclass(quote_ident(%s))"
        " AND attname = ANY(%s) AND NOT attisdropped",
        [table, list(columns)],
    ).fetchone()
    return found is not None and found[0] == len(columns)


def _one(connection: Connection, question: str, values: Sequence[object] = ()) -> int:
    (answer,) = connection.execute(question, values).fetchone() or (0,)
    return int(answer)
