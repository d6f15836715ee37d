"""Models that may become a scorecard, what they were calibrated on, and every step they took.

Who may read: a model, its calibrations and steps, whoever may see the register; the rows behind a
calibration, no page; rows of a file that were put aside, whoever may calibrate.
"""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ownway.commissioning.scorecards.domain import FIXED, WAYS, Source, Stage, State
from ownway.foundation.facts.history import kept
from ownway.foundation.keys.fields import EncryptedTextField

STATES = [(one.value, one.value) for one in State]
STAGES = [(one.value, one.value) for one in Stage]
SOURCES = [(one.value, one.value) for one in Source]
BY = settings.AUTH_USER_MODEL
_FIXED = (
    f"OLD.state IN ({', '.join(repr(one.value) for one in FIXED)}) AND "
    "(OLD.card, OLD.card_digest, OLD.calibration_id, OLD.version, OLD.questionnaire) "
    "IS DISTINCT FROM "
    "(NEW.card, NEW.card_digest, NEW.calibration_id, NEW.version, NEW.questionnaire)"
)


class Data(models.Model):
    """What people answered and what their agreed plans cost, without whose they are.

    questions   names in the order of the answers; `tops` the highest level of each
    columns     names of what people may be compared by; months and teams are among them
    left_out    [[why, how many]], people who could not be counted
    digest      SHA-256 of the rows, in the order they are kept
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=10, choices=SOURCES)
    file_name = models.CharField(max_length=255, blank=True)
    questionnaire = models.CharField(max_length=60)
    questions = models.JSONField(default=list)
    tops = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    has_group = models.BooleanField(default=False)
    people = models.PositiveIntegerField(default=0)
    put_aside = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    taken_on = models.DateField()
    taken_by = models.ForeignKey(BY, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-taken_on", "-pk"]


class DataPart(models.Model):
    """A stretch of the rows, sealed: columns of answers, costs, groups and what to compare by."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    data = models.ForeignKey(Data, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveIntegerField()
    rows = EncryptedTextField()

    class Meta:
        ordering = ["data", "number"]
        constraints = [
            models.UniqueConstraint(fields=["data", "number"], name="scorecards_part_once")
        ]


