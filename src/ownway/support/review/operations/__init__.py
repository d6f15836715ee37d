"""Decisions about reviews, and taking those that national files tell of."""

from ownway.support.review.operations.holding import hold_review
from ownway.support.review.operations.imported import COLUMNS, held_reviews, take_reviews

__all__ = ["COLUMNS", "held_reviews", "hold_review", "take_reviews"]
