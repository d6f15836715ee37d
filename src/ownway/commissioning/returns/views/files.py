"""Pages about the files that come in."""

from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ownway.commissioning.returns import operations, permissions, queries
from ownway.commissioning.returns.forms import FileForm
from ownway.commissioning.returns.pages import files as pages
from ownway.config.clock import now, today
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.routes import REGISTRY
from ownway.foundation.look.forms import problems
from ownway.foundation.work import queries as work
from ownway.foundation.work.models import LongWork

SECONDS_BETWEEN_LOOKS = 4


@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    by = _signed_in(request)
    shown, page = request.GET.get("shown", ""), _number(request.GET.get("page"))
    found = queries.files(by=by, shown=shown, page=page)
    return render(
        request,
        "returns/imports.html",
        {
            "found": found,
            "lines": [(file, pages.state_of(file), pages.period(file)) for file in found.files],
            "choices": pages.CHOICES,
            "shown": shown if shown in queries.SHOWN else "",
            "open_work": _under_way(work.open_work_of(by)),
            "may_bring": permissions.IMPORT_FILES.allows(by),
        },
    )


@require_http_methods(["GET", "POST"])
def bring_file(request: HttpRequest) -> HttpResponse:
    form = FileForm(today=today())
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES, today=today())
        if form.is_valid():
            asked = operations.bring_files(
                [operations.Given(file.name, file.chunks()) for file in form.cleaned_data["file"]],
                received_at=_noon_of(form.cleaned_data["received_on"]) or now(),
                by=_signed_in(request),
                on=today(),
            )
            return redirect("returns.progress", asked[0])
    return render(
        request,
        "returns/bring_file.html",
        {"form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


@require_GET
def progress(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """How far files are that were given together; asks again by itself, script or no script."""
    pieces = work.together(work_id, by=_signed_in(request))
    only = pieces[0] if len(pieces) == 1 else None
    if only and only.state == LongWork.DONE and only.result_id:
        return redirect("returns.submission", only.result_id)
    going = [one for one in pieces if one.state in (LongWork.WAITING, LongWork.RUNNING)]
    answer = render(
        request,
        "returns/progress.html",
        {
            "work": pieces[0],
            "only": only,
            "going": bool(going),
            "stopping": any(one.cancel_asked_at for one in going),
            "cancelled": any(one.state == LongWork.CANCELLED for one in pieces),
            "heading": pages.together(pieces),
            "lines": [(one, pages.piece_state(one)) for one in pieces],
            "share": 100 * only.done // only.total if only and only.total else 0,
        },
    )
    if going:
        answer["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return answer


@require_POST
def cancel(request: HttpRequest, work_id: UUID) -> HttpResponse:
    operations.cancel_uploads(work_id, by=_signed_in(request))
    return redirect("returns.progress", work_id)


@require_GET
def submission(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    by = _signed_in(request)
    file = queries.file_that_came(submission_id, by=by)
    quality = REGISTRY.get("returns.data_quality")
    return render(
        request,
        "returns/submission.html",
        {
            "file": file,
            "state": pages.state_of(file),
            "heading": pages.heading(file),
            "sentences": pages.sentences(file),
            "doubts": pages.doubts(file),
            "may_open_doubts": permissions.READ_DOUBTS.allows(by),
            "undone": pages.undone(file),
            "period": pages.period(file),
            "size": pages.size(file),
            "may_open_put_aside": permissions.READ_PUT_ASIDE.allows(by),
            "may_take_away": file.kept and permissions.TAKE_FILE_AWAY.allows(by),
            "may_undo": operations.may_undo(submission_id, by=by),
            "quality": quality is not None and quality.may.allows(by),
        },
    )


@require_GET
def kept_file(request: HttpRequest, submission_id: UUID) -> StreamingHttpResponse:
    """A file exactly as it was given, a stretch at a time."""
    with transaction.atomic():
        file = queries.file_to_take_away(submission_id, by=_signed_in(request), on=today())
    answer = StreamingHttpResponse(
        queries.kept_bytes(submission_id), content_type="application/octet-stream"
    )
    answer["Content-Disposition"] = content_disposition_header(True, file.file_name) or ""
    answer["Content-Length"] = str(file.size_bytes)
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """What undoing a file would do and what stands in the way; then the undoing itself."""
    by = _signed_in(request)
    if request.method == "POST":
        return redirect("returns.undoing", operations.ask_to_undo(submission_id, by=by, on=today()))
    means = operations.what_undoing_means(submission_id, by=by)
    with transaction.atomic():
        names = queries.names_of(
            {one.person_id for one in means.in_the_way.first if one.person_id}, by=by, on=today()
        )
    return render(
        request,
        "returns/undo.html",
        {
            "file": queries.file_that_came(submission_id, by=by),
            "means": means,
            "consequences": pages.consequences(means),
            "in_the_way": [
                (one, names.get(one.person_id, "") if one.person_id else "")
                for one in means.in_the_way.first
            ],
        },
    )


@require_GET
def undoing(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """Whether a file is undone yet; asks again by itself, script or no script."""
    found = work.work_for_reading(work_id, by=_signed_in(request))
    if found.state == LongWork.DONE and found.result_id:
        return redirect("returns.submission", found.result_id)
    answer = render(request, "returns/undoing.html", {"work": found})
    if found.state in (LongWork.WAITING, LongWork.RUNNING):
        answer["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return answer


@require_GET
@transaction.atomic
def in_doubt(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    by, page = _signed_in(request), _number(request.GET.get("page"))
    total = queries.count_in_doubt(submission_id, by=by)
    return render(
        request,
        "returns/in_doubt.html",
        {
            "file": queries.file_that_came(submission_id, by=by),
            "total": total,
            "rows": queries.services_ended_in_doubt(submission_id, by=by, on=today(), page=page),
            "page": page,
            "more": page * queries.DOUBTS_A_PAGE < total,
        },
    )


@require_GET
def in_doubt_csv(request: HttpRequest, submission_id: UUID) -> StreamingHttpResponse:
    by = _signed_in(request)
    queries.file_that_came(submission_id, by=by)
    rows = queries.every_service_ended_in_doubt(submission_id, by=by, on=today())
    answer = StreamingHttpResponse(
        pages.doubts_as_csv(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="services-ended-in-doubt.csv"'},
    )
    answer["Cache-Control"] = "no-store"
    return answer


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


def _under_way(pieces: list[LongWork]) -> list[tuple[LongWork, int, str]]:
    """One line for files given together, or for an undoing: its first piece, how many, which page.

    Other long work of the same person is shown where it was asked for.
    """
    found: dict[UUID, list[LongWork]] = {}
    for piece in pieces:
        if piece.together_id or piece.title.startswith(operations.UNDOING):
            found.setdefault(piece.together_id or piece.pk, []).append(piece)
    return [
        (group[0], len(group), "returns.progress" if group[0].together_id else "returns.undoing")
        for group in found.values()
    ]


def _noon_of(day: date | None) -> datetime | None:
    """The middle of a day by the council's clock, for a file of which only the day is known."""
    return timezone.make_aware(datetime.combine(day, time(12))) if day else None


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 and int(text) else 1


def _signed_in(request: HttpRequest) -> SignIn:
    assert isinstance(request.user, SignIn)
    return request.user
