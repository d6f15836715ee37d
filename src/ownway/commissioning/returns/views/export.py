"""Pages about the return that goes out: choose the period, see the checks, make it, say it went."""

from datetime import date, datetime, time
from tempfile import SpooledTemporaryFile
from uuid import UUID

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.commissioning.returns import operations, permissions, queries
from ownway.commissioning.returns.domain import writing
from ownway.commissioning.returns.forms import PeriodForm, SentForm
from ownway.commissioning.returns.pages import export as pages
from ownway.config.clock import now, today
from ownway.foundation.access.models import SignIn
from ownway.foundation.look.forms import problems
from ownway.foundation.work import queries as work
from ownway.foundation.work.models import LongWork
from ownway.kernel.refusal import NotFound, Refused

SECONDS_BETWEEN_LOOKS = 3
PAGE = 50
KEPT_IN_MEMORY = 5_000_000  # bytes of a list before it goes to a temporary file


@require_safe
def returns(request: HttpRequest) -> HttpResponse:
    """The checks of a period, and the returns made so far."""
    by = _signed_in(request)
    made = queries.returns_made(by=by)
    first, last = writing.usual_period(today())
    asked = request.GET if {"first_day", "last_day"} & request.GET.keys() else None
    form = PeriodForm(asked or {"first_day": first.isoformat(), "last_day": last.isoformat()})
    checks = None
    no_council = ""
    if form.is_valid():
        first, last = form.cleaned_data["first_day"], form.cleaned_data["last_day"]
        try:
            queries.council()
            checks = queries.checks_of(first, last)
        except Refused as refused:
            no_council = str(refused)
    return render(
        request,
        "returns/export.html",
        {
            "form": form,
            "problems": problems(form),
            "checks": checks,
            "no_council": no_council,
            "headline": pages.headline(checks, first, last) if checks else "",
            "types": pages.types(checks) if checks else "",
            "faults": pages.faults(checks) if checks else [],
            "left_out": pages.left_out(checks) if checks else [],
            "may_open": permissions.READ_FAULTS.allows(by),
            "asked": {"first_day": first.isoformat(), "last_day": last.isoformat()},
            "made": made,
        },
        status=422 if form.errors else 200,
    )


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    form = PeriodForm(request.POST)
    if not form.is_valid():
        typed = {name: request.POST.get(name, "") for name in form.fields}
        return redirect(
            f"{reverse('returns.returns')}?{urlencode(typed)}"
        )  # and says what is wrong
    work_id = operations.ask_for_return(
        form.cleaned_data["first_day"],
        form.cleaned_data["last_day"],
        made_at=now(),
        by=_signed_in(request),
        on=today(),
    )
    return redirect("returns.making", work_id)


@require_safe
def making(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """How far a return is; the page asks again by itself, script or no script."""
    found = work.work_for_reading(work_id, by=_signed_in(request))
    if found.state == LongWork.DONE and found.result_id:
        return redirect("returns.return_made", found.result_id)
    going = found.state in (LongWork.WAITING, LongWork.RUNNING)
    answer = render(request, "returns/export_making.html", {"work": found, "going": going})
    if going:
        answer["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def return_made(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """One return: take it away, and say that it was sent."""
    by = _signed_in(request)
    form = SentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.note_sent(
                submission_id, sent_at=_moment(form.cleaned_data["sent_on"]), by=by, on=today()
            )
        except Refused as refused:
            form.add_error("sent_on", str(refused))
        else:
            return redirect("returns.return_made", submission_id)
    return render(
        request,
        "returns/export_made.html",
        {
            "found": queries.return_made(submission_id, by=by),
            "form": form,
            "problems": problems(form),
            "may_take": permissions.TAKE_FILE_AWAY.allows(by),
        },
        status=422 if form.errors else 200,
    )


@require_safe
@transaction.atomic
def records(request: HttpRequest) -> HttpResponse:
    by = _signed_in(request)
    first, last, field, class_words = _asked(request.GET)
    page = _page(request.GET)
    found = queries.records_at_fault(
        first,
        last,
        field=field,
        class_words=class_words,
        by=by,
        on=today(),
        start=(page - 1) * PAGE,
        limit=PAGE + 1,
    )
    return render(
        request,
        "returns/export_records.html",
        {
            "title": pages.title_of(field, class_words),
            "lines": found[:PAGE],
            "field": field,
            "page": page,
            "more": len(found) > PAGE,
            "period": {"first_day": first.isoformat(), "last_day": last.isoformat()},
            "address": {
                "first_day": first.isoformat(),
                "last_day": last.isoformat(),
                "field": field,
                "fault": class_words,
            },
        },
    )


@require_safe
def records_csv(request: HttpRequest) -> HttpResponseBase:
    """The list as a file, written whole before it leaves, so that every reading in it is kept."""
    by = _signed_in(request)
    first, last, field, class_words = _asked(request.GET)
    # A long list is closed by the response, when it has been sent.
    file = SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115
    try:
        with transaction.atomic():
            rows = queries.every_record_at_fault(
                first, last, field=field, class_words=class_words, by=by, on=today()
            )
            for line in pages.as_csv(rows):
                file.write(line.encode())
    except BaseException:
        file.close()
        raise
    file.seek(0)
    answer = FileResponse(
        file,
        content_type="text/csv; charset=utf-8",
        as_attachment=True,
        filename="records-to-put-right-before-the-return.csv",
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _asked(asked: QueryDict) -> tuple[date, date, str, str]:
    """Which period and which fault. Raises NotFound for what cannot be read."""
    form = PeriodForm(asked)
    if not form.is_valid():
        raise NotFound("There is no such period. Choose one on the page “Returns”.")
    given = form.cleaned_data
    return given["first_day"], given["last_day"], asked.get("field", ""), asked.get("fault", "")


def _page(asked: QueryDict) -> int:
    said = asked.get("page", "1")
    return max(int(said), 1) if said.isascii() and said.isdecimal() and len(said) < 6 else 1


def _moment(day: date) -> datetime:
    """A day as a moment of it: now, when it is today; else its beginning."""
    return now() if day == today() else timezone.make_aware(datetime.combine(day, time()))


def _signed_in(request: HttpRequest) -> SignIn:
    assert isinstance(request.user, SignIn)
    return request.user
