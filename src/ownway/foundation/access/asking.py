"""Who asks: every page behind a sign-in needs to know."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from ownway.foundation.access.domain import Kind, Role
from ownway.foundation.access.models import SignIn


def asker(request: HttpRequest) -> SignIn:
    """The one who is signed in; routes for anybody else do not call this."""
    assert isinstance(request.user, SignIn)
    return request.user


def origin_of(request: HttpRequest) -> str:
    """The address a request came from: what the proxy in front saw, where there is one."""
    if settings.OWNWAY_BEHIND_PROXY:
        return str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def own_address(request: HttpRequest, address: str) -> str:
    """An address to go on to, if it is one of ours; empty otherwise."""
    allowed = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if allowed else ""


def first_page_of(who: SignIn) -> str:
    """The front door that somebody works behind."""
    if who.kind in (Kind.PERSON, Kind.CARER):
        return "/my/"
    if who.kind != Kind.STAFF or not who.roles:
        return reverse("nothing-shared")
    if set(who.roles) == {Role.ADMINISTRATOR.value}:
        return reverse("access.sign_ins")
    planning_only = {Role.COMMISSIONER.value, Role.PERFORMANCE.value, Role.ADMINISTRATOR.value}
    return "/commissioning/" if planning_only.issuperset(who.roles) else "/team/"
