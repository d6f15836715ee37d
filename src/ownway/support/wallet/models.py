"""What a person's own bank account told, what each line is, and what was asked about it.

Who may read: the person, whoever they let in to their money, finance, and staff who may read the
person's record. Of the account's number four digits are kept; files themselves are not kept.
"""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.foundation.keys.fields import EncryptedTextField


@kept()
class BankAccount(models.Model):
    """An account of the person's own that a direct payment is paid into.

    `ending` is empty where no file told a number. `paid_weekly` is what the council paid a week
    when a statement last came.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    ending = models.CharField(max_length=4, blank=True)
    paid_weekly = models.BigIntegerField(default=0)
    closing = models.BigIntegerField(null=True)
    closing_on = models.DateField(null=True)
    last_moved_on = models.DateField(null=True)
    added_on = models.DateField()


@kept()
class StatementFile(models.Model):
    """That a statement was brought: which days, how much was new, and what could not be read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(BankAccount, on_delete=models.CASCADE, related_name="files")
    format = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    lines_read = models.PositiveIntegerField()
    lines_new = models.PositiveIntegerField()
    problems = EncryptedTextField(blank=True)
    brought_on = models.DateField()
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    taken_back_on = models.DateField(null=True)

    class Meta:
        ordering = ["-brought_on", "-last_day"]


@kept()
class LineRule(models.Model):
    """An answer that holds for every line with the same words, until somebody takes it away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=20)
    words = EncryptedTextField()
    came_in = models.BooleanField()
    part = models.ForeignKey(
        "planning.Component", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    goes_to = models.CharField(max_length=40, blank=True)
    note = EncryptedTextField(blank=True)
    said_on = models.DateField()
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )


@kept()
class AccountLine(models.Model):
    """One movement on the account, as the bank told it, and what it is.

    What the bank told never changes. `what` is empty until the line is matched or somebody said;
    `how` tells which. `met` names what was expected and is met by it; `breach` is a rule of
    permitted use that it does not keep; `looked_at_on`, when somebody
    looked at that and settled it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(BankAccount, on_delete=models.CASCADE, related_name="lines")
    file = models.ForeignKey(StatementFile, on_delete=models.CASCADE, related_name="lines")
    row = models.PositiveIntegerField()
    identity = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    on = models.DateField()
    pence = models.BigIntegerField()
    words = EncryptedTextField(blank=True)
    reference = EncryptedTextField(blank=True)
    bank_id = EncryptedTextField(blank=True)
    balance = models.BigIntegerField(null=True)
    known_on = models.DateField()
    what = models.CharField(max_length=20, blank=True)
    how = models.CharField(max_length=10, blank=True)
    part = models.ForeignKey(
        "planning.Component", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    rule = models.ForeignKey(LineRule, null=True, on_delete=models.SET_NULL, related_name="+")
    met = models.JSONField(default=list)
    goes_to = models.CharField(max_length=40, blank=True)
    breach = models.CharField(max_length=60, blank=True)
    why = EncryptedTextField(blank=True)
    note = EncryptedTextField(blank=True)
    looked_at_on = models.DateField(null=True)
    receipt_id = models.UUIDField(null=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    said_on = models.DateField(null=True)

    class Meta:
        ordering = ["-on", "-row"]
        indexes = [
            models.Index(fields=["account", "-on"], name="wallet_line_day"),
            models.Index(
                fields=["account", "known_on"],
                condition=models.Q(what="") | ~models.Q(breach=""),
                name="wallet_line_open",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "identity", "number"], name="a_line_counts_once"
            ),
        ]


@kept()
class MoneyQuestion(models.Model):
    """What the council asked about an account, by when, what the person said, what followed.

    `key` names what it is about from day to day: a line, the balance, a quiet time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(BankAccount, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    words = EncryptedTextField()
    asked_on = models.DateField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answer_by = models.DateField()
    answer = EncryptedTextField(blank=True)
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_on = models.DateField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = EncryptedTextField(blank=True)

    class Meta:
        ordering = ["-asked_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "key"],
                condition=models.Q(settled_on__isnull=True),
                name="asked_once_at_a_time",
            ),
            models.CheckConstraint(
                name="time_to_answer", condition=models.Q(answer_by__gt=models.F("asked_on"))
            ),
        ]
