"""What falls due by the retention schedule, and when: people, and rows that no person is behind."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import Min

from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.data_rights.domain.retention import Ground, ItemState, Rule, RunState
from ownway.foundation.data_rights.domain.schedule import rules
from ownway.foundation.data_rights.models import ErasureItem, ErasureRun, LegalHold, RightsRequest
from ownway.foundation.data_rights.queries.catalogue import PERSON, Table, tables
from ownway.foundation.data_rights.queries.requests import who_waits
from ownway.kernel.refusal import NotFound

RECORD = "adult-care-record"


@dataclass(frozen=True, slots=True)
class DuePerson:
    """A record that is due to go: since when, and from which day its period counted."""

    person_id: UUID
    counted_from: date
    due_on: date
    held: bool  # a legal hold stands, they asked something of their data, or a policy holds it


@dataclass(frozen=True, slots=True)
class DueTable:
    """Rows that are due to go whoever they are about."""

    table: str
    holds: str
    rule: str
    rows: int
    oldest: date
    due_on: date


@dataclass(frozen=True, slots=True)
class RunLine:
    """An erasing, and how far it came."""

    id: UUID
    ground: Ground
    because: str
    as_of: date
    state: RunState
    proposed_on: date
    proposed_by_id: UUID
    proposed_by: str
    decided_on: date | None
    decided_by: str
    decided_because: str
    work_id: UUID | None
    request_id: UUID | None
    counts: dict[ItemState, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class ItemLine:
    id: int
    about_id: UUID | None
    table: str
    rule: str
    counted_from: date | None
    due_on: date
    state: ItemState
    words: str
    rows: int


def record_rule() -> Rule:
    """The rule by which a whole record is kept."""
    return rules()[RECORD]


def people_due(*, on: date, limit: int | None = None) -> list[DuePerson]:
    """Records that are due to be erased by a day, the oldest first.

    Whoever died has nothing that goes on. A record in which nothing ever happened has no day to
    count from; it is not in the list. Nor is one that was erased already.
    """
    reach = record_rule().reaches(on)
    if reach is None:
        return []
    statement, values = _ended("", [])
    sql = (
        f"SELECT id, ended, held FROM ({statement}) AS them WHERE ended <= %s"
        f" AND NOT EXISTS (SELECT 1 FROM {ErasureItem._meta.db_table} i WHERE i.about_id = them.id"
        " AND i.state = %s) ORDER BY ended, id"
    )
    values += [reach, ItemState.ERASED.value]
    if limit is not None:
        sql += " LIMIT %s"
        values.append(limit)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    waits = set().union(*who_waits().values())
    return [_due(one, ended, held or one in waits) for one, ended, held in rows]


def when_ended(person_id: UUID) -> date | None:
    """The day one record's period counts from; None while anything of it goes on."""
    statement, values = _ended(" AND (p.id = %s OR p.joined_into_id = %s)", [person_id, person_id])
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return row[1] if row else None


def tables_due(*, on: date) -> list[DueTable]:
    """Tables with rows that are due to go, whoever they are about."""
    found = []
    for table in tables().values():
        by_day = swept_until(table, on=on)
        if by_day is None:
            continue
        rows = swept_rows(table, until=by_day)
        told = rows.aggregate(count=models.Count("pk"), oldest=Min(table.policy.swept_by))
        if told["count"]:
            rule = rules()[table.policy.kept]
            oldest = _day_of(told["oldest"])
            due = rule.due_after(oldest)
            assert due is not None
            found.append(
                DueTable(table.label, table.policy.holds, rule.id, told["count"], oldest, due)
            )
    return sorted(found, key=lambda one: (one.due_on, one.table))


def swept_until(table: Table, *, on: date) -> date | None:
    """The last day whose rows are due to go from a table; None where none ever are."""
    return rules()[table.policy.kept].reaches(on) if table.policy.swept_by else None


