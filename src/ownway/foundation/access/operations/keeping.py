"""What somebody was sending when they had to prove again who they are: nothing typed is lost.

A kept form is sealed, belongs to one sign-in, lasts an hour and is sent once. Passwords and files
are never kept: a form with a password is not, and a file has to be chosen again.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import KeptForm, SignIn
from ownway.kernel.refusal import NotFound

LASTS = timedelta(hours=1)
NEVER_KEPT = ("password", "csrfmiddlewaretoken")


@dataclass(frozen=True, slots=True)
class Kept:
    """A form as it was sent: where to, from which page, each field in order, names of files."""

    address: str
    page: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]


def keep_form(
    who: SignIn,
    *,
    address: str,
    page: str,
    fields: Iterable[tuple[str, str]],
    files: Iterable[str],
    at: datetime,
) -> UUID | None:
    """Keep what somebody was sending; None for a form with a password."""
    said = list(fields)
    if any("password" in name for name, _ in said):
        return None
    KeptForm.objects.filter(kept_at__lt=at - LASTS).delete()
    content = {
        "address": address,
        "page": page,
        "fields": [pair for pair in said if pair[0] not in NEVER_KEPT],
        "files": list(files),
    }
    return KeptForm.objects.create(sign_in=who, content=json.dumps(content), kept_at=at).pk


def kept_form(kept_id: UUID, *, of: SignIn, at: datetime) -> Kept:
    """What is kept for this sign-in. Raises NotFound: gone, older than an hour, or another's."""
    return _read(_row(kept_id, of=of, at=at))


@transaction.atomic
def let_go(kept_id: UUID, *, of: SignIn, at: datetime) -> Kept:
    """Take what is kept, once: whoever takes it sends it. Raises NotFound as `kept_form` does."""
    row = _row(kept_id, of=of, at=at)
    found = _read(row)
    if not KeptForm.objects.filter(pk=row.pk).delete()[0]:
        raise NotFound("What you typed was sent already.")
    return found


def _row(kept_id: UUID, *, of: SignIn, at: datetime) -> KeptForm:
    row = KeptForm.objects.filter(pk=kept_id, sign_in=of, kept_at__gte=at - LASTS).first()
    if row is None:
        raise NotFound("Nothing is kept here. It was sent, or it is older than an hour.")
    return row


def _read(row: KeptForm) -> Kept:
    said = json.loads(row.content)
    return Kept(
        said["address"],
        said["page"],
        tuple((name, value) for name, value in said["fields"]),
        tuple(said["files"]),
    )
