"""What may be typed into the next questions of an assessment."""

from typing import Any

from django import forms
from django.http import QueryDict

from ownway.foundation.look.forms import DayField
from ownway.support.assessment.domain import HIGHEST, Asked
from ownway.support.assessment.domain.editing import (
    LONGEST_HINT,
    LONGEST_LEVEL,
    LONGEST_WORDS,
    NATIONAL_IDS,
)

LEVELS = (
    "Level 0: no need",
    "Level 1: manages, with effort or equipment",
    "Level 2: some help",
    "Level 3: a lot of help",
    "Level 4: the most help",
)


class QuestionForm(forms.Form):
    """One question with an answer for each level."""

    words = forms.CharField(
        label="The question",
        max_length=LONGEST_WORDS,
        help_text="A few plain words, as a heading: “Making meals and drinks”",
        error_messages={"required": "Write the question"},
    )
    hint = forms.CharField(
        label="Help beside it",
        max_length=LONGEST_HINT,
        required=False,
        help_text="What to think of when answering",
    )
    national_id = forms.ChoiceField(
        label="National outcome it belongs to",
        choices=list(NATIONAL_IDS.items()),
        required=False,
        help_text="So that an assessment can be given to another council in the national form",
    )
    step = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, data: QueryDict | None = None, *, asked: Asked | None = None, step: int
    ) -> None:
        first: dict[str, Any] = {"step": step}
        if asked is not None:
            first |= {"words": asked.words, "hint": asked.hint, "national_id": asked.national_id}
            first |= {f"level_{at}": level for at, level in enumerate(asked.levels)}
        super().__init__(data, initial=first)
        for at, label in enumerate(LEVELS):
            self.fields[f"level_{at}"] = forms.CharField(
                label=label,
                max_length=LONGEST_LEVEL,
                error_messages={"required": f"Write the answer for level {at}"},
            )

    @property
    def levels(self) -> list[forms.BoundField]:
        return [self[f"level_{at}"] for at in range(HIGHEST + 1)]

    def said(self) -> dict[str, Any]:
        """What an operation takes."""
        clean = self.cleaned_data
        return {
            "words": clean["words"],
            "hint": clean["hint"],
            "national_id": clean["national_id"],
            "levels": [clean[f"level_{at}"] for at in range(HIGHEST + 1)],
            "step": clean["step"],
        }


class PublishForm(forms.Form):
    version = forms.CharField(
        label="Short name of the version",
        max_length=40,
        help_text="Small letters, numbers and hyphens, like “everyday-2027”",
        error_messages={"required": "Give the version a short name"},
    )
    words = forms.CharField(
        label="What the questions are called",
        max_length=LONGEST_WORDS,
        error_messages={"required": "Say what these questions are called"},
    )
    in_use_from = DayField(
        label="Asked from which day?",
        help_text="In assessments that begin on or after it. For example, 27 3 2027",
        error_messages={"required": "Enter the first day"},
    )
    step = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
