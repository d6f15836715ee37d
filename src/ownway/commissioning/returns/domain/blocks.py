"""A clean stretch of a file, read column by column instead of row by row.

A file of a million rows holds few different values, so here each different value of a column is
looked at once, by the same rules that read one row (`cells`, `rows`, `identity`), and rows are
added up from what was found, in native code.

Promise   A stretch is read here only where every line is a row and no line leaves a doubt:
          UTF-8, the width of the header, no quotation mark but those round a whole cell, no
          character that the careful reader would look at twice. `block_of` gives None for
          anything else, and the careful reader reads it. Both find the same rows, which
          `test_blocks.py` proves by property.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from ownway.commissioning.returns.domain import cells as cell
from ownway.commissioning.returns.domain import rows
from ownway.commissioning.returns.domain.classes import (
    DECIDING,
    MANDATORY,
    PERIOD_END,
    REASON,
    circumstances,
)
from ownway.commissioning.returns.domain.events import person_key
from ownway.commissioning.returns.domain.fields import (
    AT,
    EVENT_TYPES,
    FIELDS,
    LEARNING_DISABILITY,
    Columns,
    Field,
)
from ownway.commissioning.returns.domain.identity import NOTHING_SAID, Lanes, part
from ownway.commissioning.returns.domain.marks import COMMA, QUOTE, marked, marked_cell, written
from ownway.commissioning.returns.domain.remembered import Remembered
from ownway.commissioning.returns.domain.rows import Cells, days

# Never in a cell read here: those that stand in for marks, and ends of lines of other kinds.
NEVER: Final = (b"\0", COMMA.encode(), QUOTE.encode(), b"\x0b", b"\x0c", b"\x1c", b"\x1d", b"\x1e")
NULL: Final = "NULL"
CONTENT: Final = tuple(AT[name] for name in rows.CONTENT)

Codes: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]
Letters: TypeAlias = npt.NDArray[np.uint8]
Whole: TypeAlias = npt.NDArray[np.uint64]


class Meaning(NamedTuple):
    """What one text means in one column."""

    cell: str  # stripped; blank for the word NULL
    form: str
    letter: int  # its class; 0 for a blank, whose class depends on the row
    said: Lanes  # what it adds to the content
    told: str  # the cell, as `cld_line` has it and as it is copied
    written: str  # the form, as it is copied


class Meanings:
    """What the texts of each column mean, with those of late kept at hand."""

    def __init__(self) -> None:
        self._of = [Remembered(_meaning_in(field)) for field in FIELDS]

    def column(self, place: int, codes: Codes, told: Sequence[str]) -> "Column":
        found = [*map(self._of[place].__getitem__, told)]
        cells, forms, letters, said, in_line, copied = zip(*found, strict=True)
        return Column(
            codes,
            cells,
            forms,
            np.array(letters, dtype=np.uint8),
            np.array(said, dtype=np.uint64).reshape(-1, 2),
            in_line,
            copied,
        )


def _meaning_in(field: Field) -> Callable[[str], Meaning]:
    form_and_class = _form_and_class(field)
    parts = rows.content_parts.get(field.name)

    def meaning(text: str) -> Meaning:
        stripped = text.strip()
        if stripped == NULL:
            stripped = ""
        if not stripped:
            return Meaning("", "", 0, NOTHING_SAID, "", written(field, "", marked))
        form, letter = form_and_class(stripped)
        return Meaning(
            stripped,
            form,
            ord(letter),
            NOTHING_SAID if parts is None else part(field.name, form),
            marked_cell(stripped),
            written(field, form, marked)
            if letter != cell.VALID or field.kind in ("list", "text", "code", "count")
            else form,
        )

    return meaning


def _form_and_class(field: Field) -> Callable[[str], tuple[str, str]]:
    """Both at once where one look says both."""
    form_of, class_of = cell.form_of(field), cell.class_of(field)
    if field.kind not in ("nhs number", "date"):
        return lambda text: (form_of(text), class_of(text))
    look = cell.nhs_number if field.kind == "nhs number" else days.__getitem__

    def looked(text: str) -> tuple[str, str]:
        found = look(text)
        return (text, cell.INVALID) if found is None else (str(found), cell.VALID)

    return looked


@dataclass(slots=True)
class Column:
    """The cells of one field: for each row the place of its text among those that differ."""

    codes: Codes
    cells: tuple[str, ...]
    forms: tuple[str, ...]
    letters: Letters
    said: Whole
    told: tuple[str, ...]
    written: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether all rows hold the same text."""
        return len(self.cells) == 1

    def where(self, holds: Callable[[str], bool]) -> Mask:
        """The rows whose form is such."""
        return np.array([holds(form) for form in self.forms], dtype=np.bool_)[self.codes]


