"""Welfare checks of the same day. Who may read: whoever may read the record of the person;
the group that looks in, through a link of its own, where and why to look in."""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.support.contact.models.requests import SupportRequest


@kept(leave_out=["link_digest"])
class WelfareCheck(models.Model):
    """Somebody is asked to look in today, and says how they found them.

    A group with an e-mail address answers through a link of its own, of which only a digest is
    kept, with the instant it ends. `told_by` is who said so there; a worker is `outcome_by`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(
        SupportRequest, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    hand_over_id = models.UUIDField(db_index=True)
    escalated_id = models.UUIDField(null=True, blank=True)  # the hand-over when nobody answered
    why = models.TextField()
    asked_of = models.CharField(max_length=200)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_on = models.DateField()
    outcome = models.CharField(max_length=20, blank=True)
    outcome_words = models.TextField(blank=True)
    outcome_on = models.DateField(null=True, blank=True)
    outcome_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    told_by = models.CharField(max_length=200, blank=True)
    link_digest = models.CharField(max_length=64, blank=True, db_index=True)
    link_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_on", "pk"]
