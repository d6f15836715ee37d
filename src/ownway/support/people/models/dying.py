"""That somebody died, as a worker wrote it down before a national file tells it.

Who may read: whoever may read the person's record.
"""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.support.people.models.records import Person


@kept()
class DeathNoted(models.Model):
    """The day somebody died, how it is known, and whether it was taken back as a mistake."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="deaths_noted")
    died_on = models.DateField()
    told_by = models.CharField(max_length=200)
    noted_on = models.DateField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    taken_back_on = models.DateField(null=True)
    taken_back_because = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(taken_back_on__isnull=True),
                name="one_death_noted_a_person",
            )
        ]
