"""What is known of somebody's life, with dates: reasons, conditions, numbers, talking, sharing.

Who may read these rows: whoever may open the record, and the person themself. Only through
`people.queries`.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from ownway.foundation.facts.history import kept
from ownway.support.people.models.records import Person

FILE, STAFF, PERSON = "file", "staff", "person"


@kept()
class SupportReason(models.Model):
    """Why somebody needs support, from when to when, and who said so.

    The primary reason in force is also `Person.primary_support_reason`: the national return and
    every count read it there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="support_reasons")
    reason = models.CharField(max_length=200)
    primary = models.BooleanField(default=False)
    # Of a reason from a file: the last day of the period of the first file that gave it.
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    source = models.CharField(max_length=10, default=STAFF)
    said_by = models.CharField(max_length=200, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    brought_in = models.UUIDField(null=True, editable=False)  # the context of the file it is from

    class Meta:
        ordering = ["-primary", "first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_reason_ends_after_it_begins",
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
            )
        ]
        indexes = [
            models.Index(
                fields=["person"],
                name="primary_reason_in_force",
                condition=Q(primary=True, last_day__isnull=True),
            )
        ]


@kept()
class HealthCondition(models.Model):
    """A condition somebody lives with, from when to when, and who said so.

    `code` is one of `domain.CONDITIONS`; `words` say more, or all where the code is "other".
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="conditions")
    code = models.CharField(max_length=40)
    words = models.CharField(max_length=200, blank=True)
    # Of a condition from a file: the last day of the period of the first file that gave it.
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    source = models.CharField(max_length=10, default=STAFF)
    said_by = models.CharField(max_length=200, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    brought_in = models.UUIDField(null=True, editable=False)  # the context of the file it is from

    class Meta:
        ordering = ["code", "first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_condition_ends_after_it_begins",
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
            )
        ]
        indexes = [
            models.Index(
                fields=["code", "person"],
                name="conditions_in_force",
                condition=Q(last_day__isnull=True),
            )
        ]


@kept()
class Identifier(models.Model):
    """A number that another system knows somebody by; `kind` says which.

    One that was found never to be theirs stays, marked, so that nobody enters it again unwarned.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=40)
    system = models.CharField(max_length=100, blank=True)
    value = models.CharField(max_length=100)
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    never_theirs_on = models.DateField(null=True)
    never_theirs_because = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["kind", "first_day", "pk"]
        indexes = [models.Index(Upper("value"), name="people_by_identifier")]


@kept()
class AskedHowToTalk(models.Model):
    """That somebody was asked how they need information and help to talk, and when to ask again.

    The newest stands. `none_needed` says that they were asked and need nothing; no row at all says
    that nobody asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="asked_how_to_talk")
    asked_on = models.DateField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_whom = models.CharField(max_length=150, blank=True)
    none_needed = models.BooleanField(default=False)
    codes = models.JSONField(default=list)
    how_to_talk = models.TextField(blank=True)
    may_share = models.BooleanField(default=True)
    review_by = models.DateField()

    class Meta:
        ordering = ["-asked_on", "-pk"]
        indexes = [models.Index(fields=["person", "-asked_on"], name="asked_of_somebody")]


@kept()
class Sharing(models.Model):
    """What is shared about somebody, with whom, on what basis, who decided, what they were told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sharings")
    what = models.CharField(max_length=200)
    whom = models.CharField(max_length=200)
    purpose = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=40)
    basis_words = models.CharField(max_length=400, blank=True)
    told = models.CharField(max_length=400, blank=True)
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField()
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_because = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                name="sharing_ends_after_it_begins",
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
            )
        ]
