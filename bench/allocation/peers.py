"""What others would do with the same people: fitted on one council, asked about another.

Each method gives pounds a week for people it has not seen; totals are made equal afterwards.
Boosting is tuned: eight settings drawn at random, the best by three inner folds is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from populations import GROUPS, QUESTIONS, Council, experts
from scipy.optimize import nnls

Floats = npt.NDArray[np.float64]
Fitted = Callable[[Council], Floats]
TRIED, INNER = 8, 3
LEVELS = 4


@dataclass(frozen=True)
class Peer:
    """`fit(council, group)` gives a method of figures; `group` says whether it may use groups."""

    name: str
    fit: Callable[[Council, bool], Fitted]


def points(council: Council) -> Floats:
    """Experts' points of each person."""
    guess = experts()
    return np.asarray(
        sum(np.array(guess[q], float)[council.answers[:, at]] for at, q in enumerate(QUESTIONS))
    )


def numbers(council: Council) -> npt.NDArray[np.int64]:
    names = list(GROUPS)
    return np.array([names.index(one) for one in council.group])


def one_price(council: Council, group: bool) -> Fitted:
    del group
    price = council.cost.sum() / points(council).sum()
    return lambda asked: np.asarray(points(asked) * price)


def price_by_group(council: Council, group: bool) -> Fitted:
    if not group:
        return one_price(council, group)
    mine, count = numbers(council), len(GROUPS)
    scored = np.bincount(mine, points(council), count)
    overall = council.cost.sum() / scored.sum()
    money = np.bincount(mine, council.cost, count)
    price = np.where(scored > 0, money / np.maximum(scored, 1e-9), overall)
    return lambda asked: np.asarray(points(asked) * price[numbers(asked)])


def features(council: Council, group: bool) -> npt.NDArray[np.int8]:
    if not group:
        return council.answers
    return np.column_stack((council.answers, numbers(council).astype(np.int8)))


def steps(council: Council, group: bool) -> Floats:
    """A column for every step of every answer, one for each group but the first, and a start."""
    reached = [
        council.answers[:, at] >= level
        for at in range(len(QUESTIONS))
        for level in range(1, LEVELS + 1)
    ]
    mine = numbers(council)
    own = [mine == one for one in range(1, len(GROUPS))] if group else []
    return np.column_stack([np.ones(len(mine)), *own, *reached]).astype(float)


def regression(council: Council, group: bool) -> Fitted:
    """Non-negative least squares on levels: what a spreadsheet would do, kept from going down."""
    mine = np.column_stack((np.ones(len(council.cost)), features(council, group))).astype(float)
    worth, _ = nnls(mine, council.cost)
    return lambda asked: np.asarray(
        np.column_stack((np.ones(len(asked.cost)), features(asked, group))) @ worth
    )


def gamma_glm(council: Council, group: bool) -> Fitted:
    """A gamma model with a log link on the same steps (statsmodels), free to go down."""
    import statsmodels.api as sm

    columns = steps(council, group)
    used = np.flatnonzero(columns.any(axis=0))
    model = sm.GLM(
        council.cost, columns[:, used], family=sm.families.Gamma(sm.families.links.Log())
    )
    worth = np.zeros(columns.shape[1])
    worth[used] = model.fit().params
    return lambda asked: np.asarray(np.exp(np.clip(steps(asked, group) @ worth, -5, 12)))


def histogram(council: Council, group: bool) -> Fitted:
    return _tuned(council, group, _histogram)


def lightgbm(council: Council, group: bool) -> Fitted:
    return _tuned(council, group, _lightgbm)


def _histogram(said: dict[str, Any], group: bool) -> Any:
    from sklearn.ensemble import HistGradientBoostingRegressor

    return HistGradientBoostingRegressor(
        loss=said["loss"],
        learning_rate=said["pace"],
        max_iter=said["trees"],
        max_leaf_nodes=said["leaves"],
        min_samples_leaf=said["least"],
        l2_regularization=said["pull"],
        monotonic_cst=[1] * len(QUESTIONS) + ([0] if group else []),
        categorical_features=[len(QUESTIONS)] if group else None,
        early_stopping=False,
        random_state=0,
    )


def _lightgbm(said: dict[str, Any], group: bool) -> Any:
    from lightgbm import LGBMRegressor

    return LGBMRegressor(
        objective="gamma" if said["loss"] == "gamma" else "regression",
        learning_rate=said["pace"],
        n_estimators=said["trees"],
        num_leaves=said["leaves"],
        min_child_samples=said["least"],
        reg_lambda=said["pull"],
        monotone_constraints=[1] * len(QUESTIONS) + ([0] if group else []),
        n_jobs=1,
        verbose=-1,
        random_state=0,
        deterministic=True,
    )


def settings(seed: int) -> list[dict[str, Any]]:
    draw = np.random.default_rng(seed)
    return [
        {
            "loss": ["gamma", "squared_error"][draw.integers(0, 2)] if at else "gamma",
            "pace": float(draw.choice([0.03, 0.05, 0.08])),
            "trees": int(draw.choice([100, 200, 350])),
            "leaves": int(draw.choice([3, 5, 8, 15])),
            "least": int(draw.choice([10, 20, 40])),
            "pull": float(draw.choice([0.0, 1.0, 10.0])),
        }
        for at in range(TRIED)
    ]


def _tuned(council: Council, group: bool, make: Callable[[dict[str, Any], bool], Any]) -> Fitted:
    seen = features(council, group)
    fold = np.random.default_rng(3).permutation(np.arange(len(seen)) % INNER)
    best, kept = -np.inf, settings(0)[0]
    for said in settings(0):
        guess = np.zeros(len(seen))
        for left_out in range(INNER):
            inside = fold != left_out
            model = make(said, group).fit(seen[inside], council.cost[inside])
            guess[~inside] = model.predict(seen[~inside])
        guess *= council.cost.sum() / guess.sum()
        score = -float(((guess - council.cost) ** 2).sum())
        if score > best:
            best, kept = score, said
    model = make(kept, group).fit(seen, council.cost)
    return lambda asked: np.maximum(np.asarray(model.predict(features(asked, group))), 0.01)


PEERS = (
    Peer("One price", one_price),
    Peer("Price by group", price_by_group),
    Peer("NNLS", regression),
    Peer("Gamma GLM", gamma_glm),
    Peer("HistGradientBoosting", histogram),
    Peer("LightGBM", lightgbm),
)
BOOSTING = ("HistGradientBoosting", "LightGBM")
