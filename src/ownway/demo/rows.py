"""A Client Level Data row, release 2: its fields in order, and how each thing is written in it.

Days are written DD/MM/YYYY, money in pounds with pence. A field that does not apply is blank.
"""

from datetime import date
from functools import cache

from ownway.demo import lives, prices
from ownway.demo.lives import Calendar, Event
from ownway.demo.people import SERVICE_USER, DemoPerson
from ownway.demo.periods import ReportingPeriod
from ownway.demo.places import LA_CODE

Row = list[str]

FIELDS = (
    # Submission
    "LA_Code",
    "Reporting_Period_Start_Date",
    "Reporting_Period_End_Date",
    # Person
    "NHS_Number",
    "LA_Person_Unique_Identifier",
    "GP_Practice_Code",
    "Gender",
    "Ethnicity",
    "Date_of_Birth",
    "Date_of_Death",
    "Client_Type",
    "Primary_Support_Reason",
    "Postcode",
    "Accommodation_Status",
    "Employment_Status",
    "Has_Unpaid_Carer",
    "Autism_Spectrum_Disorder_ASD",
    "Visual_Impairment",
    "Hearing_Impairment",
    "Dementia",
    "Client_Funding_Status",
    # Event
    "Event_Type",
    "Event_Reference",
    "Event_Start_Date",
    "Event_End_Date",
    "Event_Description",
    "Event_Outcome",
    # Request
    "Request_Route_of_Access",
    # Assessment
    "Assessment_Type",
    "Eligible_Needs_Identified",
    "Method_of_Assessment",
    # Carer
    "Total_Hrs_Caring_per_week",
    "No_of_adults_being_cared_for",
    "Adult_1_Linked_Person_ID",
    "Adult_2_Linked_Person_ID",
    "Adult_3_Linked_Person_ID",
    # Service
    "Service_Type",
    "Service_Component",
    "Delivery_Mechanism",
    "Provider_CQC_Location_ID",
    # Review
    "Review_Reason",
    "Review_Outcomes_Achieved",
    "Method_of_Review",
    # Cost
    "Unit_Cost",
    "Cost_Frequency_Unit_Type",
    "Planned_units_per_week",
)
_PLACE = {name: place for place, name in enumerate(FIELDS)}
NHS = _PLACE["NHS_Number"]
COUNCIL_ID = _PLACE["LA_Person_Unique_Identifier"]
GENDER = _PLACE["Gender"]
ETHNICITY = _PLACE["Ethnicity"]
BORN = _PLACE["Date_of_Birth"]
CLIENT_TYPE = _PLACE["Client_Type"]
SUPPORT_REASON = _PLACE["Primary_Support_Reason"]
POSTCODE = _PLACE["Postcode"]
ACCOMMODATION = _PLACE["Accommodation_Status"]
EVENT_TYPE = _PLACE["Event_Type"]
STARTED = _PLACE["Event_Start_Date"]
ENDED = _PLACE["Event_End_Date"]
OUTCOME = _PLACE["Event_Outcome"]
SERVICE_TYPE = _PLACE["Service_Type"]
COMPONENT = _PLACE["Service_Component"]
LOCATION = _PLACE["Provider_CQC_Location_ID"]
UNIT_COST = _PLACE["Unit_Cost"]

_NO_EVENT = [""] * 10
_NOTHING_ELSE = [""] * 10


@cache
def written(day: int) -> str:
    """A day as files write it; blank for none."""
    return f"{date.fromordinal(day):%d/%m/%Y}" if day else ""


def submission_cells(period: ReportingPeriod) -> Row:
    first_day, last_day = period.first_day.toordinal(), period.last_day.toordinal()
    return [LA_CODE, written(first_day), written(last_day)]


def person_cells(person: DemoPerson, *, died: int) -> Row:
    return [
        person.nhs_number,
        person.council_id,
        person.gp_practice,
        person.gender,
        person.ethnicity,
        written(person.born),
        written(died),
        person.client_type,
        person.support_reason,
        person.postcode,
        person.accommodation,
        person.employment,
        person.has_carer,
        person.autism,
        person.visual,
        person.hearing,
        person.dementia,
        person.funding,
    ]


def carer_cells(person: DemoPerson) -> Row:
    if person.client_type == SERVICE_USER:
        return ["", "", "", "", ""]
    linked = [*person.cares_for, "", "", ""][:3]
    return [person.caring_hours, str(len(person.cares_for)), *linked]


def known_by_association(carer: Row) -> Row:
    """The cells after the person's, for a carer who is only mentioned: nothing happened."""
    return [*_NO_EVENT, *carer, *_NOTHING_ELSE]


def belongs(event: Event, *, first_day: int, last_day: int) -> bool:
    """Whether a file for a period holds an event.

    A service counts if it ran at any time in the twelve months; a request, an assessment or a
    review only once it is finished, in the twelve months.
    """
    if event.kind != lives.SERVICE:
        return first_day <= event.end <= last_day
    if event.left_out_on == last_day:
        return False
    return event.start <= last_day and (not event.end or event.end >= first_day)


def event_cells(
    event: Event, carer: Row, *, reference: str, last_day: int, calendar: Calendar
) -> Row:
    """The cells after the person's, as a file that ends on a day tells them."""
    ended = event.end if max(event.end, event.end_told_from) <= last_day else 0
    price = event.price
    if price:
        unit_cost = prices.unit_cost_then(price, years_back=calendar.years_back(ended or last_day))
        cost = [f"{unit_cost / 100:.2f}", price.frequency, price.planned_units]
    else:
        cost = ["", "", ""]
    return [
        event.kind,
        reference,
        written(event.start),
        written(ended),
        "",
        event.outcome if ended or event.kind != lives.SERVICE else lives.CONTINUES,
        event.route,
        event.assessment_type,
        event.eligible,
        event.assessed_how,
        *carer,
        event.service_type,
        event.component,
        event.delivery,
        event.location_id,
        event.review_reason,
        event.achieved,
        event.reviewed_how,
        *cost,
    ]
