"""Plain answers: every refusal becomes a page in words, never a trace."""

from collections.abc import Callable

import structlog
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from ownway.kernel.refusal import LivesOn, NotAllowed, NotFound, ReasonNeeded, Refused

log = structlog.stdlib.get_logger("ownway.look")


class PlainAnswers:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # A NUL can be in no text of ours, and a database refuses to look for one.
        if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path:
            return bad_request(request, ValueError("NUL"))
        answer = self.get_response(request)
        if isinstance(answer, HttpResponseNotAllowed) and request.method == "GET":
            return only_from_a_page(request, answer)
        return answer

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, LivesOn) and str(problem.asked) in request.path:
            return _lead_on(request, problem)
        if isinstance(problem, ReasonNeeded):
            return _ask_why(request, problem)
        if isinstance(problem, NotFound | NotAllowed):
            # Never the words: they may name somebody. Path and who are on the line already.
            log.warning("refused", kind=type(problem).__name__)
        if isinstance(problem, NotFound):
            return not_found(request, problem)
        if isinstance(problem, NotAllowed):
            return render(request, "look/not_allowed.html", {"words": str(problem)}, status=403)
        if isinstance(problem, Refused):
            return render(request, "look/refused.html", {"words": str(problem)}, status=409)
        return None


def _lead_on(request: HttpRequest, joined: LivesOn) -> HttpResponse:
    """The same page of the record that stays; a form on its way there arrives there whole."""
    return HttpResponseRedirect(
        request.get_full_path().replace(str(joined.asked), str(joined.now)),
        preserve_request=request.method == "POST",
    )


def _ask_why(request: HttpRequest, asked: ReasonNeeded) -> HttpResponse:
    """The page that asks why, and leads back here; what was sent is not taken until then."""
    why = reverse("people.why", args=[asked.about])
    if request.method in ("GET", "HEAD"):
        return HttpResponseRedirect(f"{why}?{urlencode({'next': request.get_full_path()})}")
    return render(request, "look/say_why_first.html", {"why": why}, status=409)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    words = str(exception) if isinstance(exception, NotFound) else ""
    return render(request, "look/not_found.html", {"words": words}, status=404)


def only_from_a_page(request: HttpRequest, refused: HttpResponseNotAllowed) -> HttpResponse:
    """For whoever opens an address that only a button of another page leads to."""
    page = render(request, "look/only_from_a_page.html", status=405)
    page.headers["Allow"] = refused.headers["Allow"]
    return page


def went_wrong(request: HttpRequest) -> HttpResponse:
    return render(request, "look/went_wrong.html", status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "look/bad_request.html", status=400)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "look/form_expired.html", status=403)
