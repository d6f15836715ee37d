"""Decisions about assessments, and taking those that national files tell of."""

from ownway.support.assessment.operations.imported import (
    COLUMNS,
    held_assessments,
    take_assessments,
)

__all__ = ["COLUMNS", "held_assessments", "take_assessments"]
