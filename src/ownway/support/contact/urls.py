"""Where people ask for support, and where the council answers."""

from ownway.foundation.access.routes import route
from ownway.support.contact import permissions, views

my = [
    route("ask/", views.ask_for_myself, may=permissions.ASK_FOR_MYSELF),
]
team = [
    route(
        "people/<uuid:person_id>/ask/",
        views.ask,
        may=permissions.ASK_FOR_SOMEONE,
    ),
    route(
        "requests/<uuid:request_id>/",
        views.support_request,
        may=permissions.READ_REQUEST,
        name="contact.request",
    ),
]
