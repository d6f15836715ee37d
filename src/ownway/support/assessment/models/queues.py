"""Who is to make an assessment. Who may read: as the record of the person it is about."""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.support.assessment.domain.queues import Ended
from ownway.support.assessment.models.assessments import Assessment

ENDINGS = [(one.value, one.value) for one in Ended]


@kept()
class AllocatedWorker(models.Model):
    """A worker named to begin an assessment, or to go on with one that somebody else began.

    One row each time it is shared out; the one that has not ended counts. Whether the worker said
    yes or gave it back is told by the hand-over, which went to them with a day for their answer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    support_request = models.ForeignKey(
        "contact.SupportRequest", null=True, on_delete=models.PROTECT, related_name="+"
    )
    assessment = models.ForeignKey(
        Assessment, null=True, on_delete=models.CASCADE, related_name="allocated"
    )
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    because = models.CharField(max_length=400, blank=True)
    hand_over_id = models.UUIDField()
    ended_on = models.DateField(null=True)
    ended_as = models.CharField(max_length=20, blank=True, choices=ENDINGS)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="allocated_for_one_thing",
                condition=models.Q(support_request__isnull=True, assessment__isnull=False)
                | models.Q(support_request__isnull=False, assessment__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["support_request"],
                condition=models.Q(ended_on__isnull=True),
                name="one_worker_for_a_request",
            ),
            models.UniqueConstraint(
                fields=["assessment"],
                condition=models.Q(ended_on__isnull=True),
                name="one_worker_for_an_assessment",
            ),
        ]
