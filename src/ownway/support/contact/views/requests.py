"""Asking for support, and answering."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ownway.config.clock import now, today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.models import SignIn
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.contact import domain, operations, pages, permissions, queries
from ownway.support.contact.domain import asking
from ownway.support.contact.forms import (
    AskForMyselfForm,
    AskForSomeoneForm,
    DecideForm,
    ScreeningForm,
    UrgencyForm,
    WithdrawForm,
)
from ownway.support.contact.queries.self_checks import answers_for_request
from ownway.support.people import queries as people


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    form = AskForSomeoneForm(request.POST or None, initial={"requested_on": on})
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.ask_for_support(person_id, **form.cleaned_data, by=by, on=on)
        except Refused as refusal:
            form.add_error(_field(str(refusal)), str(refusal))
        else:
            messages.info(request, "Written down. Decide next what comes of it.")
            return redirect("contact.request", made)
    return render(
        request,
        "contact/ask.html",
        {"form": form, "problems": problems(form), "person": person},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def support_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    line = queries.request_for_reading(request_id, by=by, on=on)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.decide_request(request_id, **form.cleaned_data, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
            line = queries.request_for_reading(request_id, by=by, on=on)
        else:
            if form.cleaned_data["outcome"] == domain.DIED:
                messages.info(request, "Decided. Write down the day next, so that nothing goes on.")
                return redirect("team.died", line.person_id)
            messages.info(request, "Decided. It is on the record, where the person can read it.")
            return redirect("contact.request", request_id)
    return render(
        request,
        "contact/request.html",
        {
            "page": pages.RequestPage.of(line),
            "person": people.person_briefly(line.person_id, by=by, on=on),
            "screening": _screening(request_id, by),
            "checks": answers_for_request(request_id, by=by),
            "urgency": asking.URGENCIES.get(line.urgency, ""),
            "late": (on - line.due_on).days if line.is_open else 0,
            "may_decide": permissions.DECIDE_REQUEST.allows(by),
            # Another decided first: what was typed stays to be read and used.
            "typed": form.cleaned_data.get("words", "")
            if form.errors and not line.is_open and hasattr(form, "cleaned_data")
            else "",
            "form": form,
            "problems": problems(form),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def ask_for_myself(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    person_id = people.own_person_id(by)
    form = AskForMyselfForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.ask_for_support(
                person_id,
                who_asked=by.name,
                words=form.cleaned_data["words"],
                route_of_access=domain.FROM_THE_PERSON,
                relation=asking.SELF if by.own_person_id == person_id else "",
                consent=asking.GIVEN if by.own_person_id == person_id else "",
                urgency=form.cleaned_data["urgency"],
                urgency_because=form.cleaned_data["urgency_because"],
                by=by,
                on=on,
            )
        except Refused as refusal:
            form.add_error(_field(str(refusal)), str(refusal))
        else:
            return redirect("contact.ask_for_myself")
    return render(
        request,
        "contact/my_ask.html",
        {
            "form": form,
            "problems": problems(form),
            "asked": queries.open_request_of(person_id, by=by),
            "earlier": [
                pages.RequestPage.of(line)
                for line in queries.requests_of(person_id, by=by)
                if not line.is_open
            ],
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def screen(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The first questions; asked again, the later answers stand."""
    by, on = asker(request), today()
    line = queries.request_for_reading(request_id, by=by, on=on)
    known = queries.screening_of(request_id, by=by)
    asked_before = (
        {name: getattr(known, name) for name in ScreeningForm.base_fields} if known else None
    )
    form = ScreeningForm(request.POST or None, initial=asked_before)
    if request.method == "POST" and form.is_valid():
        try:
            operations.note_screening(request_id, **form.cleaned_data, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(_asked_field(str(refusal)), str(refusal))
        else:
            messages.info(request, "Kept. You can change the answers until the request is decided.")
            return redirect("contact.request", request_id)
    return render(
        request,
        "contact/screen.html",
        {
            "line": line,
            "person": people.person_briefly(line.person_id, by=by, on=on),
            "form": form,
            "problems": problems(form),
        },
        status=422 if form.errors else 200,
    )


@require_POST
@transaction.atomic
def tell_safeguarding(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The worry that was written down goes to the safeguarding leads."""
    by, on = asker(request), today()
    try:
        operations.tell_safeguarding(request_id, by=by, on=on, at=now())
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, "The safeguarding team has it. In danger now: call 999.")
    return redirect("contact.request", request_id)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def withdraw(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """A worker notes that the person no longer wants it."""
    by, on = asker(request), today()
    line = queries.request_for_reading(request_id, by=by, on=on)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.withdraw_request(request_id, **form.cleaned_data, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("words", str(refusal))
        else:
            messages.info(request, "Noted. They can ask again on any day.")
            return redirect("contact.request", request_id)
    return _small(request, line, form, "contact/withdraw.html")


@require_http_methods(["GET", "POST"])
@transaction.atomic
def urgency(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """How soon help is needed, said anew."""
    by, on = asker(request), today()
    line = queries.request_for_reading(request_id, by=by, on=on)
    form = UrgencyForm(request.POST or None, initial={"urgency": line.urgency})
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_urgency(request_id, **form.cleaned_data, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("because", str(refusal))
        else:
            messages.info(request, "Changed. The day by which we answer follows it.")
            return redirect("contact.request", request_id)
    return _small(request, line, form, "contact/urgency.html")


@require_http_methods(["GET", "POST"])
@transaction.atomic
def withdraw_mine(request: HttpRequest) -> HttpResponse:
    """The person no longer wants what they asked for."""
    by, on = asker(request), today()
    asked = queries.open_request_of(people.own_person_id(by), by=by)
    if asked is None:
        return redirect("contact.ask_for_myself")
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    form.fields["words"].label = "Do you want to say why? You do not have to."
    if request.method == "POST" and form.is_valid():
        try:
            operations.withdraw_request(asked.id, **form.cleaned_data, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("contact.ask_for_myself")
    return render(
        request,
        "contact/my_withdraw.html",
        {"asked": asked, "form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


def _small(
    request: HttpRequest, line: queries.RequestLine, form: Form, template: str
) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(line.person_id, by=by, on=on)
    return render(
        request,
        template,
        {"line": line, "person": person, "form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


def _screening(request_id: UUID, by: SignIn) -> pages.ScreeningPage | None:
    line = queries.screening_of(request_id, by=by)
    return pages.ScreeningPage.of(line) if line else None


def _field(refusal: str) -> str | None:
    """The field a refusal of a request is about."""
    for said, field in (
        ("only now", "late_because"),
        ("future", "requested_on"),
        ("not agreed", "consent_because"),
        ("cannot wait", "urgency_because"),
    ):
        if said in refusal:
            return field
    return None


def _asked_field(refusal: str) -> str | None:
    """The field a refusal of the first questions is about."""
    for said, field in (
        ("worries you", "worry_words"),
        ("go wrong", "risk_words"),
        ("assessment of their own", "carer_offer"),
        ("pathway", "discharge_pathway"),
        ("leaving hospital", "leaving_on"),
    ):
        if said in refusal:
            return field
    return None
