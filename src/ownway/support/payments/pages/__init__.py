"""What the pages of payments see."""

from ownway.support.payments.pages.payments import PaymentsPage

__all__ = ["PaymentsPage"]
