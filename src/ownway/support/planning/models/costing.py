"""How the cost of a part of a plan was worked out, and what is protected above a figure.

Who may read: whoever may read the person's record.
"""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.support.planning.models.plans import Component


@kept()
class CostWorkings(models.Model):
    """The sum behind what employing somebody costs, as it stood when it was put into the plan.

    `lines` are objects of words, how, pence a week, source and whether that was checked;
    `reckoned_on` is the day whose figures were taken.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    component = models.OneToOneField(Component, on_delete=models.CASCADE, related_name="workings")
    lines = models.JSONField()
    cost_weekly = models.BigIntegerField()
    hours_weekly = models.DecimalField(max_digits=7, decimal_places=2)
    reckoned_on = models.DateField()
    reckoned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="workings_of_something", condition=models.Q(cost_weekly__gt=0)
            )
        ]


@kept()
class Protection(models.Model):
    """What somebody keeps above their figure, from a day to a day, by whose decision and why.

    Money is pence a week, as both stood when it was decided; `most_percent` is the most of the
    present cost by which it steps down in a year. `ended_on` is the first day it is over before
    its last day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    present_weekly = models.BigIntegerField()
    figure_weekly = models.BigIntegerField()
    most_percent = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    reason = models.TextField()
    decided_on = models.DateField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    review_on = models.DateField()
    looked_at_reason = models.TextField(blank=True)
    ended_on = models.DateField(null=True)
    ended_because = models.TextField(blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_on__isnull=True),
                name="one_protection_at_a_time",
            ),
            models.CheckConstraint(
                name="protected_only_above_the_figure",
                condition=models.Q(present_weekly__gt=models.F("figure_weekly")),
            ),
            models.CheckConstraint(
                name="an_ended_protection_says_why",
                condition=models.Q(ended_on__isnull=True, ended_because="")
                | models.Q(ended_on__isnull=False) & ~models.Q(ended_because=""),
            ),
        ]
