"""Payment schedules and the instructions that follow from them.

Who may read: finance; the person their own; staff who may read the person's record.
"""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.foundation.keys.fields import EncryptedTextField


@kept()
class PaymentSchedule(models.Model):
    """When and how much the council pays for one arrangement; four-weekly, ahead, net of what the
    person pays, unless said otherwise. `pence_once` is paid with the first period, or alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    arrangement = models.OneToOneField(
        "planning.Arrangement", on_delete=models.PROTECT, related_name="+"
    )
    every_weeks = models.PositiveSmallIntegerField(default=4)
    in_advance = models.BooleanField(default=True)
    gross = models.BooleanField(default=False)
    pence_weekly = models.BigIntegerField()
    pence_once = models.BigIntegerField(default=0)
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    set_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_schedule_pays_something",
                condition=models.Q(every_weeks__gt=0)
                & (
                    models.Q(pence_weekly__gt=0, pence_once__gte=0)
                    | models.Q(pence_weekly=0, pence_once__gt=0)
                ),
            )
        ]


class ScheduleRate(models.Model):
    """What a schedule pays a week from a day on, since it was changed; the later number counts.

    Never changed itself: another change is another row. Who may read: as the schedule.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    schedule = models.ForeignKey(PaymentSchedule, on_delete=models.PROTECT, related_name="rates")
    number = models.PositiveIntegerField()
    first_day = models.DateField()
    pence_weekly = models.BigIntegerField()
    why = models.TextField()
    set_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "number"], name="rates_have_one_order"),
            models.CheckConstraint(
                name="a_rate_is_not_below_nothing", condition=models.Q(pence_weekly__gte=0)
            ),
        ]


@kept()
class PaymentInstruction(models.Model):
    """An order to pay for one period: proposed by one person, approved by another, then posted.

    A `correction` pays what past days came to more than was paid; `less` was taken off this payment
    for what was paid too much before.
    The council pays from its own account; Ownway moves no money.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    schedule = models.ForeignKey(
        PaymentSchedule, on_delete=models.PROTECT, related_name="instructions"
    )
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, default="period")
    first_day = models.DateField()
    last_day = models.DateField()
    pay_on = models.DateField()
    pence = models.BigIntegerField()
    less = models.BigIntegerField(default=0)
    state = models.CharField(max_length=20, default="proposed")
    proposed_on = models.DateField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decision_reasons = models.TextField(blank=True)
    transfer_id = models.UUIDField(null=True, unique=True)
    paid_on = models.DateField(null=True)

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "first_day"],
                condition=models.Q(state__in=["proposed", "approved"], kind="period"),
                name="a_period_is_paid_once",
            ),
            models.CheckConstraint(
                name="instruction_above_nothing", condition=models.Q(pence__gt=0, less__gte=0)
            ),
            models.CheckConstraint(
                name="proposed_by_one_approved_by_another",
                condition=~models.Q(state="approved")
                | ~models.Q(decided_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="only_what_is_approved_is_paid",
                condition=models.Q(paid_on__isnull=True) | models.Q(state="approved"),
            ),
            models.CheckConstraint(
                name="approved_means_posted",
                condition=models.Q(state__in=["approved", "stopped"], transfer_id__isnull=False)
                | ~models.Q(state__in=["approved", "stopped"]) & models.Q(transfer_id__isnull=True),
            ),
        ]


@kept()
class Payee(models.Model):
    """The bank account that somebody's direct payment goes to, sealed.

    Put in by one person in finance and confirmed by another; each change is a row of its own, and
    what it replaces stays. Who may read: finance alone, and then the last four figures.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    account_name = EncryptedTextField()
    sort_code = EncryptedTextField()
    account_number = EncryptedTextField()
    checked = models.CharField(max_length=20)  # passed, or not checked
    state = models.CharField(max_length=20, default="proposed")
    why = models.TextField()
    put_on = models.DateField()
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    notice_id = models.UUIDField(null=True)  # how the person was told, where a way was known before
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decision_reasons = models.TextField(blank=True)
    asked_on = models.DateField(null=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state="confirmed"),
                name="one_account_to_pay_to",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state="proposed"),
                name="one_change_of_account_at_a_time",
            ),
            models.CheckConstraint(
                name="account_put_by_one_confirmed_by_another",
                condition=~models.Q(state="confirmed") | ~models.Q(decided_by=models.F("put_by")),
            ),
            models.CheckConstraint(
                name="asked_by_somebody_else",
                condition=models.Q(asked_by__isnull=True) | ~models.Q(asked_by=models.F("put_by")),
            ),
        ]


