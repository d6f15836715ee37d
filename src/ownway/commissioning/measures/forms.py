"""What people choose and write down about measures; what they typed is kept."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from ownway.commissioning.insight.domain import (
    AGE_BAND,
    DELIVERY,
    DIMENSIONS,
    LOCALITY,
    REASON,
    SERVICE,
)
from ownway.commissioning.measures.domain import Year, local
from ownway.commissioning.measures.domain import published as pub
from ownway.commissioning.measures.domain.catalogue import catalogue
from ownway.commissioning.measures.domain.results import POPULATION_PARTS
from ownway.foundation.look.forms import DayField

FIRST_YEAR = 2023  # the first year the national files tell of
LARGEST_TABLE = 100_000  # bytes of a file with a table in it
MOST_PEOPLE = 100_000_000
SNAPSHOT, OURS, NATIONAL = "snapshot:", "local:", "national:"
_DIMENSIONS = {
    REASON: "main reason for support",
    AGE_BAND: "age",
    DELIVERY: "how it is arranged",
    SERVICE: "service",
    LOCALITY: "place",
}


def years(today: date) -> list[tuple[str, str]]:
    """The years that can be worked out, the newest first."""
    newest = Year.holding(today).first_day.year
    return [(str(Year.beginning(year)),) * 2 for year in range(newest, FIRST_YEAR - 1, -1)]


def beside_choices() -> list[tuple[str, str]]:
    """What of ours can stand beside a published table."""
    return [
        ("", "Nothing: look only at the table itself"),
        *((SNAPSHOT + name, f"Snapshot by {_DIMENSIONS[name]}") for name in DIMENSIONS),
        *((OURS + about.id, about.name) for about in local.LOCAL.values()),
        *((NATIONAL + about.id, f"{about.id}: {about.name}") for about in catalogue()),
    ]


class RunForm(forms.Form):
    """Which year to work out, and from what."""

    SUBMITTED, LIVE = "submitted", "live"

    year = forms.ChoiceField(
        label="Which year?", error_messages={"invalid_choice": "Choose a year from the list"}
    )
    which = forms.ChoiceField(
        label="From what?",
        choices=[
            (SUBMITTED, "The files as they were submitted"),
            (LIVE, "Today’s records"),
        ],
        initial=SUBMITTED,
        error_messages={
            "required": "Choose what to work it out from",
            "invalid_choice": "Choose what to work it out from",
        },
    )

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = years(today)


class PopulationForm(forms.Form):
    year = forms.ChoiceField(
        label="Which year are the measures of?",
        error_messages={"invalid_choice": "Choose a year from the list"},
    )
    part = forms.ChoiceField(
        label="Which age?",
        choices=[(part, part) for part in dict.fromkeys(POPULATION_PARTS.values())],
        error_messages={"invalid_choice": "Choose an age from the list"},
    )
    people = forms.CharField(
        label="How many people live in the council’s area?",
        help_text="As it was published, like 211,400",
        max_length=20,
        error_messages={"required": "Enter how many people"},
    )
    source = forms.CharField(
        label="Where does that stand?",
        help_text="Who published it, of which year, and where. "
        "For example: ONS mid-year population estimates, mid-2024, table MYEB1",
        max_length=300,
        error_messages={"required": "Say where the figure stands, so that others can check it"},
    )

    def __init__(self, data: Any, *, today: date, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = years(today)

    def clean_people(self) -> int:
        said = re.sub("[, ]", "", self.cleaned_data["people"])
        if not said.isascii() or not said.isdecimal():
            raise forms.ValidationError("Enter a whole number of people, like 211,400")
        if not 0 < int(said) <= MOST_PEOPLE:
            raise forms.ValidationError("Enter how many people live here, at least 1")
        return int(said)


class MeasureForm(forms.Form):
    """The first question about a target: of which measure."""

    measure = forms.ChoiceField(
        label="Which measure?", error_messages={"invalid_choice": "Choose a measure from the list"}
    )

    def __init__(self, data: Any, *, measures: list[tuple[str, str]]) -> None:
        super().__init__(data)
        field = self.fields["measure"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = measures


class TargetForm(forms.Form):
    part = forms.ChoiceField(
        label="For whom?", error_messages={"invalid_choice": "Choose a group from the list"}
    )
    value = forms.CharField(
        label="What is to be reached?",
        max_length=12,
        error_messages={"required": "Enter the figure to reach"},
    )
    by_day = DayField(
        label="By which day?",
        help_text="For example, 31 3 2027",
        error_messages={"required": "Enter the day it is to be reached by"},
    )
    set_by = forms.CharField(
        label="Who set it?",
        help_text="The body that decided, and when. For example: Cabinet, 20 April 2026",
        max_length=200,
        error_messages={"required": "Say who set the target"},
    )

    def __init__(
        self, data: Any, *, parts: list[tuple[str, str]], unit: str, initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        self._unit = unit
        part = self.fields["part"]
        assert isinstance(part, forms.ChoiceField)
        part.choices = parts
        self.fields["value"].help_text = (
            "A percentage, like 30" if unit == "%" else f"A figure {unit}, like 12.5"
        )

    def clean_value(self) -> Decimal:
        said = self.cleaned_data["value"].strip().removesuffix("%").replace(",", "").strip()
        if not re.fullmatch(r"[0-9]{1,7}(\.[0-9])?", said, re.ASCII):
            raise forms.ValidationError("Enter a number with at most one decimal, like 30 or 12.5")
        value = Decimal(said)
        if self._unit == "%" and value > 100:
            raise forms.ValidationError("A percentage is at most 100")
        return value


class TableForm(forms.Form):
    """A published table: typed or pasted, or given as a small file."""

    title = forms.CharField(
        label="What is the table called?",
        max_length=200,
        error_messages={"required": "Enter the title of the table"},
    )
    source = forms.CharField(
        label="Who published it, and where?",
        help_text="The publisher, the document and the page",
        max_length=300,
        error_messages={"required": "Say who published the table, and where"},
    )
    published_on = DayField(
        label="When was it published?",
        help_text="For example, 1 4 2022",
        error_messages={"required": "Enter the day it was published; the first of a month will do"},
    )
    text = forms.CharField(
        label="The table",
        required=False,
        max_length=LARGEST_TABLE,
        help_text="Copy it from a spreadsheet, or type it with commas between the cells: "
        "headings first, a part in each line, and a last line that begins with Total "
        "when the publisher states one. Put amounts with commas in quotation marks.",
        strip=False,
    )
    file = forms.FileField(
        label="Or choose a file", required=False, help_text="Comma-separated (CSV), up to 100 kB"
    )
    beside = forms.ChoiceField(
        label="What of ours shall stand beside it?",
        required=False,
        error_messages={"invalid_choice": "Choose what shall stand beside it"},
    )
    as_at = DayField(
        label="Our figures of which day?",
        required=False,
        help_text="The day the published figures are of. Left blank, ours are of today",
    )

    def __init__(
        self, data: Any, files: Any = None, *, columns: int = 0, initial: Any = None
    ) -> None:
        super().__init__(data, files, initial=initial)
        self.table: pub.Table | None = None
        beside = self.fields["beside"]
        assert isinstance(beside, forms.ChoiceField)
        beside.choices = beside_choices()
        for place in range(columns):
            self.fields[f"kind_{place}"] = forms.ChoiceField(
                label=f"Column {place + 1}",
                required=False,
                choices=list(pub.KINDS.items()),
                error_messages={"invalid_choice": "Choose what the column holds"},
            )

    @property
    def kinds(self) -> list[str]:
        """What each column was said to hold; nothing for a table that is new."""
        names = sorted(name for name in self.fields if name.startswith("kind_"))
        return [self.cleaned_data.get(name) or "" for name in names]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is None:
            return None
        if file.size > LARGEST_TABLE:
            raise forms.ValidationError("Choose a file of at most 100 kB: one table, nothing else")
        said = file.read()
        try:
            text = said.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = said.decode("cp1252", errors="replace")
        # A page cannot give a file back, so what was in it stands in the box to be changed.
        typed: Any = self.data
        typed = typed.copy()
        typed["text"] = text
        self.data = typed
        self.cleaned_data["text"] = text
        return file

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        text = said.get("text") or ""
        if "file" in self.errors:
            return said
        if not text.strip():
            self.add_error("text", "Paste or type the table, or choose a file")
            return said
        try:
            self.table = pub.read(text, kinds=self.kinds)
        except pub.NotATable as wrong:
            self.add_error("text", str(wrong))
        return said
