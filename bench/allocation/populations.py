"""Invented councils to measure on: as many people, and as dear, as a published table says.

Groups    People and weekly cost by primary support reason are those of Dorset Council's
          commissioning strategy for working-age people 2022 to 2027 (4,372 people, £2,692,499.57 a
          week). Everybody is invented.
Answers   Twenty-four needs and the gap left by unpaid help, levels 0 to 4. Five hidden traits move
          them together; a group has traits of its own.
Cost      What answers say costs hours of care, nights, second carers and supervision; those add
          up and also work on each other, so no scorecard is the truth. More need never costs less.
          What assessments do not record (market, family, luck) comes on top.
Seeds     1 to 20 are for whoever builds. Reports use 1000 and above, which nobody looked at before.

Units     Pounds a week here; pence where the product is asked.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
QUESTIONS = (
    *("q_shopping", "q_cooking", "q_eating", "q_washing", "q_grooming", "q_toilet"),
    *("q_continence", "q_dressing", "q_laundry", "q_moving", "q_bed_and_chair", "q_medicines"),
    *("q_safe", "q_home", "q_letters", "q_people", "q_talking", "q_feelings", "q_work", "q_out"),
    *("q_children", "q_nights", "q_two_people", "q_behaviour", "q_gap"),
)
TRAITS = ("body", "mind", "mood", "behaviour", "alone")
# Group: people, pounds a week for all, and the mean of each trait.
GROUPS = {
    "Learning disability": (957, 893_566.29, (0.3, 1.0, 0.0, 0.9, 0.4)),
    "Mental health": (324, 217_663.07, (-0.6, 0.3, 1.3, 0.5, 0.6)),
    "Physical": (2237, 1_261_281.35, (0.7, -0.3, -0.1, -0.6, 0.1)),
    "Sensory": (19, 3_512.03, (-0.2, -0.5, 0.0, -0.8, 0.2)),
    "Social": (453, 52_107.78, (-0.7, -0.4, 0.2, -0.7, 0.5)),
    "Memory and cognition": (335, 246_056.01, (0.4, 1.1, 0.2, 0.3, 0.0)),
    "Other": (47, 18_313.04, (-0.1, 0.0, 0.2, -0.2, 0.3)),
}
# How much each question follows each trait, and pounds a week of its highest level before others
# work on it.
LEANS: dict[str, tuple[tuple[float, ...], float]] = {
    "q_shopping": ((0.7, 0.5, 0.2, 0.0, 0.2), 24),
    "q_cooking": ((0.7, 0.6, 0.2, 0.0, 0.1), 52),
    "q_eating": ((0.7, 0.5, 0.1, 0.1, 0.0), 70),
    "q_washing": ((1.0, 0.4, 0.1, 0.1, 0.0), 84),
    "q_grooming": ((0.9, 0.5, 0.2, 0.1, 0.0), 28),
    "q_toilet": ((1.0, 0.4, 0.0, 0.1, 0.0), 90),
    "q_continence": ((0.9, 0.5, 0.0, 0.2, 0.0), 58),
    "q_dressing": ((1.0, 0.4, 0.1, 0.0, 0.0), 60),
    "q_laundry": ((0.7, 0.5, 0.2, 0.0, 0.1), 18),
    "q_moving": ((1.1, 0.1, 0.0, 0.0, 0.0), 66),
    "q_bed_and_chair": ((1.1, 0.2, 0.0, 0.0, 0.0), 74),
    "q_medicines": ((0.3, 0.9, 0.4, 0.2, 0.1), 56),
    "q_safe": ((0.2, 1.0, 0.4, 0.6, 0.2), 190),
    "q_home": ((0.6, 0.5, 0.4, 0.1, 0.2), 22),
    "q_letters": ((0.1, 1.0, 0.4, 0.0, 0.2), 20),
    "q_people": ((0.2, 0.4, 0.7, 0.2, 0.7), 30),
    "q_talking": ((0.2, 1.0, 0.1, 0.3, 0.1), 46),
    "q_feelings": ((0.0, 0.2, 1.1, 0.4, 0.3), 60),
    "q_work": ((0.3, 0.7, 0.5, 0.3, 0.2), 80),
    "q_out": ((0.7, 0.6, 0.3, 0.2, 0.2), 64),
    "q_children": ((0.1, 0.2, 0.4, 0.2, 0.1), 40),
    "q_nights": ((0.6, 0.5, 0.2, 0.4, 0.0), 260),
    "q_two_people": ((0.8, 0.1, 0.0, 0.5, 0.0), 0),
    "q_behaviour": ((0.0, 0.7, 0.3, 1.1, 0.0), 300),
    "q_gap": ((0.1, 0.1, 0.2, 0.1, 1.1), 0),
}
EASY = {"q_children": 1.4, "q_two_people": 1.0, "q_nights": 0.7, "q_behaviour": 0.7}  # seldom
RISES = np.array([0.0, 0.12, 0.35, 0.65, 1.0])  # of the pounds of the highest level
KNOWABLE = 0.35  # market and family, which no assessment records
LUCK = 0.37
CRISIS, CRISIS_TIMES = 0.02, 2.0  # one package in fifty is about three times as dear
SEVERITY, OWN_TRAIT = 0.45, 0.45  # how far people differ altogether, and in one trait
APART = 0.9  # how far groups differ in their traits
KEPT = 0.4  # how much of somebody's luck their present package has already
START = 90.0  # pounds a week that any package begins with
NOISE = {"low": 0.85, "middle": 1.0, "high": 1.15}
TEAMS = ("East", "North", "South", "West")
LENIENT = {"North": 0.12, "West": -0.08}  # of a level, what a team adds to each answer


@dataclass(frozen=True, eq=False)
class Council:
    """Answers with their costs; `expected` is the mean cost given answers and group: the ceiling.

    `but_luck` is what somebody would know who knew everything but luck; `spend` what is spent now.
    """

    answers: npt.NDArray[np.int8]
    cost: Floats
    expected: Floats
    but_luck: Floats
    group: npt.NDArray[np.str_]
    spend: Floats
    ethnicity: npt.NDArray[np.str_]
    team: npt.NDArray[np.str_]
    month: npt.NDArray[np.str_]

    @property
    def pence(self) -> npt.NDArray[np.int64]:
        return np.rint(self.cost * 100).astype(np.int64)


def council(people: int, *, seed: int, noise: str = "middle", blanks: bool = False) -> Council:
    """A council of so many people; three forms in four have a blank where `blanks`."""
    draw = np.random.default_rng((seed, people, 7))
    names = list(GROUPS)
    shares = np.array([one[0] for one in GROUPS.values()], float)
    number = draw.permutation(_apportioned(shares, people))
    means = np.array([one[2] for one in GROUPS.values()])
    severity = draw.normal(0, SEVERITY, people)
    traits = (
        means[number] * APART + severity[:, None] + draw.normal(0, OWN_TRAIT, (people, len(TRAITS)))
    )
    team = draw.integers(0, len(TEAMS), people)
    lean = np.array([LENIENT.get(name, 0.0) for name in TEAMS])[team]
    true = _levels(traits, draw, np.zeros(people))
    answers = np.clip(true + _slips(draw, true.shape, lean), 0, 4).astype(np.int8)
    # What is recorded decides what is expected: costs follow the answers as they were agreed.
    mean = _mean_cost(answers)
    mean *= _group_scale(number)
    strength = NOISE[noise]
    known = np.exp(_noise(draw, people, KNOWABLE * strength))
    luck = np.exp(_noise(draw, people, LUCK * strength) + _crises(draw, people))
    spend = mean * known * luck**KEPT * np.exp(_noise(draw, people, 0.3))
    said = answers
    if blanks:
        said = answers.copy()
        forms = draw.random(people) < 0.75
        drop = draw.random(answers.shape) < 0.06
        drop[np.arange(people), draw.integers(0, len(QUESTIONS), people)] = True
        said[forms[:, None] & drop] = -1
    return Council(
        answers=said,
        cost=np.maximum(np.round(mean * known * luck, 2), 0.01),
        expected=mean,
        but_luck=mean * known,
        group=np.array(names)[number],
        spend=np.round(spend, 2),
        ethnicity=np.array(["White", "Asian", "Black", "Mixed or other"])[
            draw.choice(4, people, p=[0.9, 0.05, 0.02, 0.03])
        ],
        team=np.array(TEAMS)[team],
        month=np.array([f"2026-{month:02}" for month in range(1, 13)])[
            draw.integers(0, 12, people)
        ],
    )


def experts() -> dict[str, list[int]]:
    """Points that sensible people would guess: the pounds above, blurred, rounded; never fitted."""
    draw = np.random.default_rng(2010)
    guess = {}
    for question, (_, worth) in LEANS.items():
        feel = {"q_two_people": 90.0, "q_gap": 110.0}.get(question, worth)
        top = feel * float(np.exp(draw.normal(0, 0.35))) / 12
        guess[question] = [round(top * share) for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    return guess


def _levels(traits: Floats, draw: np.random.Generator, lean: Floats) -> npt.NDArray[np.int64]:
    leans = np.array([LEANS[question][0] for question in QUESTIONS])
    need = traits @ leans.T
    need += draw.normal(0, 0.65, need.shape) + lean[:, None]
    hard = np.array([EASY.get(question, 0.0) for question in QUESTIONS])
    cuts = np.array([-0.1, 0.8, 1.7, 2.6])[None] + hard[:, None]
    return np.asarray((need[:, :, None] > cuts[None]).sum(axis=2))


def _slips(
    draw: np.random.Generator, shape: tuple[int, ...], lean: Floats
) -> npt.NDArray[np.int64]:
    """Answers a level off, up and down alike but for how freely a team gives them."""
    chance = draw.random(shape)
    up, down = 0.08 + np.maximum(lean, 0)[:, None], 0.08 + np.maximum(-lean, 0)[:, None]
    return np.where(chance < up, 1, np.where(chance > 1 - down, -1, 0))


def _mean_cost(answers: npt.NDArray[np.int8]) -> Floats:
    """Pounds a week that go with answers, before a group's own market."""
    at = {question: answers[:, place] for place, question in enumerate(QUESTIONS)}
    worth = np.array([LEANS[question][1] for question in QUESTIONS], float)
    nights, behaviour = QUESTIONS.index("q_nights"), QUESTIONS.index("q_behaviour")
    each = RISES[answers] * worth
    by_day = each.sum(axis=1) - each[:, nights] - each[:, behaviour]
    second = 1 + 0.45 * RISES[at["q_two_people"]]
    gap = 0.5 + 0.5 * RISES[at["q_gap"]] ** 0.7
    # Somebody watched for their safety by day needs less on top for behaviour: the larger counts
    # whole, the smaller by half.
    watched = RISES[at["q_safe"]] * 160
    more = np.maximum(each[:, behaviour], watched) + 0.5 * np.minimum(each[:, behaviour], watched)
    return np.asarray(START + gap * (by_day * second + each[:, nights]) + more)


