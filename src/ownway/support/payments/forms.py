"""What finance may type when a payment is not right."""

from django import forms

from ownway.foundation.look.forms import DayField


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
