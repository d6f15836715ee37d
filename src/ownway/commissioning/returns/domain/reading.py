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
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import getitem, itemgetter
from typing import BinaryIO, NamedTuple, TypedDict

from ownway.commissioning.returns.domain import cells as cell
from ownway.commissioning.returns.domain import rows
from ownway.commissioning.returns.domain.blocks import Block, Meanings, block_of
from ownway.commissioning.returns.domain.classes import Classifier, varied
from ownway.commissioning.returns.domain.events import ImportedEvent, ImportedPerson
from ownway.commissioning.returns.domain.fields import (
    EVENT_TYPES,
    FIELDS,
    NAMES,
    Columns,
    Field,
    UnusableFile,
    columns,
)
from ownway.commissioning.returns.domain.records import LINE_LIMIT, Flaw, Record, Records
from ownway.commissioning.returns.domain.remembered import Remembered, Unremembered
from ownway.commissioning.returns.domain.rows import Cells, days
from ownway.commissioning.returns.domain.source import Source

PATTERNS = 20_000  # patterns of classes kept before they are added up
LARGEST_STRETCH = 1_000_000  # bytes read at once while the file is clean
SMALLEST_STRETCH = 24_000  # bytes read with care where it is not
SUBMISSIONS = 1_000  # different councils and periods told apart; an honest file has one
NOTHING: Mapping[str, str] = {}
NULL = "NULL"
ALL_INVALID = cell.INVALID * len(FIELDS)
FieldCount = TypedDict("FieldCount", {"field": str, "class": str, "rows": int})


class Row(NamedTuple):
    """An accepted row."""

    number: int
    person: ImportedPerson
    event: ImportedEvent
    classes: str  # one letter for each field, in the order of NAMES; see cells.CLASS_WORDS
    cells: Cells  # the file's own values, stripped, in the order of NAMES
    extra: Mapping[str, str]  # columns we do not know, by name
    forms: Cells  # the cells once differences that mean nothing are gone; see cells.form_of

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
    source = Source(stream)
    records = Records(source)
    for record in iter(records):
        if any(name.strip() for name in record.cells) or record.flaw:
            return CldFile(source, records, _header(record), la_code)
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
    """A file being read. The counts are those of the rows given so far.

    Iterate once, row by row; or ask once for `stretches`, which gives the same rows many times as
    fast, the clean ones by the block.
    """

    def __init__(self, source: Source, records: Records, layout: Columns, la_code: str):
        self.columns = layout
        self.rows = 0
        self.accepted = 0
        self.blank_lines = 0
        self._source = source
        self._records = records
        self._number = 1  # of the row read last; the header is row 1
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

    def stretches(self) -> Iterator[Block | list[Row | Quarantined]]:
        """The rows in their order: clean stretches as blocks, the others row by row.

        Where a stretch leaves a doubt, it is halved until what is left is small enough to be read
        with care, so that one bad line costs little.
        """
        meanings, source = Meanings(), self._source
        rows_with_care = iter(self)
        size = LARGEST_STRETCH
        while data := source.lines(size, LINE_LIMIT):
            block = block_of(data, self.columns, meanings, self._number + 1)
            if block is not None:
                self._count_block(block)
                yield block
                size = min(2 * size, LARGEST_STRETCH)
                continue
            source.give_back(data)
            if size > SMALLEST_STRETCH:
                size = max(size // 2, SMALLEST_STRETCH)
                continue
            end = source.position + len(data)
            found: list[Row | Quarantined] = []
            while source.position < end or self._records.waiting:
                item = next(rows_with_care, None)
                if item is None:
                    break
                found.append(item)
            yield found

    def _count_block(self, block: Block) -> None:
        self._number += block.size
        self.blank_lines += len(block.blank)
        self.rows += block.size - len(block.blank)
        self.accepted += block.size - len(block.blank) - len(block.aside)
        for (place, letter), times in block.counted().items():
            self._counted[place, letter] += times
        for submission, times in block.submissions():
            self._add_submission(submission, times)

    def _add_submission(self, submission: Cells, times: int) -> None:
        told = self._submissions
        if submission in told or len(told) < SUBMISSIONS:
            told[submission] = told.get(submission, 0) + times

    def __iter__(self) -> Iterator[Row | Quarantined]:
        layout = self.columns
        width = layout.width
        # A field the file leaves out is read from one blank cell put behind the others.
        pick = itemgetter(*(width if place is None else place for place in layout.places))
        forms_of = [_form(field) for field in FIELDS]
        classifier = Classifier()
        patterns = self._patterns
        for found, flaw, _ in self._records:
            self._number += 1
            number = self._number
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
                yield put_aside(number, cells, found)
                continue
            self.rows += 1
            self.accepted += 1
            patterns[classes] += 1
            if len(patterns) > PATTERNS:
                self._add_up()
            self._add_submission(forms[:3], 1)
            person = rows.to_person(forms, nhs_number)
            event = rows.to_event(forms, person, started_on, forms[rows.LA_CODE] or self._la_code)
            extra = (
                {name: value for name, place in layout.extra if (value := found[place].strip())}
                if layout.extra
                else NOTHING
            )
            yield Row(number, person, event, classes, cells, extra, forms)

    def _count(self, classes: str) -> None:
        self.rows += 1
        self._patterns[classes] += 1

    def _add_up(self) -> None:
        for classes, times in self._patterns.items():
            for place, letter in enumerate(classes):
                self._counted[place, letter] += times
        self._patterns.clear()


def put_aside(number: int, cells: Cells, found: Sequence[str]) -> Quarantined:
    """A row without a person, a type or a start: `cells` by field, `found` as in the file."""
    fault = rows.fault_of(dict(zip(NAMES, cells, strict=True)))
    return Quarantined(number, *fault, cells=tuple(found))


def _form(field: Field) -> Remembered[str]:
    kept = Unremembered if varied(field) else Remembered
    return kept(cell.form_of(field))


def _wrong_width(found: int, wanted: int) -> Flaw:
    return Flaw(
        f"This row has {found} cells where the header has {wanted}, so they cannot be told apart.",
        "Look for a comma that should be inside quotation marks, or a file cut short, "
        "and import the file again.",
    )


def _untold(number: int, found: Sequence[str], flaw: Flaw) -> Quarantined:
    return Quarantined(number, "", "", flaw.reason, flaw.remedy, tuple(found))
