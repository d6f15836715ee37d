"""How pages say days, numbers and names."""

from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import urlencode

from django.utils.timezone import localtime

from ownway.kernel.period import in_words

NO_BREAK = "\N{NO-BREAK SPACE}"


def day(value: date | None, *, today: date | None = None) -> str:
    """16 November 2026, kept on one line; empty when there is no day."""
    return "" if value is None else in_words(value, today=today).replace(" ", NO_BREAK)


def short_day(value: date | None) -> str:
    """16 November, kept on one line."""
    return "" if value is None else f"{value.day}{NO_BREAK}{value:%B}"


def instant(value: datetime | None) -> str:
    """16 November 2026, 10:42am, in England."""
    if value is None:
        return ""
    local = localtime(value)
    clock = f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"
    return f"{day(local.date())}, {clock}"


def count(value: int) -> str:
    """4,372."""
    return f"{value:,}"


def initials(name: str) -> str:
    """RC for Ruth Calloway; the first two words count."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def with_query(address: str, query: Mapping[str, object]) -> str:
    kept = {name: str(value) for name, value in query.items() if value not in (None, "")}
    return f"{address}?{urlencode(kept)}" if kept else address
