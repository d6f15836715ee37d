"""What happened to whom. Ask `support.people` first whether the asker may read that record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Min, QuerySet

from ownway.foundation.facts.domain import DECLARED, FactName
from ownway.foundation.facts.models import Fact, UndoneContext

# How many more facts to look at for every further id: what was said about both ids counts once.
SAID_OF_BOTH = 20


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
    by_id: UUID | None = None
    is_reading: bool = False


def timeline(
    about: UUID | Iterable[UUID],
    *,
    limit: int = 50,
    leave_out: Iterable[str] = (),
    only: Iterable[str] | None = None,
) -> list[Happening]:
    """What happened to a person, under one id or all of theirs, newest first.

    Readings of the record are not among it, nor what was undone as a whole since. With `only`, no
    facts but those of these names.
    """
    rows = Fact.objects.filter(about_id__in=_ids(about), reading=False)
    if only is not None:
        rows = rows.filter(name__in=list(only))
    rows = rows.exclude(name__in=list(leave_out))
    rows = rows.exclude(context_id__in=UndoneContext.objects.values("context_id"))
    ids = _ids(about)
    return _told_once(rows.order_by("-on", "-id")[: limit + SAID_OF_BOTH * (len(ids) - 1)])[:limit]


def readings(about: UUID | Iterable[UUID], *, limit: int = 50) -> list[Happening]:
    """Who opened a person's record, under one id or all of theirs, newest first."""
    rows = Fact.objects.filter(about_id__in=_ids(about), reading=True)
    return _happenings(rows.select_related("by", "content").order_by("-id")[:limit])


def one(fact_id: int, about: UUID | Iterable[UUID]) -> Happening | None:
    """One line about a person, or one look at their record; None where it is not about them."""
    rows = Fact.objects.filter(pk=fact_id, about_id__in=_ids(about))
    found = _happenings(rows.select_related("by", "content"))
    return found[0] if found else None


def recorded_by(of: Iterable[UUID], names: Iterable[str]) -> frozenset[UUID]:
    """The ids of everyone by whom facts of these names were recorded about these rows."""
    rows = Fact.objects.filter(of_id__in=list(of), name__in=list(names), by__isnull=False)
    return frozenset(found for found in rows.values_list("by_id", flat=True) if found)


def first_recorded(about: Iterable[UUID]) -> dict[UUID, int]:
    """The number of the first fact about each of these people: who was known first is lowest."""
    rows = Fact.objects.filter(about_id__in=list(about), reading=False)
    return {
        one: first
        for one, first in rows.values_list("about_id").annotate(first=Min("pk"))
        if one is not None
    }


def _ids(about: UUID | Iterable[UUID]) -> list[UUID]:
    return [about] if isinstance(about, UUID) else list(about)


def _told_once(rows: QuerySet[Fact]) -> list[Happening]:
    """One thing that was said about two ids of the same person is one line."""
    said: dict[tuple[object, ...], UUID | None] = {}
    kept = [
        row
        for row in rows.select_related("by", "content")
        if said.setdefault((row.name, row.of_id, row.digest, row.on), row.about_id) == row.about_id
    ]
    return _happenings(kept)


def contexts_since(name: FactName, act: UUID) -> dict[UUID, UUID]:
    """Of facts of this name recorded in an act or after it began: the row each is of -> its act."""
    first = Fact.objects.filter(context_id=act).order_by("id").values_list("id", flat=True).first()
    if first is None:
        return {}
    rows = Fact.objects.filter(name=name.name, id__gte=first, of_id__isnull=False).order_by("id")
    return {
        of_id: context_id for of_id, context_id in rows.values_list("of_id", "context_id") if of_id
    }


def _happenings(rows: Iterable[Fact]) -> list[Happening]:
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
            by_id=row.by_id,
            is_reading=row.reading,
        )
        for row in rows
    ]