class Block:
    """The rows of a clean stretch. `raw` has their texts, by column of the file."""

    def __init__(self, raw: Any, layout: Columns, meanings: Meanings, number: int) -> None:
        self.raw = raw
        self.number = number  # of its first row; the header of the file is row 1
        self.size: int = raw.num_rows
        nothing = np.zeros(self.size, dtype=np.int64)
        self.columns: list[Column] = []
        for field, place in enumerate(layout.places):
            if place is None:
                self.columns.append(meanings.column(field, nothing, [""]))
            else:
                told = raw.column(place).chunk(0).dictionary_encode()
                codes = np.frombuffer(told.indices.buffers()[1], np.int32, self.size).astype(
                    np.int64
                )
                self.columns.append(meanings.column(field, codes, told.dictionary.to_pylist()))
        self.nhs_known = self._letters(rows.NHS_NUMBER) == ord(cell.VALID)
        has_id = self.columns[rows.COUNCIL_ID].where(bool)
        self.has_id = has_id
        self.accepted: Mask = (
            self.columns[rows.STARTED].where(lambda form: days[form] is not None)
            & self.columns[rows.EVENT_TYPE].where(lambda form: form in EVENT_TYPES)
            & (has_id | self.nhs_known)
        )
        self.classes = self._classes()
        (left_out,) = np.nonzero(~self.accepted)
        self.blank = [row for row in left_out.tolist() if not any(map(str.strip, self.cells(row)))]
        nothing_in = frozenset(self.blank)
        self.aside = [row for row in left_out.tolist() if row not in nothing_in]

    def _letters(self, place: int) -> Letters:
        column = self.columns[place]
        return column.letters[column.codes]

    def _classes(self) -> Letters:
        """For each row the class of each cell, one letter a field."""
        found = np.empty((self.size, len(FIELDS)), dtype=np.uint8)
        for place in range(len(FIELDS)):
            found[:, place] = self._letters(place)
        blank = np.array([ord(cell.BLANK_ALLOWED), ord(cell.BLANK_MANDATORY)], dtype=np.uint8)
        kinds, kind_of = self._circumstances()
        needed = np.array([MANDATORY[kind] for kind in kinds], dtype=np.uint8)
        return np.where(found == 0, blank[needed[kind_of]], found)

    def _circumstances(self) -> tuple[list[Any], Codes]:
        """The different circumstances of the rows, and for each row which of them are its own."""
        dead = np.array([bool(one) for one in self.columns[rows.DIED].cells], dtype=np.int64)
        disabled = self._working_age_learning_disability()
        mixed, of_each = _together(
            [
                *(self.columns[place].codes for place in DECIDING),
                dead[self.columns[rows.DIED].codes],
                disabled.astype(np.int64),
            ]
        )
        return [
            circumstances(
                tuple(
                    self.columns[place].forms[code]
                    for place, code in zip(DECIDING, one[:-2], strict=True)
                ),
                bool(one[-2]),
                bool(one[-1]),
            )
            for one in mixed
        ], of_each

    def _working_age_learning_disability(self) -> Mask:
        asked = self.columns[REASON].where(lambda form: form == LEARNING_DISABILITY)
        (at,) = np.nonzero(asked)
        if not len(at):
            return asked
        born, ends = self.columns[rows.BORN], self.columns[PERIOD_END]
        pairs, of_each = _together([born.codes[at], ends.codes[at]])
        answers = np.array(
            [rows.working_age(born.forms[one], ends.forms[other]) for one, other in pairs],
            dtype=np.bool_,
        )
        asked[at] = answers[of_each]
        return asked

    def counted(self) -> dict[tuple[int, str], int]:
        """How many rows have each field in each class; blank lines are not rows."""
        classes = np.delete(self.classes, self.blank, axis=0)
        return {
            (place, chr(letter)): int(times)
            for place in range(len(FIELDS))
            for letter, times in enumerate(np.bincount(classes[:, place]))
            if times
        }

    def submissions(self) -> list[tuple[Cells, int]]:
        """Accepted rows by council and period, as written, in the order they come up."""
        (at,) = np.nonzero(self.accepted)
        if not len(at):
            return []
        told, of_each = _together([column.codes[at] for column in self.columns[:3]])
        return [
            (tuple(self.columns[place].forms[code] for place, code in enumerate(one)), int(times))
            for one, times in zip(told, np.bincount(of_each), strict=True)
        ]

    # What is asked of some of its rows

    def text(self, place: int, at: Codes) -> Any:
        """The forms of a field in these rows, as they are copied."""
        column = self.columns[place]
        return texts(column.written, column.codes[at])

    def keys(self, kind: str, at: Codes, la_code: str) -> Any:
        """The identities of rows of one type, as `identity_hash` makes them."""
        council, person, event_type, *others = rows.identity_parts
        told = self.columns[rows.LA_CODE]
        total = _lanes([council[form or la_code] for form in told.forms])[told.codes[at]]
        total += np.array(event_type[kind], dtype=np.uint64)
        by_id = self.columns[rows.COUNCIL_ID]
        by_number = self.columns[rows.NHS_NUMBER]
        total += np.where(
            self.has_id[at][:, None],
            _lanes([person[person_key(one, None)] if one else NOTHING_SAID for one in by_id.forms])[
                by_id.codes[at]
            ],
            _lanes([person[person_key("", one)] for one in by_number.forms])[by_number.codes[at]],
        )
        for parts, name in zip(others, rows.IDENTIFYING[kind], strict=False):
            column = self.columns[AT[name]]
            total += _lanes([parts[form] for form in column.forms])[column.codes[at]]
        return self.hexadecimal(total)

    def contents(self, kind: str, at: Codes) -> Any:
        """The contents of rows of one type, as `content_hash` makes them."""
        how = np.zeros(len(at), dtype=np.uint64)
        if kind == "Service":
            for name in rows.HOW_DELIVERED:
                column = self.columns[AT[name]]
                how += column.said[column.codes[at], 0]
        told = np.empty((len(at), 5), dtype=">u4")
        told[:, 0] = (how & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        told[:, 1:] = self.said(at).astype(">u8").view(">u4")
        return _hexadecimal(told.tobytes(), 20, len(at))

    def said(self, at: Codes, fields: Sequence[int] = CONTENT) -> Whole:
        """The digest of these fields of these rows, in two halves."""
        total = np.zeros((len(at), 2), dtype=np.uint64)
        for place in fields:
            column = self.columns[place]
            if not column.same or column.said[0].any():
                total += column.said[column.codes[at]]
        return total

    @staticmethod
    def hexadecimal(told: Whole) -> Any:
        """Digests as 32 letters each."""
        return _hexadecimal(told.astype(">u8").tobytes(), 16, len(told))

    def class_texts(self, at: Codes) -> Any:
        whole = np.ascontiguousarray(self.classes[at]).tobytes()
        return _texts(whole, len(FIELDS), len(at))

    def of_another_council(self, council: str) -> list[int]:
        """Accepted rows that name another council."""
        another = self.columns[rows.LA_CODE].where(lambda form: form not in ("", council))
        (at,) = np.nonzero(self.accepted & another)
        return [int(row) for row in at]

    def la_code(self, row: int) -> str:
        column = self.columns[rows.LA_CODE]
        return column.forms[int(column.codes[row])]

    def with_longer_ids(self, longest: int) -> list[int]:
        """Accepted rows whose council id is longer than this."""
        longer = self.columns[rows.COUNCIL_ID].where(lambda form: len(form) > longest)
        (at,) = np.nonzero(self.accepted & longer)
        return [int(row) for row in at]

    def cells(self, row: int) -> tuple[str, ...]:
        """Every cell of one row, as it is in the file."""
        return tuple(self.raw.column(place)[row].as_py() for place in range(self.raw.num_columns))

    def values(self, row: int) -> tuple[str, ...]:
        """The cells of one row, stripped, in the order of NAMES."""
        return tuple(column.cells[column.codes[row]] for column in self.columns)


def block_of(data: bytes, layout: Columns, meanings: Meanings, number: int) -> Block | None:
    """The rows of these whole lines; None when any of them leaves a doubt."""
    if not _clean(data):
        return None
    # Here: it takes memory, and few processes read a file.
    import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
    import pyarrow.csv as pacsv  # type: ignore[import-untyped]  # it ships no types

    names = [str(place) for place in range(layout.width)]
    try:
        raw = pacsv.read_csv(
            pa.py_buffer(data),
            read_options=pacsv.ReadOptions(
                column_names=names, use_threads=False, block_size=len(data) + 1
            ),
            parse_options=pacsv.ParseOptions(ignore_empty_lines=False),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                check_utf8=True,
            ),
        ).combine_chunks()
    except pa.ArrowInvalid:
        return None
    return Block(raw, layout, meanings, number) if raw.num_rows else None


