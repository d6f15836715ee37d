"""Decisions this context can take: one function, one transaction, one recorded fact."""

from ownway.support.allocation.operations.answering import (
    CHALLENGED,
    acknowledge_challenge,
    answer_challenge,
    challenge,
    set_other_figure,
)
from ownway.support.allocation.operations.proposing import PROPOSED, propose_budget
from ownway.support.allocation.operations.publishing import PUBLISHED, publish_scorecard

__all__ = [
    "CHALLENGED",
    "PROPOSED",
    "PUBLISHED",
    "acknowledge_challenge",
    "answer_challenge",
    "challenge",
    "propose_budget",
    "publish_scorecard",
    "set_other_figure",
]
