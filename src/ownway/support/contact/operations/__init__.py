"""Decisions about requests, and taking those that national files tell of."""

from ownway.support.contact.operations.imported import COLUMNS, held_requests, take_requests
from ownway.support.contact.operations.requests import ask_for_support, decide_request

__all__ = [
    "COLUMNS",
    "ask_for_support",
    "decide_request",
    "held_requests",
    "take_requests",
]
