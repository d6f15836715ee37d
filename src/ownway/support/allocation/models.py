"""Published scorecards and the indicative budgets proposed from them.

Who may read: a scorecard, anyone; a budget, whoever may read the person's record.
"""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models


class PublishedScorecard(models.Model):
    """A scorecard as it was published: never changed, only followed by the next."""

    version = models.CharField(max_length=60, primary_key=True)
    in_force_from = models.DateField(unique=True)
    approved_words = models.CharField(max_length=400)
    card = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="published_is_published", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]


class Allocation(models.Model):
    """An indicative budget as it was proposed, with everything needed to work it out again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(
        "assessment.Assessment", on_delete=models.PROTECT, related_name="+"
    )
    scorecard = models.ForeignKey(PublishedScorecard, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    points = models.JSONField()
    total_weekly = models.BigIntegerField()
    low_weekly = models.BigIntegerField()
    high_weekly = models.BigIntegerField()
    proposed_on = models.DateField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["person", "-proposed_on"], name="allocation_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "scorecard"], name="one_budget_an_assessment_and_scorecard"
            ),
            models.CheckConstraint(
                name="the_figure_lies_in_its_range",
                condition=models.Q(
                    low_weekly__lte=models.F("total_weekly"),
                    total_weekly__lte=models.F("high_weekly"),
                    low_weekly__gte=0,
                ),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_proposed_figure_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]
