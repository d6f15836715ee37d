"""The class of each cell of a row: what a blank is depends on the row's circumstances."""

from collections.abc import Callable
from operator import getitem, itemgetter
from typing import Final, TypeAlias

from ownway.commissioning.returns.domain import cells as cell
from ownway.commissioning.returns.domain import rows
from ownway.commissioning.returns.domain.fields import (
    AT,
    FIELDS,
    LEARNING_DISABILITY,
    SUBMISSION,
    Circumstances,
    Field,
)
from ownway.commissioning.returns.domain.remembered import Remembered, Unremembered
from ownway.commissioning.returns.domain.rows import Cells

ClassOf: TypeAlias = Remembered[str]

KEPT = 2_000  # different circumstances kept at hand
REASON: Final = AT["Primary_Support_Reason"]
PERIOD_END: Final = AT["Reporting_Period_End_Date"]
DECIDING: Final = tuple(
    AT[name]
    for name in (
        "Event_Type",
        "Client_Type",
        "Service_Type",
        "Service_Component",
        "Delivery_Mechanism",
        "Assessment_Type",
        "Review_Reason",
    )
)
_deciding: Callable[[Cells], Cells] = itemgetter(*DECIDING)


class _Mandatory(dict[Circumstances, tuple[bool, ...]]):
    """For each field of FIELDS, whether a blank of it is a fault in these circumstances."""

    def __missing__(self, row: Circumstances) -> tuple[bool, ...]:
        answer = tuple(field.mandatory(row) for field in FIELDS)
        if len(self) >= KEPT:
            self.clear()
        self[row] = answer
        return answer


MANDATORY: Final = _Mandatory()


def circumstances(deciding: Cells, dead: bool, learning_disability: bool) -> Circumstances:
    """`deciding` are the forms of the fields of DECIDING."""
    return Circumstances._make((*deciding, dead, learning_disability))


class Classifier:
    """The class of each cell of a row.

    One look-up for each cell: for each field there are two tables from value to class, which
    differ in what a blank is; the row's circumstances say which of the two applies.
    """

    def __init__(self) -> None:
        self._allowed = [_class(field, cell.BLANK_ALLOWED) for field in FIELDS]
        self._mandatory = [_class(field, cell.BLANK_MANDATORY) for field in FIELDS]
        self._tables: dict[tuple[Cells, bool, bool], list[ClassOf]] = {}

    def classes(self, cells: Cells, forms: Cells) -> str:
        values: Cells = _deciding(forms)
        learning_disability = forms[REASON] == LEARNING_DISABILITY and rows.working_age(
            forms[rows.BORN], forms[PERIOD_END]
        )
        dead = bool(cells[rows.DIED])
        key = (values, dead, learning_disability)
        tables = self._tables.get(key)
        if tables is None:
            if len(self._tables) >= KEPT:
                self._tables.clear()
            needed = MANDATORY[circumstances(values, dead, learning_disability)]
            tables = self._tables[key] = [
                self._mandatory[place] if one else self._allowed[place]
                for place, one in enumerate(needed)
            ]
        return "".join(map(getitem, tables, cells))


def varied(field: Field) -> bool:
    """Whether a file holds almost as many values of this field as it has rows."""
    return field.kind == "text" and field.module != SUBMISSION


def _class(field: Field, blank: str) -> ClassOf:
    of_value = cell.class_of(field)
    kept = Unremembered if varied(field) else Remembered
    return kept(lambda value: of_value(value) if value else blank)
