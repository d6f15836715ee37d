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
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from ownway.kernel.money import PenceWeekly, pounds, to_whole
from ownway.kernel.refusal import Refused
from ownway.support.assessment.domain import Level, Points, Question

FOLDER = Path(__file__).parent / "scorecards"


class BeyondTable(Refused):
    """The published table stops short of this score, so there is no figure to give."""


class LessForMore(ValueError):
    """More need never means less: points and money may not fall."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What people said on whose answers a card was calibrated: it fills blanks, notices strangers.

    People fall into bands by `cuts`: thousandths of the highest levels of what they answered.
    `levels` is the usual level of each question by band; `shares` how many in a thousand of a band
    said each level. `most_surprise` is the surprise (thousandths of a natural unit) that one in two
    hundred passed, `top_score` the score that one in fifty passed.
    """

    cuts: tuple[int, ...]
    levels: Mapping[Question, tuple[Level, ...]]
    shares: Mapping[Question, tuple[tuple[int, ...], ...]]
    most_surprise: int
    top_score: int


@dataclass(frozen=True, slots=True)
class Scorecard:
    """`points` for level 0, 1, 2 …; `table` is the money for a score of 0, 1, 2 ….

    The range is the figure times `low_ratio` and `high_ratio`; `in_ten` of ten agreed plans of
    `basis` lay inside it. `ranges` has the same two ratios for groups large enough to have their
    own: a range says how far plans differed, and moves nobody's figure.

    `starts` and `tables` would give money for the group somebody belongs to. They are empty unless
    a board approved them with the `equality_record` that they then must name (Equality Act 2010,
    section 149).
    """

    version: str
    questionnaire: str
    points: Mapping[Question, tuple[Points, ...]]
    table: tuple[PenceWeekly, ...]
    low_ratio: Decimal
    high_ratio: Decimal
    in_ten: int
    basis: str
    ranges: Mapping[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    starts: Mapping[str, Points] = field(default_factory=dict)
    tables: Mapping[str, tuple[PenceWeekly, ...]] = field(default_factory=dict)
    equality_record: str = ""
    usual: Usual | None = None

    def __post_init__(self) -> None:
        if not self.version or not self.points or not self.table or not all(self.points.values()):
            raise ValueError("A scorecard needs a version, questions with points, and a table.")
        for steps in (*self.points.values(), self.table, *self.tables.values()):
            if not steps or steps[0] < 0:
                raise ValueError("Points and money start at nothing or more.")
            if any(more < less for less, more in pairwise(steps)):
                raise LessForMore("More need never means less: points and money may not fall.")
        if self.usual is not None and not (
            list(self.points) == list(self.usual.levels) == list(self.usual.shares)
        ):
            raise ValueError("What people usually say stands in the order of the questions.")
        ratios = ((self.low_ratio, self.high_ratio), *self.ranges.values())
        if any(not 0 <= low <= 1 <= high for low, high in ratios) or not 1 <= self.in_ten <= 10:
            raise ValueError("The range must hold the figure, and say for how many in ten.")
        if any(start < 0 for start in self.starts.values()):
            raise ValueError("Points and money start at nothing or more.")
        if (self.starts or self.tables) and not self.equality_record.strip():
            raise ValueError(
                "Terms for a group need the record of their equality impact, as a board approved."
            )

    @property
    def has_group_terms(self) -> bool:
        return bool(self.starts or self.tables)

    @property
    def highest_score(self) -> int:
        """The score of somebody at the highest level of every question."""
        return sum(steps[-1] for steps in self.points.values())

    @property
    def digest(self) -> str:
        """SHA-256 of everything the figure depends on, in one canonical spelling."""
        spelt = json.dumps(as_plain(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(spelt.encode()).hexdigest()

    def table_of(self, group: str = "") -> tuple[PenceWeekly, ...]:
        return self.tables.get(group, self.table)

    def weekly_for(self, score: int, *, group: str = "") -> PenceWeekly:
        """Raises BeyondTable when the table has no line for this score."""
        table = self.table_of(group)
        if score >= len(table):
            raise BeyondTable(
                f"The published table {self.version} ends at {len(table) - 1} points, "
                f"{pounds(table[-1])} a week. These answers come to {score} points, so there "
                "is no first figure. The plan starts from what is needed."
            )
        return table[score]

    def ratios_of(self, group: str = "") -> tuple[Decimal, Decimal]:
        return self.ranges.get(group, (self.low_ratio, self.high_ratio))

    def range_of(self, total_weekly: int, *, group: str = "") -> tuple[PenceWeekly, PenceWeekly]:
        """The lower and the upper end, each rounded to a whole penny, half a penny going up."""
        low, high = self.ratios_of(group)
        return PenceWeekly(to_whole(total_weekly * low)), PenceWeekly(to_whole(total_weekly * high))


class Prepared(NamedTuple):
    """A scorecard in a file, with the words and the day that it is to be published with."""

    card: Scorecard
    in_force_from: date
    approved_words: str


def as_plain(card: Scorecard) -> dict[str, Any]:
    """The scorecard in words and whole numbers, to keep and to compare.

    What a card does not have is not written, so that a card of before keeps its digest.
    """
    plain: dict[str, Any] = {
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
    if card.ranges:
        plain["ranges"] = {
            group: [str(low), str(high)] for group, (low, high) in card.ranges.items()
        }
    if card.starts:
        plain["starts"] = dict(card.starts)
    if card.tables:
        plain["tables"] = {group: list(table) for group, table in card.tables.items()}
    if card.equality_record:
        plain["equality_record"] = card.equality_record
    if card.usual:
        plain["usual"] = {
            "cuts": list(card.usual.cuts),
            "levels": {one: list(levels) for one, levels in card.usual.levels.items()},
            "shares": {
                one: [list(band) for band in bands] for one, bands in card.usual.shares.items()
            },
            "most_surprise": card.usual.most_surprise,
            "top_score": card.usual.top_score,
        }
    return plain


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
        ranges={
            group: (Decimal(low), Decimal(high))
            for group, (low, high) in plain.get("ranges", {}).items()
        },
        starts={group: Points(start) for group, start in plain.get("starts", {}).items()},
        tables={
            group: tuple(PenceWeekly(line) for line in table)
            for group, table in plain.get("tables", {}).items()
        },
        equality_record=plain.get("equality_record", ""),
        usual=_usual(plain["usual"], plain["order"]) if "usual" in plain else None,
    )


def _usual(plain: Mapping[str, Any], order: Sequence[str]) -> Usual:
    """In the order of the questions: a database keeps the keys of an object in one of its own."""
    if not set(order) == set(plain["levels"]) == set(plain["shares"]):
        raise ValueError("What people usually say must be known of each question, and no other.")
    return Usual(
        cuts=tuple(plain["cuts"]),
        levels={
            Question(one): tuple(Level(level) for level in plain["levels"][one]) for one in order
        },
        shares={
            Question(one): tuple(tuple(band) for band in plain["shares"][one]) for one in order
        },
        most_surprise=plain["most_surprise"],
        top_score=plain["top_score"],
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
