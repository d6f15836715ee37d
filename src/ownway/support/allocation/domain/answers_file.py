"""Answers and costs in a file of comma-separated values: one row a person.

Columns   `person_id`; `group` (optional); each question a column `q_NAME` with whole levels 0 to 9
          or blank; `cost_weekly` in pounds. Any further column is kept as words.
Errors    NotAnswers, for a file that cannot be read at all. A row that cannot be used is put aside
          with which column, why and what to do; the others go on.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import TYPE_CHECKING

from ownway.kernel.money import to_whole
from ownway.kernel.refusal import Refused

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

LEVEL = re.compile(r"([0-9])(\.0*)?")
QUESTION = re.compile(r"q_[A-Za-z0-9_]{1,60}")
MOST_ROWS = 20_000_000
MOST_WEEKLY = 5_000_000  # pence: £50,000 a week is a slip of the pen, not a package
ID, GROUP, COST = "person_id", "group", "cost_weekly"
WHOLE_ROW = ""


class NotAnswers(Refused):
    """The file is not one of answers: which column is missing, and what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row was put aside. `row` counts from 2, as a spreadsheet does below the headings."""

    row: int
    column: str
    why: str

    def __str__(self) -> str:
        where = f", {self.column}" if self.column else ""
        return f"Row {self.row}{where}: {self.why}"


@dataclass(frozen=True, eq=False)
class AnswersFile:
    """What a file holds. `answers` are int8, -1 for a blank; `cost` whole pence a week, or None.

    `columns` are the further ones, as words; `put_aside` the rows that could not be used, as they
    were, under `header`, in the order of `faults`.
    """

    ids: tuple[str, ...]
    questions: tuple[str, ...]
    answers: "npt.NDArray[np.int8]"
    cost: "npt.NDArray[np.int64] | None"
    group: "npt.NDArray[np.str_] | None"
    columns: "dict[str, npt.NDArray[np.str_]]"
    header: tuple[str, ...]
    faults: tuple[Fault, ...]
    put_aside: tuple[tuple[str, ...], ...]


def read_answers(
    lines: Iterable[str], *, with_cost: bool = True, questions: Sequence[str] = ()
) -> AnswersFile:
    """The people of a file. `questions`, where given, are those it must ask, in that order.

    `with_cost` says that every row needs a cost. Raises NotAnswers.
    """
    import numpy as np

    rows = csv.reader(lines)
    try:
        header = tuple(cell.strip().lstrip("\ufeff") for cell in next(rows))
    except StopIteration:
        raise NotAnswers("The file is empty. Its first line names the columns.") from None
    except csv.Error as error:
        raise NotAnswers(f"The first line cannot be read as comma-separated: {error}.") from None
    asked = _asked(header, questions, with_cost)
    at = {name: header.index(name) for name in header if name}
    places = [at[question] for question in asked]
    others = [name for name in header if name and name not in {ID, GROUP, COST, *asked}]
    ids: list[str] = []
    levels = bytearray()
    costs: list[int] = []
    groups: list[str] = []
    kept: dict[str, list[str]] = {name: [] for name in others}
    faults: list[Fault] = []
    aside: list[tuple[str, ...]] = []
    first_seen: dict[str, int] = {}
    try:
        for number, row in enumerate(islice(rows, MOST_ROWS), 2):
            if not any(cell.strip() for cell in row):
                continue
            found = _row(row, header, at, asked, places, with_cost, first_seen)
            if isinstance(found, tuple):
                person, said, pence = found
                first_seen[person] = number
                ids.append(person)
                levels += said
                costs.append(pence)
                if GROUP in at:
                    groups.append(row[at[GROUP]].strip())
                for name in others:
                    kept[name].append(row[at[name]].strip())
            else:
                faults.append(Fault(number, found.column, found.why))
                aside.append(tuple(row))
    except csv.Error as error:
        raise NotAnswers(
            f"Line {rows.line_num} cannot be read as comma-separated: {error}."
        ) from None
    answers = np.frombuffer(bytes(levels), np.uint8).view(np.int8).reshape(len(ids), len(asked))
    return AnswersFile(
        ids=tuple(ids),
        questions=tuple(asked),
        answers=answers,
        cost=np.array(costs, np.int64) if COST in at else None,
        group=np.array(groups, str) if GROUP in at else None,
        columns={name: np.array(values, str) for name, values in kept.items()},
        header=header,
        faults=tuple(faults),
        put_aside=tuple(aside),
    )


def _asked(header: Sequence[str], questions: Sequence[str], with_cost: bool) -> list[str]:
    twice = sorted({name for name in header if name and list(header).count(name) > 1})
    if twice:
        raise NotAnswers(f"These columns are there twice: {', '.join(twice)}. Keep one of each.")
    if ID not in header:
        raise NotAnswers(f"There is no column {ID}. The first line names the columns.")
    if with_cost and COST not in header:
        raise NotAnswers(f"There is no column {COST}, the agreed cost in pounds a week.")
    found = [name for name in header if name.startswith("q_")]
    odd = [name for name in found if not QUESTION.fullmatch(name)]
    if odd:
        raise NotAnswers(f"A question is named with letters, figures and _ only: {', '.join(odd)}.")
    if not found:
        raise NotAnswers("There is no question: name each column q_ and a word, like q_washing.")
    if questions:
        missing, unknown = set(questions) - set(found), set(found) - set(questions)
        if missing or unknown:
            said = [
                *(f"missing {name}" for name in sorted(missing)),
                *(f"not asked by the scorecard: {name}" for name in sorted(unknown)),
            ]
            raise NotAnswers(f"The questions differ from the scorecard's: {'; '.join(said)}.")
        return list(questions)
    return found


def _row(
    row: Sequence[str],
    header: Sequence[str],
    at: dict[str, int],
    asked: Sequence[str],
    places: Sequence[int],
    with_cost: bool,
    first_seen: dict[str, int],
) -> "tuple[str, bytes, int] | Fault":
    if len(row) != len(header):
        return Fault(
            0, WHOLE_ROW, f"it has {len(row)} cells under {len(header)} headings. Check its commas."
        )
    person = row[at[ID]].strip()
    if not person:
        return Fault(0, ID, "nobody is named. Give each person a number of their own.")
    if person in first_seen:
        return Fault(
            0, ID, f"{person} is in row {first_seen[person]} already. Keep one row a person."
        )
    said = bytearray()
    for question, place in zip(asked, places, strict=True):
        cell = row[place].strip()
        if not cell:
            said.append(255)  # -1, a blank
            continue
        level = LEVEL.fullmatch(cell)
        if level is None:
            return Fault(0, question, f"{cell[:40]!r} is no whole level from 0 to 9. Correct it.")
        said.append(int(level[1]))
    if said.count(255) == len(said):
        return Fault(0, WHOLE_ROW, "every answer is blank. Ask again, or leave the person out.")
    if COST not in at:
        return person, bytes(said), 0
    cell = row[at[COST]].strip().removeprefix("£").replace(",", "")
    if not cell and not with_cost:
        return person, bytes(said), 0
    try:
        pounds = Decimal(cell)
    except InvalidOperation:
        pounds = Decimal("NaN")
    if not pounds.is_finite():
        return Fault(0, COST, f"{cell[:40]!r} is no amount in pounds. Give one like 412.50.")
    if pounds < 0:
        return Fault(0, COST, f"{cell} lies below nothing. Leave people out whose plan costs none.")
    if pounds * 100 > MOST_WEEKLY:
        return Fault(
            0,
            COST,
            f"£{pounds:,} a week is above £{MOST_WEEKLY // 100:,}. Was it pence, or a year?",
        )
    return person, bytes(said), to_whole(pounds * 100)
