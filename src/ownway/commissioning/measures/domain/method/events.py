"""The events of a period, each once: the national table that every measure starts from.

Three steps. *In the period*: services that touch it, other events that end in it; a death inside
an event ends it. *Cropped*: a service that goes on at the end of a file's days, and is missing from
the file of the days that follow next, ends there. *Unique*: of rows that tell the same event, the
one of the latest days, then the open or latest end, the higher outcome, the later row.

Source    Stored_procedures/create_FilterToEventsInPeriod_procedure.sql, create_GetDerivedFields_
          procedure.sql, create_GetUniqueEvents_procedure.sql, commit 9bee728f (joined files;
          identity from values as told, as until July 2026).
"""

from collections.abc import Sequence
from datetime import timedelta

import ibis
from ibis.expr.types import DateValue, IntegerValue, StringValue, Table

from ownway.commissioning.measures.domain.method.chosen import Chosen
from ownway.commissioning.measures.domain.method.words import LAST_RANK, SERVICE
from ownway.commissioning.measures.domain.results import OLDER, WORKING_AGE

A_FILE = 10**9  # more rows than a file can hold: `record` sorts by file, then row
UNDER_AGE, AGE_UNKNOWN = "Under 18", "Unknown"


def never() -> DateValue:
    """Stands for the end of what has not ended."""
    return ibis.date(9999, 1, 1)


def age_at(born: DateValue, day: DateValue) -> IntegerValue:
    """Days lived over 365.25, whole: how the ministry counts years from a month of birth."""
    return (day.delta(born, unit="day") * 4) // 1461


def age_band(age: IntegerValue) -> StringValue:
    """Of adults, the two bands of the measures."""
    return ibis.cases(
        (age < 18, UNDER_AGE), (age <= 64, WORKING_AGE), (age >= 65, OLDER), else_=AGE_UNKNOWN
    )


def joined(files: Sequence[tuple[Chosen, Table]]) -> Table:
    """Every row of the chosen files, with the days its file counts for."""
    return ibis.union(
        *(
            told.mutate(
                record=told.row + ibis.literal(chosen.submitted.rank * A_FILE, type="int64"),
                file=ibis.literal(chosen.submitted.rank, type="int64"),
                days_from=ibis.literal(chosen.first_day),
                days_to=ibis.literal(chosen.last_day),
                days_next=ibis.literal(chosen.last_day + timedelta(days=1)),
            )
            for chosen, told in files
        ),
        distinct=False,
    )


def in_period(rows: Table) -> Table:
    """Rows of people that happen in the days of their file, ended by a death inside them."""
    died_inside = rows.death.between(rows.start, rows.end) | (
        (rows.death > rows.start) & rows.end.isnull()
    )
    ended = rows.mutate(end=ibis.ifelse(died_inside, rows.death, rows.end))
    service = ended.kind == SERVICE
    happens = ibis.ifelse(
        service,
        ended.end.isnull() | (ended.end >= ended.days_from),
        ended.end.between(ended.days_from, ended.days_to),
    )
    alive = ended.death.isnull() | ((ended.death >= ended.days_from) & (ended.death >= ended.start))
    return ended.filter(
        ended.person.notnull(), ended.kind.notnull(), happens, ended.start <= ended.days_to, alive
    )


def with_identity(rows: Table) -> Table:
    """What makes rows the same event, in one text: the end counts, but for a service."""
    end = ibis.ifelse(rows.kind == SERVICE, ibis.null("date"), rows.end)
    return rows.mutate(
        identity=rows.start.cast("string")
        + "|"
        + end.cast("string").fill_null("")
        + "|"
        + rows.person
        + "|"
        + rows.told_as.fill_null("")
    )


def cropped(rows: Table) -> Table:
    """Close what goes on at the end of its file's days and is not in the days that follow next."""
    latest = rows.agg(latest=rows.days_from.max())
    followed = (
        rows.select(identity=rows.identity, next_from=rows.days_from)
        .distinct()
        .mutate(told_again=ibis.literal(True))
    )
    matched = rows.left_join(
        followed, [rows.identity == followed.identity, rows.days_next == followed.next_from]
    ).drop("identity_right", "next_from")
    asked = matched.cross_join(latest)
    goes_on = asked.end.isnull() | (asked.end > asked.days_to)
    closes = (asked.days_from != asked.latest) & goes_on & asked.told_again.isnull()
    return asked.mutate(end=ibis.ifelse(closes, asked.days_to, asked.end)).drop(
        "told_again", "latest"
    )


def unique(rows: Table) -> Table:
    """One row an event."""
    first = ibis.row_number().over(
        ibis.window(
            group_by=rows.identity,
            order_by=[
                rows.days_to.desc(),
                ibis.coalesce(rows.end, never()).desc(),
                ibis.coalesce(rows.outcome_rank, LAST_RANK).asc(),
                rows.conversation.desc(),
                rows.record.desc(),
            ],
        )
    )
    return rows.mutate(place=first).filter(lambda row: row.place == 0).drop("place", "identity")


def with_band(rows: Table) -> Table:
    """The age band at the end of the event, or of its file's days while it goes on."""
    return rows.mutate(band=age_band(age_at(rows.born, ibis.coalesce(rows.end, rows.days_to))))
