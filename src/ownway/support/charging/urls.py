"""What a person pays, for those who work with them."""

from ownway.foundation.access.routes import route
from ownway.support.charging import views
from ownway.support.people.permissions import READ_RECORD

team = [
    route("people/<uuid:person_id>/contribution/", views.contribution, may=READ_RECORD),
]
