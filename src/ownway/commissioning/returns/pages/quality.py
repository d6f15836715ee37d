"""What the pages about data quality say: the answer, the fixes, tables, bars and files."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ownway.commissioning.returns.domain import CLASS_WORDS, quality
from ownway.commissioning.returns.domain.quality import Cell, Counted, Filled
from ownway.commissioning.returns.queries.quality import FileQuality, Quality, TeamQuality
from ownway.commissioning.returns.queries.to_fix import ToFix
from ownway.foundation.look.filters import day
from ownway.kernel import spreadsheet

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
EVENT_WORDS = {
    "Request": "requests",
    "Assessment": "assessments",
    "Service": "services",
    "Review": "reviews",
}
CLASS_COLUMNS = tuple(CLASS_WORDS)
BAR_HEIGHT, WIDEST = 52, 70  # of a line in pixels; of the longest bar in per cent


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the page was narrowed to, as its address says it; blank means everything."""

    event_type: str = ""
    team: str = ""
    field: str = ""
    letter: str = ""

    def address(self) -> dict[str, str]:
        """The parts of an address that keep the choice."""
        said = {
            "type": self.event_type,
            "team": self.team,
            "field": self.field,
            "class": self.letter,
        }
        return {name: value for name, value in said.items() if value}

    def rows(self) -> dict[str, str]:
        """Those that choose rows, for the list of records."""
        return {name: self.address()[name] for name in ("type", "team") if name in self.address()}


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field's row of the table."""

    field: str
    words: str
    filled: Filled
    right: str
    counts: tuple[tuple[str, int, str], ...]  # class letter, rows, id of the fix or ""


@dataclass(frozen=True, slots=True)
class TeamLine:
    id: str
    name: str
    rows: int
    right: str
    wrong: int
    first: Counted | None


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file in the trend: its bar and its row of the table."""

    id: UUID
    file_name: str
    period: str
    right: str
    filled: Filled
    bar_words: str
    width: str
    top: int


@dataclass(frozen=True, slots=True)
class Trend:
    lines: tuple[FileLine, ...]
    height: int
    title: str
    desc: str


@dataclass(frozen=True, slots=True)
class Column:
    """A heading of the table that sorts by its column."""

    words: str
    sort: str
    order: str  # as aria-sort says it


_SORTS = ("field", "right", *CLASS_COLUMNS)
SORTS = frozenset({"", *_SORTS, *(f"-{name}" for name in _SORTS)})


def share(filled: Filled) -> str:
    """92%; never 100% while anything is wrong, and a tenth where the last per cent matters."""
    return percent(filled.right, filled.matter)


def percent(part: int, whole: int) -> str:
    """A share rounded down, so that it never says all when it is not all."""
    if not whole:
        return "–"
    if part == whole:
        return "100%"
    tenths = 1000 * part // whole
    return f"{tenths / 10:.1f}%" if tenths >= 990 or tenths < 10 else f"{tenths // 10}%"


def looked_at(found: Quality, chosen: Chosen) -> Filled:
    """The cells that the page is about: of one field, or all."""
    return found.fields[chosen.field] if chosen.field else found.filled


def headline(found: Quality, chosen: Chosen) -> str:
    """The answer first."""
    filled = looked_at(found, chosen)
    what = quality.in_words(chosen.field) if chosen.field else ""
    if not filled.matter:
        return f"Nobody needs to fill in {what} here" if what and found.rows else "Nothing to check"
    if not filled.wrong:
        return f"{what} is right in every row" if what else "Every cell that matters is right"
    if what:
        return f"{what} is right in {share(filled)} of rows that need it"
    return f"{share(filled)} of the cells that matter are right"


def lead(found: Quality, chosen: Chosen) -> list[str]:
    """What to do about it, and what is not in the figure; a sentence each."""
    if not found.rows and not found.born_here:
        return [
            "No event that you may see came in a file. Bring a Client Level Data file in first."
        ]
    said = []
    filled = looked_at(found, chosen)
    if not chosen.field:
        number = quality.fixes_settling(found.fixes, filled.wrong)
        if number is not None:
            fixes = "One fix" if number == 1 else f"{in_figures(number).capitalize()} fixes"
            said.append(f"{fixes} would settle half of the rest.")
    if found.born_here:
        events = "1 event" if found.born_here == 1 else f"{found.born_here:,} events"
        said.append(f"{events} began in Ownway; {'its' if found.born_here == 1 else 'their'} cells")
        said[-1] += " are checked on the page Returns, and are not counted here."
    return said


def in_figures(number: int) -> str:
    """Three; 14."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def whom(chosen: Chosen, teams: Mapping[str, str]) -> str:
    """Everything; services of the East team."""
    what = EVENT_WORDS.get(chosen.event_type, "all events")
    return f"{what} of {teams[chosen.team]}" if chosen.team in teams else what


def fixes(found: Quality, chosen: Chosen) -> list[Counted]:
    """The ten that matter most, among those of the chosen field and class."""
    return quality.most_worth(one for one in found.fixes if _is_chosen(one, chosen))


def _is_chosen(one: Counted, chosen: Chosen) -> bool:
    if not chosen.field and not chosen.letter:
        return True
    fix = one.fix
    return (
        isinstance(fix, Cell)
        and chosen.field in ("", fix.field)
        and chosen.letter in ("", fix.letter)
    )


