"""Where people ask for support, and where the council answers."""

from ownway.foundation.access.routes import Route, route
from ownway.support.contact import permissions
from ownway.support.contact.views import queue, requests

public: list[Route] = []
my = [
    route("ask/", requests.ask_for_myself, may=permissions.ASK_FOR_MYSELF),
    route("ask/withdraw/", requests.withdraw_mine, may=permissions.ASK_FOR_MYSELF),
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
    route("requests/", queue.queue, may=permissions.DECIDE_REQUEST, menu="Requests"),
    route("requests/waiting.csv", queue.queue_csv, may=permissions.DECIDE_REQUEST),
    route(
        "requests/<uuid:request_id>/first-questions/",
        requests.screen,
        may=permissions.DECIDE_REQUEST,
    ),
    route(
        "requests/<uuid:request_id>/withdraw/", requests.withdraw, may=permissions.DECIDE_REQUEST
    ),
    route("requests/<uuid:request_id>/urgency/", requests.urgency, may=permissions.DECIDE_REQUEST),
]
