"""Local measures as the records stand on a day, and the people behind them.

The rules are those of `domain.local`. The database adds up; what a spelling counts as is asked of
the domain once for each spelling in use. Figures stand without a name; people only for those who
may open them, narrowed to whom they may see, and each opening is a fact.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Max, Min, QuerySet

from ownway.commissioning.insight.domain import (
    AT_HOME,
    CARE_HOME,
    DIRECT_PAYMENT,
    mechanism_of,
    setting_of,
)
from ownway.commissioning.measures import permissions
from ownway.commissioning.measures.domain import local
from ownway.commissioning.measures.domain.local import Line
from ownway.commissioning.measures.domain.moved import NUMERATOR
from ownway.commissioning.measures.domain.results import TOTAL
from ownway.commissioning.measures.queries.kept import PeopleBehind, named
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.facts import operations as facts
from ownway.kernel.period import add_months
from ownway.kernel.refusal import NotAllowed, NotFound
from ownway.support.assessment import queries as assessment
from ownway.support.people import queries as people
from ownway.support.planning import queries as planning
from ownway.support.review import queries as review

_MANAGED = "CASSR managed personal budget"
_SERVICE_USER = "service user"
TEAM = "team"

# One row for each person: who supports are of, and what each spelling of them counts as.
_DIRECTED = """
WITH told AS ({rows}),
spelt AS (
  SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::boolean[],
    %s::boolean[], %s::boolean[], %s::text[])
  AS s(client_type, service_type, service_component, delivery_mechanism, carer, paid, directed,
    setting)
),
each AS (
  SELECT person_id, reason, bool_and(carer) AS carer, bool_or(paid) AS paid,
    bool_or(directed) AS directed, bool_or(setting = '{home}') AS at_home,
    bool_or(setting = '{care_home}') AS care_home
  FROM told JOIN spelt USING (client_type, service_type, service_component, delivery_mechanism)
  GROUP BY 1, 2
)
"""
_LATE = """
WITH running AS ({running}), held AS ({held}),
each AS (
  SELECT person_id, reason, team,
    greatest(started_on, coalesce(reviewed_on, started_on)) AS since,
    %s > (greatest(started_on, coalesce(reviewed_on, started_on))
      + make_interval(months => %s))::date AS late
  FROM running LEFT JOIN held USING (person_id)
)
"""


@dataclass(frozen=True, slots=True)
class LocalFigure:
    """A local measure on a day: one line a group, the total last."""

    about: local.About
    on: date
    lines: tuple[Line, ...]

    @property
    def total(self) -> Line:
        return self.lines[-1]

    def line(self, part: str) -> Line | None:
        return next((line for line in self.lines if line.part == part), None)


@whole_council()
def local_figure(measure: str, *, on: date, by_team: bool = False) -> LocalFigure:
    """One local measure on a day. Raises NotFound when there is none of that name."""
    if measure not in local.LOCAL:
        raise NotFound("There is no such local measure.")
    about = local.LOCAL[measure]
    if measure == local.REVIEWS_LATE:
        lines = _late_lines(on, by_team=by_team)
        order: Sequence[str] = () if by_team else local.CLIENT_GROUPS
        return LocalFigure(about, on, local.added_up(lines, order=order))
    lines = _directed_lines(measure, on)
    return LocalFigure(about, on, local.added_up(lines, order=local.CLIENT_GROUPS))


def every_local_figure(*, on: date) -> list[LocalFigure]:
    """Each local measure by client group."""
    return [local_figure(measure, on=on) for measure in local.LOCAL]


@whole_council()
def people_behind_local(
    measure: str,
    part: str,
    side: str,
    *,
    on: date,
    by: SignIn,
    read_on: date,
    by_team: bool = False,
    start: int = 0,
    limit: int | None = 50,
) -> PeopleBehind:
    """The people on one side of one group whom `by` may see; late reviews the longest first.

    The list and each person shown are recorded as read; must run in a transaction. Raises
    NotAllowed, NotFound.
    """
    if not permissions.OPEN_PEOPLE.allows(by):
        raise NotAllowed(permissions.OPEN_PEOPLE.refusal())
    if measure not in local.LOCAL:
        raise NotFound("There is no such local measure.")
    above = side == NUMERATOR
    if measure == local.REVIEWS_LATE:
        found = _late_people(part, above=above, on=on, by_team=by_team)
    else:
        found = _directed_people(measure, part, above=above, on=on)
    visible = set(people.ids_visible(by=by).filter(pk__in=found))
    shown = [one for one in found if one in visible]
    page = shown[start:] if limit is None else shown[start : start + limit]
    facts.record_reading(
        people.PEOPLE_LISTED,
        about=None,
        by=by,
        on=read_on,
        words=f"The people behind {local.LOCAL[measure].name}, {part}, {side}, {on.isoformat()}",
    )
    facts.record_many(people.PEOPLE_LISTED, ((read_on, one, None) for one in page), by=by)
    return PeopleBehind(
        count=len(found),
        listed=len(shown),
        not_listed=len(found) - len(shown),
        people=tuple(named(page, {}, by=by, on=read_on)),
    )


def _late_lines(on: date, *, by_team: bool) -> Iterable[Line]:
    statement, values = _late(on)
    column = "team" if by_team else "reason"
    for said, late, everybody in _rows(
        f"{statement} SELECT {column}, count(*) FILTER (WHERE late), count(*) FROM each GROUP BY 1",
        values,
    ):
        yield Line(_late_part(said, by_team), late, everybody)


def _late_people(part: str, *, above: bool, on: date, by_team: bool) -> list[UUID]:
    statement, values = _late(on)
    found = _rows(
        f"{statement} SELECT person_id, {'team' if by_team else 'reason'} FROM each "
        f"{'WHERE late' if above else ''} ORDER BY since, person_id",
        values,
    )
    return [one for one, said in found if part in (TOTAL, _late_part(said, by_team))]


def _late_part(said: str | None, by_team: bool) -> str:
    if by_team:
        return said or local.NO_TEAM
    return local.client_group(said or "", carer=False)


def _late(on: date) -> tuple[str, list[Any]]:
    running, values = _inner(
        planning.open_long_term(on)
        .order_by()
        .values("person_id")
        .annotate(
            started_on=Min("first_day"),
            reason=Max("person__primary_support_reason"),
            team=Max("person__team__name"),
        ),
        "person_id, started_on, reason, team",
        "NULL::uuid, NULL::date, NULL::text, NULL::text",
    )
    held, more = _inner(
        review.every_review()
        .filter(client_type__iexact=_SERVICE_USER, finished_on__lte=on)
        .order_by()
        .values("person_id")
        .annotate(reviewed_on=Max("finished_on")),
        "person_id, reviewed_on",
        "NULL::uuid, NULL::date",
    )
    months = review.intervals_on(on).every_months
    return _LATE.format(running=running, held=held), [*values, *more, on, months]


def _directed_lines(measure: str, on: date) -> Iterable[Line]:
    statement, values = _directed(measure, on)
    for reason, carer, above, everybody in _rows(
        f"{statement} SELECT reason, carer, count(*) FILTER (WHERE {_above(measure)}), count(*) "
        f"FROM each {_whom(measure)} GROUP BY 1, 2",
        values,
    ):
        yield Line(local.client_group(reason, carer=carer), above, everybody)


def _directed_people(measure: str, part: str, *, above: bool, on: date) -> list[UUID]:
    statement, values = _directed(measure, on)
    wanted = [_whom(measure).removeprefix("WHERE "), _above(measure) if above else ""]
    where = " AND ".join(words for words in wanted if words)
    found = _rows(
        f"{statement} SELECT person_id, reason, carer FROM each "
        f"{'WHERE ' + where if where else ''} ORDER BY person_id",
        values,
    )
    return [
        one
        for one, reason, carer in found
        if part in (TOTAL, local.client_group(reason, carer=carer))
    ]


def _above(measure: str) -> str:
    return "paid" if measure in (local.PAID_ALL, local.PAID_ONGOING) else "directed"


def _whom(measure: str) -> str:
    if measure in (local.DIRECTED_ALL, local.PAID_ALL):
        return ""
    return "WHERE at_home AND NOT coalesce(care_home, false)"


def _directed(measure: str, on: date) -> tuple[str, list[Any]]:
    """Whose support counts: everybody's in the year up to the day, or what runs on the day."""
    kinds = ("client_type", "service_type", "service_component", "delivery_mechanism")
    if measure in (local.DIRECTED_ALL, local.PAID_ALL):
        first_day = add_months(on, -12) + timedelta(days=1)
        supports = planning.services_for_return(first_day, on)
        assessed = assessment.assessments_for_return(first_day, on).exclude(
            client_type__iexact=_SERVICE_USER
        )
        assessed_rows = assessed.order_by().values("person_id", "client_type")
        told, values = _inner(
            assessed_rows.annotate(reason=F("person__primary_support_reason")),
            "person_id, reason, client_type, '', '', ''",
            "NULL::uuid, NULL::text, NULL::text, '', '', ''",
        )
        said = [(kind, "", "", "") for kind in _distinct(assessed, "client_type")]
    else:
        supports, told, values, said = planning.open_long_term(on), "", [], []
    said += list(supports.order_by().values_list(*kinds).distinct())
    rows, more = _inner(
        supports.order_by().values("person_id", *kinds, reason=F("person__primary_support_reason")),
        f"person_id, reason, {', '.join(kinds)}",
        "NULL::uuid, NULL::text, NULL::text, NULL::text, NULL::text, NULL::text",
    )
    said = sorted(set(said))
    columns = [list(column) for column in zip(*said, strict=True)] or [[], [], [], []]
    ways = [mechanism_of(component, how) for _, _, component, how in said]
    counts_as = [
        [client.casefold() != _SERVICE_USER for client, *_ in said],
        [way == DIRECT_PAYMENT for way in ways],
        [way in (DIRECT_PAYMENT, _MANAGED) for way in ways],
        [setting_of(service_type) for _, service_type, _, _ in said],
    ]
    statement = _DIRECTED.format(
        rows=f"{rows} UNION ALL {told}" if told else rows, home=AT_HOME, care_home=CARE_HOME
    )
    return statement, [*more, *values, *columns, *counts_as]


def _distinct(rows: QuerySet[Any], column: str) -> list[str]:
    return list(rows.order_by().values_list(column, flat=True).distinct())


def _inner(rows: QuerySet[Any, Any], columns: str, nothing: str) -> tuple[str, list[Any]]:
    """A query as part of a statement; one that can give nothing gives no row of the same shape."""
    try:
        statement, values = rows.query.sql_with_params()
    except EmptyResultSet:
        names = ", ".join(
            f"{null} AS {name}"
            for null, name in zip(nothing.split(", "), columns.split(", "), strict=True)
            if not name.startswith("'")
        )
        rest = ["''"] * sum(name.startswith("'") for name in columns.split(", "))
        return f"SELECT {', '.join([names, *rest])} WHERE false", []
    return f"SELECT {columns} FROM ({statement}) AS inner_rows", list(values)


def _rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
