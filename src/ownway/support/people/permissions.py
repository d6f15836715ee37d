"""Who may see whom. A person sees their own record; a team sees the people it looks after."""

from django.db.models import Q, QuerySet

from ownway.foundation.access.domain import Kind, Role, may
from ownway.foundation.access.models import SignIn
from ownway.support.people.models import Person

COUNCIL_WIDE = frozenset(
    {
        Role.BROKER.value,
        Role.FINANCE.value,
        Role.SAFEGUARDING_LEAD.value,
        Role.INFORMATION_GOVERNANCE.value,
        Role.PERFORMANCE.value,
    }
)

READ_RECORD = may(
    "read people's records",
    Role.PRACTITIONER,
    Role.TEAM_MANAGER,
    Role.BROKER,
    Role.FINANCE,
    Role.SAFEGUARDING_LEAD,
    Role.INFORMATION_GOVERNANCE,
    Role.PERFORMANCE,
)
WRITE_RECORD = may("write in people's records", Role.PRACTITIONER, Role.TEAM_MANAGER)
READ_OWN = may("read this record", Kind.PERSON)
# Whoever answers for the data of the whole council, and a manager for two records of their team.
# Not administrators: they keep the system, and read nobody's record.
MATCH_PEOPLE = may("say whether two records are of one person", Role.TEAM_MANAGER, Role.PERFORMANCE)


def visible(rows: QuerySet[Person], *, to: SignIn) -> QuerySet[Person]:
    """The people whose record `to` may know of; everybody else does not exist for them.

    A record that was joined into another is nobody's: the one that stays is.
    """
    rows = rows.filter(joined_into__isnull=True)
    if to.kind == Kind.PERSON and to.own_person_id is not None:
        own = Person.objects.filter(pk=to.own_person_id)
        return rows.filter(Q(pk=to.own_person_id) | Q(pk__in=own.values("joined_into")))
    if to.kind != Kind.STAFF or not to.is_active:
        return rows.none()
    if not COUNCIL_WIDE.isdisjoint(to.roles):
        return rows
    if {Role.PRACTITIONER.value, Role.TEAM_MANAGER.value}.isdisjoint(to.roles):
        return rows.none()
    theirs = Q(worker=to)
    return rows.filter(theirs | Q(team_id=to.team_id) if to.team_id else theirs)
