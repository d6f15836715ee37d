"""Decisions about requests, and taking those that national files tell of."""

from ownway.support.contact.operations.imported import COLUMNS, take_requests, waiting_requests
from ownway.support.contact.operations.requests import (
    ask_for_support,
    change_urgency,
    decide_request,
    withdraw_request,
)
from ownway.support.contact.operations.screening import link_concern, note_screening
from ownway.support.contact.operations.undoing import FROM_FILES

__all__ = [
    "COLUMNS",
    "FROM_FILES",
    "ask_for_support",
    "change_urgency",
    "decide_request",
    "link_concern",
    "note_screening",
    "take_requests",
    "waiting_requests",
    "withdraw_request",
]
