"""Capacity for one decision, and an advocate where the law asks for one.

Who may read: as the assessment. Each save is a row that stays. Words are sealed.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.foundation.keys.fields import EncryptedTextField
from ownway.support.assessment.models.assessments import Assessment

SEALED_OF_CAPACITY = [
    "decision",
    "support",
    "understands_because",
    "retains_because",
    "weighs_because",
    "communicates_because",
    "impairment",
    "best_interests",
]


@kept(leave_out=SEALED_OF_CAPACITY)
class CapacityForDecision(models.Model):
    """Whether somebody could make one decision on one day (Mental Capacity Act 2005, s.2 and 3)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="capacity")
    decision = EncryptedTextField()
    assessed_on = models.DateField()
    support = EncryptedTextField()
    understands = models.BooleanField()
    understands_because = EncryptedTextField(blank=True)
    retains = models.BooleanField()
    retains_because = EncryptedTextField(blank=True)
    weighs = models.BooleanField()
    weighs_because = EncryptedTextField(blank=True)
    communicates = models.BooleanField()
    communicates_because = EncryptedTextField(blank=True)
    impairment = EncryptedTextField(blank=True)
    has_capacity = models.BooleanField()
    best_interests = EncryptedTextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["assessed_on", "pk"]


@kept(leave_out=["somebody"])
class AdvocateAsked(models.Model):
    """Whether somebody needs an advocate to take part (Care Act 2014, s.67), and who was asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="advocacy")
    difficulty_with = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    somebody = EncryptedTextField(blank=True)
    required = models.BooleanField()
    organisation = models.CharField(max_length=200, blank=True)
    hand_over_id = models.UUIDField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
