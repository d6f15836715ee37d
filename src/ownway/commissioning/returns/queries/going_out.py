"""The rows of a return, worked out by the database; whoever asks runs it in a transaction.

Most rows came in a file and go out as they came: they are read where they lie. The others are
worked out once into a temporary table: rows born here, whose cells come from the record; and rows
that came in a file of which something else is true by now (see `domain.writing`). What a value
counts as is asked of the domain once for each value in use, never once a row.

A row born here is worked out anew only where what its line rests on is not what it was when a
return was last made: all of that, the rules included, goes into a digest of 64 bits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import blake2b
from importlib import metadata
from typing import Any, Final

from django.db import connection
from django.db.models import (
    Case,
    DecimalField,
    F,
    IntegerField,
    QuerySet,
    UUIDField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from psycopg import sql

from ownway.commissioning.returns.domain import cells as cell
from ownway.commissioning.returns.domain import writing
from ownway.commissioning.returns.domain.code_lists import code_list
from ownway.commissioning.returns.domain.fields import AT, EVENT_TYPES, FIELDS, Field
from ownway.commissioning.returns.domain.lines import FIRST, LINE_END
from ownway.support.assessment import queries as assessment
from ownway.support.contact import queries as contact
from ownway.support.people import queries as people
from ownway.support.planning import queries as planning
from ownway.support.reablement import queries as reablement
from ownway.support.reablement.domain import national
from ownway.support.review import queries as review

ENDED, OUTCOME, DIED = AT["Event_End_Date"], AT["Event_Outcome"], AT["Date_of_Death"]
POSTCODE: Final = AT["Postcode"]
SERVICE: Final = EVENT_TYPES.index("Service")
# One cell of a line, quotation marks and all; a line and a comma are cells each with a comma.
CELL: Final = r'("(?:[^"]|"")*"|[^",]*),'
NEEDS_QUOTES: Final = ',"\r\n'
ASK: Final = "?"  # the class of a value that the domain has still to be asked about


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of event: where its rows are, and what its cells are called there."""

    in_period: Callable[[date, date], QuerySet[Any]]
    of_the_dead: Callable[[], QuerySet[Any]]
    started: str
    ended: str
    cells: dict[str, str]  # name of the field -> column of the model


