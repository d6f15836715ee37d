"""What people may type about what somebody asks of their data, what is held back and erased."""

from datetime import date

from django import forms

from ownway.foundation.data_rights.domain.requests import IN_WORDS, Kind, Outcome
from ownway.foundation.data_rights.domain.retention import Ground
from ownway.foundation.look.forms import DayField

GROUNDS = (
    (Ground.COURT.value, "A court ordered it"),
    (Ground.RIGHT.value, "They asked, and the right to erasure holds here"),
)


class NoteRequestForm(forms.Form):
    """What somebody asked of their own data, whichever way they did."""

    kind = forms.ChoiceField(
        label="What do they ask for?",
        choices=[(kind.value, IN_WORDS[kind]) for kind in Kind],
        error_messages={"required": "Choose what they ask for"},
    )
    words = forms.CharField(label="What they said, in their words", required=False, max_length=2000)
    asked_by = forms.CharField(
        label="Who asked, if somebody else did (optional)",
        help_text="An attorney, a deputy, a solicitor. See their authority first.",
        required=False,
        max_length=200,
    )
    asked_on = DayField(
        label="When did they ask?",
        help_text="The month for our answer runs from this day. For example, 23 11 2026",
        error_messages={"required": "Say when they asked"},
    )

    def clean_asked_on(self) -> date:
        day: date = self.cleaned_data["asked_on"]
        return day


class BecauseForm(forms.Form):
    """A reason, in words."""

    because = forms.CharField(label="Why?", max_length=2000, error_messages={"required": "Say why"})

    def __init__(self, *args: object, label: str = "Why?", must: bool = True, **named: object):
        super().__init__(*args, **named)  # type: ignore[arg-type]  # passed on as they came
        self.fields["because"].label = label
        self.fields["because"].required = must


class EraseForm(forms.Form):
    """Why one record is to be erased before its time."""

    ground = forms.ChoiceField(
        label="On what ground?",
        choices=GROUNDS,
        error_messages={"required": "Choose on what ground"},
    )
    why = forms.CharField(
        label="Which order, or why the right holds",
        max_length=2000,
        error_messages={"required": "Say which order it is, or why the right holds"},
    )


class OutcomeForm(forms.Form):
    """What came of a request."""

    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=[(one.value, one.value.capitalize()) for one in Outcome],
        error_messages={"required": "Choose what came of it"},
    )
    words = forms.CharField(
        label="What we tell them",
        max_length=2000,
        error_messages={"required": "Say what came of it, in words they can read"},
    )


class LeaveOutForm(forms.Form):
    """Words to leave out of a pack, or a masked place to show, and why."""

    what = forms.CharField(
        label="Words to leave out",
        help_text="Wherever they stand in the copy, in capitals or not.",
        max_length=400,
        error_messages={"required": "Say which words to leave out"},
    )
    because = forms.CharField(label="Why?", max_length=2000, error_messages={"required": "Say why"})
