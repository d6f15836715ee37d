"""Take services that a national file tells of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from psycopg import sql

from ownway.foundation.access.models import SignIn
from ownway.foundation.bulk import columns
from ownway.foundation.bulk.events import OneFile, places_table, take_events, waiting_columns
from ownway.foundation.bulk.taking import Taken
from ownway.foundation.bulk.waiting import Waiting, asked, run
from ownway.foundation.facts.domain import declare
from ownway.foundation.facts.operations import record_returned
from ownway.support.planning.domain.weekly_cost import NO_COST, how_paid
from ownway.support.planning.models import Arrangement

IMPORTED = declare("planning.service-imported", "Support started")
SUPERSEDED = declare("planning.service-superseded", "Support details corrected")

# Database columns, in the order of each row.
COLUMNS = (
    *columns.COLUMNS,
    "first_day",
    "last_day",
    "service_type",
    "service_component",
    "delivery_mechanism",
    "provider_location_id",
    "outcome",
    "description",
    "unit_cost",
    "cost_frequency",
    "planned_units_weekly",
)

ENDED_IN_DOUBT = declare(
    "planning.service-ended-in-doubt", "Missing from the next file; the end is presumed"
)


@dataclass(frozen=True, slots=True)
class EarlierFile:
    """A file taken before, as far as a missing service asks. The list of them is oldest first."""

    submission_id: UUID
    first_day: date
    last_day: date


def waiting_services() -> Waiting:
    """A table in which services wait, with the columns `COLUMNS` but for those of `FILLED`."""
    return Waiting(Arrangement, waiting_columns(COLUMNS))


@transaction.atomic
def take_services(waiting: Waiting, *, file: OneFile, by: SignIn | None, on: date) -> Taken:
    """Take the services that wait as arrangements; what a later file wrote stays.

    The weekly cost is worked out by the national rules, and the rule kept on the row. A last day
    that a decision here set stands, whatever a later file says. A service that was missing from a
    later file than the one it came from, and is told of again, is in doubt no more.
    """
    _say_how_paid(waiting)
    return take_events(
        Arrangement,
        COLUMNS,
        waiting,
        file=file,
        day="first_day",
        accepted=IMPORTED,
        superseded=SUPERSEDED,
        by=by,
        on=on,
        decided={"last_day": "ended_because"},
        worked_out={
            "cost_weekly": sql.SQL(f"CASE WHEN {COSTED} AND NOT paid.once THEN {PENCE} END"),
            "cost_once": sql.SQL(f"CASE WHEN {COSTED} AND paid.once THEN {PENCE} END"),
            "cost_rule": sql.SQL(
                "CASE WHEN NOT {costed} THEN {nothing} WHEN NOT {known} "
                "THEN paid.rule_without_units ELSE paid.rule END"
            ).format(
                costed=sql.SQL(COSTED), known=sql.SQL(UNITS_KNOWN), nothing=sql.Literal(NO_COST)
            ),
        },
        beside=sql.SQL("JOIN paid ON paid.frequency = w.cost_frequency"),
        doubted="in_doubt_by",
    )


# `weekly_cost` as the server works it out for a whole table at once: w is the waiting service,
# `paid` what `how_paid` says of its frequency. The sums are of whole numbers, so they are exact.
COSTED = "(COALESCE(w.unit_cost, 0) <> 0)"
UNITS_KNOWN = "(NOT paid.per_unit OR COALESCE(w.planned_units_weekly, 0) <> 0)"
PENCE = (
    f"CASE WHEN {UNITS_KNOWN} THEN div("
    "abs(w.unit_cost * CASE WHEN paid.per_unit THEN w.planned_units_weekly ELSE paid.times END)"
    " * 200 + paid.over, 2 * paid.over)::bigint END"
)


def _say_how_paid(waiting: Waiting) -> None:
    """Work out once for each frequency in the file how it is paid."""
    run("DROP TABLE IF EXISTS pg_temp.paid")
    run(
        'CREATE TEMP TABLE paid (frequency text COLLATE "C", once boolean, per_unit boolean, '
        "times int, over int, rule text, rule_without_units text) ON COMMIT DROP"
    )
    frequencies = asked(f"SELECT DISTINCT cost_frequency FROM {waiting.table}")
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY paid FROM STDIN") as copied,
    ):
        for (frequency,) in frequencies:
            copied.write_row((frequency, *how_paid(frequency)))


@transaction.atomic
def end_in_doubt(
    *,
    submission_id: UUID,
    first_day: date,
    last_day: date,
    earlier: Sequence[EarlierFile],
    later: Sequence[EarlierFile],
    by: SignIn | None,
    on: date,
) -> int:
    """Presume the end of services that the file just taken should have told of and did not.

    They ran in its period, an earlier file told of them, and nobody here decided about them. Their
    last day becomes that of the last file that told of them, where they went on beyond it. Nothing
    is deleted. What a later file already told of stays as it says. Returns how many there were;
    runs in the transaction of `take_services`, right after it.
    """
    run("DROP TABLE IF EXISTS pg_temp.files_taken")
    run(
        "CREATE TEMP TABLE files_taken (rank int, id uuid, first_day date, last_day date, "
        "later boolean) ON COMMIT DROP"
    )
    with connection.cursor() as cursor, cursor.copy("COPY files_taken FROM STDIN") as copied:
        for rank, file in enumerate((*earlier, *later)):
            copied.write_row(
                (rank, file.submission_id, file.first_day, file.last_day, rank >= len(earlier))
            )
    said = sql.SQL(
        "UPDATE {table} t SET last_day = GREATEST(t.first_day, m.presumed), in_doubt_by = {file} "
        "FROM (SELECT a.id, (SELECT f.last_day FROM files_taken f WHERE NOT f.later"
        " AND f.rank >= own.rank AND (f.rank = own.rank OR a.first_day <= f.last_day"
        " AND (a.last_day IS NULL OR a.last_day >= f.first_day))"
        " ORDER BY f.rank DESC LIMIT 1) AS presumed"
        " FROM {table} a JOIN files_taken own ON own.id = a.submission_id AND NOT own.later"
        " WHERE a.cld_key IS NOT NULL AND a.component_id IS NULL AND a.ended_because = ''"
        " AND a.in_doubt_by IS NULL AND a.first_day <= {last}"
        " AND (a.last_day IS NULL OR a.last_day >= {first})"
        " AND NOT EXISTS (SELECT FROM {placed} p"
        " WHERE p.cld_key = a.cld_key AND p.copy = a.cld_copy)"
        " AND NOT EXISTS (SELECT FROM files_taken f WHERE f.later AND a.first_day <= f.last_day"
        " AND (a.last_day IS NULL OR a.last_day >= f.first_day))"
        ") m WHERE t.id = m.id AND (t.last_day IS NULL OR t.last_day > m.presumed) "
        'RETURNING t.last_day AS "on", t.person_id AS about, t.id AS of'
    ).format(
        table=sql.Identifier(Arrangement._meta.db_table),
        placed=sql.Identifier(places_table(Arrangement)),
        file=sql.Literal(str(submission_id)),
        first=sql.Literal(first_day),
        last=sql.Literal(last_day),
    )
    with connection.cursor() as cursor:
        statement = said.as_string(cursor.cursor)
    return record_returned(ENDED_IN_DOUBT, statement, by=by)
