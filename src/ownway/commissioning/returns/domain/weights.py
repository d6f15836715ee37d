"""What a fault spoils, and how much one row of it counts.

Weights   `WEIGHTS` is published beside the figures; so is `CLASS_PARTS`, the share of a weight
          that a class counts, for how sure it is that the fault is the council's own.
Source    Which field a measure reads: the national code (github.com/DataS-DHSC/
          ASC-CLD-LA-Dashboard). The weights are ours, and anybody may argue with them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ownway.commissioning.returns.domain import cells

ALL_PARTS: Final = 100
# How many hundredths of a field's weight a row in each class counts, and why.
CLASS_PARTS: Final[Mapping[str, tuple[int, str]]] = {
    cells.BLANK_MANDATORY: (100, "Nobody can count what is not there."),
    cells.INVALID: (100, "The national check fails it, and no measure can read it."),
    cells.RELEASE_1: (30, "The ministry reads old values as new ones where it can, not always."),
    cells.UNLISTED: (1, "We have not read the whole of this list; the value may be right."),
}


@dataclass(frozen=True, slots=True)
class Weight:
    """What a fault spoils: how much one row counts, and why it counts that much."""

    name: str
    points: int
    reason: str


WHO = Weight("who it is", 5, "A person who cannot be recognised is lost to every measure.")
MONEY = Weight("a payment or a cost", 5, "A wrong or missing cost is money planned wrongly.")
MEASURE = Weight("a national measure", 4, "The figure that is published about us comes out wrong.")
NATIONAL_CHECK = Weight("the national check", 2, "The field is mandatory, so the check fails.")
DETAIL = Weight("a detail", 1, "No measure or payment reads it yet.")
WEIGHTS: Final = (WHO, MONEY, MEASURE, NATIONAL_CHECK, DETAIL)

# Field -> what a fault in it spoils, and the measure or decision in one sentence.
_SPOILS: Final[Mapping[str, tuple[Weight, str]]] = {
    "NHS_Number": (WHO, "People are matched by it first, here and at the ministry."),
    "LA_Person_Unique_Identifier": (WHO, "Without it, one person's events stand apart."),
    "Date_of_Birth": (WHO, "Every measure is split by age, and matching people leans on it."),
    "Unit_Cost": (MONEY, "Without it the service costs nothing in every figure."),
    "Cost_Frequency_Unit_Type": (MONEY, "Without it nobody can say what the cost is a week."),
    "Planned_units_per_week": (MONEY, "A cost by the hour or the visit needs it to become a week."),
    "Client_Type": (MEASURE, "Measures count people with support and unpaid carers apart."),
    "Service_Type": (MEASURE, "Admissions (2B, 2C) and reablement (2A) are read from it."),
    "Service_Component": (MEASURE, "Care homes (2B, 2C) and direct payments (3D) hang on it."),
    "Delivery_Mechanism": (MEASURE, "Direct payments and self-directed support (3D) hang on it."),
    "Accommodation_Status": (MEASURE, "Living at home or with family (2E) is read from it."),
    "Primary_Support_Reason": (MEASURE, "2E for people with a learning disability hangs on it."),
    "Gender": (MEASURE, "2E is published for women and men apart."),
    "Event_Start_Date": (MEASURE, "Every wait and every admission is counted from it."),
    "Event_End_Date": (MEASURE, "Waiting times and what followed reablement (2A) hang on it."),
    "Event_Outcome": (MEASURE, "First responses and what followed reablement (2A) hang on it."),
    "Assessment_Type": (MEASURE, "Waiting times end with the first assessment of the right kind."),
    "Date_of_Death": (MEASURE, "It ends services, and says whom to leave out."),
    "Review_Reason": (MEASURE, "Planned reviews cannot be told from others without it."),
    "Client_Funding_Status": (MONEY, "It says who pays, and whom to count apart."),
    "Postcode": (MEASURE, "Without it, the person stands on no map and in no team's area."),
}
# Nothing is asked of these, and no measure reads them.
_DETAILS: Final = frozenset(
    {
        "GP_Practice_Code",
        "GP_Practice_Name",
        "Autism_Spectrum_Disorder_ASD",
        "Visual_Impairment",
        "Hearing_Impairment",
        "Dementia",
        "Event_Reference",
        "Event_Description",
        "Eligible_Needs_Identified",
        "Total_Hrs_Caring_per_week",
        "No_of_adults_being_cared_for",
        "Adult_1_Linked_Person_ID",
        "Adult_2_Linked_Person_ID",
        "Adult_3_Linked_Person_ID",
        "Provider_CQC_Location_ID",
        "Provider_CQC_Location_Name",
    }
)


def spoils(field: str) -> tuple[Weight, str]:
    """What a fault in a field spoils, and how, in one sentence."""
    if field in _SPOILS:
        return _SPOILS[field]
    if field in _DETAILS:
        return DETAIL, "No measure reads it; it is asked for all the same."
    return NATIONAL_CHECK, "The national check counts it as a failure of ours."
