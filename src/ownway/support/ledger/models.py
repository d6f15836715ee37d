"""The ledger: one row is one transfer, so no row can be unbalanced; append-only.

Who may read: finance; the person their own accounts; staff who may read the person's record.
"""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Account(models.Model):
    """Where money stands: owed to a person, spent from a fund, or waiting in a control account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    fund = models.CharField(max_length=40, default="social care")
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "fund", "person"],
                name="one_account_of_a_kind",
                nulls_distinct=False,
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="an_account_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]


class Transfer(models.Model):
    """Pence moved from one account (credit) to another (debit), once and for ever."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    journal_id = models.UUIDField(db_index=True)
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="debits")
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="credits")
    pence = models.BigIntegerField()
    key = models.CharField(max_length=200, unique=True)
    value_on = models.DateField()
    posted_at = models.DateTimeField(db_default=Now())
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(fields=["debit", "value_on"], name="ledger_debit"),
            models.Index(fields=["credit", "value_on"], name="ledger_credit"),
        ]
        constraints = [
            models.CheckConstraint(name="pence_above_nothing", condition=models.Q(pence__gt=0)),
            models.CheckConstraint(
                name="two_different_accounts", condition=~models.Q(debit=models.F("credit"))
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]
