"""Reviews that were held. When the next is due is worked out, never typed: see `domain.py`.

Who may read: whoever may read the person's record.
"""

import uuid

from django.db import models

from ownway.foundation.bulk.columns import FromFile, one_row_an_event
from ownway.foundation.facts.history import kept


@kept()
class Review(FromFile):
    """A review of support (Care Act 2014, section 27)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    client_type = models.CharField(max_length=100, default="Service user")
    started_on = models.DateField()
    finished_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    method = models.CharField(max_length=100, blank=True)
    outcomes_achieved = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=200, blank=True)
    description = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-started_on"], name="review_person"),
            models.Index(
                fields=["person"], condition=models.Q(cld_line=""), name="review_born_here"
            ),
        ]
        constraints = [one_row_an_event("one_row_a_review_event")]
