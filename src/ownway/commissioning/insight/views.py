"""The pages of figures, and of the people behind them."""

from tempfile import SpooledTemporaryFile

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ownway.commissioning.insight import domain, pages, permissions, queries
from ownway.commissioning.insight.forms import NarrowingForm
from ownway.config.clock import today
from ownway.foundation.access.models import SignIn
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotFound
from ownway.support.people import queries as people_queries
from ownway.support.people.permissions import READ_RECORD

CSV = "text/csv; charset=utf-8"
ON_A_PAGE = 50
KEPT_IN_MEMORY = 5_000_000  # bytes of a list before it goes to a temporary file


@require_safe
def snapshot(request: HttpRequest) -> HttpResponse:
    form = _form(request.GET)
    if not form.is_valid():
        return _not_understood(request, form)
    dimension, sort = _dimension(request.GET), _sort(request.GET)
    found = queries.snapshot(on=form.cleaned_data["on"], narrowing=form.narrowing())
    rows = pages.lines(found, dimension, sort)
    return render(
        request,
        "insight/snapshot.html",
        {
            "form": form,
            "found": found,
            "whom": form.in_words(),
            "headline": pages.headline(found.everyone),
            "lead": pages.lead(found, dimension),
            "dimension": dimension,
            "titles": pages.TITLES,
            "columns": pages.columns(dimension, sort),
            "rows": rows,
            "chart": pages.chart(rows),
            "chosen": form.chosen(),
            "day_typed": f"{found.on:%d/%m/%Y}",
            "sort": sort,
            "opens": permissions.OPEN_PEOPLE.allows(_signed_in(request)),
        },
    )


@require_safe
def snapshot_csv(request: HttpRequest) -> HttpResponse:
    form = _form(request.GET)
    if not form.is_valid():
        return _not_understood(request, form)
    dimension = _dimension(request.GET)
    found = queries.snapshot(on=form.cleaned_data["on"], narrowing=form.narrowing())
    rows = pages.lines(found, dimension, _sort(request.GET))
    return HttpResponse(
        pages.figures_as_csv(found, dimension, rows),
        content_type=CSV,
        headers=_as_file(f"snapshot-{found.on.isoformat()}-{dimension}.csv"),
    )


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    form = _form(request.GET)
    if not form.is_valid():
        return _not_understood(request, form)
    by, part, page = _signed_in(request), _part(request.GET), _page(request.GET)
    with transaction.atomic():
        behind = queries.people_behind(
            on=form.cleaned_data["on"],
            narrowing=form.narrowing(),
            part=part,
            by=by,
            read_on=today(),
            start=ON_A_PAGE * (page - 1),
            limit=ON_A_PAGE,
        )
    dimension, value = part or ("", "")
    return render(
        request,
        "insight/people.html",
        {
            "what": pages.label(dimension, value) if part else "Everyone",
            "title": pages.TITLES.get(dimension, ""),
            "on": form.cleaned_data["on"],
            "whom": form.in_words(),
            "count": pages.people_in_words(behind.sum.people),
            "behind": behind,
            "first": ON_A_PAGE * (page - 1) + 1,
            "page": page,
            "more": behind.sum.people > ON_A_PAGE * page,
            "asked": form.chosen() | ({"dimension": dimension, "value": value} if part else {}),
            "back": form.chosen() | ({"by": dimension} if part else {}),
            "opens_records": READ_RECORD.allows(by),
        },
    )


@require_safe
def people_csv(request: HttpRequest) -> HttpResponseBase:
    """The list as a file, written whole before it leaves, so that every reading in it is kept."""
    form = _form(request.GET)
    if not form.is_valid():
        return _not_understood(request, form)
    on = form.cleaned_data["on"]
    name = f"people-{on.isoformat()}.csv"
    # A long list is closed by the response, when it has been sent.
    file = SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115
    try:
        with transaction.atomic():
            behind = queries.everyone_behind(
                on=on,
                narrowing=form.narrowing(),
                part=_part(request.GET),
                by=_signed_in(request),
                read_on=today(),
            )
            for line in pages.people_as_csv(behind):
                file.write(line.encode())
    except BaseException:
        file.close()
        raise
    long = file.tell() > KEPT_IN_MEMORY
    file.seek(0)
    if long:
        return FileResponse(file, content_type=CSV, as_attachment=True, filename=name)
    with file:
        return HttpResponse(file.read(), content_type=CSV, headers=_as_file(name))


def _form(asked: QueryDict) -> NarrowingForm:
    return NarrowingForm(asked, places=people_queries.places(), today=today())


def _not_understood(request: HttpRequest, form: NarrowingForm) -> HttpResponse:
    return render(
        request,
        "insight/not_understood.html",
        {"form": form, "problems": problems(form)},
        status=422,
    )


def _dimension(asked: QueryDict) -> str:
    said = asked.get("by") or domain.REASON
    if said not in domain.DIMENSIONS:
        raise NotFound("The figures cannot be shown that way. Choose one of the ways listed.")
    return said


def _sort(asked: QueryDict) -> str:
    said = asked.get("sort", "")
    return said if said in pages.SORTS else ""


def _part(asked: QueryDict) -> tuple[str, str] | None:
    dimension, value = asked.get("dimension", ""), asked.get("value", "")
    if not dimension:
        return None
    if dimension not in domain.DIMENSIONS or not value or "\x00" in value:
        raise NotFound("There is no such figure to open.")
    return dimension, value


def _page(asked: QueryDict) -> int:
    said = asked.get("page", "1")
    return max(1, int(said)) if said.isdecimal() and len(said) < 8 else 1


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _signed_in(request: HttpRequest) -> SignIn:
    assert isinstance(request.user, SignIn)
    return request.user
