"""Leaving others out of what is given to one person: by column, and by name wherever it stands.

A name is left out whole and by its parts, but never a part of the person's own name. What a machine
leaves out is a proposal: somebody looks it over before anything is released.

Source    UK GDPR article 15(4); Data Protection Act 2018, schedule 2, paragraph 16: a copy is not
          to make others known who have not agreed, unless it is reasonable without.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

LEFT_OUT = "[left out: about somebody else]"
NAME_LEFT_OUT = "[name left out]"
NAMES_SOMEBODY = "it names somebody else"
SHORTEST = 3  # letters of a part of a name that is left out by itself
NO_NAMES = frozenset({"The", "And", "Mrs", "Miss", "Ms", "Mr", "Dr", "Sister", "Brother", "Mum"})


@dataclass(frozen=True, slots=True)
class Masked:
    """One thing that was left out: where it stands, in words what column it is, and why."""

    place: str  # "people.SomeoneAround/<key>/name"
    part: str
    column: str
    why: str


@dataclass
class Masker:
    """Leaves out names, and what somebody decided to leave out; shows what somebody decided to."""

    names: frozenset[str]
    own: frozenset[str] = frozenset()
    show: frozenset[str] = frozenset()  # places
    leave_out: frozenset[str] = frozenset()  # words, or places
    found: list[Masked] = field(default_factory=list)

    def __post_init__(self) -> None:
        own = {part.casefold() for name in self.own for part in _parts(name)}
        whole = [name for name in self.names if name.casefold() not in _folded(self.own)]
        parts = {
            part
            for name in whole
            for part in _parts(name)
            if len(part) >= SHORTEST
            and part[0].isupper()
            and part not in NO_NAMES
            and part.casefold() not in own
        }
        able = {name for name in whole if not _folded(_parts(name)) <= own}
        self._whole = _any_of({*able, *(one for one in self.leave_out if "/" not in one)}, True)
        self._part = _any_of(parts, False)

    def column(self, value: Any, *, place: str, part: str, column: str, why: str) -> Any:
        """A value of a column that is about somebody else."""
        if value in (None, "", [], {}) or place in self.show:
            return value
        self.found.append(Masked(place, part, column, why))
        return LEFT_OUT

    def words(self, value: Any, *, place: str, part: str, column: str) -> Any:
        """A value of any other column, without the names of others in it."""
        if place in self.leave_out:
            return self.column(
                value, place=place, part=part, column=column, why="left out after looking it over"
            )
        if place in self.show:
            return value
        shown = self._without(value)
        if shown != value:
            self.found.append(Masked(place, part, column, NAMES_SOMEBODY))
        return shown

    def _without(self, value: Any) -> Any:
        if isinstance(value, str):
            for pattern in (self._whole, self._part):
                if pattern is not None:
                    value = pattern.sub(NAME_LEFT_OUT, value)
            return value
        if isinstance(value, Mapping):
            return {name: self._without(one) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return [self._without(one) for one in value]
        return value


def _any_of(words: Iterable[str], any_case: bool) -> "re.Pattern[str] | None":
    asked = sorted((one for one in words if one.strip()), key=len, reverse=True)
    if not asked:
        return None
    alternatives = "|".join(re.escape(one) for one in asked)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE if any_case else 0)


def _parts(name: str) -> list[str]:
    return re.findall(r"\w[\w'’-]*", name)


def _folded(words: Iterable[str]) -> set[str]:
    return {word.casefold() for word in words}
