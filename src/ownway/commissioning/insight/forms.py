"""What people narrow the figures by; all of it is in the address, so that a view can be sent."""

from datetime import date
from typing import Any

from django import forms

from ownway.commissioning.insight import domain
from ownway.commissioning.insight.domain import Narrowing

FIRST_YEAR, LAST_YEAR = 1948, 2199
AREA, LOCALITY = "area:", "place:"
KINDS = (
    ("", "All kinds"),
    (domain.AT_HOME, "At home"),
    (domain.CARE_HOME, "Care home"),
    (domain.BY_DIRECT_PAYMENT, "Direct payment"),
)


class NarrowingForm(forms.Form):
    """Age, place, kind of support and the day; nothing chosen is everybody, today."""

    age = forms.ChoiceField(label="Age", required=False)
    place = forms.ChoiceField(label="Place", required=False)
    kind = forms.ChoiceField(label="Kind of support", required=False, choices=KINDS)
    on = forms.DateField(
        label="As at",
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %m %Y"],
        error_messages={"invalid": "Enter a real date, like 27/3/2026"},
    )

    def __init__(self, data: Any, *, places: list[tuple[str, str]], today: date) -> None:
        super().__init__(data)
        self._today = today
        self.fields["age"] = forms.ChoiceField(
            label="Age",
            required=False,
            choices=[("", "All ages"), *((band, band) for band in domain.AGE_BANDS)],
        )
        choices = [("", "Everywhere")]
        for area in dict.fromkeys(area for area, _ in places):
            choices += [(AREA + area, f"All of {area}")]
            choices += [(LOCALITY + name, name) for within, name in places if within == area]
        choices += [(LOCALITY + domain.NOT_KNOWN, "Place not known")]
        self.fields["place"] = forms.ChoiceField(label="Place", required=False, choices=choices)
        for name, what in (("age", "an age"), ("place", "a place"), ("kind", "a kind of support")):
            self.fields[name].error_messages["invalid_choice"] = f"Choose {what} from the list"

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"] or self._today
        if not FIRST_YEAR <= on.year <= LAST_YEAR:
            raise forms.ValidationError(f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}")
        return on

    def narrowing(self) -> Narrowing:
        """Whom to look at. Ask only a form that is valid."""
        chosen = self.cleaned_data
        place = chosen["place"]
        return Narrowing(
            age_band=chosen["age"],
            area=place.removeprefix(AREA) if place.startswith(AREA) else "",
            locality=place.removeprefix(LOCALITY) if place.startswith(LOCALITY) else "",
            kind=chosen["kind"],
        )

    def chosen(self) -> dict[str, str]:
        """What was chosen, as the address says it; the day always."""
        kept = {name: self.cleaned_data[name] for name in ("age", "place", "kind")}
        return {name: value for name, value in kept.items() if value} | {
            "on": self.cleaned_data["on"].isoformat()
        }

    def in_words(self) -> str:
        """Whom the figures are of: "everyone aged 18 to 24 in Thornbeck with long-term support"."""
        chosen = self.cleaned_data
        age, kind = chosen["age"], chosen["kind"]
        place = chosen["place"].removeprefix(AREA).removeprefix(LOCALITY)
        said = ["everyone"]
        if age == domain.NOT_KNOWN:
            said.append("whose age is not known")
        elif age:
            said.append(f"aged {age[:1].lower()}{age[1:]}")
        if place == domain.NOT_KNOWN:
            said.append("whose place is not known")
        elif place:
            said.append(f"in {place}")
        said.append(
            {
                "": "with long-term support",
                domain.AT_HOME: "with long-term support at home",
                domain.CARE_HOME: "with long-term support in a care home",
                domain.BY_DIRECT_PAYMENT: "with a direct payment",
            }[kind]
        )
        return " ".join(said)
