"""What a worker may type of what they find."""

from typing import Any
from uuid import UUID

from django import forms

from ownway.support.assessment.domain import eligibility
from ownway.support.assessment.domain.caring import ABLE_AND_WILLING, SIGNS
from ownway.support.assessment.forms.assessments import LONGEST
from ownway.support.assessment.forms.passages import ids_of
from ownway.support.assessment.operations import CaringSaid, OutcomeSaid, WholeSaid
from ownway.support.assessment.queries import CaringLine, FoundRecord, OutcomeLine, WholeLine

NOT_SAID = ("", "Not said yet")
YES_NO = {"yes": True, "no": False, "": None}


def said_in_words(label: str, hint: str = "") -> forms.CharField:
    """A text that may stay empty."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        required=False,
        error_messages={"max_length": f"Say it in {LONGEST} letters or fewer: {label}"},
    )


def yes_no(label: str, yes: str = "Yes", no: str = "No", hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=[("yes", yes), ("no", no), NOT_SAID],
        required=False,
        error_messages={"invalid_choice": "Choose one of the answers"},
    )


class _Finding(forms.Form):
    """`seen` is the finding this page showed, so that a colleague's later one is noticed."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def seen_id(self) -> UUID | None:
        found = ids_of(self.cleaned_data["seen"])
        return found[0] if found else None

    def _text(self, name: str) -> str:
        return str(self.cleaned_data[name])

    def _yes(self, name: str) -> bool | None:
        return YES_NO[self.cleaned_data[name]]


