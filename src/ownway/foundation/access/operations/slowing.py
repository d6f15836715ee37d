"""Five tries, then slow: for passwords, codes and links alike, by account and by where from.

An account is whatever was typed, known here or not, so the wait tells nobody who exists. A passkey
cannot be guessed and is never slowed: under attack one still signs in with it.

Units     Tries are whole numbers; waits are times.
Promise   A try is counted before it is checked, one at a time for each account: many at once are
          worth no more than one after the other.
"""

import hashlib
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from ownway.foundation.access.models import Tries
from ownway.kernel.refusal import Refused

log = structlog.stdlib.get_logger("ownway.access")
FREE_OF_ACCOUNT = 5
FREE_OF_ORIGIN = 100  # a whole council may sit behind one address
WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)


class TooManyTries(Refused):
    """Too many guesses failed; the next is looked at after a wait."""

    def __init__(self) -> None:
        super().__init__("Wait 15 minutes before you try again.")


def begin_try(account: str, *, origin: str, at: datetime) -> None:
    """Count one try before it is looked at. Raises TooManyTries while one has to wait.

    Call it within the transaction that looks at the try, and `try_worked` or `try_failed` after.
    """
    if Tries.objects.filter(digest=_of_origin(origin), wait_until__gt=at).exists():
        log.warning("access.try-not-looked-at")
        raise TooManyTries
    _count(_of_account(account), free=FREE_OF_ACCOUNT, at=at)


def try_worked(account: str) -> None:
    """What was typed was right: the account's tries are forgotten."""
    Tries.objects.filter(digest=_of_account(account)).delete()


def try_failed(*, origin: str, at: datetime) -> None:
    """What was typed was wrong: it also counts for where it came from."""
    log.warning("access.try-failed")
    Tries.objects.filter(last_at__lt=at - FORGOTTEN_AFTER).delete()
    _count(_of_origin(origin), free=FREE_OF_ORIGIN, at=at)


def count_one(what: str, *, origin: str, free: int, at: datetime) -> None:
    """Count something that anybody may do from one address; slows only that, no sign-in.

    Raises TooManyTries past `free` of it within an hour of the clock.
    """
    digest = _of_origin(f"{what} {at:%Y-%m-%d %H} {origin}")
    if not Tries.objects.filter(digest=digest).exists():
        Tries.objects.filter(last_at__lt=at - FORGOTTEN_AFTER).delete()
    _count(digest, free=free, at=at)


@transaction.atomic
def _count(digest: str, *, free: int, at: datetime) -> None:
    Tries.objects.get_or_create(digest=digest, defaults={"last_at": at})
    row = Tries.objects.select_for_update().get(digest=digest)
    if row.wait_until is not None and row.wait_until > at:
        log.warning("access.try-not-looked-at")
        raise TooManyTries
    row.failed = 1 if row.last_at < at - FORGOTTEN_AFTER else row.failed + 1
    row.last_at = at
    row.wait_until = at + WAIT if row.failed >= free else None
    row.save(update_fields=["failed", "last_at", "wait_until"])


def _of_account(account: str) -> str:
    return hashlib.sha256(f"account {account.strip().lower()}".encode()).hexdigest()


def _of_origin(origin: str) -> str:
    return hashlib.sha256(f"origin {origin}".encode()).hexdigest()
