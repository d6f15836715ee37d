"""Whether work about somebody can be given to a colleague, and whose a paper from elsewhere is."""

from collections.abc import Iterable
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.support.people import permissions
from ownway.support.people.models import Person
from ownway.support.people.queries.records import check_may_read


def died_among(person_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these people who are known to have died; for people the asker may see."""
    rows = Person.objects.filter(pk__in=list(person_ids), died_on__isnull=False)
    return frozenset(rows.order_by().values_list("pk", flat=True))


def teams_of(person_ids: Iterable[UUID], *, by: SignIn) -> dict[UUID, UUID | None]:
    """The team of each of these people whose rows are the work of `by`; the others are left out."""
    rows = permissions.theirs(Person.objects.filter(pk__in=list(person_ids)), to=by)
    return dict(rows.order_by().values_list("pk", "team_id"))


def may_know_of(person_id: UUID, who: SignIn) -> bool:
    """Whether somebody exists for a colleague: a restricted record only for those it names."""
    return permissions.visible(Person.objects.filter(pk=person_id), to=who).exists()


def numbers_of(person_id: UUID, *, by: SignIn) -> tuple[str, str]:
    """The NHS number (empty where none is known) and the council id of somebody.

    Raises NotFound as `check_may_read`.
    """
    check_may_read(person_id, by=by)
    return Person.objects.values_list("nhs_number", "council_id").get(pk=person_id)


def nhs_number_for_command(person_id: UUID) -> str:
    """The same for commands, which act for the whole council; empty where none is known."""
    return Person.objects.values_list("nhs_number", flat=True).get(pk=person_id)
