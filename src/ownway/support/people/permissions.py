"""Who may see whom: whom somebody may know of, whose rows are their work, whose record they open.

Three questions, from the widest to the narrowest, and each answers for rows of `Person`:

visible    Whom they may *know of*: search finds them, with a name, a place and a team.
theirs     Whose rows their *work* is about: lists, work pages, decisions.
openable   Whose *record* they may open now, without being asked why.

A restricted record is in none of them, but for those named in `RestrictedReader`. A record that
was joined into another is nobody's: the one that stays is.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q, QuerySet, UUIDField, Value
from django.db.models.expressions import Combinable

from ownway.foundation.access.domain import Kind, Role, may
from ownway.foundation.access.models import SignIn
from ownway.foundation.hand_overs.queries import about_whom
from ownway.support.people.domain.letting_in import looked_at_by
from ownway.support.people.domain.seeing import Work
from ownway.support.people.models import Opening, Person, RestrictedReader

COUNCIL_WIDE = frozenset(
    {
        Role.HEAD_OF_SERVICE.value,
        Role.BROKER.value,
        Role.FINANCE.value,
        Role.SAFEGUARDING_LEAD.value,
        Role.INFORMATION_GOVERNANCE.value,
        Role.PERFORMANCE.value,
    }
)
BY_TEAM = frozenset({Role.PRACTITIONER.value, Role.TEAM_MANAGER.value})
# Pages about one person that are a council-wide role's own work: these open without a reason.
OWN_WORK = {
    Work.MONEY: frozenset({Role.FINANCE.value}),
    Work.ARRANGING: frozenset({Role.BROKER.value, Role.HEAD_OF_SERVICE.value}),
    Work.DATA: frozenset({Role.PERFORMANCE.value}),
    Work.RESTRICTING: frozenset({Role.SAFEGUARDING_LEAD.value, Role.INFORMATION_GOVERNANCE.value}),
}

READ_RECORD = may(
    "read people's records",
    Role.PRACTITIONER,
    Role.TEAM_MANAGER,
    Role.HEAD_OF_SERVICE,
    Role.BROKER,
    Role.FINANCE,
    Role.SAFEGUARDING_LEAD,
    Role.INFORMATION_GOVERNANCE,
    Role.PERFORMANCE,
)
WRITE_RECORD = may("write in people's records", Role.PRACTITIONER, Role.TEAM_MANAGER)
READ_OWN = may("read this record", Kind.PERSON, Kind.CARER)
# Whoever answers for the data of the whole council, and a manager for two records of their team.
# Not administrators: they keep the system, and read nobody's record.
MATCH_PEOPLE = may("say whether two records are of one person", Role.TEAM_MANAGER, Role.PERFORMANCE)
READ_OPENINGS = may("see who opened records outside their work", Role.INFORMATION_GOVERNANCE)
RESTRICT = may("restrict a record", Role.SAFEGUARDING_LEAD, Role.INFORMATION_GOVERNANCE)
PROTECT = may(
    "protect a fact about somebody",
    Role.PRACTITIONER,
    Role.TEAM_MANAGER,
    Role.SAFEGUARDING_LEAD,
    Role.INFORMATION_GOVERNANCE,
)


def visible(rows: QuerySet[Person], *, to: SignIn) -> QuerySet[Person]:
    """The people `to` may know of; everybody else does not exist for them."""
    rows = rows.filter(joined_into__isnull=True)
    if to.kind in (Kind.PERSON, Kind.CARER) and to.is_active:
        at = looked_at_by(to.pk)
        whose = at.person_id if at else to.own_person_id
        if whose is None:
            return rows.none()
        into = Person.objects.filter(pk=whose).values("joined_into")
        return rows.filter(Q(pk=whose) | Q(pk__in=into))
    if to.kind != Kind.STAFF or not to.is_active:
        return rows.none()
    if (COUNCIL_WIDE | BY_TEAM).isdisjoint(to.roles):
        return rows.none()
    return rows.filter(Q(restricted=False) | _one_of(_readable(to)))


def theirs(rows: QuerySet[Person], *, to: SignIn, at: datetime | None = None) -> QuerySet[Person]:
    """The people whose rows are the work of `to`.

    A role that serves the whole council: everybody they may know of. Practitioners and managers:
    whom they may open. `at` is as in `openable`.
    """
    if to.kind == Kind.STAFF and not COUNCIL_WIDE.isdisjoint(to.roles):
        return visible(rows, to=to)
    return openable(rows, to=to, at=at)


def openable(
    rows: QuerySet[Person], *, to: SignIn, at: datetime | None = None, work: Work = Work.RECORD
) -> QuerySet[Person]:
    """The people whose record `to` may open at an instant, for a page of this kind of work.

    Their team's and their caseload's; whom an open hand-over to them or their team is about; for
    whom they gave a reason that still stands; a restricted record they are named for; and everybody
    where the page is their role's own work. Without an instant, no reason counts.
    """
    rows = visible(rows, to=to)
    if to.kind != Kind.STAFF or not OWN_WORK.get(work, frozenset()).isdisjoint(to.roles):
        return rows
    return rows.filter(_within_their_work(to, at or to.asking_at))


def is_theirs(to: SignIn) -> Combinable:
    """Whether a row, of those `to` may know of, is also among `theirs`; to ask in the same query.

    Null stands for no.
    """
    if to.kind != Kind.STAFF or not COUNCIL_WIDE.isdisjoint(to.roles):
        return Value(True)
    return ExpressionWrapper(_within_their_work(to, to.asking_at), output_field=BooleanField())


def theirs_in_parts(rows: QuerySet[Person], *, to: SignIn) -> list[QuerySet[Person]]:
    """`theirs` as parts that share nobody, each of which an index can follow."""
    if to.kind != Kind.STAFF or not COUNCIL_WIDE.isdisjoint(to.roles):
        return [theirs(rows, to=to)]
    rows = visible(rows, to=to)
    team, others = _of_their_team(to), _of_their_own(to, to.asking_at)
    return [rows.filter(team), rows.filter(others).exclude(team)] if team else [rows.filter(others)]


def _within_their_work(to: SignIn, at: datetime | None) -> Q:
    return _of_their_own(to, at) | _of_their_team(to)


def _of_their_team(to: SignIn) -> Q:
    in_team = to.team_id and not BY_TEAM.isdisjoint(to.roles)
    return Q(team_id=to.team_id) if in_team else Q()


def _of_their_own(to: SignIn, at: datetime | None) -> Q:
    """A few people by whatever binds them to one member of staff."""
    mine = Q(worker=to) | _one_of(_readable(to)) | _one_of(about_whom(to))
    return mine | _one_of(_given(to, at)) if at else mine


def _readable(to: SignIn) -> QuerySet[Any, Any]:
    return RestrictedReader.objects.filter(reader=to).values_list("person_id", flat=True)


def _given(to: SignIn, at: datetime) -> QuerySet[Any, Any]:
    return Opening.objects.filter(by=to, until__gt=at).values_list("person_id", flat=True)


def _one_of(ids: QuerySet[Any, Any]) -> Q:
    """Rows whose id is among a few others, in a form that lets the index of the ids be used."""
    return Q(_OneOf(F("pk"), ArraySubquery(ids)))


def one_of_ids(ids: list[UUID]) -> Q:
    """Rows whose id is in a list, as one value however long it is."""
    return Q(_OneOf(F("pk"), Value(ids, output_field=ArrayField(UUIDField()))))


class _OneOf(Func):
    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


COUNT_HEALTH = may("see health checks by practice", Role.COMMISSIONER, Role.PERFORMANCE)
