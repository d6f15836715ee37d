"""What is wrong in the records, what it spoils, and which few fixes settle most.

A fix is one kind of fault: a field in one class ("Postcode, blank but mandatory"), or a named check
that no single cell shows ("ended before it began").

Ranking   Rows times weight, most first; the same order whatever order they come in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ownway.commissioning.returns.domain import cells
from ownway.commissioning.returns.domain.checks import CHECK_BY_ID, Check
from ownway.commissioning.returns.domain.code_lists import code_list
from ownway.commissioning.returns.domain.fields import AT, FIELDS, PERSON, Field
from ownway.commissioning.returns.domain.weights import CLASS_PARTS, Weight, spoils

FAULTS: Final = (cells.BLANK_MANDATORY, cells.INVALID, cells.RELEASE_1, cells.UNLISTED)
MOST_FIXES = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """A field in one class of fault."""

    field: str
    letter: str

    @property
    def id(self) -> str:
        return f"{self.field}:{self.letter}"

    @property
    def words(self) -> str:
        return f"{in_words(self.field)}: {cells.CLASS_WORDS[self.letter]}"

    @property
    def parts(self) -> int:
        """How much one row counts, in hundredths of a point."""
        return spoils(self.field)[0].points * CLASS_PARTS[self.letter][0]

    @property
    def spoils(self) -> Weight:
        return spoils(self.field)[0]

    @property
    def why(self) -> str:
        return spoils(self.field)[1]

    @property
    def remedy(self) -> str:
        return remedy(_BY_NAME[self.field], self.letter)


Fix = Cell | Check

_BY_NAME: Final = {field.name: field for field in FIELDS}


def fix_of(fix_id: str) -> Fix | None:
    """The fix of that id: `FIELD:letter`, or the id of a check; None when there is none."""
    if fix_id in CHECK_BY_ID:
        return CHECK_BY_ID[fix_id]
    field, _, letter = fix_id.partition(":")
    return Cell(field, letter) if field in _BY_NAME and letter in FAULTS else None


@dataclass(frozen=True, slots=True)
class Counted:
    """A fix, and how many rows it would put right."""

    fix: Fix
    rows: int

    @property
    def counts(self) -> int:
        """Rows times weight, in hundredths of a point."""
        return self.rows * self.fix.parts


def most_worth(counted: Iterable[Counted], *, most: int = MOST_FIXES) -> list[Counted]:
    """The fixes that matter most, first first: rows times weight, then rows, then by name."""
    with_rows = [one for one in counted if one.rows]
    with_rows.sort(key=lambda one: (-one.counts, -one.rows, one.fix.id))
    return with_rows[:most]


@dataclass(frozen=True, slots=True)
class Filled:
    """How well cells are filled: a count for each class letter."""

    by_class: Mapping[str, int]

    @property
    def matter(self) -> int:
        """Cells that are filled or should be, of lists that we have read."""
        at_fault = (cells.BLANK_MANDATORY, cells.INVALID, cells.RELEASE_1)
        return self.right + sum(self.by_class.get(letter, 0) for letter in at_fault)

    @property
    def right(self) -> int:
        return self.by_class.get(cells.VALID, 0)

    @property
    def wrong(self) -> int:
        return self.matter - self.right

    @property
    def share(self) -> float | None:
        """The share of cells that matter which are right, 0 to 1; None when none matters."""
        return self.right / self.matter if self.matter else None

    def of(self, letter: str) -> int:
        return self.by_class.get(letter, 0)


def added(many: Iterable[Filled]) -> Filled:
    """The counts of several together."""
    whole = dict.fromkeys(cells.CLASS_WORDS, 0)
    for one in many:
        for letter, count in one.by_class.items():
            whole[letter] += count
    return Filled(whole)


def expand(patterns: Iterable[tuple[str, int]]) -> dict[str, Filled]:
    """Counts for each field from rows counted by the whole pattern of their classes.

    A pattern of another length, of a build that knew other fields, is left out.
    """
    counts = {field.name: dict.fromkeys(cells.CLASS_WORDS, 0) for field in FIELDS}
    by_place = list(counts.values())
    for pattern, rows in patterns:
        if len(pattern) != len(by_place):
            continue
        for of_field, letter in zip(by_place, pattern, strict=True):
            of_field[letter] += rows
    return {name: Filled(of_field) for name, of_field in counts.items()}


def fixes_settling(counted: Iterable[Counted], wrong: int) -> int | None:
    """How many of the largest cell fixes put right half of all wrong cells; None for none wrong."""
    if not wrong:
        return None
    done = 0
    sizes = sorted((one.rows for one in counted if isinstance(one.fix, Cell)), reverse=True)
    for number, rows in enumerate(sizes, start=1):
        done += rows
        if 2 * done >= wrong:
            return number
    return None


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one row."""

    fix: Fix
    told: str


def faults_of(classes: str, told: tuple[str, ...]) -> list[Fault]:
    """The cells of a row that are at fault; `told` is what each field says, or nothing."""
    return [
        Fault(Cell(field.name, letter), told[place] if told else "")
        for place, (field, letter) in enumerate(zip(FIELDS, classes, strict=False))
        if letter in FAULTS
    ]


def is_about_person(field: str) -> bool:
    """Whether a field is of the person, and so the same on each of their rows."""
    return _BY_NAME[field].module == PERSON


def place_of(field: str) -> int:
    """Where a field's letter stands in a row's classes, counted from 1 as SQL does."""
    return AT[field] + 1


def in_words(field: str) -> str:
    """NHS Number, for NHS_Number."""
    return field.replace("_", " ")


def expected(field: Field) -> str:
    """What a field should hold, in a phrase."""
    if field.kind == "list":
        values = code_list(field.name).values
        if not values:
            return "A value of the national list"
        if len(values) <= MANY_VALUES:
            return "One of: " + "; ".join(values)
        return f"One of the {len(values)} values of the national list"
    return _EXPECTED.get(field.name) or _EXPECTED_KIND[field.kind]


MANY_VALUES = 6
_EXPECTED_KIND = {
    "text": "Any text",
    "date": "A day, like 30/04/2025",
    "number": "A plain number, without £ or commas",
    "count": "A whole number",
    "code": "A code as its register writes it",
    "nhs number": "Ten figures with a right check digit",
}
_EXPECTED = {
    "Postcode": "A whole postcode, like QM1 4AB",
    "GP_Practice_Code": "A letter and five figures, like L83001",
    "Provider_CQC_Location_ID": "The CQC location, like 1-123456789",
}


def expected_of(field: str) -> str:
    return expected(_BY_NAME[field])


def remedy(field: Field, letter: str) -> str:
    """What to do about a field in a class of fault, in one sentence or two."""
    name = in_words(field.name)
    if letter == cells.BLANK_MANDATORY:
        return f"Fill in {name} in the case system. {expected(field)}."
    if letter == cells.RELEASE_1:
        return f"Change {name} to its release 2 value in the case system, or in the export from it."
    if letter == cells.UNLISTED:
        return f"Compare {name} with the national list you hold; tell us if it is right."
    return f"Put {name} right. {expected(field)}."
