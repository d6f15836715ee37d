"""Bring in what a national file does not hold: names and addresses, places, and teams."""

import csv
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from django.db import transaction

from ownway.commissioning.returns import permissions
from ownway.commissioning.returns.domain import UnusableFile
from ownway.commissioning.returns.domain.plain_files import PlainRow, read_plain
from ownway.config.home import made_home, make_folder
from ownway.foundation.access import operations as access
from ownway.foundation.access.models import SignIn
from ownway.foundation.bulk.taking import Taken
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.kernel.spreadsheet import harmless
from ownway.support.people import operations as people
from ownway.support.people import queries as known_people
from ownway.support.people.domain import COMMUNICATION_NEEDS

BATCH = 2_000
LONGEST_NEED = 60
PLACES = ("postcode_district", "locality", "area")
LIES = ("east", "north")  # kilometres from any one point; a file may leave them out
FARTHEST = 2000  # kilometres: farther is metres, or a mistake
TEAMS = ("team", "area", "support_reason")


@dataclass(frozen=True, slots=True)
class PeopleReport:
    """What became of the rows, and where those put aside are kept (None when all were taken)."""

    rows: int
    accepted: int
    unchanged: int
    superseded: int
    quarantined: int
    put_aside: Path | None


@transaction.atomic
def import_people(path: Path, *, by: SignIn | None, on: date) -> PeopleReport:
    """Add names, addresses and how to talk with people whom the council knows.

    The header names `council_id` and any of `people.operations.NAMES`; `communication_needs` holds
    codes or words with semicolons between. Blank cells leave what is known. Rows of people we do
    not know, or that cannot be read, are kept in a file that says what would let them in.

    Raises UnusableFile, and then nothing is changed. Raises NotAllowed.
    """
    if by is not None and not permissions.IMPORT_FILES.allows(by):
        raise NotAllowed(permissions.IMPORT_FILES.refusal())
    counts = {"rows": 0}
    with path.open("rb") as stream:
        header, rows = read_plain(
            stream, needed=("council_id",), welcome=(*people.NAMES[1:], "communication_needs")
        )
        aside = _Aside(header)

        def told() -> Iterator[tuple[Sequence[str], Sequence[str]]]:
            while batch := list(islice(rows, BATCH)):
                counts["rows"] += len(batch)
                known = known_people.ids_by_council_id(row.values["council_id"] for row in batch)
                for row in batch:
                    needs = _needs(row.values["communication_needs"])
                    reason, remedy = _fault(row, needs, known=row.values["council_id"] in known)
                    if reason:
                        aside.keep(row, reason, remedy)
                    else:
                        yield [row.values[name] for name in people.NAMES], needs

        taken = people.take_names(told(), by=by, on=on)
    return PeopleReport(
        counts["rows"],
        taken.accepted,
        taken.unchanged,
        taken.superseded,
        counts["rows"] - _all(taken),
        aside.write(path.stem),
    )


@transaction.atomic
def import_places(path: Path) -> int:
    """Say which postcode district lies in which locality and area; returns how many districts.

    Raises UnusableFile, and then nothing is changed.
    """
    rows = _every_row(path, PLACES, filled=PLACES, welcome=LIES)
    for row in rows:
        if not 2 <= len(row.values["postcode_district"]) <= 4:
            raise UnusableFile(
                f"Row {row.number}: {row.values['postcode_district']} is not the first half of a "
                "postcode, like QM1. Put it right and bring the file in again."
            )
    return people.set_places(
        (
            row.values["postcode_district"],
            row.values["locality"],
            row.values["area"],
            _spot(row),
        )
        for row in rows
    )


def _spot(row: PlainRow) -> tuple[float, float] | None:
    """Where a place lies; None when the row does not say. Raises UnusableFile."""
    said = [row.values[name].replace("−", "-") for name in LIES]
    if not any(said):
        return None
    try:
        east, north = (float(one) for one in said)
    except ValueError:
        east = north = FARTHEST + 1
    if not (abs(east) <= FARTHEST and abs(north) <= FARTHEST):
        raise UnusableFile(
            f"Row {row.number}: east and north should both be kilometres, like 12.5, or both be "
            "blank. Put it right and bring the file in again."
        )
    return east, north


