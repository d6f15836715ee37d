"""Questions about plans, budgets and arrangements: the one door to their rows."""

from datetime import date

from django.db.models import Q, QuerySet

from ownway.support.planning.models import Arrangement

# "Long term support" however it is cased, hyphened or dashed: "Long-term Support – Community".
_LONG_TERM = r"^(\W|_)*long(\W|_)*term(\W|_)+support"


def open_long_term(day: date) -> QuerySet[Arrangement]:
    """Arrangements of long-term support that are open on a day, of people alive on it.

    The first and the last day of an arrangement, and the day of a death, still count. Unpaid
    carers' own support is no part of it. For figures about the whole council: whoever shows a row
    of it narrows it first to people the asker may see.
    """
    return Arrangement.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=day),
        Q(person__died_on__isnull=True) | Q(person__died_on__gte=day),
        first_day__lte=day,
        client_type__iexact="Service user",
        service_type__iregex=_LONG_TERM,
    )
