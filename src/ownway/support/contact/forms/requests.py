"""What people may type when they ask for support, and when they answer."""

from typing import Any

from django import forms

from ownway.foundation.look.forms import DayField
from ownway.support.contact import domain


class AskForSomeoneForm(forms.Form):
    """A worker writes down what somebody asked for."""

    words = forms.CharField(
        label="What do they ask for?",
        help_text="As they said it",
        max_length=4000,
        error_messages={"required": "Write down what they ask for"},
    )
    who_asked = forms.CharField(
        label="Who asked?",
        help_text="The person themself, or who asked for them, for example “Pete, her husband”",
        max_length=150,
        error_messages={"required": "Say who asked"},
    )
    route_of_access = forms.ChoiceField(
        label="How did they come to ask?",
        choices=[(route, route) for route in domain.ROUTES_OF_ACCESS],
    )
    requested_on = DayField(
        label="On which day?",
        help_text="For example, 27 3 2026",
        error_messages={"required": "Enter the day they asked"},
    )


class AskForMyselfForm(forms.Form):
    """The person asks."""

    words = forms.CharField(
        label="What would help you?",
        help_text="In your own words. A few are enough.",
        max_length=4000,
        error_messages={"required": "Write a few words about what would help"},
    )


class DecideForm(forms.Form):
    """What comes of a request."""

    outcome = forms.ChoiceField(
        label="What comes of it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what comes of it"},
    )
    words = forms.CharField(
        label="Why, and what you told them",
        help_text="Needed when nothing follows. The person can read it.",
        max_length=400,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]  # a ChoiceField, as declared
            (outcome.value, outcome.words) for outcome in domain.OUTCOMES
        ]
        self.hints = {outcome.value: outcome.hint for outcome in domain.OUTCOMES if outcome.hint}

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        chosen = typed.get("outcome")
        if chosen and not domain.outcome_named(chosen).leads_on and not typed.get("words"):
            self.add_error("words", "Write down why, and what you told them")
        return typed
