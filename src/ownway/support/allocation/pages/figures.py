"""What the page of a first figure sees, and the same in short sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ownway.foundation.notices.letters.easy import EasyLine
from ownway.kernel.money import about_pounds
from ownway.support.allocation import domain
from ownway.support.allocation.domain import IndicativeBudget, TableLine
from ownway.support.allocation.domain.flags import FOR_PERSON, FOR_WORKER
from ownway.support.allocation.queries import (
    ChallengeLine,
    OtherLine,
    ProposedBudget,
    PublishedTable,
)
from ownway.support.assessment.domain import Question, Questionnaire
from ownway.support.assessment.queries import questionnaire_named


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer in the words of the questionnaire, and the points it gives."""

    id: str
    question: str
    answer: str
    points: int


@dataclass(frozen=True, slots=True)
class Change:
    """The figure if family and friends did another share of the help; amounts in pence a week."""

    answer: str
    total_weekly: int
    score: int
    difference: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One answer to the question looked at; `total_weekly` in pence, None beyond the table."""

    answer: str
    points: int
    total_weekly: int | None
    here: bool


@dataclass(frozen=True, slots=True)
class OtherShown:
    """Another figure set beside the first, its questions in words."""

    line: OtherLine
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BudgetPage:
    """A first figure in the order the house shows a figure: amount, range, workings, challenge.

    `asked` is the question whose other answers are looked at, `rungs` the figure for each of them.
    """

    id: UUID
    assessment_id: UUID
    proposed_on: date
    proposed_by: str
    total_weekly: int
    total_yearly: int
    low_weekly: int
    high_weekly: int
    score: int
    start: int
    group: str
    in_ten: int
    basis: str
    mark: str
    flags: tuple[str, ...]
    lines: tuple[AnswerLine, ...]
    near: tuple[TableLine, ...]
    changes: tuple[Change, ...]
    questions: tuple[tuple[str, str], ...]
    asked: str
    asked_words: str
    rungs: tuple[Rung, ...]
    challenges: tuple[ChallengeLine, ...]
    others: tuple[OtherShown, ...]
    table: PublishedTable

    @classmethod
    def of(
        cls,
        found: ProposedBudget,
        *,
        mine: bool,
        ask: str = "",
        challenges: Sequence[ChallengeLine] = (),
        others: Sequence[OtherLine] = (),
    ) -> "BudgetPage":
        """`ask` names the question to look at; an unknown one gives that about unpaid help."""
        card, group = found.table.card, found.line.group
        asked = questionnaire_named(card.questionnaire)
        workings = domain.explain(
            found.answers, vary=asked.unpaid_care, scorecard=card, group=group
        )
        looked_at = Question(ask) if ask in card.points else asked.unpaid_care
        total = found.budget.total_weekly
        words = FOR_PERSON if mine else FOR_WORKER
        return cls(
            id=found.line.id,
            assessment_id=found.line.assessment_id,
            proposed_on=found.line.proposed_on,
            proposed_by=found.line.proposed_by,
            total_weekly=total,
            total_yearly=found.budget.total_yearly,
            low_weekly=found.budget.low_weekly,
            high_weekly=found.budget.high_weekly,
            score=found.budget.score,
            start=found.budget.start,
            group=group if group in card.ranges else "",
            in_ten=card.in_ten,
            basis=card.basis,
            mark=f"{'You' if mine else 'Figure'}: {about_pounds(total)}",
            flags=tuple(words[flag] for flag in found.flags),
            lines=tuple(
                AnswerLine(
                    line.question,
                    asked.asked(line.question).words,
                    asked.asked(line.question).words_of(line.level),
                    line.points,
                )
                for line in workings.lines
            ),
            near=workings.near,
            changes=_changes(
                (
                    ("could do all the help that is needed", workings.least),
                    ("could not help at all", workings.most),
                ),
                found.budget,
            ),
            questions=tuple((one.id, one.words) for one in asked.questions),
            asked=looked_at,
            asked_words=asked.asked(looked_at).words,
            rungs=_rungs(found, asked, looked_at),
            challenges=tuple(challenges),
            others=tuple(
                OtherShown(one, tuple(asked.asked(each).words for each in one.questions))
                for one in others
            ),
            table=found.table,
        )

    @property
    def open_challenge(self) -> ChallengeLine | None:
        return next((one for one in self.challenges if one.is_open), None)


def _rungs(found: ProposedBudget, asked: Questionnaire, question: Question) -> tuple[Rung, ...]:
    card = found.table.card
    ladder = domain.ladder(found.answers, question, scorecard=card, group=found.line.group)
    return tuple(
        Rung(
            answer=words,
            points=points,
            total_weekly=budget.total_weekly if budget else None,
            here=level == found.answers[question],
        )
        for level, (words, points, budget) in enumerate(
            zip(asked.asked(question).levels, card.points[question], ladder, strict=False)
        )
    )


def _changes(
    moved: Sequence[tuple[str, IndicativeBudget | None]], now: IndicativeBudget
) -> tuple[Change, ...]:
    return tuple(
        Change(words, budget.total_weekly, budget.score, _difference(budget.score - now.score))
        for words, budget in moved
        if budget is not None
    )


def _difference(points: int) -> str:
    if points == 0:
        return "the same points"
    return f"{abs(points)} {'more' if points > 0 else 'fewer'}"


def _easy_beside(page: BudgetPage) -> list[EasyLine]:
    """What came of saying that it is not right, and another figure that was set."""
    found = []
    answered = [one for one in page.challenges if not one.is_open]
    if answered:
        latest = max(answered, key=lambda one: one.answered_on or one.sent_on)
        found += [
            EasyLine("You said it is not right"),
            EasyLine(f"{latest.answered_by} looked again and says: {latest.answer}", "people"),
        ]
    if page.others:
        other = page.others[0].line
        found += [
            EasyLine("There is another figure now"),
            EasyLine(f"It is {about_pounds(other.total_weekly)} a week.", "money"),
            EasyLine(f"{other.set_by} set it. Why: {other.words}", "paper"),
        ]
    return found


def easy_lines(page: BudgetPage, *, telephone: str) -> tuple[EasyLine, ...]:
    """The figure in Easy Read: one idea a line, the most needed first."""
    scored = [one for one in page.lines if one.points]
    most, rest = scored[:3], scored[3:]
    left = sum(one.points for one in rest) + page.start
    call = f"Call us: {telephone}." if telephone else "Call us."
    return (
        EasyLine(f"Your first figure is {about_pounds(page.total_weekly)} a week.", "money"),
        EasyLine(f"That is about {about_pounds(page.total_yearly)} a year.", "week"),
        EasyLine("It is a place to start your plan.", "paper"),
        EasyLine("It is not a limit. Your plan can cost more, or less.", "tick"),
        EasyLine("The council must meet the needs we agreed with you.", "people"),
        *_easy_beside(page),
        EasyLine("How we worked it out"),
        EasyLine("You told us what you need help with. Each answer gives points.", "paper"),
        *(EasyLine(f"{one.question}: {one.points} points.", "tick") for one in most),
        *(
            [
                EasyLine(
                    f"You have {len(rest)} more answer{'s' if len(rest) != 1 else ''} with points: "
                    f"{left} points together.",
                    "share",
                )
            ]
            if rest
            else []
        ),
        EasyLine(f"All your points together: {page.score}.", "share"),
        EasyLine("Everybody’s points are turned into money with the same table.", "money"),
        EasyLine("Is it not right?"),
        EasyLine("You can say no. Tell us what is not right.", "no"),
        EasyLine("Somebody else looks at it again. They write to you.", "clock"),
        EasyLine("Somebody can help you say it. An advocate is free.", "people"),
        EasyLine(call, "telephone"),
    )
