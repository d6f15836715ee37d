"""People and events as a file states them: plain values, ready for the contexts that own them.

List values are release 2 values where the file's value stands for one, else as the file has them.
A date or number that cannot be read is None; the row's class says so. Text is "" when blank.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeAlias


class ImportedPerson(NamedTuple):
    """A person as one row states them. At least one of the two numbers is given."""

    council_id: str
    nhs_number: str | None  # ten figures, check digit right
    born_on: date | None
    died_on: date | None
    gender: str
    ethnicity: str
    gp_practice_code: str
    postcode: str
    accommodation_status: str
    employment_status: str
    has_unpaid_carer: str
    autism: str
    visual_impairment: str
    hearing_impairment: str
    dementia: str
    client_funding_status: str
    primary_support_reason: str

    @property
    def key(self) -> str:
        return person_key(self.council_id, self.nhs_number)


class Caring(NamedTuple):
    """What a row says about the people that an unpaid carer cares for."""

    hours_weekly: str  # a band, as the list has it
    adults_cared_for: int | None
    linked_council_ids: tuple[str, ...]


class ImportedRequest(NamedTuple):
    """Someone asked for support; the file holds it once it is finished."""

    la_code: str
    person_council_id: str
    person_nhs_number: str | None
    client_type: str
    started_on: date
    ended_on: date | None
    event_reference: str
    description: str
    outcome: str
    caring: Caring | None
    cld_key: str
    cld_content: str
    route_of_access: str


class ImportedAssessment(NamedTuple):
    """An assessment, once it is finished."""

    la_code: str
    person_council_id: str
    person_nhs_number: str | None
    client_type: str
    started_on: date
    ended_on: date | None
    event_reference: str
    description: str
    outcome: str
    caring: Caring | None
    cld_key: str
    cld_content: str
    assessment_type: str
    eligible_needs: str
    method: str


class ImportedService(NamedTuple):
    """A service; no end means that it goes on."""

    la_code: str
    person_council_id: str
    person_nhs_number: str | None
    client_type: str
    started_on: date
    ended_on: date | None
    event_reference: str
    description: str
    outcome: str
    caring: Caring | None
    cld_key: str
    cld_content: str
    service_type: str
    service_component: str
    delivery_mechanism: str
    provider_cqc_location_id: str
    provider_name: str
    unit_cost: Decimal | None  # pounds, with the sign the file gives it
    cost_frequency: str
    planned_units: Decimal | None  # a week


class ImportedReview(NamedTuple):
    """A review, once it is finished."""

    la_code: str
    person_council_id: str
    person_nhs_number: str | None
    client_type: str
    started_on: date
    ended_on: date | None
    event_reference: str
    description: str
    outcome: str
    caring: Caring | None
    cld_key: str
    cld_content: str
    reason: str
    outcomes_achieved: str
    method: str


ImportedEvent: TypeAlias = ImportedRequest | ImportedAssessment | ImportedService | ImportedReview


def person_key(council_id: str, nhs_number: str | None) -> str:
    """Who a row is about, within one council.

    The council's own id, else the NHS number. The ministry puts the NHS number first, but it
    traces missing numbers centrally, so its key does not change when a council finds a number
    later. We cannot trace; putting the council's id first gives the same steadiness, and keeps
    a number filled in later from doubling every event of that person.
    """
    return f"council {council_id}" if council_id else f"nhs {nhs_number}"
