"""In which order files given together are taken: by the end of the period they tell of.

A file's period is read from its first rows, before any of it is taken.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from ownway.commissioning.returns.domain import UnusableFile, read

PEEK = 1_000  # rows looked at

Period = tuple[date | None, date | None]  # first and last day


def period_of(path: Path) -> Period:
    """The reporting period that most of the first rows give; none when nothing can be read.

    Raises OSError when the file cannot be opened.
    """
    with path.open("rb") as stream:
        try:
            cld = read(stream)
            for _ in islice(cld, PEEK):
                pass
        except UnusableFile:
            return None, None
        told = Counter(
            {(one.first_day, one.last_day): rows for one, rows in cld.submissions.items()}
        )
    known = {period: rows for period, rows in told.items() if period[1] is not None}
    if not known:
        return None, None
    return max(known, key=lambda period: (known[period], str(period)))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file to take: where it is, what to call it, when it was given, and of which period."""

    path: Path
    name: str
    received_at: datetime
    period: Period


def in_order(files: Iterable[tuple[Path, str, datetime]]) -> list[Waiting]:
    """Files (where, called what, given when) in the order to take them: by the end of the period.

    Those of one period come in the order in which they were given, then by name; those without one
    last, since they are refused at their turn.
    """
    told = [Waiting(path, name, given, period_of(path)) for path, name, given in files]
    return sorted(told, key=lambda one: (one.period[1] or date.max, one.received_at, one.name))
