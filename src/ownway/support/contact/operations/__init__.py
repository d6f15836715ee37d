"""Decisions about requests, and taking those that national files tell of."""

from ownway.support.contact.operations.equipment import (
    cancel_order,
    look_at_equipment,
    note_delivered,
    order_equipment,
    pass_to_therapist,
    say_if_equipment_helps,
)
from ownway.support.contact.operations.imported import COLUMNS, take_requests, waiting_requests
from ownway.support.contact.operations.referrals import (
    answer_by_link,
    ask_again,
    digest_of,
    note_answer,
    refer,
    say_if_it_helped,
    seen_by_link,
    stop,
    tell_about,
)
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
    "answer_by_link",
    "ask_again",
    "ask_for_support",
    "cancel_order",
    "change_urgency",
    "decide_request",
    "digest_of",
    "link_concern",
    "look_at_equipment",
    "note_answer",
    "note_delivered",
    "note_screening",
    "order_equipment",
    "pass_to_therapist",
    "refer",
    "say_if_equipment_helps",
    "say_if_it_helped",
    "seen_by_link",
    "stop",
    "take_requests",
    "tell_about",
    "waiting_requests",
    "withdraw_request",
]