class WeightTable(models.Model):
    """The table by which account numbers are checked, as finance loaded it; the last one counts.

    Who may read: finance. It is about nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    source = models.CharField(max_length=200)
    words = models.TextField()
    instead = models.TextField(blank=True)
    loaded_on = models.DateField()
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )


class PaysFromAccount(models.Model):
    """The council's own account that runs are paid from, as finance wrote it; the last one counts.

    Never changed itself. Who may read: finance. It is about nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    account_name = EncryptedTextField()
    sort_code = EncryptedTextField()
    account_number = EncryptedTextField()
    user_number = models.CharField(max_length=6)
    set_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class PaymentRun(models.Model):
    """Everything due to a day, paid together: proposed by one person, approved by another.

    It names nobody; its lines do. Who may read: finance.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    due_by = models.DateField()
    pay_on = models.DateField()
    state = models.CharField(max_length=20, default="proposed")
    proposed_on = models.DateField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decision_reasons = models.TextField(blank=True)
    pays_from = models.ForeignKey(
        PaysFromAccount, null=True, on_delete=models.PROTECT, related_name="+"
    )
    file_format = models.CharField(max_length=30, blank=True)
    filed_at = models.DateTimeField(null=True)
    file_digest = models.CharField(max_length=64, blank=True)
    paid_on = models.DateField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=models.Q(state="proposed"),
                name="one_run_is_proposed_at_a_time",
            ),
            models.CheckConstraint(
                name="run_proposed_by_one_approved_by_another",
                condition=models.Q(state__in=["proposed", "declined"])
                | models.Q(decided_by__isnull=False)
                & ~models.Q(decided_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="a_file_is_of_one_format",
                condition=~models.Q(state__in=["file made", "paid"])
                | ~models.Q(file_format="")
                & models.Q(filed_at__isnull=False, pays_from__isnull=False),
            ),
        ]


@kept()
class RunLine(models.Model):
    """One payment of a run, to one account. `key` is why nobody is paid twice for the same days.

    Who may read: as the instruction it pays.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=60, unique=True)
    reference = models.CharField(max_length=18, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    instruction = models.ForeignKey(
        PaymentInstruction, on_delete=models.PROTECT, related_name="run_lines"
    )
    payee = models.ForeignKey(Payee, null=True, on_delete=models.PROTECT, related_name="+")
    pence = models.BigIntegerField()
    state = models.CharField(max_length=20)
    looks = models.JSONField(default=list)
    looked_on = models.DateField(null=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    why = models.TextField(blank=True)
    transfer_id = models.UUIDField(null=True)
    returned_on = models.DateField(null=True)
    return_code = models.CharField(max_length=35, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["instruction"],
                condition=models.Q(state__in=["in", "held", "paid"]),
                name="an_instruction_is_paid_by_one_run",
            ),
            models.CheckConstraint(
                name="what_is_paid_has_an_account",
                condition=~models.Q(state__in=["in", "paid"]) | models.Q(payee__isnull=False),
            ),
        ]


@kept()
class FinanceCode(models.Model):
    """Under which codes the council's finance system books the accounts of a kind and fund.

    Who may read: finance. It is about nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    fund = models.CharField(max_length=40)
    cost_centre = models.CharField(max_length=20)
    account_code = models.CharField(max_length=20)
    set_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "fund"], name="one_code_of_an_account")
        ]


@kept()
class GiveBack(models.Model):
    """Money of a direct payment that the council asks somebody to give back, and what became of it.

    Nothing is taken before the person agreed, or somebody who did not ask decided. `pence` is what
    was asked, `decided_pence` what is given back. Who may read: the person, whoever they let in to
    their money, finance, and staff who may read the person's record.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    schedule = models.ForeignKey(
        PaymentSchedule, on_delete=models.PROTECT, related_name="given_back"
    )
    state = models.CharField(max_length=20, default="asked")
    why = models.CharField(max_length=60)
    safety = models.CharField(max_length=20)
    words = models.TextField()
    pence = models.BigIntegerField()
    asked_on = models.DateField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answer_by = models.DateField()
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    how = models.CharField(max_length=20, blank=True)
    decided_pence = models.BigIntegerField(default=0)
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decision_reasons = models.TextField(blank=True)
    back_on = models.DateField(null=True)

    class Meta:
        ordering = ["-asked_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule"],
                condition=models.Q(state__in=["asked", "not agreed"]),
                name="asked_back_once_at_a_time",
            ),
            models.CheckConstraint(
                name="asked_by_one_decided_by_another",
                condition=models.Q(state="dropped")
                | models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("asked_by")),
            ),
            models.CheckConstraint(
                name="not_more_than_was_asked",
                condition=models.Q(
                    pence__gt=0, decided_pence__gte=0, decided_pence__lte=models.F("pence")
                ),
            ),
            models.CheckConstraint(
                name="what_is_agreed_says_how",
                condition=~models.Q(state__in=["agreed", "back"])
                | models.Q(decided_pence__gt=0) & ~models.Q(how=""),
            ),
        ]
