"""What may be typed about what may be unclaimed."""

from typing import Any

from django import forms

from ownway.foundation.look.forms import PenceField
from ownway.support.contact.domain.benefits import CLAIM_WORDS, benefits_list

ANSWERS = [("", "Not asked"), ("yes", "Yes"), ("no", "No")]


class BenefitsForm(forms.Form):
    """The short list, and what they get already."""

    already = forms.MultipleChoiceField(
        label="What do they get already?", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = benefits_list()
        for key, words in listed.questions.items():
            self.fields[key] = forms.ChoiceField(
                label=words, choices=ANSWERS, widget=forms.RadioSelect, required=False
            )
        self.fields["already"].choices = [  # type: ignore[attr-defined]  # a ChoiceField, as declared
            (one.key, one.name) for one in listed.benefits.values()
        ]

    @property
    def asked(self) -> list[Any]:
        """The questions, to draw."""
        return [self[key] for key in benefits_list().questions]

    def answers(self) -> dict[str, bool]:
        """Those that were answered."""
        said = {key: self.cleaned_data[key] for key in benefits_list().questions}
        return {key: answer == "yes" for key, answer in said.items() if answer}


class ClaimForm(forms.Form):
    """What came of one benefit."""

    state = forms.ChoiceField(
        label="What came of it?",
        choices=[(one.value, words) for one, words in CLAIM_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of it"},
    )
    gained_weekly = PenceField(label="If it was awarded: how much more a week?", required=False)
    words = forms.CharField(label="Anything to add?", max_length=400, required=False)
