"""The self-check behind the person's own door: kept for them, and sent straight onto the record."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.models import SignIn
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.contact.domain import self_checks as checks
from ownway.support.contact.domain.self_checks import NOTHING_SAID, Whom
from ownway.support.contact.forms.self_checks import OwnSenderForm, WhomForm, form_of
from ownway.support.contact.operations import self_checks as operations
from ownway.support.contact.pages.self_checks import OWN, CheckPage, ResultPage, kept_days
from ownway.support.contact.queries.self_checks import HeldCheck, own_check
from ownway.support.people import queries as people
from ownway.support.people.domain.letting_in import looked_at_by


@require_http_methods(["GET", "POST"])
def my_check(request: HttpRequest) -> HttpResponse:
    """Begin a check about oneself, or about whom one was let in to; or carry on with it."""
    by, person_id, held = _mine(request)
    form = WhomForm(
        request.POST if request.method == "POST" else None,
        offered=_offered(by),
        initial={"whom": held.whom.value if held else ""},
    )
    if request.method == "POST" and form.is_valid():
        whom = Whom(form.cleaned_data["whom"])
        try:
            if held is None:
                operations.begin_check(whom, person_id=person_id, by=by, on=today())
            else:
                operations.say_whom(held.id, whom, on=today())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(OWN.page, checks.steps(checks.NEWEST, whom)[0])
    return render(
        request,
        "contact/check_start.html",
        {
            "form": form,
            "problems": problems(form),
            "held": None,
            "open_now": held,
            "way": OWN,
            "days": kept_days(today()),
        },
        status=_status(form),
    )


@require_http_methods(["GET", "POST"])
def my_check_page(request: HttpRequest, page: str) -> HttpResponse:
    """One page of questions."""
    by, person_id, held = _mine(request)
    offered = _offered(by)
    sent = request.POST.get("whom", "")
    whom = held.whom if held else (Whom(sent) if sent in offered else None)
    if whom is None:
        return redirect(OWN.start)
    shown = CheckPage.named(page, held.version if held else checks.NEWEST, whom)
    typed = request.POST if request.method == "POST" else None
    form = form_of(shown.questions, whom, typed, held.said if held else NOTHING_SAID)
    if request.method == "POST" and form.is_valid():
        try:
            check_id = (
                held.id
                if held
                else operations.begin_check(whom, person_id=person_id, by=by, on=today())
            )
            operations.say(check_id, form.said(), on=today())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _go_on(request, shown, unsafe=page == "safe" and checks.is_unsafe(form.said()))
    return render(
        request,
        "contact/check_page.html",
        {"form": form, "problems": problems(form), "page": shown, "way": OWN, "held": held},
        status=_status(form),
    )


def _go_on(request: HttpRequest, shown: CheckPage, *, unsafe: bool) -> HttpResponse:
    if request.POST.get("go") == "back":
        return redirect(OWN.page, shown.before) if shown.before else redirect(OWN.start)
    if unsafe:
        return redirect(OWN.now)
    return redirect(OWN.page, shown.after) if shown.after else redirect(OWN.result)


@require_http_methods(["GET"])
def my_check_now(request: HttpRequest) -> HttpResponse:
    """Whom to call when somebody is not safe."""
    _, _, held = _mine(request)
    after = CheckPage.named("safe", held.version, held.whom).after if held else ""
    return render(request, "contact/check_now.html", {"way": OWN, "after": after})


@require_http_methods(["GET"])
def my_check_result(request: HttpRequest) -> HttpResponse:
    return _result(request, "contact/check_result.html")


@require_http_methods(["GET"])
def my_check_result_easy(request: HttpRequest) -> HttpResponse:
    return _result(request, "contact/check_result_easy.html")


def _result(request: HttpRequest, template: str) -> HttpResponse:
    _, _, held = _mine(request)
    if held is None:
        return redirect(OWN.start)
    return render(request, template, {"page": ResultPage.of(held), "held": held, "way": OWN})


@require_http_methods(["GET", "POST"])
def my_check_send(request: HttpRequest) -> HttpResponse:
    """Send it onto the record; the council knows who it is, so little more is asked."""
    by, _, held = _mine(request)
    if held is None:
        return redirect("contact.ask_for_myself")
    form = OwnSenderForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.send_own_check(held.id, form.sender(), by=by, on=today())
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Sent, with everything you answered.")
            return redirect("contact.ask_for_myself")
    return render(
        request,
        "contact/my_check_send.html",
        {"form": form, "problems": problems(form), "held": held, "way": OWN},
        status=_status(form),
    )


@require_POST
def my_check_delete(request: HttpRequest) -> HttpResponse:
    _, _, held = _mine(request)
    if held is not None:
        operations.delete_check(held.id)
    messages.info(request, "Deleted. Nothing of it is kept.")
    return redirect(OWN.start)


def _mine(request: HttpRequest) -> tuple[SignIn, UUID, HeldCheck | None]:
    by = asker(request)
    person_id = people.own_person_id(by)
    return by, person_id, own_check(person_id, by=by, on=today())


def _offered(by: SignIn) -> tuple[Whom, ...]:
    """About oneself, or as a carer; about the person, for whoever was let in to their record."""
    return (Whom.OTHER,) if looked_at_by(by.pk) else (Whom.ME, Whom.CARER)


def _status(form: Any) -> int:
    return 422 if form.errors else 200
