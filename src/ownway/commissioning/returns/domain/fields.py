"""The fields of a Client Level Data file, release 2, and how their headers are recognised.

A header is recognised whatever its case, order, underscores, spaces or brackets. Columns we do
not know are kept aside under their own name. Which blank cells are faults depends on the row:
`Circumstances` says what matters about a row, and each field says when it is mandatory.

Errors    UnusableFile: a column that reading cannot do without is missing, or one is there twice.
Source    Field names and modules: the national data quality procedure (github.com/DataS-DHSC/
          ASC-CLD-LA-Dashboard, create_GetDQValues_procedure.sql). When a field is mandatory: the
          version of that procedure written for release 1 (commit 39b8cfe3), read with release 2
          names; the release 2 conditions are not published, so these are **not verified**.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

EventType = Literal["Request", "Assessment", "Service", "Review"]
Kind = Literal["text", "list", "date", "number", "count", "code", "nhs number"]

EVENT_TYPES: tuple[EventType, ...] = ("Request", "Assessment", "Service", "Review")
LEARNING_DISABILITY = "Learning Disability Support"
KNOWN_BY_ASSOCIATION = frozenset(
    {"Unpaid carer known by association", "Carer known by association"}
)
SUPPORTED = "Service user"


class UnusableFile(Exception):
    """A file that cannot be read at all; the text says why and what to do about it."""

    def __init__(self, reason: str, *, missing: Sequence[str] = (), twice: Sequence[str] = ()):
        super().__init__(reason)
        self.missing = tuple(missing)
        self.twice = tuple(twice)


class Circumstances(NamedTuple):
    """What decides whether a blank cell of a row is a fault. Values are release 2 values."""

    event_type: str
    client_type: str
    service_type: str
    service_component: str
    delivery_mechanism: str
    assessment_type: str
    review_reason: str
    dead: bool
    working_age_learning_disability: bool

    @property
    def has_event(self) -> bool:
        return self.client_type not in KNOWN_BY_ASSOCIATION

    @property
    def of_supported_person(self) -> bool:
        return self.client_type == SUPPORTED

    @property
    def financial(self) -> bool:
        return self.assessment_type.casefold().startswith("financial assessment")


Condition = Callable[[Circumstances], bool]


def _always(_: Circumstances) -> bool:
    return True


def _never(_: Circumstances) -> bool:
    return False


def _has_event(row: Circumstances) -> bool:
    return row.has_event


def _for(event_type: EventType) -> Condition:
    return lambda row: row.has_event and row.event_type == event_type


def _support_reason(row: Circumstances) -> bool:
    return row.event_type != "Request"


def _employment(row: Circumstances) -> bool:
    return row.of_supported_person and row.working_age_learning_disability


def _funding(row: Circumstances) -> bool:
    return row.of_supported_person and (
        row.event_type in ("Service", "Review")
        or (row.event_type == "Assessment" and row.financial)
    )


def _event_end(row: Circumstances) -> bool:
    return row.dead or (row.has_event and row.event_type != "Service")


def _outcome(row: Circumstances) -> bool:
    return row.has_event and not row.financial


def _method_of_assessment(row: Circumstances) -> bool:
    return row.has_event and row.event_type == "Assessment" and not row.financial


def _review_outcomes(row: Circumstances) -> bool:
    reason = row.review_reason.casefold()
    return row.has_event and row.event_type == "Review" and reason.startswith("planned")


SHORT_STAYS = frozenset(
    {
        "Short term residential care",
        "Short term nursing care",
        "Unpaid carer respite",
        "Carer Respite",
    }
)


def _cost(row: Circumstances) -> bool:
    service_type = row.service_type.casefold()
    return (
        row.event_type == "Service"
        and row.delivery_mechanism != "CASSR commissioned support"
        and (
            service_type.startswith(("long term", "unpaid carer support", "carer support"))
            or row.service_component in SHORT_STAYS
        )
    )


class Field(NamedTuple):
    """One column of the return."""

    name: str
    module: str
    kind: Kind
    mandatory: Condition
    event_type: EventType | None = None  # the only type of event it is about; None: any


SUBMISSION = "Submission"
PERSON = "Person"
EVENT = "Event"
CARER = "Carer"
COST = "Cost"

FIELDS: tuple[Field, ...] = (
    Field("LA_Code", SUBMISSION, "text", _always),
    Field("Reporting_Period_Start_Date", SUBMISSION, "date", _always),
    Field("Reporting_Period_End_Date", SUBMISSION, "date", _always),
    Field("NHS_Number", PERSON, "nhs number", _always),
    Field("LA_Person_Unique_Identifier", PERSON, "text", _always),
    Field("GP_Practice_Code", PERSON, "code", _never),
    Field("GP_Practice_Name", PERSON, "text", _never),  # release 1; still sent by some
    Field("Gender", PERSON, "list", _always),
    Field("Ethnicity", PERSON, "list", _always),
    Field("Date_of_Birth", PERSON, "date", _always),
    Field("Date_of_Death", PERSON, "date", _never),
    Field("Client_Type", PERSON, "list", _always),
    Field("Primary_Support_Reason", PERSON, "list", _support_reason),
    Field("Postcode", PERSON, "code", _always),
    Field("Accommodation_Status", PERSON, "list", _always),
    Field("Employment_Status", PERSON, "list", _employment),
    Field("Has_Unpaid_Carer", PERSON, "list", _always),
    Field("Autism_Spectrum_Disorder_ASD", PERSON, "list", _never),
    Field("Visual_Impairment", PERSON, "list", _never),
    Field("Hearing_Impairment", PERSON, "list", _never),
    Field("Dementia", PERSON, "list", _never),
    Field("Client_Funding_Status", PERSON, "list", _funding),
    Field("Event_Type", EVENT, "list", _has_event),
    Field("Event_Reference", EVENT, "text", _never),
    Field("Event_Start_Date", EVENT, "date", _has_event),
    Field("Event_End_Date", EVENT, "date", _event_end),
    Field("Event_Description", EVENT, "text", _never),
    Field("Event_Outcome", EVENT, "list", _outcome),
    Field("Request_Route_of_Access", "Request", "list", _for("Request"), "Request"),
    Field("Assessment_Type", "Assessment", "list", _for("Assessment"), "Assessment"),
    Field("Eligible_Needs_Identified", "Assessment", "list", _never, "Assessment"),
    Field("Method_of_Assessment", "Assessment", "list", _method_of_assessment, "Assessment"),
    Field("Total_Hrs_Caring_per_week", CARER, "list", _never),
    Field("No_of_adults_being_cared_for", CARER, "count", _never),
    Field("Adult_1_Linked_Person_ID", CARER, "text", _never),
    Field("Adult_2_Linked_Person_ID", CARER, "text", _never),
    Field("Adult_3_Linked_Person_ID", CARER, "text", _never),
    Field("Service_Type", "Service", "list", _for("Service"), "Service"),
    Field("Service_Component", "Service", "list", _for("Service"), "Service"),
    Field("Delivery_Mechanism", "Service", "list", _never, "Service"),
    Field("Provider_CQC_Location_ID", "Service", "code", _never, "Service"),
    Field("Provider_CQC_Location_Name", "Service", "text", _never, "Service"),  # release 1
    Field("Review_Reason", "Review", "list", _for("Review"), "Review"),
    Field("Review_Outcomes_Achieved", "Review", "list", _review_outcomes, "Review"),
    Field("Method_of_Review", "Review", "list", _for("Review"), "Review"),
    Field("Unit_Cost", COST, "number", _cost, "Service"),
    Field("Cost_Frequency_Unit_Type", COST, "list", _cost, "Service"),
    Field("Planned_units_per_week", COST, "number", _cost, "Service"),
)
NAMES = tuple(field.name for field in FIELDS)
AT = {name: position for position, name in enumerate(NAMES)}  # where a field is in a row's cells

# Without these a row cannot be typed or dated; a person needs one of the two numbers.
NEEDED = ("Event_Type", "Event_Start_Date")
NEEDED_ONE = ("LA_Person_Unique_Identifier", "NHS_Number")
# Their absence is said once for the file; no row needs them.
LEFT_OUT_AT_WILL = frozenset({"GP_Practice_Name", "Provider_CQC_Location_Name"})


def header_key(header: str) -> str:
    """What is left of a header when case, spaces, underscores and brackets do not count."""
    return "".join(letter for letter in header.casefold() if letter.isalnum())


KNOWN = {header_key(name): name for name in NAMES}


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a file holds which field."""

    width: int
    places: tuple[int | None, ...]  # for each field of FIELDS, its column; None: not in the file
    extra: tuple[tuple[str, int], ...]  # columns we do not know: name and column
    missing: tuple[str, ...]  # fields that a release 2 file should have and this one has not


