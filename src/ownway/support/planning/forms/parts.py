"""What people may type into a plan."""

import re
from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms

from ownway.foundation.look.forms import DayField, PenceField
from ownway.support.planning.domain import Actor, BoughtBy
from ownway.support.planning.domain.funding import Payer
from ownway.support.planning.domain.permitted import rulebook
from ownway.support.planning.domain.plans import HeldAs
from ownway.support.planning.domain.weeks import DAYS

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


HELD = {
    mine: (
        (HeldAs.MYSELF, me),
        (HeldAs.NOMINATED, nominated),
        (HeldAs.AUTHORISED, "Somebody authorised, because the person cannot decide this"),
    )
    for mine, me, nominated in (
        (True, "Me", "Somebody I choose, who receives it for me"),
        (False, "They themselves", "Somebody they choose, who receives it for them"),
    )
}
_TIME = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$")


class TimeOfDayField(forms.CharField):
    """A time as people type it: 7:30, 7.30am, 19:00, 9pm, noon, midnight."""

    def to_python(self, value: Any) -> Any:
        text = (super().to_python(value) or "").strip().lower()
        if not text:
            return None
        if text in ("noon", "midday", "midnight"):
            return time(0 if text == "midnight" else 12)
        found = _TIME.match(text)
        if found:
            hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
            if half and 1 <= hour <= 12:
                hour = hour % 12 + (12 if half == "pm" else 0)
            elif half:
                hour = 24  # 13pm is no time
            if hour < 24 and minute < 60:
                return time(hour, minute)
        raise forms.ValidationError("Write a time like 7:30 or 2pm")


class DescribeForm(forms.Form):
    what_matters = forms.CharField(label="What matters most", required=False, max_length=4000)
    if_things_go_wrong = forms.CharField(
        label="If something goes wrong",
        help_text="Who steps in, and by when",
        required=False,
        max_length=4000,
    )
    risks_i_choose = forms.CharField(
        label="Risks somebody chooses to take",
        help_text="For example: going out alone, and what makes it safe enough",
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
    covers = forms.MultipleChoiceField(
        label="Which of what we agreed does it help with?", required=False
    )
    days = forms.TypedMultipleChoiceField(
        label="On which days?",
        help_text="Leave all empty when it has no set day",
        required=False,
        coerce=int,
        choices=[(at, name) for at, name in enumerate(DAYS)],
    )
    starts_at = TimeOfDayField(label="From", help_text="Like 7:30 or 2pm", required=False)
    ends_at = TimeOfDayField(label="To", required=False)
    said_yes = forms.TypedChoiceField(
        label="If it is family, a friend or a group: have they said yes?",
        required=False,
        choices=(("", "Nobody needs asking"), ("yes", "Yes"), ("no", "Not yet")),
        coerce=lambda said: said == "yes",
        empty_value=None,
    )
    bought_by = forms.ChoiceField(label="How is it paid for?", required=False)
    goes_to = forms.ChoiceField(label="What does the money buy?", required=False)
    cost_once = PenceField(
        label="Or: one sum, paid once",
        help_text="For example, a washing machine or a course",
        required=False,
    )
    held_as = forms.ChoiceField(label="Who receives the direct payment?", required=False)
    held_by = forms.CharField(
        label="Who that is; for a fund, who holds it", required=False, max_length=150
    )
    agreement = forms.CharField(
        label="The paper it rests on",
        help_text="For example: the agreement of the three, or the order of the court",
        required=False,
        max_length=200,
    )
    exception_reason = forms.CharField(
        label="If a rule stands against it: why it is needed all the same",
        required=False,
        max_length=2000,
    )
    first_day = DayField(label="From which day, if not from the start of the plan?", required=False)
    last_day = DayField(label="Until which day, if it ends before?", required=False)
    nights = forms.IntegerField(
        label="If it is a stay in a care home: how many nights?",
        required=False,
        min_value=1,
        max_value=366,
        error_messages={"invalid": "Write how many nights, as a number"},
    )
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

    def __init__(
        self,
        *args: Any,
        mine: bool,
        outcomes: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.mine = mine
        covers = self.fields["covers"]
        assert isinstance(covers, forms.MultipleChoiceField)
        covers.choices = list(outcomes)
        kinds = [("", "It costs nothing, or I do not know yet")]
        kinds += [(one.id, one.words) for one in rulebook().kinds]
        for name, choices in (
            ("actor", ACTORS[mine]),
            ("bought_by", BUYING[mine]),
            ("held_as", HELD[mine]),
            ("goes_to", kinds),
        ):
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


class FundingForm(forms.Form):
    """What the NHS or a third party agreed to pay."""

    payer = forms.ChoiceField(
        label="Who pays a part?",
        choices=[
            (Payer.CONTINUING_HEALTHCARE, "NHS continuing healthcare"),
            (Payer.JOINT, "The NHS, jointly with the council"),
            (Payer.NURSING, "NHS-funded nursing care"),
            (Payer.SECTION_117, "The NHS, aftercare under section 117 (the person pays nothing)"),
            (Payer.THIRD_PARTY, "A third party, by a top-up agreement"),
        ],
        error_messages={"required": "Choose who pays"},
    )
    who = forms.CharField(
        label="Their name",
        help_text="The NHS body, or the person who signed",
        max_length=150,
        error_messages={"required": "Write who pays"},
    )
    cost_weekly = PenceField(
        label="How much a week?", error_messages={"required": "Write how much a week"}
    )
    agreement = forms.CharField(
        label="By which agreement?",
        help_text="Its number, or where it is kept",
        max_length=200,
        error_messages={"required": "Write by which agreement"},
    )
    agreed_on = DayField(
        label="Agreed on", error_messages={"required": "Enter the day of the agreement"}
    )
    first_day = DayField(label="From, if not from the start of the plan", required=False)
    last_day = DayField(label="Until, if it ends", required=False)


class OnePageForm(forms.Form):
    """A small plan: what for, how much, from when."""

    what_for = forms.CharField(
        label="What is the money for?",
        help_text="For example: a break by the sea, or swimming every Tuesday",
        max_length=200,
        error_messages={"required": "Say what the money is for"},
    )
    outcome = forms.CharField(
        label="What will it make possible?",
        max_length=200,
        error_messages={"required": "Say what it makes possible"},
    )
    covers = forms.MultipleChoiceField(
        label="Which of what we agreed does it help with?", required=False
    )
    who = forms.CharField(
        label="Who provides it?",
        help_text="A name, or “not chosen yet”",
        max_length=150,
        error_messages={"required": "Say who provides it, or “not chosen yet”"},
    )
    goes_to = forms.ChoiceField(label="What does the money buy?", required=False)
    cost_once = PenceField(label="One sum", required=False)
    cost_weekly = PenceField(label="Or an amount a week", required=False)
    if_things_go_wrong = forms.CharField(
        label="If it does not work out", required=False, max_length=2000
    )
    first_day = DayField(
        label="From which day?", error_messages={"required": "Enter the day it should start"}
    )

    def __init__(self, *args: Any, outcomes: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        covers, goes_to = self.fields["covers"], self.fields["goes_to"]
        assert isinstance(covers, forms.MultipleChoiceField)
        assert isinstance(goes_to, forms.ChoiceField)
        covers.choices = list(outcomes)
        goes_to.choices = [(one.id, one.words) for one in rulebook().kinds]
