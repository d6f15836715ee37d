"""Questions about first contact, a file a subject."""

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

__all__ = [
    "OpenRequest",
    "RequestLine",
    "decided_to_assess",
    "every_request",
    "open_request_of",
    "open_requests",
    "request_for_reading",
    "request_leading_to_assessment",
    "requests_for_return",
    "requests_of",
    "requests_of_the_dead",
]