def columns(header: Sequence[str]) -> Columns:
    """Match a header row to the fields.

    Raises UnusableFile when a column that reading needs is missing or any column is there twice.
    """
    found: dict[str, int] = {}
    extra: list[tuple[str, int]] = []
    seen: Counter[str] = Counter()
    for place, cell in enumerate(header):
        written = cell.strip()
        name = KNOWN.get(header_key(written))
        if name is None:
            extra.append((written or f"column {place + 1}", place))
        else:
            found[name] = place
        seen[name or written] += 1
    twice = sorted(name for name, times in seen.items() if name and times > 1)
    missing = [name for name in NEEDED if name not in found]
    if not any(name in found for name in NEEDED_ONE):
        missing += NEEDED_ONE
    if missing or twice:
        raise UnusableFile(_unusable(missing, twice, found), missing=missing, twice=twice)
    return Columns(
        width=len(header),
        places=tuple(found.get(name) for name in NAMES),
        extra=tuple(extra),
        missing=tuple(name for name in NAMES if name not in found and name not in LEFT_OUT_AT_WILL),
    )


def _unusable(missing: Sequence[str], twice: Sequence[str], found: dict[str, int]) -> str:
    said: list[str] = []
    if not found:
        said.append("The first row holds no Client Level Data column names.")
    if missing:
        said.append(f"These columns are missing: {', '.join(missing)}.")
        said.append("Add them to the first row and import the file again.")
    if twice:
        said.append(f"These columns are there more than once: {', '.join(twice)}.")
        said.append("Keep one of each and import the file again.")
    return " ".join(said)
