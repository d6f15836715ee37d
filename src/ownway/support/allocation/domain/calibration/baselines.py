"""What others do, to be printed beside our own on the same people and folds.

One price     Derby's way of 2010: the money there is, divided by the experts' points scored.
By group      The same, with a price for each support reason.
Boosting      Gradient-boosted trees that may not fall as need grows (scikit-learn): what a black
              box would promise. It needs the answers themselves, and cannot be printed.

Each gives pounds a week for the people left out of a fold, from the people inside.
"""

from collections.abc import Callable, Mapping

import numpy as np

from ownway.support.allocation.domain.calibration.carding import People, folds_of
from ownway.support.allocation.domain.calibration.fitting import Floats, Steps

Baseline = Callable[[People, People, Floats, int], Floats]
LEAST_LEAF = 20
TREES = 200
PACE = 0.05


def one_price(inside: People, outside: People, experts: Floats, seed: int) -> Floats:
    del seed
    points, asked = _expert_points(inside, experts), _expert_points(outside, experts)
    return np.asarray(asked * (inside.pounds.sum() / max(points.sum(), 1e-9)))


def price_by_group(inside: People, outside: People, experts: Floats, seed: int) -> Floats:
    if inside.group is None or outside.group is None:
        return one_price(inside, outside, experts, seed)
    count = len(inside.names)
    points = np.bincount(inside.group, _expert_points(inside, experts), minlength=count)
    money = np.bincount(inside.group, inside.pounds, minlength=count)
    overall = money.sum() / max(points.sum(), 1e-9)
    price = np.where(points > 0, money / np.maximum(points, 1e-9), overall)
    return np.asarray(_expert_points(outside, experts) * price[outside.group])


def boosting(inside: People, outside: People, experts: Floats, seed: int) -> Floats:
    from sklearn.ensemble import HistGradientBoostingRegressor

    del experts
    model = HistGradientBoostingRegressor(
        loss="gamma",
        learning_rate=PACE,
        max_iter=TREES,
        min_samples_leaf=LEAST_LEAF,
        max_leaf_nodes=8,
        monotonic_cst=[1] * inside.levels.shape[1],
        random_state=seed,
    )
    model.fit(inside.levels, np.maximum(inside.pounds, 0.01))
    return np.asarray(model.predict(outside.levels))


BASELINES: Mapping[str, Baseline] = {
    "One price for every point": one_price,
    "One price for each group": price_by_group,
    "Gradient boosting": boosting,
}


def left_out(
    baseline: Baseline, people: People, experts: Floats, *, folds: int, seed: int
) -> Floats:
    """Figures of everybody by a baseline that did not see them: the folds are those of the card."""
    figures = np.zeros(len(people))
    fold = folds_of(len(people), folds, seed)
    for number in range(folds):
        inside = people.of(np.flatnonzero(fold != number))
        rows = np.flatnonzero(fold == number)
        figures[rows] = baseline(inside, people.like(rows, inside), experts, seed + number)
    return figures


def _expert_points(people: People, experts: Floats) -> Floats:
    return Steps(people.levels, people.tops).line(np.concatenate(([0.0], experts)))
