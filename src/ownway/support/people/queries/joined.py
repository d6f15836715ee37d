"""One person under several ids: every door leads to the record that stays."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from ownway.support.people.models import Person


def aliases() -> dict[str, tuple[str, ...]]:
    """A council id -> every council id of the same person, that of the record that stays first.

    Only people known by more than one are named, each under every one of their ids.
    """
    groups: dict[str, list[str]] = {}
    for council_id, into in (
        Person.objects.filter(joined_into__isnull=False)
        .order_by("council_id")
        .values_list("council_id", "joined_into__council_id")
    ):
        groups.setdefault(into, [into]).append(council_id)
    return {one: tuple(group) for group in groups.values() for one in group}


def survivors(person_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """An id -> the id of the record that stays, for those that were joined into another."""
    return {
        joined: into
        for joined, into in Person.objects.filter(
            pk__in=list(person_ids), joined_into__isnull=False
        ).values_list("pk", "joined_into_id")
        if into is not None
    }


def every_id(person_id: UUID) -> tuple[UUID, ...]:
    """All ids that facts about this person may stand under; their present one first."""
    found = Person.objects.filter(pk=person_id).values_list("joined_into_id", flat=True).first()
    one = found or person_id
    rest = Person.objects.filter(joined_into=one).order_by("council_id")
    return (one, *rest.values_list("pk", flat=True))


def council_ids_of_the_dead(council_ids: Iterable[str], *, by_day: date) -> frozenset[str]:
    """Which of these council ids are of people who had died by a day, for counts without a name."""
    asked = list(council_ids)
    died = Q(died_on__lte=by_day) | Q(joined_into__died_on__lte=by_day)
    found = Person.objects.filter(died, council_id__in=asked)
    return frozenset(found.values_list("council_id", flat=True))