class PutAside(models.Model):
    """A row of a file that could not be used: which column, why, and its cells, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    data = models.ForeignKey(Data, on_delete=models.PROTECT, related_name="rows_put_aside")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=100, blank=True)
    why = EncryptedTextField()
    cells = EncryptedTextField()

    class Meta:
        ordering = ["data", "row"]
        constraints = [
            models.UniqueConstraint(fields=["data", "row"], name="scorecards_row_aside_once")
        ]


@kept()
class ScorecardModel(models.Model):
    """One model on its way. The card it goes with is fixed from the day it is proposed.

    `card` is a scorecard in plain data and `suitable` whether its data can carry it; both come from
    `calibration`. `in_force_to` is the last day, once another follows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=150)
    questionnaire = models.CharField(max_length=60)
    state = models.CharField(max_length=12, choices=STATES, default=State.DRAFT)
    started_by = models.ForeignKey(BY, null=True, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()
    calibration = models.ForeignKey(
        "scorecards.Calibration", null=True, on_delete=models.PROTECT, related_name="+"
    )
    card = models.JSONField(null=True)
    card_digest = models.CharField(max_length=64, blank=True)
    suitable = models.BooleanField(default=False)
    calibrated_by = models.ForeignKey(BY, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(BY, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField(null=True)
    approved_by = models.ForeignKey(BY, null=True, on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField(null=True)
    board = models.CharField(max_length=150, blank=True)
    minutes_words = models.TextField(max_length=4000, blank=True)
    in_force_from = models.DateField(null=True)
    in_force_to = models.DateField(null=True)

    class Meta:
        ordering = ["-started_on", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "in_force_from"],
                condition=Q(in_force_from__isnull=False),
                name="one_model_in_force_a_questionnaire_and_day",
            ),
            models.CheckConstraint(
                name="only_a_suitable_model_is_proposed",
                condition=Q(state__in=[State.DRAFT, State.CALIBRATED, State.RETIRED])
                | Q(suitable=True, card__isnull=False, proposed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_board_approved_what_is_approved",
                condition=~Q(state__in=[State.APPROVED, State.IN_FORCE])
                | Q(approved_by__isnull=False, approved_on__isnull=False) & ~Q(board=""),
            ),
            models.CheckConstraint(
                name="nobody_approves_their_own_model",
                condition=Q(approved_by__isnull=True)
                | (
                    (Q(proposed_by__isnull=True) | ~Q(approved_by=F("proposed_by")))
                    & (Q(calibrated_by__isnull=True) | ~Q(approved_by=F("calibrated_by")))
                ),
            ),
            models.CheckConstraint(
                name="a_model_in_force_says_from_when",
                condition=~Q(state=State.IN_FORCE) | Q(in_force_from__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="a_model_goes_its_way",
                field="state",
                transitions=[(way.before, way.after) for way in WAYS],
            ),
            pgtrigger.Protect(
                name="a_proposed_card_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_FIXED),
            ),
        ]


class Calibration(models.Model):
    """One run: its data, its policy and seed in, its card and report out. It never changes after.

    policy   as in `ownway.support.allocation.domain.calibration.Policy`, in plain data
    prior    experts' points for level 0, 1, 2 … of each question, or {}
    why      sentences: why data cannot carry a model, or what else was refused
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    model = models.ForeignKey(ScorecardModel, on_delete=models.PROTECT, related_name="calibrations")
    data = models.ForeignKey(Data, null=True, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=10, choices=STAGES, default=Stage.WAITING)
    source = models.CharField(max_length=10, choices=SOURCES)
    policy = models.JSONField(default=dict)
    prior = models.JSONField(default=dict)
    prior_words = models.CharField(max_length=200, blank=True)
    seed = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(BY, null=True, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    asked_at = models.DateTimeField(auto_now_add=True)
    work_id = models.UUIDField(null=True)
    card = models.JSONField(null=True)
    card_digest = models.CharField(max_length=64, blank=True)
    report = models.JSONField(null=True)
    suitable = models.BooleanField(default=False)
    why = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["model"],
                condition=Q(stage__in=[Stage.WAITING, Stage.RUNNING]),
                name="one_calibration_of_a_model_at_a_time",
            ),
            models.CheckConstraint(
                name="a_done_calibration_has_all_it_says",
                condition=~Q(stage=Stage.DONE)
                | Q(card__isnull=False, report__isnull=False, data__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_done_calibration_is_suitable",
                condition=Q(suitable=False) | Q(stage=Stage.DONE),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="an_ended_calibration_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__stage__in=[Stage.DONE, Stage.REFUSED]),
            )
        ]


class Step(models.Model):
    """What happened to a model, on which day, by whom, in words."""

    id = models.BigAutoField(primary_key=True)
    model = models.ForeignKey(ScorecardModel, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=40)
    on = models.DateField()
    by = models.ForeignKey(BY, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=600, blank=True)

    class Meta:
        ordering = ["model", "pk"]
        triggers = [
            pgtrigger.Protect(name="a_step_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class Minutes(models.Model):
    """The minutes of a board as a document: its bytes in base64, sealed."""

    model = models.OneToOneField(ScorecardModel, on_delete=models.PROTECT, primary_key=True)
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = EncryptedTextField()


class Envelope(models.Model):
    """The money there is a week for everybody with a figure of one scorecard, in pence.

    The last one said for a version counts; none is ever changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.CharField(max_length=60)
    weekly = models.BigIntegerField()
    said_at = models.DateTimeField(auto_now_add=True)
    said_on = models.DateField()
    said_by = models.ForeignKey(BY, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-said_at"]
        constraints = [
            models.CheckConstraint(name="an_envelope_is_money", condition=Q(weekly__gt=0))
        ]
        triggers = [
            pgtrigger.Protect(
                name="an_envelope_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]
