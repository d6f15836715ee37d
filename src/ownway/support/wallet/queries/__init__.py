"""Questions about somebody's money: the one door to its rows."""

from ownway.support.wallet.queries.exceptions import NotFitting, accounts_to_look_at
from ownway.support.wallet.queries.expected import PartRow, parts_of
from ownway.support.wallet.queries.lines import (
    AccountRow,
    FileRow,
    LineRow,
    QuestionRow,
    RuleRow,
    Statements,
    statements_for_reading,
)
from ownway.support.wallet.queries.money import (
    MONEY_READ,
    Money,
    OwnAccount,
    money_for_reading,
)

__all__ = [
    "MONEY_READ",
    "AccountRow",
    "FileRow",
    "LineRow",
    "Money",
    "NotFitting",
    "OwnAccount",
    "PartRow",
    "QuestionRow",
    "RuleRow",
    "Statements",
    "accounts_to_look_at",
    "money_for_reading",
    "parts_of",
    "statements_for_reading",
]
