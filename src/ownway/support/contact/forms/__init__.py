"""What may be typed at first contact, a file a subject."""

from ownway.support.contact.forms.requests import AskForMyselfForm, AskForSomeoneForm, DecideForm

__all__ = ["AskForMyselfForm", "AskForSomeoneForm", "DecideForm"]
