"""What may be typed about somebody's health care."""

from django import forms

from ownway.foundation.look.forms import DayField

PASSPORTS = [("yes", "Yes"), ("no", "No"), ("", "Nobody has asked yet")]


class HealthForm(forms.Form):
    """Practice, last check, last plan, passport."""

    practice = forms.CharField(label="GP practice", max_length=150, required=False)
    check_on = DayField(
        label="Last yearly health check",
        help_text="For example, 27 3 2026. Leave it empty if there was none.",
        required=False,
    )
    plan_on = DayField(
        label="Last health action plan",
        help_text="Leave it empty if there was none.",
        required=False,
    )
    passport = forms.ChoiceField(
        label="Do they have a hospital passport?",
        choices=PASSPORTS,
        widget=forms.RadioSelect,
        required=False,
    )
    passport_where = forms.CharField(
        label="Where is it kept?",
        help_text="For example, in the red folder by the door",
        max_length=200,
        required=False,
    )
