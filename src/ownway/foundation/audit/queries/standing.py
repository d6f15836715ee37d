"""The end of the chain, what waits to be sealed, and where the end was published last."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from ownway.foundation.audit.domain import Head
from ownway.foundation.audit.models import PublishedHead, Seal
from ownway.foundation.audit.queries.tables import FACTS
from ownway.foundation.facts.models import Fact


@dataclass(frozen=True, slots=True)
class Standing:
    """How the chain stands: facts sealed and waiting, the oldest that waits, the last seal."""

    seals: int
    sealed_facts: int
    waiting: int
    waiting_since: datetime | None
    head: Head | None
    published: PublishedHead | None


def end_of_chain() -> Head | None:
    """The last seal of the chain; None before the first."""
    last = Seal.objects.order_by("-number").only("number", "chain", "sealed_at").first()
    return Head(last.number, last.chain, last.sealed_at) if last else None


def last_sealed(table: str = FACTS) -> int | None:
    """The highest number of a table that is closed; None before the table's first seal."""
    rows = Seal.objects.filter(what__table=table).order_by("-last_id")
    return rows.values_list("last_id", flat=True).first()


def waiting_since(*, at: datetime, longer_than: timedelta) -> datetime | None:
    """Since when the oldest unsealed fact waits, if that is longer than it should be."""
    rows = _unsealed().filter(recorded_at__lt=at - longer_than).order_by("pk")
    return rows.values_list("recorded_at", flat=True).first()


def published() -> PublishedHead | None:
    """Where the end of the chain was published last, and when."""
    return PublishedHead.objects.order_by("-pk").first()


def keys_in_use() -> frozenset[str]:
    """The ids of the keys that signed a seal: without them the chain cannot be checked."""
    return frozenset(Seal.objects.order_by().values_list("key_id", flat=True).distinct())


def standing() -> Standing:
    last = Seal.objects.order_by("-number").only("number").first()
    waiting = _unsealed()
    oldest = waiting.order_by("pk").values_list("recorded_at", flat=True).first()
    waits = waiting.count()
    return Standing(
        seals=last.number if last else 0,
        sealed_facts=Fact.objects.count() - waits,
        waiting=waits,
        waiting_since=timezone.localtime(oldest) if oldest else None,
        head=end_of_chain(),
        published=published(),
    )


def _unsealed() -> QuerySet[Fact]:
    last = last_sealed()
    return Fact.objects.all() if last is None else Fact.objects.filter(pk__gt=last)
