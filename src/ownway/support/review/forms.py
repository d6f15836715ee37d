"""What may be typed for a review, and for a programme that clears a backlog."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from ownway.foundation.access.models import SignIn
from ownway.foundation.look.forms import DayField
from ownway.support.review.domain.due import Why
from ownway.support.review.domain.talking import (
    ABOUT_ME_WORDS,
    ABOUT_WORDS,
    ACHIEVED_WORDS,
    ENDING_WORDS,
    MOST_WORDS,
    SIDE_WORDS,
    About,
    Achieved,
    Ending,
    Side,
)

NOBODY = ""


class SayForm(forms.Form):
    """One thing that somebody said. A person's own page asks neither whose view nor whose words."""

    side = forms.ChoiceField(
        label="Whose view is it?",
        choices=[(side.value, words) for side, words in SIDE_WORDS.items()],
        error_messages={"required": "Choose whose view it is"},
    )
    said_by = forms.CharField(
        label="Whose words are these?",
        help_text="Like “Ruth” or “Tess, her sister”. Empty for your own view.",
        max_length=200,
        required=False,
    )
    about = forms.ChoiceField(
        label="What is it about?",
        choices=[(about.value, words) for about, words in ABOUT_WORDS.items()],
        error_messages={"required": "Choose what it is about"},
    )
    words = forms.CharField(
        label="In their words",
        max_length=MOST_WORDS,
        error_messages={"required": "Write down what was said"},
    )
    may_be_used = forms.BooleanField(
        label="They agree that it is used without names, to learn what works here", required=False
    )

    def __init__(self, *args: Any, mine: bool, name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if mine:
            del self.fields["side"], self.fields["said_by"]
            about = self.fields["about"]
            assert isinstance(about, forms.ChoiceField)
            about.choices = [(one.value, words) for one, words in ABOUT_ME_WORDS.items()]
            if name:
                about.choices = [(one.value, words) for one, words in ABOUT_WORDS.items()]
            self.fields["words"].label = "In your words"
            self.fields["words"].error_messages["required"] = "Write it in your words"
            self.fields[
                "may_be_used"
            ].label = "You may use this without my name, to learn what works here"

    def clean_side(self) -> Side:
        return Side(self.cleaned_data["side"])

    def clean_about(self) -> About:
        return About(self.cleaned_data["about"])


class SoonerForm(forms.Form):
    reason = forms.CharField(
        label="What has changed, or what is not right?",
        help_text="A few words are enough. We will ask you more when we meet.",
        max_length=MOST_WORDS,
        error_messages={"required": "Say what has changed"},
    )


class BeginForm(forms.Form):
    planned_for = DayField(
        label="When do you meet?",
        help_text="Leave it empty if you have not agreed a day. You can begin to write now.",
        required=False,
    )


class DayForm(forms.Form):
    """Another day for a review: who may move one sees that choice too."""

    why = forms.ChoiceField(
        label="What do you want to do?",
        error_messages={"required": "Choose what you want to do"},
    )
    due_on = DayField(
        label="Until which day?", error_messages={"required": "Enter the day it is held by"}
    )
    reason = forms.CharField(
        label="Why?",
        help_text="They can read it.",
        max_length=MOST_WORDS,
        error_messages={"required": "Say why"},
    )

    def __init__(self, *args: Any, may_move: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        why = self.fields["why"]
        assert isinstance(why, forms.ChoiceField)
        why.choices = [
            (Why.RISK.value, "Hold it sooner: something changed"),
            (Why.HELD.value, "Hold it back: it cannot be held now"),
            *([(Why.MOVED.value, "Move it to a later day")] if may_move else []),
        ]

    def clean_why(self) -> Why:
        return Why(self.cleaned_data["why"])


class OutcomeForm(forms.Form):
    achieved = forms.ChoiceField(
        label="Was it achieved?",
        choices=[(one.value, words) for one, words in ACHIEVED_WORDS.items()],
        error_messages={"required": "Choose whether it was achieved"},
    )
    words = forms.CharField(label="What was said of it", max_length=MOST_WORDS, required=False)

    def clean_achieved(self) -> Achieved:
        return Achieved(self.cleaned_data["achieved"])


class ActionForm(forms.Form):
    what = forms.CharField(
        label="What is to be done?",
        max_length=400,
        error_messages={"required": "Say what is to be done"},
    )
    owner_id = forms.ChoiceField(
        label="A colleague does it",
        help_text="It is passed to them when the review ends",
        required=False,
    )
    owner_words = forms.CharField(
        label="Or somebody else",
        help_text="Like “Ruth”, “Tess, her sister” or “Penhale Home Care”",
        max_length=200,
        required=False,
    )
    due_on = DayField(label="By when?", error_messages={"required": "Enter by when it is done"})

    def __init__(self, *args: Any, colleagues: Sequence[SignIn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner_id"]
        assert isinstance(owner, forms.ChoiceField)
        owner.choices = [(NOBODY, "Nobody of the team")] + [
            (str(one.pk), one.name) for one in colleagues
        ]

    def clean_owner_id(self) -> UUID | None:
        said = self.cleaned_data["owner_id"]
        return UUID(said) if said else None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("owner_id") and not said.get("owner_words", "").strip():
            self.add_error("owner_words", "Say who does it: a colleague, or somebody else")
        return said


class FinishForm(forms.Form):
    ending = forms.ChoiceField(
        label="How does it end?",
        choices=[(one.value, words) for one, words in ENDING_WORDS.items()],
        error_messages={"required": "Choose how it ends"},
    )
    last_day = DayField(label="If support ends: its last day", required=False)
    words = forms.CharField(
        label="What came of it",
        help_text="They read it. The first 400 letters go into the national return.",
        max_length=MOST_WORDS,
        error_messages={"required": "Write down what came of it"},
    )
    budget_words = forms.CharField(
        label="What was said about the money",
        help_text="Whether it was enough, what it was used for, what was left",
        max_length=MOST_WORDS,
        required=False,
    )
    none_needed = forms.CharField(
        label="If something is not working and nothing follows: why",
        max_length=MOST_WORDS,
        required=False,
    )
    without_person = forms.CharField(
        label="If their own view is not here: why", max_length=MOST_WORDS, required=False
    )

    def clean_ending(self) -> Ending:
        return Ending(self.cleaned_data["ending"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if (
            said.get("ending") is Ending.END
            and said.get("last_day") is None
            and "last_day" not in self.errors
        ):
            self.add_error("last_day", "Enter the last day of support")
        return said


class DoneForm(forms.Form):
    words = forms.CharField(
        label="What came of it?",
        max_length=MOST_WORDS,
        error_messages={"required": "Say what came of it"},
    )


class ProgrammeForm(forms.Form):
    name = forms.CharField(
        label="What do you call it?",
        help_text="Like “Spring reviews”",
        max_length=120,
        error_messages={"required": "Give it a name"},
    )
    target_on = DayField(
        label="By which day is everybody reviewed?",
        error_messages={"required": "Enter the day it is to be done by"},
    )
    most = forms.IntegerField(
        label="How many people at most?",
        help_text="The most pressing first. Leave it empty for everybody who is late.",
        required=False,
        min_value=1,
        max_value=100_000,
        error_messages={
            "invalid": "Enter a whole number, like 530, or leave it empty",
            "min_value": "At least one person, or leave it empty",
            "max_value": "That is more people than there are. Check the number",
        },
    )
    everywhere = forms.BooleanField(
        label="For the whole council, not my team alone", required=False
    )

    def __init__(self, *args: Any, leads: bool, has_team: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not leads:
            del self.fields["everywhere"]
        elif not has_team:
            self.fields["everywhere"].initial = True

    def target(self) -> date | None:
        found = self.cleaned_data.get("target_on")
        return found if isinstance(found, date) else None


class ReviewerForm(forms.Form):
    reviewer_id = forms.ChoiceField(
        label="Who joins?", error_messages={"required": "Choose who joins"}
    )
    per_week = forms.IntegerField(
        label="How many reviews a week?",
        min_value=1,
        max_value=40,
        initial=4,
        error_messages={
            "required": "Say how many a week",
            "invalid": "Enter a whole number, like 4",
            "min_value": "At least 1 a week",
            "max_value": "At most 40 a week",
        },
    )

    def __init__(self, *args: Any, able: Sequence[SignIn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = self.fields["reviewer_id"]
        assert isinstance(who, forms.ChoiceField)
        who.choices = [
            (str(one.pk), f"{one.name}, {one.team.name}" if one.team else one.name) for one in able
        ]

    def clean_reviewer_id(self) -> UUID:
        return UUID(self.cleaned_data["reviewer_id"])


class CloseForm(forms.Form):
    because = forms.CharField(
        label="Why does it close?",
        max_length=MOST_WORDS,
        error_messages={"required": "Say why it closes"},
    )
