"""Decisions about assessments, and taking those that national files tell of."""

from ownway.support.assessment.operations.imported import (
    COLUMNS,
    held_assessments,
    take_assessments,
)
from ownway.support.assessment.operations.making import (
    Said,
    SavedMeanwhile,
    answer,
    answer_all,
    begin,
    complete,
)

__all__ = [
    "COLUMNS",
    "Said",
    "SavedMeanwhile",
    "answer",
    "answer_all",
    "begin",
    "complete",
    "held_assessments",
    "take_assessments",
]
