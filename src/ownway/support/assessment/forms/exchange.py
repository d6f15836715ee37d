"""What may be typed to give an assessment out, and to bring one that others made."""

from typing import Any

from django import forms


class GiveOutForm(forms.Form):
    """To whom an assessment goes, why, and whether the person agrees."""

    to = forms.CharField(
        label="Who does it go to?",
        max_length=200,
        help_text="The organisation, and the person there if you know them",
        error_messages={"required": "Say who it goes to"},
    )
    because = forms.CharField(
        label="Why do they need it?",
        max_length=400,
        error_messages={
            "required": "Say why they need it",
            "max_length": "Please write less than 400 letters",
        },
    )
    consent = forms.ChoiceField(
        label="Does the person agree that this is shared?",
        choices=[
            ("yes", "Yes, they said so"),
            ("no", "No, or they were not asked. The reason above says what it rests on"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether they agree"},
    )
    others = forms.BooleanField(
        label="Leave in what others wrote, and their names: they agree, or the law lets us",
        required=False,
    )

    def said(self) -> dict[str, Any]:
        """As `give_out` takes it."""
        return self.cleaned_data | {"consent": self.cleaned_data["consent"] == "yes"}


class BringForm(forms.Form):
    """A file with an assessment, and who made it. `text` carries a file that was looked at."""

    file = forms.FileField(
        label="The file",
        required=False,
        error_messages={"empty": "This file is empty. Choose another"},
    )
    came_from = forms.CharField(
        label="Who made this assessment?",
        max_length=200,
        help_text="For example: Westshire Council",
        error_messages={"required": "Say who made this assessment"},
    )
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not typed.get("file") and not typed.get("text") and "file" not in self.errors:
            self.add_error("file", "Choose a file first")
        return typed

    def raw(self, most: int) -> bytes:
        """The file as it came, and never more of it than one byte over `most`."""
        file = self.cleaned_data.get("file")
        if file is not None:
            return bytes(file.read(most + 1))
        return str(self.cleaned_data["text"]).encode()
