"""What the pages about returns say: the checks as sentences, and lists as files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ownway.commissioning.returns.domain import quality
from ownway.commissioning.returns.queries import IN_DOUBT, PUT_ASIDE, Checks, RecordAtFault
from ownway.commissioning.returns.queries.live import letter_of
from ownway.kernel import spreadsheet
from ownway.kernel.period import in_words

HEADER = (
    "Person",
    "Council id",
    "Event",
    "Began",
    "Ended",
    "Field",
    "What it says",
    "Why it matters",
    "What to do",
)
EVENTS = {
    "Request": ("request", "requests"),
    "Assessment": ("assessment", "assessments"),
    "Service": ("service", "services"),
    "Review": ("review", "reviews"),
}


@dataclass(frozen=True, slots=True)
class FaultLine:
    """One kind of fault: its words, how many rows have it, and where its records are."""

    words: str
    rows: int
    remedy: str
    field: str
    class_words: str


def headline(checks: Checks, first_day: date, last_day: date) -> str:
    """The answer first: how many rows, and how many kinds of fault."""
    period = f"{in_words(first_day)} to {in_words(last_day)}"
    if not checks.rows:
        return f"There is nothing to return for {period}."
    rows = f"{checks.rows:,} {'row' if checks.rows == 1 else 'rows'}"
    kinds = len(checks.faults)
    if not kinds:
        return f"The return for {period} has {rows}, and nothing in it needs putting right."
    return (
        f"The return for {period} has {rows}. "
        f"{kinds} {'thing' if kinds == 1 else 'things'} could be put right first; "
        "faults do not stop it from going out."
    )


def types(checks: Checks) -> str:
    return ", ".join(
        f"{rows:,} {EVENTS[name][0] if rows == 1 else EVENTS[name][1]}"
        for name, rows in checks.by_type
    )


def left_out(checks: Checks) -> list[FaultLine]:
    """Rows that are not in the return, and why."""
    said = []
    if checks.put_aside:
        one = checks.put_aside == 1
        said.append(
            FaultLine(
                "A row cannot be read again" if one else "Rows cannot be read again",
                checks.put_aside,
                "Put the day right, or give the person a number.",
                "",
                PUT_ASIDE,
            )
        )
    if checks.in_doubt:
        said.append(
            FaultLine(
                "A later file no longer tells of the service",
                checks.in_doubt,
                "Find out whether it ended, and when; or bring in a file that tells of it.",
                "",
                IN_DOUBT,
            )
        )
    return said


def faults(checks: Checks) -> list[FaultLine]:
    """Most rows first."""
    said = []
    for one in checks.faults:
        cell = quality.Cell(one["field"], letter_of(one["class"]))
        said.append(FaultLine(cell.words, one["rows"], cell.remedy, one["field"], one["class"]))
    return said


def title_of(field: str, class_words: str) -> str:
    """What a list of records is called."""
    if field:
        return quality.Cell(field, letter_of(class_words)).words
    if class_words == PUT_ASIDE:
        return "Rows that cannot be read again"
    return "Services a later file no longer tells of"


def as_csv(records: Iterable[RecordAtFault]) -> Iterator[str]:
    """Records to put right as a file for people; what a spreadsheet would run is made harmless."""
    yield spreadsheet.line(HEADER)
    for one in records:
        yield spreadsheet.line(
            (
                one.name,
                one.council_id,
                one.event_type,
                one.started_on.isoformat(),
                one.ended_on.isoformat() if one.ended_on else "",
                quality.in_words(one.field) if one.field else "",
                one.value,
                one.why,
                one.remedy,
            )
        )
