"""Hand-overs. Who may read: the team or person it goes to, whoever passed it on and their team, and
those who may read the record of the person it is about."""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.foundation.hand_overs.domain import Stage, State

STATES = [(state.value, state.value) for state in State]


@kept()
class HandOver(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about_id = models.UUIDField(db_index=True)
    about_name = models.CharField(max_length=200)
    what = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    # Nobody: it came from somebody who has no sign-in here.
    from_sign_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    to_team = models.ForeignKey(
        "access.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_sign_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_organisation = models.CharField(max_length=200, blank=True)
    reached_at = models.CharField(max_length=200, blank=True)  # whom to call when nobody answers
    handed_over_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=20, choices=STATES, default=State.WAITING.value)
    closed_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    # Given back: it is the sender's again until they say what happens next.
    taken_back_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="hand_over_goes_to_one",
                condition=models.Q(
                    to_team__isnull=False, to_sign_in__isnull=True, to_organisation=""
                )
                | models.Q(to_team__isnull=True, to_sign_in__isnull=False, to_organisation="")
                | (
                    models.Q(to_team__isnull=True, to_sign_in__isnull=True)
                    & ~models.Q(to_organisation="")
                ),
            ),
            models.CheckConstraint(
                name="hand_over_due_after_start",
                condition=models.Q(due_on__gte=models.F("handed_over_on")),
            ),
        ]


class Silence(models.Model):
    """That nobody had answered a hand-over by one stage of its lateness; noted once each."""

    id = models.BigAutoField(primary_key=True)
    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="silences")
    stage = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Stage])
    noted_on = models.DateField()

    class Meta:
        ordering = ["noted_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["hand_over", "stage"], name="one_silence_a_stage")
        ]
