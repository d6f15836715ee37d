"""What finance may type about a contribution."""

from django import forms

from ownway.foundation.look.forms import DayField, PenceField


class ContributionForm(forms.Form):
    contribution_weekly = PenceField(
        label="How much do they pay a week?",
        help_text="In pounds and pence. Enter 0 when there is nothing to pay.",
        error_messages={"required": "Enter what they pay a week; 0 when there is nothing to pay"},
    )
    first_day = DayField(
        label="From which day?",
        help_text="For example, 27 3 2026",
        error_messages={"required": "Enter the first day"},
    )
    basis = forms.CharField(
        label="How was it worked out?",
        help_text="The person reads this. Name what was counted, and what is left to them.",
        max_length=4000,
        error_messages={"required": "Write down how it was worked out"},
    )
