"""The ledger: one row is one transfer, so no row can be unbalanced; append-only.

Who may read: finance; the person their own accounts; staff who may read the person's record. Which
periods are closed is no secret.
"""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from ownway.support.ledger.domain import Fund


def _stays(name: str) -> pgtrigger.Trigger:
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


class Account(models.Model):
    """Where money stands: owed to a person, spent from a fund, or waiting in a control account.

    `party` is the council's reference of a provider or fund holder, where the account is theirs.
    `floor` is the least that may stand there, in pence; none where outside facts alone move it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    fund = models.CharField(max_length=40, default=Fund.SOCIAL_CARE.value)
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    party = models.CharField(max_length=100, blank=True, default="")
    floor = models.BigIntegerField(null=True)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "fund", "person", "party"],
                name="one_account_of_a_kind",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="a_fund_we_know", condition=models.Q(fund__in=[fund.value for fund in Fund])
            ),
            models.CheckConstraint(
                name="nobody_begins_below_the_floor",
                condition=models.Q(floor__isnull=True) | models.Q(floor__lte=0),
            ),
        ]
        triggers = [_stays("an_account_stays")]


class Standing(models.Model):
    """What stands in an account with a floor, in pence; the database alone writes it."""

    account = models.OneToOneField(
        Account, primary_key=True, on_delete=models.PROTECT, related_name="standing"
    )
    pence = models.BigIntegerField()

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="written_by_the_ledger_alone",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("pg_trigger_depth() < 1"),
            )
        ]


class Transfer(models.Model):
    """Pence moved from one account (credit) to another (debit), once and for ever.

    `outside` marks a fact that happened elsewhere: it is written down even where it takes an
    account below its floor. `reverses` is the transfer that this one puts right.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    journal_id = models.UUIDField(db_index=True)
    # Two indexes below begin with these, and nobody asks who posted what.
    debit = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="debits", db_index=False
    )
    credit = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="credits", db_index=False
    )
    pence = models.BigIntegerField()
    key = models.CharField(max_length=200, unique=True)
    value_on = models.DateField()
    posted_at = models.DateTimeField(db_default=Now())
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    words = models.CharField(max_length=200)
    outside = models.BooleanField(default=False, db_default=False)
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by"
    )

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
        triggers = [_stays("append_only")]


class Closing(models.Model):
    """A period that is closed: nothing more is posted for a day up to `through`.

    `transfers` and `pence` are the count and the sum of everything posted for those days; the
    database works them out, so that a change made later behind its back is found.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    through = models.DateField(unique=True)
    closed_at = models.DateTimeField(db_default=Now())
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reasons = models.CharField(max_length=200)
    transfers = models.BigIntegerField(default=0)
    pence = models.BigIntegerField(default=0)

    class Meta:
        triggers = [_stays("a_closing_stays")]


class ClosingBalance(models.Model):
    """What stood in an account at the end of a closed period, in pence; nothing is not written."""

    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="balances")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    pence = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "closing"], name="one_closing_balance")
        ]
        triggers = [
            pgtrigger.Protect(
                name="carried_by_the_closing_alone",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("pg_trigger_depth() < 1"),
            )
        ]
