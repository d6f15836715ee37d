"""Notices: what a person was told, in which form, by which way, with proof of it.

Who may read: whoever may open the record of the person a notice is about (asked of
`support.people` before `notices.queries` is called), and the person themselves. The words, where
they went and their digest are sealed (`foundation.keys`). What was sent is kept as it was, and no
try is ever rewritten.
"""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from ownway.foundation.facts.history import kept
from ownway.foundation.keys.fields import EncryptedTextField
from ownway.foundation.notices.domain import Channel, Format, State


@kept(leave_out=["subject", "words", "to_name", "sent_to", "window", "last_window", "digest"])
class Notice(models.Model):
    """One notice to one person; its words are as they were rendered when somebody sent it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about_id = models.UUIDField(db_index=True)
    template = models.CharField(max_length=40)
    format = models.CharField(max_length=40, choices=[(one.value, one.value) for one in Format])
    channel = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Channel])
    subject = EncryptedTextField()
    words = EncryptedTextField()
    to_name = EncryptedTextField()
    sent_to = EncryptedTextField()
    # The lines of the envelope window, one a line; of a letter only. Before it: the last letter's.
    window = EncryptedTextField(blank=True)
    last_window = EncryptedTextField(blank=True)
    unsuitable_because = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=30, choices=[(one.value, one.value) for one in State])
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    said_on = models.DateField()
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    looked_on = models.DateField(null=True)
    looked_words = models.CharField(max_length=400, blank=True)
    digest = EncryptedTextField(blank=True)  # SHA-256 of the exact bytes that went out

    class Meta:
        ordering = ["-said_on", "-pk"]
        indexes = [models.Index(fields=["state", "said_on"], name="notices_by_state")]
        constraints = [
            models.CheckConstraint(
                name="a_second_look_is_by_another",
                condition=models.Q(looked_by__isnull=True)
                | ~models.Q(looked_by=models.F("said_by")),
            )
        ]


class Attempt(models.Model):
    """One try at sending a notice, or one answer about it; never rewritten."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField(db_default=Now())
    adapter = models.CharField(max_length=20)
    state = models.CharField(max_length=30)
    reference = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]
