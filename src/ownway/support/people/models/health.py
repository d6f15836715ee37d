"""What is known of somebody's health care. Who may read: whoever may open the record, and they."""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.support.people.domain.health import Passport
from ownway.support.people.models.records import Person


@kept()
class HealthCare(models.Model):
    """One row a person: what was said last."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="health_care")
    practice = models.CharField(max_length=150, blank=True)
    check_on = models.DateField(null=True)
    plan_on = models.DateField(null=True)
    passport = models.CharField(
        max_length=3, blank=True, choices=[(one.value, one.value) for one in Passport]
    )
    passport_where = models.CharField(max_length=200, blank=True)
    said_on = models.DateField()
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-said_on", "-pk"]
