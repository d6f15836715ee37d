"""What may be typed about reablement."""

from collections.abc import Iterable
from typing import Any

from django import forms

from ownway.foundation.access import queries as access
from ownway.foundation.access.models import SignIn, Team
from ownway.foundation.look.forms import DayField
from ownway.support.reablement import domain
from ownway.support.reablement.domain import Agreed

FOR_EXAMPLE = "For example, 27 3 2026"
SCALE = [("", "Not said"), *((str(n), str(n)) for n in range(domain.LONGEST_SCALE + 1))]
PARTS_OF_DAY = [
    ("", "Any time"),
    ("morning", "Morning"),
    ("midday", "Midday"),
    ("evening", "Evening"),
]


class WithTeams(forms.Form):
    """A form that offers teams by name."""

    def teams(self, field: str, *, blank: str = "") -> None:
        first = [("", blank)] if blank else []
        listed = [(str(one.pk), one.name) for one in access.teams()]
        self.fields[field].choices = first + listed  # type: ignore[attr-defined]  # a ChoiceField

    def team(self, field: str) -> Team | None:
        """The team that was chosen, if one was."""
        chosen = self.cleaned_data.get(field)
        return next((one for one in access.teams() if str(one.pk) == chosen), None)


class AskForm(WithTeams):
    """Somebody is put on a team's list."""

    kind = forms.ChoiceField(
        label="Which kind?",
        choices=[(one.value, words) for one, words in domain.KIND_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind"},
    )
    because = forms.CharField(
        label="What has become hard, and what could become easier?",
        max_length=2000,
        error_messages={"required": "Say what has become hard, and what could become easier"},
    )
    to_team = forms.ChoiceField(label="Which team?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams("to_team")


class BeginForm(forms.Form):
    """An episode begins."""

    goal_1 = forms.CharField(
        label="What do they want to do again?",
        help_text="In their own words, for example “Make my own tea”",
        max_length=400,
        error_messages={"required": "Write down at least one thing they want to do again"},
    )
    goal_2 = forms.CharField(label="Something else?", max_length=400, required=False)
    goal_3 = forms.CharField(label="And something else?", max_length=400, required=False)
    agreed = forms.ChoiceField(
        label="How did they agree?",
        choices=[(one.value, words) for one, words in domain.AGREED_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Say how they agreed. It does not begin without"},
    )
    agreed_words = forms.CharField(
        label="In what words, or who decided and by what right",
        max_length=1000,
        required=False,
    )
    started_on = DayField(
        label="First day",
        help_text=FOR_EXAMPLE,
        error_messages={"required": "Enter the first day"},
    )
    planned_end_on = DayField(
        label="Planned last day", help_text="Empty: the last of the free weeks", required=False
    )
    worker = forms.ChoiceField(label="Who is their worker?")
    therapist = forms.ChoiceField(label="Therapist", required=False)

    def __init__(self, *args: Any, colleagues: Iterable[SignIn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.able = {str(one.pk): one for one in colleagues}
        names = [
            (key, f"{one.name}, {one.job_title.lower()}" if one.job_title else one.name)
            for key, one in self.able.items()
        ]
        self.fields["worker"].choices = names  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["therapist"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", "Nobody yet"),
            *names,
        ]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("agreed") not in ("", None, Agreed.THEMSELF) and not typed["agreed_words"]:
            self.add_error("agreed_words", "Say who decided, and by what right")
        return typed

    def said(self) -> dict[str, Any]:
        """What `operations.begin` takes of it."""
        typed = self.cleaned_data
        return {
            "agreed": typed["agreed"],
            "agreed_words": typed["agreed_words"],
            "goals": [typed[name] for name in ("goal_1", "goal_2", "goal_3")],
            "worker": self.able[typed["worker"]],
            "therapist": self.able.get(typed["therapist"]),
            "started_on": typed["started_on"],
            "planned_end_on": typed["planned_end_on"],
        }


class ScaleForm(forms.Form):
    """How near one goal is, twice: as the person says and as the worker says."""

    own = forms.TypedChoiceField(
        label="Their own number", choices=SCALE, coerce=int, empty_value=None, required=False
    )
    worker = forms.TypedChoiceField(
        label="Your number", choices=SCALE, coerce=int, empty_value=None, required=False
    )


class AbilitiesForm(forms.Form):
    """The daily things, each one of four or not asked."""

    def __init__(self, *args: Any, asked: domain.AbilityList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = [("", "Not asked"), *((str(n), words) for n, words in domain.LEVEL_WORDS.items())]
        for key, words in asked.words.items():
            self.fields[key] = forms.TypedChoiceField(
                label=words, choices=answers, coerce=int, empty_value=None, required=False
            )

    def levels(self) -> dict[str, int]:
        return {key: level for key, level in self.cleaned_data.items() if level is not None}


class GoalForm(forms.Form):
    """One more goal."""

    words = forms.CharField(
        label="Another thing they want to do again",
        max_length=400,
        error_messages={"required": "Write the goal in their own words"},
    )


class VisitForm(forms.Form):
    """A visit to come."""

    planned_on = DayField(
        label="Which day?", help_text=FOR_EXAMPLE, error_messages={"required": "Enter the day"}
    )
    part_of_day = forms.ChoiceField(label="When?", choices=PARTS_OF_DAY, required=False)
    who = forms.CharField(
        label="Who comes?",
        help_text="The person sees this name",
        max_length=100,
        error_messages={"required": "Say who comes"},
    )
    what_for = forms.CharField(label="What for?", max_length=200, required=False)


class VisitNoteForm(forms.Form):
    """What became of a visit."""

    made = forms.ChoiceField(
        label="Was it made?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it was made"},
    )
    note = forms.CharField(
        label="What you did together, or why it was not made",
        max_length=2000,
        error_messages={"required": "Say what you did together, or why it was not made"},
    )


class TriedForm(forms.Form):
    """Something to try."""

    kind = forms.ChoiceField(
        label="What kind?",
        choices=[("technology", "Technology"), ("equipment", "Equipment")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind"},
    )
    what = forms.CharField(
        label="What is it?", max_length=200, error_messages={"required": "Say what is tried"}
    )


class KeptForm(forms.Form):
    """Whether what was tried stays."""

    kept = forms.ChoiceField(
        label="Does it stay?",
        choices=[("yes", "It stays"), ("no", "It goes back")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it stays"},
    )
    words = forms.CharField(label="Why? (if you like)", max_length=400, required=False)


class ExtendForm(forms.Form):
    """A later end."""

    to = DayField(
        label="New planned last day",
        help_text=FOR_EXAMPLE,
        error_messages={"required": "Enter the new last day"},
    )
    because = forms.CharField(
        label="Why does it go on?",
        max_length=1000,
        error_messages={"required": "Say why it goes on"},
    )


class PauseForm(forms.Form):
    """The assessment waits, as agreed."""

    until = DayField(
        label="Until which day at the latest?",
        help_text=FOR_EXAMPLE,
        error_messages={"required": "Enter the day"},
    )
    agreed_how = forms.CharField(
        label="How did they agree?",
        help_text="What you told them, and what they said",
        max_length=1000,
        error_messages={"required": "Say how they agreed. Without that the assessment goes on"},
    )
    in_place = forms.CharField(
        label="How are needs that cannot wait met meanwhile?",
        help_text="Care Act 2014, section 19(3)",
        max_length=1000,
        error_messages={"required": "Say how needs that cannot wait are met meanwhile"},
    )


class TaskForm(WithTeams):
    """Something for others to do beside it."""

    task = forms.ChoiceField(
        label="What?",
        choices=[(one.value, words) for one, words in domain.TASK_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what"},
    )
    to_team = forms.ChoiceField(label="A team", required=False)
    to_organisation = forms.CharField(label="Or an organisation", max_length=200, required=False)
    words = forms.CharField(label="What they need to know", max_length=1000, required=False)
    due_on = DayField(
        label="Answer by",
        help_text=FOR_EXAMPLE,
        error_messages={"required": "Enter the day for an answer"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams("to_team", blank="No team")


class EndForm(WithTeams):
    """How it ended."""

    outcome = forms.ChoiceField(
        label="What support do they need now?",
        choices=[(one.value, words) for one, words in domain.OUTCOME_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what support they need now"},
    )
    words = forms.CharField(
        label="How did it go?", max_length=2000, error_messages={"required": "Say how it went"}
    )
    persons_view = forms.CharField(
        label="How was it for them?",
        help_text="As they said it",
        max_length=2000,
        required=False,
    )
    what_next = forms.ChoiceField(
        label="What comes after?",
        choices=[(one.value, words) for one, words in domain.NEXT_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what comes after"},
    )
    to_team = forms.ChoiceField(label="Which team assesses?", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams("to_team", blank="This team")


class CallOffForm(forms.Form):
    """It does not begin."""

    because = forms.CharField(
        label="Why does it not begin?",
        max_length=1000,
        error_messages={"required": "Say why. They can read it"},
    )


class PlacesForm(forms.Form):
    """How many people a team can be with."""

    places = forms.IntegerField(
        label="How many people at once?",
        min_value=0,
        max_value=500,
        error_messages={"required": "Enter a number", "invalid": "Enter a number, like 12"},
    )
    from_day = DayField(
        label="From which week on?",
        help_text="Any day of that week",
        error_messages={"required": "Enter a day of that week"},
    )


class OwnWordsForm(forms.Form):
    """What the person says of it."""

    words = forms.CharField(
        label="How is it going?",
        help_text="In your own words. Your worker reads it.",
        max_length=2000,
        error_messages={"required": "Write a few words"},
    )
