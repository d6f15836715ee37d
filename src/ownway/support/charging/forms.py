"""What finance may type about a contribution, and what somebody may tell of their money."""

from collections.abc import Iterator
from typing import Any

from django import forms

from ownway.foundation.look.forms import DayField, PenceField
from ownway.support.charging.domain.answers import HOW, WHOLE, YES_OR_NO, Answers, Line, Lives
from ownway.support.charging.domain.means import Capital, Every, Income


class NewFiguresForm(forms.Form):
    from_day = DayField(
        label="By the figures of which day?",
        help_text="The first day they would pay the new sum, like 6 4 2026",
        error_messages={"required": "Enter the day"},
    )


class ContributionForm(forms.Form):
    contribution_weekly = PenceField(
        label="How much do they pay a week?",
        help_text="In pounds and pence. Enter 0 when there is nothing to pay.",
        error_messages={"required": "Enter what they pay a week; 0 when there is nothing to pay"},
    )
    first_day = DayField(
        label="From which day?",
        help_text="For example, 27 3 2026",
        error_messages={"required": "Enter the first day"},
    )
    cost_weekly = PenceField(
        label="What does their support cost a week?",
        help_text="Nobody pays more than it costs.",
        error_messages={"required": "Enter what their support costs a week"},
    )
    basis = forms.CharField(
        label="How was it worked out?",
        help_text="The person reads this. Name what was counted, and what is left to them.",
        max_length=4000,
        error_messages={"required": "Write down how it was worked out"},
    )


ANOTHER = ("in_private_pension_2", "PRIVATE_PENSION", "another private or workplace pension")
COMES_IN = tuple(
    line
    for one in Income
    for line in (
        (f"in_{one.name.lower()}", one.name, one.value),
        *((ANOTHER,) if one is Income.PRIVATE_PENSION else ()),
    )
)
THERE_IS = tuple((f"has_{one.name.lower()}", one.name, one.value) for one in Capital)
HOUSING = (
    ("home_rent", "rent, after Housing Benefit"),
    ("home_mortgage", "mortgage repayments"),
    ("home_council_tax", "council tax, after any reduction"),
    ("home_service", "service charges and ground rent"),
)
MOST_A_YEAR = 10_000_00 * 52  # pence: nobody is asked to believe more
BECAUSE = 4  # costs of a disability that fit on the page
OFTEN = [(one.name, one.value) for one in Every]
YES = {
    "couple": "They live with a partner",
    "pension_age": "They have reached Pension Credit age",
    "partner_pension_age": "Their partner has reached Pension Credit age",
    "disability_premium": "They get Personal Independence Payment for daily living, Disability "
    "Living Allowance for care, or are registered as blind",
    "enhanced_disability_premium": "They get its highest rate: enhanced daily living, or the "
    "highest rate for care",
    "carer_premium": "They get Carer's Allowance, or would but for another benefit",
    "home_ignored": "In a care home: a partner or a relative of 60 or over lives in their home, or "
    "it is the first 12 weeks",
}
YOURS = {
    "couple": "I live with a partner",
    "pension_age": "I have reached Pension Credit age",
    "partner_pension_age": "My partner has reached Pension Credit age",
    "disability_premium": "I get Personal Independence Payment for daily living, Disability Living "
    "Allowance for care, or am registered as blind",
    "enhanced_disability_premium": "I get its highest rate: enhanced daily living, or the highest "
    "rate for care",
    "carer_premium": "I get Carer's Allowance, or would but for another benefit",
    "home_ignored": "In a care home: my partner or a relative of 60 or over lives in my home, or "
    "it is the first 12 weeks",
}


