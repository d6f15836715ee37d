"""What may be unclaimed: a short question list, and which benefits it gives reason to ask about.

Promise   It says "may", never "you get" and never "you do not". An answer left out rules nothing
          out that the other answers speak for, and one more yes to what a benefit needs never
          takes that benefit away.
Source    benefits.yaml beside this file, with the Act each rests on. No amounts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "benefits.yaml"


class ClaimState(StrEnum):
    SUGGESTED = "suggested"
    CLAIMED = "claimed"
    AWARDED = "awarded"
    REFUSED = "refused"
    NOT_WANTED = "not wanted"


CLAIM_WORDS = {
    ClaimState.SUGGESTED: "May be unclaimed",
    ClaimState.CLAIMED: "Claimed, no answer yet",
    ClaimState.AWARDED: "Awarded",
    ClaimState.REFUSED: "Turned down",
    ClaimState.NOT_WANTED: "They do not want to claim it",
}


@dataclass(frozen=True, slots=True)
class Benefit:
    key: str
    name: str
    words: str
    ask: str
    needs: tuple[str, ...]
    unless: tuple[str, ...]
    reference: str


@dataclass(frozen=True, slots=True)
class BenefitsList:
    version: str
    questions: Mapping[str, str]
    benefits: Mapping[str, Benefit]


@cache
def benefits_list() -> BenefitsList:
    """The list in force."""
    said = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return BenefitsList(
        version=str(said["version"]),
        questions={str(key): str(words) for key, words in said["questions"].items()},
        benefits={
            str(key): Benefit(
                str(key),
                one["name"],
                one["words"],
                one["ask"],
                tuple(one["needs"]),
                tuple(one["not"]),
                one["reference"],
            )
            for key, one in said["benefits"].items()
        },
    )


def may_be_unclaimed(
    answers: Mapping[str, bool], *, already: Iterable[str] = ()
) -> tuple[Benefit, ...]:
    """The benefits that some answers speak for and none against, but for those they have already.

    A question that is not among `answers` was not answered.
    """
    has = set(already)
    return tuple(
        one
        for one in benefits_list().benefits.values()
        if one.key not in has
        and any(answers.get(key) for key in one.needs)
        and all(answers.get(key, True) for key in one.needs)
        and not any(answers.get(key, False) for key in one.unless)
    )
