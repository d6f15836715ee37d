"""How many people have long-term support on a day or on several, and what it costs a week.

The rules are those of `domain`. The database adds up, so that a million people are one statement
and a page; what a value counts as is asked of `domain` once for each spelling in use, and goes into
the statement as a table.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from ownway.commissioning.insight import domain
from ownway.commissioning.insight.domain import (
    EVERYBODY,
    Change,
    Compared,
    Counted,
    Moved,
    Narrowing,
    Place,
    Snapshot,
    Sum,
)
from ownway.foundation.access.second_lock import whole_council
from ownway.kernel.money import PenceWeekly
from ownway.support.people.domain import support_reason_group
from ownway.support.planning import queries as planning

Parts = Iterable[tuple[str, str]]  # (dimension, value) each

# One row in `counted` for each person and day: `open` is the supports that count, `spelt` what
# their values count as.
_COUNTED = """
WITH days AS (
  SELECT * FROM unnest(%s::date[], %s::date[], %s::date[]) AS d(on_day, born_after, born_by)
),
open AS (
  SELECT d.on_day, o.* FROM ({open}) AS o JOIN days AS d
    ON o.first_day <= d.on_day
    AND (o.last_day IS NULL OR o.last_day >= d.on_day)
    AND (o.died_on IS NULL OR o.died_on >= d.on_day)
    AND (d.born_after IS NULL OR o.born_on > d.born_after)
    AND (d.born_by IS NULL OR o.born_on <= d.born_by)
),
spelt AS (
  SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
    AS s(service_type, service_component, delivery_mechanism, setting, service, mechanism)
),
services AS (
  SELECT on_day, person_id, born_on, reason, locality,
    coalesce(service, '{not_recorded}') AS service,
    sum(cost_weekly) AS cost_weekly,
    min(mechanism) FILTER (WHERE mechanism <> '{not_recorded}') AS one_mechanism,
    max(mechanism) FILTER (WHERE mechanism <> '{not_recorded}') AS other_mechanism,
    bool_or(mechanism = '{direct_payment}') AS direct_payment,
    bool_or(setting = '{care_home}') AS care_home,
    bool_or(setting = '{at_home}') AS at_home
  FROM open LEFT JOIN spelt USING (service_type, service_component, delivery_mechanism)
  GROUP BY 1, 2, 3, 4, 5, 6
),
each AS (
  SELECT on_day, person_id, born_on, reason, locality,
    sum(cost_weekly)::bigint AS cost_weekly,
    (array_agg(service ORDER BY coalesce(cost_weekly, 0) DESC, service COLLATE "C"))[1] AS service,
    CASE
      WHEN min(one_mechanism) IS NULL THEN '{not_recorded}'
      WHEN min(one_mechanism) = max(other_mechanism) THEN min(one_mechanism)
      ELSE '{more_than_one}'
    END AS mechanism
  FROM services GROUP BY 1, 2, 3, 4, 5 {having}
),
counted AS (SELECT * FROM each WHERE (%s = '' OR service = %s) AND (%s = '' OR mechanism = %s))
"""
_HAVING = {
    "": "",
    domain.CARE_HOME: "HAVING bool_or(care_home)",
    domain.AT_HOME: "HAVING bool_or(at_home) AND NOT coalesce(bool_or(care_home), false)",
    domain.BY_DIRECT_PAYMENT: "HAVING bool_or(direct_payment)",
}
_PLACES = """
SELECT on_day, reason,
  CASE WHEN born_on IS NULL THEN %s {bands} ELSE %s END,
  mechanism, service, locality,
  count(*), coalesce(sum(cost_weekly), 0)::bigint, count(*) FILTER (WHERE cost_weekly IS NULL),
  coalesce(max(cost_weekly), 0)::bigint
FROM counted GROUP BY 1, 2, 3, 4, 5, 6
"""
_SUMS = """
SELECT on_day, count(*), coalesce(sum(cost_weekly), 0)::bigint,
  count(*) FILTER (WHERE cost_weekly IS NULL)
