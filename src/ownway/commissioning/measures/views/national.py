"""The national measures: the list, one measure, the waits, and the people behind a figure."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ownway.commissioning.measures import permissions, queries
from ownway.commissioning.measures.domain import Year
from ownway.commissioning.measures.domain.catalogue import Described, described
from ownway.commissioning.measures.domain.moved import DENOMINATOR, NUMERATOR
from ownway.commissioning.measures.domain.results import POPULATION_PARTS
from ownway.commissioning.measures.pages import local as local_pages
from ownway.commissioning.measures.pages import national as pages
from ownway.commissioning.measures.queries import Run
from ownway.commissioning.measures.views import asked
from ownway.config.clock import today
from ownway.kernel.refusal import NotFound
from ownway.support.people.permissions import READ_RECORD


@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Every measure of a year, and of our own: what moved, what misses its target."""
    by, on = asked.signed_in(request), today()
    years = queries.years_run()
    year = asked.year(request.GET) or (years[0] if years else Year.holding(on))
    run = queries.newest_run(year)
    before = queries.run_before(run) if run else None
    live = queries.newest_run(year, live=True)
    targets = queries.targets()
    found = (
        pages.lines(run, before=before, live=live, target_lines=targets, on=on, only_main=True)
        if run
        else []
    )
    return render(
        request,
        "measures/list.html",
        {
            "year": year,
            "years": years,
            "run": run,
            "before": before,
            "live": live,
            "lines": found,
            "headline": pages.headline(found, before) if run else "",
            "lead": pages.lead(found, run, before) if run else [],
            "wait": pages.wait_answer(run) if run else "",
            "missing": _missing_populations(run) if run else [],
            "local": local_pages.summary(
                queries.every_local_figure(on=on), target_lines=targets, on=on
            ),
            "tables": queries.tables(),
            "may_run": permissions.WORK_OUT.allows(by),
            "may_enter": permissions.ENTER_FIGURES.allows(by),
            "on": on,
        },
    )


@require_safe
def measures_csv(request: HttpRequest) -> HttpResponse:
    run = _run(asked.year(request.GET))
    found = pages.lines(
        run,
        before=None,
        live=queries.newest_run(run.year, live=True),
        target_lines=queries.targets(),
        on=today(),
    )
    return asked.a_file(pages.as_csv(run, found), f"measures-{run.year}.csv")


@require_safe
def measure(request: HttpRequest, measure_id: str) -> HttpResponse:
    """One measure: its parts, its trend, and what moved it."""
    by, on = asked.signed_in(request), today()
    about = _about(measure_id)
    run = _run(asked.year(request.GET))
    before, live = queries.run_before(run), queries.newest_run(run.year, live=True)
    part = request.GET.get("part") or pages.main_parts(about)[0]
    if part not in about.parts:
        raise NotFound("This measure has no such group.")
    found = pages.lines(
        run,
        before=before,
        live=live,
        target_lines=queries.targets([about.id]),
        on=on,
        measure_id=about.id,
    )
    moved = queries.what_moved(run, about.id, part, on=on) if before else None
    course = pages.course(about, part, _history(run), live)
    return render(
        request,
        "measures/measure.html",
        {
            "about": about,
            "run": run,
            "before": before,
            "live": live,
            "part": part,
            "lines": found,
            "line": next(line for line in found if line.measure.part == part),
            "answer": pages.answer(next(line for line in found if line.measure.part == part)),
            "part_words": pages.part_in_words(part),
            "parts": [(one, pages.part_in_words(one)) for one in about.parts],
            "course": course,
            "chart": pages.trend(course),
            "moved": pages.moved_sides(about, moved) if moved else None,
            "anything_moved": bool(moved and moved.anything),
            "of_population": about.id in POPULATION_PARTS,
            "missing": [one for one in _missing_populations(run) if one[0] == about.id],
            "opens": permissions.OPEN_PEOPLE.allows(by),
            "may_enter": permissions.ENTER_FIGURES.allows(by),
        },
    )


@require_safe
def measure_csv(request: HttpRequest, measure_id: str) -> HttpResponse:
    about, run = _about(measure_id), _run(asked.year(request.GET))
    found = pages.lines(
        run,
        before=None,
        live=queries.newest_run(run.year, live=True),
        target_lines=queries.targets([about.id]),
        on=today(),
        measure_id=about.id,
    )
    return asked.a_file(pages.as_csv(run, found), f"measure-{about.id}-{run.year}.csv")


