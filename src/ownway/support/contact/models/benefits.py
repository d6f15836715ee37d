"""What may be unclaimed, and what came of it. Who may read: whoever may read the record."""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.support.contact.domain.benefits import ClaimState


@kept()
class BenefitsCheck(models.Model):
    """The answers somebody gave to the short list of one version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    version = models.CharField(max_length=40)
    answers = models.JSONField(default=dict)
    already = models.JSONField(default=list)
    checked_on = models.DateField()
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # The team that asked: what was gained is counted for it, whoever looks after them later.
    team = models.ForeignKey(
        "access.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-checked_on", "-pk"]


@kept()
class BenefitClaim(models.Model):
    """One benefit that may be unclaimed, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    check_made = models.ForeignKey(BenefitsCheck, on_delete=models.PROTECT, related_name="claims")
    benefit = models.CharField(max_length=40)
    state = models.CharField(
        max_length=20,
        default=ClaimState.SUGGESTED.value,
        choices=[(one.value, one.value) for one in ClaimState],
    )
    gained_weekly = models.PositiveIntegerField(default=0)  # pence a week
    words = models.CharField(max_length=400, blank=True)
    noted_on = models.DateField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_made", "benefit"], name="one_claim_a_benefit_of_a_check"
            ),
            models.CheckConstraint(
                name="only_an_award_is_a_gain",
                condition=models.Q(gained_weekly=0) | models.Q(state=ClaimState.AWARDED.value),
            ),
        ]
