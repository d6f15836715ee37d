"""Answers as they come in a file or a batch: checked, blanks filled as for people alike.

A blank counted as no need would quietly cut a budget, and three forms in four have one. So a blank
counts as what people with answers otherwise like these usually said, and a figure that leans on
blanks for more than 15% of itself is never given without a word: ask again.

Units     Levels are whole numbers from 0; a blank is -1. One row a person, one column a question.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ownway.kernel.refusal import Refused
from ownway.support.allocation.domain.calibration.fitting import Levels, Whole
from ownway.support.allocation.domain.scorecard import Usual
from ownway.support.assessment.domain import Level, Question

BLANK = -1
HIGHEST_LEVEL = 9
BANDS = 5  # of need, each as many people
RARE = 1  # in a thousand: what nobody said is taken to be at least so usual
STRANGERS = 0.005  # so many of those calibrated on were more surprising
TOP = 0.02  # so many of those calibrated on had more points


class BadAnswers(Refused):
    """Answers that cannot be read: out of range, of other questions, or not whole numbers."""


def checked(answers: npt.ArrayLike, tops: Sequence[int]) -> Levels:
    """The answers as whole levels. Raises BadAnswers, naming the first row and column at fault."""
    given = np.asarray(answers)
    if given.ndim != 2 or given.shape[1] != len(tops):
        raise BadAnswers(f"Give one row a person and one column for each of {len(tops)} questions.")
    levels = given.astype(np.int8, copy=False)
    if given.dtype.kind not in "iu" and not np.array_equal(levels, given):
        raise BadAnswers("Levels are whole numbers; a blank is -1.")
    wrong = (given < BLANK) | (given > np.asarray(tops))
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise BadAnswers(
            f"Row {row + 1}, question {column + 1}: {given[row, column]} is not a level from 0 to "
            f"{tops[column]}."
        )
    return levels


def bands(levels: Levels, tops: Sequence[int], cuts: Sequence[int]) -> Whole:
    """Which band of need each person falls in, by what they answered."""
    found = np.searchsorted(np.asarray(cuts, np.int64), _need(levels, tops), side="right")
    return np.array(found, dtype=np.int64)


def _need(levels: Levels, tops: Sequence[int]) -> Whole:
    """Thousandths of the highest levels of what somebody answered; nothing for a blank form."""
    most = np.asarray(tops, np.int64)
    if (levels >= 0).all():
        return np.asarray(levels.sum(axis=1, dtype=np.int64) * 1000 // max(int(most.sum()), 1))
    said = levels >= 0
    reached = np.where(said, levels, 0).sum(axis=1, dtype=np.int64)
    return np.asarray(reached * 1000 // np.maximum((said * most).sum(axis=1), 1))


def usual_of(levels: Levels, tops: Sequence[int], questions: Sequence[Question]) -> Usual:
    """What people usually say, by band of need. `most_surprise` and `top_score` are set later."""
    need = _need(levels, tops)
    cuts = sorted({int(cut) for cut in np.quantile(need, np.arange(1, BANDS) / BANDS)})
    band = bands(levels, tops, cuts)
    count = len(cuts) + 1
    usual: dict[Question, tuple[Level, ...]] = {}
    shares: dict[Question, tuple[tuple[int, ...], ...]] = {}
    for at, (question, top) in enumerate(zip(questions, tops, strict=True)):
        said = levels[:, at] >= 0
        seen = np.bincount(
            band[said] * (top + 1) + levels[said, at], minlength=count * (top + 1)
        ).reshape(count, top + 1)
        overall = seen.sum(axis=0)
        if not overall.any():
            overall = np.eye(1, top + 1, dtype=np.int64)[0]
        seen = np.where(seen.any(axis=1, keepdims=True), seen, overall)
        mean = (seen @ np.arange(top + 1)) / seen.sum(axis=1)
        held = np.maximum.accumulate(np.floor(mean + 0.5).astype(int))
        usual[question] = tuple(Level(int(level)) for level in held)
        thousandths = np.rint(1000 * seen / seen.sum(axis=1, keepdims=True)).astype(int)
        shares[question] = tuple(tuple(int(one) for one in row) for row in thousandths)
    return Usual(tuple(cuts), usual, shares, most_surprise=0, top_score=0)


def filled(levels: Levels, tops: Sequence[int], usual: Usual) -> Levels:
    """The same answers with every blank as people alike usually said."""
    blank = levels < 0
    if not blank.any():
        return levels
    rows = np.flatnonzero(blank.any(axis=1))
    table = _by_band(usual.levels, np.int8)
    found = levels.copy()
    some = levels[rows]
    found[rows] = np.where(some < 0, table[bands(some, tops, usual.cuts)], some)
    return found


def surprise(levels: Levels, tops: Sequence[int], usual: Usual) -> Whole:
    """How unlike people calibrated on somebody's answers are, in thousandths of a natural unit."""
    band = bands(levels, tops, usual.cuts)
    total = np.zeros(len(levels), np.int64)
    for at, shares in enumerate(usual.shares.values()):
        spelt = np.maximum(np.asarray(shares, np.float64), RARE) / 1000
        costs = np.rint(-1000 * np.log(spelt)).astype(np.int64)
        costs = np.column_stack((costs, np.zeros(len(costs), np.int64)))  # the last, -1: a blank
        total += costs[band, levels[:, at]]
    return total


def _by_band(of: Mapping[Question, Sequence[int]], dtype: Any) -> npt.NDArray[Any]:
    return np.array(list(of.values()), dtype).T


def in_order(levels: Levels, cost: Whole, group: Whole | None) -> npt.NDArray[np.intp]:
    """One order for the same people whatever order they came in, and near enough by chance.

    By a number mixed from everything that is known of each. Two people with one number are alike
    in all of it (but for one chance in 10^12 for a county), so their order does not matter.
    """
    key = np.zeros(len(levels), np.uint64)
    columns = [*levels.T, cost, *([] if group is None else [group])]
    for column in columns:
        key ^= column.astype(np.int64).view(np.uint64)
        key *= np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(29)
    return np.argsort(key, kind="stable")
