"""The return as it would go out today: its rows, how they class, and the records to put right.

The counts are of everybody, without a name. Who may open the records behind them is checked here,
and each opening is a reading.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from ownway.commissioning.returns import permissions
from ownway.commissioning.returns.domain import (
    EVENT_TYPES,
    NAMES,
    FieldCount,
    line_cells,
    quality,
    writing,
)
from ownway.commissioning.returns.domain import cells as cell
from ownway.commissioning.returns.domain.fields import AT
from ownway.commissioning.returns.domain.lines import FIRST
from ownway.commissioning.returns.queries.going_out import Going, fetched, text
from ownway.foundation.access import queries as who
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.facts import operations as facts
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import queries as people
from ownway.support.planning import queries as planning

STRETCH: Final = 1 << 20  # bytes handed on at a time
AT_ONCE: Final = 1_000  # records read and recorded together when a whole list is taken away
# What a binary copy begins and ends with, in the first message and the last.
SIGNATURE: Final = b"PGCOPY\n\xff\r\n\0"
BEFORE_ROWS: Final = len(SIGNATURE) + 8
AFTER_ROWS: Final = b"\xff\xff"
IN_DOUBT, PUT_ASIDE = "in-doubt", "put-aside"  # lists beside those of a field and a class
_NOT_SURE: Final = (
    "A later file no longer tells of this service, so it has only a presumed end.",
    "Find out whether it ended, and when; or bring in a file that tells of it.",
)
_NO_FILE: Final = (
    "No file could hold this row so that it could be read again: its day lies out of all bounds, "
    "or the person has neither a council id nor a valid NHS number.",
    "Put the day right, or give the person a number.",
)


@dataclass(frozen=True, slots=True)
class Checks:
    """What the rules of the import say of a return.

    by_field  for each field the rows in each class, in the order of the fields; they add up to rows
    in_doubt  services left out because their end is only presumed
    """

    rows: int
    by_type: tuple[tuple[str, int], ...]
    by_field: tuple[FieldCount, ...]
    in_doubt: int
    put_aside: int

    @property
    def faults(self) -> tuple[FieldCount, ...]:
        """What is wrong, most rows first: what to put right first."""
        fine = (cell.CLASS_WORDS[cell.VALID], cell.CLASS_WORDS[cell.BLANK_ALLOWED])
        wrong = (count for count in self.by_field if count["class"] not in fine)
        return tuple(sorted(wrong, key=lambda count: -count["rows"]))


@dataclass(frozen=True, slots=True)
class RecordAtFault:
    """One event of one person, and what is wrong with a field of it."""

    person_id: UUID
    name: str
    council_id: str
    event_type: str
    started_on: date
    ended_on: date | None
    field: str
    value: str  # as told
    why: str
    remedy: str


def council() -> str:
    """The council whose return this is. Raises Refused while nobody has said."""
    code = who.council_code()
    if not code:
        raise Refused(
            "Nobody has said yet which council this is. The first national file that comes in says."
        )
    return code


def prepared(first_day: date, last_day: date) -> Going:
    """The rows of the return, ready to be asked about in the same transaction."""
    going = Going(first_day, last_day)
    going.prepare()
    return going


def checks(going: Going) -> Checks:
    """How the rows class. Runs in the transaction that prepared them."""
    counted: Counter[str] = Counter()
    for pattern, rows in fetched(
        f"SELECT kind || classes, count(*) FROM ({going.rows()}) going GROUP BY 1"
    ):
        counted[pattern] = rows
    return added_up(going, counted)


def added_up(going: Going, counted: Mapping[str, int]) -> Checks:
    """The same from what `stream` counted."""
    fields: Counter[tuple[int, str]] = Counter()
    types: Counter[int] = Counter()
    for pattern, rows in counted.items():
        types[int(pattern[0])] += rows
        for place, letter in enumerate(pattern[1:]):
            # The council and the period are ours, whatever the file said that the row came in.
            fields[place, cell.VALID if place < FIRST else letter] += rows
    return Checks(
        rows=types.total(),
        by_type=tuple((name, types[kind]) for kind, name in enumerate(EVENT_TYPES)),
        by_field=tuple(
            {"field": name, "class": words, "rows": fields[place, letter]}
            for place, name in enumerate(NAMES)
            for letter, words in cell.CLASS_WORDS.items()
            if fields[place, letter]
        ),
        in_doubt=planning.services_in_doubt(going.first_day, going.last_day).count(),
        put_aside=fetched(f"SELECT count(*) FROM ({going.put_aside()}) aside")[0][0],
    )


@whole_council()
def checks_of(first_day: date, last_day: date) -> Checks:
    """How today's return for a period classes."""
    with transaction.atomic():
        return checks(prepared(first_day, last_day))


