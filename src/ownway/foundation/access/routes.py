"""The one registry of routes: what opens, through which front door, and who may.

A context's `urls.py` lists `route(path, view, may=…)`; `config/urls.py` hangs each list on a front
door with `door(…)`. An address that did not come this way is refused at start-up and at every
request.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponseNotAllowed,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.urls import path as django_path

from ownway.config.clock import now, today
from ownway.foundation.access import second_lock, stepping
from ownway.foundation.access.domain import FrontDoor, Permission
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.kernel.refusal import NotAllowed

View = Callable[..., HttpResponseBase]
METHODS = ("GET", "HEAD", "POST")
SHOWN = (200, 422)  # a page, and a page that says what to put right


@dataclass(frozen=True, slots=True)
class Route:
    path: str
    view: View
    may: Permission
    name: str
    menu: str = ""
    rows: bool = True
    fresh: bool = False
    reading: bool = True


@dataclass(frozen=True, slots=True)
class PlacedRoute:
    door: FrontDoor
    address: str
    name: str
    may: Permission
    menu: str
    view: str
    rows: bool = True
    fresh: bool = False


REGISTRY: dict[str, PlacedRoute] = {}


def route(
    path: str,
    view: View,
    *,
    may: Permission,
    name: str = "",
    menu: str = "",
    rows: bool = True,
    fresh: bool = False,
    reading: bool = True,
) -> Route:
    """Say who may open a view.

    `name` is what links use, `context.view` unless given; `menu` puts the route in its front
    door's menu under these words, for those who may open it. `rows` is False for the few pages
    that must answer when the database does not; they read nothing about anybody. `fresh` asks
    for a proof within the last ten minutes that it is still them, and then carries on. `reading`
    is False for a page that shows no more of a person than a list of names does.
    """
    folders = view.__module__.split(".")
    context = folders[folders.index("views") - 1] if "views" in folders else folders[-2]
    return Route(path, view, may, name or f"{context}.{view.__name__}", menu, rows, fresh, reading)


def door(which: FrontDoor, *lists: Sequence[Route]) -> list[URLPattern]:
    """Hang routes on a front door. Raises ValueError when two share a name or an address."""
    patterns = []
    for one in (route for listed in lists for route in listed):
        address = f"/{which.value}{one.path}"
        if one.name in REGISTRY and REGISTRY[one.name].address != address:
            raise ValueError(f"Two routes are called {one.name}.")
        REGISTRY[one.name] = PlacedRoute(
            which,
            address,
            one.name,
            one.may,
            one.menu,
            f"{one.view.__module__}.{one.view.__name__}",
            one.rows,
            one.fresh,
        )
        patterns.append(django_path(which.value + one.path, _guarded(one), name=one.name))
    return patterns


def _guarded(one: Route) -> View:
    @wraps(one.view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if not one.may.allows(request.user):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            raise NotAllowed(one.may.refusal())
        if not one.may.anyone:
            turned = stepping.turned_aside(request, one.name, fresh=one.fresh)
            if turned is not None:
                return turned
        if not one.rows:
            return one.view(request, *args, **kwargs)
        at = now()
        if isinstance(request.user, SignIn):
            request.user.asking_at = at  # whether a reason still stands is asked all over the page
        with second_lock.reading_as(request.user, at=at):
            answer = one.view(request, *args, **kwargs)
            if one.reading:
                _leave_a_reading(request, answer, kwargs.get("person_id"))
        if isinstance(answer, StreamingHttpResponse) and not isinstance(answer, FileResponse):
            answer.streaming_content = _as_reader(answer.streaming_content, request)
        return answer

    guard.placed = one.name  # type: ignore[attr-defined]  # how the middleware knows it was placed
    return guard


def _leave_a_reading(request: HttpRequest, answer: HttpResponseBase, about: UUID | None) -> None:
    """Whoever is shown a page about somebody leaves a reading, in the page's own transaction.

    Most pages say themselves what was read; this is for those that do not.
    """
    if about is None or answer.status_code not in SHOWN or not isinstance(request.user, SignIn):
        return
    facts.leave_a_reading(about=about, by=request.user, on=today())


def _as_reader(parts: Any, request: HttpRequest) -> Iterator[bytes]:
    """What is sent bit by bit is still read as the one who asked, in a transaction of its own."""
    with second_lock.reading_as(request.user, at=now()):
        yield from parts
