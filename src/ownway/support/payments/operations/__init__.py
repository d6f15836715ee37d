"""Decisions about payments: one function, one transaction, one fact."""

from ownway.support.payments.operations.paying import (
    APPROVED,
    DECLINED,
    NOTHING_DUE,
    PAID,
    PROPOSED,
    RATE_CHANGED,
    SCHEDULE_SET,
    approve_instruction,
    change_rate,
    confirm_paid,
    decline_instruction,
    propose_if_due,
    propose_instruction,
    set_schedule,
)

__all__ = [
    "APPROVED",
    "DECLINED",
    "NOTHING_DUE",
    "PAID",
    "PROPOSED",
    "RATE_CHANGED",
    "SCHEDULE_SET",
    "approve_instruction",
    "change_rate",
    "confirm_paid",
    "decline_instruction",
    "propose_if_due",
    "propose_instruction",
    "set_schedule",
]
