"""One context id for everything a request changes or reads."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ownway.foundation.facts.operations import one_context


class OneContextPerRequest:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with one_context("page", path=request.path):
            return self.get_response(request)
