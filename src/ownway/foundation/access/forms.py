"""What people type to sign in, to prove that it is them, and to decide who signs in."""

from typing import Any

from django import forms
from django.core.validators import validate_email

from ownway.foundation.access.domain import NO_EMAIL, Role
from ownway.foundation.access.models import Team

ROLES = [(role.value, role.value.capitalize()) for role in Role]


class SignInForm(forms.Form):
    email = forms.CharField(
        label="Email address",
        max_length=254,
        help_text="Or the sign-in name that stands in our letter.",
        error_messages={"required": "Type your email address, or the name in our letter"},
    )
    password = forms.CharField(label="Password", widget=forms.PasswordInput, strip=False)

    def clean_email(self) -> str:
        """What they sign in with; a name without @ is that of somebody without e-mail."""
        typed = "".join(self.cleaned_data["email"].split())
        if "@" not in typed:
            return f"{typed.lower()}{NO_EMAIL}"
        validate_email(typed)
        return typed


class LettersForm(forms.Form):
    link = forms.CharField(
        label="The sixteen letters and digits in our letter",
        max_length=60,
        help_text="Spaces do not matter, nor do capitals.",
        error_messages={"required": "Type the letters and digits that stand in our letter"},
    )


class EmailForm(forms.Form):
    email = forms.EmailField(label="Email address", max_length=254)


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code",
        max_length=40,
        help_text="The six digits that your app shows now, or one of your recovery codes.",
        error_messages={"required": "Type the code"},
    )


class FirstCodeForm(forms.Form):
    code = forms.CharField(
        label="Six digits that your app shows now",
        max_length=12,
        error_messages={"required": "Type the six digits"},
    )


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput,
        strip=False,
        error_messages={"required": "Type your password"},
    )


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label="New password",
        widget=forms.PasswordInput,
        strip=False,
        help_text="At least 12 characters. Three or four unrelated words are good.",
        error_messages={"required": "Type a new password"},
    )


class InvitationForm(NewPasswordForm):
    code = forms.CharField(
        label="Code",
        max_length=20,
        help_text="The eight digits that reached you another way than the link or letter.",
        error_messages={"required": "Type the code"},
    )
    field_order = ["code", "password"]


class ChangePasswordForm(NewPasswordForm):
    old_password = forms.CharField(
        label="Password now",
        widget=forms.PasswordInput,
        strip=False,
        error_messages={"required": "Type the password you have now"},
    )
    field_order = ["old_password", "password"]


class PasskeyForm(forms.Form):
    name = forms.CharField(
        label="A name for this passkey",
        max_length=80,
        initial="This device",
        error_messages={"required": "Give it a name"},
    )


class WorkForm(forms.Form):
    """What a member of staff does here."""

    job_title = forms.CharField(label="Job title", max_length=100, required=False)
    team = forms.ChoiceField(label="Team", required=False)
    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=ROLES,
        error_messages={"required": "Choose at least one role"},
        help_text="What somebody may see and do follows from these.",
    )

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
            ("", "No team"),
            *((str(one.pk), one.name) for one in teams),
        ]

    def held(self) -> list[Role]:
        return [Role(role) for role in self.cleaned_data["roles"]]


class NewSignInForm(WorkForm):
    name = forms.CharField(
        label="Name", max_length=150, error_messages={"required": "Type their name"}
    )
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        error_messages={"required": "Type their email address"},
    )
    field_order = ["name", "email", "job_title", "team", "roles"]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="How do you know that it is them, and what did they lose?",
        max_length=500,
        error_messages={"required": "Say how you know that it is them, and what they lost"},
    )
