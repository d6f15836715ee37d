"""The way down of a clearing programme, as a line beside its plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from ownway.kernel.period import in_words
from ownway.support.review.domain.backlog import BurnDay

WIDE, HIGH = 640, 220


@dataclass(frozen=True, slots=True)
class WayDown:
    """Points of two lines in a drawing of WIDE by HIGH, and the drawing said in words."""

    plan: str
    left: str
    first: str
    last: str
    total: int
    words: str


def way_down(days: Sequence[BurnDay], total: int) -> WayDown:
    """The plan as a straight line down, and how many were left at each day so far."""
    span = max(1, (days[-1].day - days[0].day).days)
    most = max(1, total)

    def at(day: BurnDay, many: int) -> str:
        across = WIDE * (day.day - days[0].day).days / span
        return f"{across:.1f},{HIGH - HIGH * many / most:.1f}"

    past = [(day, day.left) for day in days if day.left is not None]
    now, left = past[-1]
    return WayDown(
        plan=" ".join(at(day, day.planned) for day in days),
        left=" ".join(at(day, many) for day, many in past),
        first=in_words(days[0].day),
        last=in_words(days[-1].day),
        total=total,
        words=(
            f"From {total:,} on {in_words(days[0].day)} to {left:,} left on {in_words(now.day)}; "
            f"the plan has {now.planned:,} left on that day."
        ),
    )
