"""What may be typed about simple equipment."""

from collections.abc import Mapping
from typing import Any

from django import forms

from ownway.foundation.access.models import Team
from ownway.foundation.look.forms import DayField
from ownway.support.contact.domain.equipment import HELPED, Measure


class LookForm(forms.Form):
    """What is hard, and the measurements that what may help depends on.

    `measures` are asked for once what is hard was chosen; any may be left open, and is then a
    reason why that thing is no simple order.
    """

    hard = forms.MultipleChoiceField(
        label="What is hard?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what is hard"},
    )
    words = forms.CharField(label="In their own words", max_length=2000, required=False)

    def __init__(
        self, *args: Any, hard: Mapping[str, str], measures: tuple[Measure, ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hard"].choices = list(hard.items())  # type: ignore[attr-defined]  # a ChoiceField, as declared
        self.measures = measures
        for one in measures:
            self.fields[one.key] = forms.IntegerField(
                label=f"{one.label}, in {one.unit}",
                help_text="Leave it open if it cannot be measured today",
                required=False,
                min_value=one.least,
                max_value=one.most,
                error_messages={
                    "invalid": f"Enter the {one.label.lower()} as a whole number",
                    "min_value": f"{one.label} cannot be less than {one.least} {one.unit}",
                    "max_value": f"{one.label} cannot be more than {one.most} {one.unit}",
                },
            )

    def measured(self) -> dict[str, int]:
        """What was measured."""
        typed = {one.key: self.cleaned_data.get(one.key) for one in self.measures}
        return {key: value for key, value in typed.items() if value is not None}


class OrderForm(forms.Form):
    """What to order, of what may help."""

    items = forms.MultipleChoiceField(
        label="What do they choose?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what to order"},
    )

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = items  # type: ignore[attr-defined]  # a ChoiceField, as declared


class TherapistForm(forms.Form):
    """Passing it to a team with an occupational therapist."""

    to = forms.ChoiceField(label="Which team?")
    words = forms.CharField(
        label="What is the therapist to look at?",
        max_length=2000,
        error_messages={"required": "Say what the therapist is to look at"},
    )
    due_on = DayField(
        label="By which day do you need an answer?",
        help_text="For example, 27 3 2027",
        error_messages={"required": "Enter the day by which you need an answer"},
    )

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(str(team.pk), team.name) for team in teams]  # type: ignore[attr-defined]  # as above
        self.teams = {str(team.pk): team for team in teams}


class DeliveredForm(forms.Form):
    """The day it came."""

    delivered_on = DayField(
        label="On which day did it come?", error_messages={"required": "Enter the day it came"}
    )


class CancelForm(forms.Form):
    """Why it is not ordered after all."""

    because = forms.CharField(
        label="Why is it cancelled?", max_length=400, error_messages={"required": "Say why"}
    )


class UsedForm(forms.Form):
    """Whether it helps."""

    helped = forms.ChoiceField(
        label="Does it help?",
        choices=list(HELPED.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it helps"},
    )
    words = forms.CharField(label="In the person’s own words", max_length=1000, required=False)
