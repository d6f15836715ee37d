"""Assessments and their answers. Who may read: whoever may read the person's record."""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.bulk.columns import FromFile, one_row_an_event
from ownway.foundation.facts.history import kept


@kept()
class Assessment(FromFile):
    """Finding out together what somebody needs (Care Act 2014, sections 9 and 10).

    One that began in Ownway has answers; one that came in a national file has only its outcome.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    support_request = models.ForeignKey(
        "contact.SupportRequest", null=True, on_delete=models.PROTECT, related_name="+"
    )
    client_type = models.CharField(max_length=100, default="Service user")
    assessment_type = models.CharField(max_length=100, default="Long term assessment")
    started_on = models.DateField()
    completed_on = models.DateField(null=True, blank=True)
    eligible_needs = models.CharField(max_length=100, blank=True)
    method = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=200, blank=True)
    description = models.CharField(max_length=400, blank=True)
    questionnaire = models.CharField(max_length=40, blank=True)
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    summary = models.TextField(blank=True)
    decision_reasons = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-started_on"], name="assessment_person"),
            models.Index(
                fields=["person"], condition=models.Q(cld_line=""), name="assessment_born_here"
            ),
        ]
        constraints = [
            one_row_an_event("one_row_an_assessment_event"),
            models.UniqueConstraint(
                # One in their own right as a carer, and one of their own needs, may both be open.
                fields=["person", "client_type"],
                condition=models.Q(completed_on__isnull=True, cld_key__isnull=True),
                name="one_open_assessment_a_person",
            ),
        ]


@kept()
class Answer(models.Model):
    """One question: the agreed level, and beside it the words of each who answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField(null=True)
    person_level = models.PositiveSmallIntegerField(null=True)
    person_words = models.TextField(blank=True)
    person_answered_at = models.DateTimeField(null=True)
    person_answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    worker_words = models.TextField(blank=True)
    worker_answered_at = models.DateTimeField(null=True)
    worker_answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question"], name="one_answer_a_question"
            ),
            models.CheckConstraint(
                name="levels_run_from_0_to_4",
                condition=(models.Q(level__isnull=True) | models.Q(level__lte=4))
                & (models.Q(person_level__isnull=True) | models.Q(person_level__lte=4)),
            ),
        ]
