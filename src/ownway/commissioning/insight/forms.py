"""What people narrow the figures by; all of it is in the address, so that a view can be sent."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from ownway.commissioning.insight import domain
from ownway.commissioning.insight.domain import Narrowing, label
from ownway.kernel.period import add_months, in_words
from ownway.support.people.domain import OTHER, SUPPORT_REASONS

FIRST_YEAR, LAST_YEAR = 1948, 2199
AREA, LOCALITY = "area:", "place:"
LONGEST = 200  # of a value in the address
DAYS_AS = ["%Y-%m-%d", "%d/%m/%Y", "%d %m %Y"]
KINDS = (
    ("", "All kinds"),
    (domain.AT_HOME, "At home"),
    (domain.CARE_HOME, "Care home"),
    (domain.BY_DIRECT_PAYMENT, "Direct payment"),
)
WAYS = (*domain.MECHANISMS, domain.MORE_THAN_ONE, domain.NOT_RECORDED)
NAMES = ("age", "place", "kind", "reason", "way", "service", "team", "gender")


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing the figures are narrowed by, and the address without it."""

    words: str
    without: dict[str, str]


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=DAYS_AS,
        error_messages={"invalid": "Enter a real date, like 27/3/2026"},
    )


class NarrowingForm(forms.Form):
    """Whom to look at, the day, and a day to compare it with; nothing chosen is everybody, today.

    services    the services that anybody has on a day
    """

    age = forms.ChoiceField(label="Age", required=False)
    place = forms.ChoiceField(label="Place", required=False)
    kind = forms.ChoiceField(label="Kind of support", required=False)
    on = _day("As at")
    compare = _day("Compare with")
    reason = forms.ChoiceField(label="Main reason for support", required=False)
    way = forms.ChoiceField(label="How it is arranged", required=False)
    service = forms.ChoiceField(label="Service", required=False)
    team = forms.ChoiceField(label="Team", required=False)
    gender = forms.ChoiceField(label="Gender", required=False)

    def __init__(
        self,
        data: Any,
        *,
        places: Iterable[tuple[str, str]],
        teams: Iterable[str],
        services: Callable[[date], list[str]],
        today: date,
    ) -> None:
        super().__init__(data)
        self._today = today
        self._choices("age", "All ages", domain.AGE_BANDS)
        self._choices("reason", "All reasons", (*SUPPORT_REASONS, OTHER), domain.REASON)
        self._choices("way", "All ways", WAYS, domain.DELIVERY)
        self._choices("team", "All teams", teams)
        self._choices("gender", "Everybody", domain.GENDERS)
        self._choices("service", "All services", self._services(services))
        self._set("kind", KINDS)
        self._set("place", _places(list(places)))

    def _choices(self, name: str, all_of_them: str, values: Iterable[str], of: str = "") -> None:
        self._set(name, [("", all_of_them), *((value, label(of, value)) for value in values)])

    def _set(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)
        field.error_messages["invalid_choice"] = "Choose one from the list"

    def _services(self, on_day: Callable[[date], list[str]]) -> list[str]:
        """Those of the day, and the one asked for: on another day it may have nobody."""
        try:
            on = self.fields["on"].clean(self.data.get("on", "")) or self._today
            found = on_day(on)
        except forms.ValidationError:
            found = []
        asked = self.data.get("service", "")
        known = asked in found or not asked or len(asked) > LONGEST
        return found if known else sorted([*found, asked])

    def clean_on(self) -> date:
        return self._within(self.cleaned_data["on"] or self._today)

    def clean_compare(self) -> date | None:
        compare: date | None = self.cleaned_data["compare"]
        if compare is None:
            return None
        if compare == self.cleaned_data.get("on"):
            raise forms.ValidationError("Choose another day to compare with")
        return self._within(compare)

    def _within(self, day: date) -> date:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}")
        return day

    def on_day(self) -> date:
        on: date = self.cleaned_data["on"]
        return on

    def days(self) -> tuple[date, date]:
        """The earlier and the later day of a comparison; a year before, unless one is chosen."""
        on = self.on_day()
        other: date = self.cleaned_data["compare"] or add_months(on, -12)
        return min(on, other), max(on, other)

    def narrowing(self) -> Narrowing:
        """Whom to look at. Ask only a form that is valid."""
        chosen = self.cleaned_data
        place = chosen["place"]
        return Narrowing(
            reason=chosen["reason"],
            age_band=chosen["age"],
            delivery=chosen["way"],
            service=chosen["service"],
            area=place.removeprefix(AREA) if place.startswith(AREA) else "",
            locality=place.removeprefix(LOCALITY) if place.startswith(LOCALITY) else "",
            team=chosen["team"],
            kind=chosen["kind"],
            gender=chosen["gender"],
        )

    def chosen(self) -> dict[str, str]:
        """What was chosen, as the address says it; the day always."""
        return (
            {name: self.cleaned_data[name] for name in NAMES if self.cleaned_data[name]}
            | {"on": self.on_day().isoformat()}
            | self.comparing()
        )

    def comparing(self) -> dict[str, str]:
        compare = self.cleaned_data["compare"]
        return {"compare": compare.isoformat()} if compare else {}

    def chips(self) -> list[Chip]:
        """Each thing that narrows the figures, to take away again."""
        chosen = self.chosen()
        made = []
        for name in NAMES:
            if value := self.cleaned_data[name]:
                field = self.fields[name]
                assert isinstance(field, forms.ChoiceField)
                words = dict(field.choices)[value]  # type: ignore[arg-type]  # flat pairs, set above
                without = {key: kept for key, kept in chosen.items() if key != name}
                made.append(Chip(f"{field.label}: {words}", without))
        if compare := self.cleaned_data["compare"]:
            without = {key: kept for key, kept in chosen.items() if key != "compare"}
            made.append(Chip(f"Compared with {in_words(compare)}", without))
        return made

    def more_chosen(self) -> bool:
        """Whether anything is chosen, or wrong, beyond what is always in view."""
        names = ("reason", "way", "service", "team", "gender")
        return any(self.data.get(name) or name in self.errors for name in names)

    def in_words(self) -> str:
        """Whom the figures are of: "everyone aged 18 to 24 in Thornbeck with long-term support"."""
        chosen = self.cleaned_data
        age, gender = chosen["age"], chosen["gender"]
        place = chosen["place"].removeprefix(AREA).removeprefix(LOCALITY)
        said = ["everyone"]
        if age == domain.NOT_KNOWN:
            said.append("whose age is not known")
        elif age:
            said.append(f"aged {age[:1].lower()}{age[1:]}")
        if gender:
            said.append(
                f"whose gender is {'recorded as ' * (gender in domain.GENDERS[:3])}{gender.lower()}"
            )
        if place == domain.NOT_KNOWN:
            said.append("whose place is not known")
        elif place:
            said.append(f"in {place}")
        if chosen["team"]:
            said.append(f"looked after by {_the(chosen['team'])}")
        said.append(
            {
                "": "with long-term support",
                domain.AT_HOME: "with long-term support at home",
                domain.CARE_HOME: "with long-term support in a care home",
                domain.BY_DIRECT_PAYMENT: "with a direct payment",
            }[chosen["kind"]]
        )
        more = [
            f"{words} {label(dimension, chosen[name]).lower()}"
            for name, words, dimension in (
                ("reason", "main reason", domain.REASON),
                ("service", "mostly", domain.SERVICE),
                ("way", "arranged as", domain.DELIVERY),
            )
            if chosen[name]
        ]
        return ", ".join([" ".join(said), *more])


class DayForm(forms.Form):
    """The day whose figures somebody publishes or takes back."""

    on = forms.DateField(
        label="Day",
        input_formats=DAYS_AS,
        error_messages={
            "required": "Enter the day whose figures to publish",
            "invalid": "Enter a real date, like 27/3/2026",
        },
    )


def _the(team: str) -> str:
    return team if team.lower().startswith("the ") else f"the {team}"


def _places(places: list[tuple[str, str]]) -> list[tuple[str, str]]:
    choices = [("", "Everywhere")]
    for area in dict.fromkeys(area for area, _ in places):
        choices += [(AREA + area, f"All of {area}")]
        choices += [(LOCALITY + name, name) for within, name in places if within == area]
    return [*choices, (LOCALITY + domain.NOT_KNOWN, "Place not known")]
