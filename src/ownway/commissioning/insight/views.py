"""The pages of figures, of the people behind them, and of what anybody may read."""

from collections.abc import Iterable
from tempfile import SpooledTemporaryFile

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ownway.commissioning.insight import domain, operations, permissions, queries
from ownway.commissioning.insight.domain import TITLES, Change, label
from ownway.commissioning.insight.forms import DayForm, NarrowingForm
from ownway.commissioning.insight.pages import comparing, figures, maps, public
from ownway.config.clock import today
from ownway.foundation.access import queries as access
from ownway.foundation.access.models import SignIn
from ownway.foundation.look.forms import problems
from ownway.kernel.period import add_months, in_words
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.people import queries as people_queries
from ownway.support.people.permissions import READ_RECORD
from ownway.support.people.queries.maps import places_on_map

CSV = "text/csv; charset=utf-8"
ON_A_PAGE = 50
KEPT_IN_MEMORY = 5_000_000  # bytes of a list before it goes to a temporary file


# The figures of a day


@require_safe
def snapshot(request: HttpRequest) -> HttpResponse:
    form = _form(request.GET)
    if not form.is_valid():
        return _not_understood(request, form)
    dimension, sort = _dimension(request.GET), _sort(request.GET)
    found = queries.snapshot(on=form.on_day(), narrowing=form.narrowing())
    rows = figures.lines(found, dimension, sort)
    return render(
        request,
        "insight/snapshot.html",
        _around(request, form)
        | {
            "found": found,
            "headline": figures.headline(found.everyone),
            "lead": figures.lead(found, dimension),
            "dimension": dimension,
            "columns": figures.columns(dimension, sort),
            "rows": rows,
            "chart": figures.chart(rows),
            "sort": sort,
        },
    )


@require_safe
def snapshot_csv(request: HttpRequest) -> HttpResponse:
    form = _form(request.GET)
    if not form.is_valid():
        return _not_understood(request, form)
    dimension = _dimension(request.GET)
    found = queries.snapshot(on=form.on_day(), narrowing=form.narrowing())
    rows = figures.lines(found, dimension, _sort(request.GET))
    return _csv(
        figures.figures_as_csv(found, dimension, rows),
        f"snapshot-{found.on.isoformat()}-{dimension}.csv",
    )


# Two days, month by month, two things at once, on a map


@require_safe
def compared(request: HttpRequest) -> HttpResponse:
    form = _form(request.GET)
    if not form.is_valid():
        return _not_understood(request, form)
    dimension = _dimension(request.GET)
    then, now = form.days()
    found = queries.compared(then=then, now=now, narrowing=form.narrowing())
    lines = comparing.compared_lines(found, dimension)
    on = form.on_day()
    return render(
        request,
        "insight/compared.html",
        _around(request, form)
        | {
            "found": found,
            "headline": comparing.headline(found),
            "lead": comparing.lead(found),
            "steps": comparing.steps(found),
            "lines": lines,
            "everyone": comparing.compared_line(
                "", "Everyone", found.then.everyone, found.now.everyone
            ),
            "chart": comparing.pair_chart(lines),
            "dimension": dimension,
            "others": [
                (words, add_months(on, -months).isoformat())
                for words, months in (("a month", 1), ("three months", 3), ("a year", 12))
            ],
        },
    )


@require_safe
def compared_csv(request: HttpRequest) -> HttpResponse:
    form = _form(request.GET)
    if not form.is_valid():
        return _not_understood(request, form)
    then, now = form.days()
    found = queries.compared(then=then, now=now, narrowing=form.narrowing())
    dimension = _dimension(request.GET)
    name = f"compared-{then.isoformat()}-{now.isoformat()}-{dimension}.csv"
    return _csv(comparing.compared_as_csv(found, dimension), name)


@require_safe
def months(request: HttpRequest) -> HttpResponse:
    form = _form(request.GET)
    if not form.is_valid():
        return _not_understood(request, form)
    found = queries.trend(domain.month_ends(form.on_day()), narrowing=form.narrowing())
    return render(
        request,
        "insight/months.html",
        _around(request, form)
        | {
            "headline": comparing.months_headline(found),
            "lead": comparing.months_lead(found),
            "months": found,
            "charts": comparing.month_charts(found),
        },
    )


