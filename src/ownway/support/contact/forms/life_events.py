"""What may be typed about what happens in somebody's life."""

from django import forms

from ownway.foundation.look.forms import DayField
from ownway.support.contact.domain.life_events import EVENTS, OFFERS


class LifeEventForm(forms.Form):
    """What happened, on which day, and who told us."""

    kind = forms.ChoiceField(
        label="What happened?",
        choices=[(key, one.words) for key, one in EVENTS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened"},
    )
    happened_on = DayField(
        label="On which day?",
        help_text="For example, 27 3 2026",
        error_messages={"required": "Enter the day it happened"},
    )
    told_by = forms.CharField(
        label="Who told us?", max_length=150, error_messages={"required": "Say who told us"}
    )
    words = forms.CharField(label="What else do we need to know?", max_length=2000, required=False)


class OfferForm(forms.Form):
    """What came of the offer."""

    offer = forms.ChoiceField(
        label="What came of the offer?",
        choices=list(OFFERS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of the offer"},
    )
    words = forms.CharField(label="What they want", max_length=1000, required=False)
