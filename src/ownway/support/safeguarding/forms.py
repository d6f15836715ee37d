"""What anybody may type when they are worried, and what a lead notes."""

from typing import Any
from uuid import uuid4

from django import forms

from ownway.foundation.access import queries as access
from ownway.foundation.access.models import SignIn
from ownway.support.safeguarding import domain, permissions
from ownway.support.safeguarding.domain import OUTCOME_WORDS

YES_NO = [("yes", "Yes"), ("no", "No")]
ASKED = [
    ("yes", "Yes, and this is what they want"),
    ("no", "No, nobody has asked them"),
    ("self", "It is about me"),
]
TOO_LONG = f"Say it in {domain.LONGEST} letters or fewer. You can tell us the rest when we call."


class WorriedForm(forms.Form):
    """What worries somebody. Only who, what and whether there is danger now are needed."""

    # Sent again, it is the same concern.
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    who = forms.CharField(
        label="Who are you worried about?",
        help_text="Their name, how old they are and where they live, as far as you know",
        max_length=domain.LINE,
        error_messages={
            "required": "Say who you are worried about, as far as you know",
            "max_length": f"Say it in {domain.LINE} letters or fewer",
        },
    )
    words = forms.CharField(
        label="What happened, or what worries you?",
        help_text="In your own words. You do not have to be sure.",
        max_length=domain.LONGEST,
        error_messages={
            "required": "Say what worries you. A few words are enough",
            "max_length": TOO_LONG,
        },
    )
    happened_when = forms.CharField(
        label="When? (if you know)", max_length=domain.LINE, required=False
    )
    happened_where = forms.CharField(
        label="Where? (if you know)", max_length=domain.LINE, required=False
    )
    danger = forms.ChoiceField(
        label="Is anybody in danger now?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether anybody is in danger now"},
    )
    asked = forms.ChoiceField(
        label="Do you know what they want to happen?",
        choices=ASKED,
        widget=forms.RadioSelect,
        required=False,
    )
    wishes = forms.CharField(
        label="What they want, or why nobody has asked them",
        help_text="For example: it was not safe to ask, or they cannot say",
        max_length=2000,
        required=False,
    )
    told_by = forms.CharField(
        label="Your name (you may leave this empty)",
        help_text="Without a name we cannot come back to you. We read it all the same.",
        max_length=domain.LINE,
        required=False,
    )
    reach = forms.CharField(
        label="How and when is it safe to reach you?",
        help_text="A telephone number or an e-mail, and when nobody else sees it",
        max_length=domain.LINE,
        required=False,
    )

    def __init__(
        self, *args: Any, signed_in: bool = False, known: bool = False, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {"once": uuid4()} | kwargs["initial"]
        super().__init__(*args, **kwargs)
        if signed_in:
            del self.fields["told_by"]
        if known:
            del self.fields["who"]
        elif signed_in:
            self.fields["who"].required = False

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        unsaid = "who" in self.fields and "who" not in self.errors and not typed.get("who")
        if unsaid and typed.get("asked") != "self":
            self.add_error("who", "Say who you are worried about, as far as you know")
        return typed

    def told(self) -> dict[str, Any]:
        """What `operations.raise_concern` takes of it."""
        typed = self.cleaned_data
        asked = typed.get("asked") == "no"
        return {
            "words": typed["words"],
            "danger_now": typed["danger"] == "yes",
            "happened_when": typed["happened_when"],
            "happened_where": typed["happened_where"],
            "wishes": "" if asked else typed["wishes"],
            "not_asked_because": (typed["wishes"] or "Nobody has asked them.") if asked else "",
            "told_by": typed.get("told_by", ""),
            "reach": typed["reach"],
            "concern_id": typed["once"],
        }


class CloseForm(forms.Form):
    """What came of a concern."""

    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=[(one.value, words) for one, words in OUTCOME_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of it"},
    )
    passed_to = forms.CharField(
        label="Who was it passed to?",
        help_text="For example the police, with the number they gave",
        max_length=domain.LINE,
        required=False,
    )
    words = forms.CharField(
        label="Why",
        help_text="What you found, what the person wants, and how you decided",
        max_length=4000,
        error_messages={"required": "Say why, so that it can be understood later"},
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("outcome") == domain.Outcome.PASSED_ON and not typed.get("passed_to"):
            self.add_error("passed_to", "Say who it was passed to")
        return typed


class ShareForm(forms.Form):
    """With whom of staff a concern is shared, and why."""

    reader = forms.ChoiceField(label="With whom?")
    because = forms.CharField(
        label="Why do they need to know?",
        max_length=domain.LINE,
        error_messages={"required": "Say why they need to know"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.able: dict[str, SignIn] = {
            str(one.pk): one
            for one in access.staff()
            if permissions.READ_SHARED.allows(one) and not permissions.LEAD.allows(one)
        }
        self.fields["reader"].choices = [  # type: ignore[attr-defined]  # a ChoiceField, as declared
            (key, f"{one.name}, {one.job_title}" if one.job_title else one.name)
            for key, one in self.able.items()
        ]


class TellRecordForm(forms.Form):
    """What of a concern stands on the record."""

    words = forms.CharField(
        label="What stands on the record?",
        help_text="The person reads it, and whoever they let in. Leave out who told us.",
        max_length=2000,
        error_messages={"required": "Write what stands on the record"},
    )
