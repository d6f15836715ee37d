"""The snapshot on a day, and the people behind a figure of it.

The rules are those of `domain`. The database adds up, so that a million people are one statement
and a page; what a value counts as is asked of `domain` once for each spelling in use, and goes into
the statement as a table.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from ownway.commissioning.insight import domain, permissions
from ownway.commissioning.insight.domain import EVERYBODY, Narrowing, Place, Snapshot, Sum
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.kernel.money import PenceWeekly
from ownway.kernel.refusal import NotAllowed
from ownway.support.people import queries as people
from ownway.support.people.domain import support_reason_group
from ownway.support.planning import queries as planning

AT_ONCE = 1000  # people read and recorded together when a whole list is taken away

# One row for each person: `open` is the supports that count, `spelt` what their values count as.
_EACH = """
WITH open AS ({open}),
spelt AS (
  SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
    AS s(service_type, service_component, delivery_mechanism, setting, service, mechanism)
),
services AS (
  SELECT person_id, born_on, reason, locality, coalesce(service, '{not_recorded}') AS service,
    sum(cost_weekly) AS cost_weekly,
    min(mechanism) FILTER (WHERE mechanism <> '{not_recorded}') AS one_mechanism,
    max(mechanism) FILTER (WHERE mechanism <> '{not_recorded}') AS other_mechanism,
    bool_or(mechanism = '{direct_payment}') AS direct_payment,
    bool_or(setting = '{care_home}') AS care_home,
    bool_or(setting = '{at_home}') AS at_home
  FROM open LEFT JOIN spelt USING (service_type, service_component, delivery_mechanism)
  GROUP BY 1, 2, 3, 4, 5
),
each AS (
  SELECT person_id, born_on, reason, locality,
    sum(cost_weekly)::bigint AS cost_weekly,
    (array_agg(service ORDER BY coalesce(cost_weekly, 0) DESC, service COLLATE "C"))[1] AS service,
    CASE
      WHEN min(one_mechanism) IS NULL THEN '{not_recorded}'
      WHEN min(one_mechanism) = max(other_mechanism) THEN min(one_mechanism)
      ELSE '{more_than_one}'
    END AS mechanism
  FROM services GROUP BY 1, 2, 3, 4 {having}
)
"""
_HAVING = {
    "": "",
    domain.CARE_HOME: "HAVING bool_or(care_home)",
    domain.AT_HOME: "HAVING bool_or(at_home) AND NOT coalesce(bool_or(care_home), false)",
    domain.BY_DIRECT_PAYMENT: "HAVING bool_or(direct_payment)",
}
_PLACES = """
SELECT reason,
  CASE WHEN born_on IS NULL THEN %s {bands} ELSE %s END,
  mechanism, service, locality,
  count(*), coalesce(sum(cost_weekly), 0)::bigint, count(*) FILTER (WHERE cost_weekly IS NULL)