class OutcomeForm(_Finding):
    """What is found about one outcome."""

    unable = yes_no(
        "Can they achieve this, without the help that carers give now?",
        "No, they are unable to",
        "Yes, they are able to",
        "Think of it as if no family or friend helped. What carers do is written down apart.",
    )
    because = forms.MultipleChoiceField(
        label="If not, why? Tick all that are so",
        required=False,
        error_messages={"invalid_choice": "Choose the reasons from the list"},
    )
    why = said_in_words("What you saw that shows it")
    fluctuates = said_in_words("How it changes, over days, months or seasons")
    risk = said_in_words("What could go wrong")
    met_by_carers = said_in_words("What carers do about it now, and are willing to go on doing")
    technology = said_in_words("Equipment or technology that would help")

    def __init__(self, *args: Any, found: FoundRecord, line: OutcomeLine | None, **more: Any):
        if line is not None:
            more["initial"] = {
                "seen": str(line.id),
                "unable": _said(line.unable),
                "because": list(line.because),
                "why": line.why,
                "fluctuates": line.fluctuates,
                "risk": line.risk,
                "met_by_carers": line.met_by_carers,
                "technology": line.technology,
            }
        super().__init__(*args, **more)
        self.fields["because"].choices = [  # type: ignore[attr-defined]  # a choice field
            (one, found.rules.because_words[one]) for one in found.test.unable_because
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("unable") == "yes" and "because" not in self.errors and not said["because"]:
            self.add_error("because", "Tick why they are unable to")
        return said

    def said(self) -> OutcomeSaid:
        return OutcomeSaid(
            unable=self._yes("unable"),
            because=tuple(self.cleaned_data["because"]),
            why=self._text("why"),
            fluctuates=self._text("fluctuates"),
            risk=self._text("risk"),
            met_by_carers=self._text("met_by_carers"),
            technology=self._text("technology"),
        )


class WholeForm(_Finding):
    """Where the needs come from, and what they do to wellbeing as a whole."""

    arises = yes_no("")
    arises_words = said_in_words("Which, and how you know")
    health_at_risk = yes_no("")
    impact = yes_no(
        "Is there, or is there likely to be, a significant impact on their wellbeing?",
        hint="Significant to this person, in their own view of their life.",
    )
    areas = forms.MultipleChoiceField(
        label="On which parts of wellbeing?",
        required=False,
        error_messages={"invalid_choice": "Choose from the list"},
    )
    impact_why = said_in_words("What it does to them")
    nights = said_in_words("Needs at night")
    two_carers = said_in_words("Where two people are needed at once")
    behaviour = said_in_words("Behaviour that challenges, and what it tells us")

    def __init__(self, *args: Any, found: FoundRecord, line: WholeLine | None, **more: Any) -> None:
        if line is not None:
            more["initial"] = {
                "seen": str(line.id),
                "arises": _said(line.arises),
                "arises_words": line.arises_words,
                "health_at_risk": _said(line.health_at_risk),
                "impact": _said(line.impact),
                "areas": list(line.areas),
                "impact_why": line.impact_why,
                "nights": line.nights,
                "two_carers": line.two_carers,
                "behaviour": line.behaviour,
            }
        super().__init__(*args, **more)
        test = found.test
        self.fields["arises"].label = f"{test.arises_words}. Is it so?"
        self.fields["areas"].choices = list(  # type: ignore[attr-defined]  # a choice field
            found.rules.wellbeing.items()
        )
        self.fields["health_at_risk"].label = f"{test.health_words}. Is it so?"
        if not test.health_words:
            del self.fields["health_at_risk"]
        if found.whose is eligibility.Whose.CARER:
            for name in ("nights", "two_carers", "behaviour"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("impact") == "yes" and "areas" not in self.errors and not said["areas"]:
            self.add_error("areas", "Tick on which parts of wellbeing")
        return said

    def said(self) -> WholeSaid:
        def text(name: str) -> str:
            return str(self.cleaned_data.get(name, ""))

        return WholeSaid(
            arises=self._yes("arises"),
            arises_words=text("arises_words"),
            health_at_risk=YES_NO[text("health_at_risk")],
            impact=self._yes("impact"),
            areas=tuple(self.cleaned_data["areas"]),
            impact_why=text("impact_why"),
            nights=text("nights"),
            two_carers=text("two_carers"),
            behaviour=text("behaviour"),
        )


class CaringForm(_Finding):
    """What a carer gives, whether they are able and willing to go on, and what if they cannot."""

    cares_for = said_in_words("Whom they care for", "A name, and who they are to each other.")
    hours_weekly = forms.IntegerField(
        label="Hours of care in an ordinary week",
        min_value=0,
        max_value=168,
        required=False,
        error_messages={
            "invalid": "Write the hours as a number, like 35",
            "max_value": "A week has 168 hours",
            "min_value": "A week has 168 hours",
        },
    )
    able = forms.ChoiceField(
        label="Are they able to go on caring?",
        choices=[*ABLE_AND_WILLING.items(), NOT_SAID],
        required=False,
    )
    willing = forms.ChoiceField(
        label="Are they willing to go on caring?",
        help_text="Nobody has to care. Ask it alone, and ask it openly.",
        choices=[*ABLE_AND_WILLING.items(), NOT_SAID],
        required=False,
    )
    words = said_in_words("In words: what they do, and what they would rather not")
    signs = forms.MultipleChoiceField(
        label="Signs that caring may break down",
        choices=list(SIGNS.items()),
        required=False,
        error_messages={"invalid_choice": "Choose from the list"},
    )
    if_i_cannot = said_in_words(
        "If they suddenly cannot care: who comes, and what they must know",
        "A plan for an emergency, for the day it is needed.",
    )
    later = said_in_words("A plan for later", "When they are older, or no longer there.")

    def __init__(
        self, *args: Any, found: FoundRecord, line: CaringLine | None, **more: Any
    ) -> None:
        if line is not None:
            more["initial"] = {
                "seen": str(line.id),
                "cares_for": line.cares_for,
                "hours_weekly": line.hours_weekly,
                "able": line.able,
                "willing": line.willing,
                "words": line.words,
                "signs": list(line.signs),
                "if_i_cannot": line.if_i_cannot,
                "later": line.later,
            }
        super().__init__(*args, **more)

    def said(self) -> CaringSaid:
        return CaringSaid(
            cares_for=self._text("cares_for"),
            hours_weekly=self.cleaned_data["hours_weekly"],
            able=self._text("able"),
            willing=self._text("willing"),
            words=self._text("words"),
            signs=tuple(self.cleaned_data["signs"]),
            if_i_cannot=self._text("if_i_cannot"),
            later=self._text("later"),
        )


def _said(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"
