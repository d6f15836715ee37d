"""An early view from the self-check: a range and nothing more, before anybody was assessed.

It is fitted on the self-check's own questions. What was skipped counts from the lowest level to the
highest, so that saying less never makes the range look surer.

Promise   There is no single figure, and no answer leads to "nothing": the offer of an assessment
          stands beside every range.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ownway.kernel.money import PenceWeekly
from ownway.kernel.refusal import Refused
from ownway.support.allocation.domain.figures import WEEKS_A_YEAR
from ownway.support.allocation.domain.scorecard import BeyondTable, Scorecard
from ownway.support.assessment.domain import Question
from ownway.support.contact.domain import self_checks
from ownway.support.contact.domain.self_checks import Whom

PREFIX = "self-check-"
NOT_NEED = frozenset({"safe", "changes", "helpers"})  # answers of another kind than a need
FEWEST = 3  # questions answered; with fewer the range says nothing


@dataclass(frozen=True, slots=True)
class EarlyView:
    """What plans of people who answered alike cost, pence a week; `answered` of `asked`."""

    low_weekly: PenceWeekly
    high_weekly: PenceWeekly
    in_ten: int
    answered: int
    asked: int
    basis: str

    @property
    def low_yearly(self) -> int:
        """Pence a year, 52 weeks: the same year as a first figure has."""
        return self.low_weekly * WEEKS_A_YEAR

    @property
    def high_yearly(self) -> int:
        return self.high_weekly * WEEKS_A_YEAR


def is_early_view(card: Scorecard) -> bool:
    return card.questionnaire.startswith(PREFIX)


def questionnaire_of(version: int) -> str:
    return f"{PREFIX}{version}"


def early_questions(questionnaire: str) -> tuple[str, ...]:
    """The questions about needs of a version of the self-check. Raises Refused for none such."""
    number = questionnaire.removeprefix(PREFIX)
    if not number.isdecimal():
        raise Refused(f"There is no self-check {questionnaire}.")
    try:
        return tuple(
            one.id
            for one in self_checks.questions(int(number), Whom.ME)
            if one.id not in NOT_NEED and any(choice.level for choice in one.choices)
        )
    except self_checks.UnknownVersion as error:
        raise Refused(str(error)) from None


def early_view(levels: Mapping[str, int], *, scorecard: Scorecard) -> EarlyView | None:
    """The range for these levels by question; None where too little was said to give one.

    A range needs `FEWEST` answers, one of them hard at least at times, and a table that reaches.
    """
    said = {one: levels[one] for one in scorecard.points if one in levels}
    if len(said) < FEWEST or not any(said.values()):
        return None
    least = most = 0
    for question, steps in scorecard.points.items():
        level = said.get(Question(question))
        least += steps[0 if level is None else min(level, len(steps) - 1)]
        most += steps[-1 if level is None else min(level, len(steps) - 1)]
    try:
        low, _ = scorecard.range_of(scorecard.weekly_for(least))
        _, high = scorecard.range_of(scorecard.weekly_for(most))
    except BeyondTable:
        return None
    if high <= 0:
        return None
    return EarlyView(low, high, scorecard.in_ten, len(said), len(scorecard.points), scorecard.basis)
