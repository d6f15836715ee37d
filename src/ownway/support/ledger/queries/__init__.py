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
from ownway.support.ledger.queries.years import (
    Closed,
    Leg,
    Spent,
    closings,
    kinds_used,
    legs,
    owed_at,
    spent,
    unexplained,
    years_moved,
)

__all__ = [
    "Closed",
    "Difference",
    "Exceptional",
    "Leg",
    "PersonalAccount",
    "Spent",
    "Verdict",
    "balance",
    "below_floor",
    "closed_through",
    "closings",
    "entries_of",
    "journal_of",
    "kinds_used",
    "legs",
    "owed_at",
    "owed_to",
    "spent",
    "statement",
    "unexplained",
    "verify",
    "years_moved",
]