FROM each GROUP BY 1, 2, 3, 4, 5
"""
_CHOSEN = """,
chosen AS (
  SELECT person_id, service, mechanism, cost_weekly
  FROM each WHERE (%s = '' OR service = %s) AND (%s = '' OR mechanism = %s)
)
"""
_DEAREST_FIRST = """
SELECT person_id, service, mechanism, cost_weekly
FROM chosen ORDER BY coalesce(cost_weekly, 0) DESC, person_id
"""
_PAGE = f"""
SELECT total.*, line.* FROM (
  SELECT count(*), coalesce(sum(cost_weekly), 0)::bigint,
    count(*) FILTER (WHERE cost_weekly IS NULL)
  FROM chosen
) AS total LEFT JOIN ({_DEAREST_FIRST} LIMIT %s OFFSET %s) AS line ON true
ORDER BY coalesce(line.cost_weekly, 0) DESC, line.person_id
"""


@dataclass(frozen=True, slots=True)
class PersonBehind:
    """One line of the people behind a figure. `cost_weekly` in pence; None when nobody knows it."""

    id: UUID
    name: str
    council_id: str
    age: int | None
    place: str
    primary_support_reason: str
    service: str
    mechanism: str
    cost_weekly: int | None


@dataclass(frozen=True, slots=True)
class Behind:
    """Whom a figure is made of: all together, and a page of them, highest cost first."""

    sum: Sum
    people: tuple[PersonBehind, ...]


def snapshot(*, on: date, narrowing: Narrowing = EVERYBODY) -> Snapshot:
    """People with long-term support open on the day, and its weekly cost, in every dimension.

    Figures of the whole council, without a name; who may see them is the route's to say.
    """
    statement = _each(_open(on, narrowing), narrowing.kind)
    if statement is None:
        return domain.added_up((), on=on)
    each, values = statement
    bands = "".join(" WHEN born_on <= %s THEN %s" for _ in domain.BANDS_BEGIN)
    cuts = [part for age, band in domain.BANDS_BEGIN for part in (domain.born_by(age, on), band)]
    with connection.cursor() as cursor:
        cursor.execute(
            each + _PLACES.format(bands=bands),
            [*values, domain.NOT_KNOWN, *cuts, domain.UNDER_18],
        )
        return domain.added_up(
            (
                (Place(*place), Sum(count, PenceWeekly(pence), without))
                for *place, count, pence, without in cursor
            ),
            on=on,
        )


def people_behind(
    *,
    on: date,
    narrowing: Narrowing,
    part: tuple[str, str] | None,
    by: SignIn,
    read_on: date,
    start: int = 0,
    limit: int = 50,
) -> Behind:
    """The people in one part of a dimension, or everybody, that `by` may see.

    part      (dimension, value), both as in the snapshot; None for everybody

    Opening them is recorded for the list and for each person shown; must run in a transaction.
    Raises NotAllowed.
    """
    each, values = _behind(on, narrowing, part, by=by)
    if not each:
        return Behind(Sum(), ())
    with connection.cursor() as cursor:
        cursor.execute(each + _CHOSEN + _PAGE, [*values, limit, start])
        rows = cursor.fetchall()
    count, pence, without = rows[0][:3]
    _record_list(part, on, by=by, read_on=read_on)
    lines = [row[3:] for row in rows if row[3] is not None]
    shown = tuple(_shown(lines, by=by, read_on=read_on))
    return Behind(Sum(count, PenceWeekly(pence), without), shown)


def everyone_behind(
    *,
    on: date,
    narrowing: Narrowing,
    part: tuple[str, str] | None,
    by: SignIn,
    read_on: date,
) -> Iterator[PersonBehind]:
    """As `people_behind`, all of them, a thousand in hand at a time.

    The transaction must last to the end: a list is not taken away without its readings.
    """
    each, values = _behind(on, narrowing, part, by=by)
    _record_list(part, on, by=by, read_on=read_on)
    if not each:
        return
    with closing(connection.chunked_cursor()) as cursor:
        cursor.execute(each + _CHOSEN + _DEAREST_FIRST, values)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from _shown(rows, by=by, read_on=read_on)


def _open(on: date, narrowing: Narrowing) -> QuerySet[Any]:
    rows = planning.open_long_term(on)
    if narrowing.age_band:
        rows = rows.filter(_born_in(narrowing.age_band, on))
    if narrowing.area:
        rows = rows.filter(person__locality__area=narrowing.area)
    if narrowing.locality:
        rows = rows.filter(_living_in(narrowing.locality))
    return rows


def _born_in(band: str, on: date) -> Q:
    if band == domain.NOT_KNOWN:
        return Q(person__born_on__isnull=True)
    begins = {name: age for age, name in domain.BANDS_BEGIN}
    at_least = begins.get(band)
    older = min((age for age in begins.values() if age > (at_least or 0)), default=None)
    born = Q(person__born_on__isnull=False)
    if at_least is not None:
        born &= Q(person__born_on__lte=domain.born_by(at_least, on))
    if older is not None:
        born &= Q(person__born_on__gt=domain.born_by(older, on))
    return born


def _living_in(locality: str) -> Q:
    named = Q(person__locality__name=locality)
    return named | Q(person__locality__isnull=True) if locality == domain.NOT_KNOWN else named


def _each(rows: QuerySet[Any], kind: str) -> tuple[str, list[Any]] | None:
    """The statement's beginning that gives each person one row; None when there can be nobody."""
    kinds = ("service_type", "service_component", "delivery_mechanism")
    spelt = list(rows.order_by().values_list(*kinds).distinct())
    lines = rows.order_by().values(
        "person_id",
        *kinds,
        "cost_weekly",
        born_on=F("person__born_on"),
        reason=F("person__primary_support_reason"),
        locality=Coalesce(F("person__locality__name"), Value(domain.NOT_KNOWN)),
    )
    try:
        inner, values = lines.query.sql_with_params()
    except EmptyResultSet:
        return None
    counts_as: Mapping[str, Sequence[str]] = {
        "setting": [domain.setting_of(service_type) for service_type, _, _ in spelt],
        "service": [domain.service_of(component) for _, component, _ in spelt],
        "mechanism": [domain.mechanism_of(component, how) for _, component, how in spelt],
    }
    said = [list(column) for column in zip(*spelt, strict=True)] or [[], [], []]
    statement = _EACH.format(
        open=inner,
        having=_HAVING[kind],
        not_recorded=domain.NOT_RECORDED,
        more_than_one=domain.MORE_THAN_ONE,
        direct_payment=domain.DIRECT_PAYMENT,
        care_home=domain.CARE_HOME,
        at_home=domain.AT_HOME,
    )
    return statement, [*values, *said, *counts_as.values()]


