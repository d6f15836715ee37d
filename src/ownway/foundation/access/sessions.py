"""Sessions that know whose they are, so that each can be listed and ended by itself.

A session is one row, read with every request and never cached: what ends it holds from the next
request on, in every process. The table has the digest of the key, not the key.
"""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from ownway.foundation.access.models import Session

SIGNED_IN_AT = "signed_in_at"  # instants, as ISO text in the session's data
USED_AT = "used_at"
DEVICE = "device"


def digest_of(key: str) -> str:
    """What the table holds of a session's key: 160 bits of SHA-256, as long as the column."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        rows = Session.objects.filter(expire_date__gt=timezone.now())
        found = rows.filter(session_key=digest_of(self.session_key or "")).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(session_key=digest_of(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        whose = data.get(SESSION_KEY)
        assert self.session_key is not None  # `save` makes one first
        return Session(
            session_key=digest_of(self.session_key),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            sign_in_id=UUID(whose) if whose else None,
            device=data.get(DEVICE, ""),
            signed_in_at=_instant(data.get(SIGNED_IN_AT)),
            used_at=_instant(data.get(USED_AT)),
        )

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            Session.objects.filter(session_key=digest_of(key)).delete()


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
