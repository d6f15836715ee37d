"""What may be typed to share assessments out, and to say who is away and who covers."""

from collections.abc import Iterable
from typing import Any

from django import forms

from ownway.foundation.access.models import SignIn
from ownway.foundation.look.filters import short_day
from ownway.foundation.look.forms import DayField
from ownway.support.assessment.queries.queues import Worker


class ShareOutForm(forms.Form):
    """To whom what is ticked goes, why, and by which day they say yes."""

    worker = forms.ChoiceField(
        label="Who makes them?", error_messages={"required": "Choose a worker"}
    )
    because = forms.CharField(
        label="Why, and what they need to know",
        max_length=400,
        required=False,
        help_text="Needed where somebody else was named before",
        error_messages={"max_length": "Please write less than 400 letters"},
    )
    due_on = DayField(
        label="By which day do they say yes?",
        error_messages={"required": "Say by which day they answer"},
    )

    def __init__(self, *args: Any, workers: Iterable[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = [  # type: ignore[attr-defined]  # a ChoiceField, as declared
            ("", "Choose one"),
            *((str(one.id), _in_words(one)) for one in workers),
        ]


class CoverForm(forms.Form):
    """Who is away from when to when, and who sees to their work."""

    who = forms.ChoiceField(label="Who is away?", error_messages={"required": "Choose who"})
    first_day = DayField(
        label="Away from", error_messages={"required": "Say from which day they are away"}
    )
    last_day = DayField(
        label="Until", error_messages={"required": "Say until which day they are away"}
    )
    covered_by = forms.ChoiceField(
        label="Who covers?",
        required=False,
        help_text="A colleague of the same team. They see this work on My work until it ends.",
    )

    def __init__(
        self, *args: Any, able: Iterable[SignIn], colleagues: Iterable[SignIn], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [  # type: ignore[attr-defined]  # a ChoiceField, as declared
            (str(one.pk), one.name) for one in able
        ]
        self.fields["covered_by"].choices = [  # type: ignore[attr-defined]  # a ChoiceField, as declared
            ("", "Nobody: the whole team sees to messages"),
            *((str(one.pk), one.name) for one in colleagues),
        ]


def _in_words(one: Worker) -> str:
    has = f"{one.has} to do"
    away = f", away until {short_day(one.away_until)}" if one.away_until else ""
    return f"{one.name} ({has}{away})"
