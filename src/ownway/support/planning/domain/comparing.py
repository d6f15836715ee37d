"""Two versions of a plan beside each other: what is new, what is gone, what changed. Pure.

Promise   Every part of both versions is told exactly once; the differences of cost add up to the
          difference of the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Change(StrEnum):
    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    SAME = "the same"


@dataclass(frozen=True, slots=True)
class Told:
    """A part as it is compared: what and who name it; `words` are all that may differ."""

    what: str
    who: str
    cost_weekly: int
    words: tuple[tuple[str, str], ...]
    cost_once: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """One part beside itself. `changes` are (name, before, after)."""

    change: Change
    what: str
    before: Told | None
    after: Told | None
    changes: tuple[tuple[str, str, str], ...]

    @property
    def more_weekly(self) -> int:
        """How much more the later version costs a week for it; less is negative."""
        return (self.after.cost_weekly if self.after else 0) - (
            self.before.cost_weekly if self.before else 0
        )


def beside(before: Sequence[Told], after: Sequence[Told]) -> tuple[Difference, ...]:
    """The later version's parts in their order, then what is gone.

    A part is the same one when what is done and who does it are; else when only what is done is.
    """
    left = list(before)
    pairs: list[tuple[Told | None, Told]] = [(None, one) for one in after]
    for key in (lambda one: (_plain(one.what), _plain(one.who)), lambda one: _plain(one.what)):
        for at, (known, one) in enumerate(pairs):
            if known is None:
                match = next((old for old in left if key(old) == key(one)), None)
                if match is not None:
                    left.remove(match)
                    pairs[at] = (match, one)
    found = [_difference(old, one) for old, one in pairs]
    return (*found, *(Difference(Change.GONE, old.what, old, None, ()) for old in left))


def _difference(old: Told | None, one: Told) -> Difference:
    if old is None:
        return Difference(Change.NEW, one.what, None, one, ())
    said = dict(old.words)
    told = dict(one.words)
    changes = tuple(
        (name, said.get(name, ""), told.get(name, ""))
        for name in dict.fromkeys([*said, *told])
        if said.get(name, "") != told.get(name, "")
    )
    if old.who != one.who:
        changes = (("Who", old.who, one.who), *changes)
    kind = Change.CHANGED if changes or old.cost_weekly != one.cost_weekly else Change.SAME
    return Difference(kind, one.what, old, one, changes)


def _plain(words: str) -> str:
    return " ".join(words.lower().split())
