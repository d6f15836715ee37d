"""Figures for many people at once: the same whole-pence table, a remainder to the penny."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ownway.support.allocation.domain.calibration import answers as given
from ownway.support.allocation.domain.calibration.fitting import Levels, Whole
from ownway.support.allocation.domain.figures import NotTheseQuestions
from ownway.support.allocation.domain.scorecard import BeyondTable, Scorecard

AT_ONCE = 16_384
BUNDLE = 256  # combinations of answers looked up together
LEANS_ON_BLANKS = 0.15
WIDE = 5


@dataclass(frozen=True, eq=False)
class Batch:
    """Pence a week of each person, in the order they came; `remainder` is what the envelope keeps.

    `flags` says by name whom a person should look at before the figure is used: `blank_form`
    nothing answered, `blanks` worth more than 15% of the figure, `top_score`, `unlike_others`,
    `wide_range` more than five times.
    """

    figures: Whole
    scores: Whole
    low: Whole
    high: Whole
    remainder: int | None
    _card: Scorecard = field(repr=False)
    _said: Levels = field(repr=False)
    _groups: Sequence[str] | None = field(repr=False)

    @cached_property
    def flags(self) -> Mapping[str, npt.NDArray[np.bool_]]:
        """Worked out when first asked for."""
        tops = tops_of(self._card)
        blank = self._said < 0
        nothing = np.zeros(len(self._said), bool)
        found: dict[str, npt.NDArray[np.bool_]] = {
            "blank_form": np.asarray(blank.all(axis=1)),
            "blanks": nothing.copy(),
            "top_score": nothing.copy(),
            "unlike_others": nothing.copy(),
            "wide_range": self.high > WIDE * np.maximum(self.low, 1),
        }
        if self._card.usual is not None:
            found["top_score"] = self.scores > self._card.usual.top_score
            unlike = given.surprise(self._said, tops, self._card.usual)
            found["unlike_others"] = unlike > self._card.usual.most_surprise
        rows = np.flatnonzero(blank.any(axis=1))
        if len(rows):
            groups = None if self._groups is None else np.asarray(self._groups, str)[rows].tolist()
            least = allocate(self._card, np.where(blank[rows], 0, self._said[rows]), groups)
            worth = self.figures[rows] - least.figures
            found["blanks"][rows] = worth > LEANS_ON_BLANKS * self.figures[rows]
        return found


def tops_of(card: Scorecard) -> tuple[int, ...]:
    return tuple(len(steps) - 1 for steps in card.points.values())


def allocate(
    card: Scorecard,
    answers: npt.ArrayLike,
    group: Sequence[str] | npt.NDArray[np.str_] | None = None,
    *,
    envelope: int | None = None,
) -> Batch:
    """Everybody's figure, range and score.

    `answers` are whole levels in the order of the card's questions, -1 for a blank, which counts as
    people alike usually said; `envelope` is pence a week, and figures + remainder equal it exactly.
    Raises BadAnswers; NotTheseQuestions for a blank where the card does not say what is usual;
    BeyondTable where the table stops short.
    """
    tops = tops_of(card)
    said = np.asarray(answers)
    if said.ndim != 2 or said.shape[1] != len(tops) or said.dtype.kind not in "iu":
        said = given.checked(said, tops)
    numbers, tables, starts = _by_group(card, group, len(said))
    bundles = _bundles(card)
    people = len(said)
    scores = np.empty(people, np.int64)
    figures, low, high = (np.empty(people, np.int64) for _ in range(3))
    most = np.asarray(tops)
    for begin in range(0, people, AT_ONCE):
        part = slice(begin, begin + AT_ONCE)
        some = said[part]
        if some.dtype != np.int8 or some.min(initial=0) < 0 or (some.max(axis=0) > most).any():
            some = _careful(card, said, part, tops)
        across = np.ascontiguousarray(some.T)
        score = np.zeros(len(some), np.int16)
        for first, end, sums in bundles:
            code = across[first].astype(np.uint8)
            for question in range(first + 1, end):
                code *= np.uint8(tops[question] + 1)
                code += across[question].view(np.uint8)
            score += sums[code]
        at = score.astype(np.int64)
        if numbers is None:
            scores[part] = at + starts[0]
            line = at + starts[0]
        else:
            own = numbers[part]
            scores[part] = at + starts[own]
            line = scores[part] + own * tables.shape[2]
        if scores[part].max(initial=0) >= tables.shape[2]:
            worst = int(scores[part].max())
            card.weekly_for(worst)  # says how far the table goes
            raise BeyondTable(f"The table of {card.version} stops short of {worst} points.")
        for row, out in enumerate((figures, low, high)):
            np.take(tables[row].ravel(), line, out=out[part])
    remainder = None if envelope is None else int(envelope) - int(figures.sum())
    plain = None if group is None else [str(one) for one in group] if card.has_group_terms else None
    return Batch(figures, scores, low, high, remainder, card, _as_levels(said), plain)


def with_blanks_filled(card: Scorecard, answers: npt.ArrayLike) -> Levels:
    """The answers as a figure counts them: every blank as people alike usually said."""
    said = given.checked(answers, tops_of(card))
    return _careful(card, said, slice(None), tops_of(card))


def _as_levels(said: npt.NDArray[np.generic]) -> Levels:
    return said.astype(np.int8, copy=False)


def _careful(
    card: Scorecard, said: npt.NDArray[np.generic], part: slice, tops: Sequence[int]
) -> Levels:
    """Part of the answers with blanks filled, or the refusal that names the row."""
    try:
        some = given.checked(said[part], tops)
    except given.BadAnswers:
        given.checked(said, tops)  # names the row of the whole
        raise
    if (some < 0).any():
        if card.usual is None:
            raise NotTheseQuestions(
                f"Scorecard {card.version} does not say what people usually answer, so a blank "
                "cannot count. Ask again."
            )
        some = given.filled(some, tops, card.usual)
    return some


def _bundles(card: Scorecard) -> list[tuple[int, int, npt.NDArray[np.int16]]]:
    """Questions looked up together, with the points of every combination of their answers."""
    steps = [np.asarray(points, np.int16) for points in card.points.values()]
    found, first, size = [], 0, 1
    for question in range(len(steps) + 1):
        if question == len(steps) or size * len(steps[question]) > BUNDLE:
            sums = np.zeros(1, np.int16)
            for points in steps[first:question]:
                sums = np.add.outer(sums, points).ravel()
            found.append((first, question, sums))
            first, size = question, 1
        if question < len(steps):
            size *= len(steps[question])
    return found


def _by_group(
    card: Scorecard, group: Sequence[str] | npt.NDArray[np.str_] | None, people: int
) -> tuple[Whole | None, Whole, Whole]:
    """The number of each person's group, tables (figure, low, high) by group, and start points."""
    names: list[str] = [""]
    numbers = None
    if group is not None and (card.ranges or card.has_group_terms):
        if len(group) != people:
            raise given.BadAnswers("Give one group a person, or none at all.")
        found, numbers = np.unique(np.asarray(group, dtype=str), return_inverse=True)
        names = [str(name) for name in found]
        numbers = numbers.astype(np.int64)
    longest = min(len(card.table_of(name)) for name in names)
    tables = np.empty((3, len(names), longest), np.int64)
    for row, name in enumerate(names):
        table = card.table_of(name)[:longest]
        tables[0, row] = table
        tables[1, row], tables[2, row] = zip(
            *(card.range_of(line, group=name) for line in table), strict=True
        )
    starts = np.array([card.starts.get(name, 0) for name in names], np.int64)
    return numbers, tables, starts
