"""A file as submitted, read into typed columns: one row a record, in Parquet.

Nothing is dropped here but records whose cells cannot be told apart; the method itself says what
counts. Dates and values are read once a file and kept, so that the same file is not read twice.

Columns   person        NHS number when it is one, else the council's id; None without either
          told_as       the values that make two rows the same event, as they were told (case
                        and outer spaces apart, which the ministry's database does not see)
          kind          what the type of event reads like; event_type is exact
          born          first day of the month of birth: the ministry holds no more
          age_at_start  whole years, from the full date of birth, as the ministry is given it
Values    Release 2 values, however punctuated. Another value of a list we know whole becomes
          `NOT_MAPPED`, as in the ministry's tables; of a list we do not, it stays as it is.
Source    Stored_procedures/create_GetDerivedFields_procedure.sql, commit 9bee728f; the flag for
          a conversation is told in the description of the event (national glossary).
"""

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, Final

import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # it ships no types

from ownway.commissioning.measures.domain.method.words import (
    BY_ASSOCIATION,
    CARER,
    NOT_MAPPED,
    OUTCOMES,
    RELEASE_1_ONLY,
    SUPPORT_TO_CARER,
)
from ownway.commissioning.returns.domain import NAMES, cells, code_list, code_lists
from ownway.commissioning.returns.domain.fields import columns
from ownway.commissioning.returns.domain.records import Records
from ownway.commissioning.returns.domain.source import Source
from ownway.kernel.period import add_months, age_on

READER: Final = "1"  # another number when this reading changes, so that kept files are read anew
AT_ONCE = 50_000  # rows held while reading
MOST_REMEMBERED = 200_000
SEPARATOR = "\x1f"
NULL = "NULL"

SCHEMA = pa.schema(
    [
        ("row", pa.int64()),
        ("council_id", pa.string()),
        ("nhs_number", pa.string()),
        ("person", pa.string()),
        ("event_type", pa.string()),
        ("kind", pa.string()),
        ("client_type", pa.string()),
        ("told_as", pa.string()),
        ("start", pa.date32()),
        ("end", pa.date32()),
        ("death", pa.date32()),
        ("born", pa.date32()),
        ("age_at_start", pa.int64()),
        ("outcome", pa.string()),
        ("outcome_rank", pa.int64()),
        ("service_type", pa.string()),
        ("component", pa.string()),
        ("mechanism", pa.string()),
        ("assessment_type", pa.string()),
        ("gender", pa.string()),
        ("accommodation", pa.string()),
        ("reason", pa.string()),
        ("conversation", pa.int64()),
        ("year_before", pa.date32()),
        ("three_months_before", pa.date32()),
        ("quarter", pa.date32()),
    ]
)

READ = (
    "LA_Person_Unique_Identifier",
    "NHS_Number",
    "Event_Type",
    "Client_Type",
    "Event_Start_Date",
    "Event_End_Date",
    "Date_of_Death",
    "Date_of_Birth",
    "Event_Outcome",
    "Service_Type",
    "Service_Component",
    "Delivery_Mechanism",
    "Assessment_Type",
    "Request_Route_of_Access",
    "Gender",
    "Accommodation_Status",
    "Primary_Support_Reason",
    "Event_Description",
)

# Values of release 1 that the published code itself names beside release 2 ones.
RENAMED: dict[str, dict[str, str]] = {
    "Client_Type": {"Carer": CARER, "Carer known by association": BY_ASSOCIATION},
    "Event_Outcome": {
        "Progress to Financial Assessment": RELEASE_1_ONLY,
        "Progress to End of Life Care": RELEASE_1_ONLY,
    },
    "Primary_Support_Reason": {
        "Social Support: Support to Carer": SUPPORT_TO_CARER,
        SUPPORT_TO_CARER: SUPPORT_TO_CARER,
    },
}


def reading() -> str:
    """Names this reading: another when the reading or a list of values changes."""
    lists = [code_list(name).values for name in READ if _listed(name)]
    return f"{READER}-{sha256(repr(lists).encode()).hexdigest()[:12]}"


class _Remembered(dict[str, object]):
    """What each text means, worked out once."""

    def __init__(self, meaning: Callable[[str], object]) -> None:
        super().__init__()
        self._meaning = meaning

    def __missing__(self, text: str) -> object:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        found = self[text] = self._meaning(text) if text else None
        return found


