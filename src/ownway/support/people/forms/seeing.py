"""What staff type about who may see whom: why they open a record, who reads a restricted one."""

from datetime import date
from typing import Any

from django import forms

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.look.forms import DayField
from ownway.support.people.domain.protecting import ProtectedKind
from ownway.support.people.domain.seeing import MIN_WORDS, OTHER_REASON, reasons_on

TOO_LONG = {"max_length": "Say it in 400 letters or fewer"}


class WhyForm(forms.Form):
    """A reason from the list; another needs words."""

    reason = forms.ChoiceField(
        label="Why do you need this record?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose why you need this record",
            "invalid_choice": "Choose one of the reasons",
        },
    )
    words = forms.CharField(
        label="In your own words",
        help_text="A sentence. It is needed when none of the reasons fits. The person can read it.",
        required=False,
        max_length=400,
        error_messages=TOO_LONG,
    )

    def __init__(self, *args: Any, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)
        reason.choices = [(one.code, one.words) for one in reasons_on(on)]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        few = len(said.get("words", "").split()) < MIN_WORDS
        if said.get("reason") == OTHER_REASON and few and "words" not in self.errors:
            self.add_error("words", "Say in a few words why you need this record")
        return said


class LookIntoForm(forms.Form):
    words = forms.CharField(
        label="What did you find?",
        help_text="Whom you asked and what they said. Others of information governance read it.",
        max_length=2000,
        widget=forms.Textarea,
        error_messages={
            "required": "Say what you found, in a few words",
            "max_length": "Say it in 2,000 letters or fewer",
        },
    )


class BecauseForm(forms.Form):
    """Why something about who may see is decided."""

    because = forms.CharField(
        label="Why?",
        help_text="For whoever looks at this later. Do not say where anybody lives.",
        max_length=400,
        error_messages={"required": "Say why", **TOO_LONG},
    )


class ReaderForm(forms.Form):
    """Somebody of staff who may read a restricted record."""

    reader = forms.ChoiceField(
        label="Who may read it",
        error_messages={
            "required": "Choose somebody of staff",
            "invalid_choice": "Choose somebody of staff",
        },
    )

    def __init__(self, *args: Any, staff: list[SignIn], **more: Any) -> None:
        super().__init__(*args, **more)
        reader = self.fields["reader"]
        assert isinstance(reader, forms.ChoiceField)
        reader.choices = [("", "Choose a name"), *named(staff)]


class RestrictForm(BecauseForm):
    """Why a record is restricted, and who may read it beside the person's worker."""

    readers = forms.MultipleChoiceField(
        label="Who may read it?",
        help_text="The person's worker may, always, if they have one. You may only if you choose "
        "yourself. Somebody who works with them has to be among them.",
        required=False,
        error_messages={"invalid_choice": "Choose from the names of staff"},
    )

    def __init__(self, *args: Any, staff: list[SignIn], **more: Any) -> None:
        super().__init__(*args, **more)
        readers = self.fields["readers"]
        assert isinstance(readers, forms.MultipleChoiceField)
        readers.choices = named(staff)


class ProtectForm(BecauseForm):
    """A fact that only some may read."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=[(kind.value, kind.value[0].upper() + kind.value[1:]) for kind in ProtectedKind],
        error_messages={"required": "Choose what it is", "invalid_choice": "Choose what it is"},
    )
    words = forms.CharField(
        label="What should only some people know?",
        help_text="An address: all of it, with the postcode. It is then taken out of the record.",
        max_length=2000,
        widget=forms.Textarea,
        error_messages={
            "required": "Write what should be protected",
            "max_length": "Say it in 2,000 letters or fewer",
        },
    )
    roles = forms.MultipleChoiceField(
        label="Which roles may read it?",
        required=False,
        choices=[
            (role.value, role.value[0].upper() + role.value[1:])
            for role in (Role.SAFEGUARDING_LEAD, Role.INFORMATION_GOVERNANCE, Role.FINANCE)
        ],
    )
    sign_ins = forms.MultipleChoiceField(
        label="Who else may read it?",
        help_text="You can read it too, since you write it.",
        required=False,
    )
    review_by = DayField(label="By when should somebody look at this again?", required=False)

    def __init__(self, *args: Any, staff: list[SignIn], **more: Any) -> None:
        super().__init__(*args, **more)
        names = self.fields["sign_ins"]
        assert isinstance(names, forms.MultipleChoiceField)
        names.choices = named(staff)

    def clean_review_by(self) -> date:
        said: date | None = self.cleaned_data.get("review_by")
        if said is None:
            raise forms.ValidationError("Enter the day to look at this again, like 27 3 2027")
        return said


class LettersToForm(forms.Form):
    """Where letters go instead of where somebody lives."""

    name = forms.CharField(
        label="Name on the envelope",
        max_length=150,
        error_messages={"required": "Enter the name on the envelope"},
    )
    line_1 = forms.CharField(
        label="Address, first line",
        max_length=200,
        error_messages={"required": "Enter the first line of the address"},
    )
    line_2 = forms.CharField(label="Address, second line", required=False, max_length=200)
    town = forms.CharField(
        label="Town", max_length=100, error_messages={"required": "Enter the town"}
    )
    postcode = forms.CharField(
        label="Postcode", max_length=10, error_messages={"required": "Enter the postcode"}
    )


def named(staff: list[SignIn]) -> list[tuple[str, str]]:
    return [
        (str(one.pk), ", ".join(part for part in (one.name, one.job_title) if part))
        for one in staff
    ]
