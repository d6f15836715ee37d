"""What somebody asked of their own data, what is held back from erasing, and what was erased.

Who may read: information governance; the person their own requests and released packs. A pack is
sealed; nobody reads it without the key file of this installation.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ownway.foundation.data_rights.domain.requests import Kind, Outcome, PackState
from ownway.foundation.data_rights.domain.retention import ItemState, RunState
from ownway.foundation.facts.history import kept


@kept()
class RightsRequest(models.Model):
    """One right that somebody asked us to honour: which, when, by when, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Kind])
    words = models.TextField(blank=True)
    asked_by = models.CharField(max_length=200, blank=True)  # when somebody asked for the person
    asked_on = models.DateField()
    due_on = models.DateField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(
        max_length=20, blank=True, choices=[(one.value, one.value) for one in Outcome]
    )
    outcome_words = models.TextField(blank=True)
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_closed_request_has_an_outcome",
                condition=Q(closed_on__isnull=True, outcome="")
                | (Q(closed_on__isnull=False) & ~Q(outcome="")),
            )
        ]


@kept()
class Pause(models.Model):
    """Days on which the clock of a request stood still, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="pauses")
    because = models.TextField()
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["first_day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(last_day__isnull=True),
                name="one_pause_at_a_time",
            )
        ]


class Pack(models.Model):
    """A subject access pack: everything held about somebody, in one sealed file.

    `contents` says what is in it, part by part; `masked` what was left out, where and why.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about_id = models.UUIDField(db_index=True)
    request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="packs")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=20,
        default=PackState.WAITING.value,
        choices=[(one.value, one.value) for one in PackState],
    )
    work_id = models.UUIDField(null=True)
    made_at = models.DateTimeField(null=True)
    contents = models.JSONField(default=list)
    masked = models.JSONField(default=list)
    size_bytes = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    sealed_key = models.BinaryField(default=bytes)
    looked_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    released_on = models.DateField(null=True)
    trouble = models.TextField(blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="one_pack_a_number"),
            models.CheckConstraint(
                name="somebody_looks_over_what_is_released",
                condition=~Q(state=PackState.RELEASED.value) | Q(looked_over_by__isnull=False),
            ),
        ]


class PackPart(models.Model):
    """A stretch of a pack's file, sealed; the parts in order are the file."""

    id = models.BigAutoField(primary_key=True)
    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        ordering = ["pack", "number"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "number"], name="one_part_a_number_of_a_pack")
        ]


class Masking(models.Model):
    """What somebody decided before a pack was made again: show this, or leave these words out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="maskings")
    show = models.BooleanField()  # True: shown though it was masked; False: words to leave out
    what = models.CharField(max_length=400)  # the place of a masked value, or the words
    because = models.TextField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField()

    class Meta:
        ordering = ["decided_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "show", "what"], name="decided_once")
        ]


@kept()
class LegalHold(models.Model):
    """Nothing about this person is erased while this stands: a court, an inquiry, a complaint."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about_id = models.UUIDField(db_index=True)
    because = models.TextField()
    placed_on = models.DateField()
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    lifted_on = models.DateField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-placed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_lifted_hold_says_why",
                condition=Q(lifted_on__isnull=True) | ~Q(lifted_because=""),
            )
        ]


class ErasureRun(models.Model):
    """An erasing that one person proposed and another approved; done in the background.

    `ground` says on what ground: the schedule, a court, or the right to erasure.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ground = models.CharField(max_length=20)
    because = models.TextField(blank=True)
    as_of = models.DateField()
    request = models.ForeignKey(
        RightsRequest, null=True, on_delete=models.PROTECT, related_name="erasures"
    )
    state = models.CharField(
        max_length=20,
        default=RunState.PROPOSED.value,
        choices=[(one.value, one.value) for one in RunState],
    )
    proposed_on = models.DateField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_because = models.TextField(blank=True)
    work_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-proposed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="two_people_erase",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("proposed_by")),
            )
        ]


class ErasureItem(models.Model):
    """One person, or one table that no person is behind, in an erasing: why, and what became of it.

    `rows` counts what was deleted and emptied, by table; never what it said.
    """

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ErasureRun, on_delete=models.CASCADE, related_name="items")
    about_id = models.UUIDField(null=True, db_index=True)
    table = models.CharField(max_length=100, blank=True)
    rule = models.CharField(max_length=60)
    counted_from = models.DateField(null=True)
    due_on = models.DateField()
    state = models.CharField(
        max_length=20,
        default=ItemState.WAITING.value,
        choices=[(one.value, one.value) for one in ItemState],
    )
    rows = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "about_id", "table"],
                name="once_in_a_run",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="a_person_or_a_table",
                condition=Q(about_id__isnull=False, table="")
                | (Q(about_id__isnull=True) & ~Q(table="")),
            ),
        ]
