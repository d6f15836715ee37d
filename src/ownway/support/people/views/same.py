"""Pages on which people say whether two records are of one person, and undo a joining."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.foundation.work import queries as work
from ownway.foundation.work.models import LongWork
from ownway.kernel.refusal import Refused
from ownway.support.people import operations, pages, queries
from ownway.support.people.forms.same import LATER, SAME, AnswerForm, UndoForm

PAGE = 25
LATER_DAYS = 28
SECONDS_BETWEEN_LOOKS = 4


@require_GET
@transaction.atomic
def questions(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    said = request.GET.get("after", "0")
    after = int(said) if said.isdecimal() and len(said) < 9 else 0
    found = queries.open_questions(by=by, on=on, after=after, limit=PAGE)
    waiting = queries.how_many_wait(by=by, on=on)
    return render(
        request,
        "people/same.html",
        {
            "questions": found,
            "waiting": waiting,
            "after": after,
            "next_after": after + PAGE if waiting > after + PAGE else None,
            "open_work": work.open_work_of(by),
        },
    )


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    return redirect("people.looking", operations.ask_to_look(by=asker(request), on=today()))


@require_GET
def progress(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """How far the look is; the page asks again by itself, script or no script."""
    found = work.work_for_reading(work_id, by=asker(request))
    going = found.state in (LongWork.WAITING, LongWork.RUNNING)
    share = 100 * found.done // found.total if found.total else 0
    answer = render(request, "people/looking.html", {"work": found, "going": going, "share": share})
    if going:
        answer["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return answer


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, match_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    with transaction.atomic():
        asked, one, other = queries.question(match_id, by=by, on=on)
    cannot, stays = "", None
    try:
        stays, _ = operations.who_stays(one.id, other.id)
    except Refused as refusal:
        cannot = str(refusal)
    sides = [side for side in (one, other) if side.must_stay] or [one, other]
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        records=[(side.id, f"{side.name}, {side.council_id}") for side in sides],
        initial={"stays": str(stays)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            words = _take(form, asked, (one.id, other.id), request)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, words)
            return redirect("people.same")
    return render(
        request,
        "people/same_one.html",
        {
            "question": asked,
            "one": one,
            "other": other,
            "lines": pages.side_by_side(one, other),
            "holds": (pages.holds(one), pages.holds(other)),
            "cannot": cannot,
            "form": form,
            "problems": problems(form),
        },
        status=422 if form.errors else 200,
    )


def _take(
    form: AnswerForm, asked: queries.Question, pair: tuple[UUID, UUID], request: HttpRequest
) -> str:
    by, on, said = asker(request), today(), form.cleaned_data
    if said["answer"] == SAME:
        stays = UUID(said["stays"])
        goes = pair[1] if stays == pair[0] else pair[0]
        operations.join_people(stays, goes, by=by, on=on, why=said["why"])
        return "Joined. Both numbers lead to the one record. You can undo it under Joined records."
    if said["answer"] == LATER:
        again_on = on + timedelta(days=LATER_DAYS)
        operations.ask_later(asked.id, by=by, on=on, again_on=again_on)
        return "Left for now. We ask again in four weeks."
    operations.say_two_people(asked.id, by=by, on=on, why=said["why"])
    return "Two people. We ask again only if something new speaks for one."


@require_GET
@transaction.atomic
def joinings(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "people/joinings.html",
        {"joinings": queries.joinings(by=asker(request), on=today())},
    )


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, joining_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    form = UndoForm(request.POST if request.method == "POST" else None)
    found = queries.joining(joining_id, by=by, on=on)
    if request.method == "POST" and form.is_valid():
        try:
            stayed = operations.undo_joining(joining_id, by=by, on=on, why=form.cleaned_data["why"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            words = f" {stayed:,} made since stayed with {found.council_id}." if stayed else ""
            messages.info(request, f"They are two records again.{words}")
            return redirect("people.joinings")
    return render(
        request,
        "people/undo_joining.html",
        {
            "joining": found,
            "would_stay": queries.would_stay(joining_id, by=by),
            "form": form,
            "problems": problems(form),
        },
        status=422 if form.errors else 200,
    )
