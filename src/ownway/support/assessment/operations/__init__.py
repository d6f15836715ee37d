"""Decisions about assessments, and taking those that national files tell of."""

from ownway.support.assessment.operations.being_heard import consider_advocate, note_capacity
from ownway.support.assessment.operations.finding import (
    CaringSaid,
    FoundMeanwhile,
    OutcomeSaid,
    WholeSaid,
    confirm_proposed,
    find,
    find_caring,
    find_whole,
)
from ownway.support.assessment.operations.imported import (
    COLUMNS,
    take_assessments,
    waiting_assessments,
)
from ownway.support.assessment.operations.making import (
    Differs,
    Said,
    SavedMeanwhile,
    answer,
    answer_all,
    begin,
    complete,
)
from ownway.support.assessment.operations.telling import send_letter
from ownway.support.assessment.operations.undoing import FROM_FILES
from ownway.support.assessment.operations.writing import Saved, TooLate, write

__all__ = [
    "COLUMNS",
    "FROM_FILES",
    "CaringSaid",
    "Differs",
    "FoundMeanwhile",
    "OutcomeSaid",
    "Said",
    "Saved",
    "SavedMeanwhile",
    "TooLate",
    "WholeSaid",
    "answer",
    "answer_all",
    "begin",
    "complete",
    "confirm_proposed",
    "consider_advocate",
    "find",
    "find_caring",
    "find_whole",
    "note_capacity",
    "send_letter",
    "take_assessments",
    "waiting_assessments",
    "write",
]
