"""Decisions about payments: one function, one transaction, one fact."""

from ownway.support.payments.operations.payees import (
    asked_person,
    confirm_payee,
    decline_payee,
    load_weights,
    put_payee,
)
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
    "asked_person",
    "change_rate",
    "confirm_paid",
    "confirm_payee",
    "decline_instruction",
    "decline_payee",
    "load_weights",
    "propose_if_due",
    "propose_instruction",
    "put_payee",
    "set_schedule",
]
