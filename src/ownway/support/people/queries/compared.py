"""By what people are compared when a model is checked for fairness (Equality Act 2010, s. 149).

For work that acts for the whole council; whoever asks records whom it used. Protected facts and
restricted records are never among it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ownway.kernel.period import age_on
from ownway.support.people.domain import support_reason_group
from ownway.support.people.models import Person

NOT_SAID = "Not recorded"
BANDS = ((65, "18 to 64"), (85, "65 to 84"))


@dataclass(frozen=True, slots=True)
class Compared:
    """What the record holds of one person, in the words people are compared by."""

    support_reason: str
    age: str
    gender: str
    ethnicity: str
    autism: str
    team: str


def compared(person_ids: Iterable[UUID], *, on: date) -> dict[UUID, Compared]:
    """Those of these people whose record is open to work about everybody, as it stands on a day."""
    rows = Person.objects.filter(pk__in=list(person_ids), restricted=False)
    said = rows.order_by().values_list(
        "pk", "primary_support_reason", "born_on", "gender", "ethnicity", "autism", "team__name"
    )
    return {
        person_id: Compared(
            support_reason=support_reason_group(reason),
            age=_band(born_on, on),
            gender=gender or NOT_SAID,
            ethnicity=_broad(ethnicity),
            autism=autism or NOT_SAID,
            team=team or NOT_SAID,
        )
        for person_id, reason, born_on, gender, ethnicity, autism, team in said
    }


def _band(born_on: date | None, on: date) -> str:
    if born_on is None:
        return NOT_SAID
    age = age_on(born_on, on)
    return next((words for below, words in BANDS if age < below), "85 and over")


def _broad(ethnicity: str) -> str:
    """The broad group, as the census puts it first: "White: Irish" and "White - British" alike."""
    for mark in (":", " - ", " – ", "/"):
        ethnicity = ethnicity.split(mark)[0]
    broad = ethnicity.strip()
    return NOT_SAID if broad in ("", "No data") else broad
