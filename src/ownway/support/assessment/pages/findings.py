"""What the pages see of what was found: each outcome in a line, and what the rules make of it."""

from dataclasses import dataclass

from ownway.support.assessment.domain import eligibility
from ownway.support.assessment.domain.caring import ABLE_AND_WILLING, SIGNS, urgency
from ownway.support.assessment.domain.eligibility import Outcome, Step
from ownway.support.assessment.queries import CaringLine, FoundRecord, OutcomeLine


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """One outcome: what is found, in words; what the levels propose where nothing is."""

    outcome: Outcome
    line: OutcomeLine | None
    found: str
    because: tuple[str, ...]
    counts: bool
    proposed: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """Every outcome, and whether the findings support eligible needs, step by step."""

    outcomes: tuple[OutcomeView, ...]
    steps: tuple[Step, ...]
    supported: bool
    nothing_yet: bool
    said: int
    proposals: int
    answer: str
    reference: str
    rules: str

    @classmethod
    def of(cls, found: FoundRecord, proposals: dict[str, bool]) -> "FindingsPage":
        """`proposals` are what agreed levels propose, by outcome."""
        workings = found.workings
        views = tuple(
            outcome_view(found, outcome, proposals.get(outcome.id))
            for outcome in found.test.outcomes
        )
        return cls(
            outcomes=views,
            steps=workings.steps,
            supported=workings.supported,
            nothing_yet=found.nothing_yet,
            said=sum(view.line is not None and view.line.unable is not None for view in views),
            proposals=sum(bool(view.proposed) for view in views),
            answer=answer_of(found),
            reference=found.rules.reference,
            rules=found.rules.version,
        )


def answer_of(found: FoundRecord) -> str:
    """Whether the findings support eligible needs, as a sentence."""
    workings = found.workings
    if found.nothing_yet:
        return "Nothing is found about the outcomes yet"
    if workings.supported:
        many = len(workings.counted)
        return f"The findings support eligible needs: {many} of {len(found.test.outcomes)} outcomes"
    return "The findings do not support eligible needs as they stand"


def outcome_view(found: FoundRecord, outcome: Outcome, proposal: bool | None) -> OutcomeView:
    line = found.outcomes.get(outcome.id)
    said = line.unable if line else None
    words = {True: "Unable", False: "Able", None: ""}
    return OutcomeView(
        outcome=outcome,
        line=line,
        found=words[said],
        because=tuple(found.rules.because_words[one] for one in line.because) if line else (),
        counts=outcome.id in found.workings.counted,
        proposed=words[proposal] if said is None else "",
        details=tuple(
            (label, value)
            for label, value in (
                ("What shows it", line.why),
                ("How it changes", line.fluctuates),
                ("What could go wrong", line.risk),
                ("What carers do now", line.met_by_carers),
                ("What would help", line.technology),
            )
            if value
        )
        if line
        else (),
    )


@dataclass(frozen=True, slots=True)
class CaringView:
    """What a carer gives, in words, and how soon to act."""

    rows: tuple[tuple[str, str], ...]
    to_them: tuple[tuple[str, str], ...]
    urgency: str

    @classmethod
    def of(cls, line: CaringLine) -> "CaringView":
        """`to_them` is the same as it is said to the carer, the plan for an emergency first."""
        hours = "" if line.hours_weekly is None else f"{line.hours_weekly} hours a week"
        signs = "; ".join(SIGNS[one] for one in line.signs)
        return cls(
            rows=(
                ("Cares for", line.cares_for),
                ("Care given", hours),
                ("Able to go on", ABLE_AND_WILLING.get(line.able, "")),
                ("Willing to go on", ABLE_AND_WILLING.get(line.willing, "")),
                ("In words", line.words),
                ("Signs that it may break down", signs),
                ("If they suddenly cannot", line.if_i_cannot),
                ("A plan for later", line.later),
            ),
            to_them=(
                ("If you suddenly cannot care", line.if_i_cannot),
                ("You care for", line.cares_for),
                ("An ordinary week", hours),
                ("Are you willing to go on?", ABLE_AND_WILLING.get(line.willing, "")),
                ("Are you able to go on?", ABLE_AND_WILLING.get(line.able, "")),
                ("In words", line.words),
                ("Signs that it is too much", signs),
                ("A plan for later", line.later),
            ),
            urgency=urgency(line.signs, able=line.able, willing=line.willing),
        )


def is_carer(found: FoundRecord) -> bool:
    return found.whose is eligibility.Whose.CARER
