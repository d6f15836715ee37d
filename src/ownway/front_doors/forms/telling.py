"""What people type when they tell of themselves, pass something on, or look for somebody."""

from typing import Any, ClassVar

from django import forms

from ownway.foundation.access.models import SignIn, Team
from ownway.foundation.look.forms import DayField


class AboutMeForm(forms.Form):
    """What somebody says about themselves; `mine` words it for the person, not their worker."""

    own_words = forms.CharField(required=False, max_length=4000)
    what_matters = forms.CharField(required=False, max_length=1000)
    good_day = forms.CharField(required=False, max_length=1000)
    how_to_help = forms.CharField(required=False, max_length=1000)
    worries = forms.CharField(required=False, max_length=1000)

    LABELS: ClassVar = {
        True: (
            (
                "own_words",
                "In my own words",
                "Who you are, what you do, what you want people to know",
            ),
            ("what_matters", "What matters most to me", ""),
            ("good_day", "A good day for me", ""),
            ("how_to_help", "How best to help me", ""),
            ("worries", "What I am worried about", ""),
        ),
        False: (
            ("own_words", "In their own words", "Write down what they said, as they said it"),
            ("what_matters", "What matters most to them", ""),
            ("good_day", "A good day", ""),
            ("how_to_help", "How best to help", ""),
            ("worries", "What they are worried about", ""),
        ),
    }

    def __init__(self, *args: Any, mine: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, hint in self.LABELS[mine]:
            self.fields[name].label = label
            self.fields[name].help_text = hint


class PassOnForm(forms.Form):
    """Passing something about a person on."""

    what = forms.CharField(
        label="What are you passing on?",
        max_length=200,
        help_text="For example: level shower for the bathroom",
    )
    to = forms.ChoiceField(label="Who to?")
    organisation = forms.CharField(
        label="Name of the organisation",
        max_length=200,
        required=False,
        help_text="Only when it goes outside the council",
    )
    words = forms.CharField(label="What do they need to know?", max_length=4000, required=False)
    due_on = DayField(
        label="By which day do you need an answer?", help_text="For example, 27 3 2027"
    )

    def __init__(
        self, *args: Any, teams: list[Team], colleagues: list[SignIn], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [  # type: ignore[attr-defined]  # a ChoiceField, as declared
            ("", "Choose one"),
            *((f"team:{team.pk}", team.name) for team in teams),
            *((f"sign-in:{one.pk}", f"{one.name}, {one.job_title}") for one in colleagues),
            ("organisation", "An organisation outside the council"),
        ]
        self._teams = {f"team:{team.pk}": team for team in teams}
        self._colleagues = {f"sign-in:{one.pk}": one for one in colleagues}

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("to") == "organisation" and not typed.get("organisation"):
            self.add_error("organisation", "Write the name of the organisation")
        return typed

    def receiver(self) -> dict[str, Any]:
        """The one it goes to, as `hand_over` takes it."""
        to = self.cleaned_data["to"]
        return {
            "to_team": self._teams.get(to),
            "to_sign_in": self._colleagues.get(to),
            "to_organisation": self.cleaned_data["organisation"] if to == "organisation" else "",
        }


class AnswerForm(forms.Form):
    """Answering a hand-over."""

    answer = forms.CharField(
        label="What came of it, or why does it come back?", required=False, max_length=4000
    )


class FindForm(forms.Form):
    find = forms.CharField(required=False, max_length=100)
