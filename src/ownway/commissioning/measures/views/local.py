"""Local measures, the people behind them, and targets."""

from datetime import date
from functools import cache
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.commissioning.measures import operations, permissions, queries
from ownway.commissioning.measures.domain import Year, local
from ownway.commissioning.measures.domain.catalogue import described
from ownway.commissioning.measures.domain.moved import DENOMINATOR, NUMERATOR
from ownway.commissioning.measures.forms import MeasureForm, TargetForm
from ownway.commissioning.measures.pages import local as pages
from ownway.commissioning.measures.pages import national as national_pages
from ownway.commissioning.measures.views import asked
from ownway.config.clock import now, today
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.people.permissions import READ_RECORD


@require_safe
def local_measure(request: HttpRequest, measure_id: str) -> HttpResponse:
    """One local measure; the two definitions of one aim stand on one page."""
    if measure_id == local.REVIEWS_LATE:
        return _late(request)
    by, on = asked.signed_in(request), today()
    first, second = (queries.local_figure(one, on=on) for one in _pair(measure_id))
    both = pages.beside(first, second, target_lines=queries.targets(), on=on)
    return render(
        request,
        "measures/directed.html",
        {
            "first": first,
            "second": second,
            "title": first.about.name.partition(",")[0],
            "answer": pages.pair_answer(first, second),
            "both": both,
            "chart": pages.pair_chart(both),
            "other": next(pair[0] for pair in local.PAIRS if measure_id not in pair),
            "other_words": local.LOCAL[
                next(pair[0] for pair in local.PAIRS if measure_id not in pair)
            ].name.partition(",")[0],
            "on": on,
            "opens": permissions.OPEN_PEOPLE.allows(by),
            "may_enter": permissions.ENTER_FIGURES.allows(by),
        },
    )


def _late(request: HttpRequest) -> HttpResponse:
    by, on = asked.signed_in(request), today()
    by_team = request.GET.get("by") == queries.TEAM
    figure = queries.local_figure(local.REVIEWS_LATE, on=on, by_team=by_team)
    return render(
        request,
        "measures/late.html",
        {
            "figure": figure,
            "about": figure.about,
            "answer": pages.answer(figure),
            "rows": pages.rows(figure, target_lines=queries.targets(), on=on),
            "chart": pages.chart(figure),
            "by_team": by_team,
            "on": on,
            "opens": permissions.OPEN_PEOPLE.allows(by),
            "may_enter": permissions.ENTER_FIGURES.allows(by),
        },
    )


@require_safe
def local_csv(request: HttpRequest, measure_id: str) -> HttpResponse:
    on = today()
    if measure_id == local.REVIEWS_LATE:
        by_team = request.GET.get("by") == queries.TEAM
        figures = [queries.local_figure(measure_id, on=on, by_team=by_team)]
    else:
        figures = [queries.local_figure(one, on=on) for one in _pair(measure_id)]
    return asked.a_file(pages.as_csv(figures), f"{measure_id}-{on.isoformat()}.csv")


@require_safe
@transaction.atomic
def local_people(request: HttpRequest, measure_id: str) -> HttpResponse:
    """The people behind one group of a local measure; that they were opened is recorded."""
    by, page = asked.signed_in(request), asked.page(request.GET)
    part, side, by_team, on = _asked(request, measure_id)
    found = queries.people_behind_local(
        measure_id,
        part,
        side,
        on=on,
        by=by,
        read_on=on,
        by_team=by_team,
        start=asked.ON_A_PAGE * (page - 1),
        limit=asked.ON_A_PAGE,
    )
    about = local.LOCAL[measure_id]
    return render(
        request,
        "measures/local_people.html",
        {
            "about": about,
            "part": part,
            "part_words": national_pages.part_in_words(part),
            "side": side,
            "words": about.numerator if side == NUMERATOR else about.denominator,
            "by": queries.TEAM if by_team else "",
            "found": found,
            "page": page,
            "first": asked.ON_A_PAGE * (page - 1) + 1,
            "more": found.listed > asked.ON_A_PAGE * page,
            "on": on,
            "opens_records": READ_RECORD.allows(by),
        },
    )


