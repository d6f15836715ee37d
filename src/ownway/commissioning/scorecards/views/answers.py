"""Answers that several pages of the register give."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from ownway.foundation.look.forms import problems

CSV = "text/csv; charset=utf-8"


def form_page(
    request: HttpRequest, template: str, form: Form, more: Mapping[str, Any] | None = None
) -> HttpResponse:
    return render(
        request,
        template,
        {"form": form, "problems": problems(form), **(more or {})},
        status=422 if form.errors else 200,
    )


def csv_file(body: Sequence[str], name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        body,
        content_type=CSV,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def whole_file(content: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
