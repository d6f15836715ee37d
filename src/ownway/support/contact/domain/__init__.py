"""Words about asking for support: how somebody came to ask, and what can come of it. Pure.

Source    The national outcome list with its ranks, and the routes of access, are data beside this
          file. The words shown are ours; the values are those of the national return.
"""

from ownway.support.contact.domain.lists import (
    CARER,
    DECLINED,
    DIED,
    FROM_THE_PERSON,
    LEADS_TO_ASSESSMENT,
    OUTCOMES,
    ROUTES_OF_ACCESS,
    TO_ASSESSMENT,
    TO_REABLEMENT,
    Outcome,
    UnknownOutcome,
    check_route,
    outcome_named,
)

__all__ = [
    "CARER",
    "DECLINED",
    "DIED",
    "FROM_THE_PERSON",
    "LEADS_TO_ASSESSMENT",
    "OUTCOMES",
    "ROUTES_OF_ACCESS",
    "TO_ASSESSMENT",
    "TO_REABLEMENT",
    "Outcome",
    "UnknownOutcome",
    "check_route",
    "outcome_named",
]
