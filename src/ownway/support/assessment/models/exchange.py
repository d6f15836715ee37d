"""Assessments that others made and that were brought here. Who may read: as the person's record.

They are read beside ours and never counted as ours: no figure rests on one, no return tells of it.
"""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.foundation.keys.fields import EncryptedTextField
from ownway.support.assessment.models.assessments import Assessment


@kept(leave_out=["content"])
class BroughtAssessment(models.Model):
    """One finished assessment from elsewhere, as its file told it (`domain.exchange`).

    `content` is the file in the one spelling `domain.exchange` writes, sealed; `digest` its
    SHA-256, so that the same file changes nothing. `went_on_as` is the assessment that a worker
    began here from it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    content = EncryptedTextField()
    digest = models.CharField(max_length=64)
    identifier = models.CharField(max_length=400)
    came_from = models.CharField(max_length=200)
    finished_on = models.DateField()
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    brought_on = models.DateField()
    went_on_as = models.OneToOneField(
        Assessment, null=True, on_delete=models.SET_NULL, related_name="began_from"
    )

    class Meta:
        ordering = ["-finished_on", "-brought_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "digest"], name="one_brought_file_a_person")
        ]
