"""The short list of daily things, how able somebody is at each, and what changed. Pure.

A list is versioned data beside this file: an episode keeps the version it began with, so that its
end is measured by the same words as its start. The words are ours; it is no clinical instrument.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from ownway.kernel.refusal import Refused

FOLDER = Path(__file__).parent / "abilities"
CURRENT = "daily-living-2026"
LEVELS = (0, 1, 2, 3)
LEVEL_WORDS = {
    0: "Somebody does it for me",
    1: "I do part of it with somebody's hands",
    2: "I do it with somebody near, or reminding me",
    3: "I do it by myself",
}


class UnknownAbility(Refused):
    """It is not on this list."""


@dataclass(frozen=True, slots=True)
class AbilityList:
    version: str
    words: Mapping[str, str]  # key -> what is done

    def check(self, levels: Mapping[str, int]) -> None:
        """Raises UnknownAbility, or Refused for a level there is not."""
        for key, level in levels.items():
            if key not in self.words:
                raise UnknownAbility(f"{key} is not on the list {self.version}.")
            if level not in LEVELS:
                raise Refused("Choose one of the four.")

    @property
    def most(self) -> int:
        return len(self.words) * LEVELS[-1]


@dataclass(frozen=True, slots=True)
class Change:
    """How able somebody was and is, counted over what was asked both times."""

    asked: int
    before: int
    after: int
    better: tuple[str, ...]
    worse: tuple[str, ...]


@cache
def ability_list(version: str = CURRENT) -> AbilityList:
    """The list of this version. Raises UnknownAbility for one that is not there."""
    file = FOLDER / f"{version}.yaml"
    if version not in {one.stem for one in FOLDER.glob("*.yaml")}:
        raise UnknownAbility(f"There is no list {version}.")
    said = yaml.safe_load(file.read_text(encoding="utf-8"))
    return AbilityList(version, {str(key): str(words) for key, words in said["asked"].items()})


def change_between(start: Mapping[str, int], end: Mapping[str, int]) -> Change:
    """What changed, over the things that were asked both times."""
    both = [key for key in start if key in end]
    return Change(
        asked=len(both),
        before=sum(start[key] for key in both),
        after=sum(end[key] for key in both),
        better=tuple(key for key in both if end[key] > start[key]),
        worse=tuple(key for key in both if end[key] < start[key]),
    )
