"""Money that is asked back: the person answers first; somebody who did not ask decides."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from ownway.config.clock import now, today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.payments import operations, permissions, queries
from ownway.support.payments.domain.giving_back import HOW_WORDS, How
from ownway.support.payments.forms import AnswerBackForm, AskBackForm, CameBackForm, DecideBackForm
from ownway.support.people import queries as people
from ownway.support.people.domain.seeing import Work


@require_safe
@transaction.atomic
def my_backs(request: HttpRequest) -> HttpResponse:
    return _mine(request, AnswerBackForm())


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def my_answer_back(request: HttpRequest, give_back_id: UUID) -> HttpResponse:
    if request.method != "POST":
        return redirect("my.backs")
    form = AnswerBackForm(request.POST)
    if _answered(request, give_back_id, form):
        return redirect("my.backs")
    return _mine(request, form)


@require_GET
@transaction.atomic
def backs(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    lines = queries.backs_open(by=by, on=on)
    return render(
        request,
        "payments/backs.html",
        {
            "lines": lines,
            "to_decide": [one for one in lines if one.state == "not agreed" or one.late],
        },
    )


@require_GET
@transaction.atomic
def backs_of(request: HttpRequest, person_id: UUID) -> HttpResponse:
    return _of(request, person_id)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def ask_back(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on, work=Work.MONEY)
    may_ask = queries.may_ask_of(person_id, by=by, on=on)
    first = {"schedule": str(may_ask[0].schedule_id) if may_ask else ""}
    form = AskBackForm(request.POST or None, initial=first, may_ask=may_ask)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                operations.ask_back(**form.asks(), by=by, at=now(), on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("pence" if "more than nothing" in str(refusal) else None, str(refusal))
        else:
            messages.info(request, "Asked. Nothing is taken before they have answered.")
            return redirect("payments.backs_of", person_id)
    return render(
        request,
        "payments/ask_back.html",
        {"person": person, "may_ask": may_ask, "form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def answer_back(request: HttpRequest, person_id: UUID, give_back_id: UUID) -> HttpResponse:
    form = AnswerBackForm(request.POST or None)
    if request.method != "POST" or _answered(request, give_back_id, form):
        return redirect("payments.backs_of", person_id)
    return _of(request, person_id, answer=form)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def decide_back(request: HttpRequest, person_id: UUID, give_back_id: UUID) -> HttpResponse:
    form = DecideBackForm(request.POST or None)
    if request.method != "POST":
        return redirect("payments.backs_of", person_id)
    done = form.is_valid() and _done(
        form,
        lambda: operations.decide_back(give_back_id, form.decided(), by=asker(request), on=today()),
    )
    if done:
        messages.info(request, "Decided. They read it on their page.")
        return redirect("payments.backs_of", person_id)
    return _of(request, person_id, decide=form)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def came_back(request: HttpRequest, person_id: UUID, give_back_id: UUID) -> HttpResponse:
    form = CameBackForm(request.POST or None)
    if request.method != "POST":
        return redirect("payments.backs_of", person_id)
    done = form.is_valid() and _done(
        form,
        lambda: operations.came_back(
            give_back_id, back_on=form.cleaned_data["back_on"], by=asker(request), on=today()
        ),
    )
    if done:
        messages.info(request, "Written down.")
        return redirect("payments.backs_of", person_id)
    return _of(request, person_id, came=form)


def _answered(request: HttpRequest, give_back_id: UUID, form: AnswerBackForm) -> bool:
    if not form.is_valid():
        return False
    done = _done(
        form,
        lambda: operations.answer_back(
            give_back_id, **form.answer(), by=asker(request), on=today()
        ),
    )
    if done:
        messages.info(request, "Kept. Thank you.")
    return done


def _done(form: AnswerBackForm | DecideBackForm | CameBackForm, act: Callable[[], None]) -> bool:
    try:
        with transaction.atomic():
            act()
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _mine(request: HttpRequest, form: AnswerBackForm) -> HttpResponse:
    by, on = asker(request), today()
    lines = queries.backs_of(people.own_person_id(by), by=by, on=on)
    return render(
        request,
        "payments/my_backs.html",
        {
            "lines": lines,
            "open": [one for one in lines if one.open],
            "form": form,
            "how_words": {how.value: words for how, words in HOW_WORDS.items()},
            "problems": problems(form),
        },
        status=422 if form.errors else 200,
    )


def _of(
    request: HttpRequest,
    person_id: UUID,
    *,
    answer: AnswerBackForm | None = None,
    decide: DecideBackForm | None = None,
    came: CameBackForm | None = None,
) -> HttpResponse:
    by, on = asker(request), today()
    lines = queries.backs_of(person_id, by=by, on=on)
    wrong = [form for form in (answer, decide, came) if form is not None]
    first = next((one for one in lines if one.open), None)
    pence = first.pence if first else 0
    return render(
        request,
        "payments/backs_of.html",
        {
            "person": people.person_briefly(person_id, by=by, on=on, work=Work.MONEY),
            "lines": lines,
            "answer": answer or AnswerBackForm(),
            "decide": decide or DecideBackForm(initial={"pence": f"{pence / 100:.2f}"}),
            "came": came or CameBackForm(initial={"back_on": on}),
            "how_words": {How.NEXT.value: "off the next payments", How.BANK.value: "to the bank"},
            "problems": [one for form in wrong for one in problems(form)],
            "by_id": by.pk,
            "may_ask": permissions.ASK_BACK.allows(by),
            "may_decide": permissions.DECIDE_BACK.allows(by),
            "back_to": reverse("people.record", args=[person_id]),
        },
        status=422 if wrong else 200,
    )
