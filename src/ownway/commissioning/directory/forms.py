"""What may be typed about a service."""

import re
from typing import Any

from django import forms

from ownway.commissioning.directory.domain import LONGEST, TOPICS

DISTRICT = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")


class ServiceForm(forms.Form):
    name = forms.CharField(
        label="What is it called?",
        max_length=150,
        error_messages={"required": "Write what it is called"},
    )
    organisation = forms.CharField(
        label="Who runs it?",
        help_text="Leave it empty when it is called the same",
        max_length=150,
        required=False,
    )
    what = forms.CharField(
        label="What happens there?",
        help_text="A sentence or two, in plain words",
        max_length=LONGEST,
        error_messages={"required": "Say what happens there, in a sentence or two"},
    )
    topics = forms.MultipleChoiceField(
        label="What may it help with?",
        choices=list(TOPICS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one thing it may help with"},
    )
    who_for = forms.CharField(label="Who is it for?", max_length=200, required=False)
    area = forms.CharField(label="Where is it?", max_length=150, required=False)
    districts = forms.CharField(
        label="Which postcodes is it for?",
        help_text="First halves, like QM1, QM3. Leave it empty for everywhere",
        max_length=200,
        required=False,
    )
    opening_words = forms.CharField(label="When is it open?", max_length=300, required=False)
    cost_words = forms.CharField(
        label="What does it cost?", help_text="For example: free", max_length=200, required=False
    )
    telephone = forms.CharField(label="Telephone", max_length=50, required=False)
    email = forms.EmailField(
        label="E-mail",
        required=False,
        error_messages={"invalid": "Enter an e-mail address, like name@example.org"},
    )
    web = forms.URLField(
        label="Web address",
        help_text="With https:// in front",
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter a web address, like https://example.org"},
    )
    alert = forms.CharField(
        label="Anything people must know now?",
        help_text="For example: closed until 4 January",
        max_length=300,
        required=False,
    )
    may_be_referred = forms.BooleanField(
        label="The council may pass somebody's details on to it, with their yes", required=False
    )

    def clean_districts(self) -> list[str]:
        typed = str(self.cleaned_data["districts"]).upper()
        said = [one for one in re.split(r"[\s,;]+", typed) if one]
        if wrong := [one for one in said if not DISTRICT.fullmatch(one)]:
            raise forms.ValidationError(
                f"Write the first half of postcodes, like QM3. Not: {', '.join(wrong[:3])}"
            )
        return said

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
