"""The columns that say which national file a row came from, in every context that takes them."""

from collections.abc import Iterable

from django.db import models

# Database columns that head the rows each context takes; the context's own follow.
COLUMNS = (
    "cld_key",
    "cld_copy",
    "cld_content",
    "event_reference",
    "submission_id",
    "person_id",
    "client_type",
    "cld_line",
    "cld_classes",
)


class FromFile(models.Model):
    """Where an imported row came from; empty on rows that began in Ownway.

    `cld_key` is the national identity of the event, `cld_copy` tells double-ups apart,
    `cld_content` is a digest of the whole event, so that taking it twice changes nothing.
    `cld_line` is what the row said: its cells after the council and the period, in the order of the
    national fields, as one line of comma-separated text, so that the return loses nothing. Where a
    later file writes the same event another way without news, the first writing stays.
    `cld_classes` is how each of its cells was classed, one letter a field.
    """

    cld_key = models.CharField(max_length=64, null=True, editable=False)
    cld_copy = models.PositiveSmallIntegerField(default=0, editable=False)
    cld_content = models.CharField(max_length=64, blank=True, editable=False)
    event_reference = models.CharField(max_length=200, blank=True)
    submission_id = models.UUIDField(null=True, db_index=True, editable=False)
    cld_line = models.TextField(blank=True, editable=False)
    cld_classes = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


def one_row_an_event(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["cld_key", "cld_copy"], name=name)


def held(model: type[FromFile], keys: Iterable[str]) -> dict[tuple[str, int], str]:
    """What is held of these events: identity and copy -> digest of the content."""
    rows = model._default_manager.filter(cld_key__in=list(keys)).values_list(
        "cld_key", "cld_copy", "cld_content"
    )
    return {(str(key), copy): content for key, copy, content in rows}
