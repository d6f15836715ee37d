"""Start-up check: every address is in the registry of routes."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver


def unplaced(patterns: Iterable[URLPattern | URLResolver], prefix: str = "/") -> list[str]:
    """Addresses whose view did not come through `routes.door`."""
    found = []
    for pattern in patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            found += unplaced(pattern.url_patterns, address)
        elif not hasattr(pattern.callback, "placed"):
            found.append(address)
    return found


@register
def every_route_is_placed(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The address {address} is in no front door.",
            hint="List it with route(path, view, may=…) in its context's urls.py.",
            id="ownway.access.E001",
        )
        for address in unplaced(get_resolver().url_patterns)
    ]
