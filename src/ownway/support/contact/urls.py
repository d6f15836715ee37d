"""Where people ask for support, and where the council answers."""

from ownway.foundation.access.routes import Route, route
from ownway.support.contact import permissions
from ownway.support.contact.views import requests

public: list[Route] = []
my = [
    route("ask/", requests.ask_for_myself, may=permissions.ASK_FOR_MYSELF),
]
team = [
    route(
        "people/<uuid:person_id>/ask/",
        requests.ask,
        may=permissions.ASK_FOR_SOMEONE,
    ),
    route(
        "requests/<uuid:request_id>/",
        requests.support_request,
        may=permissions.READ_REQUEST,
        name="contact.request",
    ),
]