def field_lines(
    found: Quality, chosen: Chosen, sort: str = "", *, everything: bool = False
) -> list[FieldLine]:
    """The fields with something to put right, the worst first unless `sort` says otherwise.

    everything  those with nothing to put right too
    """
    made = [
        FieldLine(
            field=name,
            words=quality.in_words(name),
            filled=filled,
            right=share(filled),
            counts=tuple(
                (letter, filled.of(letter), _fix_id(name, letter)) for letter in CLASS_COLUMNS
            ),
        )
        for name, filled in found.fields.items()
        if chosen.field in ("", name)
        and (not chosen.letter or filled.of(chosen.letter))
        and any(filled.by_class.values())
        and (everything or any(filled.of(letter) for letter in quality.FAULTS))
    ]
    name = sort.removeprefix("-")
    if name == "field":
        made.sort(key=lambda line: line.words.casefold())
    elif name == "right":
        made.sort(key=lambda line: 1 if line.filled.share is None else line.filled.share)
    elif name in CLASS_WORDS:
        made.sort(key=lambda line: (-line.filled.of(name), line.words))
    else:
        made.sort(key=lambda line: (-line.filled.wrong, line.words))
    return made[::-1] if sort.startswith("-") else made


def all_right(found: Quality, chosen: Chosen) -> list[str]:
    """The fields without anything to put right, when the page is about all of them."""
    if chosen.field or chosen.letter or not found.rows:
        return []
    return [
        quality.in_words(name)
        for name, filled in found.fields.items()
        if not any(filled.of(letter) for letter in quality.FAULTS)
    ]


def _fix_id(field: str, letter: str) -> str:
    return Cell(field, letter).id if letter in quality.FAULTS else ""


def columns(sort: str) -> list[Column]:
    """The headings of the table by field."""
    made = []
    for name, words in (("field", "Field"), ("right", "Right"), *CLASS_WORDS.items()):
        order = "none"
        if sort.removeprefix("-") == name:
            rises = (name in ("field", "right")) != sort.startswith("-")
            order = "ascending" if rises else "descending"
        asks = f"-{name}" if sort == name else name
        made.append(Column(words[:1].upper() + words[1:], asks, order))
    return made


def team_lines(teams: Iterable[TeamQuality], chosen: Chosen) -> list[TeamLine]:
    lines = []
    for team in teams:
        filled = team.fields[chosen.field] if chosen.field else team.filled
        first = quality.most_worth((one for one in team.fixes if _is_chosen(one, chosen)), most=1)
        lines.append(
            TeamLine(
                id=team.id,
                name=team.name,
                rows=team.rows,
                right=share(filled),
                wrong=filled.of(chosen.letter) if chosen.letter else filled.wrong,
                first=first[0] if first else None,
            )
        )
    return lines


def trend(files: Sequence[FileQuality], chosen: Chosen) -> Trend:
    """How the files went, the earliest first: the share that is right, or in the chosen class."""
    what = quality.in_words(chosen.field) if chosen.field else "All fields"
    state = CLASS_WORDS[chosen.letter] if chosen.letter else "right"
    lines = []
    for place, file in enumerate(files):
        filled = file.fields[chosen.field] if chosen.field else file.filled
        part = filled.of(chosen.letter) if chosen.letter else filled.right
        whole = filled.matter + (filled.of(chosen.letter) if chosen.letter == "u" else 0)
        lines.append(
            FileLine(
                id=file.id,
                file_name=file.file_name,
                period=_period(file.first_day, file.last_day),
                right=share(filled),
                filled=filled,
                bar_words=f"{percent(part, whole)} {state}",
                width=f"{WIDEST * part / whole if whole else 0:.2f}%",
                top=BAR_HEIGHT * place,
            )
        )
    return Trend(
        lines=tuple(lines),
        height=BAR_HEIGHT * len(lines),
        title=f"{what}: share {state} in each file",
        desc="; ".join(f"{line.period}: {line.bar_words}" for line in lines),
    )


def _period(first_day: date | None, last_day: date | None) -> str:
    return f"to {day(last_day)}" if first_day is None else f"{day(first_day)} to {day(last_day)}"


def told_in_words(row: ToFix) -> str:
    """What the row says now; long text is cut for the page, never in the file."""
    if not row.told:
        return "blank"
    return row.told if len(row.told) <= 100 else f"{row.told[:100]}…"


def what_of(row: ToFix) -> str:
    """Service from 2 June 2025; the person's details."""
    return f"{row.event_type} from {day(row.began)}" if row.event_type else "The person's details"


def fields_as_csv(lines: Iterable[FieldLine]) -> Iterator[str]:
    """The table by field as a file."""
    yield spreadsheet.line(
        ("Field", "Right", *(words.capitalize() for words in CLASS_WORDS.values()))
    )
    for line in lines:
        yield spreadsheet.line((line.field, line.right, *(count for _, count, _ in line.counts)))


def rows_as_csv(rows: Iterable[ToFix]) -> Iterator[str]:
    """Rows to put right as a file, a line at a time."""
    yield spreadsheet.line(
        (
            "Person",
            "Council number",
            "Team",
            "Event",
            "Began",
            "Fault",
            "As told",
            "Expected",
            "What to do",
        )
    )
    for row in rows:
        yield spreadsheet.line(
            (
                row.name,
                row.council_id,
                row.team,
                row.event_type,
                "" if row.began is None else row.began.isoformat(),
                row.fix.words,
                row.told,
                row.expected,
                row.fix.remedy,
            )
        )
