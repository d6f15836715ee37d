"""Questions to the directory; anybody may ask them, nobody's name is in the answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Concat, Greatest

from ownway.commissioning.directory.domain import TOPICS, is_stale
from ownway.commissioning.directory.models import Service
from ownway.kernel.refusal import NotFound

LIKE_ENOUGH = 0.45  # of 1: a word with one or two letters wrong is still found
MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class ServiceBrief:
    """A service in short, for whoever may be pointed to it."""

    id: UUID
    organisation: str
    name: str
    what: str
    telephone: str
    email: str
    web: str
    area: str
    cost_words: str
    may_be_referred: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A service as its own page shows it; `stale` when nobody checked it for half a year."""

    brief: ServiceBrief
    who_for: str
    opening_words: str
    alert: str
    topics: tuple[str, ...]
    districts: tuple[str, ...]
    assured_on: date
    assured_by: str
    ended_on: date | None
    stale: bool

    @property
    def topic_words(self) -> list[str]:
        return [TOPICS[one] for one in self.topics if one in TOPICS]


def service_briefly(service_id: UUID) -> ServiceBrief:
    """One service that is listed. Raises NotFound when there is none, or it is no longer listed."""
    row = _listed().filter(pk=service_id).first()
    if row is None:
        raise NotFound("This service is not listed any more.")
    return _brief(row)


def services_for(
    topics: Iterable[str], *, postcode_district: str = "", limit: int = 6
) -> list[ServiceBrief]:
    """Services that may help with any of some topics, those of a district and of most topics first.

    A service that names no district is for everywhere; those of other districts come last.
    """
    wanted = [one for one in topics if one in TOPICS]
    rows = list(_near(_listed().filter(topics__overlap=wanted), postcode_district))
    rows.sort(
        key=lambda row: (
            row.nearness,  # type: ignore[attr-defined]  # annotated
            -len(set(row.topics).intersection(wanted)),
            row.name,
        )
    )
    return [_brief(row) for row in rows[:limit]]


def search(words: str, *, topic: str = "", postcode_district: str = "", on: date) -> list[Listing]:
    """Listed services that fit some words, forgiving spelling; without words, all of a topic."""
    rows = _listed()
    if topic:
        rows = rows.filter(topics__contains=[topic])
    said = " ".join(words.split())[:100]
    if said:
        rows = rows.annotate(
            fit=Greatest(
                TrigramWordSimilarity(said, "name"),
                TrigramWordSimilarity(said, "organisation"),
                TrigramWordSimilarity(
                    said, Concat(F("what"), Value(" "), F("area"), Value(" "), F("who_for"))
                ),
            )
        ).filter(Q(fit__gte=LIKE_ENOUGH) | Q(topics__overlap=_topics_named(said)) | _holds(said))
    rows = _near(rows, postcode_district)
    order = ["nearness", *(["-fit"] if said else []), "name", "pk"]
    return [_listing(row, on=on) for row in rows.order_by(*order)[:MOST_FOUND]]


def listing(service_id: UUID, *, on: date, ended_too: bool = False) -> Listing:
    """One service with everything said about it. Raises NotFound as `service_briefly`."""
    rows = Service.objects.select_related("assured_by") if ended_too else _listed()
    row = rows.filter(pk=service_id).first()
    if row is None:
        raise NotFound("This service is not listed any more.")
    return _listing(row, on=on)


def everything_listed(*, on: date, ended: bool = False) -> list[Listing]:
    """The whole list for those who look after it, what was checked longest ago first."""
    rows = Service.objects.filter(ended_on__isnull=not ended).select_related("assured_by")
    return [_listing(row, on=on) for row in rows.order_by("assured_on", "name", "pk")]


def _listed() -> QuerySet[Service]:
    return Service.objects.filter(ended_on__isnull=True).select_related("assured_by")


def _near(rows: QuerySet[Service], district: str) -> QuerySet[Service]:
    """With 0 for those of a district, 1 for those of everywhere, 2 for the others."""
    cases = [When(districts=[], then=Value(1))]
    if district.strip():
        cases.insert(0, When(districts__contains=[district.strip().upper()[:4]], then=Value(0)))
        rest = Value(2)
    else:
        rest = Value(1)
    return rows.annotate(nearness=Case(*cases, default=rest, output_field=IntegerField()))


def _holds(said: str) -> Q:
    return Q(name__icontains=said) | Q(organisation__icontains=said) | Q(what__icontains=said)


def _topics_named(said: str) -> list[str]:
    low = said.lower()
    return [key for key, words in TOPICS.items() if low in words.lower()]


def _brief(row: Service) -> ServiceBrief:
    return ServiceBrief(
        id=row.pk,
        organisation=row.organisation,
        name=row.name,
        what=row.what,
        telephone=row.telephone,
        email=row.email,
        web=row.web,
        area=row.area,
        cost_words=row.cost_words,
        may_be_referred=row.may_be_referred,
    )


def _listing(row: Service, *, on: date) -> Listing:
    return Listing(
        brief=_brief(row),
        who_for=row.who_for,
        opening_words=row.opening_words,
        alert=row.alert,
        topics=tuple(row.topics),
        districts=tuple(row.districts),
        assured_on=row.assured_on,
        assured_by=row.assured_by.name if row.assured_by else "",
        ended_on=row.ended_on,
        stale=is_stale(row.assured_on, on=on),
    )
