"""Names as they are heard in England today, by decade of birth; nobody is meant by any of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import yaml

Cohorts = tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Community:
    """People who choose names alike. Given names stand by year of birth: before the year given."""

    women: Cohorts
    men: Cohorts
    families: tuple[str, ...]

    def given_name(self, rng: Random, *, woman: bool, born: int) -> str:
        cohorts = self.women if woman else self.men
        fitting = next((names for before, names in cohorts if born < before), cohorts[-1][1])
        return rng.choice(fitting)

    def family_name(self, rng: Random) -> str:
        return rng.choice(self.families)


def _cohorts(found: Mapping[int, str]) -> Cohorts:
    return tuple((before, tuple(names.split())) for before, names in sorted(found.items()))


def _communities() -> dict[str, Community]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(
        Path(__file__).with_name("names.yaml").read_text(encoding="utf-8")
    )
    return {
        name: Community(
            _cohorts(each["women"]), _cohorts(each["men"]), tuple(each["families"].split())
        )
        for name, each in found.items()
    }


COMMUNITIES = _communities()
