"""Pages about the files that come in."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from ownway.commissioning.returns import operations, permissions, queries
from ownway.commissioning.returns.forms import FileForm
from ownway.commissioning.returns.pages import files as pages
from ownway.config.clock import now, today
from ownway.foundation.access.models import SignIn
from ownway.foundation.look.forms import problems
from ownway.foundation.work import queries as work
from ownway.foundation.work.models import LongWork

SECONDS_BETWEEN_LOOKS = 4


@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    by = _signed_in(request)
    return render(
        request,
        "returns/imports.html",
        {
            "files": [
                (file, pages.state_of(file), pages.period(file)) for file in queries.files(by=by)
            ],
            "open_work": work.open_work_of(by),
            "may_bring": permissions.IMPORT_FILES.allows(by),
        },
    )


@require_http_methods(["GET", "POST"])
def bring_file(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            work_id = operations.bring_file(
                file.chunks(),
                file_name=file.name,
                received_at=now(),
                by=_signed_in(request),
                on=today(),
            )
            return redirect("returns.progress", work_id)
    return render(
        request,
        "returns/bring_file.html",
        {"form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


@require_GET
def progress(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """How far a file is; the page asks again by itself, script or no script."""
    found = work.work_for_reading(work_id, by=_signed_in(request))
    if found.state == LongWork.DONE and found.result_id:
        return redirect("returns.submission", found.result_id)
    going = found.state in (LongWork.WAITING, LongWork.RUNNING)
    share = 100 * found.done // found.total if found.total else 0
    answer = render(
        request, "returns/progress.html", {"work": found, "going": going, "share": share}
    )
    if going:
        answer["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return answer


@require_GET
def submission(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    file = queries.file_that_came(submission_id, by=_signed_in(request))
    return render(
        request,
        "returns/submission.html",
        {
            "file": file,
            "state": pages.state_of(file),
            "heading": pages.heading(file),
            "sentences": pages.sentences(file),
            "period": pages.period(file),
        },
    )


@require_GET
@transaction.atomic
def put_aside(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    by = _signed_in(request)
    after = request.GET.get("after", "0")
    rows = queries.rows_put_aside(
        submission_id,
        by=by,
        on=today(),
        after=int(after) if after.isdecimal() and len(after) < 19 else 0,
        limit=queries.PAGE + 1,
    )
    return render(
        request,
        "returns/put_aside.html",
        {
            "file": queries.file_that_came(submission_id, by=by),
            "rows": rows[: queries.PAGE],
            "first": after in ("", "0"),
            "next_after": rows[queries.PAGE - 1].id if len(rows) > queries.PAGE else None,
        },
    )


@require_GET
@transaction.atomic
def put_aside_csv(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    rows = queries.every_row_put_aside(submission_id, by=_signed_in(request), on=today())
    answer = HttpResponse(
        pages.as_csv(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="rows-put-aside.csv"'},
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _signed_in(request: HttpRequest) -> SignIn:
    assert isinstance(request.user, SignIn)
    return request.user
