"""Who may see whom, beyond team and caseload: reasons given, restricted records, people let in.

Who may read these rows: information governance; the person's worker and team manager; and the
person themself, whose record they open. A protected fact: only those whom it names, by sign-in or
role. Only through `people.queries`.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.foundation.keys.fields import EncryptedTextField
from ownway.support.people.models.records import Person


class Opening(models.Model):
    """A reason somebody of staff gave before opening a record outside their own work.

    It lets them open that one record until `until`, an instant. The worker says that they have
    seen it (`seen_by`); information governance writes what it found (`looked_into_words`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40)
    words = models.CharField(max_length=400, blank=True)
    given_at = models.DateTimeField()
    until = models.DateTimeField()
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    seen_on = models.DateField(null=True)
    looked_into_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    looked_into_on = models.DateField(null=True)
    looked_into_words = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["person"],
                name="openings_not_yet_seen",
                condition=models.Q(seen_on__isnull=True),
            ),
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
class Restriction(models.Model):
    """Why a record is restricted, who said so, and why it was lifted; one open for a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="restrictions")
    because = models.TextField()
    restricted_on = models.DateField()
    restricted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    lifted_on = models.DateField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_because = models.TextField(blank=True)


@kept(leave_out=["words"])
class ProtectedFact(models.Model):
    """Something about a person that could put somebody in danger if the wrong one read it.

    Seen by those of staff whom `sign_ins` (ids) or `roles` name, and nobody else. `kind` is a word
    of `people.domain.protecting`. It stands until `ended_on`; `review_by` is when to look again.
    Its words are not kept in the history of rows, where nothing would guard them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="protected_facts")
    kind = models.CharField(max_length=40)
    words = EncryptedTextField()
    because = models.TextField()
    roles = ArrayField(models.CharField(max_length=40), default=list)
    sign_ins = ArrayField(models.UUIDField(), default=list)
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    review_by = models.DateField()
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_because = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["person", "kind"],
                name="protected_facts_of_a_person",
                condition=models.Q(ended_on__isnull=True),
            )
        ]


@kept()
class LettersTo(models.Model):
    """Where a person's letters go instead of where they live: confirmed by whom, since when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="letters_to")
    name = models.CharField(max_length=150)
    line_1 = models.CharField(max_length=200)
    line_2 = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=100)
    postcode = models.CharField(max_length=10)
    first_day = models.DateField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_on__isnull=True),
                name="letters_go_to_one_address",
            )
        ]


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
    let_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The paper by which somebody acts by law: its number, when it was registered and seen.
    document = models.CharField(max_length=200, blank=True)
    registered_on = models.DateField(null=True)
    seen_on = models.DateField(null=True)
    capacity = models.CharField(max_length=400, blank=True)
    invitation_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # Why a worker ended it: for staff alone, never shown to the one who was let in.
    ended_because = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["sign_in", "person"], name="let_in_of_somebody")]
