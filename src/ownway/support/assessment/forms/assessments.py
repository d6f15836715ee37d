"""What either side may type in an assessment, and how it is finished."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime

from ownway.support.assessment.domain import (
    ELIGIBLE_NEEDS,
    Answered,
    Level,
    Question,
    Questionnaire,
)
from ownway.support.assessment.operations import Said

LONGEST = 4000


class AnswersForm(forms.Form):
    """A level and words for each question, from one side.

    A question that the browser does not send is left alone, so each may be saved by itself.
    """

    def __init__(
        self,
        *args: Any,
        questionnaire: Questionnaire,
        answers: Mapping[Question, Answered],
        mine: bool,
        **kwargs: Any,
    ) -> None:
        self.questionnaire = questionnaire
        self.answers = answers
        self.mine = mine
        super().__init__(*args, **kwargs)
        for asked in questionnaire.questions:
            held = answers[asked.id]
            level = held.person_level if mine else held.level
            self.fields[f"{asked.id}_level"] = forms.ChoiceField(
                label=asked.words if mine else f"Level agreed for “{asked.words}”",
                help_text=asked.hint if mine else "",
                choices=[(str(number), words) for number, words in enumerate(asked.levels)],
                required=False,
                initial="" if level is None else str(level),
                error_messages={"invalid_choice": f"Choose one of the answers to “{asked.words}”"},
            )
            self.fields[f"{asked.id}_words"] = forms.CharField(
                label=f"In my own words: {asked.words[0].lower()}{asked.words[1:]}"
                if mine
                else f"What you see, about “{asked.words}”",
                help_text="You can leave this empty." if mine else "",
                max_length=LONGEST,
                required=False,
                initial=held.person_words if mine else held.worker_words,
                error_messages={
                    "max_length": f"Say it in {LONGEST} letters or fewer: “{asked.words}”"
                },
            )

    def said(self) -> dict[Question, Said]:
        """What was sent, question by question."""
        return {
            asked.id: Said(
                level=_level(self.cleaned_data[f"{asked.id}_level"]),
                words=self.cleaned_data[f"{asked.id}_words"],
                seen_at=_instant(self.data.get(f"{asked.id}_seen", "")),
                compare=f"{asked.id}_seen" in self.data,
            )
            for asked in self.questionnaire.questions
            if f"{asked.id}_level" in self.data or f"{asked.id}_words" in self.data
        }


class CompleteForm(forms.Form):
    """The decision that ends an assessment, by name and with reasons."""

    eligible_needs = forms.ChoiceField(
        label="Are there eligible needs?",
        choices=list(ELIGIBLE_NEEDS.items()),
        error_messages={"required": "Say whether there are eligible needs"},
    )
    reasons = forms.CharField(
        label="Reasons for your decision",
        help_text="The person can read them. Say what they cannot do, and what that does to "
        "their wellbeing.",
        max_length=LONGEST,
        error_messages={"required": "Give the reasons for the decision"},
    )
    why_differs = forms.CharField(
        label="Why you decide otherwise than the findings",
        help_text="It stands beside your decision, for whoever reads it.",
        max_length=LONGEST,
        required=False,
    )
    summary = forms.CharField(
        label="What matters most for the plan",
        help_text="You can leave this empty.",
        max_length=LONGEST,
        required=False,
    )


def _level(typed: str) -> Level | None:
    return Level(int(typed)) if typed else None


def _instant(typed: str) -> datetime | None:
    try:
        return parse_datetime(typed)
    except ValueError:
        return None
