"""National files that came in, and the rows that could not be taken.

Who may read: performance; information governance. Quarantined rows hold personal data as it came.
Lines of rows born here are for the return alone; no page shows them.
"""

import uuid

from django.conf import settings
from django.db import models


class Submission(models.Model):
    """One file that came in or went out: what became of its rows, and when it was received.

    The file itself is kept, byte for byte, as `KeptPart`s. For a file that went out `received_at`
    is when it was made, or sent once somebody says so; its rows are all counted in `accepted`.
    """

    READING, DONE, FAILED, UNDONE = "reading", "done", "failed", "undone"
    MADE = "made"  # a return that nobody has said was sent; once sent it is done
    CAME_IN, WENT_OUT = "in", "out"

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
    direction = models.CharField(max_length=3, default=CAME_IN)
    state = models.CharField(max_length=20, default=READING)
    rows = models.BigIntegerField(default=0)
    accepted = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    superseded = models.BigIntegerField(default=0)
    quarantined = models.BigIntegerField(default=0)
    ended_in_doubt = models.BigIntegerField(default=0)  # services it should have told of
    by_field = models.JSONField(default=list)
    work_id = models.UUIDField(null=True)
    refused_because = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    context_id = models.UUIDField(null=True)  # of the facts and row history it wrote
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

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


class KeptPart(models.Model):
    """A stretch of a file as it was given, packed and sealed; the parts in order are the file."""

    id = models.BigAutoField(primary_key=True)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["submission", "number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="one_part_a_number")
        ]


class BornLine(models.Model):
    """What the last return said of a row born here, and what that rests on.

    `rests_on` is a digest of everything the line was made from: while it is the same, the line is.
    """

    row_id = models.UUIDField(primary_key=True)
    kind = models.SmallIntegerField()  # its place in EVENT_TYPES
    rests_on = models.BigIntegerField()
    line = models.TextField()
    classes = models.CharField(max_length=64)


class ToldHere(models.Model):
    """How a return of ours told of a row otherwise than a file did, so that we know it again.

    Of a row born here (`born`), or of one that came in a file of which something else is true now.
    `last_day` is the last one of the latest period for which it was told so.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.SmallIntegerField()  # the place in EVENT_TYPES
    row_id = models.UUIDField()
    cld_key = models.CharField(max_length=64)
    cld_content = models.CharField(max_length=64)
    born = models.BooleanField()
    last_day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cld_key", "cld_content", "row_id"], name="one_telling_a_row"
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
