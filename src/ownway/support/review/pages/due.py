"""What the list of reviews says, and the same list as a file."""

from collections.abc import Iterable
from dataclasses import dataclass

from ownway.kernel import spreadsheet
from ownway.support.review.queries import SOON, DueReview, DueReviews

ON_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Where:
    """How near or late a review is: words for a chip and its kind."""

    words: str
    kind: str

    @classmethod
    def of(cls, line: DueReview) -> "Where":
        days = line.days_late
        if days > 0:
            return cls(f"{_time(days)} late", "bad")
        if days in (0, -1):
            return cls("Due today" if days == 0 else "Due tomorrow", "some")
        return cls(f"Due in {_time(-days)}", "some" if days >= -SOON else "plain")


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the list: its lines with where each stands, and which page of how many."""

    lines: tuple[tuple[DueReview, Where], ...]
    headline: str
    caption: str
    late: int
    soon: int
    total: int
    page: int
    pages: int

    @classmethod
    def of(cls, found: DueReviews) -> "ListPage":
        first, last = found.start + 1, found.start + len(found.lines)
        return cls(
            lines=tuple((line, Where.of(line)) for line in found.lines),
            headline=headline(found.late, found.soon),
            caption=f"Reviews {first:,} to {last:,} of {found.total:,}",
            late=found.late,
            soon=found.soon,
            total=found.total,
            page=found.start // ON_A_PAGE + 1,
            pages=max(1, -(-found.total // ON_A_PAGE)),
        )


def headline(late: int, soon: int) -> str:
    """61 reviews are late. 14 are due in two weeks."""
    if not late and not soon:
        return "No review is late, and none is due in two weeks."
    if not late:
        return f"No review is late. {soon:,} {_are(soon)} due in two weeks."
    first = f"{late:,} {'review is' if late == 1 else 'reviews are'} late."
    return f"{first} {f'{soon:,} {_are(soon)}' if soon else 'None is'} due in two weeks."


def as_csv(lines: Iterable[DueReview]) -> str:
    """The list as a file; a day as 2026-11-23, days late as a number, 0 while it is not late."""
    header = ("Person", "Council number", "Which review", "Due", "Days late")
    rows = (
        (line.name, line.council_id, line.which, line.due_on, max(0, line.days_late))
        for line in lines
    )
    return "".join(spreadsheet.line(row) for row in (header, *rows))


def _are(many: int) -> str:
    return "is" if many == 1 else "are"


def _time(days: int) -> str:
    """3 days, 3 weeks, 4 months: rounded down, so that nothing sounds later than it is."""
    if days < 14:
        return f"{days} day{'' if days == 1 else 's'}"
    if days < 61:
        return f"{days // 7} weeks"
    if days < 730:
        return f"{days * 12 // 365} months"
    return f"{days // 365} years"
