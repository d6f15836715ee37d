"""Pages about how good the data is, and the records to put right."""

from datetime import date
from tempfile import SpooledTemporaryFile
from uuid import UUID

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ownway.commissioning.returns.domain import CLASS_WORDS, EVENT_TYPES, NAMES, quality, weights
from ownway.commissioning.returns.domain.checks import Check
from ownway.commissioning.returns.pages import quality as pages
from ownway.commissioning.returns.pages.quality import Chosen
from ownway.commissioning.returns.queries import quality as queries
from ownway.commissioning.returns.queries import to_fix
from ownway.commissioning.returns.queries.at_fault import Narrowing
from ownway.commissioning.returns.queries.to_fix import After
from ownway.config.clock import today
from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import NotFound
from ownway.support.people import queries as people
from ownway.support.people.domain.seeing import Work
from ownway.support.people.permissions import MATCH_PEOPLE

CSV = "text/csv; charset=utf-8"
KEPT_IN_MEMORY = 5_000_000  # bytes of a list before it goes to a temporary file


@require_safe
def data_quality(request: HttpRequest) -> HttpResponse:
    by = _signed_in(request)
    teams = dict(queries.teams_to_choose(by=by))
    chosen = _chosen(request.GET, teams)
    sort = _sort(request.GET)
    found = queries.data_quality(by=by, on=today(), narrowing=_narrowing(chosen))
    return render(
        request,
        "returns/quality.html",
        {
            "found": found,
            "chosen": chosen,
            "whom": pages.whom(chosen, teams),
            "headline": pages.headline(found, chosen),
            "lead": pages.lead(found, chosen),
            "fixes": pages.fixes(found, chosen),
            "columns": pages.columns(sort),
            "fields": pages.field_lines(found, chosen, sort),
            "all_right": pages.all_right(found, chosen),
            "teams": pages.team_lines(found.teams, chosen),
            "trend": pages.trend(queries.files_over_time(by=by), chosen),
            "class_words": CLASS_WORDS,
            "sort": sort,
            "choices": _choices(teams),
            "same_person": _same_person(by),
            "weights": weights.WEIGHTS,
            "class_weights": [
                (CLASS_WORDS[letter], parts, reason)
                for letter, (parts, reason) in weights.CLASS_PARTS.items()
            ],
        },
    )


@require_safe
def data_quality_csv(request: HttpRequest) -> HttpResponse:
    by = _signed_in(request)
    chosen = _chosen(request.GET, dict(queries.teams_to_choose(by=by)))
    found = queries.data_quality(by=by, on=today(), narrowing=_narrowing(chosen))
    lines = pages.field_lines(found, chosen, _sort(request.GET), everything=True)
    return HttpResponse(
        "".join(pages.fields_as_csv(lines)),
        content_type=CSV,
        headers=_as_file(f"data-quality-{today().isoformat()}.csv"),
    )


@require_safe
@transaction.atomic
def records_to_fix(request: HttpRequest) -> HttpResponse:
    by = _signed_in(request)
    fix = _fix(request.GET)
    teams = dict(queries.teams_to_choose(by=by))
    chosen = _chosen(request.GET, teams)
    after = _after(request.GET)
    found = to_fix.rows_to_fix(fix, by=by, on=today(), narrowing=_narrowing(chosen), after=after)
    return render(
        request,
        "returns/quality_records.html",
        {
            "fix": fix,
            "found": found,
            "lines": [(row, pages.what_of(row), pages.told_in_words(row)) for row in found.lines],
            "whom": pages.whom(chosen, teams),
            "to_match": isinstance(fix, Check) and fix.spoils is weights.WHO and _may_match(by),
            "first": after is None,
            "next_after": _said(found.after) if found.after else "",
            "asked": {"fix": fix.id} | chosen.rows(),
            "back": chosen.rows(),
        },
    )


@require_safe
def records_to_fix_csv(request: HttpRequest) -> HttpResponseBase:
    """The list as a file, written whole before it leaves, so that every reading in it is kept."""
    by = _signed_in(request)
    fix = _fix(request.GET)
    chosen = _chosen(request.GET, dict(queries.teams_to_choose(by=by)))
    # A long list is closed by the response, when it has been sent.
    file = SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115
    try:
        with transaction.atomic():
            rows = to_fix.every_row_to_fix(fix, by=by, on=today(), narrowing=_narrowing(chosen))
            for line in pages.rows_as_csv(rows):
                file.write(line.encode())
    except BaseException:
        file.close()
        raise
    file.seek(0)
    answer = FileResponse(
        file, content_type=CSV, as_attachment=True, filename="records-to-put-right.csv"
    )
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@transaction.atomic
def to_fix_of_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by = _signed_in(request)
    rows = to_fix.to_fix_of_person(person_id, by=by, on=today())
    return render(
        request,
        "returns/quality_person.html",
        {
            "person": people.person_briefly(person_id, by=by, on=today(), work=Work.DATA),
            "lines": [(row, pages.what_of(row), pages.told_in_words(row)) for row in rows],
        },
    )


def _chosen(asked: QueryDict, teams: dict[str, str]) -> Chosen:
    """What the address asks for. Raises NotFound for what there is not."""
    chosen = Chosen(
        event_type=asked.get("type", ""),
        team=asked.get("team", ""),
        field=asked.get("field", ""),
        letter=asked.get("class", ""),
    )
    if (
        chosen.event_type not in ("", *EVENT_TYPES)
        or chosen.field not in ("", *NAMES)
        or chosen.letter not in ("", *quality.FAULTS)
        or (chosen.team and chosen.team not in teams)
    ):
        raise NotFound("There is no such type, team, field or class here. Choose from the lists.")
    return chosen


def _choices(teams: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    return {
        "type": [("", "Any"), *((one, pages.EVENT_WORDS[one].capitalize()) for one in EVENT_TYPES)],
        "team": [("", "All teams I may see"), *teams.items()],
        "field": [("", "All fields"), *((name, quality.in_words(name)) for name in NAMES)],
        "class": [
            ("", "Any fault"),
            *((letter, CLASS_WORDS[letter].capitalize()) for letter in quality.FAULTS),
        ],
    }


def _may_match(by: SignIn) -> bool:
    return MATCH_PEOPLE.allows(by)


def _same_person(by: SignIn) -> int:
    """How many questions wait whether two records are of one person, for whoever may answer."""
    return people.how_many_wait(by=by, on=today()) if _may_match(by) else 0


def _narrowing(chosen: Chosen) -> Narrowing:
    return Narrowing(event_type=chosen.event_type, team=chosen.team)


def _fix(asked: QueryDict) -> quality.Fix:
    found = quality.fix_of(asked.get("fix", ""))
    if found is None:
        raise NotFound("There is no such fault to open. Choose one on the page “Data quality”.")
    return found


def _sort(asked: QueryDict) -> str:
    said = asked.get("sort", "")
    return said if said in pages.SORTS else ""


def _said(after: After) -> str:
    return f"{after.event_type}~{after.began.isoformat()}~{after.row_id}"


def _after(asked: QueryDict) -> After | None:
    """Where the page goes on; an address that cannot be read begins again."""
    parts = asked.get("after", "").split("~")
    try:
        event_type, began, row_id = parts
        return After(event_type, date.fromisoformat(began), UUID(row_id))
    except ValueError:
        return None


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}


def _signed_in(request: HttpRequest) -> SignIn:
    assert isinstance(request.user, SignIn)
    return request.user
