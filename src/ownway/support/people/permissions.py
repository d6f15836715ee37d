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


def visible(rows: QuerySet[Person], *, to: SignIn) -> QuerySet[Person]:
    """The people whose record `to` may know of; everybody else does not exist for them."""
    if to.kind == Kind.PERSON and to.own_person_id is not None:
        return rows.filter(pk=to.own_person_id)
    if to.kind != Kind.STAFF or not to.is_active:
        return rows.none()
    if not COUNCIL_WIDE.isdisjoint(to.roles):
        return rows
    if {Role.PRACTITIONER.value, Role.TEAM_MANAGER.value}.isdisjoint(to.roles):
        return rows.none()
    own = Q(worker=to)
    return rows.filter(own | Q(team_id=to.team_id) if to.team_id else own)
