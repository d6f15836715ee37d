"""Who read records, by day and by member of staff, for information governance."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from ownway.foundation.audit.domain import VERIFIED
from ownway.foundation.facts.domain import DECLARED
from ownway.foundation.facts.models import Fact


@dataclass(frozen=True, slots=True)
class DayOfReadings:
    """One day: how often records were read, by how many staff, about how many people."""

    day: date
    readings: int
    readers: int
    people: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One look: when, by whom, at what, and the id of whom it is about."""

    fact_id: int
    at: datetime
    by_name: str
    by_title: str
    heading: str
    about_id: UUID | None


def by_day(*, first: date, last: date) -> list[DayOfReadings]:
    """Readings of each day of a period, the newest first; days without any are left out."""
    rows = (
        _readings(first, last)
        .annotate(day=TruncDate("recorded_at"))
        .values("day")
        .annotate(
            readings=Count("pk"),
            readers=Count("by", distinct=True),
            people=Count("about_id", distinct=True),
        )
        .order_by("-day")
    )
    return [DayOfReadings(**row) for row in rows]


def by_staff(name: str, *, first: date, last: date, limit: int) -> list[Reading]:
    """What staff whose name holds these words read in a period, the newest first."""
    rows = _readings(first, last)
    if name.strip():
        rows = rows.filter(by__name__icontains=name.strip())
    return [_told(row) for row in rows.select_related("by").order_by("-pk")[:limit]]


def facts_between(*, first: date, last: date) -> Iterator[tuple[object, ...]]:
    """Every fact of a period as an auditor gets it, without its words: a row at a time."""
    rows = Fact.objects.filter(recorded_at__date__range=(first, last)).order_by("pk")
    for row in rows.annotate(who=F("by__name")).iterator(chunk_size=2_000):
        yield (
            row.pk, row.recorded_at.isoformat(), row.on.isoformat(), row.name,
            _heading(row), row.about_id, row.of_id, row.who, row.source, row.context_id,
            "yes" if row.reading else "no", row.digest,
        )  # fmt: skip


def last_verified() -> tuple[datetime, str] | None:
    """When the chain was verified last from a page, and what was found."""
    row = Fact.objects.filter(name=VERIFIED.name).select_related("content").order_by("-pk").first()
    return (row.recorded_at, row.content.words if hasattr(row, "content") else "") if row else None


def _readings(first: date, last: date) -> QuerySet[Fact]:
    return Fact.objects.filter(reading=True, recorded_at__date__range=(first, last))


def _heading(row: Fact) -> str:
    return DECLARED[row.name].words if row.name in DECLARED else row.name


def _told(row: Fact) -> Reading:
    return Reading(
        row.pk,
        timezone.localtime(row.recorded_at),
        row.by.name if row.by else "",
        row.by.job_title if row.by else "",
        _heading(row),
        row.about_id,
    )
