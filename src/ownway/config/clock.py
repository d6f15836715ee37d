"""The one clock. Views and commands read it and pass the day in; nothing deeper knows the time."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The day in England, or the fixed day of the demonstration (`OWNWAY_TODAY`)."""
    fixed: date | None = settings.OWNWAY_TODAY
    return fixed or timezone.localdate()


def now() -> datetime:
    """This instant; on a fixed day, this time of that day."""
    instant = timezone.now()
    fixed: date | None = settings.OWNWAY_TODAY
    if fixed is None:
        return instant
    local = timezone.localtime(instant)
    return datetime.combine(fixed, local.time(), local.tzinfo)


def instant() -> datetime:
    """This instant in the world, on a fixed day too: for what ends by itself, like sessions."""
    return timezone.now()
