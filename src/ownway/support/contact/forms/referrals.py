"""What may be typed about a service: telling of it, passing somebody to it, and what it answers."""

from typing import Any

from django import forms

from ownway.foundation.look.forms import DayField
from ownway.support.contact.domain.referrals import (
    BY_GROUP,
    HELPED_WORDS,
    SHARES,
    Helped,
    State,
)

ANSWER_WORDS = {
    State.ACKNOWLEDGED: "We have it and get in touch with them",
    State.STARTED: "They have started with us",
    State.NOT_SUITABLE: "It does not suit, or we have no room",
}
NOTED_WORDS = {
    State.ACKNOWLEDGED: "They have it, and get in touch with the person",
    State.STARTED: "The person has started there",
    State.NOT_SUITABLE: "It does not suit, or they have no room",
    State.NO_ANSWER: "Nobody answered. Stop waiting",
}
TELL, REFER = "tell", "refer"


class ReferForm(forms.Form):
    """Tell somebody about a service, or pass them to it with their yes."""

    how = forms.ChoiceField(
        label="What did the person agree to?",
        choices=[
            (REFER, "We pass their details on, and the service answers us"),
            (TELL, "They want to know about it. Nothing is shared"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the person agreed to"},
    )
    why = forms.CharField(
        label="What may it help with?",
        help_text="In words the person and the service may both read",
        max_length=1000,
        error_messages={"required": "Say what it may help with"},
    )
    agreed_how = forms.CharField(
        label="How did they say yes?",
        help_text="For example: on the telephone today, after I read out what we share",
        max_length=200,
        required=False,
    )
    shared = forms.MultipleChoiceField(
        label="What may the service know?",
        choices=list(SHARES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    shared_words = forms.CharField(
        label="Anything else the person wants them to know",
        help_text="Only what they asked you to say",
        max_length=1000,
        required=False,
    )
    due_on = DayField(label="By which day do they answer?", required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("how") != REFER:
            return typed
        if not typed.get("agreed_how"):
            self.add_error("agreed_how", "Say how the person agreed")
        if not typed.get("shared"):
            self.add_error("shared", "Choose what the service may know")
        if not typed.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Enter the day by which they answer")
        return typed


class GroupAnswerForm(forms.Form):
    """What a group says through its link, or a worker heard on the telephone."""

    state = forms.ChoiceField(
        label="What do you want to tell us?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the answers"},
    )
    said_by = forms.CharField(
        label="Your name",
        max_length=150,
        error_messages={"required": "Say who you are"},
    )
    words = forms.CharField(
        label="Anything we should know",
        help_text="Needed if it does not suit. The person can read it.",
        max_length=1000,
        required=False,
    )

    def __init__(self, *args: Any, answers: tuple[State, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [  # type: ignore[attr-defined]  # a ChoiceField, as declared
            (one.value, ANSWER_WORDS[one]) for one in answers
        ]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("state") == State.NOT_SUITABLE and not typed.get("words"):
            self.add_error("words", "Say in a few words why it does not suit")
        return typed


class NoteAnswerForm(GroupAnswerForm):
    """What a worker heard from a service, or did not."""

    def __init__(self, *args: Any, answers: tuple[State, ...], **kwargs: Any) -> None:
        noted = (*BY_GROUP, State.NO_ANSWER)
        super().__init__(*args, answers=(), **kwargs)
        self.fields["state"].choices = [  # type: ignore[attr-defined]  # as above
            (one.value, NOTED_WORDS[one]) for one in answers if one in noted
        ]
        self.fields["state"].label = "What did they say?"
        self.fields["said_by"].label = "Who told you?"
        self.fields["said_by"].required = False

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("state") not in (None, State.NO_ANSWER) and not typed.get("said_by"):
            self.add_error("said_by", "Say who told you")
        return typed


class AskAgainForm(forms.Form):
    """A new day for an answer."""

    due_on = DayField(
        label="By which day do they answer?",
        help_text="For example, 27 3 2027",
        error_messages={"required": "Enter the day by which they answer"},
    )


class HelpedForm(forms.Form):
    """Whether it helped, in the person's words."""

    helped = forms.ChoiceField(
        label="Did it help?",
        choices=[(one.value, HELPED_WORDS[one]) for one in Helped],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it helped"},
    )
    words = forms.CharField(label="In your own words", max_length=1000, required=False)


class StopForm(forms.Form):
    """The person no longer wants it."""

    words = forms.CharField(label="What did the person say?", max_length=400, required=False)