@require_safe
def months_csv(request: HttpRequest) -> HttpResponse:
    form = _form(request.GET)
    if not form.is_valid():
        return _not_understood(request, form)
    days = domain.month_ends(form.on_day())
    found = queries.trend(days, narrowing=form.narrowing())
    return _csv(comparing.months_as_csv(found), f"months-to-{days[-1].isoformat()}.csv")


@require_safe
def crossed(request: HttpRequest) -> HttpResponse:
    form = _form(request.GET)
    if not form.is_valid():
        return _not_understood(request, form)
    down, across = _dimension(request.GET), _across(request.GET)
    cells = queries.places(on=form.on_day(), narrowing=form.narrowing())
    return render(
        request,
        "insight/crossed.html",
        _around(request, form)
        | {
            "crossed": domain.crossed(cells, down, across),
            "dimension": down,
            "across": across,
            "label": label,
        },
    )


@require_safe
def crossed_csv(request: HttpRequest) -> HttpResponse:
    form = _form(request.GET)
    if not form.is_valid():
        return _not_understood(request, form)
    down, across, on = _dimension(request.GET), _across(request.GET), form.on_day()
    found = domain.crossed(queries.places(on=on, narrowing=form.narrowing()), down, across)
    return _csv(
        comparing.crossed_as_csv(found, down, across),
        f"snapshot-{on.isoformat()}-{down}-by-{across}.csv",
    )


@require_safe
def on_map(request: HttpRequest) -> HttpResponse:
    form = _form(request.GET)
    if not form.is_valid():
        return _not_understood(request, form)
    shows = request.GET.get("shows", "people")
    if shows not in maps.SHOWS:
        raise NotFound("The map cannot show that. Choose one of the figures listed.")
    found = queries.snapshot(on=form.on_day(), narrowing=form.narrowing())
    return render(
        request,
        "insight/map.html",
        _around(request, form)
        | {
            "found": found,
            "headline": figures.headline(found.everyone),
            "map": maps.place_map(found, places_on_map(), shows=shows),
            "shows": shows,
            "choices": maps.SHOWS,
            "elsewhere": {name: value for name, value in form.chosen().items() if name != "place"},
            "tile_height": maps.TILE_HEIGHT,
        },
    )


# The people behind


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    form = _form(request.GET)
    if not form.is_valid():
        return _not_understood(request, form)
    by, parts, page = _signed_in(request), _parts(request.GET), _page(request.GET)
    order = _order(request.GET)
    with transaction.atomic():
        behind = queries.people_behind(
            on=form.on_day(),
            narrowing=form.narrowing(),
            parts=parts,
            by=by,
            read_on=today(),
            order=order,
            start=ON_A_PAGE * (page - 1),
            limit=ON_A_PAGE,
        )
    listed = behind.sum.people - behind.not_listed
    asked = form.chosen() | _parts_in_address(parts)
    return render(
        request,
        "insight/people.html",
        _around(request, form)
        | {
            "what": ", ".join(label(*part) for part in parts) or "Everyone",
            "title": " and ".join(TITLES[dimension] for dimension, _ in parts),
            "count": figures.people_in_words(behind.sum.people),
            "behind": behind,
            "first": ON_A_PAGE * (page - 1) + 1,
            "page": page,
            "more": listed > ON_A_PAGE * page,
            "order": order,
            "columns": figures.list_columns(order),
            "parts": parts,
            "asked": asked,
            "ordered": asked | ({"order": order} if order else {}),
            "back": form.chosen()
            | {
                name: dimension
                for name, (dimension, _) in zip(("by", "across"), parts, strict=False)
            },
            "opens_records": READ_RECORD.allows(by),
        },
    )


@require_safe
def people_csv(request: HttpRequest) -> HttpResponseBase:
    """The list as a file, written whole before it leaves, so that every reading in it is kept."""
    form = _form(request.GET)
    if not form.is_valid():
        return _not_understood(request, form)
    with transaction.atomic():
        behind = queries.everyone_behind(
            on=form.on_day(),
            narrowing=form.narrowing(),
            parts=_parts(request.GET),
            by=_signed_in(request),
            read_on=today(),
            order=_order(request.GET),
        )
        return _long_csv(figures.people_as_csv(behind), f"people-{form.on_day().isoformat()}.csv")


