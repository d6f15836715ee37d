"""Deny by default, keep nothing behind, and end what was left open.

No unplaced view runs, no browser keeps a record, no session outlives its time.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from ownway.foundation.access import stepping
from ownway.foundation.access.routes import REGISTRY


class DenyByDefault:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        if not hasattr(view, "placed"):
            raise Http404


class NothingKept:
    """Tell browsers and proxies to keep no copy of what somebody saw while signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response


class EndsByItself:
    """Sign out whoever pressed nothing for a while; stands after the check of forged forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        placed = REGISTRY.get(getattr(view, "placed", ""))
        if placed is None or not placed.rows or not request.user.is_authenticated:
            return None
        return stepping.ended(request, public=placed.may.anyone)
