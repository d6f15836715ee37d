"""The return going out: how its file is written, which events are in it, how its cells are classed.

Format    Comma-separated, UTF-8 without a byte order mark, each line ended by a carriage return and
          a line feed (RFC 4180). A cell is quoted only where it holds a comma, a quotation mark or
          a line end. Dates are written 30/04/2025, money and units as plain numbers. Formulas are
          **not** made harmless here: this is the statutory file, and a changed cell is a changed
          return. The columns are `NAMES` in their order, all of them in every return: the two
          that release 2 gave up (GP_Practice_Name, Provider_CQC_Location_Name) stay, blank where
          nobody told them, so that nothing told is lost and the file has one shape every quarter.
Rows      Requests, assessments and reviews that finished in the period; services that began by its
          last day and had not ended before its first. One that came with an end nobody can read
          finished all the same, and is told in the period it began in. What happened after the
          period's last day is not told: a later end goes out blank with the outcome that came with
          it, and so does a later death.
As told   A row that came in a file goes out cell by cell as it came, faults and all, but for the
          council and the period. Three things told since replace what it said: an end decided here;
          a death, where no row of the same file told it; and what lies after the period.
In doubt  A service that a later file no longer tells of has a presumed end. It is left out of
          periods that hold this end, not told as ended: that would make a fact of a guess. The
          ministry reads every file it was sent, and closes a service that the next one leaves out
          on the same day, so its figures come out as if the presumed end had been told. For a
          period before that end it goes out, open, as it was.
Order     By the council's id as told, then type, days, and the line itself. Nothing but what is
          told decides, so a database that read this file writes the same bytes again.
Read back Where it was made, a return changes nothing: what it told that no file told so is noted.
Source    Field names and lists as in `fields`; the reading of missing services:
          Main_tables/docs/methodology in github.com/DataS-DHSC/ASC-CLD-LA-Dashboard.
"""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Final

from ownway.commissioning.returns.domain import cells
from ownway.commissioning.returns.domain.code_lists import code_list
from ownway.commissioning.returns.domain.fields import (
    AT,
    FIELDS,
    LEARNING_DISABILITY,
    NAMES,
    Circumstances,
)
from ownway.commissioning.returns.domain.lines import FIRST, LINE_END
from ownway.kernel.refusal import Refused

ENCODING: Final = "utf-8"
TOLD: Final = NAMES[FIRST:]  # the cells of a line as told: all but the council and the period
FIRST_DAY_HELD: Final = date(cells.FIRST_YEAR, 1, 1)
LAST_DAY_HELD: Final = date(cells.LAST_YEAR, 12, 31)
# Postgres has no class of its own for what Python strips from the ends of a cell.
BLANKS: Final = "".join(chr(one) for one in range(1, 0x3001) if chr(one).isspace())


class BadPeriod(Refused):
    """The period asked for is none."""


def check_period(first_day: date, last_day: date) -> None:
    """Raise BadPeriod unless the days make a period that a return can state."""
    if last_day < first_day:
        raise BadPeriod("The period ends before it begins.")
    if not FIRST_DAY_HELD <= first_day <= last_day <= LAST_DAY_HELD:
        raise BadPeriod(f"The period must lie between {cells.FIRST_YEAR} and {cells.LAST_YEAR}.")


def usual_period(on: date) -> tuple[date, date]:
    """The twelve months up to the end of the last whole quarter: what a quarter's return holds."""
    quarter = (on.month - 1) // 3 * 3 + 1
    after = date(on.year, quarter, 1)
    return after.replace(year=on.year - 1), date.fromordinal(after.toordinal() - 1)


def written_day(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def _joined(values: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator=LINE_END).writerow(values)
    return out.getvalue().removesuffix(LINE_END)


def header() -> bytes:
    """The first line of the file, with its end."""
    return (_joined(NAMES) + LINE_END).encode(ENCODING)


def beginning(council_code: str, first_day: date, last_day: date) -> str:
    """What every line of a return begins with: the council and the period, and a comma."""
    return _joined([council_code, written_day(first_day), written_day(last_day)]) + ","


def class_of_value(name: str, value: str) -> str:
    """The class of a cell that is not blank; what the import would say of it."""
    return cells.class_of(FIELDS[AT[name]])(value)


def class_if_blank(
    event_type: str,
    client_type: str,
    service_type: str,
    service_component: str,
    delivery_mechanism: str,
    assessment_type: str,
    review_reason: str,
    dead: bool,
    support_reason: str,
    working_age: bool,
) -> str:
    """For a row in these circumstances, the class that each field has when it is blank.

    One letter a field, in the order of `NAMES`.
    """
    row = Circumstances(
        event_type=_form("Event_Type", event_type),
        client_type=_form("Client_Type", client_type),
        service_type=_form("Service_Type", service_type),
        service_component=_form("Service_Component", service_component),
        delivery_mechanism=_form("Delivery_Mechanism", delivery_mechanism),
        assessment_type=_form("Assessment_Type", assessment_type),
        review_reason=_form("Review_Reason", review_reason),
        dead=dead,
        working_age_learning_disability=working_age
        and _form("Primary_Support_Reason", support_reason) == LEARNING_DISABILITY,
    )
    return "".join(
        cells.BLANK_MANDATORY if field.mandatory(row) else cells.BLANK_ALLOWED for field in FIELDS
    )


def _form(name: str, value: str) -> str:
    return code_list(name).stands_for(value) or value
