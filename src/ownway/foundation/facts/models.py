"""What happened: append-only facts, and beside each the words that retention may erase.

Who may read these rows: facts about a person follow the right to that person's record (asked of
`support.people` before `facts.queries` is called); information governance reads all readings.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Fact(models.Model):
    """One thing that happened: when, by whom, about whom, of what. Holds ids and a digest only."""

    id = models.BigAutoField(primary_key=True)
    recorded_at = models.DateTimeField(db_default=Now())
    on = models.DateField()
    name = models.CharField(max_length=80)
    about_id = models.UUIDField(null=True)
    of_id = models.UUIDField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=80)
    context_id = models.UUIDField()
    reading = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["about_id", "reading", "-on", "-id"], name="facts_about"),
            models.Index(fields=["of_id"], name="facts_of"),
            models.Index(fields=["context_id"], name="facts_context"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]


class UndoneContext(models.Model):
    """An act that was undone as a whole: its facts stay, and no timeline shows them."""

    context_id = models.UUIDField(primary_key=True)
    undone_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )


class FactContent(models.Model):
    """The words of a fact and the values before and after; only retention may erase them."""

    fact = models.OneToOneField(
        Fact, primary_key=True, on_delete=models.PROTECT, related_name="content"
    )
    words = models.TextField(blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        triggers = [
            pgtrigger.Protect(name="never_rewritten", operation=pgtrigger.Update),
            pgtrigger.Protect(
                name="erased_by_retention_alone",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition(
                    "current_setting('ownway.erasing', true) IS DISTINCT FROM 'by-retention'"
                ),
            ),
            # So that words which are gone can be told from words that were taken away.
            pgtrigger.Trigger(
                name="erasure_is_noted",
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                func=(
                    'INSERT INTO audit_erasedrow ("table", row_id)'
                    " VALUES (TG_TABLE_NAME, OLD.fact_id); RETURN NULL;"
                ),
            ),
        ]
