"""Services and groups that anybody may be pointed to. Who may read: anybody; no person is in it."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from ownway.foundation.facts.history import kept


@kept()
class Service(models.Model):
    """A group, a place or a service nearby, as the council lists it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=150)
    organisation = models.CharField(max_length=150)
    what = models.CharField(max_length=600)
    who_for = models.CharField(max_length=200, blank=True)
    topics = ArrayField(models.CharField(max_length=40))
    area = models.CharField(max_length=150, blank=True)
    districts = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    telephone = models.CharField(max_length=50, blank=True)
    email = models.EmailField(blank=True)
    web = models.URLField(blank=True)
    opening_words = models.CharField(max_length=300, blank=True)
    cost_words = models.CharField(max_length=200, blank=True)
    alert = models.CharField(max_length=300, blank=True)
    may_be_referred = models.BooleanField(default=False)
    assured_on = models.DateField()
    assured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=models.Q(ended_on__isnull=True),
                name="a_service_is_listed_once",
            ),
            models.CheckConstraint(
                name="a_service_helps_with_something", condition=~models.Q(topics=[])
            ),
        ]
