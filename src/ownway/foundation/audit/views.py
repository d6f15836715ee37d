"""The audit behind the council's door: how the chain stands, who read records, what happened."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ownway.config.clock import instant, today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.audit import operations, queries
from ownway.foundation.audit.domain import READINGS_READ
from ownway.foundation.audit.forms import PeriodForm
from ownway.foundation.facts import operations as facts
from ownway.foundation.work import queries as work
from ownway.foundation.work.models import LongWork
from ownway.kernel import spreadsheet

DAYS_SHOWN = 14
READINGS_SHOWN = 200
READINGS_IN_A_FILE = 100_000
SECONDS_BETWEEN_LOOKS = 3
READING_COLUMNS = ("Number", "When", "Who", "Job", "What", "Record")
FACT_COLUMNS = (
    "Number", "Recorded at", "Day", "Name", "Words", "About", "Of", "By", "Source", "Act",
    "Reading", "Digest of the words",
)  # fmt: skip


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """How the chain stands, and the readings of the last days."""
    day = timezone.localdate(instant())  # when it was recorded, which no demonstration stops
    first, last = PeriodForm({}).period(today=day, days=DAYS_SHOWN)
    with whole_council():
        page = {
            "standing": queries.standing(),
            "days": queries.by_day(first=first, last=last),
            "verified": queries.last_verified(),
            "place": operations.place_for_heads(),
            "first": first,
            "last": last,
        }
    return render(request, "audit/audit.html", page)


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the chain to be verified."""
    return redirect("audit.progress", operations.ask_to_verify(by=asker(request), on=today()))


@require_safe
def progress(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """How far it is; the page asks again by itself, script or no script."""
    found = work.work_for_reading(work_id, by=asker(request))
    going = found.state in (LongWork.WAITING, LongWork.RUNNING)
    answer = render(request, "audit/progress.html", {"work": found, "going": going})
    if going:
        answer["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return answer


@require_safe
@transaction.atomic
def readings(request: HttpRequest) -> HttpResponse:
    """What staff read in a period."""
    form, first, last = _asked(request)
    with whole_council():
        found = queries.by_staff(form.name(), first=first, last=last, limit=READINGS_SHOWN + 1)
    _recorded(request, form)
    return render(
        request,
        "audit/readings.html",
        {
            "found": found[:READINGS_SHOWN],
            "more": len(found) > READINGS_SHOWN,
            "shown": READINGS_SHOWN,
            "staff": form.name(),
            "first": first,
            "last": last,
            "problem": "" if form.is_valid() else "Give both days as a day, month and year.",
        },
        status=200 if form.is_valid() else 422,
    )


@require_safe
@transaction.atomic
def readings_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    form, first, last = _asked(request)
    with whole_council():
        found = queries.by_staff(form.name(), first=first, last=last, limit=READINGS_IN_A_FILE)
    _recorded(request, form)
    rows = (
        (one.fact_id, one.at.isoformat(), one.by_name, one.by_title, one.heading, one.about_id)
        for one in found
    )
    text = "".join(spreadsheet.line(row) for row in (READING_COLUMNS, *rows))
    return _file(text, f"who-read-records-{first}-{last}.csv")


@require_safe
@transaction.atomic
def facts_csv(request: HttpRequest) -> HttpResponse:
    """What happened in a period, for an auditor: ids, names and digests, without the words."""
    form, first, last = _asked(request)
    with whole_council():
        rows = queries.facts_between(first=first, last=last)
        text = "".join(spreadsheet.line(row) for row in (FACT_COLUMNS, *rows))
    _recorded(request, form)
    return _file(text, f"what-happened-{first}-{last}.csv")


def _asked(request: HttpRequest) -> tuple[PeriodForm, date, date]:
    form = PeriodForm(request.GET)
    first, last = form.period(today=timezone.localdate(instant()), days=DAYS_SHOWN)
    return form, first, last


def _recorded(request: HttpRequest, form: PeriodForm) -> None:
    """Looking at who looked is itself a reading, of nobody's record."""
    words = f"Of staff called “{form.name()}”" if form.name() else "Of all staff"
    facts.record_reading(READINGS_READ, about=None, by=asker(request), on=today(), words=words)


def _file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
