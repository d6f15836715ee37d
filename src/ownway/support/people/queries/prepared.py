"""Questions that are put together once and asked many times, with other values each time.

Putting a question together takes Django longer than PostgreSQL takes to answer it. A question of
one shape is built with stand-ins in place of what will differ, kept as a statement, and asked with
the real values: the same question, the same conditions, and nothing cached of any answer.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any, TypeAlias
from uuid import UUID, uuid5

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import FactName

_OURS = UUID("5b0f6f0e-6f0b-4f53-9d2f-0a7b3c8d1e42")
_TEXTS: set[str] = set()  # every stand-in for words
# What LIKE takes for more than itself.
_LIKE = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})


@cache
def an_id(name: str) -> UUID:
    """The stand-in for an id."""
    return uuid5(_OURS, name)


@cache
def an_instant(name: str) -> datetime:
    """The stand-in for an instant; its microseconds tell it from another."""
    return datetime(1801, 1, 1, microsecond=int(uuid5(_OURS, name)) % 999_983, tzinfo=UTC)


@cache
def a_day(name: str) -> date:
    """The stand-in for a day, long before anybody's."""
    return date.fromordinal(1 + int(uuid5(_OURS, name)) % 300_000)


@cache
def a_text(name: str) -> str:
    """The stand-in for words; it reads the same backwards, in capitals, and holds a figure."""
    inner = str(int(uuid5(_OURS, name)) % 10**18)
    _TEXTS.add(f"{inner}-{inner[::-1]}")
    return f"{inner}-{inner[::-1]}"


@dataclass(frozen=True, slots=True)
class Built:
    """A question built with stand-ins, by their names; it may hold only some of them.

    `then` are further questions with the columns of the first, each asked only while those before
    it gave fewer than `enough` ids.
    """

    rows: QuerySet[Any, Any]
    stands: Mapping[str, Any]
    then: tuple[QuerySet[Any, Any], ...] = ()
    enough: int = 0


Build: TypeAlias = Callable[..., Built]


class Prepared:
    """A statement with places for values; made of a queryset built with stand-ins."""

    def __init__(self, built: Built, **own: Any) -> None:
        """`own` are further stand-ins by name.

        Raises ValueError where part of a stand-in is left in the question.
        """
        stages = [_said(one) for one in (built.rows, *built.then)]
        self._statement = _one_after_another([said for said, _ in stages if said], built.enough)
        parameters = [value for said, values in stages if said for value in values]
        stands = {**own, **built.stands}
        self._fill = [_filler(parameter, stands) for parameter in parameters]
        left = [fill({}) for fill in self._fill if fill.__name__ == "literal"]
        if any(_is_stand_in(value) for value in left):
            raise ValueError("A stand-in was not recognised, so its value would never be asked.")

    def ask(self, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Every row of the answer. `values` is name -> value, of the same kind as its stand-in."""
        if not self._statement:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self._statement, [fill(values) for fill in self._fill])
            return list(cursor.fetchall())

    def ask_and_record(
        self, what: FactName, values: Mapping[str, Any], *, by: SignIn, on: date
    ) -> list[tuple[Any, ...]]:
        """The same, and a fact of each row about whom its first column names, in one statement."""
        if not self._statement:
            return []
        filled = [fill(values) for fill in self._fill]
        return facts.ask_and_record(what, self._statement, filled, by=by, on=on)


def asked_by(by: SignIn, build: Build, *shape: Hashable) -> Prepared:
    """The statement that `build` makes for whoever has the kind, roles and team of `by`.

    `build` gets a stand-in for `by` and `shape`, and gives the queryset and its other stand-ins.
    """
    if by.kind != Kind.STAFF:
        return Prepared(build(by, *shape))  # whose record they look at is part of the question
    return _kept(build, shape, by.is_active, tuple(by.roles), by.team_id is None, _at(by) is None)


def values_of(by: SignIn) -> dict[str, Any]:
    """The values for the places of `by`."""
    return {"by": by.pk, "team": by.team_id, "at": _at(by)}


@lru_cache(maxsize=512)
def _kept(
    build: Build,
    shape: tuple[Hashable, ...],
    active: bool,
    roles: tuple[str, ...],
    no_team: bool,
    no_instant: bool,
) -> Prepared:
    stand = SignIn(
        pk=an_id("by"),
        kind=Kind.STAFF,
        roles=list(roles),
        is_active=active,
        team_id=None if no_team else an_id("team"),
    )
    stand.asking_at = None if no_instant else an_instant("at")
    return Prepared(build(stand, *shape), by=an_id("by"), team=an_id("team"), at=an_instant("at"))


def _said(rows: QuerySet[Any, Any]) -> tuple[str, Sequence[Any]]:
    """A question as a statement and its parameters; no statement where it can find nobody."""
    try:
        statement, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return "", ()
    return statement, parameters


def _one_after_another(asked: Sequence[str], enough: int) -> str:
    """One statement of several questions, where each is asked only if those before gave too few."""
    if len(asked) < 2:
        return "".join(asked)
    named, so_far = [], ""
    for number, statement in enumerate(asked):
        few = f" WHERE (SELECT count(DISTINCT who) FROM ({so_far}) f) < {enough}" if so_far else ""
        named.append(f"s{number}(who) AS MATERIALIZED (SELECT * FROM ({statement}) q{few})")
        so_far += f"{' UNION ALL ' if so_far else ''}SELECT * FROM s{number}"
    return f"WITH {', '.join(named)} {so_far}"


def _at(by: SignIn) -> datetime | None:
    return by.asking_at


def _is_stand_in(value: Any) -> bool:
    """Whether a value was made here: ids of our kind, days and instants before anybody's."""
    if isinstance(value, list):
        return any(map(_is_stand_in, value))
    if isinstance(value, UUID):
        return value.version == 5
    if isinstance(value, str):
        return any(text in value for text in _TEXTS)
    return isinstance(value, date) and value.year < 1802


def _filler(parameter: Any, stands: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], Any]:
    """How one parameter is filled: a value, a value within a pattern of LIKE, or as it stands."""
    for name, stand in stands.items():
        if type(parameter) is type(stand) and parameter == stand:

            def as_it_is(values: Mapping[str, Any], name: str = name) -> Any:
                return values[name]

            as_it_is.__name__ = name
            return as_it_is
        if isinstance(parameter, str) and isinstance(stand, str) and stand in parameter:
            before, _, after = parameter.partition(stand)

            def in_a_pattern(
                values: Mapping[str, Any], name: str = name, ends: Sequence[str] = (before, after)
            ) -> str:
                return f"{ends[0]}{str(values[name]).translate(_LIKE)}{ends[1]}"

            in_a_pattern.__name__ = name
            if "%" in after:
                return in_a_pattern

            def within(
                values: Mapping[str, Any], name: str = name, ends: Sequence[str] = (before, after)
            ) -> str:
                return f"{ends[0]}{values[name]}{ends[1]}"

            within.__name__ = name
            return within

    def literal(values: Mapping[str, Any]) -> Any:
        return parameter

    return literal
