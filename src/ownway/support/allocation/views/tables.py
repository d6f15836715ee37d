"""The published table that anybody may read, try and take away; and what it left out, counted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel import spreadsheet
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.allocation import domain, pages, queries
from ownway.support.allocation.domain.card_file import card_text
from ownway.support.allocation.forms import tried_answers, try_form_of
from ownway.support.allocation.pages.tables import as_csv
from ownway.support.assessment.queries import questionnaire_named


@require_safe
def published_table(request: HttpRequest) -> HttpResponse:
    """The table in force today."""
    table = queries.published_table(today())
    return render(
        request,
        "allocation/published_table.html",
        {"page": pages.TablePage.of(table, queries.published_tables()) if table else None},
    )


@require_safe
def published_version(request: HttpRequest, version: str) -> HttpResponse:
    """One table as it was published, in force or not."""
    table = queries.published_version(version)
    # An assessment keeps the questions it began with, so a card may stay in force for older ones.
    now = queries.published_table(today(), questionnaire=table.card.questionnaire)
    in_force = now is not None and now.card.version == table.card.version
    return render(
        request,
        "allocation/published_table.html",
        {"page": pages.TablePage.of(table, queries.published_tables(), in_force=in_force)},
    )


@require_safe
def table_csv(request: HttpRequest, version: str) -> HttpResponse:
    """The card for a spreadsheet."""
    lines = as_csv(queries.published_version(version))
    return _file("".join(lines), "text/csv; charset=utf-8", "published-table.csv")


@require_safe
def table_json(request: HttpRequest, version: str) -> HttpResponse:
    """The card as a file that another council, or anybody's own computer, can load."""
    text = card_text(queries.published_version(version).card)
    return _file(text, "application/json", "scorecard.json")


@require_http_methods(["GET", "POST"])
def try_table(request: HttpRequest) -> HttpResponse:
    """Try the table in force with any answers; nothing of them is kept."""
    table = queries.published_table(today())
    if table is None:
        raise NotFound("No table is in force today, so there is nothing to try.")
    asked = questionnaire_named(table.card.questionnaire)
    form = try_form_of(asked, request.POST if request.method == "POST" else None)
    found = None
    if request.method == "POST" and form.is_valid():
        try:
            found = domain.estimate(tried_answers(form), scorecard=table.card)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    answer = render(
        request,
        "allocation/try_table.html",
        {
            "form": form,
            "problems": problems(form),
            "found": found,
            "lines": [
                (one.words, found.points[one.id]) for one in asked.questions if found.points[one.id]
            ]
            if found
            else [],
            "table": table,
        },
        status=422 if form.errors else 200,
    )
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
def other_figures(request: HttpRequest) -> HttpResponse:
    """How often another figure was set, and why: evidence for the next model."""
    counts = queries.sufficiency_counts(by=asker(request))
    asked = _words_of_questions()
    by_question = [
        queries.Count(asked.get(one.name, one.name), one.figures) for one in counts.by_question
    ]
    tables = [
        ("Why", counts.by_reason),
        ("By question", by_question),
        ("By why they need support", counts.by_group),
    ]
    if "csv" in request.GET:
        lines = [spreadsheet.line(["counted by", "name", "figures"])]
        lines += [
            spreadsheet.line([by, one.name, "under 5" if one.figures is None else one.figures])
            for by, rows in tables
            for one in rows
        ]
        return _file("".join(lines), "text/csv; charset=utf-8", "other-figures.csv")
    return render(request, "allocation/other_figures.html", {"counts": counts, "tables": tables})


def _words_of_questions() -> dict[str, str]:
    """The questions of every table that was in force, in their newest words."""
    return {
        one.id: one.words
        for table in reversed(queries.published_tables())
        for one in questionnaire_named(table.card.questionnaire).questions
    }


def _file(text: str, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
