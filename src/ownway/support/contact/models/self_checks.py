"""Self-checks: what somebody said about how they, or somebody they speak for, manage.

Who may read: a check that is being filled in, whoever holds its reference and code, or the browser
it was begun in, or the person who began it signed in; a check that was sent, staff who may decide
requests. Once it is on a record, whoever may read that record. All words are sealed
(`foundation.keys`); of the code a digest is kept, sealed too. A check that nobody comes back to is
erased on the day its page says, and no history of it is kept.
"""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.foundation.keys.fields import EncryptedTextField


class SelfCheck(models.Model):
    """One check until it is on a record; after that only that, and when, it was taken up.

    `person` is set when they began it signed in: the check is then about them. Nobody else has a
    record yet, so there is no person it could be found by.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField()
    whom = models.CharField(max_length=10)
    reference = models.CharField(max_length=8, null=True, unique=True)
    code_digest = EncryptedTextField(blank=True)
    answers = EncryptedTextField(blank=True)  # JSON: question -> choice; page -> words
    sender = EncryptedTextField(blank=True)  # JSON: who sends it, and about whom
    added = EncryptedTextField(blank=True)  # JSON: words added after it was sent
    begun_on = models.DateField()
    touched_on = models.DateField()
    kept_until = models.DateField(null=True)  # its last day; none while it waits for us
    sent_at = models.DateTimeField(null=True)
    sent_on = models.DateField(null=True)
    answer_by = models.DateField(null=True)
    taken_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_up_on = models.DateField(null=True)
    put_aside_because = models.CharField(max_length=400, blank=True)
    request_id = models.UUIDField(null=True)  # the request it led to

    class Meta:
        indexes = [
            models.Index(
                fields=["sent_at"],
                condition=models.Q(sent_at__isnull=False, taken_up_on__isnull=True),
                name="contact_check_waiting",
            ),
            models.Index(fields=["kept_until"], name="contact_check_kept"),
        ]


@kept(leave_out=["answers", "sender", "added"])
class CheckOnRecord(models.Model):
    """A self-check on somebody's record: every answer, with the request that it led to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(
        "contact.SupportRequest", on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField()
    whom = models.CharField(max_length=10)
    answers = EncryptedTextField(blank=True)
    sender = EncryptedTextField(blank=True)
    added = EncryptedTextField(blank=True)
    sent_on = models.DateField()
    taken_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    taken_up_on = models.DateField()
