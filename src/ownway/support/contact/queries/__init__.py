"""Questions about first contact, a file a subject."""

from ownway.support.contact.queries.queue import Queued, by_worker, queue
from ownway.support.contact.queries.requests import (
    OpenRequest,
    RequestLine,
    decided_to_assess,
    every_request,
    open_request_of,
    open_requests,
    request_for_reading,
    request_leading_to_assessment,
    requests_for_return,
    requests_of,
    requests_of_the_dead,
)
from ownway.support.contact.queries.screening import ScreeningLine, screening_of

__all__ = [
    "OpenRequest",
    "Queued",
    "RequestLine",
    "ScreeningLine",
    "by_worker",
    "decided_to_assess",
    "every_request",
    "open_request_of",
    "open_requests",
    "queue",
    "request_for_reading",
    "request_leading_to_assessment",
    "requests_for_return",
    "requests_of",
    "requests_of_the_dead",
    "screening_of",
]
