"""A review from the worker's side: when it is due, what each side says, how it ends."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.config.clock import now, today
from ownway.foundation.access import queries as access
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import queries as people
from ownway.support.people.domain.seeing import Work
from ownway.support.review import operations, permissions, queries
from ownway.support.review.domain.talking import (
    ABOUT_WORDS,
    SIDE_WORDS,
    About,
    Side,
)
from ownway.support.review.forms import (
    ActionForm,
    BeginForm,
    DayForm,
    DoneForm,
    FinishForm,
    OutcomeForm,
    SayForm,
)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def of_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """When somebody's review is due, and the one that is under way or the way to begin it."""
    by, on = asker(request), today()
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.begin_review(person_id, **form.cleaned_data, by=by, on=on)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            beside = "planned_for" if "day you meet" in str(refusal) else None
            form.add_error(beside, str(refusal))
        else:
            return redirect("review.review", made)
    return render(
        request,
        "review/of_person.html",
        {
            "person": people.person_briefly(person_id, by=by, on=on, work=Work.RECORD),
            "next": queries.next_review_of(person_id, by=by, on=on),
            "open_id": queries.open_review_of(person_id, by=by),
            "last": queries.last_review_page(person_id, by=by, on=on),
            "held": queries.reviews_of(person_id, by=by),
            "before": queries.said_before_it_began(person_id, by=by),
            "form": form,
            "problems": problems(form),
            "may_hold": permissions.HOLD_REVIEW.allows(by),
            "on": on,
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def day(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Have a review sooner, hold it back or move it, with the reason."""
    by, on = asker(request), today()
    form = DayForm(request.POST or None, may_move=permissions.MOVE_REVIEW.allows(by))
    if request.method == "POST" and form.is_valid():
        try:
            operations.set_day(person_id, **form.cleaned_data, by=by, on=on, at=now())
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error("due_on", str(refusal))
        else:
            messages.info(request, "Written down, with your reason. They can see it.")
            return redirect("review.of_person", person_id)
    return render(
        request,
        "review/day.html",
        {
            "person": people.person_briefly(person_id, by=by, on=on, work=Work.RECORD),
            "next": queries.next_review_of(person_id, by=by, on=on),
            "form": form,
            "problems": problems(form),
        },
        status=422 if form.errors else 200,
    )


@require_safe
@transaction.atomic
def review(request: HttpRequest, review_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    found = queries.review_for_reading(review_id, by=by, on=on)
    return render(
        request,
        "review/review.html",
        {
            "person": people.person_briefly(found.person_id, by=by, on=on, work=Work.RECORD),
            "review": found,
            "views": [
                (about, words, [(side, SIDE_WORDS[side], found.said(side, about)) for side in Side])
                for about, words in ABOUT_WORDS.items()
            ],
            "may_hold": permissions.HOLD_REVIEW.allows(by),
            "on": on,
        },
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def say(request: HttpRequest, review_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    found = queries.review_for_reading(review_id, by=by, on=on)
    chosen = {
        "side": request.GET.get("side", Side.PERSON.value),
        "about": request.GET.get("about", About.WORKING.value),
    }
    form = SayForm(request.POST or None, mine=False, initial=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            operations.say(found.person_id, **form.cleaned_data, by=by, on=on)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error("said_by" if "whose words" in str(refusal) else "words", str(refusal))
        else:
            messages.info(request, "Written down.")
            return redirect("review.review", review_id)
    return _form(request, found, form, "say", "Write down what somebody says")


@require_http_methods(["GET", "POST"])
@transaction.atomic
def outcome(request: HttpRequest, review_id: UUID, number: int) -> HttpResponse:
    by, on = asker(request), today()
    found = queries.review_for_reading(review_id, by=by, on=on)
    chosen = next((one for one in found.outcomes if one.number == number), None)
    if chosen is None:
        raise NotFound("There is no such outcome in this review.")
    initial = {"achieved": chosen.achieved or "", "words": chosen.words}
    form = OutcomeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.see_outcome(
                review_id, outcome=chosen.outcome, **form.cleaned_data, by=by, on=on
            )
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("review.review", review_id)
    return _form(request, found, form, "outcome", chosen.outcome)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def action(request: HttpRequest, review_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    found = queries.review_for_reading(review_id, by=by, on=on)
    form = ActionForm(request.POST or None, colleagues=access.colleagues(by.team_id))
    if request.method == "POST" and form.is_valid():
        try:
            operations.agree_action(review_id, **form.cleaned_data, by=by, on=on)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error(
                "due_on" if "year" in str(refusal) or "when" in str(refusal) else None, str(refusal)
            )
        else:
            messages.info(request, "Agreed.")
            return redirect("review.review", review_id)
    return _form(request, found, form, "action", "Who does what by when")


@require_http_methods(["GET", "POST"])
@transaction.atomic
def finish(request: HttpRequest, review_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    found = queries.review_for_reading(review_id, by=by, on=on)
    form = FinishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                led_to = operations.finish_review(review_id, **form.cleaned_data, by=by, on=on)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error(_field_of(str(refusal)), str(refusal))
        else:
            messages.info(request, "The review is over. They can read what came of it.")
            if led_to.plan_id is not None:
                return redirect("planning.plan", led_to.plan_id)
            if led_to.assessment_id is not None:
                return redirect("assessment.assessment", led_to.assessment_id)
            return redirect("review.review", review_id)
    return _form(request, found, form, "finish", "End the review")


@require_POST
def take_back(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person_id = operations.take_back(statement_id, by=by, on=on)
    messages.info(request, "Taken back.")
    open_id = queries.open_review_of(person_id, by=by)
    if open_id is None:
        return redirect("review.of_person", person_id)
    return redirect("review.review", open_id)


@require_POST
def drop_action(request: HttpRequest, action_id: UUID) -> HttpResponse:
    review_id = operations.drop_action(action_id, by=asker(request), on=today())
    messages.info(request, "Taken out.")
    return redirect("review.review", review_id)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def done(request: HttpRequest, review_id: UUID, action_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    found = queries.review_for_reading(review_id, by=by, on=on)
    chosen = next((one for one in found.actions if one.id == action_id), None)
    if chosen is None:
        raise NotFound("There is no such action in this review.")
    form = DoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.do_action(action_id, **form.cleaned_data, by=by, on=on)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.info(request, "Done.")
            return redirect("review.review", review_id)
    return _form(request, found, form, "done", chosen.what)


def _form(
    request: HttpRequest, found: queries.ReviewPage, form: Form, which: str, title: str
) -> HttpResponse:
    by, on = asker(request), today()
    said: Mapping[str, object] = {
        "person": people.person_briefly(found.person_id, by=by, on=on, work=Work.RECORD),
        "review": found,
        "form": form,
        "problems": problems(form),
        "which": which,
        "title": title,
    }
    return render(request, "review/form.html", said, status=422 if form.errors else 200)


def _field_of(said: str) -> str | None:
    """Which box a refusal belongs beside."""
    if "own view" in said:
        return "without_person"
    if "not working" in said:
        return "none_needed"
    if "last day" in said:
        return "last_day"
    return "ending" if "plan" in said or "outcome" in said else None
