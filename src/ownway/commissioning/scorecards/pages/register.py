"""What the pages of the register see: lines, where a model stands, its points and its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ownway.commissioning.scorecards.domain import State
from ownway.commissioning.scorecards.queries import ModelLine, ModelRecord, OutsideLine
from ownway.kernel.period import in_words
from ownway.support.allocation.domain import Scorecard
from ownway.support.assessment.domain import Questionnaire

KINDS = {"In force": "good", "Comes into force": "some", "Proposed": "some", "Approved": "some"}


@dataclass(frozen=True, slots=True)
class RegisterLine:
    line: ModelLine
    state: str
    kind: str
    days: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The register, the answer first: what is in force, and what is on its way."""

    headline: str
    lead: str
    lines: tuple[RegisterLine, ...]
    outside: tuple[OutsideLine, ...]

    @classmethod
    def of(
        cls, models: Sequence[ModelLine], outside: Sequence[OutsideLine], *, on: date
    ) -> "RegisterPage":
        lines = tuple(
            RegisterLine(one, one.in_words(on), KINDS.get(one.in_words(on), "plain"), _days(one))
            for one in models
        )
        in_force = _in_force(models, outside, on)
        waiting = [one for one in models if one.state in (State.PROPOSED, State.APPROVED)]
        return cls(
            headline=f"{in_force} is in force" if in_force else "No model is in force",
            lead=_waits(waiting),
            lines=lines,
            outside=tuple(outside),
        )


def _in_force(models: Sequence[ModelLine], outside: Sequence[OutsideLine], on: date) -> str:
    days = [(one.in_force_from, one.version) for one in outside if one.in_force_from <= on]
    for one in models:
        if one.in_force_from is not None and one.in_force_from <= on:
            days.append((one.in_force_from, one.version))
    return max(days)[1] if days else ""


def _waits(waiting: Sequence[ModelLine]) -> str:
    proposed = [one.version for one in waiting if one.state is State.PROPOSED]
    approved = [one.version for one in waiting if one.state is State.APPROVED]
    said = []
    if proposed:
        said.append(f"{' and '.join(proposed)} waits for a board.")
    if approved:
        said.append(f"{' and '.join(approved)} is approved and waits for its day.")
    return " ".join(said) or "No model waits for a board."


def _days(one: ModelLine) -> str:
    if one.in_force_from is None:
        return f"Started {in_words(one.started_on)}"
    if one.in_force_to is None:
        return f"From {in_words(one.in_force_from)}"
    return f"{in_words(one.in_force_from)} to {in_words(one.in_force_to)}"


@dataclass(frozen=True, slots=True)
class ModelPage:
    """Where one model stands, as a sentence, and what comes next."""

    headline: str
    lead: str
    state: str
    kind: str

    @classmethod
    def of(cls, found: ModelRecord, *, on: date) -> "ModelPage":
        line = found.line
        state = line.in_words(on)
        return cls(
            headline=f"{line.title}: {_stands(found, on)}",
            lead=_next(found),
            state=state,
            kind=KINDS.get(state, "plain"),
        )


def _stands(found: ModelRecord, on: date) -> str:
    line = found.line
    if line.in_force_from is not None:
        if line.in_force_from > on:
            return f"in force from {in_words(line.in_force_from)}"
        if line.in_force_to is None:
            return f"in force since {in_words(line.in_force_from)}"
        if line.in_force_to >= on:
            return f"in force until {in_words(line.in_force_to)}"
        return f"was in force until {in_words(line.in_force_to)}"
    match line.state:
        case State.DRAFT:
            return "not calibrated yet"
        case State.CALIBRATED:
            return "calibrated"
        case State.PROPOSED:
            return "waiting for a board"
        case State.APPROVED:
            return "approved"
    return "put away"


def _next(found: ModelRecord) -> str:
    match found.line.state:
        case State.DRAFT:
            last = found.calibrations[0] if found.calibrations else None
            if last is not None and last.going:
                return "It is being calibrated now."
            if last is not None and last.why:
                return " ".join(last.why)
            return "Calibrate it on what assessments said and what agreed plans cost."
        case State.CALIBRATED:
            return "Read its report. If it can carry a figure, put it to a board."
        case State.PROPOSED:
            return (
                "Its card stays as it is now. Somebody with no part in making it writes down what "
                "the board decided."
            )
        case State.APPROVED:
            return "Put it in force from a day. From then on, anybody can read its table."
        case State.IN_FORCE:
            return "First figures follow it. What was published stays as it is."
    return "It stays here with everything that was said of it."


@dataclass(frozen=True, slots=True)
class QuestionRow:
    question: str
    answers: tuple[tuple[str, int], ...]


def question_rows(card: Scorecard, asked: Questionnaire) -> tuple[QuestionRow, ...]:
    return tuple(
        QuestionRow(one.words, tuple(zip(one.levels, card.points[one.id], strict=False)))
        for one in asked.questions
        if one.id in card.points
    )


def table_rows(card: Scorecard) -> tuple[tuple[int, int], ...]:
    """Score and pence a week."""
    return tuple(enumerate(card.table))
