"""What people choose when they bring a file in."""

from datetime import date
from typing import Any

from django import forms

from ownway.commissioning.returns import operations
from ownway.commissioning.returns.domain import writing
from ownway.foundation.look.forms import DayField

EARLIEST_YEAR = 2000  # no national file of this kind is older


class FilesInput(forms.ClearableFileInput):
    """Several files chosen at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several; each is looked at by itself, and a fault names its file."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, (list, tuple)) else [data]
        files = [super(FilesField, self).clean(one, initial) for one in given or [None]]
        for file in files:
            which = "This file" if len(files) == 1 else file.name
            if not file.size:
                raise forms.ValidationError(
                    f"{which} is empty. Write it out of your system again and choose that one"
                )
            if file.size > operations.largest_file():
                raise forms.ValidationError(
                    f"{which} is larger than {operations.largest_file() // 1_000_000:,} MB. "
                    "Ask for it to be brought in on the server"
                )
        return files


class FileForm(forms.Form):
    file = FilesField(
        label="Client Level Data files",
        help_text="Release 2, comma-separated (CSV). Choose one, or several at once: they are "
        "taken in the order of their reporting periods. "
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
    received_on = DayField(
        label="When was it sent to the ministry? (optional)",
        help_text="Only for files already sent: the measures go by this day. Leave it empty for a "
        "file that comes just now. For example, 24 7 2025.",
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_received_on(self) -> date | None:
        day: date | None = self.cleaned_data["received_on"]
        if day is not None and day > self.today:
            raise forms.ValidationError("The day it was sent cannot be in the future")
        if day is not None and day.year < EARLIEST_YEAR:
            raise forms.ValidationError("Enter a year with four figures, like 2025")
        return day


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %m %Y"],
        error_messages={
            "required": "Enter a day, like 31/3/2026",
            "invalid": "Enter a real day, like 31/3/2026",
        },
    )


class PeriodForm(forms.Form):
    """The period a return is about."""

    first_day = _day("From")
    last_day = _day("To")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first_day"), given.get("last_day")
        if first and last:
            try:
                writing.check_period(first, last)
            except writing.BadPeriod as bad:
                self.add_error("last_day", str(bad).removesuffix("."))
        return given


class SentForm(forms.Form):
    """When a return was sent."""

    sent_on = DayField(
        label="On which day was it sent?",
        help_text="For example, 24 7 2026. From then on it counts for the measures.",
        error_messages={"required": "Enter the day it was sent"},
    )