FROM counted GROUP BY 1
"""
# One row for each person on either of two days, with what became of them.
CHANGED = """,
on_both AS (
  SELECT person_id,
    bool_or(on_day = %s) AS was,
    bool_or(on_day = %s) AS is_now,
    coalesce(max(cost_weekly) FILTER (WHERE on_day = %s), 0) AS cost_then,
    coalesce(max(cost_weekly) FILTER (WHERE on_day = %s), 0) AS cost_now
  FROM counted GROUP BY 1
),
changed AS (
  SELECT *, CASE
    WHEN NOT was THEN 'came' WHEN NOT is_now THEN 'left'
    WHEN cost_now > cost_then THEN 'dearer' WHEN cost_now < cost_then THEN 'cheaper'
    ELSE 'same' END AS change
  FROM on_both
)
"""
_CHANGES = """
SELECT change, count(*), sum(cost_then)::bigint, sum(cost_now)::bigint FROM changed GROUP BY 1
"""


@whole_council()
def snapshot(*, on: date, narrowing: Narrowing = EVERYBODY) -> Snapshot:
    """People with long-term support open on the day, and its weekly cost, in every dimension.

    Figures of the whole council, without a name; who may see them is the route's to say.
    """
    return domain.added_up(places(on=on, narrowing=narrowing), on=on)


@whole_council()
def places(*, on: date, narrowing: Narrowing = EVERYBODY) -> list[tuple[Place, Sum]]:
    """As `snapshot`, by every dimension at once: to look at two of them together."""
    return [(place, amount) for place, amount, _ in _places((on,), narrowing)[on]]


@whole_council()
def counted(*, on: date) -> list[tuple[Place, Counted]]:
    """As `places`, of everybody, with the largest cost of one person: to make public figures of."""
    return [
        (place, Counted(amount.people, amount.total_weekly, dearest))
        for place, amount, dearest in _places((on,), EVERYBODY)[on]
    ]


@whole_council()
def compared(*, then: date, now: date, narrowing: Narrowing = EVERYBODY) -> Compared:
    """Both days, and what became of everybody from one to the other. The days must differ."""
    found = _places((then, now), narrowing)
    moved = dict.fromkeys(Change, Moved())
    beginning, values = statement((then, now), narrowing)
    if beginning:
        with connection.cursor() as cursor:
            cursor.execute(beginning + CHANGED + _CHANGES, [*values, then, now, then, now])
            for change, people, before, after in cursor:
                moved[Change(change)] = Moved(people, PenceWeekly(before), PenceWeekly(after))
    was, is_now = (
        domain.added_up(((place, amount) for place, amount, _ in found[day]), on=day)
        for day in (then, now)
    )
    return Compared(was, is_now, moved)


@whole_council()
def trend(days: Sequence[date], *, narrowing: Narrowing = EVERYBODY) -> list[tuple[date, Sum]]:
    """People and weekly cost on each of these days, in one statement."""
    beginning, values = statement(days, narrowing)
    found: dict[date, Sum] = {}
    if beginning:
        with connection.cursor() as cursor:
            cursor.execute(beginning + _SUMS, values)
            found = {
                day: Sum(count, PenceWeekly(pence), without)
                for day, count, pence, without in cursor
            }
    return [(day, found.get(day, Sum())) for day in days]


@whole_council()
def services_on(on: date) -> list[str]:
    """The services that anybody has on the day, by name: what a service can be narrowed to."""
    said = planning.open_long_term(on).order_by().values_list("service_component", flat=True)
    return sorted({domain.service_of(one) for one in said.distinct()})


def statement(
    days: Sequence[date], narrowing: Narrowing, parts: Parts = ()
) -> tuple[str, list[Any]]:
    """The beginning of a statement about `counted`, and its values; "" when there can be nobody.

    parts     as in the snapshot, to look closer than the narrowing does
    """
    asked: dict[str, str] = {}
    for dimension, value in (*narrowing.parts(), *parts):
        if asked.setdefault(dimension, value) != value:
            return "", []
    if asked.get(domain.AGE_BAND, domain.NOT_KNOWN) not in domain.AGE_BANDS:
        return "", []
    rows = _rows(days, narrowing, asked)
    kinds = ("service_type", "service_component", "delivery_mechanism")
    spelt = list(rows.order_by().values_list(*kinds).distinct())
    lines = rows.order_by().values(
        "person_id",
        *kinds,
        "cost_weekly",
        "first_day",
        "last_day",
        born_on=F("person__born_on"),
        died_on=F("person__died_on"),
        reason=F("person__primary_support_reason"),
        locality=Coalesce(F("person__locality__name"), Value(domain.NOT_KNOWN)),
    )
    try:
        inner, values = lines.query.sql_with_params()
    except EmptyResultSet:
        return "", []
    counts_as: Mapping[str, Sequence[str]] = {
        "setting": [domain.setting_of(service_type) for service_type, _, _ in spelt],
        "service": [domain.service_of(component) for _, component, _ in spelt],
        "mechanism": [domain.mechanism_of(component, how) for _, component, how in spelt],
    }
    said = [list(column) for column in zip(*spelt, strict=True)] or [[], [], []]
    born = [_born_between(asked.get(domain.AGE_BAND, ""), day) for day in days]
    service, mechanism = asked.get(domain.SERVICE, ""), asked.get(domain.DELIVERY, "")
    beginning = _COUNTED.format(
        open=inner,
        having=_HAVING[narrowing.kind],
        not_recorded=domain.NOT_RECORDED,
        more_than_one=domain.MORE_THAN_ONE,
        direct_payment=domain.DIRECT_PAYMENT,
        care_home=domain.CARE_HOME,
        at_home=domain.AT_HOME,
    )
    return beginning, [
        list(days),
        [after for after, _ in born],
        [by for _, by in born],
        *values,
        *said,
        *counts_as.values(),
        *(service, service, mechanism, mechanism),
    ]


def _places(days: Sequence[date], narrowing: Narrowing) -> dict[date, list[tuple[Place, Sum, int]]]:
    """Everybody by day and place; with each the largest cost of one person there."""
    found: dict[date, list[tuple[Place, Sum, int]]] = {day: [] for day in days}
    beginning, values = statement(days, narrowing)
    if not beginning:
        return found
    bands: list[str] = []
    cuts: list[Any] = []
    for age, band in domain.BANDS_BEGIN:
        bands.append(" WHEN born_on <= (on_day - make_interval(years => %s))::date THEN %s")
        cuts += [age, band]
    with connection.cursor() as cursor:
        cursor.execute(
            beginning + _PLACES.format(bands="".join(bands)),
            [*values, domain.NOT_KNOWN, *cuts, domain.UNDER_18],
        )
        for day, *place, count, pence, without, dearest in cursor:
            found[day].append((Place(*place), Sum(count, PenceWeekly(pence), without), dearest))
    return found


def _rows(days: Sequence[date], narrowing: Narrowing, asked: Mapping[str, str]) -> QuerySet[Any]:
    rows = (
        planning.open_long_term(days[0])
        if len(days) == 1
        else planning.long_term_between(min(days), max(days))
    )
    if narrowing.area:
        rows = rows.filter(person__locality__area=narrowing.area)
    if narrowing.team:
        rows = rows.filter(person__team__name=narrowing.team)
    if narrowing.gender:
        rows = rows.filter(
            person__gender__in=[
                said
                for said in _said("person__gender", rows)
                if domain.gender_of(said) == narrowing.gender
            ]
        )
    if domain.REASON in asked:
        rows = rows.filter(
            person__primary_support_reason__in=[
                said
                for said in _said("person__primary_support_reason", rows)
                if support_reason_group(said) == asked[domain.REASON]
            ]
        )
    if asked.get(domain.AGE_BAND) == domain.NOT_KNOWN:
        rows = rows.filter(person__born_on__isnull=True)
    if domain.LOCALITY in asked:
        there = Q(person__locality__name=asked[domain.LOCALITY])
        if asked[domain.LOCALITY] == domain.NOT_KNOWN:
            there |= Q(person__locality__isnull=True)
        rows = rows.filter(there)
    return rows


def _said(column: str, rows: QuerySet[Any]) -> list[str]:
    return list(rows.order_by().values_list(column, flat=True).distinct())


def _born_between(band: str, on: date) -> tuple[date | None, date | None]:
    """Born after the first day and no later than the second, to be of an age band on the day."""
    begins = {name: age for age, name in domain.BANDS_BEGIN}
    if band not in (*begins, domain.UNDER_18):
        return None, None
    at_least = begins.get(band)
    older = min((age for age in begins.values() if age > (at_least or 0)), default=None)
    return (
        None if older is None else domain.born_by(older, on),
        None if at_least is None else domain.born_by(at_least, on),
    )
