"""Decisions about reviews, and taking those that national files tell of."""

from ownway.support.review.operations.holding import hold_review
from ownway.support.review.operations.imported import COLUMNS, take_reviews, waiting_reviews
from ownway.support.review.operations.undoing import FROM_FILES

__all__ = ["COLUMNS", "FROM_FILES", "hold_review", "take_reviews", "waiting_reviews"]
