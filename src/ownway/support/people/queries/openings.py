"""Who opened a record outside their own work, and why: for the worker, and to look for what is odd.

Who may read: the person's worker, or the manager of a team whose person has none, of what nobody
said they saw yet; information governance, everything. The names of restricted records are told
only to those who may know of them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from ownway.foundation.access import queries as access
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.kernel.period import add_months
from ownway.kernel.refusal import NotAllowed, NotFound
from ownway.support.people import permissions
from ownway.support.people.domain.seeing import (
    Seen,
    most_odd_first,
    oddities,
    reason_in_words,
    tidy,
)
from ownway.support.people.models import Opening, Person, SomeoneAround
from ownway.support.people.queries.records import PEOPLE_LISTED, display

RESTRICTED_NAME = "A restricted record"
TOLD_AT_MOST = 20
MONTHS_SHOWN = 12
ORDERS = ("odd", "latest", "person", "opener", "team", "reason")


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """One opening. `at` is local time; where the record is restricted, nothing names or links it.

    `reason` is as it was said, `listed_reason` the one of the list that it counts under.
    """

    id: UUID
    person_id: UUID
    person: str
    is_listed: bool
    opener: str
    opener_team: str
    reason: str
    listed_reason: str
    at: datetime
    odd: tuple[str, ...] = ()
    seen_by: str = ""
    looked_into_by: str = ""
    looked_into_on: date | None = None
    looked_into_words: str = ""


@dataclass(frozen=True, slots=True)
class Openings:
    """The openings of one month, in the order asked for, with how many there were of what."""

    lines: tuple[OpeningLine, ...]
    by_reason: tuple[tuple[str, int], ...]
    by_team: tuple[tuple[str, int], ...]
    by_opener: tuple[tuple[str, int], ...]
    by_month: tuple[tuple[date, int], ...]

    @property
    def odd_and_open(self) -> int:
        """How many look odd and nobody looked into yet."""
        return sum(bool(line.odd) and line.looked_into_on is None for line in self.lines)


def openings_to_tell(*, by: SignIn, on: date) -> list[OpeningLine]:
    """Openings of the records `by` answers for, which nobody said they saw, the latest first."""
    rows = _told(by).order_by("-given_at", "pk")[:TOLD_AT_MOST]
    return _plain_lines(rows, on)


def opening_told(opening_id: UUID, *, by: SignIn, on: date) -> OpeningLine:
    """One of a record that `by` answers for. Raises NotFound when there is none of theirs."""
    found = _plain_lines(_told(by, seen=True).filter(pk=opening_id), on)
    if not found:
        raise NotFound("There is no such opening, or it is not yours to see.")
    return found[0]


def openings(month: date, *, order: str = "odd", by: SignIn, on: date) -> Openings:
    """What was opened outside somebody's own work in a month (any day of it), odd ones first.

    `order` is one of `ORDERS`. The reading is recorded about everybody listed by name; must run in
    a transaction. Raises NotAllowed.
    """
    _check(by)
    first = month.replace(day=1)
    begins, ends = _instant(first), _instant(add_months(first, 1))
    rows = _rows().filter(given_at__gte=begins, given_at__lt=ends)
    lines = _lines(list(rows.order_by("-given_at", "pk")), by=by, on=on)
    facts.record_many(
        PEOPLE_LISTED,
        ((on, one, None) for one in {line.person_id for line in lines if line.is_listed}),
        by=by,
    )
    year = Opening.objects.filter(given_at__gte=_instant(add_months(first, 1 - MONTHS_SHOWN)))
    counted = {
        row["month"].date(): row["count"]
        for row in year.filter(given_at__lt=ends)
        .annotate(month=TruncMonth("given_at"))
        .values("month")
        .annotate(count=Count("pk"))
        .order_by()
    }
    months = [add_months(first, -back) for back in range(MONTHS_SHOWN)]
    return Openings(
        lines=tuple(_ordered(lines, order)),
        by_reason=_most(line.listed_reason for line in lines),
        by_team=_most(line.opener_team or "No team" for line in lines),
        by_opener=_most(line.opener for line in lines),
        by_month=tuple((one, counted.get(one, 0)) for one in months),
    )


def opening(opening_id: UUID, *, by: SignIn, on: date) -> OpeningLine:
    """One opening, for information governance. Raises NotAllowed; NotFound."""
    _check(by)
    row = _rows().filter(pk=opening_id).first()
    if row is None:
        raise NotFound("There is no such opening.")
    same_day = _rows().filter(by_id=row.by_id, given_at__date=timezone.localtime(row.given_at))
    lines = _lines([row], by=by, on=on, on_that_day=same_day.count())
    if lines[0].is_listed:
        facts.leave_a_reading(about=lines[0].person_id, by=by, on=on)
    return lines[0]


def _check(by: SignIn) -> None:
    if not permissions.READ_OPENINGS.allows(by):
        raise NotAllowed(permissions.READ_OPENINGS.refusal())


def _rows() -> QuerySet[Opening]:
    return Opening.objects.select_related("by", "by__team", "seen_by", "looked_into_by")


def _told(by: SignIn, *, seen: bool = False) -> QuerySet[Opening]:
    mine = Q(person__worker=by)
    if by.team_id and Role.TEAM_MANAGER.value in by.roles:
        mine |= Q(person__worker__isnull=True, person__team_id=by.team_id)
    rows = _rows().filter(mine, person__joined_into__isnull=True).exclude(by=by)
    return rows if seen else rows.filter(seen_on__isnull=True)


def _plain_lines(rows: Iterable[Opening], on: date) -> list[OpeningLine]:
    held = list(rows)
    known = Person.objects.select_related("locality").in_bulk([row.person_id for row in held])
    return [_line(row, known.get(row.person_id), on) for row in held]


def _lines(
    rows: Sequence[Opening], *, by: SignIn, on: date, on_that_day: int = 0
) -> list[OpeningLine]:
    """Lines with what looks odd about each."""
    asked = {row.person_id for row in rows}
    people = permissions.visible(Person.objects.filter(pk__in=asked), to=by)
    known = people.select_related("locality").in_bulk()
    around: dict[UUID, list[str]] = {}
    for person_id, name in SomeoneAround.objects.filter(person_id__in=list(known)).values_list(
        "person_id", "name"
    ):
        around.setdefault(person_id, []).append(name)
    own = {row.by_id: row.by.own_person_id for row in rows if row.by.own_person_id}
    postcodes = dict(Person.objects.filter(pk__in=own.values()).values_list("pk", "postcode"))
    homes = {one: postcodes.get(person_id, "") for one, person_id in own.items() if person_id}
    days = Counter((row.by_id, timezone.localdate(row.given_at)) for row in rows)
    staff = frozenset(tidy(name) for name in access.names_of_staff())
    found = []
    for row in rows:
        person = known.get(row.person_id)
        at = timezone.localtime(row.given_at)
        seen = Seen(
            opener_name=row.by.name,
            person_given_name=person.given_name if person else "",
            person_family_name=person.family_name if person else "",
            at=at,
            on_that_day=on_that_day or days[row.by_id, at.date()],
            opener_postcode=homes.get(row.by_id, ""),
            person_postcode=person.postcode if person else "",
            around=tuple(around.get(row.person_id, ())),
            staff_names=staff,
        )
        found.append(_line(row, person, on, oddities(seen)))
    return found


def _line(row: Opening, person: Person | None, on: date, odd: tuple[str, ...] = ()) -> OpeningLine:
    return OpeningLine(
        id=row.pk,
        person_id=row.person_id,
        person=display(person, on) if person else RESTRICTED_NAME,
        is_listed=person is not None,
        opener=row.by.name,
        opener_team=row.by.team.name if row.by.team else "",
        reason=reason_in_words(row.reason, row.words),
        listed_reason=reason_in_words(row.reason),
        at=timezone.localtime(row.given_at),
        odd=odd,
        seen_by=row.seen_by.name if row.seen_by else "",
        looked_into_by=row.looked_into_by.name if row.looked_into_by else "",
        looked_into_on=row.looked_into_on,
        looked_into_words=row.looked_into_words,
    )


def _ordered(lines: list[OpeningLine], order: str) -> list[OpeningLine]:
    if order == "odd":
        return [lines[at] for at in most_odd_first((line.odd, line.at) for line in lines)]
    latest = sorted(lines, key=lambda line: line.at, reverse=True)
    words: dict[str, Callable[[OpeningLine], str]] = {
        "person": lambda line: line.person.casefold(),
        "opener": lambda line: line.opener.casefold(),
        "team": lambda line: line.opener_team.casefold(),
        "reason": lambda line: line.reason.casefold(),
    }
    return sorted(latest, key=words[order]) if order in words else latest


def _most(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(words).items(), key=lambda one: (-one[1], one[0])))


def _instant(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_current_timezone()).astimezone(UTC)
