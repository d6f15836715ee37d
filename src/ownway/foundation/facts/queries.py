"""What happened to whom. Ask `support.people` first whether the asker may read that record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from ownway.foundation.facts.domain import DECLARED
from ownway.foundation.facts.models import Fact, UndoneContext


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a timeline."""

    fact_id: int
    name: str
    heading: str
    words: str
    on: date
    recorded_at: datetime
    of_id: UUID | None
    by_name: str
    by_title: str
    source: str


def timeline(about: UUID, *, limit: int = 50, leave_out: Iterable[str] = ()) -> list[Happening]:
    """What happened to a person, newest first.

    Readings of the record are not among it, nor what was undone as a whole since.
    """
    rows = Fact.objects.filter(about_id=about, reading=False).exclude(name__in=list(leave_out))
    rows = rows.exclude(context_id__in=UndoneContext.objects.values("context_id"))
    return _happenings(rows.order_by("-on", "-id")[:limit])


def readings(about: UUID, *, limit: int = 50) -> list[Happening]:
    """Who opened a person's record, newest first."""
    rows = Fact.objects.filter(about_id=about, reading=True)
    return _happenings(rows.order_by("-id")[:limit])


def recorded_by(of: Iterable[UUID], names: Iterable[str]) -> frozenset[UUID]:
    """The ids of everyone by whom facts of these names were recorded about these rows."""
    rows = Fact.objects.filter(of_id__in=list(of), name__in=list(names), by__isnull=False)
    return frozenset(found for found in rows.values_list("by_id", flat=True) if found)


def _happenings(rows: QuerySet[Fact]) -> list[Happening]:
    return [
        Happening(
            fact_id=row.pk,
            name=row.name,
            heading=DECLARED[row.name].words if row.name in DECLARED else row.name,
            words=row.content.words if hasattr(row, "content") else "",
            on=row.on,
            recorded_at=row.recorded_at,
            of_id=row.of_id,
            by_name=row.by.name if row.by else "",
            by_title=row.by.job_title if row.by else "",
            source=row.source,
        )
        for row in rows.select_related("by", "content")
    ]
