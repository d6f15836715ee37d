"""What whoever decides on plans, and on support that runs, may type."""

from typing import Any

from django import forms

from ownway.foundation.look.forms import DayField
from ownway.support.planning.domain.deciding import (
    MONITORING_WORDS,
    SAFETY_WORDS,
    VALUE_WORDS,
    Judged,
    Safety,
    Value,
)
from ownway.support.planning.domain.running import ENDS, REASONS
from ownway.support.planning.queries import ArrangementLine


class PanelForm(forms.Form):
    """Putting a plan on the list of a panel."""

    meets_on = DayField(
        label="Which day does the panel meet?",
        error_messages={"required": "Enter the day it meets"},
    )
    why = forms.CharField(
        label="What should the panel think about?",
        help_text="What you would decide and why. They have the whole plan beside it.",
        max_length=4000,
        error_messages={"required": "Say what the panel should think about"},
    )


class ChallengeForm(forms.Form):
    said = forms.CharField(
        label="What is not right?",
        help_text="In your own words",
        max_length=4000,
        error_messages={"required": "Say what is not right"},
    )


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label="What follows?",
        choices=(
            ("stands", "The decision stands"),
            ("changed", "It is looked at again: they can change the plan and send it"),
        ),
        error_messages={"required": "Choose what follows"},
    )
    answer = forms.CharField(
        label="Your answer",
        help_text="They read it. Say what you looked at.",
        max_length=4000,
        error_messages={"required": "Write your answer; they read it"},
    )


class SuspendForm(forms.Form):
    why = forms.ChoiceField(
        label="Why does it stop?",
        choices=[(why, why) for why in REASONS],
        error_messages={"required": "Choose why it stops"},
    )
    first_day = DayField(
        label="The first day without support",
        error_messages={"required": "Enter the first day without support"},
    )
    last_day = DayField(
        label="The last day without support",
        help_text="Leave empty when nobody knows yet",
        required=False,
    )


class ResumeForm(forms.Form):
    from_day = DayField(
        label="From which day does it go on?",
        error_messages={"required": "Enter the day it goes on"},
    )


class EndForm(forms.Form):
    why = forms.ChoiceField(
        label="Why does it end?",
        choices=[(why, why) for why in ENDS],
        error_messages={"required": "Choose why it ends"},
    )
    last_day = DayField(
        label="The last day of support",
        help_text="Money is paid up to this day, also in the middle of a week",
        error_messages={"required": "Enter the last day"},
    )


class SignOffForm(forms.Form):
    """A manager's decision, and which running support the plan replaces."""

    reasons = forms.CharField(
        label="Your reasons",
        help_text="The person reads them. To send it back, say what should change.",
        max_length=4000,
        error_messages={"required": "Write your reasons; the person reads them"},
    )
    safety = forms.ChoiceField(
        label="Is it safe enough?",
        help_text="What you have looked at: concerns about safety, risks they choose, bad days",
        required=False,
        choices=[(one.value, words) for one, words in SAFETY_WORDS.items()],
    )
    safety_words = forms.CharField(
        label="The steps that keep them safe",
        help_text="The person reads them. Leave out what somebody else told in confidence.",
        required=False,
        max_length=2000,
    )
    value = forms.ChoiceField(
        label="Is it good value?",
        help_text="What it does for them beside what it costs, never the cheapest alone",
        required=False,
        choices=[(one.value, words) for one, words in VALUE_WORDS.items()],
    )
    value_words = forms.CharField(
        label="Why it is right for them, though another way costs less",
        required=False,
        max_length=2000,
    )
    monitoring = forms.ChoiceField(
        label="How closely is the money looked at?",
        required=False,
        choices=[(one.value, words) for one, words in MONITORING_WORDS.items()],
    )
    monitoring_reason = forms.CharField(
        label="If it is another than the rules advise: why", required=False, max_length=1000
    )
    replaces = forms.MultipleChoiceField(
        label="Which support does this plan replace?",
        help_text="What you tick ends the day before the plan starts",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, running: list[ArrangementLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        replaces = self.fields["replaces"]
        assert isinstance(replaces, forms.MultipleChoiceField)
        replaces.choices = [(str(one.id), f"{one.words}, {one.how}") for one in running]
        replaces.initial = [str(one.id) for one in running]

    def clean(self) -> dict[str, Any]:
        """Whoever agrees says of safety and of value; to send it back, reasons are enough."""
        found = super().clean() or {}
        if self.data.get("act") == "return":
            return found
        needs = (
            ("safety", Safety.WITH_STEPS, "Say whether it is safe enough", "Write down the steps"),
            (
                "value",
                Value.DEARER_AND_RIGHT,
                "Say whether it is good value",
                "Write down why it is right for them",
            ),
        )
        for field, with_words, unsaid, wordless in needs:
            if not found.get(field):
                self.add_error(field, unsaid)
            elif found[field] == with_words.value and not found.get(f"{field}_words", "").strip():
                self.add_error(f"{field}_words", wordless)
        return found

    def judged(self) -> Judged:
        """What was said, of a form that is valid and agrees."""
        said = self.cleaned_data
        return Judged(
            Safety(said["safety"]), Value(said["value"]), said["safety_words"], said["value_words"]
        )
