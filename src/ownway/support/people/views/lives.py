"""Pages about a life by day: who is around, why support, numbers, how to talk, what is shared."""

from collections.abc import Callable
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.models import SignIn
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import Refused
from ownway.support.people import operations, queries
from ownway.support.people.domain import Known
from ownway.support.people.forms.lives import (
    AroundForm,
    BecauseForm,
    ConditionForm,
    EndForm,
    EndSharingForm,
    NewPersonForm,
    NumberForm,
    ReasonForm,
    SharingForm,
    TalkForm,
)
from ownway.support.people.permissions import WRITE_RECORD


@require_safe
@transaction.atomic
def life(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = queries.person_for_reading(person_id, by=by, on=on)
    found = queries.life_of(person_id, by=by, on=on)
    return render(
        request,
        "people/life.html",
        {"person": person, "life": found, "on": on, "may_write": WRITE_RECORD.allows(by)},
    )


@require_http_methods(["GET", "POST"])
def add_around(request: HttpRequest, person_id: UUID) -> HttpResponse:
    form = AroundForm(_typed(request), initial={"may_be_told": ""})

    def keep(said: dict[str, Any]) -> str:
        around = operations.Around(**said)
        operations.add_around(person_id, around, by=asker(request), on=today())
        return f"Noted: {around.name}."

    return _page(request, person_id, form, keep, "people/add_around.html", "around")


@require_http_methods(["GET", "POST"])
def add_reason(request: HttpRequest, person_id: UUID) -> HttpResponse:
    form = ReasonForm(_typed(request))

    def keep(said: dict[str, Any]) -> str:
        operations.add_reason(person_id, **said, by=asker(request), on=today())
        return "Noted. What was the main reason before stays, with its last day."

    return _page(request, person_id, form, keep, "people/add_reason.html", "reasons")


@require_http_methods(["GET", "POST"])
def add_condition(request: HttpRequest, person_id: UUID) -> HttpResponse:
    form = ConditionForm(_typed(request))

    def keep(said: dict[str, Any]) -> str:
        operations.add_condition(person_id, **said, by=asker(request), on=today())
        return "Noted."

    return _page(request, person_id, form, keep, "people/add_condition.html", "conditions")


@require_http_methods(["GET", "POST"])
def add_number(request: HttpRequest, person_id: UUID) -> HttpResponse:
    form = NumberForm(_typed(request))

    def keep(said: dict[str, Any]) -> str:
        on = today()
        operations.add_number(person_id, **said, first_day=on, by=asker(request), on=on)
        return "Noted."

    return _page(request, person_id, form, keep, "people/add_number.html", "numbers")


@require_http_methods(["GET", "POST"])
def add_sharing(request: HttpRequest, person_id: UUID) -> HttpResponse:
    form = SharingForm(_typed(request))

    def keep(said: dict[str, Any]) -> str:
        on = today()
        operations.decide_sharing(person_id, **said, first_day=on, by=asker(request), on=on)
        return "Noted. The person can see it on their own page."

    return _page(request, person_id, form, keep, "people/add_sharing.html", "sharing")


@require_http_methods(["GET", "POST"])
def end_around(request: HttpRequest, person_id: UUID, row_id: UUID) -> HttpResponse:
    words = "They are no longer around"
    return _end(request, person_id, row_id, operations.end_around, words, "around")


@require_http_methods(["GET", "POST"])
def end_reason(request: HttpRequest, person_id: UUID, row_id: UUID) -> HttpResponse:
    words = "This reason no longer holds"
    return _end(request, person_id, row_id, operations.end_reason, words, "reasons")


@require_http_methods(["GET", "POST"])
def end_condition(request: HttpRequest, person_id: UUID, row_id: UUID) -> HttpResponse:
    words = "This condition is over"
    return _end(request, person_id, row_id, operations.end_condition, words, "conditions")


@require_http_methods(["GET", "POST"])
def end_sharing(request: HttpRequest, person_id: UUID, row_id: UUID) -> HttpResponse:
    form = EndSharingForm(_typed(request))

    def keep(said: dict[str, Any]) -> str:
        operations.end_sharing(row_id, **said, by=asker(request), on=today())
        return "Ended. Tell those it was shared with."

    more = {"heading": "Stop sharing this", "button": "Stop it now"}
    return _page(request, person_id, form, keep, "people/end.html", "sharing", more)


@require_http_methods(["GET", "POST"])
def never_theirs(request: HttpRequest, person_id: UUID, row_id: UUID | None = None) -> HttpResponse:
    """Mark a number as never theirs: a noted one, or the NHS number of the record."""
    form = BecauseForm(_typed(request))

    def keep(said: dict[str, Any]) -> str:
        by, on = asker(request), today()
        if row_id is None:
            operations.nhs_number_never_theirs(person_id, **said, by=by, on=on)
        else:
            operations.mark_never_theirs(row_id, **said, by=by, on=on)
        return "Marked. Nobody is found by it any more."

    more = {"heading": "This number was never theirs", "button": "Mark it"}
    return _page(request, person_id, form, keep, "people/end.html", "numbers", more)


@require_POST
def ring_first(request: HttpRequest, person_id: UUID, row_id: UUID) -> HttpResponse:
    try:
        operations.ring_first(row_id, by=asker(request), on=today())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(_at(person_id, "around"))


@require_http_methods(["GET", "POST"])
def talk(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Asking how to talk with somebody, or asking again."""
    by = asker(request)
    codes, how = queries.needs_to_change(person_id, by=by)
    form = TalkForm(_typed(request), mine=False, initial=_talk_initial(codes, how))
    asked = queries.talk_of(person_id, by=by)

    def keep(said: dict[str, Any]) -> str:
        operations.ask_how_to_talk(
            person_id,
            codes=form.codes(),
            how_to_talk=said["how_to_talk"],
            none_needed=said["none_needed"],
            asked_whom=said["asked_whom"],
            review_by=said["review_by"],
            by=by,
            on=today(),
        )
        return "Saved. It stands at the top of every page about them."

    more = {"asked": asked, "on": today()}
    return _page(request, person_id, form, keep, "people/talk.html", "talk", more)


@require_http_methods(["GET", "POST"])
def my_talk(request: HttpRequest) -> HttpResponse:
    """The person says how to talk with them."""
    by, on = asker(request), today()
    person_id = queries.own_person_id(by)
    codes, how = queries.needs_to_change(person_id, by=by)
    form = TalkForm(_typed(request), mine=True, initial=_talk_initial(codes, how))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            operations.ask_how_to_talk(
                person_id,
                codes=form.codes(),
                how_to_talk=said["how_to_talk"],
                none_needed=said["none_needed"],
                by=by,
                on=on,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Saved. Everybody who works with you sees this first.")
            return redirect("my.record")
    return render(
        request,
        "people/my_talk.html",
        {"form": form, "problems": problems(form), "asked": queries.talk_of(person_id, by=by)},
        status=422 if form.errors else 200,
    )


@require_safe
@transaction.atomic
def my_sharing(request: HttpRequest) -> HttpResponse:
    """The person sees what is shared about them, and may take back their yes."""
    by, on = asker(request), today()
    person = queries.person_for_reading(queries.own_person_id(by), by=by, on=on)
    lines = queries.sharings_of(person.id, by=by, on=on)
    return render(
        request,
        "people/my_sharing.html",
        {
            "person": person,
            "now": [line for line in lines if line.holds(on)],
            "before": [line for line in lines if not line.holds(on)],
        },
    )


@require_POST
def my_no(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """The person takes back their yes; it stops at once."""
    try:
        operations.end_sharing(row_id, by=asker(request), on=today())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, "Stopped. Your worker sees that you took back your yes.")
    return redirect("people.my_sharing")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new record, once it is clear that the person has none."""
    by, on = asker(request), today()
    form = NewPersonForm(_typed(request))
    likely: list[tuple[queries.ListedPerson, tuple[str, ...]]] = []
    if request.method == "POST" and form.is_valid():
        said = operations.NewPerson(**form.cleaned_data)
        with transaction.atomic():
            likely = queries.likely_same(_known(said), by=by, on=on)
        if not likely or request.POST.get("nobody_of_these") == "yes":
            try:
                made = operations.add_person(said, by=by, on=on)
            except Refused as refusal:
                form.add_error("nhs_number" if "NHS" in str(refusal) else None, str(refusal))
            else:
                messages.info(request, "The record is begun. Ask how to talk with them next.")
                return redirect("people.talk", made)
    return render(
        request,
        "people/new.html",
        {"form": form, "problems": problems(form), "likely": likely},
        status=422 if form.errors or likely else 200,
    )


def _page(
    request: HttpRequest,
    person_id: UUID,
    form: forms.Form,
    keep: Callable[[dict[str, Any]], str],
    template: str,
    part: str,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """A form about somebody: kept, or shown again with what is wrong beside its field."""
    with transaction.atomic():
        person = queries.person_briefly(person_id, by=asker(request), on=today())
    if request.method == "POST" and form.is_valid():
        try:
            words = keep(form.cleaned_data)
        except Refused as refusal:
            field = getattr(refusal, "field", None)
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            messages.info(request, words)
            return redirect(_at(person_id, part))
    return render(
        request,
        template,
        {"form": form, "problems": problems(form), "person": person, "part": part} | (more or {}),
        status=422 if form.errors else 200,
    )


class _Ends(Protocol):
    def __call__(self, row_id: UUID, /, *, last_day: date, by: SignIn, on: date) -> UUID: ...


def _end(
    request: HttpRequest, person_id: UUID, row_id: UUID, act: _Ends, heading: str, part: str
) -> HttpResponse:
    """End a row of somebody on a day that is asked for."""
    form = EndForm(_typed(request))

    def keep(said: dict[str, Any]) -> str:
        act(row_id, last_day=said["last_day"], by=asker(request), on=today())
        return "Noted. It stays on the page as what was."

    more = {"heading": heading, "button": "End it"}
    return _page(request, person_id, form, keep, "people/end.html", part, more)


def _typed(request: HttpRequest) -> QueryDict | None:
    """What was typed, even nothing at all; None where the form is only asked for."""
    return request.POST if request.method == "POST" else None


def _at(person_id: UUID, part: str) -> str:
    return f"{reverse('people.life', args=[person_id])}#{part}"


def _talk_initial(codes: list[str], how: str) -> dict[str, Any]:
    spoken = [code for code in codes if code.startswith("interpreter")]
    return {
        "needs": [code for code in codes if code not in spoken],
        "interpreter": spoken[0].partition(":")[2] if spoken else "",
        "how_to_talk": how,
    }


def _known(said: operations.NewPerson) -> Known:
    return Known(
        nhs_number="".join(said.nhs_number.split()),
        given_name=said.given_name,
        family_name=said.family_name,
        known_as=said.known_as,
        born_on=said.born_on,
        address=said.address_line_1,
        postcode=said.postcode,
    )
