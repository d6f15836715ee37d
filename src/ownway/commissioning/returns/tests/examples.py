"""Invented Client Level Data for the tests of this folder."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from hypothesis import strategies as st

from ownway.commissioning.returns.domain import NAMES, CldFile, Quarantined, Row, code_list, read

PERSON = {
    "LA_Code": "901",
    "Reporting_Period_Start_Date": "2025-04-01",
    "Reporting_Period_End_Date": "2026-03-31",
    "NHS_Number": "9990000018",
    "LA_Person_Unique_Identifier": "M0001",
    "GP_Practice_Code": "L83001",
    "Gender": "Female",
    "Ethnicity": "White: Irish",
    "Date_of_Birth": "1948-02-29",
    "Client_Type": "Service user",
    "Primary_Support_Reason": "Physical Support: Personal care support",
    "Postcode": "ZZ12 3AB",
    "Accommodation_Status": "Tenant: Private landlord",
    "Has_Unpaid_Carer": "Yes",
    "Client_Funding_Status": "Joint client and social care funded",
}
SERVICE = PERSON | {
    "Event_Type": "Service",
    "Event_Reference": "E-1",
    "Event_Start_Date": "2025-06-02",
    "Event_Outcome": "Continuation of support or services",
    "Service_Type": "Long term support: Community",
    "Service_Component": "Home support or domiciliary care",
    "Delivery_Mechanism": "Direct payment",
    "Provider_CQC_Location_ID": "1-123456789",
    "Unit_Cost": "24.60",
    "Cost_Frequency_Unit_Type": "hourly",
    "Planned_units_per_week": "14",
}
REQUEST = PERSON | {
    "Event_Type": "Request",
    "Event_Reference": "E-2",
    "Event_Start_Date": "2025-05-06",
    "Event_End_Date": "2025-05-08",
    "Event_Outcome": "Progress to assessment, review or reassessment",
    "Request_Route_of_Access": "Discharge from hospital",
}
ASSESSMENT = PERSON | {
    "Event_Type": "Assessment",
    "Event_Reference": "E-3",
    "Event_Start_Date": "2025-05-09",
    "Event_End_Date": "2025-05-20",
    "Event_Outcome": "Progress to support planning or services",
    "Assessment_Type": "Long term assessment",
    "Eligible_Needs_Identified": "Eligible needs identified",
    "Method_of_Assessment": "In person",
}
REVIEW = PERSON | {
    "Event_Type": "Review",
    "Event_Reference": "E-4",
    "Event_Start_Date": "2025-08-04",
    "Event_End_Date": "2025-08-04",
    "Event_Outcome": "Continuation of support or services",
    "Review_Reason": "Planned review of long term support",
    "Review_Outcomes_Achieved": "Fully achieved",
    "Method_of_Review": "In person",
}
EVENTS = (SERVICE, REQUEST, ASSESSMENT, REVIEW)


def file_of(rows: Iterable[Mapping[str, str]], header: Sequence[str] = NAMES) -> bytes:
    """A file with these rows; fields a row leaves out are blank."""
    text = io.StringIO()
    out = csv.DictWriter(text, header, restval="", extrasaction="ignore", lineterminator="\n")
    out.writeheader()
    out.writerows(rows)
    return text.getvalue().encode()


def opened(content: bytes) -> tuple[CldFile, list[Row | Quarantined]]:
    cld = read(io.BytesIO(content))
    return cld, list(cld)


def accepted(*rows: Mapping[str, str]) -> list[Row]:
    """The rows read back; the test fails when one of them is put aside."""
    _, items = opened(file_of(rows))
    return [item for item in items if isinstance(item, Row)]


def only(row: Mapping[str, str]) -> Row:
    (item,) = opened(file_of([row]))[1]
    assert isinstance(item, Row), item
    return item


def put_aside(content: bytes) -> list[Quarantined]:
    return [item for item in opened(content)[1] if isinstance(item, Quarantined)]


DIRT = st.sampled_from(
    ["", " ", "NULL", "31/02/2025", "9999-12-31", "£1,200.00", "-3", "Other: see notes", "=1+1"]
)
words = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=12)


def _values(name: str) -> st.SearchStrategy[str]:
    honest = sorted({event[name] for event in EVENTS if name in event} | {""})
    listed = [st.sampled_from(code_list(name).values)] if name in LISTED else []
    return st.one_of(st.sampled_from(honest), *listed, DIRT, words)


LISTED = {"Event_Type", "Client_Type", "Service_Type", "Service_Component", "Event_Outcome"}
any_row = st.one_of(
    st.sampled_from(EVENTS),
    st.fixed_dictionaries({name: _values(name) for name in NAMES}),
    st.builds(
        lambda event, name, value: event | {name: value},
        st.sampled_from(EVENTS),
        st.sampled_from(NAMES),
        st.one_of(DIRT, words),
    ),
)
files = st.lists(any_row, max_size=8)
