"""Who asks: every page behind a sign-in needs to know."""

from django.http import HttpRequest
from django.urls import reverse

from ownway.config.clock import now
from ownway.foundation.access.domain import Kind, Role
from ownway.foundation.access.models import SignIn


def asker(request: HttpRequest) -> SignIn:
    """The one who is signed in; routes for anybody else do not call this."""
    assert isinstance(request.user, SignIn)
    request.user.asking_at = now()
    return request.user


def address_tried(request: HttpRequest, credentials: dict[str, str] | None) -> str:
    """Whom somebody tried to be, so that five wrong tries slow down that name from that place."""
    tried = (credentials or {}).get("username") or request.POST.get("email", "")
    return tried.strip().lower()


def first_page_of(who: SignIn) -> str:
    """The front door that somebody works behind."""
    if who.kind in (Kind.PERSON, Kind.CARER):
        return "/my/"
    if who.kind != Kind.STAFF or not who.roles:
        return reverse("nothing-shared")
    if set(who.roles) == {Role.ADMINISTRATOR.value}:
        return "/commissioning/imports/"
    planning_only = {Role.COMMISSIONER.value, Role.PERFORMANCE.value, Role.ADMINISTRATOR.value}
    return "/commissioning/" if planning_only.issuperset(who.roles) else "/team/"