def swept_rows(table: Table, *, until: date) -> Any:
    """The rows of a table whose day is not after `until`."""
    *hops, last = table.policy.swept_by.split("__")
    model: Any = table.model
    for hop in hops:
        model = model._meta.get_field(hop).related_model
    instant = isinstance(model._meta.get_field(last), models.DateTimeField)
    lookup = f"{table.policy.swept_by}{'__date' if instant else ''}__lte"
    return table.model._base_manager.filter(**{lookup: until})


def runs() -> list[RunLine]:
    """Every erasing, the newest first."""
    return [_run(row) for row in _runs()]


def run(run_id: UUID) -> RunLine:
    """One erasing. Raises NotFound."""
    row = _runs().filter(pk=run_id).first()
    if row is None:
        raise NotFound("There is no such erasing.")
    return _run(row)


def how_many_items(run_id: UUID) -> int:
    """How many lines of an erasing whoever asks may see."""
    return ErasureItem.objects.filter(run_id=run_id).count()


def items(run_id: UUID, *, limit: int, after: int = 0) -> list[ItemLine]:
    """What an erasing is about, as it was put together; `after` is the last line seen."""
    rows = ErasureItem.objects.filter(run_id=run_id, pk__gt=after).order_by("pk")[:limit]
    return [
        ItemLine(
            id=row.pk,
            about_id=row.about_id,
            table=row.table,
            rule=row.rule,
            counted_from=row.counted_from,
            due_on=row.due_on,
            state=ItemState(row.state),
            words=row.words,
            rows=sum(row.rows.values()),
        )
        for row in rows
    ]


def _ended(more: str, values: list[Any]) -> tuple[str, list[Any]]:
    """SQL for (id, ended, held) of every record that stays."""
    happened = []
    for table in tables().values():
        active = table.policy.active
        if active is None:
            continue
        days = ", ".join(f'"{day}"' for day in active.days)
        goes_on = f'"{active.open_without}" IS NULL' if active.open_without else "false"
        happened.append(
            f"SELECT person_id, greatest({days}) AS day, {goes_on} AS goes_on"
            f" FROM {table.model._meta.db_table}"
        )
    people = tables()[PERSON].model._meta.db_table
    hold, asked = LegalHold._meta.db_table, RightsRequest._meta.db_table
    sql = (
        "SELECT coalesce(p.joined_into_id, p.id) AS id,"
        " CASE WHEN bool_or(s.goes_on) AND max(p.died_on) IS NULL THEN NULL"
        " ELSE greatest(max(s.day), max(p.died_on)) END AS ended,"
        f" bool_or(EXISTS (SELECT 1 FROM {hold} h WHERE h.about_id = p.id AND h.lifted_on IS NULL)"
        f" OR EXISTS (SELECT 1 FROM {asked} r WHERE r.about_id = p.id AND r.closed_on IS NULL))"
        f" AS held FROM {people} p LEFT JOIN ({' UNION ALL '.join(happened)}) AS s"
        f" ON s.person_id = p.id WHERE true{more} GROUP BY 1"
    )
    return sql, list(values)


def _due(person_id: UUID, ended: date, held: bool) -> DuePerson:
    due = record_rule().due_after(ended)
    assert due is not None
    return DuePerson(person_id, ended, due, held)


def _runs() -> Any:
    return ErasureRun.objects.select_related("proposed_by", "decided_by")


def _run(row: ErasureRun) -> RunLine:
    with whole_council():  # a count; whoever may not see a record is not shown it here either
        counted = list(
            ErasureItem.objects.filter(run=row)
            .order_by()
            .values_list("state")
            .annotate(count=models.Count("pk"))
        )
    return RunLine(
        id=row.pk,
        ground=Ground(row.ground),
        because=row.because,
        as_of=row.as_of,
        state=RunState(row.state),
        proposed_on=row.proposed_on,
        proposed_by_id=row.proposed_by_id,
        proposed_by=row.proposed_by.name,
        decided_on=row.decided_on,
        decided_by=row.decided_by.name if row.decided_by else "",
        decided_because=row.decided_because,
        work_id=row.work_id,
        request_id=row.request_id,
        counts={ItemState(state): count for state, count in counted},
    )


def _day_of(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
