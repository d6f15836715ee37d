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
from ownway.support.contact.operations.life_events import (
    note_life_event,
    note_offer,
    want_no_offers,
    want_offers_again,
)
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
from ownway.support.contact.operations.screening import note_screening, tell_safeguarding
from ownway.support.contact.operations.undoing import FROM_FILES
from ownway.support.contact.operations.welfare import (
    answer_welfare_by_link,
    ask_welfare_check,
    note_welfare_outcome,
    seen_welfare_by_link,
)

__all__ = [
    "COLUMNS",
    "FROM_FILES",
    "answer_by_link",
    "answer_welfare_by_link",
    "ask_again",
    "ask_for_support",
    "ask_welfare_check",
    "cancel_order",
    "change_urgency",
    "decide_request",
    "digest_of",
    "look_at_equipment",
    "note_answer",
    "note_delivered",
    "note_life_event",
    "note_offer",
    "note_screening",
    "note_welfare_outcome",
    "order_equipment",
    "pass_to_therapist",
    "refer",
    "say_if_equipment_helps",
    "say_if_it_helped",
    "seen_by_link",
    "seen_welfare_by_link",
    "stop",
    "take_requests",
    "tell_about",
    "tell_safeguarding",
    "waiting_requests",
    "want_no_offers",
    "want_offers_again",
    "withdraw_request",
]
