"""Figures that were published: what anybody may read, exactly as somebody named gave it out.

Who may read these rows: anybody. They hold rounded figures, never a person nor a true number.
"""

import uuid

from django.conf import settings
from django.db import models


class PublishedDay(models.Model):
    """The public figures of a day. What was given out stays as it was, also once withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    on = models.DateField(unique=True)
    figures = models.JSONField()  # as domain.PublicDay.as_json says it
    published_on = models.DateField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_on = models.DateField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-on"]
        constraints = [
            models.CheckConstraint(
                name="withdrawn_by_somebody_named",
                condition=models.Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True)
                | models.Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False),
            )
        ]
