"""Answers: each side's own words, the level agreed, and what is still missing.

Promise   What one side wrote never touches what the other wrote; a difference of levels is shown
          and stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ownway.kernel.refusal import Refused
from ownway.support.assessment.domain.questionnaire import Asked, Level, Question, Questionnaire

# Wording of SocialCareData/standard, PUB05 (CA-ELIGIBILITY-01), as the national return takes it.
ELIGIBLE = "Eligible needs identified"
ELIGIBLE_NEEDS = {
    ELIGIBLE: "Yes, there are eligible needs",
    "Non-eligible needs identified": "There are needs, but not eligible ones",
    "No needs identified": "There are no needs",
}
TO_PLANNING = "Progress to support planning or services"


class StillMissing(Refused):
    """An assessment cannot be finished while a level has not been agreed; `questions` say which."""

    def __init__(self, questions: Sequence[Asked]) -> None:
        self.questions = tuple(questions)
        names = ", ".join(asked.words for asked in questions)
        super().__init__(f"A level is not agreed yet for: {names}.")


@dataclass(frozen=True, slots=True)
class Answered:
    """What both sides said to one question. `level` is the one agreed; None is not answered yet."""

    question: Question
    level: Level | None = None
    person_level: Level | None = None
    person_words: str = ""
    person_answered_at: datetime | None = None
    person_answered_by: str = ""
    worker_words: str = ""
    worker_answered_at: datetime | None = None
    worker_answered_by: str = ""

    @property
    def seen_differently(self) -> bool:
        """Both chose a level, and not the same one."""
        return None not in (self.level, self.person_level) and self.level != self.person_level


def missing(
    questionnaire: Questionnaire, levels: Mapping[Question, Level | None]
) -> tuple[Asked, ...]:
    """The questions without a level, in the order they are asked."""
    return tuple(asked for asked in questionnaire.questions if levels.get(asked.id) is None)


def check_can_complete(
    questionnaire: Questionnaire,
    levels: Mapping[Question, Level | None],
    *,
    eligible_needs: str,
    reasons: str,
    started_on: date,
    on: date,
) -> None:
    """Whether somebody may put their name to this assessment now.

    Raises StillMissing while a level is not agreed, Refused without a decision on eligible needs,
    without reasons (Care Act 2014, section 13: a written record of the determination and the
    reasons), or before the day it began.
    """
    if blank := missing(questionnaire, levels):
        raise StillMissing(blank)
    if eligible_needs not in ELIGIBLE_NEEDS:
        raise Refused("Say whether there are eligible needs.")
    if not reasons.strip():
        raise Refused("Give the reasons for the decision.")
    if on < started_on:
        raise Refused("An assessment cannot end before the day it began.")
