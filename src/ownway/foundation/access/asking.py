"""Who asks: every page behind a sign-in needs to know."""

from django.http import HttpRequest

from ownway.foundation.access.models import SignIn


def asker(request: HttpRequest) -> SignIn:
    """The one who is signed in; routes for anybody else do not call this."""
    assert isinstance(request.user, SignIn)
    return request.user


def address_tried(request: HttpRequest, credentials: dict[str, str] | None) -> str:
    """Whom somebody tried to be, so that five wrong tries slow down that name from that place."""
    tried = (credentials or {}).get("username") or request.POST.get("email", "")
    return tried.strip().lower()
