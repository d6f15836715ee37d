"""Safeguarding concerns. Who may read: safeguarding leads, and those of staff with whom a lead
shared one. Whoever told it may know that it arrived and whether somebody took it up, no more.

A concern is no part of anybody's record: `whom_id` is no key to it, so that no list, count,
joining of two records or history that follows such keys tells of it.
"""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.support.safeguarding.domain import Door, Outcome


@kept()
class Concern(models.Model):
    """What somebody told because they are worried about an adult."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    whom_id = models.UUIDField(null=True, db_index=True)  # the record, once it is known whose
    door = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Door])
    who = models.CharField(max_length=200, blank=True)
    words = models.TextField()
    happened_when = models.CharField(max_length=200, blank=True)
    happened_where = models.CharField(max_length=200, blank=True)
    danger_now = models.BooleanField()
    wishes = models.TextField(blank=True)
    not_asked_because = models.TextField(blank=True)
    told_by = models.CharField(max_length=200, blank=True)  # empty: they stay unnamed
    reach = models.CharField(max_length=200, blank=True)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    raised_on = models.DateField()
    raised_at = models.DateTimeField()
    due_on = models.DateField()
    hand_over_id = models.UUIDField(null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True)
    outcome = models.CharField(
        max_length=20, blank=True, choices=[(one.value, one.value) for one in Outcome]
    )
    outcome_words = models.TextField(blank=True)
    passed_to = models.CharField(max_length=200, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["raised_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="concern_due_after_told", condition=models.Q(due_on__gte=models.F("raised_on"))
            ),
            models.CheckConstraint(
                name="concern_closed_with_outcome",
                condition=models.Q(closed_on__isnull=True, outcome="", closed_by__isnull=True)
                | models.Q(closed_on__isnull=False, closed_by__isnull=False)
                & ~models.Q(outcome="")
                & ~models.Q(outcome_words=""),
            ),
        ]


@kept()
class ConcernReader(models.Model):
    """One of staff with whom a lead shared one concern, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="readers")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=200)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    shared_on = models.DateField()

    class Meta:
        ordering = ["shared_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["concern", "reader"], name="one_sharing_a_reader")
        ]
