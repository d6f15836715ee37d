"""Decisions about assessments, and taking those that national files tell of."""

from ownway.support.assessment.operations.imported import (
    COLUMNS,
    take_assessments,
    waiting_assessments,
)
from ownway.support.assessment.operations.making import (
    Said,
    SavedMeanwhile,
    answer,
    answer_all,
    begin,
    complete,
)
from ownway.support.assessment.operations.undoing import FROM_FILES
from ownway.support.assessment.operations.writing import Saved, TooLate, write

__all__ = [
    "COLUMNS",
    "FROM_FILES",
    "Said",
    "Saved",
    "SavedMeanwhile",
    "TooLate",
    "answer",
    "answer_all",
    "begin",
    "complete",
    "take_assessments",
    "waiting_assessments",
    "write",
]
