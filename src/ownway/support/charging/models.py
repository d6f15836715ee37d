"""What a person pays towards their support. Who may read: whoever may read the person's record."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models


class Contribution(models.Model):
    """A weekly contribution that a named person decided, from a day on; the next row follows it.

    A slip is put right by another decision from the same day: `number` counts them, the last holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    contribution_weekly = models.BigIntegerField()
    first_day = models.DateField()
    number = models.PositiveSmallIntegerField(default=0)
    basis = models.TextField()
    decided_on = models.DateField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-first_day", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "first_day", "number"], name="one_contribution_of_a_number"
            ),
            models.CheckConstraint(
                name="contribution_not_negative", condition=models.Q(contribution_weekly__gte=0)
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_decided_contribution_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]
