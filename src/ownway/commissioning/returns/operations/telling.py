"""Know again what a return of ours told, so that it can be read back where it was made.

A return tells rows born here, which no file brought, and rows of files of which something else is
true by now. When one is made, what the reader will find in those lines is noted (`ToldHere`), and
so is each line of a row born here (`BornLine`), so that the next return need not work it out again.

When a file comes in, a row of it that tells of a row born here is `unchanged`: nothing of a file
ever overwrites, or stands beside, what began here. Where events of files have the same identity (a
double-up), only the very words that a return told are taken for the row born here. A row told as a
return told an altered one counts as what is held, unless the file is about a later period: then it
may be news, and is taken as any other.
"""

import io
from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db import connection

from ownway.commissioning.returns.domain import (
    EVENT_TYPES,
    Block,
    Row,
    identities_of_block,
    read,
    writing,
)
from ownway.commissioning.returns.domain.lines import LINE_END
from ownway.commissioning.returns.queries.going_out import text
from ownway.foundation.bulk.waiting import Waiting, asked, run
from ownway.support.reablement.queries import every_episode

AT_ONCE: Final = 5_000
_LINES: Final = (
    "SELECT w.kind, w.id::text, w.line, NOT s.told FROM going_out_worked w "
    "JOIN going_out_special s USING (kind, id) WHERE NOT w.put_aside"
)


def note_told(council_code: str, first_day: date, last_day: date) -> None:
    """Note what the return tells that no file told so; in the transaction that prepared its rows.

    After the last question about these: lines that are noted are lines known.

    council_code, first_day, last_day  what its lines begin with
    """
    run(
        "CREATE TEMP TABLE told_now (kind smallint, row_id uuid, born boolean, "
        "cld_key text, cld_content text) ON COMMIT DROP"
    )
    begin = writing.beginning(council_code, first_day, last_day)
    run(f"DECLARE told_lines NO SCROLL CURSOR FOR {_LINES}")
    while rows := asked(f"FETCH {AT_ONCE} FROM told_lines"):
        file = io.BytesIO(
            writing.header()
            + b"".join(
                f"{begin}{line}{LINE_END}".encode(writing.ENCODING) for _, _, line, _ in rows
            )
        )
        found = list(_as_read(file, council_code))
        with (
            connection.cursor() as cursor,
            cursor.copy("COPY told_now FROM STDIN") as copy,
        ):
            for (kind, row_id, _, born), (key, content) in zip(rows, found, strict=True):
                copy.write_row((kind, row_id, born, key, content))
    run("CLOSE told_lines")
    run(
        "INSERT INTO returns_toldhere (kind, row_id, cld_key, cld_content, born, last_day) "
        "SELECT kind, row_id, cld_key, cld_content, born, %s FROM told_now "
        "ON CONFLICT (cld_key, cld_content, row_id) DO UPDATE "
        "SET last_day = greatest(returns_toldhere.last_day, excluded.last_day)",
        [last_day],
    )
    run(
        "INSERT INTO returns_bornline (row_id, kind, rests_on, line, classes) "
        "SELECT id, kind, s.rests_on, w.line, w.classes FROM going_out_worked w "
        "JOIN going_out_special s USING (kind, id) WHERE NOT s.told AND NOT w.put_aside "
        "ON CONFLICT (row_id) DO UPDATE SET rests_on = excluded.rests_on, "
        "line = excluded.line, classes = excluded.classes"
    )
    run("DROP TABLE told_now")


def _as_read(file: io.BytesIO, council_code: str) -> Iterator[tuple[str, str]]:
    """The identity and content of each row, as the import finds them."""
    for found in read(file, la_code=council_code).stretches():
        if isinstance(found, Block):
            yield from identities_of_block(found, la_code=council_code)
            continue
        for row in found:
            assert isinstance(row, Row), "A return tells a row that no file can tell."
            yield row.event.cld_key, row.event.cld_content


def know_again(events: dict[str, Waiting], last_day: date | None) -> None:
    """Of rows that wait: take away those told of rows born here, and know altered ones again.

    events    by type, before anybody looks at what is held
    last_day  of the file's period
    """
    for kind, event_type in enumerate(EVENT_TYPES):
        waiting = events[event_type]
        if not asked("SELECT EXISTS (SELECT FROM returns_toldhere WHERE kind = %s)", [kind])[0][0]:
            continue
        _forget_born(kind, waiting)
        run(
            f"UPDATE {waiting.table} w SET cld_content = h.cld_content "
            f"FROM returns_toldhere t JOIN {waiting.holds} h ON h.id = t.row_id "
            "WHERE t.kind = %s AND NOT t.born AND t.cld_key = w.cld_key "
            "AND t.cld_content = w.cld_content AND h.cld_key = w.cld_key AND t.last_day >= %s",
            [kind, last_day or date.max],
        )


def _forget_born(kind: int, waiting: Waiting) -> None:
    held = f"SELECT FROM {waiting.holds} h WHERE h.cld_key = w.cld_key"
    run(
        f"DELETE FROM {waiting.table} w USING returns_toldhere t "
        "WHERE t.kind = %s AND t.born AND t.cld_key = w.cld_key "
        f"AND (EXISTS (SELECT FROM {waiting.holds} b WHERE b.id = t.row_id){_or_beside(kind)}) "
        "AND CASE WHEN t.cld_content = w.cld_content "
        f"THEN NOT EXISTS ({held} AND h.cld_content = w.cld_content) "
        f"ELSE NOT EXISTS ({held}) END",
        [kind],
    )


def _or_beside(kind: int) -> str:
    """A service born here may also be an episode of reablement."""
    if EVENT_TYPES[kind] != "Service":
        return ""
    return f" OR t.row_id IN ({text(every_episode().order_by().values('id'))})"
