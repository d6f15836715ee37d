"""Decisions about requests, and taking those that national files tell of."""

from ownway.support.contact.operations.imported import COLUMNS, held_requests, take_requests

__all__ = ["COLUMNS", "held_requests", "take_requests"]
