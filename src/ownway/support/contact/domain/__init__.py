"""Words about asking for support: how somebody came to ask, and what can come of it. Pure.

Source    The national outcome list with its ranks, and the routes of access, are data beside this
          file. The words shown are ours; the values are those of the national return.
"""

from ownway.support.contact.domain.lists import (
    CARER,
    DECLINED,
    FROM_THE_PERSON,
    OUTCOMES,
    ROUTES_OF_ACCESS,
    TO_ASSESSMENT,
    Outcome,
    UnknownOutcome,
    check_route,
    outcome_named,
)

__all__ = [
    "CARER",
    "DECLINED",
    "FROM_THE_PERSON",
    "OUTCOMES",
    "ROUTES_OF_ACCESS",
    "TO_ASSESSMENT",
    "Outcome",
    "UnknownOutcome",
    "check_route",
    "outcome_named",
]