@require_safe
def waits(request: HttpRequest) -> HttpResponse:
    """The two waiting times, by quarter and age."""
    by = asked.signed_in(request)
    run = _run(asked.year(request.GET))
    sections = []
    for metric in pages.METRICS:
        found = pages.wait_lines(run, metric)
        sections.append((described(metric), found, pages.wait_bars(found)))
    return render(
        request,
        "measures/waits.html",
        {
            "run": run,
            "answer": pages.wait_answer(run),
            "sections": sections,
            "bands": pages.BANDS,
            "days": pages.days,
            "opens": permissions.OPEN_PEOPLE.allows(by),
        },
    )


@require_safe
def waits_csv(request: HttpRequest) -> HttpResponse:
    run = _run(asked.year(request.GET))
    return asked.a_file(pages.waits_as_csv(run), f"waits-{run.year}.csv")


@require_safe
@transaction.atomic
def people(request: HttpRequest, run_id: UUID, measure_id: str) -> HttpResponse:
    """The people behind one side of a figure of one run; that they were opened is recorded."""
    by, page = asked.signed_in(request), asked.page(request.GET)
    run, part, side = _side_of(request, run_id, measure_id)
    found = queries.people_of(
        run,
        measure_id,
        part,
        side,
        by=by,
        read_on=today(),
        start=asked.ON_A_PAGE * (page - 1),
        limit=asked.ON_A_PAGE,
    )
    return render(
        request,
        "measures/people.html",
        {
            "run": run,
            "measure_id": measure_id,
            "name": pages.name_of(measure_id),
            "is_wait": measure_id in pages.METRICS,
            "part": part,
            "part_words": _part_words(measure_id, part),
            "side": side,
            "found": found,
            "page": page,
            "first": asked.ON_A_PAGE * (page - 1) + 1,
            "more": found.listed > asked.ON_A_PAGE * page,
            "opens_records": READ_RECORD.allows(by),
        },
    )


@require_safe
@transaction.atomic
def people_csv(request: HttpRequest, run_id: UUID, measure_id: str) -> HttpResponse:
    run, part, side = _side_of(request, run_id, measure_id)
    found = queries.people_of(
        run, measure_id, part, side, by=asked.signed_in(request), read_on=today(), limit=None
    )
    name = f"people-{measure_id}-{side}-{run.year}.csv".replace(" ", "-")
    return asked.a_file(pages.people_as_csv(found.people), name)


def _history(run: Run) -> list[Run]:
    """The run that stands for each year before, then the runs of this one up to `run`."""
    earlier = [one for one in queries.standing_runs() if one.year.first_day < run.year.first_day]
    return [*earlier[-5:], *queries.runs_up_to(run)]


def _missing_populations(run: Run) -> list[tuple[str, str]]:
    """Measures that need a population nobody wrote down, with the part of it."""
    return [
        (measure_id, part)
        for measure_id, part in POPULATION_PARTS.items()
        if not run.populations.get(part)
    ]


def _run(year: Year | None) -> Run:
    years = queries.years_run()
    found = queries.newest_run(year or (years[0] if years else Year.holding(today())))
    if found is None:
        raise NotFound("The measures of this year were not worked out yet. Ask for that first.")
    return found


def _about(measure_id: str) -> Described:
    try:
        about = described(measure_id)
    except KeyError:
        raise NotFound("There is no such measure.") from None
    if about.kind != "measure":
        raise NotFound("There is no such measure. The waits have a page of their own.")
    return about


def _side_of(request: HttpRequest, run_id: UUID, measure_id: str) -> tuple[Run, str, str]:
    run = queries.run_by_id(run_id)
    part, side = request.GET.get("part", ""), request.GET.get("side", "")
    known = {(one.id, one.part) for one in run.measures} | {
        (wait.metric, f"{wait.band} | {wait.quarter.isoformat()}") for wait in run.waits
    }
    if (measure_id, part) not in known or side not in (NUMERATOR, DENOMINATOR):
        raise NotFound("There is no such figure to open.")
    return run, part, side


def _part_words(measure_id: str, part: str) -> str:
    if measure_id not in pages.METRICS:
        return pages.part_in_words(part)
    band, _, quarter = part.partition(" | ")
    return f"{band}, {pages.quarter_in_words(date.fromisoformat(quarter))}"
