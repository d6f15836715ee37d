"""The main reason for which people are supported, for figures of the whole council."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from ownway.support.people.domain import support_reason_group
from ownway.support.people.models import Person, SupportReason


def main_reasons_on(person_ids: Collection[UUID], day: date) -> dict[UUID, str]:
    """The group of the main reason of each of these people on a day, for figures without a name.

    Where no reason held on that day, the one that the record holds today; where there is none, the
    words for that. Everybody asked for has an answer. Source: Client Level Data, primary support
    reason.
    """
    kept = dict(
        Person.objects.filter(pk__in=list(person_ids))
        .order_by()
        .values_list("pk", "primary_support_reason")
    )
    held = dict(
        SupportReason.objects.filter(person_id__in=list(person_ids), primary=True)
        .filter(first_day__lte=day)
        .filter(Q(last_day__isnull=True) | Q(last_day__gte=day))
        .order_by("first_day", "pk")
        .values_list("person_id", "reason")
    )
    return {one: support_reason_group(held.get(one) or kept.get(one, "")) for one in person_ids}
