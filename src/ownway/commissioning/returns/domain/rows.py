"""A row's cells as a person and an event, or why they cannot be.

Cells come in the order of `fields.NAMES`, each in its form (`cells.form_of`): a date that can be
read is written 2025-04-30, a list value as release 2 writes it.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from operator import getitem, itemgetter
from typing import Any, Final, NamedTuple, TypeAlias

from ownway.commissioning.returns.domain import cells
from ownway.commissioning.returns.domain.events import (
    Caring,
    ImportedAssessment,
    ImportedEvent,
    ImportedPerson,
    ImportedRequest,
    ImportedReview,
    ImportedService,
)
from ownway.commissioning.returns.domain.fields import AT, EVENT_TYPES, NAMES
from ownway.commissioning.returns.domain.identity import (
    Lanes,
    added_up,
    content_hash,
    identity_part,
    part,
)
from ownway.commissioning.returns.domain.remembered import Remembered

Cells: TypeAlias = tuple[str, ...]

LA_CODE: Final = AT["LA_Code"]
NHS_NUMBER: Final = AT["NHS_Number"]
COUNCIL_ID: Final = AT["LA_Person_Unique_Identifier"]
BORN: Final = AT["Date_of_Birth"]
DIED: Final = AT["Date_of_Death"]
CLIENT_TYPE: Final = AT["Client_Type"]
EVENT_TYPE: Final = AT["Event_Type"]
STARTED: Final = AT["Event_Start_Date"]
ENDED: Final = AT["Event_End_Date"]
UNIT_COST: Final = AT["Unit_Cost"]
PLANNED_UNITS: Final = AT["Planned_units_per_week"]
ADULTS: Final = AT["No_of_adults_being_cared_for"]


def _pick(*names: str) -> Callable[[Cells], Any]:
    return itemgetter(*(AT[name] for name in names))


PARTICULARS: Final = (
    "Gender",
    "Ethnicity",
    "GP_Practice_Code",
    "Postcode",
    "Accommodation_Status",
    "Employment_Status",
    "Has_Unpaid_Carer",
    "Autism_Spectrum_Disorder_ASD",
    "Visual_Impairment",
    "Hearing_Impairment",
    "Dementia",
    "Client_Funding_Status",
    "Primary_Support_Reason",
)
person_particulars = _pick(*PARTICULARS)
told = _pick("Event_Reference", "Event_Description", "Event_Outcome")
caring = _pick(
    "Total_Hrs_Caring_per_week",
    "No_of_adults_being_cared_for",
    "Adult_1_Linked_Person_ID",
    "Adult_2_Linked_Person_ID",
    "Adult_3_Linked_Person_ID",
)
asked = _pick("Request_Route_of_Access")
assessed = _pick("Assessment_Type", "Eligible_Needs_Identified", "Method_of_Assessment")
served = _pick(
    "Service_Type",
    "Service_Component",
    "Delivery_Mechanism",
    "Provider_CQC_Location_ID",
    "Provider_CQC_Location_Name",
)
reviewed = _pick("Review_Reason", "Review_Outcomes_Achieved", "Method_of_Review")
paid = _pick("Unit_Cost", "Cost_Frequency_Unit_Type", "Planned_units_per_week")
HOW_DELIVERED: Final = (
    "Delivery_Mechanism",
    "Provider_CQC_Location_ID",
    "Provider_CQC_Location_Name",
    "Cost_Frequency_Unit_Type",
)
# What a new file changes without news: see identity.py.
NO_NEWS = frozenset(
    {"LA_Code", "Reporting_Period_Start_Date", "Reporting_Period_End_Date", "Event_Reference"}
)
CONTENT: Final = tuple(name for name in NAMES if name not in NO_NEWS)
content = _pick(*CONTENT)
# After the council, the person and the type: what tells events of each type apart.
IDENTIFYING: Final[Mapping[str, tuple[str, ...]]] = {
    "Service": ("Event_Start_Date", "Client_Type", "Service_Type", "Service_Component"),
    "Request": ("Event_Start_Date", "Client_Type", "Event_End_Date", "Request_Route_of_Access"),
    "Assessment": ("Event_Start_Date", "Client_Type", "Event_End_Date", "Assessment_Type"),
    "Review": ("Event_Start_Date", "Client_Type", "Event_End_Date"),
}
NOT_CARING = ("",) * 5

days: Remembered[date | None] = Remembered(cells.day)
amounts: Remembered[Decimal | None] = Remembered(cells.amount)
content_parts: Mapping[str, Remembered[Lanes]] = {
    name: Remembered(partial(part, name)) for name in CONTENT
}
identity_parts = tuple(Remembered(partial(identity_part, place)) for place in range(7))
_content_parts = tuple(content_parts.values())
_delivered_at = tuple(CONTENT.index(name) for name in HOW_DELIVERED)
_identifying = {kind: _pick(*names) for kind, names in IDENTIFYING.items()}


class Fault(NamedTuple):
    """Why a row cannot be taken in: the first field at fault, and every reason in sentences."""

    field: str
    value: str
    reason: str
    remedy: str


def to_person(forms: Cells, nhs_number: str | None) -> ImportedPerson:
    return ImportedPerson(
        forms[COUNCIL_ID],
        nhs_number,
        days[forms[BORN]],
        days[forms[DIED]],
        *person_particulars(forms),
    )


def to_event(forms: Cells, person: ImportedPerson, started_on: date, la_code: str) -> ImportedEvent:
    """The event of a row that has a person, one of the four types and a start."""
    event_type = forms[EVENT_TYPE]
    client_type, ended = forms[CLIENT_TYPE], forms[ENDED]
    reference, description, outcome = told(forms)
    cared = caring(forms)
    identity = (la_code, person.key, event_type, *_identifying[event_type](forms))
    said = [*map(getitem, _content_parts, content(forms))]
    how: Iterable[Lanes] = ()
    if event_type == "Service":
        service_type, component, mechanism, provider, provider_name = served(forms)
        how = [said[place] for place in _delivered_at]
    elif event_type == "Request":
        route = asked(forms)
    elif event_type == "Assessment":
        assessment_type, needs, method = assessed(forms)
    else:
        reason, outcomes_achieved, method = reviewed(forms)
    common = (
        la_code,
        person.council_id,
        person.nhs_number,
        client_type,
        started_on,
        days[ended],
        reference,
        description,
        outcome,
        None if cared == NOT_CARING else _caring(cared),
        added_up(map(getitem, identity_parts, identity)),
        content_hash(said, how),
    )
    if event_type == "Service":
        return ImportedService(
            *common,
            service_type,
            component,
            mechanism,
            provider,
            provider_name,
            amounts[forms[UNIT_COST]],
            paid(forms)[1],
            amounts[forms[PLANNED_UNITS]],
        )
    if event_type == "Request":
        return ImportedRequest(*common, route)
    if event_type == "Assessment":
        return ImportedAssessment(*common, assessment_type, needs, method)
    return ImportedReview(*common, reason, outcomes_achieved, method)


def said_of(forms: Cells, fields: Iterable[int]) -> str:
    """The digest of what a row says in these fields, which are all part of the content."""
    return added_up(content_parts[NAMES[place]][forms[place]] for place in fields)


def working_age(born: str, period_end: str) -> bool:
    """Whether the person is 18 to 64 at the end of the reporting period, as far as is known."""
    born_on, on = days[born], days[period_end]
    if born_on is None or on is None:
        return False
    had_birthday = (on.month, on.day) >= (born_on.month, born_on.day)
    return 18 <= on.year - born_on.year - (not had_birthday) <= 64


def _caring(cared: Cells) -> Caring:
    hours, adults, *linked = cared
    return Caring(
        hours, cells.count(adults), tuple(council_id for council_id in linked if council_id)
    )


def fault_of(values: Mapping[str, str]) -> Fault:
    """What keeps a row out, when it has no person, no type or no start."""
    faults: list[Fault] = []
    number = values["NHS_Number"]
    if not values["LA_Person_Unique_Identifier"] and cells.nhs_number(number) is None:
        said = "the NHS number is not a valid one" if number else "no NHS number"
        faults.append(
            Fault(
                "LA_Person_Unique_Identifier",
                number,
                f"Nobody can be found from this row: no council id and {said}.",
                "Give the person's council id or a valid NHS number.",
            )
        )
    event_type = values["Event_Type"]
    if cells.event_type(event_type) is None:
        said = f"“{event_type}” is not a type of event." if event_type else "The type is blank."
        faults.append(
            Fault("Event_Type", event_type, said, f"Use one of {', '.join(EVENT_TYPES)}.")
        )
    start = values["Event_Start_Date"]
    if cells.day(start) is None:
        said = f"“{start}” cannot be read as a day." if start else "The start date is blank."
        faults.append(
            Fault("Event_Start_Date", start, said, "Give the day it began, like 30/04/2025.")
        )
    return Fault(
        faults[0].field,
        faults[0].value,
        " ".join(fault.reason for fault in faults),
        " ".join(fault.remedy for fault in faults),
    )
