"""What anybody may read: days that somebody published, as they were given out."""

from dataclasses import dataclass
from datetime import date

from ownway.commissioning.insight.domain import PublicDay, from_json
from ownway.commissioning.insight.models import PublishedDay
from ownway.kernel.refusal import NotFound


@dataclass(frozen=True, slots=True)
class Published:
    """A published day, and by whom it was published or withdrawn and when."""

    day: PublicDay
    published_on: date
    published_by: str
    withdrawn_on: date | None

    @property
    def on(self) -> date:
        return self.day.on


def latest_published() -> Published | None:
    """The latest day that anybody may read; None when nothing is published."""
    found = published_days()
    return found[0] if found else None


def published_days(*, withdrawn: bool = False) -> list[Published]:
    """Every published day, the latest first; `withdrawn` asks for those taken back as well."""
    rows = PublishedDay.objects.select_related("published_by")
    if not withdrawn:
        rows = rows.filter(withdrawn_on__isnull=True)
    return [
        Published(from_json(row.figures), row.published_on, row.published_by.name, row.withdrawn_on)
        for row in rows
    ]


def published_on(on: date) -> Published:
    """The published figures of a day. Raises NotFound when there are none, or no more."""
    for one in published_days():
        if one.on == on:
            return one
    raise NotFound("No figures of that day are published.")
