"""Writing together: who writes in which voice, and how saves that cross each other are kept.

A passage is one author's voice in one section. Every save is a version, which names the versions
its author had before them (`parents`). A version that nobody has written on since stands. Where two
stand, they were written without knowing of one another: both are shown until their author, having
seen both, writes one that names both.

Promise   A save is never refused for being stale, and never merged unseen. Words stop standing
          only by a save whose author had them on the page; even then they stay as a version.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

LONGEST = 20_000  # letters of one version


class Voice(StrEnum):
    PERSON = "person"
    WORKER = "worker"
    INVITED = "invited"


@dataclass(frozen=True, slots=True)
class Version:
    """One save of a passage. `differs`: its author says that they see this differently."""

    id: UUID
    words: str
    parents: tuple[UUID, ...]
    saved_at: datetime
    differs: bool = False


def standing(versions: Sequence[Version]) -> tuple[Version, ...]:
    """The versions that nobody has written on since, in the order they were saved."""
    written_on = {parent for version in versions for parent in version.parents}
    return tuple(version for version in versions if version.id not in written_on)


def parents_of_save(versions: Sequence[Version], seen: Iterable[UUID]) -> tuple[UUID, ...]:
    """Which versions a save is written on: those its author had seen, of those there are.

    What a browser names that is no version of this passage counts for nothing.
    """
    asked = set(seen)
    return tuple(version.id for version in versions if version.id in asked)


def says_nothing_new(
    versions: Sequence[Version], words: str, *, differs: bool, seen: Iterable[UUID]
) -> bool:
    """Whether a save would add nothing, so that none is kept.

    It says what its author had before them, unchanged; or it was kept already and is sent again.
    Choosing one of two that stand is something new. Emptying what was never written is not.
    """
    said = (words, differs)
    asked = set(seen)
    shown = [version for version in versions if version.id in asked]
    if not versions:
        return not words.strip() and not differs
    if len(shown) > 1:
        return False
    if shown and (shown[0].words, shown[0].differs) == said:
        return True
    heads = standing(versions)
    kept_already = any((head.words, head.differs) == said for head in heads)
    return kept_already and not any(head.id in asked for head in heads)
