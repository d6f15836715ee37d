"""A self-check that waits for staff: all that was said, whom it is about, and taking it up."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.contact.forms.self_checks import NewRecordForm, PutAsideForm
from ownway.support.contact.operations import self_checks as operations
from ownway.support.contact.pages.self_checks import record_from
from ownway.support.contact.queries.self_checks import (
    may_be,
    self_check_for_reading,
    waiting_self_checks,
)
from ownway.support.people import queries as people
from ownway.support.people.operations import NewPerson


@require_http_methods(["GET"])
def self_checks(request: HttpRequest) -> HttpResponse:
    """Every sent check that nobody has taken up."""
    waiting = waiting_self_checks(by=asker(request), on=today())
    return render(request, "contact/self_checks.html", {"waiting": waiting})


@require_http_methods(["GET", "POST"])
@transaction.atomic
def self_check(request: HttpRequest, self_check_id: UUID) -> HttpResponse:
    """One sent check: read it, find whom it is about, begin a record, or put it aside."""
    by, on = asker(request), today()
    check = self_check_for_reading(self_check_id, by=by, on=on)
    likely = may_be(check, by=by, on=on) if check.taken_up_on is None else []
    find = request.GET.get("find", "").strip()[:200]
    go = request.POST.get("go")
    fresh = NewRecordForm(
        request.POST if go == "new" else None, likely=bool(likely), initial=record_from(check)
    )
    aside = PutAsideForm(request.POST if go == "aside" else None)
    refusal = ""
    try:
        if go == "new" and fresh.is_valid():
            said = NewPerson(
                **fresh.cleaned_data,
                how_they_came=f"A self-check sent by {check.told.sent_by}"[:400],
            )
            made = operations.attach_to_new_record(self_check_id, said, by=by, on=on)
            messages.info(request, "The record is begun, with everything that was said.")
            return redirect("contact.request", made)
        if go == "aside" and aside.is_valid():
            operations.put_aside(self_check_id, aside.cleaned_data["because"], by=by, on=on)
            messages.info(request, "Put aside. Whoever sent it is asked to call.")
            return redirect("contact.self_checks")
    except NotAllowed:
        raise
    except Refused as refused:
        refusal = str(refused)
    return render(
        request,
        "contact/self_check.html",
        {
            "check": check,
            "likely": likely,
            "find": find,
            "found": people.find(find, by=by, on=on) if find else [],
            "fresh": fresh,
            "aside": aside,
            "refusal": refusal,
            "problems": [*problems(fresh), *problems(aside)],
        },
        status=_status(refusal, fresh, aside),
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def this_is_them(request: HttpRequest, self_check_id: UUID, person_id: UUID) -> HttpResponse:
    """Look once more that it is them, and put the check on their record."""
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    check = self_check_for_reading(self_check_id, by=by, on=on)
    refusal = ""
    if request.method == "POST":
        try:
            made = operations.attach_self_check(self_check_id, person_id, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.info(request, "It is on the record, with everything that was said.")
            return redirect("contact.request", made)
    return render(
        request,
        "contact/this_is_them.html",
        {"check": check, "person": person, "refusal": refusal},
        status=409 if refusal else 200,
    )


def _status(refusal: str, *forms: Any) -> int:
    if refusal:
        return 409
    return 422 if any(form.errors for form in forms) else 200
