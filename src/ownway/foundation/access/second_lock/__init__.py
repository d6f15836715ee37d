"""The second lock: PostgreSQL itself shows a page no row about somebody its reader may not see.

Every view runs in one transaction as the role `ownway_app`, which is bound by row-level security;
before it starts, the transaction is told who reads. A view that forgets its filter therefore shows
nothing that its reader may not open, and a page without a reader shows nobody. Commands and
background work act for the whole council and stay the owner of the tables, who is not bound.

Counting across the whole council inside a page is a step out of the role, `whole_council()`; a
test names every place that takes it. There is no setting that turns the lock off.

Source    PostgreSQL, "Row Security Policies"; UK GDPR art. 32 (security of processing).
"""

from ownway.foundation.access.second_lock.policies import (
    APP_ROLE,
    apply,
    locked_tables,
    reasons_for_no_policy,
    stands,
)
from ownway.foundation.access.second_lock.reading import (
    hidden_from,
    reading_as,
    whole_council,
)

__all__ = [
    "APP_ROLE",
    "apply",
    "hidden_from",
    "locked_tables",
    "reading_as",
    "reasons_for_no_policy",
    "stands",
    "whole_council",
]
