"""Episodes of reablement. Who may read: whoever may read the record of the person they are about;
the places of a team are about nobody."""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.support.reablement.domain import (
    LONGEST_SCALE,
    Agreed,
    At,
    Kind,
    Next,
    Outcome,
    Task,
    TriedKind,
    VisitState,
)

WHO = settings.AUTH_USER_MODEL


def _choices(words: type) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in words]  # type: ignore[attr-defined]  # an Enum


def _scale() -> "models.PositiveSmallIntegerField[int | None, int | None]":
    return models.PositiveSmallIntegerField(null=True)


@kept()
class Episode(models.Model):
    """Reablement of one person: asked for, begun with their agreement, ended with an outcome."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=_choices(Kind))
    team = models.ForeignKey("access.Team", on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(WHO, null=True, on_delete=models.PROTECT, related_name="+")
    therapist = models.ForeignKey(WHO, null=True, on_delete=models.PROTECT, related_name="+")
    request_id = models.UUIDField(null=True)  # what was asked for that led here
    because = models.TextField()
    asked_on = models.DateField()
    asked_by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    agreed = models.CharField(max_length=30, blank=True, choices=_choices(Agreed))
    agreed_words = models.TextField(blank=True)
    started_on = models.DateField(null=True)
    planned_end_on = models.DateField(null=True)
    ability_version = models.CharField(max_length=40, blank=True)
    ended_on = models.DateField(null=True)
    outcome = models.CharField(max_length=20, blank=True, choices=_choices(Outcome))
    outcome_words = models.TextField(blank=True)
    persons_view = models.TextField(blank=True)
    what_next = models.CharField(max_length=20, blank=True, choices=_choices(Next))
    next_hand_over_id = models.UUIDField(null=True)
    ended_by = models.ForeignKey(WHO, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["team", "ended_on"], name="reablement_team")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_on__isnull=True),
                name="one_open_episode_a_person",
            ),
            models.CheckConstraint(
                name="episode_begins_agreed",
                condition=models.Q(started_on__isnull=True)
                | ~models.Q(agreed="") & models.Q(planned_end_on__gte=models.F("started_on")),
            ),
            models.CheckConstraint(
                name="episode_ends_with_outcome",
                condition=models.Q(ended_on__isnull=True, outcome="")
                | models.Q(ended_on__isnull=False)
                & (models.Q(started_on__isnull=True) | ~models.Q(outcome="")),
            ),
        ]


@kept()
class Goal(models.Model):
    """What somebody wants to do again, in their own words; how near it is, as they say and as
    their worker says."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="goals")
    words = models.TextField()
    set_on = models.DateField()
    own_start = _scale()
    worker_start = _scale()
    own_end = _scale()
    worker_end = _scale()

    class Meta:
        ordering = ["set_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name=f"goal_{name}_within_scale",
                condition=models.Q(**{f"{name}__isnull": True})
                | models.Q(**{f"{name}__lte": LONGEST_SCALE}),
            )
            for name in ("own_start", "worker_start", "own_end", "worker_end")
        ]


@kept()
class Ability(models.Model):
    """How able somebody was at one daily thing, at the start or the end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="abilities")
    key = models.CharField(max_length=40)
    at = models.CharField(max_length=10, choices=_choices(At))
    level = models.PositiveSmallIntegerField()
    said_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "key", "at"], name="one_level_an_ability")
        ]


@kept()
class Visit(models.Model):
    """One visit: planned, then made with a note, or not made with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="visits")
    planned_on = models.DateField()
    part_of_day = models.CharField(max_length=20, blank=True)
    who = models.CharField(max_length=100)
    what_for = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=10, default=VisitState.PLANNED.value, choices=_choices(VisitState)
    )
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["planned_on", "pk"]


@kept()
class Tried(models.Model):
    """Technology or equipment that was tried; whether it stayed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="tried")
    kind = models.CharField(max_length=20, choices=_choices(TriedKind))
    what = models.CharField(max_length=200)
    first_day = models.DateField()
    kept = models.BooleanField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["first_day", "pk"]


@kept()
class Extension(models.Model):
    """A later end, why, and from which day the weeks past the free ones may be charged."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="extensions")
    planned_end_before = models.DateField()
    planned_end_on = models.DateField()
    because = models.TextField()
    may_be_charged_from = models.DateField(null=True)  # only where it passes the free weeks
    extended_on = models.DateField()
    extended_by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["extended_on", "pk"]


@kept()
class OwnWords(models.Model):
    """What the person says of it while it goes on, or after."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="own_words")
    words = models.TextField()
    said_on = models.DateField()
    said_by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["said_on", "pk"]


@kept()
class Pause(models.Model):
    """An assessment waits while reablement goes on, because the person agreed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="pauses")
    first_day = models.DateField()
    until = models.DateField()
    agreed_how = models.TextField()
    in_place = models.TextField()  # how urgent needs are met meanwhile
    agreed_with = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_on__isnull=True),
                name="one_open_pause_a_person",
            ),
            models.CheckConstraint(
                name="pause_ends_after_it_begins",
                condition=models.Q(until__gte=models.F("first_day")),
            ),
        ]


@kept()
class PassedOn(models.Model):
    """A task of others beside an episode; what came of it stands with the hand-over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="passed_on")
    task = models.CharField(max_length=30, choices=_choices(Task))
    hand_over_id = models.UUIDField()


@kept()
class Places(models.Model):
    """How many people a team can be with at once, from a week on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey("access.Team", on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    places = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "first_day"], name="one_number_of_places_a_day")
        ]
