"""What may be typed of capacity for one decision, and of an advocate."""

from typing import Any

from django import forms

from ownway.foundation.look.forms import DayField
from ownway.support.assessment.domain.being_heard import ABILITIES, DIFFICULTIES, CapacitySaid
from ownway.support.assessment.forms.findings import said_in_words

YES_OR_NO = [("yes", "Yes"), ("no", "No")]


class CapacityForm(forms.Form):
    """Capacity for one decision on one day: help first, four abilities, the conclusion by name."""

    decision = said_in_words("Which decision?", "One decision, like where to live.")
    assessed_on = DayField(label="On which day?", error_messages={"required": "Say on which day"})
    support = said_in_words(
        "How were they helped to decide?",
        "The right time and place, pictures, an interpreter, somebody they trust.",
    )
    impairment = said_in_words("If they could not: the impairment or disturbance it comes from")
    has_capacity = forms.ChoiceField(
        label="Could they make this decision on this day?",
        choices=[
            ("yes", "Yes, they have capacity for it"),
            ("no", "No, they lack capacity for it"),
        ],
        error_messages={"required": "Say what you conclude"},
    )
    best_interests = said_in_words("If not: what is in their best interests, and who was asked")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in ABILITIES.items():
            self.fields[name] = forms.ChoiceField(
                label=f"Could they {words}?",
                choices=YES_OR_NO,
                error_messages={"required": f"Say whether they could {words}"},
            )
            self.fields[f"{name}_because"] = said_in_words("What shows it")

    def said(self) -> CapacitySaid:
        data = self.cleaned_data
        return CapacitySaid(
            decision=data["decision"],
            assessed_on=data["assessed_on"],
            support=data["support"],
            able={name: data[name] == "yes" for name in ABILITIES},
            because={name: data[f"{name}_because"] for name in ABILITIES},
            impairment=data["impairment"],
            has_capacity=data["has_capacity"] == "yes",
            best_interests=data["best_interests"],
        )


class AdvocateForm(forms.Form):
    """Whether taking part is substantially difficult, who helps already, and whom to ask."""

    difficulty_with = forms.MultipleChoiceField(
        label="With what do they have substantial difficulty, even with help?",
        choices=list(DIFFICULTIES.items()),
        required=False,
        error_messages={"invalid_choice": "Choose from the list"},
    )
    somebody = said_in_words(
        "Who helps them take part?",
        "Somebody they agree to, who is not paid to care for them. Leave empty if there is nobody.",
    )
    organisation = forms.CharField(
        label="Which advocacy service do you ask?",
        help_text="Needed where they have difficulty and there is nobody.",
        max_length=200,
        required=False,
    )
