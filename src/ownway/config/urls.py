"""Every address of the product: each list of routes hangs on the front door it belongs to."""

from ownway.commissioning.returns import urls as returns
from ownway.foundation.access import urls as access
from ownway.foundation.access.domain import FrontDoor
from ownway.foundation.access.routes import door
from ownway.front_doors import urls as front_doors

urlpatterns = [
    *door(FrontDoor.PUBLIC, front_doors.public, access.public),
    *door(FrontDoor.MY, front_doors.my),
    *door(FrontDoor.TEAM, front_doors.team),
    *door(FrontDoor.COMMISSIONING, returns.commissioning),
]

handler400 = "ownway.foundation.look.middleware.bad_request"
handler404 = "ownway.foundation.look.middleware.not_found"
handler500 = "ownway.foundation.look.middleware.went_wrong"
