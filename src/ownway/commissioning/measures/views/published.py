"""Tables that others published, beside ours."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.commissioning.insight import queries as insight
from ownway.commissioning.measures import operations, permissions, queries
from ownway.commissioning.measures.domain import Year
from ownway.commissioning.measures.domain import published as pub
from ownway.commissioning.measures.forms import (
    NATIONAL,
    OURS,
    SNAPSHOT,
    TableForm,
    beside_choices,
)
from ownway.commissioning.measures.pages import published as pages
from ownway.commissioning.measures.queries import TableKept
from ownway.commissioning.measures.views import asked
from ownway.config.clock import now, today
from ownway.foundation.look.forms import problems


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """The tables that were written down, and which disagree with themselves."""
    by = asked.signed_in(request)
    return render(
        request,
        "measures/published.html",
        {
            "tables": [(kept, len(pub.findings(kept.table))) for kept in queries.tables()],
            "may_enter": permissions.ENTER_FIGURES.allows(by),
        },
    )


@require_safe
def published_table(request: HttpRequest, table_id: UUID) -> HttpResponse:
    by, kept = asked.signed_in(request), queries.table(table_id)
    found, ours = pub.findings(kept.table), _ours(kept, today())
    return render(
        request,
        "measures/table.html",
        {
            "kept": kept,
            "headline": pages.headline(found),
            "findings": found,
            "columns": pages.columns(kept.table, found, ours),
            "ours": ours,
            "only_ours": pages.only_ours(kept.table, ours),
            "nothing_of_ours": bool(kept.beside) and ours is None,
            "may_enter": permissions.ENTER_FIGURES.allows(by),
        },
    )


@require_safe
def published_csv(request: HttpRequest, table_id: UUID) -> HttpResponse:
    kept = queries.table(table_id)
    columns = pages.columns(kept.table, pub.findings(kept.table), _ours(kept, today()))
    return asked.a_file(pages.as_csv(kept, columns), "published-beside-ours.csv")


@require_http_methods(["GET", "POST"])
def new_table(request: HttpRequest) -> HttpResponse:
    return _write(request, None)


@require_http_methods(["GET", "POST"])
def change_table(request: HttpRequest, table_id: UUID) -> HttpResponse:
    return _write(request, queries.table(table_id))


@require_POST
def remove_table(request: HttpRequest, table_id: UUID) -> HttpResponse:
    operations.remove_table(table_id, by=asked.signed_in(request), on=today(), at=now())
    return redirect("measures.published")


def _write(request: HttpRequest, kept: TableKept | None) -> HttpResponse:
    columns = kept.table.columns if kept else ()
    posted = request.method == "POST"
    form = TableForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        columns=len(columns),
        initial=_as_typed(kept) if kept else None,
    )
    for place, column in enumerate(columns):
        form.fields[f"kind_{place}"].label = f"What “{column.name}” holds"
    if posted and form.is_valid() and form.table is not None:
        said = form.cleaned_data
        table_id = operations.enter_table(
            form.table,
            title=said["title"],
            source=said["source"],
            published_on=said["published_on"],
            beside=said["beside"],
            as_at=said["as_at"],
            by=asked.signed_in(request),
            on=today(),
            at=now(),
            table_id=kept.id if kept else None,
        )
        return redirect("measures.published_table", table_id)
    return render(
        request,
        "measures/table_form.html",
        {"form": form, "problems": problems(form), "kept": kept, "columns": range(len(columns))},
        status=422 if form.errors else 200,
    )


def _as_typed(kept: TableKept) -> dict[str, object]:
    return {
        "title": kept.title,
        "source": kept.source,
        "published_on": kept.published_on,
        "text": pub.written(kept.table),
        "beside": kept.beside,
        "as_at": kept.as_at,
        **{f"kind_{place}": column.kind for place, column in enumerate(kept.table.columns)},
    }


def _ours(kept: TableKept, on: date) -> pages.Ours | None:
    """What of ours stands beside a table; None when nothing was chosen, or there is none yet."""
    words = dict(beside_choices()).get(kept.beside, "")
    as_at = kept.as_at or on
    if kept.beside.startswith(SNAPSHOT):
        dimension = kept.beside.removeprefix(SNAPSHOT)
        return pages.of_snapshot(insight.snapshot(on=as_at), dimension, words)
    if kept.beside.startswith(OURS):
        figure = queries.local_figure(kept.beside.removeprefix(OURS), on=as_at)
        return pages.of_local(figure, words)
    if kept.beside.startswith(NATIONAL):
        run = queries.newest_run(Year.holding(as_at))
        return pages.of_run(run, kept.beside.removeprefix(NATIONAL), words) if run else None
    return None
