"""What people may type into a plan."""

from typing import Any

from django import forms

from ownway.foundation.look.forms import DayField, PenceField
from ownway.support.planning.domain import Actor, BoughtBy
from ownway.support.planning.queries import ArrangementLine

ACTORS = {
    True: (
        (Actor.MYSELF, "Me"),
        (Actor.FAMILY, "Family"),
        (Actor.FRIEND, "A friend or neighbour"),
        (Actor.COMMUNITY, "A group or place in the community"),
        (Actor.TECHNOLOGY, "Equipment or technology"),
        (Actor.PAID, "Someone who is paid"),
    ),
    False: (
        (Actor.MYSELF, "They themselves"),
        (Actor.FAMILY, "Family"),
        (Actor.FRIEND, "A friend or neighbour"),
        (Actor.COMMUNITY, "A group or place in the community"),
        (Actor.TECHNOLOGY, "Equipment or technology"),
        (Actor.PAID, "Someone who is paid"),
    ),
}
BUYING = {
    mine: (
        ("", "It costs nothing"),
        (BoughtBy.DIRECT_PAYMENT, f"Direct payment: the money comes to {whom}"),
        (BoughtBy.INDIVIDUAL_SERVICE_FUND, "Individual service fund: a provider holds the money"),
        (BoughtBy.COUNCIL_MANAGED, "The council arranges it"),
    )
    for mine, whom in ((True, "me"), (False, "them"))
}


class DescribeForm(forms.Form):
    what_matters = forms.CharField(label="What matters most", required=False, max_length=4000)
    if_things_go_wrong = forms.CharField(
        label="If something goes wrong",
        help_text="Who steps in, and by when",
        required=False,
        max_length=4000,
    )
    over_range_reason = forms.CharField(
        label="If it costs more than the range: why it is needed",
        required=False,
        max_length=2000,
    )


class ComponentForm(forms.Form):
    """One part of a plan; a cost is an amount a week, or units and what each costs."""

    activity = forms.CharField(
        label="What is done?",
        help_text="For example: up, washed and breakfast",
        max_length=200,
        error_messages={"required": "Say what is done"},
    )
    actor = forms.ChoiceField(
        label="Who does it?", error_messages={"required": "Choose who does it"}
    )
    who = forms.CharField(
        label="Their name",
        help_text="Or what they are called. Leave it empty when you chose the first answer.",
        required=False,
        max_length=150,
    )
    when_words = forms.CharField(
        label="When?", help_text="For example: every morning", required=False, max_length=200
    )
    outcome = forms.CharField(
        label="What is it for?",
        help_text="What it makes possible, in your own words",
        max_length=200,
        error_messages={"required": "Say what it is for"},
    )
    bought_by = forms.ChoiceField(label="How is it paid for?", required=False)
    cost_weekly = PenceField(
        label="What does it cost a week?",
        help_text="Leave empty when you give hours and what an hour costs",
        required=False,
    )
    units_weekly = forms.DecimalField(
        label="Or: how many hours (or visits) a week?",
        required=False,
        max_digits=7,
        decimal_places=2,
        min_value=0,
        error_messages={"invalid": "Enter a number of hours, like 10.5"},
    )
    unit_cost = PenceField(label="What does each cost?", required=False)

    def __init__(self, *args: Any, mine: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mine = mine
        for name, choices in (("actor", ACTORS[mine]), ("bought_by", BUYING[mine])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Somebody who does a thing themselves needs no name; anybody else does."""
        said = super().clean() or self.cleaned_data
        actor = said.get("actor")
        if actor and not said.get("who"):
            if actor == Actor.MYSELF:
                said["who"] = dict(ACTORS[self.mine])[Actor.MYSELF]
            else:
                self.add_error("who", "Write a name, or what you call them")
        return said


class SendForm(forms.Form):
    first_day = DayField(
        label="From which day should it start?",
        help_text="For example, 27 3 2026",
        error_messages={"required": "Enter the day it should start"},
    )


class SignOffForm(forms.Form):
    """A manager's decision, and which running support the plan replaces."""

    reasons = forms.CharField(
        label="Your reasons",
        help_text="The person reads them. To send it back, say what should change.",
        max_length=4000,
        error_messages={"required": "Write your reasons; the person reads them"},
    )
    replaces = forms.MultipleChoiceField(
        label="Which support does this plan replace?",
        help_text="What you tick ends the day before the plan starts",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, running: list[ArrangementLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        replaces = self.fields["replaces"]
        assert isinstance(replaces, forms.MultipleChoiceField)
        replaces.choices = [(str(one.id), f"{one.words}, {one.how}") for one in running]
        replaces.initial = [str(one.id) for one in running]
