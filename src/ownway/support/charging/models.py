"""What a person pays towards their support, and what it was worked out from.

Who may read: what is paid, whoever may read the person's record; what they have and what comes in,
the person, whoever they let in to their money, and finance.
"""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept


class Contribution(models.Model):
    """A weekly contribution that a named person decided, from a day on; the next row follows it.

    A slip is put right by another decision from the same day: `number` counts them, the last holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    contribution_weekly = models.BigIntegerField()
    first_day = models.DateField()
    number = models.PositiveSmallIntegerField(default=0)
    basis = models.TextField()
    decided_on = models.DateField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-first_day", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "first_day", "number"], name="one_contribution_of_a_number"
            ),
            models.CheckConstraint(
                name="contribution_not_negative", condition=models.Q(contribution_weekly__gte=0)
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_decided_contribution_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]


@kept()
class FinancialAssessment(models.Model):
    """What somebody has and what comes in, as told, and what was worked out of it (section 17).

    `answers` are those of `domain.answers`; `edition` counts the saves, so that two windows do not
    overwrite each other; `workings` are the lines as they stood on the day of the decision, `how`
    which of `domain.answers.HOW` it was, so that the same sum can be made by later figures.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, default="writing")
    edition = models.PositiveIntegerField(default=1)
    answers = models.JSONField(default=dict)
    begun_on = models.DateField()
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_on = models.DateField(null=True)
    asked = models.TextField(blank=True)
    decided_on = models.DateField(null=True)
    contribution = models.OneToOneField(
        Contribution, null=True, on_delete=models.PROTECT, related_name="worked_out_by"
    )
    cost_weekly = models.BigIntegerField(null=True)
    free_weekly = models.BigIntegerField(default=0)
    how = models.CharField(max_length=40, blank=True)
    workings = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state__in=["writing", "sent"]),
                name="one_means_in_the_making",
            ),
            models.CheckConstraint(
                name="a_decided_assessment_has_its_decision",
                condition=models.Q(state="decided") ^ models.Q(contribution__isnull=True),
            ),
        ]
