"""What somebody may say of the lines of their account."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from ownway.foundation.look.forms import DayField, PenceField
from ownway.support.planning.domain.permitted import rulebook
from ownway.support.wallet.domain.matching import What
from ownway.support.wallet.operations import Answer
from ownway.support.wallet.queries import LineRow, PartRow

OWN_IN, OWN_OUT = "My own money, paid in", "My own money"
PART = "part:"


class LineForm(forms.Form):
    """What was this? Choices come from the plan."""

    what = forms.ChoiceField()
    note = forms.CharField(
        label="What was it, in a few words?",
        help_text="Only for something else.",
        max_length=300,
        required=False,
    )
    goes_to = forms.ChoiceField(
        label="What did it buy?", help_text="Only for something else.", required=False
    )
    remember = forms.BooleanField(required=False, initial=True)

    def __init__(
        self, *args: Any, line: LineRow, parts: Sequence[PartRow], words: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        likely = [one.series for one in line.suggestions]
        ordered = sorted(
            parts,
            key=lambda one: likely.index(str(one.id)) if str(one.id) in likely else len(likely),
        )
        choices = [(f"{PART}{one.id}", one.label) for one in ordered]
        if line.pence > 0:
            choices.insert(0, (What.PAYMENT.value, "Paid by the council"))
            choices.append((What.OWN.value, OWN_IN))
        else:
            choices.append((What.OWN.value, OWN_OUT))
        choices.append((What.OTHER.value, "Something else"))
        self.fields["what"] = forms.ChoiceField(
            label="It was",
            choices=choices,
            error_messages={"required": "Choose what it was"},
        )
        kinds = [(one.id, one.words) for one in rulebook().kinds]
        self.fields["goes_to"] = forms.ChoiceField(
            label="What did it buy?",
            help_text="Only for something else.",
            choices=[("", "Choose"), *kinds],
            required=False,
        )
        self.fields["remember"].label = f"Remember this for every line with “{words}”"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("what") == What.OTHER.value:
            if not said.get("note"):
                self.add_error("note", "Say in a few words what it was")
            if not said.get("goes_to"):
                self.add_error("goes_to", "Choose what it bought")
        return said

    def answer(self) -> Answer:
        """What was said, of a form that is valid."""
        said = self.cleaned_data
        what: str = said["what"]
        if what.startswith(PART):
            return Answer(What.PART, UUID(what.removeprefix(PART)), remember=said["remember"])
        return Answer(
            What(what), goes_to=said["goes_to"], note=said["note"], remember=said["remember"]
        )


class ByHandForm(forms.Form):
    """A line that could not be read."""

    account = forms.ChoiceField(label="Which account?")
    moved_on = DayField(label="Which day?", error_messages={"required": "Enter the day"})
    amount = PenceField(label="How much?", error_messages={"required": "Enter how much it was"})
    direction = forms.ChoiceField(
        label="Which way?",
        choices=[("out", "It went out"), ("in", "It came in")],
        error_messages={"required": "Choose whether it went out or came in"},
    )
    words = forms.CharField(
        label="Who did it go to, or come from?",
        max_length=200,
        error_messages={"required": "Say who it went to, or who it came from"},
    )
    once_more = forms.BooleanField(label="It happened once more that day", required=False)

    def __init__(self, *args: Any, accounts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"] = forms.ChoiceField(label="Which account?", choices=accounts)


class WordsForm(forms.Form):
    words = forms.CharField(
        label="Your answer", max_length=2000, error_messages={"required": "Write a few words"}
    )
