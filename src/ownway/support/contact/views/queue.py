"""Everything that waits for an answer at first contact."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.domain import Role
from ownway.kernel import spreadsheet
from ownway.support.contact import pages, permissions, queries
from ownway.support.contact.domain import asking

HEAD = (
    "Person", "Place", "Who asked", "What was asked", "How soon", "Asked on", "Due", "Days waiting",
    "Days late", "How they came to ask", "Team", "Worker",
)  # fmt: skip


@require_safe
@transaction.atomic
def queue(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "contact/queue.html",
        {"page": _page(request), "may_count": permissions.COUNT_REFERRALS.allows(request.user)},
    )


@require_safe
@transaction.atomic
def queue_csv(request: HttpRequest) -> HttpResponse:
    out = spreadsheet.line(HEAD) + "".join(
        spreadsheet.line(
            (
                one.name,
                one.place,
                one.who_asked,
                one.words,
                asking.URGENCIES.get(one.urgency, ""),
                one.requested_on.isoformat(),
                one.due_on.isoformat(),
                one.days,
                one.late,
                one.route,
                one.team,
                one.worker,
            )
        )
        for one in _page(request).lines
    )
    return csv_file(out, "requests-that-wait.csv")


def csv_file(out: str, name: str) -> HttpResponse:
    """A file for a spreadsheet, to be kept by whoever asked."""
    answer = HttpResponse(out.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _page(request: HttpRequest) -> pages.QueuePage:
    by, on = asker(request), today()
    return pages.queue_page(
        queries.queue(by=by, on=on),
        request.GET.dict(),
        query=request.GET.urlencode(),
        manager=Role.TEAM_MANAGER.value in by.roles,
    )
