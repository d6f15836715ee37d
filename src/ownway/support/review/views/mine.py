"""A review from the person's side: when it is, what they want to say, what came of it."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ownway.config.clock import now, today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.foundation.notices.letters.easy import easy_pdf
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import queries as people
from ownway.support.people.domain.letting_in import looked_at_by
from ownway.support.review import operations, queries
from ownway.support.review.domain.talking import ABOUT_ME_WORDS, SIDE_WORDS, About
from ownway.support.review.forms import SayForm, SoonerForm
from ownway.support.review.pages import MyReview, easy_lines


@require_safe
@transaction.atomic
def my_review(request: HttpRequest) -> HttpResponse:
    return render(request, "review/mine.html", _context(request))


@require_safe
@transaction.atomic
def my_review_easy(request: HttpRequest) -> HttpResponse:
    context = _context(request)
    context["lines"] = easy_lines(_page(request), telephone=settings.OWNWAY_TELEPHONE)
    return render(request, "review/mine_easy.html", context)


@require_safe
@transaction.atomic
def my_review_easy_pdf(request: HttpRequest) -> HttpResponse:
    lines = easy_lines(_page(request), telephone=settings.OWNWAY_TELEPHONE)
    made = easy_pdf("Looking back together", lines, council=settings.OWNWAY_COUNCIL, day=today())
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="review-easy-read.pdf"'},
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def my_say(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    person_id = people.own_person_id(by)
    at = looked_at_by(by.pk)
    about = request.GET.get("about", "")
    initial = {"about": about if about in set(About) else About.WORKING.value}
    form = SayForm(request.POST or None, mine=True, name=at.name if at else "", initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.say(person_id, side=None, said_by="", **form.cleaned_data, by=by, on=on)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.info(request, "Written down. You can take it back until the review is over.")
            return redirect("my.review")
    return render(
        request,
        "review/my_say.html",
        {"form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def my_sooner(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    form = SoonerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.ask_sooner(
                people.own_person_id(by), **form.cleaned_data, by=by, on=on, at=now()
            )
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.info(request, "We have your wish. Your worker sees it today.")
            return redirect("my.review")
    return render(
        request,
        "review/my_sooner.html",
        {"form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def my_take_back(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    if request.method == "POST":
        operations.take_back(statement_id, by=asker(request), on=today())
        messages.info(request, "Taken back.")
    return redirect("my.review")


def _page(request: HttpRequest) -> MyReview:
    by, on = asker(request), today()
    person_id = people.own_person_id(by)
    open_id = queries.open_review_of(person_id, by=by)
    at = looked_at_by(by.pk)
    return MyReview.of(
        next_one=queries.next_review_of(person_id, by=by, on=on),
        under_way=queries.review_for_reading(open_id, by=by, on=on) if open_id else None,
        last=queries.last_review_page(person_id, by=by, on=on),
        before=queries.said_before_it_began(person_id, by=by),
        reads_all=at is None or at.acts,
        on=on,
    )


def _context(request: HttpRequest) -> dict[str, object]:
    return {
        "page": _page(request),
        "abouts": ABOUT_ME_WORDS,
        "sides": SIDE_WORDS,
        "on": today(),
    }
