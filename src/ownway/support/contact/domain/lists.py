"""The two national lists that a support request uses."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ownway.kernel.refusal import Refused

FOLDER = Path(__file__).parent
TO_ASSESSMENT = "Progress to assessment, review or reassessment"
TO_REABLEMENT = "Progress to reablement/ST-Max"
# After short-term help the assessment still follows: it stands in the queue with its own clock.
LEADS_TO_ASSESSMENT = (TO_ASSESSMENT, TO_REABLEMENT)
DIED = "NFA: Deceased"
DECLINED = "NFA: Support declined"
FROM_THE_PERSON = "Community / other route"
CARER = "Carer"  # client type of whoever asks for themselves because they look after another


class UnknownOutcome(Refused):
    """The outcome is not on the national list."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What can come of a request.

    `rank` is the national order that breaks ties; `value` the wording of the return; `words` how
    we say it. `leads_on` when something follows: otherwise whoever decides says why nothing does.
    """

    rank: int
    value: str
    words: str
    hint: str = ""

    @property
    def leads_on(self) -> bool:
        return self.rank < 6


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


OUTCOMES: tuple[Outcome, ...] = tuple(
    Outcome(**row) for row in _read("outcomes.yaml")["outcomes"]
)  # in the order a page offers them: an assessment first
ROUTES_OF_ACCESS: tuple[str, ...] = tuple(_read("routes_of_access.yaml")["routes"])


def outcome_named(value: str) -> Outcome:
    """Raises UnknownOutcome for a value that is not on the national list."""
    for outcome in OUTCOMES:
        if outcome.value == value:
            return outcome
    raise UnknownOutcome("Choose what comes of it from the list.")


def check_route(value: str) -> None:
    """Raises Refused for a route of access that is not on the list."""
    if value not in ROUTES_OF_ACCESS:
        raise Refused("Choose from the list how they came to ask.")
