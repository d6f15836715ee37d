"""What every page stands in: the front door, its menu, who is signed in, whom to call."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from ownway.foundation.access.asking import first_page_of
from ownway.foundation.access.domain import FrontDoor, Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.routes import REGISTRY, PlacedRoute
from ownway.foundation.access.stepping import idle_minutes


@dataclass(frozen=True, slots=True)
class DoorNote:
    """What stands above every page: whose record one looks at, and the pages one does not see.

    `reads_only`: the reader decides and writes nothing there, so pages show them no forms for it.
    """

    words: str
    until: date | None
    href: str
    link: str
    hidden: frozenset[str]
    reads_only: bool


WORK_DOORS = (FrontDoor.TEAM, FrontDoor.PROVIDER, FrontDoor.COMMISSIONING)


def front_door_of(path: str) -> FrontDoor:
    inner = path.lstrip("/")
    for one in FrontDoor:
        if one.value and inner.startswith(one.value):
            return one
    return FrontDoor.PUBLIC


def frame(request: HttpRequest) -> dict[str, Any]:
    """The values that the base page needs; a template context processor."""
    which = front_door_of(request.path)
    user = getattr(request, "user", None)
    note: DoorNote | None = getattr(request, "door_note", None)
    hidden = note.hidden if note else frozenset()
    here = request.resolver_match.url_name if request.resolver_match else ""
    return {
        "frame": {
            "work": which in WORK_DOORS,
            "council": settings.OWNWAY_COUNCIL,
            "telephone": settings.OWNWAY_TELEPHONE,
            "demo": settings.DEMO,
            "who": _who(user),
            "idle_minutes": idle_minutes(user) if isinstance(user, SignIn) else 0,
            "note": note,
            "hidden": hidden,
            "reads_only": note is not None and note.reads_only,
            "home": _home(which, user),
            "worried": reverse(_worried(which, user)),
            "menu": [
                {
                    "text": _menu(placed.menu, note),
                    "href": reverse(placed.name),
                    "active": _is_here(placed, here),
                }
                for placed in REGISTRY.values()
                if placed.menu
                and placed.door == _menu_of(which, user)
                and placed.name not in hidden
                and user
                and placed.may.allows(user)
            ],
        }
    }


def _menu_of(which: FrontDoor, user: Any) -> FrontDoor:
    """The door whose menu is shown: whoever works behind one keeps theirs on a page of another."""
    if which not in WORK_DOORS or getattr(user, "kind", "") != Kind.STAFF:
        return which
    own = front_door_of(first_page_of(user))
    return FrontDoor.COMMISSIONING if own is FrontDoor.COMMISSIONING else which


def _is_here(placed: PlacedRoute, here: str | None) -> bool:
    """Whether an item leads to this page, behind whichever door it is hung."""
    found = REGISTRY.get(here or "")
    return found is not None and (placed.name == here or placed.view == found.view)


def _menu(words: str, note: DoorNote | None) -> str:
    """The words of an item: what is another's is not called "my"."""
    return words.removeprefix("My ").capitalize() if note else words


def _who(user: Any) -> str:
    if not getattr(user, "is_authenticated", False):
        return ""
    return f"{user.name}, {user.team.name}" if user.team_id else str(user.name)


def _home(which: FrontDoor, user: Any) -> str:
    """Where the name of the house leads: the public page, or the first page of one's own door."""
    if which is FrontDoor.PUBLIC or not getattr(user, "is_authenticated", False):
        return "/"
    return first_page_of(user)


def _worried(which: FrontDoor, user: Any) -> str:
    """Where anybody says that they are worried: behind their own door, or on the public page."""
    mine = which is FrontDoor.MY and getattr(user, "kind", "") in (Kind.PERSON, Kind.CARER)
    return "safeguarding.my_worried" if mine else "safeguarding.worried"
