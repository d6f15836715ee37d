"""A scorecard: points for each answer, money for each score, and the range around the figure.

It is plain data. A council publishes it with the day it comes into force; what was published is
never changed, only followed by the next.

Errors    LessForMore: points or money fall somewhere as need grows.
          ValueError: a scorecard that cannot be used at all.
          BeyondTable: the table stops short of a score.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from ownway.kernel.money import PenceWeekly, pounds, to_whole
from ownway.kernel.refusal import Refused
from ownway.support.assessment.domain import Points, Question

FOLDER = Path(__file__).parent / "scorecards"


class BeyondTable(Refused):
    """The published table stops short of this score, so there is no figure to give."""


class LessForMore(ValueError):
    """More need never means less: points and money may not fall."""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """`points` for level 0, 1, 2 …; `table` is the money for a score of 0, 1, 2 ….

    The range is the figure times `low_ratio` and `high_ratio`; `in_ten` of ten agreed plans of
    `basis` lay inside it. Nobody has points to start with: no group terms.
    """

    version: str
    questionnaire: str
    points: Mapping[Question, tuple[Points, ...]]
    table: tuple[PenceWeekly, ...]
    low_ratio: Decimal
    high_ratio: Decimal
    in_ten: int
    basis: str

    def __post_init__(self) -> None:
        if not self.version or not self.points or not self.table or not all(self.points.values()):
            raise ValueError("A scorecard needs a version, questions with points, and a table.")
        for steps in (*self.points.values(), self.table):
            if steps[0] < 0:
                raise ValueError("Points and money start at nothing or more.")
            if any(more < less for less, more in pairwise(steps)):
                raise LessForMore("More need never means less: points and money may not fall.")
        if not 0 <= self.low_ratio <= 1 <= self.high_ratio or not 1 <= self.in_ten <= 10:
            raise ValueError("The range must hold the figure, and say for how many in ten.")

    @property
    def highest_score(self) -> int:
        """The score of somebody at the highest level of every question."""
        return sum(steps[-1] for steps in self.points.values())

    @property
    def digest(self) -> str:
        """SHA-256 of everything the figure depends on, in one canonical spelling."""
        spelt = json.dumps(as_plain(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(spelt.encode()).hexdigest()

    def weekly_for(self, score: int) -> PenceWeekly:
        """Raises BeyondTable when the table has no line for this score."""
        if score >= len(self.table):
            raise BeyondTable(
                f"The published table {self.version} ends at {len(self.table) - 1} points, "
                f"{pounds(self.table[-1])} a week. These answers come to {score} points, so there "
                "is no first figure. The plan starts from what is needed."
            )
        return self.table[score]

    def range_of(self, total_weekly: int) -> tuple[PenceWeekly, PenceWeekly]:
        """The lower and the upper end, each rounded to a whole penny, half a penny going up."""
        return (
            PenceWeekly(to_whole(total_weekly * self.low_ratio)),
            PenceWeekly(to_whole(total_weekly * self.high_ratio)),
        )


class Prepared(NamedTuple):
    """A scorecard in a file, with the words and the day that it is to be published with."""

    card: Scorecard
    in_force_from: date
    approved_words: str


def as_plain(card: Scorecard) -> dict[str, Any]:
    """The scorecard in words and whole numbers, to keep and to compare."""
    return {
        "version": card.version,
        "questionnaire": card.questionnaire,
        "points": {question: list(steps) for question, steps in card.points.items()},
        "order": list(card.points),
        "table": list(card.table),
        "low_ratio": str(card.low_ratio),
        "high_ratio": str(card.high_ratio),
        "in_ten": card.in_ten,
        "basis": card.basis,
    }


def scorecard_from(plain: Mapping[str, Any]) -> Scorecard:
    """The scorecard that `as_plain` wrote down. Raises LessForMore or ValueError as on making."""
    return Scorecard(
        version=plain["version"],
        questionnaire=plain["questionnaire"],
        points={
            Question(question): tuple(Points(step) for step in plain["points"][question])
            for question in plain["order"]
        },
        table=tuple(PenceWeekly(line) for line in plain["table"]),
        low_ratio=Decimal(plain["low_ratio"]),
        high_ratio=Decimal(plain["high_ratio"]),
        in_ten=plain["in_ten"],
        basis=plain["basis"],
    )


def prepared(name: str) -> Prepared:
    """A scorecard that comes with Ownway, by the name of its file: "marlshire-2026"."""
    said = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    lines: Sequence[int] = list(chain.from_iterable(said["pounds_weekly"]))
    card = scorecard_from(
        {
            **said["range"],
            "version": said["version"],
            "questionnaire": said["questionnaire"],
            "points": said["points"],
            "order": list(said["points"]),
            "table": [line * 100 for line in lines],
        }
    )
    return Prepared(card, said["in_force_from"], said["approved_words"])
