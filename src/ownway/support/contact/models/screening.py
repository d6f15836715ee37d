"""What a worker asks beside a request. Who may read: whoever may read the record of the person."""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.support.contact.models.requests import SupportRequest


@kept()
class Screening(models.Model):
    """The first questions of safety and of the people around, asked with one request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    request = models.OneToOneField(
        SupportRequest, on_delete=models.CASCADE, related_name="screening"
    )
    worry = models.CharField(max_length=20)
    worry_words = models.TextField(blank=True)
    concern_id = models.UUIDField(null=True, blank=True)  # the safeguarding concern it led to
    risk = models.CharField(max_length=20)
    risk_words = models.TextField(blank=True)
    carer = models.CharField(max_length=20)
    carer_name = models.CharField(max_length=150, blank=True)
    carer_offer = models.CharField(max_length=20, blank=True)
    talk_asked = models.BooleanField(default=False)
    discharge_pathway = models.PositiveSmallIntegerField(null=True, blank=True)
    leaving_on = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    noted_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="discharge_pathway_0_to_3",
                condition=models.Q(discharge_pathway__isnull=True)
                | models.Q(discharge_pathway__lte=3),
            )
        ]
