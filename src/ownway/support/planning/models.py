"""Support plans, their components, the personal budget, and the arrangements that follow.

Who may read: whoever may read the person's record.
"""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models

from ownway.foundation.bulk.columns import FromFile, one_row_an_event
from ownway.foundation.facts.history import kept


@kept()
class SupportPlan(models.Model):
    """A person's plan (Care Act 2014, section 25), a version at a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(
        "assessment.Assessment", on_delete=models.PROTECT, related_name="+"
    )
    allocation = models.ForeignKey(
        "allocation.Allocation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=20, default="draft")
    first_day = models.DateField(null=True)
    what_matters = models.TextField(blank=True)
    if_things_go_wrong = models.TextField(blank=True)
    over_range_reason = models.TextField(blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    started_on = models.DateField()
    sent_on = models.DateField(null=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decision_reasons = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-version"], name="planning_person")]
        constraints = [
            models.UniqueConstraint(fields=["person", "version"], name="one_plan_a_version"),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state__in=["draft", "sent"]),
                name="one_plan_in_the_making",
            ),
        ]


@kept()
class Component(models.Model):
    """One part of a plan: who does what, when, for which outcome, and what it costs a week."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(SupportPlan, on_delete=models.CASCADE, related_name="components")
    actor = models.CharField(max_length=30)
    who = models.CharField(max_length=150)
    activity = models.CharField(max_length=200)
    when_words = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=200)
    bought_by = models.CharField(max_length=40, blank=True)
    units_weekly = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    unit_cost = models.BigIntegerField(null=True)
    cost_weekly = models.BigIntegerField(default=0)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.CheckConstraint(
                name="unpaid_costs_nothing_paid_says_how",
                condition=models.Q(actor="paid", cost_weekly__gt=0) & ~models.Q(bought_by="")
                | ~models.Q(actor="paid") & models.Q(cost_weekly=0, bought_by=""),
            )
        ]


class PersonalBudget(models.Model):
    """The personal budget (Care Act 2014, section 26) set when a plan is signed off."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    plan = models.OneToOneField(SupportPlan, on_delete=models.PROTECT, related_name="budget")
    cost_weekly = models.BigIntegerField()
    contribution_weekly = models.BigIntegerField()
    authority_share_weekly = models.BigIntegerField()
    first_day = models.DateField()
    decided_on = models.DateField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="shares_add_up_to_the_cost",
                condition=models.Q(
                    cost_weekly=models.F("contribution_weekly")
                    + models.F("authority_share_weekly"),
                    contribution_weekly__gte=0,
                    authority_share_weekly__gte=0,
                ),
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_budget_once_set_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]


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
