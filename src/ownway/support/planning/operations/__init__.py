"""Decisions about plans and services, and taking those that national files tell of."""

from ownway.support.planning.operations.imported import (
    COLUMNS,
    EarlierFile,
    end_in_doubt,
    take_services,
    waiting_services,
)
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
    "EarlierFile",
    "add_component",
    "begin_plan",
    "change_component",
    "describe_plan",
    "end_in_doubt",
    "remove_component",
    "return_plan",
    "send_for_sign_off",
    "sign_off",
    "take_services",
    "waiting_services",
]
