"""National files that came in, and the rows that could not be taken.

Who may read: performance; information governance. Quarantined rows hold personal data as it came.
"""

import uuid

from django.conf import settings
from django.db import models


class Submission(models.Model):
    """One file that was given to us, what became of its rows, and when it came."""

    READING, DONE, FAILED = "reading", "done", "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.BigIntegerField()
    received_at = models.DateTimeField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    council_code = models.CharField(max_length=20, blank=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    state = models.CharField(max_length=20, default=READING)
    rows = models.BigIntegerField(default=0)
    accepted = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    superseded = models.BigIntegerField(default=0)
    quarantined = models.BigIntegerField(default=0)
    by_field = models.JSONField(default=list)
    work_id = models.UUIDField(null=True)
    refused_because = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.CheckConstraint(
                name="every_row_is_accounted_for",
                condition=~models.Q(state="done")
                | models.Q(
                    rows=models.F("accepted")
                    + models.F("unchanged")
                    + models.F("superseded")
                    + models.F("quarantined")
                ),
            )
        ]


class QuarantinedRow(models.Model):
    """A row that could not be attached to a person, typed or dated: kept whole, with the remedy."""

    id = models.BigAutoField(primary_key=True)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="quarantine")
    row_number = models.BigIntegerField()
    field = models.CharField(max_length=100)
    value = models.TextField(blank=True)
    reason = models.TextField()
    remedy = models.TextField()
    row = models.JSONField()

    class Meta:
        ordering = ["row_number", "id"]
        indexes = [models.Index(fields=["submission", "row_number"], name="returns_quarantine")]
