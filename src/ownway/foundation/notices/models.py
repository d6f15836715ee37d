"""Notices: what a person was told, in which form, by which way, with proof of it.

Who may read: whoever may open the record of the person a notice is about (asked of
`support.people` before `notices.queries` is called), and the person themselves. The words, where
they went and their digest are sealed (`foundation.keys`). What was sent is kept as it was, and no
try is ever rewritten. A print run says which letters were printed together, by their ids; pages
show of it what their reader may open. The council's own words of templates hold nothing about
anybody; those who edit them read them.
"""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.foundation.keys.fields import EncryptedTextField
from ownway.foundation.notices.domain import Channel, Format, State, Wording


class Instant(models.Func):
    """The moment itself, not that at which a transaction began: tries stay in their order."""

    function = "clock_timestamp"
    arity = 0
    output_field = models.DateTimeField()


class PrintRun(models.Model):
    """Letters that were printed as one file, to be posted together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_on = models.DateField()
    made_at = models.DateTimeField()


@kept(
    leave_out=["subject", "words", "to_name", "sent_to", "window", "last_window", "digest", "once"]
)
class Notice(models.Model):
    """One notice to one person; its words are as they were rendered when somebody sent it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about_id = models.UUIDField(db_index=True)
    template = models.CharField(max_length=40)
    template_version = models.PositiveIntegerField(default=0)  # 0: the words that came with Ownway
    format = models.CharField(max_length=40, choices=[(one.value, one.value) for one in Format])
    channel = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Channel])
    subject = EncryptedTextField()
    words = EncryptedTextField()
    to_name = EncryptedTextField()
    sent_to = EncryptedTextField()
    # The lines of the envelope window, one a line; of a letter only. Before it: the last letter's.
    window = EncryptedTextField(blank=True)
    last_window = EncryptedTextField(blank=True)
    unsuitable_because = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=30, choices=[(one.value, one.value) for one in State])
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    said_on = models.DateField()
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    looked_on = models.DateField(null=True)
    looked_words = models.CharField(max_length=400, blank=True)
    # What only its reader may see, in the place of `domain.MASK`: emptied with the moment it went.
    once = EncryptedTextField(blank=True)
    # The sign-in that a link or code is for, of the person or of somebody whom they let in; or the
    # referral that a group's link is for.
    invites = models.UUIDField(null=True, db_index=True)
    to_other = models.BooleanField(default=False)
    digest = EncryptedTextField(blank=True)  # SHA-256 of the exact bytes that went out
    made_by = models.CharField(max_length=200, blank=True)  # who makes a form made by hand
    went_on = models.DateField(null=True)  # the day that a form made by hand went
    printed_in = models.ForeignKey(
        PrintRun, null=True, on_delete=models.SET_NULL, related_name="letters"
    )
    seen_to_on = models.DateField(null=True)  # of one that did not arrive: somebody saw to it

    class Meta:
        ordering = ["-said_on", "-pk"]
        indexes = [models.Index(fields=["state", "said_on"], name="notices_by_state")]
        constraints = [
            models.CheckConstraint(
                name="a_second_look_is_by_another",
                condition=models.Q(looked_by__isnull=True)
                | ~models.Q(looked_by=models.F("said_by")),
            )
        ]


class Attempt(models.Model):
    """A try at sending a notice, what came of it, or an answer about it; never rewritten."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField(db_default=Instant())
    adapter = models.CharField(max_length=20)
    state = models.CharField(max_length=30)
    reference = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]


@kept()
class TemplateVersion(models.Model):
    """The council's own words of one kind of notice; agreed by another person, they stay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    template = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=200)
    standard = models.TextField()
    easy_read = models.TextField()
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Wording])
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_on = models.DateField()
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_on = models.DateField(null=True)
    reviewed_words = models.CharField(max_length=400, blank=True)
    from_day = models.DateField(null=True)  # the first day it is used; only once agreed

    class Meta:
        ordering = ["template", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="one_wording_a_number"),
            models.UniqueConstraint(
                fields=["template"],
                condition=~models.Q(state=Wording.AGREED.value),
                name="one_wording_in_the_making",
            ),
            models.CheckConstraint(name="numbered_from_one", condition=models.Q(number__gte=1)),
            models.CheckConstraint(
                name="a_wording_is_agreed_by_another",
                condition=models.Q(reviewed_by__isnull=True)
                | ~models.Q(reviewed_by=models.F("written_by")),
            ),
            models.CheckConstraint(
                name="agreed_from_a_day_by_somebody",
                condition=models.Q(state=Wording.AGREED.value)
                & models.Q(from_day__isnull=False, reviewed_by__isnull=False)
                | ~models.Q(state=Wording.AGREED.value) & models.Q(from_day__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="agreed_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=Wording.AGREED.value),
            )
        ]