def stream(going: Going, council_code: str, counted: Counter[str]) -> Iterator[bytes]:
    """The file, a stretch at a time. Until it is drawn out the connection is busy with it.

    `counted` is added to: for each pattern of type and classes, how many rows have it.
    """
    waiting = [writing.header()]
    size = len(waiting[0])
    each = 1 + len(NAMES)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({going.lines(council_code)}) TO STDOUT (FORMAT binary)") as copy,
    ):
        begin = BEFORE_ROWS
        for message in copy:
            if len(message) - begin == len(AFTER_ROWS):
                break
            # How many columns there are (2 bytes), then for each its length (4 bytes) and itself.
            at = begin + 6
            end = at + int.from_bytes(message[at - 4 : at])
            waiting.append(message[at:end])
            size += end - at
            patterns = bytes(message[end + 4 :]).decode()
            counted.update([patterns[one : one + each] for one in range(0, len(patterns), each)])
            begin = 0
            if size >= STRETCH:
                yield b"".join(waiting)
                waiting.clear()
                size = 0
        for _ in copy:
            raise AssertionError("A copy went on after its end.")
    yield b"".join(waiting)


def live_return(first_day: date, last_day: date) -> Iterator[bytes]:
    """Today's return for a period as the bytes it would go out in, kept nowhere.

    Draw it out before asking the database anything else. Raises BadPeriod; Refused when nobody has
    said which council this is.
    """
    code = council()
    with transaction.atomic():
        going = prepared(first_day, last_day)
        yield from stream(going, code, Counter())


@whole_council()
def records_at_fault(
    first_day: date,
    last_day: date,
    *,
    field: str,
    class_words: str,
    by: SignIn,
    on: date,
    start: int = 0,
    limit: int = 50,
) -> list[RecordAtFault]:
    """Records of a return with a field in a class, a page at a time, of people `by` may see.

    Or, with a blank field, `class_words` may be IN_DOUBT or PUT_ASIDE. Opening them is recorded for
    the list and each person; must run in a transaction. Raises NotAllowed, NotFound, BadPeriod.
    """
    statement = _at_fault(first_day, last_day, field=field, class_words=class_words, by=by)
    _record_list(field, class_words, by=by, on=on)
    rows = fetched(f"{statement} LIMIT {int(limit)} OFFSET {int(start)}")
    return list(_shown(rows, field, class_words, by=by, on=on))


def every_record_at_fault(
    first_day: date, last_day: date, *, field: str, class_words: str, by: SignIn, on: date
) -> Iterator[RecordAtFault]:
    """All of them, to take away as a file; the transaction must last to the end."""
    with whole_council(), closing(connection.chunked_cursor()) as cursor:
        statement = _at_fault(first_day, last_day, field=field, class_words=class_words, by=by)
        _record_list(field, class_words, by=by, on=on)
        cursor.execute(statement)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from _shown(rows, field, class_words, by=by, on=on)


def letter_of(class_words: str) -> str:
    """The letter of a class that is a fault. Raises NotFound."""
    for letter, words in cell.CLASS_WORDS.items():
        if words == class_words and letter not in (cell.VALID, cell.BLANK_ALLOWED):
            return letter
    raise NotFound("There is no such fault.")


def _at_fault(first_day: date, last_day: date, *, field: str, class_words: str, by: SignIn) -> str:
    if not permissions.READ_FAULTS.allows(by):
        raise NotAllowed(permissions.READ_FAULTS.refusal())
    if field and field not in NAMES:
        raise NotFound("There is no such field.")
    if not field and class_words not in (IN_DOUBT, PUT_ASIDE):
        raise NotFound("There is no such fault.")
    going = Going(first_day, last_day)
    if not field and class_words == IN_DOUBT:
        rows = going.in_doubt()
    elif not field:
        going.prepare()
        rows = going.put_aside()
    else:
        letter = letter_of(class_words)
        going.prepare()
        rows = (
            f"SELECT * FROM ({going.rows()}) going "
            f"WHERE substr(classes, {AT[field] + 1}, 1) = '{letter}'"
        )
    return (
        f"SELECT kind, person_id, started, ended, line FROM ({rows}) faulty "
        f"WHERE person_id IN ({text(people.ids_visible(by=by))}) "
        "ORDER BY started DESC, id"
    )


def _record_list(field: str, class_words: str, *, by: SignIn, on: date) -> None:
    facts.record_reading(
        people.PEOPLE_LISTED,
        about=None,
        by=by,
        on=on,
        words=f"Records to put right before the return: {field} {class_words}".replace("  ", " "),
    )


def _shown(
    rows: Sequence[tuple[Any, ...]], field: str, class_words: str, *, by: SignIn, on: date
) -> Iterator[RecordAtFault]:
    known = people.briefly((row[1] for row in rows), by=by, on=on)
    facts.record_many(people.PEOPLE_LISTED, ((on, row[1], None) for row in rows), by=by)
    if field:
        fault = quality.Cell(field, letter_of(class_words))
        reasons = fault.why, fault.remedy
    else:
        reasons = _NOT_SURE if class_words == IN_DOUBT else _NO_FILE
    for kind, person_id, started_on, ended_on, line in rows:
        person = known[person_id]
        yield RecordAtFault(
            person_id=person_id,
            name=person.name,
            council_id=person.council_id,
            event_type=EVENT_TYPES[kind],
            started_on=started_on,
            ended_on=ended_on,
            field=field,
            value=_value(line, field),
            why=reasons[0],
            remedy=reasons[1],
        )


def _value(line: str, field: str) -> str:
    """What a line says of a field; nothing for the council and the period, which are not in it."""
    if not field or AT[field] < FIRST:
        return ""
    return line_cells(line)[AT[field] - FIRST]