@require_safe
@transaction.atomic
def local_people_csv(request: HttpRequest, measure_id: str) -> HttpResponse:
    part, side, by_team, on = _asked(request, measure_id)
    found = queries.people_behind_local(
        measure_id,
        part,
        side,
        on=on,
        by=asked.signed_in(request),
        read_on=on,
        by_team=by_team,
        limit=None,
    )
    return asked.a_file(
        national_pages.people_as_csv(found.people), f"people-{measure_id}-{side}.csv"
    )


@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    """Every target with today's figure beside it."""
    by, on = asked.signed_in(request), today()
    found = _target_rows(on)
    return render(
        request,
        "measures/targets.html",
        {
            "rows": found,
            "headline": pages.targets_headline(found),
            "may_enter": permissions.ENTER_FIGURES.allows(by),
        },
    )


@require_safe
def targets_csv(request: HttpRequest) -> HttpResponse:
    return asked.a_file(pages.targets_as_csv(_target_rows(today())), "targets.csv")


@require_http_methods(["GET", "POST"])
def new_target(request: HttpRequest) -> HttpResponse:
    """First of which measure, then for whom, how much, by when, and who set it."""
    chosen = MeasureForm(
        request.GET if "measure" in request.GET else None, measures=pages.choices()
    )
    if not chosen.is_valid():
        return render(
            request,
            "measures/which_measure.html",
            {"form": chosen, "problems": problems(chosen)},
            status=422 if chosen.errors else 200,
        )
    measure = chosen.cleaned_data["measure"]
    unit = "%" if measure in local.LOCAL else national_pages.unit_in_words(described(measure))
    form = TargetForm(
        request.POST or None,
        parts=pages.parts_of(measure),
        unit=unit,
        initial={"part": request.GET.get("part", "")},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            operations.set_target(
                measure,
                said["part"],
                by_day=said["by_day"],
                value=said["value"],
                set_by=said["set_by"],
                by=asked.signed_in(request),
                on=today(),
                at=now(),
            )
        except Refused as refused:
            form.add_error("by_day", str(refused))
        else:
            return redirect("measures.targets")
    return render(
        request,
        "measures/new_target.html",
        {
            "form": form,
            "problems": problems(form),
            "measure": measure,
            "name": pages.name_of(measure),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def withdraw_target(request: HttpRequest, target_id: UUID) -> HttpResponse:
    operations.withdraw_target(target_id, by=asked.signed_in(request), on=today(), at=now())
    return redirect("measures.targets")


def _target_rows(on: date) -> list[pages.TargetRow]:
    return pages.target_rows(
        queries.targets(),
        figure_of=cache(lambda measure, day: queries.local_figure(measure, on=day)),
        run_of=cache(_run_of),
        on=on,
    )


def _run_of(day: date) -> queries.Run | None:
    """The run of the year that a day is in; for a day still to come, the newest there is."""
    years = queries.years_run()
    year = Year.holding(day)
    if years and year.first_day > years[0].first_day:
        year = years[0]
    return queries.newest_run(year)


def _pair(measure_id: str) -> tuple[str, str]:
    for pair in local.PAIRS:
        if measure_id in pair:
            return pair
    raise NotFound("There is no such local measure.")


def _asked(request: HttpRequest, measure_id: str) -> tuple[str, str, bool, date]:
    part, side = request.GET.get("part", ""), request.GET.get("side", "")
    if measure_id not in local.LOCAL or not part or side not in (NUMERATOR, DENOMINATOR):
        raise NotFound("There is no such figure to open.")
    by_team = measure_id == local.REVIEWS_LATE and request.GET.get("by") == queries.TEAM
    return part, side, by_team, today()
