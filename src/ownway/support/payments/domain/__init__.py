"""When direct payments are due, how much, to whom, and the files a bank takes. Pure."""

from ownway.support.payments.domain.periods import (
    APPROVED,
    DECLINED,
    DIRECT_PAYMENT,
    PROPOSED,
    amount_for,
    days_in_words,
    earlier_of,
    is_due,
    next_period,
    pay_on,
    schedule_in_words,
    words_of,
)

__all__ = [
    "APPROVED",
    "DECLINED",
    "DIRECT_PAYMENT",
    "PROPOSED",
    "amount_for",
    "days_in_words",
    "earlier_of",
    "is_due",
    "next_period",
    "pay_on",
    "schedule_in_words",
    "words_of",
]
