"""Referrals to groups and services. Who may read: whoever may read the record of the person.

The group reads, through a link of its own, what the person agreed to share and nothing else.
"""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.support.contact.domain.referrals import Helped, State
from ownway.support.contact.models.requests import SupportRequest


@kept(leave_out=["link_digest"])
class Referral(models.Model):
    """Somebody was told about a service, or was passed to it with their yes.

    `shared` are the slugs of `domain.referrals.SHARES` they agreed to; empty when only told about.
    Of the link only a digest is kept, with the instant it ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(
        SupportRequest, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    service_id = models.UUIDField(db_index=True)
    service_name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=50, blank=True)
    why = models.TextField()
    shared = models.JSONField(default=list)
    shared_words = models.TextField(blank=True)
    agreed_how = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in State])
    sent_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answer_by = models.CharField(max_length=200, blank=True)
    helped = models.CharField(
        max_length=10, blank=True, choices=[(one.value, one.value) for one in Helped]
    )
    helped_words = models.TextField(blank=True)
    helped_on = models.DateField(null=True, blank=True)
    hand_over_id = models.UUIDField(null=True, blank=True, db_index=True)
    link_digest = models.CharField(max_length=64, blank=True, db_index=True)
    link_until = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-sent_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="told_about_shares_nothing",
                condition=~models.Q(state=State.TOLD.value)
                | models.Q(shared=[], shared_words="", hand_over_id__isnull=True),
            )
        ]
