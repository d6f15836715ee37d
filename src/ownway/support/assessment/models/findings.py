"""What a worker finds, outcome by outcome and as a whole. Who may read: as the assessment.

Each save is a row that stays; the latest is what is found. Words are sealed.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.foundation.keys.fields import EncryptedTextField
from ownway.support.assessment.models.assessments import Assessment

SEALED_OF_OUTCOME = ["why", "fluctuates", "risk", "met_by_carers", "technology"]
SEALED_OF_WHOLE = ["arises_words", "impact_why", "nights", "two_carers", "behaviour"]
SEALED_OF_CARING = ["cares_for", "words", "if_i_cannot", "later"]


@kept(leave_out=SEALED_OF_OUTCOME)
class OutcomeFinding(models.Model):
    """Whether somebody can achieve one outcome, without the help that carers give now."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="findings")
    outcome = models.CharField(max_length=40)
    unable = models.BooleanField(null=True)
    because = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    why = EncryptedTextField(blank=True)
    fluctuates = EncryptedTextField(blank=True)
    risk = EncryptedTextField(blank=True)
    met_by_carers = EncryptedTextField(blank=True)
    technology = EncryptedTextField(blank=True)
    from_levels = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["assessment", "outcome", "-at"], name="finding_by_outcome")]


@kept(leave_out=SEALED_OF_WHOLE)
class WholeFinding(models.Model):
    """Where the needs come from, and what they do to somebody's wellbeing as a whole.

    `arises` for an adult: from a physical or mental impairment or illness; for a carer: from giving
    necessary care. `health_at_risk` is asked of carers alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="whole_findings"
    )
    arises = models.BooleanField(null=True)
    arises_words = EncryptedTextField(blank=True)
    health_at_risk = models.BooleanField(null=True)
    impact = models.BooleanField(null=True)
    areas = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    impact_why = EncryptedTextField(blank=True)
    nights = EncryptedTextField(blank=True)
    two_carers = EncryptedTextField(blank=True)
    behaviour = EncryptedTextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]


@kept(leave_out=SEALED_OF_CARING)
class CaringFinding(models.Model):
    """What a carer gives, whether they are able and willing to go on, and what happens if not.

    Source: Care Act 2014, section 10(5) and (6).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="caring")
    cares_for = EncryptedTextField(blank=True)
    hours_weekly = models.PositiveSmallIntegerField(null=True)
    able = models.CharField(max_length=10, blank=True)
    willing = models.CharField(max_length=10, blank=True)
    words = EncryptedTextField(blank=True)
    signs = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    if_i_cannot = EncryptedTextField(blank=True)
    later = EncryptedTextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
