"""Documents about a person: letters, reports, pictures, forms, as they came or were made.

Who may read: whoever may open the record of the person a document is about, and the person
themselves once it is shared with them. Who calls `documents.queries` has asked `support.people`
first. What a document is called, from whom it came and what is in it are sealed
(`foundation.keys`), so that a copy of the database gives none of it away.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ownway.foundation.documents.domain import Kind
from ownway.foundation.facts.history import kept
from ownway.foundation.keys.fields import EncryptedTextField

SEALED_KEY = "documents_document.sealed_key"
KINDS = [(kind.value, kind.words) for kind in Kind]


def sealed_for(document_id: uuid.UUID) -> str:
    """What the key of a document's parts is sealed for."""
    return f"{SEALED_KEY}.{document_id}"


@kept(leave_out=["name", "from_whom", "sha256", "removed_because", "sealed_key"])
class Document(models.Model):
    """One document. What is in it never changes; whether it is shared or taken away may."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20, choices=KINDS)
    name = EncryptedTextField()
    from_whom = EncryptedTextField(blank=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()  # bytes, plain
    # Of the plain content as it is kept. Sealed too: a digest tells a short document by guessing.
    sha256 = EncryptedTextField()
    # The key that its parts are sealed with, itself sealed.
    sealed_key = models.BinaryField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_on = models.DateField()
    by_person = models.BooleanField(default=False)
    shared = models.BooleanField(default=False)
    removed_on = models.DateField(null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    removed_because = EncryptedTextField(blank=True)

    class Meta:
        ordering = ["-added_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="document_from_a_person_is_shared",
                condition=Q(by_person=False) | Q(shared=True),
            )
        ]


class DocumentPart(models.Model):
    """A sealed stretch of a document, in order from 0. In the database, so one backup has all."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_part_once")
        ]
