"""The list of reviews that are late or due soon, on a page and as a file."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.support.people.permissions import READ_RECORD, WRITE_RECORD
from ownway.support.review import pages, permissions, queries


@require_safe
@transaction.atomic
def due(request: HttpRequest) -> HttpResponse:
    by, asked = asker(request), _asked(request.GET)
    found = queries.due_for_reading(
        by=by,
        on=today(),
        show=asked["show"],
        sort=asked["sort"],
        start=pages.ON_A_PAGE * (_page(request.GET) - 1),
        limit=pages.ON_A_PAGE,
    )
    return render(
        request,
        "review/due.html",
        {
            "page": pages.ListPage.of(found),
            "asked": asked,
            "opens_records": READ_RECORD.allows(by),
            "may_tell": WRITE_RECORD.allows(by),
            "sees_backlog": permissions.READ_BACKLOG.allows(by),
            "mine": queries.my_programme_lines(by=by, on=today()),
            "actions": queries.late_actions(by=by, on=today()) if READ_RECORD.allows(by) else [],
        },
    )


@require_safe
def due_csv(request: HttpRequest) -> HttpResponse:
    on, asked = today(), _asked(request.GET)
    found = queries.due_for_reading(
        by=asker(request), on=on, show=asked["show"], sort=asked["sort"]
    )
    return HttpResponse(
        pages.as_csv(found.lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="reviews-{on.isoformat()}.csv"'},
    )


def _asked(query: QueryDict) -> dict[str, str]:
    """What to show and in which order; words nobody offers are left out."""
    show, sort = query.get("show", ""), query.get("sort", "")
    return {
        "show": show if show in (queries.LATE_ONLY, queries.SOON_ONLY) else "",
        "sort": sort if sort in (queries.BY_PERSON, queries.BY_WHICH) else "",
    }


def _page(query: QueryDict) -> int:
    said = query.get("page", "1")
    return max(1, int(said)) if said.isdecimal() and len(said) < 8 else 1
