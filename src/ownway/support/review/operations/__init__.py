"""Decisions about reviews, and taking those that national files tell of."""

from ownway.support.review.operations.days import ask_sooner, set_day
from ownway.support.review.operations.holding import hold_review
from ownway.support.review.operations.imported import COLUMNS, take_reviews, waiting_reviews
from ownway.support.review.operations.programmes import (
    add_reviewer,
    close_programme,
    open_programme,
    share_out_again,
    take_reviewer_off,
)
from ownway.support.review.operations.talking import (
    Ended,
    agree_action,
    begin_review,
    do_action,
    drop_action,
    finish_review,
    say,
    see_outcome,
    take_back,
)
from ownway.support.review.operations.undoing import FROM_FILES

__all__ = [
    "COLUMNS",
    "FROM_FILES",
    "Ended",
    "add_reviewer",
    "agree_action",
    "ask_sooner",
    "begin_review",
    "close_programme",
    "do_action",
    "drop_action",
    "finish_review",
    "hold_review",
    "open_programme",
    "say",
    "see_outcome",
    "set_day",
    "share_out_again",
    "take_back",
    "take_reviewer_off",
    "take_reviews",
    "waiting_reviews",
]
