"""Life events, and the choice not to be offered help after them.

Who may read: whoever may read the record of the person, and the person themself.
"""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept


@kept()
class LifeEvent(models.Model):
    """Something happened in somebody's life after which help may keep them well."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    happened_on = models.DateField()
    words = models.TextField(blank=True)
    told_by = models.CharField(max_length=150)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    noted_on = models.DateField()
    offer = models.CharField(max_length=20, blank=True)  # what came of the offer; empty: to be made
    offer_words = models.TextField(blank=True)
    offered_on = models.DateField(null=True, blank=True)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-happened_on", "pk"]


@kept()
class NoOffers(models.Model):
    """Somebody does not want to be offered help unasked; it stands until they change it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    words = models.CharField(max_length=400, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-since", "pk"]
