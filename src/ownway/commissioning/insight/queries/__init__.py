"""Questions about figures: what they are, who is behind them, and what anybody may read."""

from ownway.commissioning.insight.queries.behind import (
    ORDERS,
    Behind,
    ChangedBehind,
    PersonBehind,
    PersonChanged,
    everyone_behind,
    everyone_changed,
    people_behind,
    people_changed,
)
from ownway.commissioning.insight.queries.counting import (
    compared,
    counted,
    places,
    services_on,
    snapshot,
    trend,
)
from ownway.commissioning.insight.queries.published import (
    Published,
    latest_published,
    published_days,
    published_on,
)

__all__ = [
    "ORDERS",
    "Behind",
    "ChangedBehind",
    "PersonBehind",
    "PersonChanged",
    "Published",
    "compared",
    "counted",
    "everyone_behind",
    "everyone_changed",
    "latest_published",
    "people_behind",
    "people_changed",
    "places",
    "published_days",
    "published_on",
    "services_on",
    "snapshot",
    "trend",
]
