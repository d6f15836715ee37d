"""The rows of a return, worked out by the database; whoever asks runs it in a transaction.

Most rows came in a file and go out as they came: they are read where they lie. The others are
worked out once into a temporary table: rows born here, whose cells come from the record; and rows
that came in a file of which something else is true by now (see `domain.writing`). What a value
counts as is asked of the domain once for each value in use, never once a row.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import Case, F, QuerySet, When
from django.db.models.expressions import Combinable
from psycopg import sql

from ownway.commissioning.returns.domain import cells as cell
from ownway.commissioning.returns.domain import writing
from ownway.commissioning.returns.domain.code_lists import code_list
from ownway.commissioning.returns.domain.fields import AT, EVENT_TYPES, FIELDS, Field
from ownway.commissioning.returns.domain.lines import FIRST, LINE_END
from ownway.support.assessment import queries as assessment
from ownway.support.contact import queries as contact
from ownway.support.planning import queries as planning
from ownway.support.review import queries as review

ENDED, OUTCOME, DIED = AT["Event_End_Date"], AT["Event_Outcome"], AT["Date_of_Death"]
SERVICE: Final = EVENT_TYPES.index("Service")
# One cell of a line, quotation marks and all; a line and a comma are cells each with a comma.
CELL: Final = r'("(?:[^"]|"")*"|[^",]*),'
NEEDS_QUOTES: Final = '[",\r\n]'
ASK: Final = "?"  # the class of a value that the domain has still to be asked about


@dataclass(frozen=True, slots=True)
class _Kind:
    """One type of event: where its rows are, and what its cells are called there."""

    in_period: Callable[[date, date], QuerySet[Any]]
    of_the_dead: Callable[[], QuerySet[Any]]
    started: str
    ended: str
    cells: dict[str, str]  # name of the field -> column of the model


_KINDS: Final = (
    _Kind(
        contact.requests_for_return,
        contact.requests_of_the_dead,
        "requested_on",
        "finished_on",
        {"Request_Route_of_Access": "route_of_access"},
    ),
    _Kind(
        assessment.assessments_for_return,
        assessment.assessments_of_the_dead,
        "started_on",
        "completed_on",
        {
            "Assessment_Type": "assessment_type",
            "Eligible_Needs_Identified": "eligible_needs",
            "Method_of_Assessment": "method",
        },
    ),
    _Kind(
        planning.services_for_return,
        planning.services_of_the_dead,
        "first_day",
        "last_day",
        {
            "Service_Type": "service_type",
            "Service_Component": "service_component",
            "Delivery_Mechanism": "delivery_mechanism",
            "Provider_CQC_Location_ID": "provider_location_id",
        },
    ),
    _Kind(
        review.reviews_for_return,
        review.reviews_of_the_dead,
        "started_on",
        "finished_on",
        {
            "Review_Reason": "reason",
            "Review_Outcomes_Achieved": "outcomes_achieved",
            "Method_of_Review": "method",
        },
    ),
)
_PARTICULARS: Final = {
    "GP_Practice_Code": "gp_practice_code",
    "Gender": "gender",
    "Ethnicity": "ethnicity",
    "Primary_Support_Reason": "primary_support_reason",
    "Postcode": "postcode",
    "Accommodation_Status": "accommodation_status",
    "Employment_Status": "employment_status",
    "Has_Unpaid_Carer": "has_unpaid_carer",
    "Autism_Spectrum_Disorder_ASD": "autism",
    "Visual_Impairment": "visual_impairment",
    "Hearing_Impairment": "hearing_impairment",
    "Dementia": "dementia",
    "Client_Funding_Status": "client_funding_status",
}
_COSTS: Final = ("unit_cost", "cost_frequency", "planned_units_weekly", "cost_weekly")
# What decides whether a blank cell of a row is a fault: see `writing.class_if_blank`.
_DECIDING: Final = (
    "Client_Type",
    "Service_Type",
    "Service_Component",
    "Delivery_Mechanism",
    "Assessment_Type",
    "Review_Reason",
)


class Going:
    """The rows of the return for one period, once `prepare` has worked out what must be."""

    def __init__(self, first_day: date, last_day: date) -> None:
        writing.check_period(first_day, last_day)
        self.first_day, self.last_day = first_day, last_day
        self._last = f"DATE {_literal(last_day)}"

    def prepare(self) -> None:
        """Work out the rows that do not go out as they came. Must run in a transaction."""
        run("DROP TABLE IF EXISTS going_out_told_death, going_out_raw, going_out_worked")
        run(f"CREATE TEMP TABLE going_out_told_death ON COMMIT DROP AS {self._deaths_told()}")
        run("ANALYZE going_out_told_death")
        raw = " UNION ALL ".join(
            statement(place, kind)
            for statement in (self._born_here, self._altered)
            for place, kind in enumerate(_KINDS)
        )
        run(f"CREATE TEMP TABLE going_out_raw ON COMMIT DROP AS {raw}")
        run("ANALYZE going_out_raw")
        run(f"CREATE TEMP TABLE going_out_worked ON COMMIT DROP AS {_worked(_if_blank())}")
        run("DROP TABLE going_out_raw")
        _ask_about_odd_values()
        run("ANALYZE going_out_worked")

    def rows(self) -> str:
        """A statement that gives each row that goes out.

        Columns: kind (place in EVENT_TYPES), id, person_id, started, ended, line, classes.
        """
        columns = "kind, id, person_id, started, ended, line, classes"
        told = (
            f"SELECT {place} AS kind, id, person_id, started, ended, "
            f"cld_line AS line, cld_classes AS classes FROM ({self._told(kind)}) r "
            f"WHERE {_finished(place)} AND NOT ({self._news(place)})"
            for place, kind in enumerate(_KINDS)
        )
        worked = f"SELECT {columns} FROM going_out_worked WHERE NOT put_aside"
        return " UNION ALL ".join((worked, *told))

    def put_aside(self) -> str:
        """As `rows`, of the rows that no file could hold so that it could be read again."""
        return (
            "SELECT kind, id, person_id, started, ended, line, classes "
            "FROM going_out_worked WHERE put_aside"
        )

    def in_doubt(self) -> str:
        """As `rows`, of the services left out because their end is only presumed."""
        rows = planning.services_in_doubt(self.first_day, self.last_day).order_by()
        found = rows.values(
            "id", "person_id", "cld_line", started=F("first_day"), ended=F("last_day")
        )
        return (
            f"SELECT {SERVICE} AS kind, id, person_id, started, ended, cld_line AS line, "
            f"'' AS classes FROM ({text(found)}) r"
        )

    def lines(self, council_code: str, *, leave_out: Sequence[str]) -> str:
        """A statement that gives the lines of the file after its header, in their order."""
        begin = _literal(writing.beginning(council_code, self.first_day, self.last_day))
        line = "line"
        for name in leave_out:
            line = _without(name, line)
        return (
            f"SELECT {begin} || {line} || {_literal(LINE_END)} FROM ({self.rows()}) going "
            "ORDER BY split_part(line, ',', 2) COLLATE \"C\", kind, started, ended NULLS LAST, "
            'line COLLATE "C"'
        )

    def _deaths_told(self) -> str:
        """Of whom a file told that they died: such a death is not news for its other rows."""
        return " UNION ".join(
            f"SELECT submission_id, person_id FROM ({text(kind.of_the_dead())}) r "
            f"WHERE {_class_at(DIED)} NOT IN ('b', 'm')"
            for kind in _KINDS
        )

    def _told(self, kind: _Kind) -> str:
        columns = ["id", "person_id", "submission_id", "client_type", "cld_line", "cld_classes"]
        if kind is _KINDS[SERVICE]:
            columns.append("ended_because")
        own = {f"e_{name.lower()}": F(column) for name, column in kind.cells.items()}
        rows = kind.in_period(self.first_day, self.last_day).exclude(cld_line="").order_by()
        ended: Combinable = F(kind.ended)
        if kind is _KINDS[SERVICE]:  # a presumed end was not told
            ended = Case(
                When(in_doubt_by__isnull=False, ended_because="", then=None), default=ended
            )
        return text(
            rows.values(
                *columns,
                started=F(kind.started),
                ended=ended,
                died=F("person__died_on"),
                **own,
            )
        )

    def _news(self, place: int) -> str:
        """Whether something else is true of a row by now than what its file told."""
        death = (
            f"died IS NOT NULL AND CASE WHEN died > {self._last} "
            f"THEN {_class_at(DIED)} NOT IN ('b', 'm') ELSE {self._death_is_news()} END"
        )
        if place != SERVICE:
            return death
        return (
            f"coalesce(ended > {self._last}, false) "
            f"OR (ended IS NOT NULL AND ended_because <> '') OR ({death})"
        )

    def _death_is_news(self) -> str:
        return (
            f"({_class_at(DIED)} IN ('b', 'm') AND NOT EXISTS (SELECT FROM going_out_told_death t "
            "WHERE t.submission_id = r.submission_id AND t.person_id = r.person_id))"
        )

    def _altered(self, place: int, kind: _Kind) -> str:
        """Rows that came in a file, their cells as written there, with what is true by now."""
        service = place == SERVICE
        later = f"coalesce(ended > {self._last}, false)" if service else "false"
        ends_here = f"(ended_because <> '' AND ended <= {self._last})" if service else "false"
        new = {
            ENDED: f"CASE WHEN {later} THEN '' WHEN {ends_here} THEN {_day('ended')} ELSE m[1] END",
            OUTCOME: f"CASE WHEN {later} THEN '' ELSE m[1] END",
            DIED: f"CASE WHEN died > {self._last} THEN '' "
            f"WHEN died IS NOT NULL AND {self._death_is_news()} THEN {_day('died')} "
            "ELSE m[1] END",
        }
        choice = " ".join(f"WHEN {at - FIRST + 1} THEN {value}" for at, value in new.items())
        deciding = _deciding(
            {name: f"e_{name.lower()}" for name in kind.cells} | {"Client_Type": "client_type"}
        )
        return (
            f"SELECT {place} AS kind, id, person_id, started, "
            f"CASE WHEN NOT {later} THEN ended END AS ended, "
            f"ARRAY(SELECT CASE n {choice} ELSE m[1] END "
            f"FROM regexp_matches(cld_line || ',', {_literal(CELL)}, 'g') "
            "WITH ORDINALITY AS c(m, n) ORDER BY n) AS cells, "
            f"cld_classes AS told, {ends_here} AS ends_here, {deciding}, "
            "'' AS support_reason, false AS working_age "
            f"FROM ({self._told(kind)}) r WHERE {_finished(place)} AND ({self._news(place)})"
        )

    def _born_here(self, place: int, kind: _Kind) -> str:
        """Rows that began in Ownway, or came before lines were kept: cells out of the record."""
        service = place == SERVICE
        of_person = {f"p_{column}": F(f"person__{column}") for column in _PARTICULARS.values()}
        own = {f"e_{name.lower()}": F(column) for name, column in kind.cells.items()}
        columns = ["id", "person_id", "client_type", "event_reference", "outcome", "description"]
        if service:
            columns += [*_COSTS, "component_id"]
        rows = kind.in_period(self.first_day, self.last_day).filter(cld_line="").order_by()
        inner = text(
            rows.values(
                *columns,
                started=F(kind.started),
                ended=F(kind.ended),
                born=F("person__born_on"),
                died=F("person__died_on"),
                who=F("person__council_id"),
                nhs=F("person__nhs_number"),
                **of_person,
                **own,
            )
        )
        running = f"(ended IS NULL OR ended > {self._last})"
        found = {
            "NHS_Number": _cell("nhs"),
            "LA_Person_Unique_Identifier": f"CASE WHEN who = 'NHS ' || nhs THEN '' "
            f"ELSE {_cell('who')} END",
            "Date_of_Birth": f"coalesce({_day('born')}, '')",
            "Date_of_Death": f"CASE WHEN died <= {self._last} THEN {_day('died')} ELSE '' END",
            "Client_Type": _cell("client_type"),
            "Event_Type": _literal(EVENT_TYPES[place]),
            "Event_Reference": f"coalesce(nullif({_cell('event_reference')}, ''), id::text)",
            "Event_Start_Date": _day("started"),
            "Event_End_Date": f"CASE WHEN {running} THEN '' ELSE {_day('ended')} END",
            "Event_Description": _cell("description"),
            "Event_Outcome": f"CASE WHEN {running} THEN '' ELSE {_cell('outcome')} END",
        }
        found |= {name: _cell(f"p_{column}") for name, column in _PARTICULARS.items()}
        found |= {name: _cell(f"e_{name.lower()}") for name in kind.cells}
        if service:
            found |= _costs()
        listed = ", ".join(found.get(name, "''") for name in writing.TOLD)
        deciding = _deciding({name: found[name] for name in _DECIDING if name in found})
        return (
            f"SELECT {place} AS kind, id, person_id, started, "
            f"CASE WHEN NOT {running} THEN ended END AS ended, "
            f"ARRAY[{listed}]::text[] AS cells, '' AS told, false AS ends_here, {deciding}, "
            f"{found['Primary_Support_Reason']} AS support_reason, "
            f"coalesce(date_part('year', age({self._last}, born)) BETWEEN 18 AND 64, false) "
            f"AS working_age FROM ({inner}) r"
        )


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def fetched(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _costs() -> dict[str, str]:
    """What a service costs. A signed-off part has its cost a week, so a unit is a week of it."""
    planned = "component_id IS NOT NULL AND cost_weekly IS NOT NULL"
    return {
        "Unit_Cost": f"CASE WHEN {planned} THEN round(cost_weekly / 100.0, 2)::text "
        "ELSE coalesce(unit_cost::text, '') END",
        "Cost_Frequency_Unit_Type": f"CASE WHEN {planned} THEN 'weekly' "
        f"ELSE {_cell('cost_frequency')} END",
        "Planned_units_per_week": f"CASE WHEN {planned} THEN '1' "
        "ELSE coalesce(planned_units_weekly::text, '') END",
    }


def _deciding(columns: dict[str, str]) -> str:
    return ", ".join(f"{columns.get(name, _literal(''))} AS d_{name.lower()}" for name in _DECIDING)


_CIRCUMSTANCES: Final = (
    "kind, "
    + ", ".join(f"d_{name.lower()}" for name in _DECIDING)
    + f", cells[{DIED - FIRST + 1}] <> '', support_reason, working_age"
)


def _if_blank() -> str:
    """A table: for each set of circumstances in use, the class of each field when blank."""
    asked = fetched(f"SELECT DISTINCT {_CIRCUMSTANCES} FROM going_out_raw")
    said = [writing.class_if_blank(EVENT_TYPES[one[0]], *one[1:]) for one in asked]
    types = ("int", *("text",) * len(_DECIDING), "boolean", "text", "boolean", "text")
    columns = list(zip(*asked, strict=True)) or [()] * (len(types) - 1)
    listed = ", ".join(
        f"{_literal(list(column))}::{kind}[]"
        for column, kind in zip((*columns, said), types, strict=True)
    )
    names = ", ".join(f"b{at}" for at in range(len(types) - 1))
    return f"unnest({listed}) AS b({names}, blank)"


def _worked(if_blank: str) -> str:
    """The statement that makes whole rows of raw ones: the line, and a class for each cell."""
    keys = ", ".join(f"b{at}" for at in range(_CIRCUMSTANCES.count(",") + 1))
    born = " || ".join(
        (
            "'vvv'",
            *(_class(field, at - FIRST + 1) for at, field in enumerate(FIELDS) if at > 2),
        )
    )
    altered = "told"
    for at in (ENDED, OUTCOME, DIED):
        here = f"cells[{at - FIRST + 1}]"
        now = f"WHEN {here} = '' THEN substr(blank, {at + 1}, 1) "
        now += "WHEN ends_here THEN 'v' " if at == ENDED else ""
        now += f"WHEN substr(told, {at + 1}, 1) IN ('b', 'm') THEN 'v' "
        altered = f"overlay({altered} placing CASE {now} ELSE substr(told, {at + 1}, 1) END "
        altered += f"from {at + 1} for 1)"
    quotes = _literal(NEEDS_QUOTES)
    quoted = (
        f"(SELECT string_agg(CASE WHEN c ~ {quotes} THEN '\"' || replace(c, '\"', '\"\"') || '\"' "
        "ELSE c END, ',' ORDER BY n) FROM unnest(cells) WITH ORDINALITY AS u(c, n))"
    )
    nhs = AT["NHS_Number"] - FIRST + 1
    council_id = AT["LA_Person_Unique_Identifier"] - FIRST + 1
    return (
        "SELECT kind, id, person_id, started, ended, cells, "
        f"CASE WHEN told <> '' OR array_to_string(cells, '') !~ {quotes} "
        f"THEN array_to_string(cells, ',') ELSE {quoted} END AS line, "
        f"CASE WHEN told <> '' THEN {altered} ELSE {born} END AS classes, "
        "told = '' AND (started NOT BETWEEN "
        f"{_literal(writing.FIRST_DAY_HELD)} AND {_literal(writing.LAST_DAY_HELD)} "
        f"OR (cells[{council_id}] = '' AND NOT ({_nhs_number(f'cells[{nhs}]')}))) AS put_aside "
        f"FROM going_out_raw JOIN {if_blank} ON ({_CIRCUMSTANCES}) = ({keys})"
    )


def _ask_about_odd_values() -> None:
    """Give values that the database could not class the class that the domain gives them."""
    odd = f"FROM going_out_worked WHERE strpos(classes, '{ASK}') > 0"
    asked = fetched(
        "SELECT DISTINCT n, c FROM (SELECT classes, cells " + odd + ") w, "
        "unnest(w.cells) WITH ORDINALITY AS u(c, n) "
        f"WHERE substr(w.classes, n::int + {FIRST}, 1) = '{ASK}'"
    )
    if not asked:
        return
    places = [place for place, _ in asked]
    values = [value for _, value in asked]
    said = [writing.class_of_value(writing.TOLD[place - 1], value) for place, value in asked]
    run(
        "UPDATE going_out_worked w SET classes = left(w.classes, 3) || ("
        f"SELECT string_agg(coalesce(s.class, substr(w.classes, u.n::int + {FIRST}, 1)), '' "
        "ORDER BY u.n) FROM unnest(w.cells) WITH ORDINALITY AS u(c, n) "
        f"LEFT JOIN unnest({_literal(places)}::bigint[], {_literal(values)}::text[], "
        f"{_literal(said)}::text[]) AS s(place, value, class) "
        f"ON s.place = u.n AND s.value = u.c "
        f"AND substr(w.classes, u.n::int + {FIRST}, 1) = '{ASK}') "
        f"WHERE strpos(w.classes, '{ASK}') > 0"
    )


def _class(field: Field, place: int) -> str:
    """The class of a cell of a row born here: as plainly seen, or to be asked of the domain."""
    here = f"cells[{place}]"
    blank = f"substr(blank, {place + FIRST}, 1)"
    return (
        f"CASE WHEN {here} = '' THEN {blank} WHEN {plainly_valid(field, here)} THEN 'v' "
        f"ELSE '{ASK}' END"
    )


def plainly_valid(field: Field, here: str) -> str:
    """A condition that is true only of valid values of a field; the domain says of the others."""
    if field.kind == "text":
        return "true"
    if field.kind == "list":
        return f"{here} = ANY({_literal(list(code_list(field.name).values))}::text[])"
    if field.kind == "date":
        return (
            f"length({here}) = 10 AND right({here}, 4) "
            f"BETWEEN '{cell.FIRST_YEAR}' AND '{cell.LAST_YEAR}'"
        )
    if field.kind == "nhs number":
        return _nhs_number(here)
    pattern = (
        cell.NUMBER
        if field.kind == "number"
        else cell.COUNT
        if field.kind == "count"
        else cell.PATTERNS[field.name]
    )
    return f"{here} ~* {_literal(f'^(?:{pattern.pattern})$')}"


def _nhs_number(here: str) -> str:
    """Ten figures, not all alike, whose check digit is right (Modulus 11)."""
    weighed = " + ".join(
        f"substr({here}, {at}, 1)::int * {weight}"
        for at, weight in enumerate(range(10, 1, -1), start=1)
    )
    return (
        f"CASE WHEN {here} ~ '^[0-9]{{10}}$' AND {here} <> repeat(left({here}, 1), 10) "
        f"THEN (11 - ({weighed}) % 11) % 11 = right({here}, 1)::int ELSE false END"
    )


def _without(name: str, line: str) -> str:
    """A line without one of its cells, which is blank. Counted from the nearer end."""
    at = writing.TOLD.index(name)
    after = len(writing.TOLD) - 1 - at
    if at <= after:
        return f"regexp_replace({line}, {_literal(f'^((?:{CELL}){{{at}}}),')}, '\\1')"
    turned = f"reverse({line})"
    pattern = _literal(f"^((?:{CELL}){{{after}}}),")
    return f"reverse(regexp_replace({turned}, {pattern}, '\\1'))"


def _finished(place: int) -> str:
    """Of rows as told: finished in the period, or at an end that nobody can read."""
    return "true" if place == SERVICE else f"(ended IS NOT NULL OR {_class_at(ENDED)} = 'i')"


def _class_at(place: int) -> str:
    return f"substr(cld_classes, {place + 1}, 1)"


def _cell(column: str) -> str:
    """A column as a cell that reads back as itself: no blanks around it, and no word NULL."""
    plain = f"btrim({column}, {_literal(writing.BLANKS)})"
    return f"CASE WHEN {plain} = 'NULL' THEN '' ELSE coalesce({plain}, '') END"


def _day(column: str) -> str:
    return f"to_char({column}, 'DD/MM/YYYY')"


def text(rows: QuerySet[Any]) -> str:
    """A query as the text of a statement, its values in it."""
    statement, values = rows.query.sql_with_params()
    return str(connection.ops.compose_sql(statement, values))


def _literal(value: Any) -> str:
    connection.ensure_connection()
    return sql.Literal(value).as_string(connection.connection)
