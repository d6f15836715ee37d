"""Long work whose progress people watch. Who may read: whoever asked for it, and administrators."""

import uuid

from django.conf import settings
from django.db import models


class LongWork(models.Model):
    """A piece of background work: what it is, how far it got, how it ended."""

    WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
    CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=20, default=WAITING)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    words = models.CharField(max_length=400, blank=True)
    result_id = models.UUIDField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    # Work asked for together and done in order: the same id, and the place in the row.
    together_id = models.UUIDField(null=True, blank=True, db_index=True)
    rank = models.PositiveSmallIntegerField(default=0)
