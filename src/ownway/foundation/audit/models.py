"""The chain of seals over what happened, and where its end was published.

Who may read: information governance and administrators. The rows hold numbers and digests only,
nothing about a person; `ErasedRow` says which row went, never what it said.
"""

import pgtrigger
from django.db import models
from django.db.models.functions import Now


def _append_only() -> pgtrigger.Trigger:
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class SealedTable(models.Model):
    """A table whose rows are sealed, and which of its columns, in order. A new one when it grows.

    That a row here was changed shows as a seal that was: the chain covers both.
    """

    table = models.CharField(max_length=63)
    columns = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "columns"], name="a_table_is_named_once")
        ]
        triggers = [_append_only()]


class Seal(models.Model):
    """A batch of rows closed for good: their range, count, digest, and the chain up to here.

    `prints` is what is digested: for each row its number (8 bytes) and half its SHA-256 (16), so
    that a batch that differs can say which row does.
    """

    number = models.BigIntegerField(primary_key=True)
    what = models.ForeignKey(SealedTable, on_delete=models.PROTECT, related_name="+")
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    rows = models.IntegerField()
    prints = models.BinaryField()
    digest = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    key_id = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["what", "-last_id"], name="seals_of_a_table")]
        triggers = [_append_only()]


class PublishedHead(models.Model):
    """The end of the chain as it was given away, so that a shorter chain is known as cut off."""

    number = models.BigIntegerField()
    chain = models.CharField(max_length=64)
    published_at = models.DateTimeField(db_default=Now())
    where = models.CharField(max_length=400)

    class Meta:
        triggers = [_append_only()]


class ErasedRow(models.Model):
    """A sealed row, or the words of a fact, that retention or a court had erased."""

    id = models.BigAutoField(primary_key=True)
    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    erased_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["table", "row_id"], name="erased_rows")]
        triggers = [_append_only()]
