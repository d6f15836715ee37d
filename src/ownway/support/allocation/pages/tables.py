"""What the pages of the published table see."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ownway.kernel import spreadsheet
from ownway.kernel.money import plain_pounds
from ownway.support.allocation.domain import Scorecard
from ownway.support.allocation.queries import PublishedTable
from ownway.support.assessment.domain import Questionnaire
from ownway.support.assessment.queries import questionnaire_named

ENOUGH = 50  # people of a kind, for a comparison that says something of them


@dataclass(frozen=True, slots=True)
class QuestionPoints:
    """One question of the card: each answer with its points."""

    question: str
    answers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class GroupRatio:
    """Figures of one kind of people beside those of others with equal need, in percent of them."""

    column: str
    name: str
    people: int
    percent: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Tested:
    """What the model's test said, on people it had not seen. Shares are whole in a hundred."""

    people: int
    within: int
    short: int
    median_error: int
    one_price_within: int | None
    covered: int
    groups: tuple[GroupRatio, ...]


@dataclass(frozen=True, slots=True)
class TablePage:
    """The whole published table: points for each answer, money for each score."""

    table: PublishedTable
    questions: tuple[QuestionPoints, ...]
    lines: tuple[tuple[int, int], ...]
    starts: tuple[tuple[str, int], ...]
    ranges: tuple[tuple[str, str, str], ...]
    tested: Tested | None
    history: tuple[PublishedTable, ...]
    in_force: bool

    @classmethod
    def of(
        cls,
        table: PublishedTable,
        history: Sequence[PublishedTable] = (),
        *,
        in_force: bool = True,
    ) -> "TablePage":
        card = table.card
        asked = questionnaire_named(card.questionnaire)
        return cls(
            table,
            _questions(asked, card),
            tuple(enumerate(card.table)),
            tuple(sorted(card.starts.items())),
            tuple(
                (group, str(low), str(high)) for group, (low, high) in sorted(card.ranges.items())
            ),
            tested(table.report),
            tuple(one for one in history if one.card.version != card.version),
            in_force,
        )


def tested(report: Mapping[str, Any] | None) -> Tested | None:
    """What a kept report says in short; None where a card was published without one."""
    if report is None:
        return None
    ours, one_price = report["ours"], report["beside"].get("One price for every point")
    return Tested(
        people=int(report["people"]),
        within=_whole(ours["within_20"]),
        short=_whole(ours["short_20"]),
        median_error=_whole(ours["median_error"]),
        one_price_within=_whole(one_price["within_20"]) if one_price else None,
        covered=_whole(report["covered"]),
        groups=tuple(
            GroupRatio(
                column,
                value,
                int(one["people"]),
                _whole(one["at_equal_need"]),
                _whole(one["need_low"]),
                _whole(one["need_high"]),
            )
            for column, values in report["by"].items()
            for value, one in values.items()
            if one["people"] >= ENOUGH and one["at_equal_need"] is not None
        ),
    )


def as_csv(table: PublishedTable) -> Iterator[str]:
    """The card in lines: each answer with its points, then each score with its amount a week."""
    yield spreadsheet.line(["scorecard", "part", "question", "answer", "points", "pounds_weekly"])
    asked = questionnaire_named(table.card.questionnaire)
    for one in _questions(asked, table.card):
        for answer, points in one.answers:
            yield spreadsheet.line(
                [table.card.version, "points", one.question, answer, points, None]
            )
    for points, amount in enumerate(table.card.table):
        yield spreadsheet.line(
            [table.card.version, "table", None, None, points, plain_pounds(amount)]
        )


def _whole(share: float) -> int:
    return round(100 * share)


def _questions(asked: Questionnaire, card: Scorecard) -> tuple[QuestionPoints, ...]:
    return tuple(
        QuestionPoints(one.words, tuple(zip(one.levels, card.points[one.id], strict=False)))
        for one in asked.questions
    )