@require_safe
def changed(request: HttpRequest) -> HttpResponse:
    form = _form(request.GET)
    if not form.is_valid():
        return _not_understood(request, form)
    change, page, (then, now) = _change(request.GET), _page(request.GET), form.days()
    by = _signed_in(request)
    with transaction.atomic():
        behind = queries.people_changed(
            then=then,
            now=now,
            change=change,
            narrowing=form.narrowing(),
            by=by,
            read_on=today(),
            start=ON_A_PAGE * (page - 1),
            limit=ON_A_PAGE,
        )
    listed = behind.moved.people - behind.not_listed
    return render(
        request,
        "insight/changed.html",
        _around(request, form)
        | {
            "what": comparing.CHANGES[change],
            "then": then,
            "now": now,
            "count": figures.people_in_words(behind.moved.people),
            "difference": comparing.signed_pounds(behind.moved.difference_weekly),
            "behind": behind,
            "first": ON_A_PAGE * (page - 1) + 1,
            "page": page,
            "more": listed > ON_A_PAGE * page,
            "asked": form.chosen() | {"change": change.value},
            "signed": comparing.signed_pounds,
            "opens_records": READ_RECORD.allows(by),
        },
    )


@require_safe
def changed_csv(request: HttpRequest) -> HttpResponseBase:
    """As `people_csv`, of a change."""
    form = _form(request.GET)
    if not form.is_valid():
        return _not_understood(request, form)
    change, (then, now) = _change(request.GET), form.days()
    with transaction.atomic():
        behind = queries.everyone_changed(
            then=then,
            now=now,
            change=change,
            narrowing=form.narrowing(),
            by=_signed_in(request),
            read_on=today(),
        )
        return _long_csv(
            comparing.changed_as_csv(behind),
            f"people-{change.value}-{then.isoformat()}-{now.isoformat()}.csv",
        )


# What anybody may read


@require_safe
def public_figures(request: HttpRequest) -> HttpResponse:
    days = queries.published_days()
    found = _published(request.GET, days)
    return render(
        request,
        "insight/public_figures.html",
        {
            "published": found,
            "headline": public.headline(found.day) if found else "",
            "cost": public.cost(found.day) if found else "",
            "tables": public.tables(found.day) if found else [],
            "left_out": public.left_out(found.day) if found else [],
            "days": [one.on for one in days],
        },
    )


@require_safe
def public_figures_csv(request: HttpRequest) -> HttpResponse:
    found = _published(request.GET, queries.published_days())
    if found is None:
        raise NotFound("No figures are published.")
    return _csv(public.as_csv(found.day), f"figures-{found.on.isoformat()}.csv")


@require_safe
def publishing(request: HttpRequest) -> HttpResponse:
    asked = {"on": request.GET["on"]} if "on" in request.GET else None
    return _publishing(request, DayForm(asked))


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    form = DayForm(request.POST)
    if not form.is_valid():
        return _publishing(request, form)
    on = form.cleaned_data["on"]
    try:
        operations.publish(on, by=_signed_in(request), today=today())
    except Refused as refused:
        form.add_error("on", str(refused))
        return _publishing(request, form)
    messages.success(request, f"Anybody can read the figures of {in_words(on)} now.")
    return redirect("insight.publishing")


@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    form = DayForm(request.POST)
    if not form.is_valid():
        return _publishing(request, form)
    on = form.cleaned_data["on"]
    operations.withdraw(on, by=_signed_in(request), today=today())
    messages.success(request, f"Nobody outside can read the figures of {in_words(on)} any more.")
    return redirect("insight.publishing")


def _publishing(request: HttpRequest, form: DayForm) -> HttpResponse:
    proposed = None
    if form.is_bound and form.is_valid():
        try:
            proposed = operations.check_and_propose(form.cleaned_data["on"], today=today())
        except Refused as refused:
            form.add_error("on", str(refused))
    return render(
        request,
        "insight/publishing.html",
        {
            "form": form,
            "problems": problems(form) if form.is_bound else [],
            "proposed": proposed,
            "tables": public.tables(proposed) if proposed else [],
            "left_out": public.left_out(proposed) if proposed else [],
            "headline": public.headline(proposed) if proposed else "",
            "cost": public.cost(proposed) if proposed else "",
            "days": queries.published_days(withdrawn=True),
            "may_publish": permissions.PUBLISH.allows(_signed_in(request)),
        },
        status=422 if form.is_bound and form.errors else 200,
    )


