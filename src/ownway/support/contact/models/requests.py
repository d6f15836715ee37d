"""Support requests. Who may read: whoever may read the record of the person it is about."""

import uuid

from django.conf import settings
from django.db import models

from ownway.foundation.bulk.columns import FromFile, one_row_an_event
from ownway.foundation.facts.history import kept


@kept()
class SupportRequest(FromFile):
    """Somebody asked for support, for themselves or for another (CLD event "Request")."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    client_type = models.CharField(max_length=100, default="Service user")
    requested_on = models.DateField()
    finished_on = models.DateField(null=True, blank=True)
    route_of_access = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=200, blank=True)
    description = models.CharField(max_length=400, blank=True)
    who_asked = models.CharField(max_length=150, blank=True)
    words = models.TextField(blank=True)
    relation = models.CharField(max_length=40, blank=True)
    consent = models.CharField(max_length=20, blank=True)
    consent_because = models.CharField(max_length=400, blank=True)
    matters = models.TextField(blank=True)
    wanted = models.TextField(blank=True)
    urgency = models.CharField(max_length=20, blank=True)
    urgency_because = models.CharField(max_length=400, blank=True)
    late_because = models.CharField(max_length=400, blank=True)  # of a day long before it was kept
    withdrawn_on = models.DateField(null=True, blank=True)
    # The day that whoever sent a self-check was promised; taking it up moves it no further.
    promised_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "-requested_on"], name="contact_person"),
            models.Index(
                fields=["person"], condition=models.Q(cld_line=""), name="contact_born_here"
            ),
        ]
        constraints = [
            one_row_an_event("one_row_a_request_event"),
            models.UniqueConstraint(
                fields=["person", "client_type"],
                condition=models.Q(finished_on__isnull=True, cld_key__isnull=True),
                name="one_open_request_a_person",
            ),
        ]
