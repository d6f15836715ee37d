"""What may be typed about a welfare check."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from ownway.commissioning.directory.queries import ServiceBrief
from ownway.foundation.access.models import Team
from ownway.support.contact.domain.welfare import BASES, OUTCOME_WORDS, Outcome


class AskWelfareForm(forms.Form):
    """Ask one team or one group to look in today."""

    to = forms.ChoiceField(label="Who looks in?", error_messages={"required": "Choose who"})
    why = forms.CharField(
        label="Why, and what do they need to know?",
        help_text="For example: no answer since yesterday; she lives on the second floor",
        max_length=1000,
        error_messages={"required": "Say why, and what they need to know"},
    )
    basis = forms.ChoiceField(
        label="Why may they be told where to look in?",
        choices=list(BASES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why they may be told"},
    )

    where_told = forms.BooleanField(
        label="The record shows no address: I ring them with where to look in", required=False
    )

    def __init__(
        self, *args: Any, teams: Sequence[Team], services: Sequence[ServiceBrief], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [  # type: ignore[attr-defined]  # a ChoiceField, as declared
            ("", "Choose one"),
            *((f"service:{one.id}", one.name) for one in services),
            *((f"team:{team.pk}", team.name) for team in teams),
        ]
        self._teams = {f"team:{team.pk}": team for team in teams}

    def receiver(self) -> dict[str, Any]:
        """The one who is asked, as `ask_welfare_check` takes it."""
        to = self.cleaned_data["to"]
        kind, _, key = to.partition(":")
        return {
            "to_team": self._teams.get(to),
            "service_id": UUID(key) if kind == "service" else None,
        }


class LookedInForm(forms.Form):
    """How whoever looked in found the person, said by themself."""

    outcome = forms.ChoiceField(
        label="How did you find them?",
        choices=[(one.value, OUTCOME_WORDS[one]) for one in Outcome],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you found them"},
    )
    said_by = forms.CharField(
        label="Your name",
        max_length=200,
        error_messages={"required": "Say who you are, so that we know whom to ring"},
    )
    words = forms.CharField(
        label="What you saw, and what was done",
        help_text="Needed when the person was not well",
        max_length=2000,
        required=False,
    )


class WelfareOutcomeForm(forms.Form):
    """How they found the person."""

    outcome = forms.ChoiceField(
        label="How did they find them?",
        choices=[(one.value, OUTCOME_WORDS[one]) for one in Outcome],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they found them"},
    )
    words = forms.CharField(
        label="What they saw, and what was done",
        help_text="Needed when the person was not well",
        max_length=2000,
        required=False,
    )
