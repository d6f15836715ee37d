"""What people may type when they ask for support, and when they answer."""

from typing import Any

from django import forms

from ownway.foundation.look.forms import DayField
from ownway.support.contact import domain
from ownway.support.contact.domain import asking


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
    relation = forms.ChoiceField(
        label="Who is that to the person?",
        choices=list(asking.RELATIONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who they are to the person"},
    )
    consent = forms.ChoiceField(
        label="Does the person agree that we ask for this?",
        choices=list(asking.CONSENTS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the person agrees"},
    )
    consent_because = forms.CharField(
        label="If not: why",
        help_text="For example: we ring her tomorrow. Or: what was decided in her best interests",
        max_length=400,
        required=False,
    )
    matters = forms.CharField(label="What matters to the person?", max_length=4000, required=False)
    wanted = forms.CharField(label="What do they want to happen?", max_length=4000, required=False)
    urgency = forms.ChoiceField(
        label="How soon is help needed?",
        choices=list(asking.URGENCIES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how soon help is needed"},
    )
    urgency_because = forms.CharField(
        label="Why then?", help_text="Needed for today", max_length=400, required=False
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
    late_because = forms.CharField(
        label="Why is it written down only now?",
        help_text="Needed when the day is more than 28 days ago",
        max_length=400,
        required=False,
    )


class AskForMyselfForm(forms.Form):
    """The person asks."""

    words = forms.CharField(
        label="What would help you?",
        help_text="In your own words. A few are enough.",
        max_length=4000,
        error_messages={"required": "Write a few words about what would help"},
    )
    urgency = forms.ChoiceField(
        label="How soon do you need help?",
        choices=list(asking.URGENCIES.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    urgency_because = forms.CharField(
        label="Why then?",
        help_text="Needed if you say today. In danger, call 999.",
        max_length=400,
        required=False,
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


class WithdrawForm(forms.Form):
    """The person no longer wants it."""

    words = forms.CharField(label="What did the person say?", max_length=400, required=False)


class UrgencyForm(forms.Form):
    """How soon help is needed, said anew."""

    urgency = forms.ChoiceField(
        label="How soon is help needed?",
        choices=list(asking.URGENCIES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how soon help is needed"},
    )
    because = forms.CharField(label="Why?", max_length=400, error_messages={"required": "Say why"})
