"""Questionnaires of the council: as published, and in the making.

Who may read: what is published, anyone who may open an assessment; drafts, those who edit them.
"""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept


class PublishedQuestionnaire(models.Model):
    """Questions as they were published: never changed, only followed by the next."""

    version = models.CharField(max_length=40, primary_key=True)
    in_use_from = models.DateField(unique=True)
    asked = models.JSONField()
    digest = models.CharField(max_length=64)
    published_on = models.DateField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="questions_published_stay", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]


@kept()
class QuestionnaireDraft(models.Model):
    """The next version while it is written; `step` counts the saves, so that none is lost."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    based_on = models.CharField(max_length=40)
    asked = models.JSONField()
    step = models.PositiveIntegerField(default=1)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()
    ended_as = models.CharField(max_length=40, blank=True)  # a version, or "thrown away"
