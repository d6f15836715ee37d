"""Read a Client Level Data file, release 2: each row classed, and as a person and an event.

    cld = read(stream)
    for item in cld:          # a Row, or a Quarantined row
        ...
    cld.by_field()            # how many rows have each field in each class

Promise   Streaming: memory does not grow with the file. Every row is either a `Row` or
          `Quarantined`, so rows = accepted + quarantined; for each field the classes add up to
          the rows. Only a row that cannot be attached to a person, typed or dated is
          quarantined (or one whose cells cannot be told apart); every other fault is accepted
          and classed. Wholly blank lines are not rows.
Numbering Row numbers count records, the header being 1, blank lines included.
Errors    UnusableFile: nothing could be read; the text says what to do.
Values    A cell that holds the word NULL, as databases export it, is blank.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from operator import getitem, itemgetter
from typing import BinaryIO, NamedTuple, TypeAlias, TypedDict

from ownway.commissioning.returns.domain import cells as cell
from ownway.commissioning.returns.domain import rows
from ownway.commissioning.returns.domain.events import ImportedEvent, ImportedPerson
from ownway.commissioning.returns.domain.fields import (
    AT,
    EVENT_TYPES,
    FIELDS,
    LEARNING_DISABILITY,
    NAMES,
    SUBMISSION,
    Circumstances,
    Columns,
    Field,
    UnusableFile,
    columns,
)
from ownway.commissioning.returns.domain.records import Flaw, Record, Records
from ownway.commissioning.returns.domain.remembered import Remembered, Unremembered
from ownway.commissioning.returns.domain.rows import Cells, days

PATTERNS = 20_000  # patterns of classes kept before they are added up
CIRCUMSTANCES = 2_000  # different circumstances kept at hand
SUBMISSIONS = 1_000  # different councils and periods told apart; an honest file has one
NOTHING: Mapping[str, str] = {}
NULL = "NULL"
ALL_INVALID = cell.INVALID * len(FIELDS)
FieldCount = TypedDict("FieldCount", {"field": str, "class": str, "rows": int})
ClassOf: TypeAlias = Remembered[str]


class Row(NamedTuple):
    """An accepted row."""

    number: int
    person: ImportedPerson
    event: ImportedEvent
    classes: str  # one letter for each field, in the order of NAMES; see cells.CLASS_WORDS
    cells: Cells  # the file's own values, stripped, in the order of NAMES
    extra: Mapping[str, str]  # columns we do not know, by name

    @property
    def values(self) -> dict[str, str]:
        """The file's own values, stripped, by field name."""
        return dict(zip(NAMES, self.cells, strict=True))

    @property
    def faults(self) -> dict[str, str]:
        """The fields of this row that are at fault, each with its class in words."""
        return {
            name: cell.CLASS_WORDS[letter]
            for name, letter in zip(NAMES, self.classes, strict=True)
            if letter not in (cell.VALID, cell.BLANK_ALLOWED)
        }


class Quarantined(NamedTuple):
    """A row put aside: kept whole, with why, and what would let it in."""

    row_number: int
    field: str  # the first field at fault; "" when the cells cannot be told apart
    value: str
    reason: str
    remedy: str
    cells: tuple[str, ...]  # every cell as it is in the file


class Submission(NamedTuple):
    """Whose rows, for which period, as the rows themselves say."""

    la_code: str
    first_day: date | None
    last_day: date | None


def read(stream: BinaryIO, *, la_code: str = "") -> "CldFile":
    """Open a file: its header is read now, its rows as you ask for them.

    `la_code` stands in where the file itself gives none.

    Raises UnusableFile: empty; not comma-separated text; a column that reading needs is missing,
    or one is there twice.
    """
    records = Records(stream)
    for record in iter(records):
        if any(name.strip() for name in record.cells) or record.flaw:
            return CldFile(records, _header(record), la_code)
    raise UnusableFile("The file is empty. Write it out of your system again and import that one.")


def _header(record: Record) -> Columns:
    if record.flaw:
        raise UnusableFile(
            "The first row is not the header of a comma-separated file. "
            "Save the file as “CSV UTF-8 (comma delimited)” and import it again."
        )
    if len(record.cells) == 1:
        for separator, words in ((";", "semicolons"), ("\t", "tabs"), ("|", "upright lines")):
            if separator in record.cells[0]:
                raise UnusableFile(
                    f"The columns of this file are separated by {words}, not commas. "
                    "Save it as “CSV UTF-8 (comma delimited)” and import it again."
                )
    return columns(record.cells)


