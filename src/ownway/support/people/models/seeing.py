"""Who may see whom, beyond team and caseload: reasons given, restricted records, people let in.

Who may read these rows: information governance; the person's worker and team manager; and the
person themself, whose record they open. Only through `people.queries`.
"""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.support.people.models.records import Person


class Opening(models.Model):
    """A reason somebody of staff gave before opening a record outside their own work.

    It lets them open that one record until `until`, an instant.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40)
    words = models.CharField(max_length=400, blank=True)
    given_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["by", "person", "until"], name="openings_of_somebody"),
            models.Index(fields=["person", "-given_at"], name="openings_of_a_record"),
            models.Index(fields=["-given_at"], name="openings_lately"),
        ]


@kept()
class RestrictedReader(models.Model):
    """Somebody of staff to whom a restricted record exists, from when, and who said so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="readers")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "reader"], name="a_reader_is_named_once")
        ]
        indexes = [models.Index(fields=["reader", "person"], name="restricted_of_a_reader")]


@kept()
class LetIn(models.Model):
    """Somebody whom a person, or the law, lets see parts of their record through the person's door.

    `parts` are words of `people.domain`; `standing` says as whom (attorney, deputy, advocate,
    friend), `basis` on what ground. It holds from `first_day` to `last_day` (none: until ended).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="let_in")
    sign_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=150)
    email = models.CharField(max_length=254, blank=True)
    standing = models.CharField(max_length=40)
    basis = models.CharField(max_length=400, blank=True)
    parts = models.JSONField(default=list)
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["sign_in", "person"], name="let_in_of_somebody")]
