"""Reablement as the national return tells of it."""

from datetime import date

from django.db.models import Case, F, Q, QuerySet, Value, When

from ownway.support.reablement.domain import Next, Outcome, national
from ownway.support.reablement.models import Episode


def episodes_for_return(first_day: date, last_day: date) -> QuerySet[Episode]:
    """Reablement that ran on any day of a period, with `national_outcome`, empty while it runs.

    What never began is no service. The return tells of everybody; whoever shows a row of it narrows
    it first to people the asker may see.
    """
    died = Q(ended_on__isnull=False, person__died_on__lte=F("ended_on"))
    told = [
        When(
            Q(outcome=outcome.value, what_next=after.value if after else ""),
            then=Value(national.outcome_of(outcome, after)),
        )
        for outcome in Outcome
        for after in (*Next, None)
    ]
    return (
        Episode.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=first_day))
        .filter(started_on__lte=last_day)
        .annotate(
            national_outcome=Case(
                When(died, then=Value(national.DECEASED)), *told, default=Value("")
            )
        )
    )


def every_episode() -> QuerySet[Episode]:
    """Every episode of the council; whoever shows one narrows by who asks."""
    return Episode.objects.all()
