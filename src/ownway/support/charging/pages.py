"""What pages show of a sum: its lines by part, in order, and what of it nobody checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ownway.support.charging.domain.page import Worked
from ownway.support.charging.domain.sums import Part


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the sum."""

    words: str
    amount: int
    source: str
    verified: bool
    taken_away: bool


def by_part(worked: Worked) -> list[tuple[str, list[Shown]]]:
    """The lines of a sum that was just worked out, under the heading of their part."""
    lines = [
        (one.part.value, Shown(one.words, one.amount, one.source, one.verified, one.taken_away))
        for one in worked.workings
    ]
    return _grouped(lines)


def kept_by_part(lines: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Shown]]]:
    """The lines of a sum as a decision kept them."""
    return _grouped(
        (
            str(one["part"]),
            Shown(
                str(one["words"]),
                int(one["amount"]),
                str(one["source"]),
                bool(one["verified"]),
                bool(one["taken_away"]),
            ),
        )
        for one in lines
    )


def _grouped(lines: Iterable[tuple[str, Shown]]) -> list[tuple[str, list[Shown]]]:
    found: dict[str, list[Shown]] = {part.value: [] for part in Part}
    for part, line in lines:
        found.setdefault(part, []).append(line)
    return [(part, some) for part, some in found.items() if some]