KINDS: Final = (
    Kind(
        contact.requests_for_return,
        contact.requests_of_the_dead,
        "requested_on",
        "finished_on",
        {"Request_Route_of_Access": "route_of_access"},
    ),
    Kind(
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
    Kind(
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
    Kind(
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


_COLUMNS: Final = "kind, id, person_id, started, ended, line, classes"
_ALTERED: Final = "SELECT id FROM going_out_special WHERE told"
_KNOWN_LINE: Final = "returns_bornline b WHERE b.row_id = s.id AND b.rests_on = s.rests_on"
_BORN_ANEW: Final = (
    f"SELECT id FROM going_out_special s WHERE NOT told AND NOT EXISTS (SELECT FROM {_KNOWN_LINE})"
)
_DEATH_NOT_TOLD: Final = (
    "NOT EXISTS (SELECT FROM going_out_told_death t "
    "WHERE t.submission_id = r.submission_id AND t.person_id = r.person_id)"
)
NONE: Final = "false"
FEW: Final = 100  # ids that a statement names; more are found faster through a table of them
_TABLES: Final = tuple(
    f"going_out_{name}" for name in ("told_death", "anew", "special", "born", "altered", "worked")
)


class Going:
    """The rows of the return for one period, once `prepare` has worked out what must be."""

    def __init__(self, first_day: date, last_day: date) -> None:
        writing.check_period(first_day, last_day)
        self.first_day, self.last_day = first_day, last_day
        self._last = f"DATE {literal(last_day)}"
        self._but_altered = ""

    def prepare(self) -> None:
        """Work out the rows that do not go out as they came. Must run in a transaction."""
        run("SET LOCAL work_mem = '256MB'")  # of the server's, only while a return is made
        run("SET LOCAL jit = off")  # thousands of small expressions take longer to compile than run
        run(f"DROP TABLE IF EXISTS {', '.join(_TABLES)}")
        dead = _few(text(people.ids_of_the_dead().order_by()), of="person_id")
        _keep("going_out_special", _union(lambda place, kind: self._special(place, kind, dead)))
        _keep("going_out_told_death", self._deaths_told())
        run(f"DELETE FROM going_out_special r WHERE maybe AND NOT {_DEATH_NOT_TOLD}")
        run("ANALYZE going_out_special")
        _keep("going_out_anew", _BORN_ANEW)
        run("ANALYZE going_out_anew")
        altered, anew = _few(_ALTERED), _few("SELECT id FROM going_out_anew")
        self._but_altered = f" AND NOT {altered}" if altered != NONE else ""
        _keep("going_out_born", _union(lambda place, kind: self._born_here(place, kind, anew)))
        _keep("going_out_altered", _union(lambda place, kind: self._altered(place, kind, altered)))
        if_blank = _if_blank()
        _keep("going_out_worked", f"{_worked_born(if_blank)} UNION ALL {_worked_altered(if_blank)}")
        _ask_about_odd_values()

    def rows(self) -> str:
        """A statement that gives each row that goes out.

        Columns: kind (place in EVENT_TYPES), id, person_id, started, ended, line, classes.
        """
        told = (
            f"SELECT {place} AS kind, id, person_id, started, ended, "
            f"cld_line AS line, cld_classes AS classes FROM ({self._told(kind)}) r "
            f"WHERE {_finished(place)}{self._but_altered}"
            for place, kind in enumerate(KINDS)
        )
        worked = f"SELECT {_COLUMNS} FROM going_out_worked WHERE NOT put_aside"
        known = (
            "SELECT s.kind, s.id, s.person_id, s.started, s.ended, b.line, b.classes "
            f"FROM going_out_special s, {_KNOWN_LINE} AND NOT s.told"
        )
        return " UNION ALL ".join((worked, known, *told))

    def put_aside(self) -> str:
        """As `rows`, of the rows that no file could hold so that it could be read again."""
        return f"SELECT {_COLUMNS} FROM going_out_worked WHERE put_aside"

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

    def lines(self, council_code: str) -> str:
        """A statement that gives the lines of the file after its header, in their order.

        Each row of it holds the lines of one person, and for each of these a figure for its type
        and its classes: a message for every line would take longer than all the rest.
        """
        begin = writing.beginning(council_code, self.first_day, self.last_day)
        order = 'ORDER BY kind, started, ended NULLS LAST, line COLLATE "C"'
        return (
            f"SELECT {literal(begin)} || string_agg(line, {literal(LINE_END + begin)} {order}) "
            f"|| {literal(LINE_END)}, "
            f"string_agg(kind || classes, '' {order}) FROM ("
            "SELECT kind, started, ended, line, classes, "
            "coalesce(nullif(split_part(line, ',', 2), ''), split_part(line, ',', 1)) "
            f'COLLATE "C" AS who FROM ({self.rows()}) going) going GROUP BY who ORDER BY who'
        )

    def _deaths_told(self) -> str:
        """Of whom a file told that they died: such a death is not news for its other rows."""
        about = _few("SELECT person_id FROM going_out_special WHERE maybe", of="person_id")
        return " UNION ".join(
            f"SELECT submission_id, person_id FROM ({text(kind.of_the_dead())}) r "
            f"WHERE {about} AND {_class_at(DIED)} NOT IN ('b', 'm')"
            for kind in KINDS
        )

    def _special(self, place: int, kind: Kind, of_the_dead: str) -> str:
        """The rows that do not go out as they came, each sort found by an index of its own.

        Rows born here (not `told`), with a digest of what their line rests on; and rows of files of
        which something else is true now (`maybe`: only if no row of the same file told of the
        death). `of_the_dead` is true of whoever has died.
        """
        # What happened after the period's last day is not told, so a line does not rest on it.
        by_then = {
            "ended": f"CASE WHEN ended <= {self._last} THEN ended END",
            "outcome": f"CASE WHEN ended <= {self._last} THEN outcome END",
            "died": f"CASE WHEN died <= {self._last} THEN died END",
        }
        sources = {name: name for name in self._sources(kind)} | by_then
        rests_on = f"ROW({', '.join((*sources.values(), self._working_age()))})"
        begin = f"SELECT {place} AS kind, id, person_id, submission_id, started, "
        begin += f"{by_then['ended']} AS ended, "
        parts = [
            f"{begin}false AS told, false AS maybe, "
            f"hash_record_extended({rests_on}, {_rules()}) AS rests_on "
            f"FROM ({self._born(kind, 'submission_id')}) r"
        ]
        came = self._told(kind, with_death=True)
        begin += "true AS told, "
        end = "false"
        if place == SERVICE:
            end = (
                f"(coalesce(ended > {self._last}, false) "
                "OR (ended IS NOT NULL AND ended_because <> ''))"
            )
            # The first of these conditions is there for the indexes: it follows from the other.
            may_end = f"(last_day > {self._last} OR ended_because <> '')"
            parts.append(
                f"{begin}false AS maybe, NULL::bigint AS rests_on FROM ({came}) r "
                f"WHERE {may_end} AND {end}"
            )
        if of_the_dead != NONE:
            blank = f"{_class_at(DIED)} IN ('b', 'm')"
            parts.append(
                f"{begin}coalesce(died <= {self._last}, false) AS maybe, NULL::bigint AS rests_on "
                f"FROM ({came}) r WHERE {of_the_dead} AND NOT {end} "
                f"AND died IS NOT NULL AND (died > {self._last}) = NOT {blank}"
            )
        # Where somebody lives who must not be found goes into no file, whatever one said before.
        if (hidden := _few(text(people.ids_with_protected_address()), of="person_id")) != NONE:
            parts.append(
                f"{begin}false AS maybe, NULL::bigint AS rests_on FROM ({came}) r WHERE {hidden}"
            )
        return " UNION ALL ".join(parts)

    def _told(self, kind: Kind, *, with_death: bool = False) -> str:
        columns = ["id", "person_id", "submission_id", "client_type", "cld_line", "cld_classes"]
        place = KINDS.index(kind)
        if place == SERVICE:
            columns += ["ended_because", "last_day"]
        more: dict[str, Any] = {f"e_{name.lower()}": F(at) for name, at in kind.cells.items()}
        if with_death:
            more["died"] = F("person__died_on")
            more["hidden"] = F("person__address_protected")
        rows = kind.in_period(self.first_day, self.last_day).exclude(cld_line="").order_by()
        return text(
            rows.values(*columns, started=F(kind.started), ended=_ended(place, kind), **more)
        )

    def _altered(self, place: int, kind: Kind, which: str) -> str:
        """Rows that came in a file, their cells as written there, with what is true by now."""
        service = place == SERVICE
        later = f"coalesce(ended > {self._last}, false)" if service else "false"
        ends_here = f"(ended_because <> '' AND ended <= {self._last})" if service else "false"
        new = {
            ENDED: f"CASE WHEN {later} THEN '' WHEN {ends_here} THEN {_day('ended')} ELSE m[1] END",
            OUTCOME: f"CASE WHEN {later} THEN '' ELSE m[1] END",
            DIED: f"CASE WHEN died > {self._last} THEN '' "
            f"WHEN died IS NOT NULL AND {_class_at(DIED)} IN ('b', 'm') AND {_DEATH_NOT_TOLD} "
            f"THEN {_day('died')} "
            "ELSE m[1] END",
            POSTCODE: "CASE WHEN hidden THEN '' ELSE m[1] END",
        }
        choice = " ".join(f"WHEN {at - FIRST + 1} THEN {value}" for at, value in new.items())
        deciding = _deciding(
            {name: f"e_{name.lower()}" for name in kind.cells} | {"Client_Type": "client_type"}
        )
        return (
            f"SELECT {place} AS kind, id, person_id, started, "
            f"CASE WHEN NOT {later} THEN ended END AS ended, "
            f"ARRAY(SELECT CASE n {choice} ELSE m[1] END "
            f"FROM regexp_matches(cld_line || ',', {literal(CELL)}, 'g') "
            "WITH ORDINALITY AS c(m, n) ORDER BY n) AS cells, "
            f"cld_classes AS told, {ends_here} AS ends_here, {deciding} "
            f"FROM ({self._told(kind, with_death=True)}) r WHERE {_finished(place)} AND {which}"
        )

    def _sources(self, kind: Kind) -> dict[str, Any]:
        """What a line of a row born here is made from: what it is called -> where it is."""
        columns = ["id", "person_id", "client_type", "event_reference", "outcome", "description"]
        if kind is KINDS[SERVICE]:
            columns += [*_COSTS, "component_id"]
        return {
            **{column: F(column) for column in columns},
            "started": F(kind.started),
            "ended": F(kind.ended),
            "born": F("person__born_on"),
            "died": F("person__died_on"),
            "who": F("person__council_id"),
            "nhs": F("person__nhs_number"),
            **{f"p_{column}": F(f"person__{column}") for column in _PARTICULARS.values()},
            **{f"e_{name.lower()}": F(column) for name, column in kind.cells.items()},
        }

    def _sourced(self, kind: Kind, *more: str) -> QuerySet[Any]:
        found = self._sources(kind)
        own = [name for name, at in found.items() if at == F(name)]
        return (
            kind.in_period(self.first_day, self.last_day)
            .order_by()
            .values(
                *own,
                *more,
                **{name: at for name, at in found.items() if name not in own},
            )
        )

    def _born(self, kind: Kind, *more: str) -> str:
        """The rows of a type that began in Ownway, wherever they are kept, with `_sources`."""
        rows = text(self._sourced(kind, *more).filter(cld_line=""))
        if kind is not KINDS[SERVICE]:
            return rows
        names = [*self._sources(kind), *more]
        beside = _of_episode(kind)
        also = reablement.episodes_for_return(self.first_day, self.last_day).order_by()
        told = text(also.values(**{f"x_{name}": beside[name] for name in names}))
        listed, theirs = ", ".join(names), ", ".join(f"x_{name} AS {name}" for name in names)
        return f"SELECT {listed} FROM ({rows}) a UNION ALL SELECT {theirs} FROM ({told}) e"

    def _working_age(self) -> str:
        return f"coalesce(date_part('year', age({self._last}, born)) BETWEEN 18 AND 64, false)"

    def _born_here(self, place: int, kind: Kind, which: str) -> str:
        """Rows that began in Ownway, or came before lines were kept: cells out of the record."""
        found = _told_from_record(place, kind, self._last)
        running = f"(ended IS NULL OR ended > {self._last})"
        listed = ", ".join(
            f"{found.get(name, literal(''))} AS {_column(at)}"
            for at, name in enumerate(writing.TOLD, start=FIRST)
        )
        return (
            f"SELECT {place} AS kind, id, person_id, started, "
            f"CASE WHEN NOT {running} THEN ended END AS ended, {listed}, "
            f"{self._working_age()} AS working_age FROM ({self._born(kind)}) r WHERE {which}"
        )


def _of_episode(kind: Kind) -> dict[str, Combinable]:
    """How an episode of reablement is told as a service; it is free, so it has no cost."""
    nothing = {name: Value("") for name in kind.cells}
    cells = nothing | {
        "Service_Type": Value(national.SERVICE_TYPE),
        "Service_Component": Value(national.SERVICE_COMPONENT),
        "Delivery_Mechanism": Value(national.DELIVERY_MECHANISM),
    }
    return {
        "id": F("id"),
        "person_id": F("person_id"),
        "submission_id": Cast(Value(None), UUIDField()),
        "client_type": Value(national.CLIENT_TYPE),
        "event_reference": Value(""),
        "outcome": F("national_outcome"),
        "description": Value(""),
        "unit_cost": Cast(Value(None), DecimalField(max_digits=12, decimal_places=2)),
        "cost_frequency": Value(""),
        "planned_units_weekly": Cast(Value(None), DecimalField(max_digits=12, decimal_places=2)),
        "cost_weekly": Cast(Value(None), IntegerField()),
        "component_id": Cast(Value(None), UUIDField()),
        "started": F("started_on"),
        "ended": F("ended_on"),
        "born": F("person__born_on"),
        "died": F("person__died_on"),
        "who": F("person__council_id"),
        "nhs": F("person__nhs_number"),
        **{f"p_{column}": F(f"person__{column}") for column in _PARTICULARS.values()},
        **{f"e_{name.lower()}": value for name, value in cells.items()},
    }


def _told_from_record(place: int, kind: Kind, last: str) -> dict[str, str]:
    """How each cell of a row born here is told: name of the field -> what to ask of the row."""
    running = f"(ended IS NULL OR ended > {last})"
    found = {
        "NHS_Number": _cell("nhs"),
        "LA_Person_Unique_Identifier": f"CASE WHEN who = 'NHS ' || nhs THEN '' "
        f"ELSE {_cell('who')} END",
        "Date_of_Birth": f"coalesce({_day('born')}, '')",
        "Date_of_Death": f"CASE WHEN died <= {last} THEN {_day('died')} ELSE '' END",
        "Client_Type": _cell("client_type"),
        "Event_Type": literal(EVENT_TYPES[place]),
        "Event_Reference": f"coalesce(nullif({_cell('event_reference')}, ''), id::text)",
        "Event_Start_Date": _day("started"),
        "Event_End_Date": f"CASE WHEN {running} THEN '' ELSE {_day('ended')} END",
        "Event_Description": _cell("description"),
        "Event_Outcome": f"CASE WHEN {running} THEN '' ELSE {_cell('outcome')} END",
    }
    found |= {name: _cell(f"p_{column}") for name, column in _PARTICULARS.items()}
    found |= {name: _cell(f"e_{name.lower()}") for name in kind.cells}
    return found | _costs() if place == SERVICE else found


@cache
def _rules() -> int:
    """A number that is another one when a line or its classes could be made otherwise."""
    said = [
        metadata.version("ownway"),
        _worked_born("blank"),
        *(str(_told_from_record(place, kind, "last")) for place, kind in enumerate(KINDS)),
    ]
    digest = blake2b("\x1f".join(said).encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def _few(ids: str, of: str = "id") -> str:
    """A condition that a column is among these: by name if they are few, NONE if there are none."""
    found = [one for (one,) in fetched(f"{ids} LIMIT {FEW + 1}")]
    if len(found) > FEW:
        return f"({of} IN ({ids}))"
    return f"({of} = ANY({literal(found)}::uuid[]))" if found else NONE


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _keep(table: str, statement: str) -> None:
    run(f"CREATE TEMP TABLE {table} ON COMMIT DROP AS {statement}")


def _union(of_kind: Callable[[int, Kind], str]) -> str:
    return " UNION ALL ".join(f"({of_kind(*one)})" for one in enumerate(KINDS))


def _ended(place: int, kind: Kind) -> Combinable:
    """When a row ended as far as it was told: a presumed end was not."""
    ended = F(kind.ended)
    if place != SERVICE:
        return ended
    return Case(When(in_doubt_by__isnull=False, ended_because="", then=None), default=ended)


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
    return ", ".join(f"{columns.get(name, literal(''))} AS d_{name.lower()}" for name in _DECIDING)


def _column(at: int) -> str:
    """The column of a cell in the table of rows born here."""
    return f"c{at}"


# What a row is classed by, of rows born here and of altered ones.
_OF_BORN: Final = ", ".join(
    (
        "kind",
        *(_column(AT[name]) for name in _DECIDING),
        f"{_column(DIED)} <> ''",
        _column(AT["Primary_Support_Reason"]),
        "working_age",
    )
)
_OF_ALTERED: Final = ", ".join(
    (
        "kind",
        *(f"d_{name.lower()}" for name in _DECIDING),
        f"cells[{DIED - FIRST + 1}] <> ''",
        "''",  # it decides about no field that alters
        "false",
    )
)
_KEYS: Final = ", ".join(f"b{at}" for at in range(len(_DECIDING) + 4))


def _if_blank() -> str:
    """A table: for each set of circumstances in use, the class of each field when blank."""
    asked = fetched(
        f"SELECT {_OF_BORN} FROM going_out_born UNION SELECT {_OF_ALTERED} FROM going_out_altered"
    )
    said = [writing.class_if_blank(EVENT_TYPES[one[0]], *one[1:]) for one in asked]
    types = ("int", *("text",) * len(_DECIDING), "boolean", "text", "boolean", "text")
    columns = list(zip(*asked, strict=True)) or [()] * (len(types) - 1)
    listed = ", ".join(
        f"{literal(list(column))}::{kind}[]"
        for column, kind in zip((*columns, said), types, strict=True)
    )
    return f"unnest({listed}) AS b({_KEYS}, blank)"


def _worked_born(if_blank: str) -> str:
    """The statement that makes whole rows of cells: the line, and a class for each cell."""
    places = range(FIRST, len(FIELDS))
    columns = [_column(at) for at in places]
    joined = f"concat_ws(',', {', '.join(columns)})"
    # A line without a cell to quote is the rule, so that is looked at once for all of them.
    commas = "length(joined) - length(replace(joined, ',', ''))"
    marks = " OR ".join(f"strpos(joined, {literal(mark)}) > 0" for mark in NEEDS_QUOTES[1:])
    marks += f" OR {commas} > {len(columns) - 1}"
    quoted = ", ".join(_quoted(FIELDS[at], _column(at)) for at in places)
    classes = ", ".join(_class(FIELDS[at], _column(at)) for at in places)
    nhs, council_id = _column(AT["NHS_Number"]), _column(AT["LA_Person_Unique_Identifier"])
    return (
        "SELECT kind, id, person_id, started, ended, "
        f"CASE WHEN {marks} THEN concat_ws(',', {quoted}) "
        "ELSE joined END AS line, "
        f"concat('vvv', {classes}) AS classes, "
        f"started NOT BETWEEN {literal(writing.FIRST_DAY_HELD)} "
        f"AND {literal(writing.LAST_DAY_HELD)} "
        f"OR ({council_id} = '' AND NOT ({_nhs_number(nhs)})) AS put_aside "
        f"FROM (SELECT *, {joined} AS joined FROM going_out_born OFFSET 0) r "
        f"JOIN {if_blank} ON ({_OF_BORN}) = ({_KEYS})"
    )


def _worked_altered(if_blank: str) -> str:
    classes = "told"
    for at in (ENDED, OUTCOME, DIED, POSTCODE):
        here = f"cells[{at - FIRST + 1}]"
        now = f"WHEN {here} = '' THEN substr(blank, {at + 1}, 1) "
        now += "WHEN ends_here THEN 'v' " if at == ENDED else ""
        now += f"WHEN substr(told, {at + 1}, 1) IN ('b', 'm') THEN 'v' "
        classes = f"overlay({classes} placing CASE {now} ELSE substr(told, {at + 1}, 1) END "
        classes += f"from {at + 1} for 1)"
    return (
        "SELECT kind, id, person_id, started, ended, array_to_string(cells, ',') AS line, "
        f"{classes} AS classes, false AS put_aside FROM going_out_altered "
        f"JOIN {if_blank} ON ({_OF_ALTERED}) = ({_KEYS})"
    )


def _quoted(field: Field, column: str) -> str:
    if field.kind in ("date", "number", "count", "nhs number"):
        return column  # none of these is written with a mark
    marks = " OR ".join(f"strpos({column}, {literal(mark)}) > 0" for mark in NEEDS_QUOTES)
    return (
        f"CASE WHEN {column} <> '' AND ({marks}) "
        f"THEN '\"' || replace({column}, '\"', '\"\"') || '\"' ELSE {column} END"
    )


def _ask_about_odd_values() -> None:
    """Give values that the database could not class the class that the domain gives them."""
    cells = ", ".join(_column(at) for at in range(FIRST, len(FIELDS)))
    odd = f"strpos(w.classes, '{ASK}') > 0"
    letter = f"substr(w.classes, u.n::int + {FIRST}, 1)"
    asked = fetched(
        "SELECT DISTINCT u.n, u.c FROM going_out_worked w JOIN going_out_born USING (kind, id), "
        f"unnest(ARRAY[{cells}]) WITH ORDINALITY AS u(c, n) WHERE {odd} AND {letter} = '{ASK}'"
    )
    if not asked:
        return
    said = [writing.class_of_value(writing.TOLD[place - 1], value) for place, value in asked]
    run(
        f"UPDATE going_out_worked w SET classes = left(w.classes, {FIRST}) || ("
        f"SELECT string_agg(coalesce(s.class, {letter}), '' ORDER BY u.n) "
        f"FROM unnest(ARRAY[{cells}]) WITH ORDINALITY AS u(c, n) "
        f"LEFT JOIN unnest({literal([place for place, _ in asked])}::bigint[], "
        f"{literal([value for _, value in asked])}::text[], {literal(said)}::text[]) "
        f"AS s(place, value, class) ON s.place = u.n AND s.value = u.c AND {letter} = '{ASK}') "
        f"FROM going_out_born b WHERE b.kind = w.kind AND b.id = w.id AND {odd}"
    )


def _class(field: Field, here: str) -> str:
    """The class of a cell of a row born here: as plainly seen, or to be asked of the domain."""
    return (
        f"CASE WHEN {here} = '' THEN substr(blank, {AT[field.name] + 1}, 1) "
        f"WHEN {plainly_valid(field, here)} THEN 'v' ELSE '{ASK}' END"
    )


# A day that every year has, as the export writes it; the domain says of 29 February.
_A_DAY = (
    "^((0[1-9]|1[0-9]|2[0-8])/(0[1-9]|1[0-2])|(29|30)/(0[13-9]|1[0-2])|31/(0[13578]|1[02]))"
    "/[0-9]{4}$"
)


def plainly_valid(field: Field, here: str) -> str:
    """A condition that is true only of valid values of a field; the domain says of the others."""
    if field.kind == "text":
        return "true"
    if field.kind == "list":
        return f"{here} = ANY({literal(list(code_list(field.name).values))}::text[])"
    if field.kind == "date":
        return (
            f"{here} ~ {literal(_A_DAY)} AND right({here}, 4) "
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
    return f"{here} ~* {literal(f'^(?:{pattern.pattern})$')}"


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


def _finished(place: int) -> str:
    """Of rows as told: finished in the period, or at an end that nobody can read."""
    return "true" if place == SERVICE else f"(ended IS NOT NULL OR {_class_at(ENDED)} = 'i')"


def _class_at(place: int) -> str:
    return f"substr(cld_classes, {place + 1}, 1)"


def _cell(column: str) -> str:
    """A column as a cell that reads back as itself: no blanks around it, and no word NULL."""
    plain = f"btrim({column}, {literal(writing.BLANKS)})"
    # Trimming is dear, and hardly anything begins or ends with what might have to go.
    return (
        f"CASE WHEN ascii({column}) BETWEEN 33 AND 126 AND ascii(right({column}, 1)) "
        f"BETWEEN 33 AND 126 AND {column} <> 'NULL' THEN {column} "
        f"WHEN {plain} = 'NULL' THEN '' ELSE coalesce({plain}, '') END"
    )


def _day(column: str) -> str:
    return f"to_char({column}, 'DD/MM/YYYY')"


def text(rows: QuerySet[Any]) -> str:
    """A query as the text of a statement, its values in it."""
    statement, values = rows.query.sql_with_params()
    operations: Any = connection.ops  # PostgreSQL's, which can put values into a statement
    return str(operations.compose_sql(statement, values))


def literal(value: Any) -> str:
    connection.ensure_connection()
    return sql.Literal(value).as_string(connection.connection)