_SCALE: dict[str, Floats] = {}


def _group_scale(number: npt.NDArray[np.int64]) -> Floats:
    """What each group's market does, so that the mean of a very large group is the table's."""
    if "scale" not in _SCALE:
        found = []
        for at, (people, pounds, traits) in enumerate(GROUPS.values()):
            draw = np.random.default_rng((2022, at))
            count = 40_000
            severity = draw.normal(0, SEVERITY, count)
            mine = np.array(traits) * APART + severity[:, None]
            mine = mine + draw.normal(0, OWN_TRAIT, (count, len(TRAITS)))
            true = _levels(mine, draw, np.zeros(count))
            slips = _slips(draw, true.shape, np.zeros(count))
            mean = _mean_cost(np.clip(true + slips, 0, 4).astype(np.int8)).mean()
            found.append(pounds / people / mean)
        _SCALE["scale"] = np.array(found)
    return _SCALE["scale"][number]


def _noise(draw: np.random.Generator, people: int, wide: float) -> Floats:
    """On the log scale, with a mean of one after it."""
    return np.asarray(draw.normal(0, wide, people) - wide**2 / 2)


def _crises(draw: np.random.Generator, people: int) -> Floats:
    """A crisis makes a package several times as dear; on the log scale, with a mean of one."""
    dear = np.where(draw.random(people) < CRISIS, 1 + draw.gamma(3, CRISIS_TIMES / 3, people), 1.0)
    return np.asarray(np.log(dear / (1 + CRISIS * CRISIS_TIMES)))


def _apportioned(shares: Floats, people: int) -> npt.NDArray[np.int64]:
    exact = shares / shares.sum() * people
    count = np.floor(exact).astype(int)
    for at in np.argsort(count - exact)[: people - count.sum()]:
        count[at] += 1
    return np.repeat(np.arange(len(shares)), count)