def _behind(
    on: date, narrowing: Narrowing, part: tuple[str, str] | None, *, by: SignIn
) -> tuple[str, list[Any]]:
    """The beginning of a statement about the people in a part, and its values; "" for nobody."""
    if not permissions.OPEN_PEOPLE.allows(by):
        raise NotAllowed(permissions.OPEN_PEOPLE.refusal())
    dimension, value = part or ("", "")
    rows = _open(on, narrowing).filter(person_id__in=people.ids_visible(by=by))
    if dimension == domain.REASON:
        rows = rows.filter(person__primary_support_reason__in=_reasons_in(value, rows))
    elif dimension == domain.AGE_BAND:
        rows = rows.filter(_born_in(value, on))
    elif dimension == domain.LOCALITY:
        rows = rows.filter(_living_in(value))
    statement = _each(rows, narrowing.kind)
    if statement is None:
        return "", []
    service = value if dimension == domain.SERVICE else ""
    mechanism = value if dimension == domain.DELIVERY else ""
    return statement[0], [*statement[1], service, service, mechanism, mechanism]


def _reasons_in(group: str, rows: QuerySet[Any]) -> list[str]:
    said = rows.order_by().values_list("person__primary_support_reason", flat=True).distinct()
    return [reason for reason in said if support_reason_group(reason) == group]


def _shown(
    rows: Sequence[tuple[UUID, str, str, int | None]], *, by: SignIn, read_on: date
) -> Iterator[PersonBehind]:
    known = people.briefly((row[0] for row in rows), by=by, on=read_on)
    facts.record_many(people.PEOPLE_LISTED, ((read_on, row[0], None) for row in rows), by=by)
    for person_id, service, mechanism, cost_weekly in rows:
        person = known[person_id]
        yield PersonBehind(
            id=person_id,
            name=person.name,
            council_id=person.council_id,
            age=person.age,
            place=person.place,
            primary_support_reason=person.primary_support_reason,
            service=service,
            mechanism=mechanism,
            cost_weekly=cost_weekly,
        )


def _record_list(part: tuple[str, str] | None, on: date, *, by: SignIn, read_on: date) -> None:
    facts.record_reading(
        people.PEOPLE_LISTED,
        about=None,
        by=by,
        on=read_on,
        words=f"The people behind a figure of {on.isoformat()}: {part[1] if part else 'everyone'}",
    )
