"""Words and rules of assessing what somebody needs (Care Act 2014, sections 9, 10 and 13). Pure.

Units     A level is a whole number from 0 (no need) to 4. Points belong to allocation; the word is
          kept here because questions, levels and points are spoken of together.
"""

from ownway.support.assessment.domain.answers import (
    ELIGIBLE,
    ELIGIBLE_NEEDS,
    TO_PLANNING,
    Answered,
    StillMissing,
    check_can_complete,
    missing,
)
from ownway.support.assessment.domain.passages import LONGEST, Version, Voice
from ownway.support.assessment.domain.questionnaire import (
    HIGHEST,
    QUESTIONNAIRES,
    WITHOUT_LEVELS,
    Asked,
    Level,
    Points,
    Question,
    Questionnaire,
    as_plain,
    digest_of,
    questionnaire_from,
    questionnaire_named,
    questionnaire_on,
)

__all__ = [
    "ELIGIBLE",
    "ELIGIBLE_NEEDS",
    "HIGHEST",
    "LONGEST",
    "QUESTIONNAIRES",
    "TO_PLANNING",
    "WITHOUT_LEVELS",
    "Answered",
    "Asked",
    "Level",
    "Points",
    "Question",
    "Questionnaire",
    "StillMissing",
    "Version",
    "Voice",
    "as_plain",
    "check_can_complete",
    "digest_of",
    "missing",
    "questionnaire_from",
    "questionnaire_named",
    "questionnaire_on",
]
