"""Reablement in the words of the national return. Pure.

Short-term support to get somebody back on their feet is a service there: "Short term support:
ST-Max", with what came of it as the outcome of the event.

Source    Client Level Data, release 2: the lists of service types, components and outcomes.
"""

from ownway.support.reablement.domain.words import Next, Outcome

CLIENT_TYPE = "Service user"
SERVICE_TYPE = "Short term support: ST-Max"
SERVICE_COMPONENT = "Reablement"
DELIVERY_MECHANISM = "CASSR commissioned support"
DECEASED = "NFA: Deceased"
TO_ASSESSMENT = "Progress to assessment, review or reassessment"
CONTINUES = "Continuation of support or services"
AS_PLANNED = "NFA: Support ended as planned"
OTHER_REASON = "NFA: Support ended for other reason"


def outcome_of(outcome: Outcome, what_next: Next | None) -> str:
    """What came of an ended episode; somebody who died in it has `DECEASED`, whatever was noted.

    Handed over to an assessment wins. Who says goodbye and still needs support goes on with what
    they had; who needs none ended as planned.
    """
    if what_next is Next.ASSESSMENT:
        return TO_ASSESSMENT
    if outcome is Outcome.STOPPED:
        return OTHER_REASON
    return AS_PLANNED if outcome is Outcome.NO_SUPPORT else CONTINUES
