"""What finance may type when a payment is not right."""

from django import forms


class DeclineForm(forms.Form):
    reasons = forms.CharField(
        label="Why is it not paid?",
        help_text="The person can read it.",
        max_length=1000,
        error_messages={"required": "Write down why the payment is declined"},
    )
