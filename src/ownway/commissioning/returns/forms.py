"""What people choose when they bring a file in."""

from typing import Any

from django import forms

from ownway.commissioning.returns import operations


class FileForm(forms.Form):
    file = forms.FileField(
        label="Client Level Data file",
        help_text="Release 2, comma-separated (CSV). "
        "The same file twice changes nothing, so trying again is safe.",
        allow_empty_file=True,
        error_messages={
            "required": "Choose a file first",
            "missing": "Choose a file first",
            "invalid": "The file did not arrive whole. Choose it again",
            "max_length": "Give the file a shorter name",
        },
        max_length=200,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.size:
            raise forms.ValidationError(
                "This file is empty. Write it out of your system again and choose that one"
            )
        if file.size > operations.largest_file():
            raise forms.ValidationError(
                f"This file is larger than {operations.largest_file() // 1_000_000:,} MB. "
                "Ask for it to be brought in on the server"
            )
        return file
