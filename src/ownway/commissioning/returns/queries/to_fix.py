"""The records to put right, one row at a time: for a fix, or for a person. Opening is recorded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Substr

from ownway.commissioning.returns import domain, permissions
from ownway.commissioning.returns.domain import quality
from ownway.commissioning.returns.domain.cells import UNLISTED
from ownway.commissioning.returns.domain.checks import CHECKS, Check, Stood
from ownway.commissioning.returns.domain.quality import Cell, Fix
from ownway.commissioning.returns.queries.at_fault import (
    EVERYTHING,
    KINDS,
    Kind,
    Narrowing,
    at_fault,
    check_may_read,
    event_checks,
    kinds_of,
    people_found,
    rows_of,
)
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.facts import operations as facts
from ownway.support.people import queries as people

ROWS_A_PAGE = 50
AT_ONCE = 1_000  # rows read and recorded together when a whole list is taken away


@dataclass(frozen=True, slots=True)
class ToFix:
    """One thing to put right, in one row. `event_type` is empty for the person's own details."""

    person_id: UUID
    name: str
    council_id: str
    team: str
    event_type: str
    row_id: UUID
    began: date | None
    fix: Fix
    told: str
    expected: str


@dataclass(frozen=True, slots=True)
class After:
    """The last line of the page before: where the next page goes on."""

    event_type: str
    began: date
    row_id: UUID


@dataclass(frozen=True, slots=True)
class RowsToFix:
    """A page of rows, how many there are, and how many of others' people the asker may not see."""

    lines: tuple[ToFix, ...]
    count: int
    outside: int
    after: After | None


def rows_to_fix(
    fix: Fix,
    *,
    by: SignIn,
    on: date,
    narrowing: Narrowing = EVERYTHING,
    after: After | None = None,
    limit: int = ROWS_A_PAGE,
) -> RowsToFix:
    """The rows that a fix puts right, newest first in each type of event, a page at a time.

    Opening them is recorded, for the list and for each person; must run in a transaction.
    Raises NotAllowed.
    """
    check_may_read(by)
    count, everywhere = _count(fix, narrowing, by, on)
    found = _page(fix, narrowing, by, on, after, limit + 1)
    shown, more = found[:limit], len(found) > limit
    _record_list(fix.words, by=by, on=on)
    last = shown[-1] if more else None
    return RowsToFix(
        lines=tuple(_named(shown, by=by, on=on)),
        count=count,
        outside=everywhere - count,
        after=After(last.event_type, last.began or date.min, last.row_id) if last else None,
    )


def every_row_to_fix(
    fix: Fix, *, by: SignIn, on: date, narrowing: Narrowing = EVERYTHING
) -> Iterator[ToFix]:
    """As `rows_to_fix`, all of them, some at a time; the transaction must last to the end."""
    check_may_read(by)
    _record_list(f"{fix.words}, taken away as a file", by=by, on=on)
    after: After | None = None
    while found := _page(fix, narrowing, by, on, after, AT_ONCE):
        yield from _named(found, by=by, on=on)
        if len(found) < AT_ONCE:
            return
        last = found[-1]
        after = After(last.event_type, last.began or date.min, last.row_id)


def to_fix_of_person(person_id: UUID, *, by: SignIn, on: date) -> list[ToFix]:
    """Everything to put right in one person's data, what matters most first; each thing once.

    A fault in the person's own details stands on each of their rows: the newest speaks. Values of
    lists we have not read are left out. Must run in a transaction; the reading is recorded.
    Raises NotAllowed; NotFound where `by` may not know of the person.
    """
    check_may_read(by)
    people.check_may_read(person_id, by=by)
    facts.record_reading(
        people.PEOPLE_LISTED, about=person_id, by=by, on=on, words="What to put right in their data"
    )
    return _with_names(_of_person(person_id, by, on), by=by, on=on)


def how_much_to_fix(person_id: UUID, *, by: SignIn, on: date) -> int:
    """How many things `to_fix_of_person` would list; 0 for those who may not open it."""
    return len(_of_person(person_id, by, on)) if permissions.READ_QUALITY.allows(by) else 0


def _tables(fix: Fix, narrowing: Narrowing) -> tuple[Kind, ...]:
    kinds = kinds_of(narrowing.event_type)
    if isinstance(fix, Check):
        return tuple(kind for kind in kinds if kind.event_type in fix.event_types)
    return kinds


def _chosen(fix: Fix, kind: Kind, rows: QuerySet[Any], on: date) -> QuerySet[Any]:
    if isinstance(fix, Check):
        return rows.filter(at_fault(fix, kind, on))
    letter = Substr("cld_classes", quality.place_of(fix.field), 1)
    chosen: QuerySet[Any] = rows.annotate(letter=letter).filter(letter=fix.letter)
    return chosen


@whole_council()
def _count(fix: Fix, narrowing: Narrowing, by: SignIn, on: date) -> tuple[int, int]:
    """How many rows of people `by` may see, and how many of everybody."""
    if isinstance(fix, Check) and fix.about == "person":
        count = people_found(fix, by, narrowing, on).count()
        return count, count
    seen = everywhere = 0
    for kind in _tables(fix, narrowing):
        seen += _chosen(fix, kind, rows_of(kind, by, narrowing), on).count()
        everywhere += _chosen(fix, kind, rows_of(kind, None, narrowing), on).count()
    return seen, everywhere


