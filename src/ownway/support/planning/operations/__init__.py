"""Decisions about plans and services, and taking those that national files tell of."""

from ownway.support.planning.operations.imported import COLUMNS, held_services, take_services
from ownway.support.planning.operations.signing import return_plan, sign_off
from ownway.support.planning.operations.undoing import FROM_FILES
from ownway.support.planning.operations.writing import (
    add_component,
    begin_plan,
    change_component,
    describe_plan,
    remove_component,
    send_for_sign_off,
)

__all__ = [
    "COLUMNS",
    "FROM_FILES",
    "add_component",
    "begin_plan",
    "change_component",
    "describe_plan",
    "held_services",
    "remove_component",
    "return_plan",
    "send_for_sign_off",
    "sign_off",
    "take_services",
]