def _published(asked: QueryDict, days: Iterable[queries.Published]) -> queries.Published | None:
    """The day asked for, else the latest; None when there is none. Raises NotFound for another."""
    said = asked.get("on", "")
    found = [one for one in days if not said or one.on.isoformat() == said]
    if said and not found:
        raise NotFound("No figures of that day are published.")
    return found[0] if found else None


# What an address asks for


def _form(asked: QueryDict) -> NarrowingForm:
    return NarrowingForm(
        asked,
        places=people_queries.places(),
        teams=[team.name for team in access.teams()],
        services=queries.services_on,
        today=today(),
    )


def _around(request: HttpRequest, form: NarrowingForm) -> dict[str, object]:
    """What every page of figures has: whom it is of, what narrows it, and what it opens."""
    compare = form.cleaned_data["compare"]
    return {
        "form": form,
        "on": form.on_day(),
        "whom": form.in_words(),
        "chosen": form.chosen(),
        "chips": form.chips(),
        "titles": TITLES,
        "day_typed": f"{form.on_day():%d/%m/%Y}",
        "compare_typed": f"{compare:%d/%m/%Y}" if compare else "",
        "opens": permissions.OPEN_PEOPLE.allows(_signed_in(request)),
    }


def _not_understood(request: HttpRequest, form: NarrowingForm) -> HttpResponse:
    here = request.path if request.path.endswith("/") else reverse("insight.snapshot")
    return render(
        request,
        "insight/not_understood.html",
        {"form": form, "problems": problems(form), "here": here},
        status=422,
    )


def _dimension(asked: QueryDict, name: str = "by", otherwise: str = domain.REASON) -> str:
    said = asked.get(name) or otherwise
    if said not in domain.DIMENSIONS:
        raise NotFound("The figures cannot be shown that way. Choose one of the ways listed.")
    return said


def _across(asked: QueryDict) -> str:
    """The second way of looking: age unless said, and never the first again."""
    down = _dimension(asked)
    across = _dimension(asked, "across", domain.AGE_BAND)
    if across == down:
        return next(one for one in (domain.AGE_BAND, domain.REASON) if one != down)
    return across


def _sort(asked: QueryDict) -> str:
    said = asked.get("sort", "")
    return said if said in figures.SORTS else ""


def _order(asked: QueryDict) -> str:
    said = asked.get("order", "")
    return said if said in queries.ORDERS else ""


def _change(asked: QueryDict) -> Change:
    try:
        return Change(asked.get("change", ""))
    except ValueError:
        raise NotFound("There is no such change to open.") from None


def _parts(asked: QueryDict) -> tuple[tuple[str, str], ...]:
    """The line that is opened, or the cell: one part of a dimension, or of two."""
    made = []
    for name in ("", "2"):
        dimension, value = asked.get(f"dimension{name}", ""), asked.get(f"value{name}", "")
        if dimension:
            if dimension not in domain.DIMENSIONS or not value or "\x00" in value:
                raise NotFound("There is no such figure to open.")
            made.append((dimension, value))
    return tuple(made)


def _parts_in_address(parts: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {
        name: said
        for number, (dimension, value) in zip(("", "2"), parts, strict=False)
        for name, said in ((f"dimension{number}", dimension), (f"value{number}", value))
    }


def _page(asked: QueryDict) -> int:
    said = asked.get("page", "1")
    return max(1, int(said)) if said.isdecimal() and len(said) < 8 else 1


def _csv(words: str, name: str) -> HttpResponse:
    return HttpResponse(words, content_type=CSV, headers=_as_file(name))


def _long_csv(lines: Iterable[str], name: str) -> HttpResponseBase:
    # A long list is closed by the response, when it has been sent.
    file = SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115
    try:
        for line in lines:
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


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _signed_in(request: HttpRequest) -> SignIn:
    assert isinstance(request.user, SignIn)
    return request.user
