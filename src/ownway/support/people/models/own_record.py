"""A person and their own record: how they came to sign in to it, and what they say is wrong.

Who may read these rows: the person themself; whoever may open the record; what was said about who
looked, also information governance. Only through `people.queries`.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ownway.foundation.facts.history import kept
from ownway.support.people.models.records import Person


@kept()
class InvitedToOwnRecord(models.Model):
    """That a worker invited somebody to their own record, and how they knew that it was them.

    `how_checked` is one of `domain.own_record.Check`. `invitation_id` is that of
    `access`, which holds the link and code; none where the person signed in already.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invited")
    invitation_id = models.UUIDField(null=True)
    email = models.CharField(max_length=254, blank=True)
    how_checked = models.CharField(max_length=40)
    words = models.CharField(max_length=400, blank=True)
    code_by = models.CharField(max_length=40)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_on = models.DateField()
    last_day = models.DateField()
    cancelled_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)

    class Meta:
        ordering = ["-invited_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(cancelled_on__isnull=True, accepted_on__isnull=True),
                name="one_invitation_waits_for_a_person",
            )
        ]


@kept()
class SaidWrong(models.Model):
    """What a person says is wrong in their record, beside what stands there, and the answer.

    Nothing is overwritten: `stands` is the line as it was when they said so. `fact_id` is that line
    of the timeline, or the reading they object to; `what` a detail by its name; none of both for
    anything else. One about a reading is answered by whoever got the hand-over `hand_over_id`.
    """

    LINE, DETAIL, READING, OTHER = "line", "detail", "reading", "other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="said_wrong")
    kind = models.CharField(max_length=10)
    fact_id = models.BigIntegerField(null=True)
    what = models.CharField(max_length=100, blank=True)
    stands = models.TextField(blank=True)
    wrong = models.TextField()
    should_say = models.TextField(blank=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    said_on = models.DateField()
    due_on = models.DateField()
    hand_over_id = models.UUIDField(null=True)
    answer = models.CharField(max_length=20, blank=True)
    answer_words = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_on = models.DateField(null=True)

    class Meta:
        ordering = ["-said_on", "-pk"]
        indexes = [
            models.Index(
                fields=["due_on"],
                name="said_wrong_to_answer",
                condition=Q(answered_on__isnull=True),
            )
        ]