class MeansForm(forms.Form):
    """Everything that is asked about money; what is left empty is not there."""

    edition = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    lives = forms.ChoiceField(
        label="Where is the support?", choices=[(one.name, one.value) for one in Lives]
    )
    children_here = forms.IntegerField(
        label="How many children live with them whom they are responsible for?",
        min_value=0,
        max_value=30,
        required=False,
        error_messages={
            "invalid": "Enter a number, like 2",
            "min_value": "Enter 0 or more children",
            "max_value": "Enter a number of children up to 30",
        },
    )
    cost_weekly = PenceField(
        label="What does the support cost a week?",
        help_text="It is in the plan or the first figure. Leave it empty if you do not know.",
        required=False,
    )

    def __init__(
        self, *args: Any, own: bool = False, reached: bool | None = None, **kwargs: Any
    ) -> None:
        """`reached`: whether Pension Credit age is reached by the record; then it is not asked."""
        super().__init__(*args, **kwargs)
        self.reached = reached
        for name, words in (YOURS if own else YES).items():
            if name != "pension_age" or reached is None:
                self.fields[name] = forms.BooleanField(label=words, required=False)
        if own:
            self.fields["children_here"].label = "How many children live with me whom I look after?"
        for name, _, words in COMES_IN:
            self._amount(name, words)
        for name, _, words in THERE_IS:
            self.fields[name] = PenceField(label=_first(words), required=False)
            self.fields[f"{name}_joint"] = forms.BooleanField(
                label=f"Shared with one other: {words}", required=False
            )
        for name, words in HOUSING:
            self._amount(name, words)
        for at in range(BECAUSE):
            self.fields[f"because_{at}_what"] = forms.CharField(
                label=f"A cost because of a disability ({at + 1})", max_length=120, required=False
            )
            self._amount(f"because_{at}", f"cost {at + 1}")

    def _amount(self, name: str, words: str) -> None:
        self.fields[name] = PenceField(label=_first(words), required=False)
        self.fields[f"{name}_every"] = forms.ChoiceField(
            label=f"How often: {words}", choices=OFTEN, required=False
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for at in range(BECAUSE):
            what, pence = said.get(f"because_{at}_what"), said.get(f"because_{at}")
            if pence and not what:
                self.add_error(f"because_{at}_what", "Say what the cost is for")
            if what and pence is None and f"because_{at}" not in self.errors:
                self.add_error(f"because_{at}", "Enter what it costs, or take the words out")
        if said.get("partner_pension_age") and not said.get("couple"):
            self.add_error("partner_pension_age", "Tick the partner as well, or not their age")
        regular = [name for name, _, _ in COMES_IN] + [name for name, _ in HOUSING]
        for name in (*regular, *(f"because_{at}" for at in range(BECAUSE))):
            every = Every[said.get(f"{name}_every") or Every.WEEK.name]
            if (said.get(name) or 0) * every.a_year > MOST_A_YEAR:
                self.add_error(
                    name, "That is more than £10,000 a week. Check the amount and how often"
                )
        return said

    def answers(self) -> Answers:
        """What was told, of a form that is valid."""
        said = self.cleaned_data
        marks: dict[str, Any] = {name: said.get(name, False) for name in YES_OR_NO}
        if self.reached is not None:
            marks["pension_age"] = self.reached
        return Answers(
            lives=Lives[said["lives"]],
            children=said["children_here"] or 0,
            incomes=tuple(self._lines((name, kind) for name, kind, _ in COMES_IN)),
            capital=tuple(
                Line(kind, said[name], shared_by=2 if said[f"{name}_joint"] else 1)
                for name, kind, _ in THERE_IS
                if said[name]
            ),
            housing=tuple(self._lines(HOUSING)),
            disability=tuple(
                self._lines((f"because_{at}", said[f"because_{at}_what"]) for at in range(BECAUSE))
            ),
            **marks,
        )

    def _lines(self, asked: Any) -> Iterator[Line]:
        for name, kept in asked:
            if self.cleaned_data[name]:
                every = self.cleaned_data[f"{name}_every"] or Every.WEEK.name
                yield Line(kept, self.cleaned_data[name], every)

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """The fields of each part of the page, in order."""
        return {
            "who": [(self[name],) for name in ("couple", "pension_age", "partner_pension_age",
                                               "disability_premium", "enhanced_disability_premium",
                                               "carer_premium") if name in self.fields],
            "comes_in": [(self[name], self[f"{name}_every"]) for name, _, _ in COMES_IN],
            "there_is": [(self[name], self[f"{name}_joint"]) for name, _, _ in THERE_IS],
            "housing": [(self[name], self[f"{name}_every"]) for name, _ in HOUSING],
            "because": [
                (self[f"because_{at}_what"], self[f"because_{at}"], self[f"because_{at}_every"])
                for at in range(BECAUSE)
            ],
        }  # fmt: skip


class DecideForm(MeansForm):
    """The same, with what finance adds to decide."""

    how = forms.ChoiceField(label="How is it worked out?", choices=list(HOW.items()), initial=WHOLE)
    cost_weekly = PenceField(
        label="What does the support cost a week?",
        error_messages={"required": "Enter what the support costs a week"},
    )
    free_weekly = PenceField(
        label="How much of it is free?",
        help_text="Reablement in its first six weeks, for example. Empty when nothing is.",
        required=False,
    )
    first_day = DayField(
        label="From which day?", error_messages={"required": "Enter the first day"}
    )
    seen_weekly = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)


class MoreForm(forms.Form):
    words = forms.CharField(
        label="What is missing?",
        help_text="The person reads this, and can change what they told.",
        max_length=2000,
        error_messages={"required": "Say what is missing"},
    )


def told(answers: Answers) -> dict[str, Any]:
    """What a form begins with, from what was told before."""
    found: dict[str, Any] = {name: getattr(answers, name) for name in YES_OR_NO}
    found |= {"lives": answers.lives.name, "children_here": answers.children}
    left = list(answers.incomes)
    for name, kind, _ in COMES_IN:
        line = next((one for one in left if one.name == kind), None)
        if line is not None:
            left.remove(line)
            found |= {name: _pounds(line.pence), f"{name}_every": line.every}
    for name, kind, _ in THERE_IS:
        line = next((one for one in answers.capital if one.name == kind), None)
        if line is not None:
            found |= {name: _pounds(line.pence), f"{name}_joint": line.shared_by > 1}
    for name, words in HOUSING:
        line = next((one for one in answers.housing if one.name == words), None)
        if line is not None:
            found |= {name: _pounds(line.pence), f"{name}_every": line.every}
    for at, line in enumerate(answers.disability[:BECAUSE]):
        found |= {
            f"because_{at}_what": line.name,
            f"because_{at}": _pounds(line.pence),
            f"because_{at}_every": line.every,
        }
    return found


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]


def _pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02d}"
