"""What the person's own page of reviews says, and the same in Easy Read."""

from dataclasses import dataclass
from datetime import date

from ownway.foundation.notices.letters.easy import EasyLine
from ownway.kernel.period import in_words
from ownway.support.review.domain.talking import Ending
from ownway.support.review.queries import ActionLine, DueReview, ReviewPage, StatementLine

ENDED_FOR_ME = {
    Ending.CONTINUE: "Your support goes on as it is",
    Ending.CHANGE: "Your plan changes",
    Ending.REASSESS: "We look at your needs again",
    Ending.END: "Your support ends",
}
WHAT_NEXT = {
    Ending.CONTINUE: "Nothing changes for you, but for what is agreed below.",
    Ending.CHANGE: "A new version of your plan has begun. Your support stays until it is agreed.",
    Ending.REASSESS: "A new assessment has begun. Your support stays while it is made.",
    Ending.END: "You can ask for support again whenever you need it.",
}


@dataclass(frozen=True, slots=True)
class MyReview:
    """The next review, the one under way and the last; `mine` is what the reader wrote."""

    next_one: DueReview | None
    under_way: ReviewPage | None
    last: ReviewPage | None
    written: tuple[StatementLine, ...]
    by_others: tuple[StatementLine, ...]
    reads_all: bool
    on: date

    @classmethod
    def of(
        cls,
        *,
        next_one: DueReview | None,
        under_way: ReviewPage | None,
        last: ReviewPage | None,
        before: tuple[StatementLine, ...],
        reads_all: bool,
        on: date,
    ) -> "MyReview":
        said = (*before, *(under_way.statements if under_way else ()))
        return cls(
            next_one,
            under_way,
            last,
            tuple(one for one in said if one.mine),
            tuple(one for one in said if not one.mine) if reads_all else (),
            reads_all,
            on,
        )

    @property
    def ended(self) -> str:
        return ENDED_FOR_ME[self.last.ending] if self.last and self.last.ending else ""

    @property
    def what_next(self) -> str:
        return WHAT_NEXT[self.last.ending] if self.last and self.last.ending else ""

    @property
    def to_do(self) -> tuple[ActionLine, ...]:
        return self.last.actions if self.last else ()

    @property
    def may_ask_sooner(self) -> bool:
        """A review to come that nobody asked for yet and that is not under way."""
        return (
            self.next_one is not None
            and self.under_way is None
            and self.next_one.said_why not in ("asked", "risk")
            and not self.next_one.is_late
        )


def easy_lines(page: MyReview, *, telephone: str) -> tuple[EasyLine, ...]:
    """One idea a line, in the order of the page."""
    lines = [
        EasyLine("What is a review?"),
        EasyLine("We look at your support together.", "people"),
        EasyLine("You say what is good.", "tick"),
        EasyLine("You say what is not good.", "no"),
        EasyLine("You can bring somebody you trust.", "people"),
    ]
    if page.next_one is not None:
        lines += [
            EasyLine("When?"),
            EasyLine(
                f"By {in_words(page.next_one.due_on)}."
                if not page.next_one.is_late
                else "We are late. We are sorry.",
                "clock",
            ),
        ]
        if page.may_ask_sooner:
            lines.append(EasyLine("You can ask for it sooner.", "telephone"))
    if page.last is not None and page.last.finished_on is not None:
        lines += [
            EasyLine("The last review"),
            EasyLine(f"It was on {in_words(page.last.finished_on)}.", "clock"),
            EasyLine(f"{page.ended}.", "paper"),
        ]
        if page.reads_all:
            lines += [EasyLine(f"{one.owner}: {one.what}", "tick") for one in page.to_do]
    lines += [
        EasyLine("Is something wrong?"),
        EasyLine("You can tell us at any time.", "paper"),
        EasyLine("You do not need to wait.", "clock"),
    ]
    if telephone:
        lines.append(EasyLine(f"Ring us: {telephone}.", "telephone"))
    return tuple(lines)
