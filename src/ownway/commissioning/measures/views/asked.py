"""What an address asks for, read the same way by every page of the measures."""

from django.http import HttpRequest, HttpResponse, QueryDict

from ownway.commissioning.measures.domain import Year
from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import NotFound

ON_A_PAGE = 50


def signed_in(request: HttpRequest) -> SignIn:
    assert isinstance(request.user, SignIn)
    return request.user


def page(asked: QueryDict) -> int:
    said = asked.get("page", "1")
    return max(1, int(said)) if said.isascii() and said.isdecimal() and len(said) < 8 else 1


def year(asked: QueryDict) -> Year | None:
    """The year asked for, or None. Raises NotFound for one that is none."""
    said = asked.get("year")
    if not said:
        return None
    try:
        return Year.named(str(said))
    except ValueError as wrong:
        raise NotFound(str(wrong)) from None


def a_file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    answer["Cache-Control"] = "no-store"
    return answer