def _page(
    fix: Fix, narrowing: Narrowing, by: SignIn, on: date, after: After | None, limit: int
) -> list[ToFix]:
    """Up to `limit` rows, still without the names of their people."""
    if isinstance(fix, Check) and fix.about == "person":
        return _page_of_people(fix, narrowing, by, on, after, limit)
    found: list[ToFix] = []
    kinds = _tables(fix, narrowing)
    types: list[str] = [kind.event_type for kind in kinds]
    if after is not None and after.event_type in types:
        kinds = kinds[types.index(after.event_type) :]
    for kind in kinds:
        rows = _chosen(fix, kind, rows_of(kind, by, narrowing), on)
        if after is not None and after.event_type == kind.event_type:
            earlier = Q(**{f"{kind.began}__lt": after.began})
            rows = rows.filter(earlier | Q(**{kind.began: after.began}, pk__gt=after.row_id))
        rows = rows.order_by(f"-{kind.began}", "pk")
        for row in _values(kind, rows)[: limit - len(found)]:
            found.append(_to_fix(fix, kind, row))
        if len(found) == limit:
            break
    return found


def _page_of_people(
    check: Check, narrowing: Narrowing, by: SignIn, on: date, after: After | None, limit: int
) -> list[ToFix]:
    rows = people_found(check, by, narrowing, on)
    if after is not None:
        rows = rows.filter(pk__gt=after.row_id)
    return [
        _of_details(check, row_id, born, died)
        for row_id, born, died in rows.order_by("pk").values_list("pk", "born_on", "died_on")[
            :limit
        ]
    ]


def _of_details(check: Check, person_id: UUID, born: date | None, died: date | None) -> ToFix:
    stood = Stood(began=date.min, born=born, died=died)
    return ToFix(
        person_id, "", "", "", "", person_id, None, check, check.says(stood, _day), check.expected
    )


def _values(kind: Kind, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.values(
        "pk", "person_id", "cld_classes", "cld_line", "person__born_on", "person__died_on",
        "person__address_protected", kind.began, kind.ended, *kind.extra,
    )  # fmt: skip


def _stood(kind: Kind, row: Mapping[str, Any]) -> Stood:
    return Stood(
        began=row[kind.began],
        ended=row[kind.ended],
        born=row["person__born_on"],
        died=row["person__died_on"],
        cost_weekly=row.get("cost_weekly"),
        component=row.get("service_component", ""),
        mechanism=row.get("delivery_mechanism", ""),
    )


def _to_fix(fix: Fix, kind: Kind, row: Mapping[str, Any]) -> ToFix:
    if isinstance(fix, Check):
        told, expected = fix.says(_stood(kind, row), _day), fix.expected
    else:
        cells = _told_cells(row["cld_line"])
        hidden = fix.field == "Postcode" and row["person__address_protected"]
        told = cells[quality.place_of(fix.field) - 1] if cells and not hidden else ""
        expected = quality.expected_of(fix.field)
    return ToFix(
        person_id=row["person_id"],
        name="",
        council_id="",
        team="",
        event_type=kind.event_type,
        row_id=row["pk"],
        began=row[kind.began],
        fix=fix,
        told=told,
        expected=expected,
    )


def _told_cells(line: str) -> tuple[str, ...]:
    """The cells of a row as its file told them, in the order of the fields; () when not kept."""
    cells = domain.line_cells(line) if line else ()
    return ("",) * (len(domain.NAMES) - len(cells)) + cells if cells else ()


def _of_person(person_id: UUID, by: SignIn, on: date) -> list[ToFix]:
    narrowing = Narrowing(person_id=person_id)
    found: list[ToFix] = []
    details: dict[str, ToFix] = {}  # field -> the fault of the newest row
    newest: date | None = None
    for kind in KINDS:
        checks = event_checks(kind)
        rows = _values(
            kind, rows_of(kind, by, narrowing).order_by(f"-{kind.began}", "pk")
        ).annotate(
            **{
                f"check_{number}": ExpressionWrapper(at_fault(check, kind, on), BooleanField())
                for number, check in enumerate(checks)
            }
        )
        for row in rows:
            found += [
                _to_fix(check, kind, row)
                for number, check in enumerate(checks)
                if row[f"check_{number}"]
            ]
            of_row: dict[str, ToFix] = {}
            for fault in quality.faults_of(row["cld_classes"], _told_cells(row["cld_line"])):
                assert isinstance(fault.fix, Cell)
                if fault.fix.letter == UNLISTED:
                    continue
                one = _to_fix(fault.fix, kind, row)
                if quality.is_about_person(fault.fix.field):
                    of_row[fault.fix.field] = one
                else:
                    found.append(one)
            if row["cld_classes"] and (newest is None or row[kind.began] > newest):
                newest, details = row[kind.began], of_row
    for check in CHECKS:
        if check.about == "person":
            found += _page_of_people(check, narrowing, by, on, None, 1)
    found += details.values()
    return sorted(found, key=lambda one: (-one.fix.parts, one.fix.words, str(one.row_id)))


def _named(rows: Sequence[ToFix], *, by: SignIn, on: date) -> list[ToFix]:
    """The rows with their people's names; that they were listed is recorded for each person."""
    whom = dict.fromkeys(row.person_id for row in rows)
    facts.record_many(people.PEOPLE_LISTED, ((on, one, None) for one in whom), by=by)
    return _with_names(rows, by=by, on=on)


def _with_names(rows: Iterable[ToFix], *, by: SignIn, on: date) -> list[ToFix]:
    rows = list(rows)
    known = people.briefly({row.person_id for row in rows}, by=by, on=on)
    return [
        replace(row, name=one.name, council_id=one.council_id, team=one.team)
        for row in rows
        if (one := known.get(row.person_id))
    ]


def _record_list(words: str, *, by: SignIn, on: date) -> None:
    facts.record_reading(
        people.PEOPLE_LISTED, about=None, by=by, on=on, words=f"Records to put right: {words}"
    )


def _day(value: date | None) -> str:
    return "no day" if value is None else f"{value.day} {value:%B %Y}"
