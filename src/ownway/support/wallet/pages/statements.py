"""What the page of statements says first, and what stands beside each doubt."""

from dataclasses import dataclass
from uuid import UUID

from ownway.kernel.money import pounds
from ownway.support.wallet.domain.looking import NotFit
from ownway.support.wallet.domain.statements import Problem
from ownway.support.wallet.queries import QuestionRow, Statements


@dataclass(frozen=True, slots=True)
class StatementsPage:
    """The answer first; doubts with the question that was asked of each, if one was."""

    answer: str
    doubts: tuple[tuple[UUID, NotFit, QuestionRow | None], ...]
    open_questions: tuple[QuestionRow, ...]
    settled: tuple[QuestionRow, ...]
    unread: tuple[tuple[str, Problem], ...]
    spent: tuple[tuple[str, str, int], ...]  # outcome, pounds, hundredths of the most

    @classmethod
    def of(cls, found: Statements, *, mine: bool) -> "StatementsPage":
        waiting = {one.key: one for one in found.questions if one.settled_on is None}
        most = max((pence for _, pence in found.spent), default=0)
        return cls(
            answer=_answer(found, mine=mine),
            doubts=tuple(
                (account_id, one, waiting.get(one.key)) for account_id, one in found.not_fitting
            ),
            open_questions=tuple(waiting.values()),
            settled=tuple(one for one in found.questions if one.settled_on is not None),
            unread=tuple((file.account, one) for file in found.files for one in file.problems),
            spent=tuple(
                (outcome, pounds(pence), max(0, pence) * 100 // most if most > 0 else 0)
                for outcome, pence in found.spent
            ),
        )


def _answer(found: Statements, *, mine: bool) -> str:
    asked = len(found.asked)
    if not found.files:
        return "No statement yet"
    if asked:
        lines = "1 line" if asked == 1 else f"{asked:,} lines"
        these = "this line" if asked == 1 else f"these {lines}"
        if mine:
            return f"What {'was' if asked == 1 else 'were'} {these}?"
        return f"{lines} that nobody explained"
    if found.not_fitting:
        return "Every line is explained. Something is worth a look"
    return "Every line is explained"
