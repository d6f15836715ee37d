"""Decisions about plans and services, and taking those that national files tell of."""

from ownway.support.planning.operations.employing import plan_to_employ
from ownway.support.planning.operations.exchanging import bring_care_plan, care_plan
from ownway.support.planning.operations.funding import add_funding, remove_funding
from ownway.support.planning.operations.imported import (
    COLUMNS,
    EarlierFile,
    end_in_doubt,
    take_services,
    waiting_services,
)
from ownway.support.planning.operations.one_page import one_page_plan
from ownway.support.planning.operations.panel import (
    answer_plan_challenge,
    challenge_plan,
    put_to_panel,
)
from ownway.support.planning.operations.protecting import (
    end_protection,
    look_at_protection,
    protect_cost,
)
from ownway.support.planning.operations.running import end_support, resume, suspend
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
    "add_funding",
    "answer_plan_challenge",
    "begin_plan",
    "bring_care_plan",
    "care_plan",
    "challenge_plan",
    "change_component",
    "describe_plan",
    "end_in_doubt",
    "end_protection",
    "end_support",
    "look_at_protection",
    "one_page_plan",
    "plan_to_employ",
    "protect_cost",
    "put_to_panel",
    "remove_component",
    "remove_funding",
    "resume",
    "return_plan",
    "send_for_sign_off",
    "sign_off",
    "suspend",
    "take_services",
    "waiting_services",
]
