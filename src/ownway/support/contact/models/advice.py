"""Pages of information and advice, every version. Who may read: anybody what is published; the
council's editors the rest. No person is in them."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.support.contact.domain.advice import State

STATES = [(state.value, state.value) for state in State]


@kept()
class AdviceVersion(models.Model):
    """One version of a page; the highest published one is what people read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60)
    number = models.PositiveIntegerField()
    rank = models.PositiveIntegerField(default=100)
    state = models.CharField(max_length=20, choices=STATES, default=State.DRAFT.value)
    title = models.CharField(max_length=100)
    summary = models.CharField(max_length=300)
    body = models.TextField()
    easy_read = models.TextField()
    topics = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    step = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # Everybody who saved this version: none of them publishes it.
    writers = ArrayField(models.UUIDField(), default=list, blank=True)
    written_on = models.DateField()
    sent_back_words = models.CharField(max_length=400, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_on = models.DateField(null=True, blank=True)
    review_by = models.DateField(null=True, blank=True)
    taken_down_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "number"], name="one_version_of_advice_a_number"
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=~models.Q(state=State.PUBLISHED.value),
                name="one_advice_in_the_making_a_page",
            ),
            models.CheckConstraint(
                name="published_advice_has_its_days",
                condition=~models.Q(state=State.PUBLISHED.value)
                | models.Q(published_on__isnull=False, review_by__isnull=False),
            ),
        ]