def _clean(data: bytes) -> bool:
    """Whether the lines can be told apart, and their cells, without the careful reader."""
    if not data.endswith(b"\n") or data.count(b"\r") != data.count(b"\r\n"):
        return False
    if any(mark in data for mark in NEVER):
        return False
    if b'"' not in data:
        return True
    parts = data.replace(b"\r\n", b"\n").split(b'"')
    if len(parts) % 2 == 0 or any(b"\n" in inside for inside in parts[1::2]):
        return False
    outside = parts[0::2]
    return (
        all(part[:1] in b",\n" and part for part in outside[1:])
        and all(part[-1:] in b",\n" and part for part in outside[1:-1])
        and (not outside[0] or outside[0][-1:] in b",\n")
    )


def _together(codes: Sequence[Codes]) -> tuple[list[tuple[int, ...]], Codes]:
    """The different combinations of several columns as they come up, and which each row has."""
    mixed = np.zeros(len(codes[0]), dtype=np.int64)
    for one in codes:
        # Small again before each is mixed in, so that nothing overflows.
        _, mixed = np.unique(mixed, return_inverse=True)
        mixed = mixed * (int(one.max(initial=0)) + 1) + one
    _, first, of_each = np.unique(mixed, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return [tuple(int(one[at]) for one in codes) for at in first[order]], place[of_each]


def _lanes(parts: Sequence[Lanes]) -> Whole:
    return np.array(parts, dtype=np.uint64).reshape(-1, 2)


def texts(known: Sequence[str], codes: Codes) -> Any:
    """For each code, the text at that place.

    Made from buffers: asked to turn Python's or numpy's own values into arrays, pyarrow loads all
    of pandas first.
    """
    import pyarrow as pa

    encoded = [text.encode() for text in known]
    ends = np.zeros(len(encoded) + 1, dtype=np.int32)
    np.cumsum([len(text) for text in encoded], out=ends[1:])
    every = pa.StringArray.from_buffers(
        len(encoded), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))
    )
    return every.take(numbers(codes))


def numbers(values: Codes) -> Any:
    import pyarrow as pa

    return pa.Array.from_buffers(
        pa.int64(), len(values), [None, pa.py_buffer(np.ascontiguousarray(values))]
    )


def _hexadecimal(data: bytes, width: int, size: int) -> Any:
    return _texts(data.hex().encode(), 2 * width, size)


def _texts(data: bytes, width: int, size: int) -> Any:
    """Texts of one width, written one behind the other."""
    import pyarrow as pa

    ends = np.arange(size + 1, dtype=np.int32) * np.int32(width)
    return pa.StringArray.from_buffers(size, pa.py_buffer(ends), pa.py_buffer(data))