@transaction.atomic
def import_teams(path: Path) -> int:
    """Make the teams of a file, and say which looks after which area and reason.

    Returns how many rules there are.

    Raises UnusableFile, and then nothing is changed.
    """
    rows = _every_row(path, TEAMS, filled=("team",))
    for name in sorted({row.values["team"] for row in rows}):
        access.add_team(name)
    try:
        return people.set_team_rules(tuple(row.values[name] for name in TEAMS) for row in rows)  # type: ignore[misc]  # three names, so three values
    except Refused as refused:
        raise UnusableFile(str(refused)) from None


def _every_row(
    path: Path, columns: Sequence[str], *, filled: Sequence[str], welcome: Sequence[str] = ()
) -> list[PlainRow]:
    """The rows of a small file, each whole. Raises UnusableFile at the first that is not."""
    with path.open("rb") as stream:
        rows = list(read_plain(stream, needed=columns, welcome=welcome).rows)
    for row in rows:
        blank = [name for name in filled if not row.values[name]]
        long = [name for name in columns if len(row.values[name]) > 100]
        if row.fault or blank or long:
            said = row.fault or (
                f"{blank[0]} is blank." if blank else f"{long[0]} is longer than 100 characters."
            )
            raise UnusableFile(
                f"Row {row.number}: {said} Put it right and bring the file in again."
            )
    return rows


def _needs(cell: str) -> list[str]:
    """Codes of communication needs from a cell with codes or words, semicolons between."""
    by_words = {words.casefold(): code for code, words in COMMUNICATION_NEEDS.items()}
    codes = []
    for part in cell.split(";"):
        said = " ".join(part.split())
        kind, colon, language = said.partition(":")
        if colon and kind.casefold() == "interpreter":
            codes.append(f"interpreter:{language.strip()}")
        elif said:
            plain = said.casefold()
            codes.append(by_words.get(plain, plain.replace(" ", "-")))
    return list(dict.fromkeys(codes))


def _fault(row: PlainRow, needs: Sequence[str], *, known: bool) -> tuple[str, str]:
    """Why a row is put aside and what to do; both empty when it is not."""
    if row.fault:
        return row.fault, "Look for a comma that should be inside quotation marks."
    council_id = row.values["council_id"]
    if not council_id:
        return "The council id is blank.", "Give the person's council id."
    if not known:
        return (
            f"Nobody here has the council id {council_id}.",
            "Bring in the national file that holds this person first, or put the id right.",
        )
    for name, longest in people.NAME_LENGTHS.items():
        if longest is not None and len(row.values[name]) > longest:
            return f"{name} is longer than {longest} characters.", "Shorten it."
    if any(len(need) > LONGEST_NEED for need in needs):
        return (
            f"A communication need is longer than {LONGEST_NEED} characters.",
            "Put semicolons between needs, and longer words into how_to_talk.",
        )
    return "", ""


def _all(taken: Taken) -> int:
    return taken.accepted + taken.unchanged + taken.superseded


class _Aside:
    """Rows put aside, gathered for one file that only its owner may read."""

    def __init__(self, header: Sequence[str]) -> None:
        self._header = header
        self._rows: list[list[str]] = []

    def keep(self, row: PlainRow, reason: str, remedy: str) -> None:
        width = len(self._header)
        whole = len(row.cells) == width
        cells = list(row.cells) if whole else [""] * width
        self._rows.append(
            [*cells, str(row.number), reason, remedy, "" if whole else " | ".join(row.cells)]
        )

    def write(self, name: str) -> Path | None:
        """Write the file anew, formulas made harmless; without rows, take an old one away."""
        folder = made_home() / "quarantine"
        file = folder / f"{name}-put-aside.csv"
        if not self._rows:
            file.unlink(missing_ok=True)
            return None
        make_folder(folder)
        told = ["Row in the file", "Why it was put aside", "What to do", "The row as it came"]
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out)
            writer.writerow([*self._header, *told])
            for cells in self._rows:
                writer.writerow([harmless(cell) for cell in cells])
        return file
