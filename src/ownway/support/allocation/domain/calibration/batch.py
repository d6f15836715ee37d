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
Points = npt.NDArray[np.uint8] | npt.NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class Batch:
    """Pence a week of each person, in the order they came; `remainder` is what the envelope keeps.

    `flags` says by name whom a person should look at before the figure is used: `blank_form`
    nothing answered, `blanks` worth more than 15% of the figure, `top_score`, `unlike_others`,
    `wide_range` more than five times. Scores, ranges and flags are looked up when first asked for.
    """

    figures: Whole
    remainder: int | None
    _card: Scorecard = field(repr=False)
    _said: Levels = field(repr=False)
    _groups: Sequence[str] | None = field(repr=False)
    _lines: Whole = field(repr=False)
    _tables: "_Tables" = field(repr=False)

    @cached_property
    def scores(self) -> Whole:
        """Whole points, those to start with among them."""
        return self._lines % self._tables.longest

    @cached_property
    def low(self) -> Whole:
        return self._tables.low[self._lines]

    @cached_property
    def high(self) -> Whole:
        return self._tables.high[self._lines]

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
    tables = _tables(card, group, len(said))
    bundles = _bundles(card)
    people = len(said)
    lines = np.empty(people, np.int64)
    figures = np.empty(people, np.int64)
    most = np.asarray(tops, np.uint8)
    for begin in range(0, people, AT_ONCE):
        part = slice(begin, begin + AT_ONCE)
        some = said[part]
        across = np.ascontiguousarray(some.T)
        # Seen without a sign a blank is 255, so one look finds blanks and levels too high.
        if some.dtype != np.int8 or (across.view(np.uint8).max(axis=1, initial=0) > most).any():
            across = np.ascontiguousarray(_careful(card, said, part, tops).T)
        score = np.zeros(len(some), np.int16)
        levels = across.view(np.uint8)
        for first, end, sums in bundles:
            code = levels[first]
            for question in range(first + 1, end):
                code = code * np.uint8(tops[question] + 1) + levels[question]
            score += _looked_up(sums, code)
        own = None if tables.numbers is None else tables.numbers[part]
        at = lines[part]
        at[:] = score
        at += tables.starts[0] if own is None else tables.starts[own]
        if at.max(initial=0) >= tables.longest:
            worst = int(at.max())
            card.weekly_for(worst)  # says how far the table goes
            raise BeyondTable(f"The table of {card.version} stops short of {worst} points.")
        if own is not None:
            at += own * tables.longest
        np.take(tables.figures, at, out=figures[part], mode="clip")
    remainder = None if envelope is None else int(envelope) - int(figures.sum())
    plain = None if group is None else [str(one) for one in group] if card.has_group_terms else None
    return Batch(figures, remainder, card, _as_levels(said), plain, lines, tables)


def _looked_up(sums: bytes | npt.NDArray[np.int16], code: npt.NDArray[np.uint8]) -> Points:
    """Points of each combination of answers; a translation of bytes where they fit in one."""
    if isinstance(sums, bytes):
        return np.frombuffer(code.tobytes().translate(sums), np.uint8)
    return sums[code]


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


def _bundles(card: Scorecard) -> "list[tuple[int, int, bytes | npt.NDArray[np.int16]]]":
    """Questions looked up together, with the points of every combination of their answers."""
    steps = [np.asarray(points, np.int16) for points in card.points.values()]
    found: list[tuple[int, int, bytes | npt.NDArray[np.int16]]] = []
    first, size = 0, 1
    for question in range(len(steps) + 1):
        if question == len(steps) or size * len(steps[question]) > BUNDLE:
            sums = np.zeros(1, np.int16)
            for points in steps[first:question]:
                sums = np.add.outer(sums, points).ravel()
            fits = sums.max() < BUNDLE
            spelt = bytes(sums.astype(np.uint8)).ljust(BUNDLE, b"\0")
            found.append((first, question, spelt if fits else sums))
            first, size = question, 1
        if question < len(steps):
            size *= len(steps[question])
    return found


@dataclass(frozen=True, eq=False)
class _Tables:
    """The tables of all groups end to end, each `longest` lines; whose is whose; start points."""

    numbers: Whole | None
    longest: int
    figures: Whole
    low: Whole
    high: Whole
    starts: Whole


def _tables(
    card: Scorecard, group: Sequence[str] | npt.NDArray[np.str_] | None, people: int
) -> _Tables:
    names: list[str] = [""]
    numbers = None
    if group is not None and (card.ranges or card.has_group_terms):
        if len(group) != people:
            raise given.BadAnswers("Give one group a person, or none at all.")
        found, inverse = np.unique(np.asarray(group, dtype=str), return_inverse=True)
        names = [str(name) for name in found]
        numbers = inverse.astype(np.int64)
    longest = min(len(card.table_of(name)) for name in names)
    figures, low, high = (np.empty((len(names), longest), np.int64) for _ in range(3))
    for row, name in enumerate(names):
        table = card.table_of(name)[:longest]
        figures[row] = table
        low[row], high[row] = zip(*(card.range_of(one, group=name) for one in table), strict=True)
    starts = np.array([card.starts.get(name, 0) for name in names], np.int64)
    return _Tables(numbers, longest, figures.ravel(), low.ravel(), high.ravel(), starts)
