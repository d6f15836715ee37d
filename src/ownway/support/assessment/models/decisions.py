"""Decisions on eligibility, with all that they rested on. Who may read: as the assessment."""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.foundation.keys.fields import EncryptedTextField
from ownway.support.assessment.models.assessments import Assessment


@kept(leave_out=["why_differs"])
class EligibilityDecision(models.Model):
    """What a worker decided, and the findings, the rules and the workings it rested on.

    `inputs` and `workings` are as `domain.eligibility` writes them, so that the same rules on the
    same findings can be worked out again. `what_else` names what may help besides.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="decision")
    eligible_needs = models.CharField(max_length=100)
    rules = models.CharField(max_length=40)
    inputs = models.JSONField()
    workings = models.JSONField()
    supported = models.BooleanField()
    why_differs = EncryptedTextField(blank=True)
    what_else = models.JSONField(default=list, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField()
    document_id = models.UUIDField(null=True)
    notice_id = models.UUIDField(null=True)
