"""What may be typed at first contact, a file a subject."""

from ownway.support.contact.forms.requests import (
    AskForMyselfForm,
    AskForSomeoneForm,
    DecideForm,
    UrgencyForm,
    WithdrawForm,
)
from ownway.support.contact.forms.screening import ScreeningForm

__all__ = [
    "AskForMyselfForm",
    "AskForSomeoneForm",
    "DecideForm",
    "ScreeningForm",
    "UrgencyForm",
    "WithdrawForm",
]
