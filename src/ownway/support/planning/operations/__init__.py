"""Decisions about services, and taking those that national files tell of."""

from ownway.support.planning.operations.imported import COLUMNS, held_services, take_services

__all__ = ["COLUMNS", "held_services", "take_services"]
