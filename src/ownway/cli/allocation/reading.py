"""Files that the allocation commands read and write. What cannot be used is said by row."""

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ownway.cli import exits

if TYPE_CHECKING:
    from ownway.support.allocation.domain import Scorecard
    from ownway.support.allocation.domain.answers_file import AnswersFile
    from ownway.support.allocation.domain.calibration import KnownTotals, Policy
    from ownway.support.allocation.domain.calibration.fitting import Whole

SHOWN = 10  # rows put aside that are named on the screen


def read_people(
    file: Path, put_aside: Path | None, *, with_cost: bool = True, questions: Sequence[str] = ()
) -> "AnswersFile":
    """The people of a file; rows that cannot be used are told of and kept."""
    from ownway.support.allocation.domain.answers_file import NotAnswers, read_answers

    if put_aside is not None:
        check_new(put_aside)
    try:
        lines = io.StringIO(_text(file), newline="")
        held = read_answers(lines, with_cost=with_cost, questions=questions)
    except csv.Error as error:
        raise exits.UnusableInput(f"{file.name} cannot be read: {error}.") from None
    except NotAnswers as refusal:
        raise exits.UnusableInput(str(refusal)) from None
    for fault in held.faults[:SHOWN]:
        click.echo(str(fault), err=True)
    if held.faults:
        more = len(held.faults) - SHOWN
        kept = f" They are in {put_aside}." if put_aside else " --put-aside FILE keeps them."
        click.echo(
            f"{len(held.faults):,} row{'s' if len(held.faults) != 1 else ''} put aside"
            f"{f', {more:,} of them not named here' if more > 0 else ''}.{kept}",
            err=True,
        )
    if put_aside is not None:
        from ownway.kernel.spreadsheet import line

        with put_aside.open("x", encoding="utf-8", newline="") as opened:
            opened.write(line([*held.header, "row", "why"]))
            for fault, row in zip(held.faults, held.put_aside, strict=True):
                opened.write(line([*row, fault.row, str(fault)]))
    return held


def with_costs(
    file: Path, put_aside: Path | None, questions: Sequence[str] = ()
) -> "tuple[AnswersFile, Whole]":
    held = read_people(file, put_aside, questions=questions)
    assert held.cost is not None  # a file without the column was refused
    return held, held.cost


def columns_of(held: "AnswersFile", names: Sequence[str]) -> dict[str, Any]:
    found = dict(held.columns)
    if held.group is not None:
        found["group"] = held.group
    missing = [name for name in names if name not in found]
    if missing:
        there = ", ".join(found) or "none"
        raise exits.UnusableInput(f"There is no column {', '.join(missing)}. There are: {there}.")
    return {name: found[name] for name in names}


def policy_from(said: dict[str, Any]) -> "Policy":
    from ownway.support.allocation.domain.calibration import Policy

    return Policy(
        envelope_weekly=said["envelope"],
        reserve=said["reserve"],
        floor_weekly=said["floor"] or 0,
        ceiling_weekly=said["ceiling"],
        step_weekly=said["step"],
        group_terms=said["group_terms"],
        group_band=said["group_band"],
        equality_record=said["equality_record"],
    )


def prior_from(file: Path | None) -> "dict[str, Sequence[int]] | None":
    from ownway.support.allocation.domain.card_file import (
        NotAScorecard,
        card_from_text,
        points_from,
    )

    if file is None:
        return None
    text = _text(file)
    try:
        if text.lstrip().startswith("{"):
            return {str(one): list(steps) for one, steps in card_from_text(text).points.items()}
        return dict(points_from(text.splitlines()))
    except (NotAScorecard, csv.Error) as error:
        raise exits.UnusableInput(f"{file.name}: {error}") from None


def known_from(file: Path | None) -> "KnownTotals | None":
    from ownway.support.allocation.domain.calibration import KnownTotals

    if file is None:
        return None
    people: dict[str, int] = {}
    totals: dict[str, int] = {}
    for number, row in _rows(file, {"group", "people", "cost_weekly"}):
        group = (row["group"] or "").strip()
        try:
            count = int(row["people"] or "")
            total = Decimal((row["cost_weekly"] or "").replace(",", "")) * 100
        except (ValueError, InvalidOperation):
            raise exits.UnusableInput(
                f"Row {number}: people is whole, cost_weekly pounds."
            ) from None
        if count < 0 or not total.is_finite() or total < 0 or group in people:
            raise exits.UnusableInput(f"Row {number}: below nothing, or a group named twice.")
        people[group], totals[group] = count, int(total)
    return KnownTotals(people, totals)


def costs_of(file: Path, *, with_group: bool) -> dict[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    for number, row in _rows(file, {"person_id", "cost_weekly", *(["group"] * with_group)}):
        person = (row["person_id"] or "").strip()
        try:
            pence = Decimal((row["cost_weekly"] or "").replace(",", "")) * 100
        except InvalidOperation:
            pence = Decimal("NaN")
        if not pence.is_finite() or pence < 0:
            raise exits.UnusableInput(f"Row {number}, cost_weekly: give pounds like 412.50.")
        if not person or person in found:
            raise exits.UnusableInput(f"Row {number}, person_id: blank, or there already.")
        found[person] = (round(pence), (row.get("group") or "").strip())
    return found


def _text(file: Path) -> str:
    """What a file says, where it is text at all."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise exits.UnusableInput(f"{file.name} is not written in UTF-8. Save it so.") from None
    if "\0" in text:
        raise exits.UnusableInput(f"{file.name} is not a file of text.")
    return text


def _rows(file: Path, wanted: set[str]) -> Iterator[tuple[int, dict[str, str | None]]]:
    """The rows of a table with their numbers in the file, where it has the columns."""
    rows = csv.DictReader(io.StringIO(_text(file), newline=""))
    try:
        missing = sorted(wanted - set(rows.fieldnames or ()))
        if missing:
            raise exits.UnusableInput(f"{file.name} has no column {', '.join(missing)}.")
        yield from enumerate(rows, 2)
    except csv.Error as error:
        raise exits.UnusableInput(f"{file.name} cannot be read: {error}.") from None


def card_from(file: Path) -> "Scorecard":
    from ownway.support.allocation.domain.card_file import NotAScorecard, card_from_text

    try:
        return card_from_text(_text(file))
    except NotAScorecard as error:
        raise exits.UnusableInput(f"{file.name}: {error}") from None


def check_new(*files: Path | None) -> None:
    for file in files:
        if file is not None and file.exists():
            raise exits.UnusableInput(f"{file} exists, and was left as it is.")


def write_new(file: Path, text: str) -> None:
    with file.open("x", encoding="utf-8") as opened:
        opened.write(text)
