"""Figures that were worked out and kept, and what people wrote down to put beside them.

Who may read: whoever may see the measures. `PeopleOfRun` holds identifiers of people as the files
told them: only for those who may open the people behind a measure, and every opening is recorded.
"""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept


def _stays(name: str) -> list[pgtrigger.Protect]:
    return [pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)]


class MeasureRun(models.Model):
    """Every measure of one year, worked out once: what went in and what came out. Never changed.

    `inputs` are the files the figures rest on: id, name, sha256, days. `rests_on` is a digest of
    everything a figure depends on; the same digest is the same run.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.CharField(max_length=7)  # 2025-26
    as_of = models.DateField()
    live = models.BooleanField(default=False)
    method_version = models.CharField(max_length=40)
    inputs = models.JSONField()
    populations = models.JSONField(default=dict)
    results = models.JSONField()
    rests_on = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["year", "live", "-made_at"], name="measures_newest_run")]
        triggers = _stays("a_run_once_made_stays")


class Standing(models.Model):
    """Which run stands for a year: of the files as submitted, or (`live`) of today's records.

    It is not always the newest: a file that is undone lets an earlier run stand again. `offered` is
    a digest of the files there were to choose from; while it stays, there is nothing to do anew.
    """

    year = models.CharField(max_length=7)
    live = models.BooleanField()
    run = models.ForeignKey(MeasureRun, null=True, on_delete=models.PROTECT, related_name="+")
    offered = models.CharField(max_length=64)
    looked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "live"], name="one_run_stands_for_a_year")
        ]


class PeopleOfRun(models.Model):
    """Who stood on one side of one part of a measure: identifiers as told, zstd-compressed JSON.

    Kept of submitted figures; what today's records head for is made anew every night.
    """

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(MeasureRun, on_delete=models.PROTECT, related_name="people")
    measure = models.CharField(max_length=20)
    part = models.CharField(max_length=60)
    side = models.CharField(max_length=12)
    count = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "measure", "part", "side"], name="one_list_a_side"
            ),
            models.CheckConstraint(
                name="a_side_is_one_of_two",
                condition=models.Q(side__in=["numerator", "denominator"]),
            ),
        ]
        triggers = _stays("people_of_a_run_stay")


class Population(models.Model):
    """How many people of an age lived in the council's area, as somebody published it.

    Rows are only added; the newest for a year and part counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.CharField(max_length=7)
    part = models.CharField(max_length=60)
    people = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="somebody_lives_there", condition=models.Q(people__gt=0))
        ]
        triggers = _stays("a_population_once_entered_stays")


@kept()
class Target(models.Model):
    """What a measure, or one group of it, is meant to reach by a day, and who set that."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.CharField(max_length=60)
    part = models.CharField(max_length=100)
    by_day = models.DateField()
    value = models.DecimalField(max_digits=9, decimal_places=1)
    set_by = models.CharField(max_length=200)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["measure", "part", "by_day"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "part", "by_day"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_target_for_a_part_and_day",
            )
        ]


@kept()
class PublishedTable(models.Model):
    """A table as somebody published it, cell by cell in their own spelling.

    columns  [{"name", "kind"}], kinds as in `domain.published.KINDS`
    rows     [{"part", "cells": [...]}], one cell a column, "" where there was none
    total    the cells of the stated total, or [] when none was stated
    beside   what of ours stands beside it, as in `domain.published.BESIDE`
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    published_on = models.DateField()
    beside = models.CharField(max_length=60, blank=True)
    as_at = models.DateField(null=True)
    columns = models.JSONField()
    rows = models.JSONField()
    total = models.JSONField(default=list)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-published_on", "title", "pk"]
