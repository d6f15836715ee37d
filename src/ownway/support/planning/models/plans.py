"""Support plans, their components and the personal budget that signing one off sets.

Who may read: whoever may read the person's record.
"""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

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
    # "one page": a small sum with a few words about what it is for.
    path = models.CharField(max_length=20, default="whole")
    what_matters = models.TextField(blank=True)
    if_things_go_wrong = models.TextField(blank=True)
    risks_i_choose = models.TextField(blank=True)
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
    """One part of a plan: who does what, when, for which outcome, and what it costs.

    `covers` names eligible outcomes of the assessment; `days` are 0 (Monday) to 6, none where it
    has no set day. Money is pence: a week, or once. `first_day` and `last_day` where it does not
    run as long as the plan. `goes_to` is what the money buys (`domain.permitted`), `held_as` who
    holds it.
    """

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
    cost_once = models.BigIntegerField(default=0)
    covers = ArrayField(models.CharField(max_length=60), default=list)
    days = ArrayField(models.PositiveSmallIntegerField(), default=list)
    starts_at = models.TimeField(null=True)
    ends_at = models.TimeField(null=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    goes_to = models.CharField(max_length=40, blank=True)
    nights = models.PositiveSmallIntegerField(null=True)
    exception_reason = models.TextField(blank=True)
    held_as = models.CharField(max_length=40, blank=True)
    held_by = models.CharField(max_length=150, blank=True)
    agreement = models.CharField(max_length=200, blank=True)
    said_yes = models.BooleanField(null=True)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.CheckConstraint(
                name="unpaid_costs_nothing_paid_says_how",
                condition=models.Q(actor="paid", cost_weekly__gte=0, cost_once__gte=0)
                & (models.Q(cost_weekly__gt=0) | models.Q(cost_once__gt=0))
                & ~models.Q(bought_by="")
                | ~models.Q(actor="paid") & models.Q(cost_weekly=0, cost_once=0, bought_by=""),
            ),
            models.CheckConstraint(
                name="a_part_ends_after_it_begins",
                condition=models.Q(first_day__isnull=True)
                | models.Q(last_day__isnull=True)
                | models.Q(last_day__gte=models.F("first_day")),
            ),
        ]


class PersonalBudget(models.Model):
    """The personal budget (Care Act 2014, section 26) set when a plan is signed off."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    plan = models.OneToOneField(SupportPlan, on_delete=models.PROTECT, related_name="budget")
    cost_weekly = models.BigIntegerField()
    contribution_weekly = models.BigIntegerField()
    authority_share_weekly = models.BigIntegerField()
    nhs_weekly = models.BigIntegerField(default=0)
    third_party_weekly = models.BigIntegerField(default=0)
    cost_once = models.BigIntegerField(default=0)
    first_day = models.DateField()
    first_review_on = models.DateField(null=True)
    monitoring = models.CharField(max_length=20, default="light")
    monitoring_reason = models.TextField(blank=True)
    # What whoever signed said of safety and of value; empty for budgets set before it was asked.
    safety = models.CharField(max_length=20, blank=True)
    safety_words = models.TextField(blank=True)
    value = models.CharField(max_length=20, blank=True)
    value_words = models.TextField(blank=True)
    decided_at = models.CharField(max_length=20, default="manager")
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
                    + models.F("authority_share_weekly")
                    + models.F("nhs_weekly")
                    + models.F("third_party_weekly"),
                    contribution_weekly__gte=0,
                    authority_share_weekly__gte=0,
                    nhs_weekly__gte=0,
                    third_party_weekly__gte=0,
                    cost_once__gte=0,
                ),
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="a_budget_once_set_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]


@kept()
class FundingShare(models.Model):
    """What the NHS or a third party pays of a plan, by an agreement, from a day to a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(SupportPlan, on_delete=models.CASCADE, related_name="funding")
    payer = models.CharField(max_length=40)
    who = models.CharField(max_length=150)
    cost_weekly = models.BigIntegerField()
    agreement = models.CharField(max_length=200)
    agreed_on = models.DateField()
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)

    class Meta:
        ordering = ["payer", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_funding_share_pays_something", condition=models.Q(cost_weekly__gt=0)
            ),
            models.CheckConstraint(
                name="a_funding_share_ends_after_it_begins",
                condition=models.Q(first_day__isnull=True)
                | models.Q(last_day__isnull=True)
                | models.Q(last_day__gte=models.F("first_day")),
            ),
        ]


@kept()
class PanelPaper(models.Model):
    """A plan above a manager's limit on the list of a panel, and what the panel decided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(SupportPlan, on_delete=models.CASCADE, related_name="papers")
    meets_on = models.DateField()
    due_on = models.DateField()
    why = models.TextField()
    put_on = models.DateField()
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=20, blank=True)
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["meets_on"], name="panel_paper_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=models.Q(decision=""),
                name="one_open_paper_a_plan",
            )
        ]


@kept()
class PlanChallenge(models.Model):
    """Somebody says that a decision about their plan is not right; another looks again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(SupportPlan, on_delete=models.CASCADE, related_name="challenges")
    said = models.TextField()
    said_on = models.DateField()
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField()
    outcome = models.CharField(max_length=20, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=models.Q(outcome=""),
                name="one_open_challenge_a_plan",
            )
        ]
