"""Simple equipment. Who may read: whoever may read the record of the person."""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.facts.history import kept
from ownway.support.contact.domain.equipment import OrderState
from ownway.support.contact.models.requests import SupportRequest


@kept()
class EquipmentLook(models.Model):
    """What is hard for somebody, and the measurements, as asked in one visit or said by them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(
        SupportRequest, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    hard = models.JSONField(default=list)
    measures = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    said_by_person = models.BooleanField(default=False)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    noted_on = models.DateField()
    hand_over_id = models.UUIDField(null=True, blank=True)  # to an occupational therapist

    class Meta:
        ordering = ["-noted_on", "pk"]


@kept()
class EquipmentOrder(models.Model):
    """One thing on its way to somebody; its price is the list's of the day, in pence."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    look = models.ForeignKey(EquipmentLook, on_delete=models.PROTECT, related_name="orders")
    item = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    pence = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in OrderState])
    ordered_on = models.DateField()
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    delivered_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=400, blank=True)
    helped = models.CharField(max_length=10, blank=True)
    helped_words = models.TextField(blank=True)
    helped_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-ordered_on", "name", "pk"]
