"""What people choose when they say whether two records are of one person."""

from typing import Any
from uuid import UUID

from django import forms

SAME, TWO, LATER = "same", "two", "later"


class AnswerForm(forms.Form):
    """One of three answers; only joining asks for a reason and for the record that stays."""

    stays = forms.ChoiceField(
        label="If they are one person, which record stays?",
        help_text="Everything of the other moves to it. Both numbers keep leading to it.",
        required=False,
    )
    why = forms.CharField(
        label="How do you know?",
        help_text="A few words, for whoever asks later.",
        required=False,
        max_length=400,
        error_messages={"max_length": "Say it in 400 letters or fewer"},
    )
    answer = forms.ChoiceField(
        choices=[(SAME, SAME), (TWO, TWO), (LATER, LATER)],
        error_messages={
            "required": "Choose one of the three answers",
            "invalid_choice": "Choose one of the three answers",
        },
    )

    def __init__(self, *args: Any, records: list[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        stays = self.fields["stays"]
        assert isinstance(stays, forms.ChoiceField)
        stays.choices = [(str(one), words) for one, words in records]
        stays.error_messages["invalid_choice"] = "Choose one of the two records"

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("answer") == SAME:
            if not said.get("why") and "why" not in self.errors:
                self.add_error("why", "Say how you know that they are the same person")
            if not said.get("stays") and "stays" not in self.errors:
                self.add_error("stays", "Choose the record that stays")
        return said


class UndoForm(forms.Form):
    why = forms.CharField(
        label="How do you know that they are two people?",
        max_length=400,
        error_messages={
            "required": "Say how you know that they are two people",
            "max_length": "Say it in 400 letters or fewer",
        },
    )
