"""Published scorecards, the indicative budgets proposed from them, and what people said to those.

Who may read: a scorecard, anyone; a budget, a challenge to it and another figure beside it, whoever
may read the person's record.
"""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.foundation.keys.fields import EncryptedTextField
from ownway.support.allocation.domain.another import REASONS


class PublishedScorecard(models.Model):
    """A scorecard as it was published: never changed, only followed by the next."""

    version = models.CharField(max_length=60, primary_key=True)
    in_force_from = models.DateField()
    # Reads the self-check and gives a range only; a figure never comes from it.
    early_view = models.BooleanField(default=False)
    approved_words = models.CharField(max_length=400)
    card = models.JSONField()
    digest = models.CharField(max_length=64)
    report = models.JSONField(null=True)  # the calibration it came from, where there was one

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["in_force_from", "early_view"], name="one_scorecard_of_a_kind_a_day"
            )
        ]
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
    group = models.CharField(max_length=100, blank=True, default="")
    points = models.JSONField()
    flags = models.JSONField(default=list)  # whom a person should look at before it is used
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


@kept(leave_out=["words", "answer"])
class Challenge(models.Model):
    """That somebody said a first figure is not right, and what was answered.

    The day an answer is due and whether it was picked up stand in the hand-over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    words = EncryptedTextField()
    hand_over_id = models.UUIDField()
    to_name = models.CharField(max_length=200)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_on = models.DateField()
    due_on = models.DateField()
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    acknowledged_on = models.DateField(null=True)
    answer = EncryptedTextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_on = models.DateField(null=True)

    class Meta:
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["allocation"],
                condition=models.Q(answered_on__isnull=True),
                name="one_open_challenge_a_figure",
            )
        ]


class OtherFigure(models.Model):
    """Another figure that a worker or a panel set beside the first, with the reason.

    Money is pence a week. It changes nothing: the first figure stays as it was worked out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    total_weekly = models.BigIntegerField()
    reason = models.CharField(
        max_length=30, choices=[(one.value, words) for one, words in REASONS.items()]
    )
    words = EncryptedTextField()
    questions = models.JSONField(default=list)
    by_panel = models.BooleanField(default=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_on = models.DateField()
    # Which of several of one day stands: the last.
    recorded_at = models.DateTimeField(null=True, auto_now_add=True)

    class Meta:
        ordering = ["-set_on", "-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="another_figure_is_money", condition=models.Q(total_weekly__gte=0)
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="another_figure_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]
