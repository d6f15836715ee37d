"""Invented councils to calibrate on: answers that go together, costs that rise with need."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

GROUPS = ("Learning disability", "Memory and cognition", "Mental health", "Physical support")


@dataclass(frozen=True, eq=False)
class Council:
    """Answers, pence a week, groups, and what sensible people would have guessed."""

    questions: tuple[str, ...]
    answers: npt.NDArray[np.int8]
    cost: npt.NDArray[np.int64]
    group: npt.NDArray[np.str_]
    prior: dict[str, list[int]]


def council(people: int, *, seed: int, questions: int = 10, noise: float = 0.5) -> Council:
    """A council of so many people; `noise` is what answers do not say, on the log scale."""
    draw = np.random.default_rng(seed)
    group = draw.integers(0, len(GROUPS), people)
    need = draw.normal(0, 1, people) + 0.3 * group
    seen = 0.8 * need[:, None] + draw.normal(0, 0.8, (people, questions))
    levels = (seen[:, :, None] > np.array([-0.3, 0.5, 1.2, 1.9])).sum(axis=2).astype(np.int8)
    rises = 0.04 + 0.03 * (np.arange(questions) % 4)
    worth = rises[:, None] * np.array([0, 0.5, 1.2, 2.2, 3.5])
    line = sum(worth[at][levels[:, at]] for at in range(questions))
    luck = draw.normal(0, noise, people) - noise**2 / 2
    cost = np.rint(12_000 * np.exp(line + luck)).astype(np.int64)
    names = tuple(f"q_{at:02}" for at in range(questions))
    guess = {name: [0, 1, 3, 5, 8] for name in names}
    return Council(names, levels, cost, np.array(GROUPS)[group], guess)
