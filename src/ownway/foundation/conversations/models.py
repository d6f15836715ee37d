"""Conversations between a person and those who help them. Nothing in them is ever removed.

Who may read: the person; somebody they let in to their messages; and whoever may open the record.
Who calls `conversations.queries` has asked that of `support.people` first. Words are sealed.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ownway.foundation.conversations.domain import Side
from ownway.foundation.facts.history import kept
from ownway.foundation.keys.fields import EncryptedTextField

SIDES = [(side.value, side.value) for side in Side]


@kept(leave_out=["subject"])
class Conversation(models.Model):
    """One subject, and every message about it.

    `due_on` is the day by which the council answers; none while nothing waits for it. `owner` is
    who answers; while they are away or have left, `team` does.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about_id = models.UUIDField(db_index=True)
    about_name = models.CharField(max_length=200)
    subject = EncryptedTextField()
    begun_at = models.DateTimeField()
    last_at = models.DateTimeField()
    last_side = models.CharField(max_length=10, choices=SIDES)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    team = models.ForeignKey("access.Team", null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)

    class Meta:
        ordering = ["-last_at", "-pk"]
        indexes = [
            models.Index(
                fields=["due_on"], name="messages_to_answer", condition=Q(due_on__isnull=False)
            )
        ]


@kept(leave_out=["words"])
class Message(models.Model):
    """What somebody wrote; one sent by mistake is marked so, and stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="messages"
    )
    side = models.CharField(max_length=10, choices=SIDES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # As whom somebody who was let in wrote ("friend"); empty for everybody else.
    standing = models.CharField(max_length=100, blank=True)
    words = EncryptedTextField()
    sent_at = models.DateTimeField()
    document_id = models.UUIDField(null=True)
    mistaken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sent_at", "pk"]


class LastRead(models.Model):
    """Up to when somebody has read a conversation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="reads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "by"], name="read_once_by_each")
        ]


@kept()
class Away(models.Model):
    """Days on which somebody of staff answers nothing, so that their team does.

    `covered_by` is the colleague of the same team who sees to their work meanwhile; `said_by` who
    said so, where it was their manager.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sign_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    first_day = models.DateField()
    last_day = models.DateField()
    covered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                name="back_after_going_away", condition=Q(last_day__gte=F("first_day"))
            )
        ]
