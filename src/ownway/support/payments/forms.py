"""What finance may type when a payment is not right."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from ownway.foundation.look.forms import DayField, PenceField
from ownway.support.payments.domain.giving_back import HOW_WORDS, Decided, How, Why
from ownway.support.payments.domain.giving_back import SAFETY_WORDS as BACK_SAFETY_WORDS
from ownway.support.payments.domain.giving_back import Safety as BackSafety
from ownway.support.payments.queries import MayAsk


class DeclineForm(forms.Form):
    reasons = forms.CharField(
        label="Why is it not paid?",
        help_text="The person can read it.",
        max_length=1000,
        error_messages={"required": "Write down why the payment is declined"},
    )


class PayeeForm(forms.Form):
    account_name = forms.CharField(
        label="Name on the account",
        max_length=100,
        error_messages={"required": "Enter the name on the account"},
    )
    sort_code = forms.CharField(
        label="Sort code",
        help_text="6 figures, like 09-01-26",
        max_length=20,
        error_messages={"required": "Enter the sort code"},
    )
    account_number = forms.CharField(
        label="Account number",
        help_text="8 figures. Put a 0 in front of one that has 7.",
        max_length=20,
        error_messages={"required": "Enter the account number"},
    )
    why = forms.CharField(
        label="How do you know it?",
        help_text="Who gave it to you, and on what paper. Not an email alone.",
        max_length=1000,
        error_messages={"required": "Say how you know the account"},
    )


class ReasonsForm(forms.Form):
    reasons = forms.CharField(label="Why is it declined?", max_length=1000)


class AskedForm(forms.Form):
    words = forms.CharField(
        label="Whom did you ask, how, and what did they say?",
        help_text="By a telephone number or at an address that we had before the change.",
        max_length=1000,
    )


class WeightsForm(forms.Form):
    source = forms.CharField(
        label="Where does it come from, and of which day is it?",
        max_length=200,
        error_messages={"required": "Say where the table comes from"},
    )
    words = forms.CharField(
        label="The table of weights",
        help_text="Its whole text, one line for each range of sort codes.",
        strip=False,
        error_messages={"required": "Paste the table"},
    )
    instead = forms.CharField(
        label="Sort codes put in place of others",
        help_text="The second, short table. Leave it empty if there is none.",
        required=False,
        strip=False,
    )


class ProposeRunForm(forms.Form):
    due_by = DayField(
        label="Pay what is due by",
        error_messages={"required": "Enter the day by which it is due"},
    )
    pay_on = DayField(
        label="The money is there on",
        help_text="A working day. Bacs takes two.",
        error_messages={"required": "Enter the day on which the money is there"},
    )


class ReturnedForm(forms.Form):
    file = forms.FileField(
        label="The file of returned payments",
        help_text="A table (CSV) with a column “reference”, or pain.002 or camt from the bank.",
        error_messages={"required": "Choose the file"},
    )


class PaysFromForm(forms.Form):
    account_name = forms.CharField(label="Name on the account", max_length=100)
    sort_code = forms.CharField(label="Sort code", help_text="6 figures", max_length=20)
    account_number = forms.CharField(label="Account number", help_text="8 figures", max_length=20)
    user_number = forms.CharField(
        label="Bacs service user number", help_text="6 figures", max_length=6
    )


class CloseYearForm(forms.Form):
    reasons = forms.CharField(
        label="Say who agreed to it, and on what paper",
        max_length=200,
        error_messages={"required": "Say who agreed to close the year, and on what paper"},
    )


class AskBackForm(forms.Form):
    """What finance asks back, of which direct payment, and why; safety stands first."""

    field_order = ("safety", "schedule", "why", "pence", "words")

    schedule = forms.ChoiceField(
        label="Of which direct payment?",
        error_messages={"required": "Choose of which direct payment"},
    )
    why = forms.ChoiceField(
        label="Why do you ask?",
        choices=[(one.name, one.value.capitalize()) for one in Why],
        error_messages={"required": "Say why you ask"},
    )
    pence = PenceField(
        label="How much?",
        help_text="Pounds and pence. What is left for bad days stays with them.",
        error_messages={"required": "Enter how much"},
    )
    words = forms.CharField(
        label="Explain it to them",
        help_text="In plain words: what you saw, and what would help to know. They read it.",
        max_length=2000,
        error_messages={"required": "Explain what it is about"},
    )
    safety = forms.ChoiceField(
        label="Might somebody be taking advantage of them?",
        help_text="An honest mistake is the usual case. Look at who spends the money first.",
        choices=[(one.value, words) for one, words in BACK_SAFETY_WORDS.items()],
        error_messages={"required": "Say whether somebody might be taking advantage of them"},
    )

    def __init__(self, *args: Any, may_ask: Sequence[MayAsk], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schedule = self.fields["schedule"]
        assert isinstance(schedule, forms.ChoiceField)
        schedule.choices = [(str(one.schedule_id), one.words) for one in may_ask]

    def asks(self) -> dict[str, Any]:
        """What was typed, of a form that is valid, as the operation takes it."""
        said = self.cleaned_data
        return {
            "schedule_id": UUID(said["schedule"]),
            "pence": said["pence"],
            "why": Why[said["why"]],
            "safety": BackSafety(said["safety"]),
            "words": said["words"],
        }


class AnswerBackForm(forms.Form):
    """What somebody says to giving money back."""

    NOT_RIGHT = "not right"

    says = forms.ChoiceField(
        label="What do you say?",
        choices=[
            *((how.value, words) for how, words in HOW_WORDS.items()),
            (NOT_RIGHT, "It is not right, or I cannot"),
        ],
        error_messages={"required": "Choose what you say"},
    )
    words = forms.CharField(
        label="Anything we should know",
        help_text="If it is not right, say what is wrong with it. A few words will do.",
        required=False,
        max_length=2000,
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("says") == self.NOT_RIGHT and not found.get("words", "").strip():
            self.add_error("words", "Say what is not right. A few words will do")
        return found

    def answer(self) -> dict[str, Any]:
        said = self.cleaned_data
        how = None if said["says"] == self.NOT_RIGHT else How(said["says"])
        return {"how": how, "words": said["words"]}


class DecideBackForm(forms.Form):
    """What is decided on money that was asked back."""

    pence = PenceField(
        label="How much is given back?",
        help_text="0 drops it. Not more than was asked.",
        error_messages={"required": "Enter how much; 0 drops it"},
    )
    how = forms.ChoiceField(
        label="How?",
        required=False,
        choices=[
            (How.NEXT.value, "Taken off the next payments, as they come"),
            (How.BANK.value, "Paid back to the council"),
        ],
    )
    reasons = forms.CharField(
        label="Your reasons",
        help_text="They read them.",
        max_length=2000,
        error_messages={"required": "Write your reasons; they read them"},
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("pence") and not found.get("how"):
            self.add_error("how", "Say how it is given back")
        return found

    def decided(self) -> Decided:
        said = self.cleaned_data
        how = How(said["how"]) if said["how"] else None
        return Decided(said["pence"], how, said["reasons"])


class CameBackForm(forms.Form):
    back_on = DayField(
        label="Which day was it on the council's account?",
        error_messages={"required": "Enter the day it came back"},
    )
