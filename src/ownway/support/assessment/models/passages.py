"""What people write in an assessment, each in their own voice. Who may read: as the assessment.

Nothing here is ever overwritten: a passage is one author's voice in one section, and every save of
it is a version that stays. Words are sealed.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.foundation.keys.fields import EncryptedTextField
from ownway.support.assessment.domain import Voice
from ownway.support.assessment.models.assessments import Assessment

VOICES = [(voice.value, voice.value) for voice in Voice]


@kept()
class Passage(models.Model):
    """One author's voice in one section of an assessment.

    `taken_down`: the person said it aloud and `by` wrote it down for them; the voice is theirs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="passages")
    section = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    voice = models.CharField(max_length=10, choices=VOICES)
    # As whom somebody who was let in writes ("family"); empty for everybody else.
    standing = models.CharField(max_length=100, blank=True)
    taken_down = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "section", "by", "taken_down"],
                name="one_passage_an_author_a_section",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_down=False) | models.Q(voice=Voice.PERSON.value),
                name="what_is_taken_down_is_theirs",
            ),
        ]


@kept(leave_out=["words"])
class PassageVersion(models.Model):
    """One save. `parents` are the versions its author had before them when they wrote.

    A version that no later one names as a parent stands; two that stand beside each other were
    written without knowing of one another.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    words = EncryptedTextField(blank=True)
    parents = ArrayField(models.UUIDField(), default=list, blank=True)
    differs = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["passage", "number"], name="passage_version_once")
        ]
