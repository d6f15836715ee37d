"""Questions about money written down; a person's, only for those who may read their record."""

from ownway.support.ledger.queries.reading import (
    Exceptional,
    PersonalAccount,
    balance,
    below_floor,
    closed_through,
    entries_of,
    journal_of,
    owed_to,
    statement,
)
from ownway.support.ledger.queries.verifying import Difference, Verdict, verify

__all__ = [
    "Difference",
    "Exceptional",
    "PersonalAccount",
    "Verdict",
    "balance",
    "below_floor",
    "closed_through",
    "entries_of",
    "journal_of",
    "owed_to",
    "statement",
    "verify",
]
