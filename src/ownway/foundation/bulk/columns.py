"""The columns that say from which national file a row came, shared by every context that takes them."""

from django.db import models


class FromFile(models.Model):
    """Where an imported row came from; empty on rows that began in Ownway.

    `cld_key` is the national identity of the event, `cld_copy` tells double-ups apart,
    `cld_content` is a digest of the whole event, so that taking it twice changes nothing.
    """

    cld_key = models.CharField(max_length=64, null=True, editable=False)
    cld_copy = models.PositiveSmallIntegerField(default=0, editable=False)
    cld_content = models.CharField(max_length=64, blank=True, editable=False)
    event_reference = models.CharField(max_length=200, blank=True)
    submission_id = models.UUIDField(null=True, db_index=True, editable=False)

    class Meta:
        abstract = True


def one_row_an_event(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["cld_key", "cld_copy"], name=name)
