"""Support that runs or ran: from a signed-off plan, or from a service of a national file.

Who may read: whoever may read the person's record.
"""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.bulk.columns import FromFile, one_row_an_event
from ownway.foundation.facts.history import kept
from ownway.support.planning.models.plans import Component


@kept()
class Arrangement(FromFile):
    """Support that runs or ran: from a signed-off plan, or from a service of a national file.

    Money is pence a week; `once` is pence paid one time. `cost_rule` says how the weekly figure
    was made from what the file said.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    component = models.OneToOneField(
        Component, null=True, on_delete=models.PROTECT, related_name="arrangement"
    )
    client_type = models.CharField(max_length=100, default="Service user")
    service_type = models.CharField(max_length=200, blank=True)
    service_component = models.CharField(max_length=200, blank=True)
    delivery_mechanism = models.CharField(max_length=200, blank=True)
    provider_location_id = models.CharField(max_length=60, blank=True)
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    outcome = models.CharField(max_length=200, blank=True)
    description = models.CharField(max_length=400, blank=True)
    unit_cost = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    cost_frequency = models.CharField(max_length=60, blank=True)
    planned_units_weekly = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    cost_weekly = models.BigIntegerField(null=True)
    cost_once = models.BigIntegerField(null=True)
    cost_rule = models.CharField(max_length=100, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)
    # The file that should have told of this service and did not: its last day is presumed.
    in_doubt_by = models.UUIDField(null=True, db_index=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-first_day"], name="arrangement_person"),
            models.Index(fields=["first_day", "last_day"], name="arrangement_days"),
            models.Index(
                fields=["person"], condition=models.Q(cld_line=""), name="arrangement_born_here"
            ),
            models.Index(
                fields=["last_day"],
                condition=~models.Q(ended_because=""),
                name="arrangement_ended_here",
            ),
        ]
        constraints = [
            one_row_an_event("one_row_a_service_event"),
            models.CheckConstraint(
                name="weekly_cost_not_negative",
                condition=models.Q(cost_weekly__isnull=True) | models.Q(cost_weekly__gte=0),
            ),
        ]


@kept()
class Suspension(models.Model):
    """Days on which support does not run: in hospital, away. Nothing is paid for them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    arrangement = models.ForeignKey(
        Arrangement, on_delete=models.CASCADE, related_name="suspensions"
    )
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    why = models.CharField(max_length=200)
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                name="a_suspension_ends_after_it_begins",
                condition=models.Q(last_day__isnull=True)
                | models.Q(last_day__gte=models.F("first_day")),
            ),
            models.UniqueConstraint(
                fields=["arrangement"],
                condition=models.Q(last_day__isnull=True),
                name="one_open_suspension",
            ),
        ]