def write_told(stream: BinaryIO, path: Path) -> int:
    """Read a submitted file into `path`; how many rows.

    Raises UnusableFile when the header cannot be read.
    """
    records = Records(Source(stream))
    lines = iter(records)
    layout = None
    for record in lines:
        if any(cell.strip() for cell in record.cells):
            layout = columns(record.cells)
            break
    if layout is None:
        layout = columns([])
    records.width = width = layout.width
    places = dict(zip(NAMES, layout.places, strict=True))
    pick = itemgetter(*(width if places[name] is None else places[name] for name in READ))
    read = _Reader()
    number, total = 1, 0
    batch: list[tuple[object, ...]] = []
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        for found, flaw, _ in lines:
            number += 1
            if flaw or len(found) < width or any(cell.strip() for cell in found[width:]):
                continue
            if not any(map(str.strip, found)):
                continue
            del found[width:]
            found.append("")
            told = [cell.strip() for cell in pick(found)]
            batch.append(read.row(number, ["" if cell == NULL else cell for cell in told]))
            if len(batch) == AT_ONCE:
                total += _write(writer, batch)
        total += _write(writer, batch)
    return total


def _write(writer: pq.ParquetWriter, batch: list[tuple[object, ...]]) -> int:
    rows = len(batch)
    if rows:
        arrays = [
            pa.array(column, type=field.type)
            for column, field in zip(zip(*batch, strict=True), SCHEMA, strict=True)
        ]
        writer.write_batch(pa.record_batch(arrays, schema=SCHEMA))
        batch.clear()
    return rows


class _Reader:
    def __init__(self) -> None:
        self._days = _Remembered(cells.day)
        self._nhs = _Remembered(cells.nhs_number)
        self._clean = {name: _Remembered(_cleaner(name)) for name in READ if _listed(name)}
        self._kinds = _Remembered(_kind)
        self._around: dict[date, tuple[date, date, date]] = {}

    def row(self, number: int, told: list[str]) -> tuple[object, ...]:
        (
            council_id,
            nhs,
            event_type,
            client_type,
            start_text,
            end_text,
            death_text,
            birth_text,
            outcome_text,
            service_type,
            component,
            mechanism,
            assessment_type,
            route,
            gender,
            accommodation,
            reason,
            description,
        ) = told
        clean = self._clean
        start, birth = self._days[start_text], self._days[birth_text]
        nhs_number = self._nhs[nhs]
        kind = self._kinds[event_type]
        outcome = clean["Event_Outcome"][outcome_text]
        person: object = None
        if nhs_number:
            person = nhs_number
        elif council_id:
            person = f"council {council_id.casefold()}"
        if kind == "Service":
            details = f"{service_type}{SEPARATOR}{component}"
        elif kind == "Request":
            details = route
        else:
            details = assessment_type if kind == "Assessment" else ""
        around: tuple[object, object, object] = (None, None, None)
        age = None
        if isinstance(start, date):
            around = self._around.get(start) or self._around.setdefault(start, _around(start))
            if isinstance(birth, date):
                age = age_on(birth, start)
        return (
            number,
            council_id or None,
            nhs_number,
            person,
            clean["Event_Type"][event_type],
            kind,
            clean["Client_Type"][client_type],
            SEPARATOR.join((client_type, event_type, details)).casefold(),
            start,
            self._days[end_text],
            self._days[death_text],
            birth.replace(day=1) if isinstance(birth, date) else None,
            age,
            outcome,
            OUTCOMES.get(outcome) if isinstance(outcome, str) else None,
            clean["Service_Type"][service_type],
            clean["Service_Component"][component],
            clean["Delivery_Mechanism"][mechanism],
            clean["Assessment_Type"][assessment_type],
            clean["Gender"][gender],
            clean["Accommodation_Status"][accommodation],
            clean["Primary_Support_Reason"][reason],
            int("conversation" in description.casefold()),
            *around,
        )


def _listed(name: str) -> bool:
    return (code_lists.FOLDER / f"{name.lower()}.yaml").exists()


def _cleaner(name: str) -> Callable[[str], str]:
    """How a value of a list field is read; see "Values" above."""
    listed = code_list(name)
    renamed = {code_lists.letters(old): new for old, new in RENAMED.get(name, {}).items()}

    def clean(value: str) -> str:
        plain = code_lists.letters(value)
        found = renamed.get(plain) or listed.stands_for(value)
        return found or (NOT_MAPPED if listed.verified and name != "Event_Type" else value)

    return clean


def _kind(value: str) -> str:
    """The first of these that the type of event holds, in the order the method asks."""
    plain = value.casefold()
    for kind in ("Service", "Assessment", "Request", "Review"):
        if kind.casefold() in plain:
            return kind
    return NOT_MAPPED


def _around(start: date) -> tuple[date, date, date]:
    quarter = date(start.year, (start.month - 1) // 3 * 3 + 1, 1)
    return add_months(start, -12), add_months(start, -3), quarter
