"""What people may type about a first figure."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ownway.foundation.look.forms import PenceField
from ownway.support.allocation.domain.another import REASONS, Reason
from ownway.support.assessment.domain import Level, Question, Questionnaire

WORDS_LENGTH = 4000


class ChallengeForm(forms.Form):
    """Say that a figure is not right."""

    words = forms.CharField(
        label="What is not right?",
        help_text="In your own words. You need not know what is wrong with the sum.",
        max_length=WORDS_LENGTH,
        error_messages={"required": "Say what is not right, in your own words"},
    )


class AnswerForm(forms.Form):
    """Answer a challenge: the person reads it."""

    answer = forms.CharField(
        label="Your answer",
        help_text="They read it. Say what you looked at, what you found and what happens now.",
        max_length=WORDS_LENGTH,
        error_messages={"required": "Say what you answer: they read it"},
    )


class OtherFigureForm(forms.Form):
    """Set another figure beside the first, with the reason."""

    total_weekly = PenceField(
        label="The other figure, a week",
        error_messages={"required": "Enter an amount a week, like 350.00"},
    )
    reason = forms.ChoiceField(
        label="Why is it another?",
        choices=[(one.value, words) for one, words in REASONS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why"},
    )
    words = forms.CharField(
        label="Say it in your own words",
        help_text="They read it.",
        max_length=WORDS_LENGTH,
        error_messages={"required": "Say why, in words they read"},
    )
    questions = forms.MultipleChoiceField(
        label="Which questions is it about?",
        help_text="Those that the points do not say enough for. Leave it empty where none of "
        "them is.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    by_panel = forms.BooleanField(label="A panel decided this", required=False)

    def __init__(
        self, *args: Any, questions: Sequence[tuple[str, str]], may_say_panel: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questions"].choices = list(questions)  # type: ignore[attr-defined]  # as declared
        if not may_say_panel:
            del self.fields["by_panel"]

    def chosen(self) -> Reason:
        return Reason(self.cleaned_data["reason"])


def try_form_of(asked: Questionnaire, typed: Any) -> forms.Form:
    """A form that asks every question of a questionnaire, to try the table with."""
    form = forms.Form(typed)
    for one in asked.questions:
        form.fields[one.id] = forms.TypedChoiceField(
            label=one.words,
            help_text=one.hint,
            choices=[(str(level), words) for level, words in enumerate(one.levels)],
            coerce=int,
            widget=forms.RadioSelect,
            error_messages={"required": f"Choose an answer: {one.words}"},
        )
    return form


def tried_answers(form: forms.Form) -> dict[Question, Level]:
    return {Question(name): Level(level) for name, level in form.cleaned_data.items()}
