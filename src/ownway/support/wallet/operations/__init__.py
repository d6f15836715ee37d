"""Decisions about a person's own account: bringing statements, saying what lines are, asking."""

from ownway.support.wallet.operations.asking import answer, ask, settle
from ownway.support.wallet.operations.bringing import Brought, add_by_hand, bring, take_back
from ownway.support.wallet.operations.saying import (
    Answer,
    forget_rule,
    keep_receipt,
    match_lines,
    say,
)

__all__ = [
    "Answer",
    "Brought",
    "add_by_hand",
    "answer",
    "ask",
    "bring",
    "forget_rule",
    "keep_receipt",
    "match_lines",
    "say",
    "settle",
    "take_back",
]
