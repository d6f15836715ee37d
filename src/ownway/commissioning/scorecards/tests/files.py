"""Invented files of answers and costs, for the questions of `everyday-2026`."""

import csv
import io

from ownway.support.allocation.tests.councils import Council, council
from ownway.support.assessment.domain import questionnaire_named

QUESTIONNAIRE = "everyday-2026"
ASKED = questionnaire_named(QUESTIONNAIRE).ids


def a_council(people: int, *, seed: int = 7, noise: float = 0.5) -> Council:
    return council(people, seed=seed, questions=len(ASKED), noise=noise)


def a_file(people: int = 240, *, seed: int = 7, noise: float = 0.5, spoilt: bool = False) -> bytes:
    """A file that carries a model; `spoilt` adds four rows that cannot be used."""
    made = a_council(people, seed=seed, noise=noise)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["person_id", "group", *ASKED, "cost_weekly", "gender", "month"])
    for at in range(people):
        writer.writerow(
            [
                f"SECRET-{at}",
                made.group[at],
                *made.answers[at],
                f"{made.cost[at] / 100:.2f}",
                ("Female", "Male")[at % 2],
                f"2026-0{1 + at % 6}",
            ]
        )
    if spoilt:
        plain = ["1"] * len(ASKED)
        writer.writerow(["SECRET-0", "A", *plain, "100", "Male", "2026-01"])
        writer.writerow(["S-1", "A", "7", *plain[1:], "100", "Male", "2026-01"])
        writer.writerow(["S-2", "A", "often", *plain[1:], "100", "Male", "2026-01"])
        writer.writerow(["S-3", "A", *plain, "-4", "Male", "2026-01"])
    return out.getvalue().encode()
