"""Every address of the product: each list of routes hangs on the front door it belongs to."""

from ownway.commissioning.directory import urls as directory
from ownway.commissioning.insight import urls as insight
from ownway.commissioning.measures import urls as measures
from ownway.commissioning.returns import urls as returns
from ownway.commissioning.scorecards import urls as scorecards
from ownway.foundation.access import urls as access
from ownway.foundation.access.domain import FrontDoor
from ownway.foundation.access.routes import door
from ownway.foundation.audit import urls as audit
from ownway.front_doors import urls as front_doors
from ownway.front_doors.own_door import by_part
from ownway.support.allocation import urls as allocation
from ownway.support.assessment import urls as assessment
from ownway.support.charging import urls as charging
from ownway.support.contact import urls as contact
from ownway.support.payments import urls as payments
from ownway.support.people import urls as people
from ownway.support.planning import urls as planning
from ownway.support.reablement import urls as reablement
from ownway.support.review import urls as review
from ownway.support.safeguarding import urls as safeguarding
from ownway.support.wallet import urls as wallet

urlpatterns = [
    *door(
        FrontDoor.PUBLIC,
        front_doors.public,
        access.public,
        directory.public,
        safeguarding.public,
        contact.public,
        allocation.public,
        insight.public,
    ),
    *door(
        FrontDoor.MY,
        *by_part(
            front_doors.my,
            people.my,
            safeguarding.my,
            contact.my,
            reablement.my,
            assessment.my,
            allocation.my,
            charging.my,
            planning.my,
            payments.my,
            wallet.my,
            review.my,
        ),
    ),
    *door(
        FrontDoor.TEAM,
        front_doors.team,
        access.team,
        audit.team,
        people.team,
        directory.team,
        safeguarding.team,
        contact.team,
        reablement.team,
        assessment.team,
        allocation.team,
        charging.team,
        planning.team,
        payments.team,
        wallet.team,
        review.team,
    ),
    *door(
        FrontDoor.COMMISSIONING,
        insight.commissioning,
        measures.commissioning,
        returns.commissioning,
        scorecards.commissioning,
        allocation.commissioning,
        planning.commissioning,
        contact.commissioning,
        people.commissioning,
    ),
]

handler400 = "ownway.foundation.look.middleware.bad_request"
handler404 = "ownway.foundation.look.middleware.not_found"
handler500 = "ownway.foundation.look.middleware.went_wrong"
