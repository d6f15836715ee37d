"""Rows as the text that a database reads in bulk, for each kind of event and for people.

Fields stand with commas between them; a backslash takes the meaning from the character behind it,
and `\\N` is nothing at all. Both a block and rows read one by one come out as the same text.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from ownway.commissioning.returns.domain import rows
from ownway.commissioning.returns.domain.blocks import Block, Codes, numbers, texts
from ownway.commissioning.returns.domain.events import ImportedPerson
from ownway.commissioning.returns.domain.fields import AT, FIELDS, NAMES
from ownway.commissioning.returns.domain.lines import FIRST, line_of
from ownway.commissioning.returns.domain.marks import COMMA, MARKS, escaped, written
from ownway.commissioning.returns.domain.reading import Row

SAID: Final = "said"  # the name of what is said of people
# After the identity, the content, the reference, the client type, the line and the classes: the
# fields of each kind of event, in the order of its context's columns.
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "Request": (
        "Event_Start_Date",
        "Event_End_Date",
        "Request_Route_of_Access",
        "Event_Outcome",
        "Event_Description",
    ),
    "Assessment": (
        "Event_Start_Date",
        "Event_End_Date",
        "Assessment_Type",
        "Eligible_Needs_Identified",
        "Method_of_Assessment",
        "Event_Outcome",
        "Event_Description",
    ),
    "Service": (
        "Event_Start_Date",
        "Event_End_Date",
        "Service_Type",
        "Service_Component",
        "Delivery_Mechanism",
        "Provider_CQC_Location_ID",
        "Event_Outcome",
        "Event_Description",
        "Unit_Cost",
        "Cost_Frequency_Unit_Type",
        "Planned_units_per_week",
    ),
    "Review": (
        "Event_Start_Date",
        "Event_End_Date",
        "Review_Reason",
        "Review_Outcomes_Achieved",
        "Method_of_Review",
        "Event_Outcome",
        "Event_Description",
    ),
}
PARTICULARS: Final = ImportedPerson._fields[4:]  # after the two numbers and the two days
_PERSON_FIELDS: Final = tuple(
    AT[name] for name in ("NHS_Number", "Date_of_Birth", "Date_of_Death", *rows.PARTICULARS)
)
_ALL_OF_A_PERSON: Final = (rows.COUNCIL_ID, *_PERSON_FIELDS)


def _in_row(place: int, form: str) -> str:
    return written(FIELDS[place], form, escaped)


# By the block


def copy_of_block(block: Block, *, leave_out: Sequence[int], la_code: str) -> dict[str, bytes]:
    """The accepted rows of a block as text: by kind of event, and what is said of people."""
    taken = block.accepted.copy()
    taken[list(leave_out)] = False
    types = block.columns[rows.EVENT_TYPE]
    answer: dict[str, bytes] = {}
    for kind, fields in KINDS.items():
        (at,) = np.nonzero(taken & types.where(kind.__eq__))
        if len(at):
            answer[kind] = _joined(
                [
                    numbers(at + block.number),
                    _who(block, at),
                    block.keys(kind, at, la_code),
                    block.contents(kind, at),
                    block.text(AT["Event_Reference"], at),
                    block.text(rows.CLIENT_TYPE, at),
                    *_line(block, at),
                    block.class_texts(at),
                    *(block.text(AT[name], at) for name in fields),
                ]
            )
    (at,) = np.nonzero(taken)
    if len(at):
        answer[SAID] = _said(block, at)
    return answer


def identities_of_block(block: Block, *, la_code: str) -> list[tuple[str, str]]:
    """The identity and content of each row of a block whose rows are all accepted."""
    types = block.columns[rows.EVENT_TYPE]
    found: dict[int, tuple[str, str]] = {}
    for kind in KINDS:
        (at,) = np.nonzero(types.where(kind.__eq__))
        if len(at):
            keys, contents = block.keys(kind, at, la_code), block.contents(kind, at)
            found |= zip(
                at.tolist(), zip(keys.to_pylist(), contents.to_pylist(), strict=True), strict=True
            )
    return [found[place] for place in range(block.size)]


def _who(block: Block, at: Codes) -> Any:
    ids, by_number = block.columns[rows.COUNCIL_ID], block.columns[rows.NHS_NUMBER]
    if block.has_id[at].all():
        return block.text(rows.COUNCIL_ID, at)
    known = [*ids.written, *(f"NHS {form}" for form in by_number.forms)]
    codes = np.where(block.has_id[at], ids.codes[at], len(ids.forms) + by_number.codes[at])
    return texts(known, codes)


def _line(block: Block, at: Codes) -> list[Any]:
    """The pieces of `cld_line`; neighbouring fields that never change are one piece."""
    pieces: list[Any] = []
    fixed: list[str] = []
    last = len(NAMES) - 1
    for place in range(FIRST, len(NAMES)):
        column = block.columns[place]
        behind = "" if place == last else "\\"  # so that the comma behind it is text
        if column.same:
            fixed.append(column.told[0] + behind)
            continue
        if fixed:
            pieces.append(COMMA.join(fixed))
            fixed = []
        pieces.append(texts([text + behind for text in column.told], column.codes[at]))
    if fixed:
        pieces.append(COMMA.join(fixed))
    same = np.zeros(len(at), dtype=np.int64)
    return [texts([piece], same) if isinstance(piece, str) else piece for piece in pieces]


def _said(block: Block, at: Codes) -> bytes:
    """What these rows say of people, once for all rows that say the same of one."""
    first, second = block.said(at, _ALL_OF_A_PERSON).T
    order = np.lexsort(
        (at, _rank(block, rows.STARTED, at), _rank(block, rows.ENDED, at), second, first)
    )
    changes = (np.diff(first[order]) != 0) | (np.diff(second[order]) != 0)
    best = at[order[np.append(changes, True)]]
    best.sort()
    told = block.said(best, _ALL_OF_A_PERSON)
    yes_no = texts(["f", "t"], (~block.has_id[best]).astype(np.int64))
    return _joined(
        [
            numbers(best + block.number),
            _who(block, best),
            yes_no,
            block.hexadecimal(told),
            block.text(rows.STARTED, best),
            block.text(rows.ENDED, best),
            *(block.text(place, best) for place in _PERSON_FIELDS),
        ]
    )


def _rank(block: Block, place: int, at: Codes) -> Codes:
    """Days as numbers; no day comes after all of them."""
    column = block.columns[place]
    known = [rows.days[form] for form in column.forms]
    ranks = [2**31 if day is None else day.toordinal() for day in known]
    return np.array(ranks, dtype=np.int64)[column.codes[at]]


def _joined(columns: Sequence[Any]) -> bytes:
    # Here: it takes memory, and few processes read a file.
    import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
    import pyarrow.csv as pacsv  # type: ignore[import-untyped]  # it ships no types

    sink = pa.BufferOutputStream()
    pacsv.write_csv(
        pa.table(list(columns), names=[str(place) for place in range(len(columns))]),
        sink,
        pacsv.WriteOptions(include_header=False, quoting_style="none"),
    )
    whole: bytes = sink.getvalue().to_pybytes()
    return whole.translate(MARKS)


# Row by row


def copy_of_rows(accepted: Iterable[Row]) -> dict[str, bytes]:
    """The same of rows that were read one by one."""
    lines: dict[str, list[str]] = {kind: [] for kind in (*KINDS, SAID)}
    for row in accepted:
        forms = row.forms
        event, person = row.event, row.person
        kind = forms[rows.EVENT_TYPE]
        who = escaped(person.council_id) or f"NHS {person.nhs_number}"
        days = [_in_row(place, forms[place]) for place in (rows.STARTED, rows.ENDED)]
        lines[kind].append(
            ",".join(
                [
                    str(row.number),
                    who,
                    event.cld_key,
                    event.cld_content,
                    escaped(event.event_reference),
                    escaped(event.client_type),
                    escaped(line_of(row.cells)),
                    row.classes,
                    *(_in_row(AT[name], forms[AT[name]]) for name in KINDS[kind]),
                ]
            )
        )
        lines[SAID].append(
            ",".join(
                [
                    str(row.number),
                    who,
                    "f" if person.council_id else "t",
                    rows.said_of(forms, _ALL_OF_A_PERSON),
                    *days,
                    *(_in_row(place, forms[place]) for place in _PERSON_FIELDS),
                ]
            )
        )
    return {
        kind: "".join(f"{line}\n" for line in several).encode()
        for kind, several in lines.items()
        if several
    }
