"""Questions about pages of advice; those about published ones, anybody may ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from ownway.kernel.refusal import NotFound
from ownway.support.contact.domain.advice import SOON_DAYS, Starter, State, starters
from ownway.support.contact.models import AdviceVersion


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """One version of a page, with who wrote and published it."""

    id: UUID
    slug: str
    number: int
    state: State
    title: str
    summary: str
    body: str
    easy_read: str
    topics: tuple[str, ...]
    step: int
    written_by: str
    writers: tuple[UUID, ...]
    written_on: date
    sent_back_words: str
    published_by: str
    published_on: date | None
    review_by: date | None
    taken_down_on: date | None

    @property
    def is_open(self) -> bool:
        return self.state is not State.PUBLISHED

    def is_due(self, on: date) -> bool:
        """The day to look at it again has come."""
        return self.review_by is not None and on >= self.review_by

    def is_due_soon(self, on: date) -> bool:
        return self.review_by is not None and on >= self.review_by - timedelta(days=SOON_DAYS)


@dataclass(frozen=True, slots=True)
class AdvicePage:
    """A page as its editors see it: what people read, what is being made, every version."""

    slug: str
    used: AdviceLine | None
    open: AdviceLine | None
    versions: tuple[AdviceLine, ...]

    @property
    def title(self) -> str:
        return (self.used or self.open or self.versions[0]).title


def published_advice() -> list[AdviceLine]:
    """Every page that people can read, in the council's order."""
    return [page.used for page in advice_pages() if page.used]


def advice(slug: str) -> AdviceLine:
    """One page that people can read. Raises NotFound when there is none of that address."""
    row = _used(_rows().filter(slug=slug))
    if row is None:
        raise NotFound("There is no page here. What you look for may have moved.")
    return row


def advice_pages() -> list[AdvicePage]:
    """Every page, whatever its state, in the council's order."""
    by_slug: dict[str, list[AdviceVersion]] = {}
    for row in _rows().order_by("rank", "slug", "-number"):
        by_slug.setdefault(row.slug, []).append(row)
    return [_page(slug, rows) for slug, rows in by_slug.items()]


def advice_page(slug: str) -> AdvicePage:
    """One page for its editors. Raises NotFound."""
    rows = list(_rows().filter(slug=slug).order_by("-number"))
    if not rows:
        raise NotFound("There is no such page.")
    return _page(slug, rows)


def texts_to_begin_from() -> list[Starter]:
    """Texts that come with Ownway and that nobody has begun a page from yet."""
    begun = set(AdviceVersion.objects.values_list("slug", flat=True))
    return [one for one in starters() if one.slug not in begun]


def _rows() -> QuerySet[AdviceVersion]:
    return AdviceVersion.objects.select_related("written_by", "published_by")


def _page(slug: str, rows: Sequence[AdviceVersion]) -> AdvicePage:
    lines = tuple(map(_line, rows))
    return AdvicePage(
        slug=slug,
        used=_latest(lines),
        open=next((one for one in lines if one.is_open), None),
        versions=lines,
    )


def _used(rows: QuerySet[AdviceVersion]) -> AdviceLine | None:
    return _latest(tuple(map(_line, rows.order_by("-number"))))


def _latest(lines: tuple[AdviceLine, ...]) -> AdviceLine | None:
    """The highest published version, unless the page was taken down with it."""
    latest = next((one for one in lines if not one.is_open), None)
    return latest if latest and latest.taken_down_on is None else None


def _line(row: AdviceVersion) -> AdviceLine:
    return AdviceLine(
        id=row.pk,
        slug=row.slug,
        number=row.number,
        state=State(row.state),
        title=row.title,
        summary=row.summary,
        body=row.body,
        easy_read=row.easy_read,
        topics=tuple(row.topics),
        step=row.step,
        written_by=row.written_by.name if row.written_by else "Ownway",
        writers=tuple(row.writers),
        written_on=row.written_on,
        sent_back_words=row.sent_back_words,
        published_by=row.published_by.name if row.published_by else "",
        published_on=row.published_on,
        review_by=row.review_by,
        taken_down_on=row.taken_down_on,
    )
