"""A model in the register, calibrated on an invented file, that waits to be read and proposed.

Answers go with need; a plan costs what Marlshire's own scorecard would say, times luck.
"""

import csv
import io
from datetime import date
from random import Random

from ownway.commissioning.scorecards import operations, queries
from ownway.demo.personas import PRIYA, sign_in_of
from ownway.kernel.money import plain_pounds
from ownway.support.allocation.domain import Scorecard, prepared

VERSION, TITLE = "marlshire-2027", "Marlshire’s scorecard for 2027 to 2028 (invented)"
FILE_NAME = "marlshire-2025-to-2026.csv"
CARD = "marlshire-2026-autumn"
PEOPLE, SEED, LUCK = 280, 2027, 0.45
REASONS = (
    ("Physical Support", 150, 0.0),
    ("Support with Memory & Cognition", 60, 0.3),
    ("Learning Disability Support", 45, 0.6),
    ("Mental Health Support", 25, 0.1),
)
AGES, GENDERS = ("18 to 64", "65 to 84", "85 and over"), ("Female", "Male")


def model(*, on: date) -> None:
    """Start the model and ask for its calibration, which a worker does a little later.

    One that is there already stays as it is.
    """
    priya = sign_in_of(PRIYA)
    if any(line.version == VERSION for line in queries.register(by=priya)[0]):
        return
    card = prepared(CARD).card
    model_id = operations.start_model(
        version=VERSION, title=TITLE, questionnaire=card.questionnaire, by=priya, on=on
    )
    operations.ask_for_calibration(
        model_id,
        file=invented(card),
        file_name=FILE_NAME,
        prior={question: list(steps) for question, steps in card.points.items()},
        prior_words=card.version,
        by=priya,
        on=on,
    )


def invented(card: Scorecard) -> bytes:
    """The file: one row a person, none of whom exists."""
    rng = Random(SEED)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["person_id", "group", *card.points, "cost_weekly", "age", "gender", "month"])
    numbers = iter(range(1, PEOPLE + 1))
    for reason, people, more in REASONS:
        for _ in range(people):
            need = rng.gauss(1.2 + more, 0.9)
            levels = [max(0, min(4, round(rng.gauss(need, 1.0)))) for _ in card.points]
            steps = zip(card.points.values(), levels, strict=True)
            score = sum(step[level] for step, level in steps)
            weekly = card.table[min(score, len(card.table) - 1)] * rng.lognormvariate(0, LUCK)
            month = rng.randrange(18)
            writer.writerow(
                [
                    f"invented-{next(numbers)}",
                    reason,
                    *("" if rng.random() < 0.02 else level for level in levels),
                    plain_pounds(max(round(weekly), 100)),
                    rng.choice(AGES),
                    rng.choice(GENDERS),
                    f"{2025 + month // 12}-{1 + month % 12:02}",
                ]
            )
    return out.getvalue().encode()