class CldFile:
    """A file being read. Iterate once; the counts are those of the rows given so far."""

    def __init__(self, records: Records, layout: Columns, la_code: str):
        self.columns = layout
        self.rows = 0
        self.accepted = 0
        self.blank_lines = 0
        self._records = records
        self._la_code = la_code
        self._patterns: Counter[str] = Counter()
        self._counted: Counter[tuple[int, str]] = Counter()  # (position of a field, class)
        self._submissions: dict[Cells, int] = {}
        records.width = layout.width

    @property
    def quarantined(self) -> int:
        return self.rows - self.accepted

    @property
    def submissions(self) -> dict[Submission, int]:
        """Accepted rows by council and reporting period."""
        told: Counter[Submission] = Counter()
        for (la_code, first, last), count in self._submissions.items():
            told[Submission(la_code or self._la_code, days[first], days[last])] += count
        return dict(told)

    @property
    def warnings(self) -> list[str]:
        """What the reader should know about the file as a whole, in sentences."""
        said: list[str] = []
        if self.columns.missing:
            said.append(f"These columns are not in the file: {', '.join(self.columns.missing)}.")
        if self.columns.extra:
            names = ", ".join(name for name, _ in self.columns.extra)
            said.append(f"These columns are no part of the return and are kept aside: {names}.")
        if self._records.windows_lines:
            said.append(
                f"{self._records.windows_lines:,} lines are not UTF-8 and were read as "
                "Windows-1252. Check names with accents."
            )
        return said

    def by_field(self) -> list[FieldCount]:
        """How many rows have each field in each class; for a field they add up to `rows`."""
        self._add_up()
        return [
            {"field": name, "class": words, "rows": self._counted[place, letter]}
            for place, name in enumerate(NAMES)
            for letter, words in cell.CLASS_WORDS.items()
            if self._counted[place, letter]
        ]

    def __iter__(self) -> Iterator[Row | Quarantined]:
        layout = self.columns
        width = layout.width
        # A field the file leaves out is read from one blank cell put behind the others.
        pick = itemgetter(*(width if place is None else place for place in layout.places))
        forms_of = [_form(field) for field in FIELDS]
        classifier = _Classifier()
        submissions = self._submissions
        patterns = self._patterns
        number = 1
        for found, flaw, _ in self._records:
            number += 1
            surplus = len(found) - width
            if surplus > 0 and not any(map(str.strip, found[width:])):
                del found[width:]
                surplus = 0
            if flaw or surplus:
                if not any(map(str.strip, found)):
                    self.blank_lines += 1
                    continue
                self._count(ALL_INVALID)
                yield _untold(number, found, flaw or _wrong_width(len(found), width))
                continue
            found.append("")
            cells: Cells = tuple(map(str.strip, pick(found)))
            if NULL in cells:
                cells = tuple("" if value == NULL else value for value in cells)
            forms: Cells = tuple(map(getitem, forms_of, cells))
            classes = classifier.classes(cells, forms)
            started_on = days[forms[rows.STARTED]]
            nhs_number = forms[rows.NHS_NUMBER] if classes[rows.NHS_NUMBER] == cell.VALID else None
            if (
                started_on is None
                or forms[rows.EVENT_TYPE] not in EVENT_TYPES
                or not (nhs_number or cells[rows.COUNCIL_ID])
            ):
                found.pop()
                if not any(map(str.strip, found)):
                    self.blank_lines += 1
                    continue
                self._count(classes)
                fault = rows.fault_of(dict(zip(NAMES, cells, strict=True)))
                yield Quarantined(number, *fault, cells=tuple(found))
                continue
            self.rows += 1
            self.accepted += 1
            patterns[classes] += 1
            if len(patterns) > PATTERNS:
                self._add_up()
            submission = forms[:3]
            if submission in submissions or len(submissions) < SUBMISSIONS:
                submissions[submission] = submissions.get(submission, 0) + 1
            person = rows.to_person(forms, nhs_number)
            event = rows.to_event(forms, person, started_on, forms[rows.LA_CODE] or self._la_code)
            extra = (
                {name: value for name, place in layout.extra if (value := found[place].strip())}
                if layout.extra
                else NOTHING
            )
            yield Row(number, person, event, classes, cells, extra)

    def _count(self, classes: str) -> None:
        self.rows += 1
        self._patterns[classes] += 1

    def _add_up(self) -> None:
        for classes, times in self._patterns.items():
            for place, letter in enumerate(classes):
                self._counted[place, letter] += times
        self._patterns.clear()


class _Classifier:
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
        learning_disability = forms[_REASON] == LEARNING_DISABILITY and _working_age(forms)
        dead = bool(cells[rows.DIED])
        key = (values, dead, learning_disability)
        tables = self._tables.get(key)
        if tables is None:
            if len(self._tables) >= CIRCUMSTANCES:
                self._tables.clear()
            tables = self._tables[key] = self._for(
                Circumstances._make((*values, dead, learning_disability))
            )
        return "".join(map(getitem, tables, cells))

    def _for(self, row: Circumstances) -> list[ClassOf]:
        return [
            self._mandatory[place] if field.mandatory(row) else self._allowed[place]
            for place, field in enumerate(FIELDS)
        ]


_REASON = AT["Primary_Support_Reason"]
_PERIOD_END = AT["Reporting_Period_End_Date"]
_deciding: Callable[[Cells], Cells] = itemgetter(
    AT["Event_Type"],
    AT["Client_Type"],
    AT["Service_Type"],
    AT["Service_Component"],
    AT["Delivery_Mechanism"],
    AT["Assessment_Type"],
    AT["Review_Reason"],
)


def _working_age(forms: Cells) -> bool:
    """Whether the person is 18 to 64 at the end of the reporting period, as far as is known."""
    born_on, on = days[forms[rows.BORN]], days[forms[_PERIOD_END]]
    if born_on is None or on is None:
        return False
    had_birthday = (on.month, on.day) >= (born_on.month, born_on.day)
    return 18 <= on.year - born_on.year - (not had_birthday) <= 64


def _class(field: Field, blank: str) -> ClassOf:
    of_value = cell.class_of(field)
    kept = Unremembered if _varied(field) else Remembered
    return kept(lambda value: of_value(value) if value else blank)


def _form(field: Field) -> Remembered[str]:
    kept = Unremembered if _varied(field) else Remembered
    return kept(cell.form_of(field))


def _varied(field: Field) -> bool:
    """Whether a file holds almost as many values of this field as it has rows."""
    return field.kind == "text" and field.module != SUBMISSION


def _wrong_width(found: int, wanted: int) -> Flaw:
    return Flaw(
        f"This row has {found} cells where the header has {wanted}, so they cannot be told apart.",
        "Look for a comma that should be inside quotation marks, or a file cut short, "
        "and import the file again.",
    )


def _untold(number: int, found: Sequence[str], flaw: Flaw) -> Quarantined:
    return Quarantined(number, "", "", flaw.reason, flaw.remedy, tuple(found))
