"""Pages on which what could put somebody in danger is kept for few, and letters go elsewhere."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ownway.config.clock import today
from ownway.foundation.access import queries as access
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.people import operations, queries
from ownway.support.people.domain.protecting import Address
from ownway.support.people.domain.seeing import Work
from ownway.support.people.forms.seeing import BecauseForm, LettersToForm, ProtectForm


@require_safe
@transaction.atomic
def protected(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = queries.person_briefly(person_id, by=by, on=on, work=Work.RESTRICTING)
    return render(
        request,
        "people/protected.html",
        {
            "person": person,
            "protected": queries.protected_facts(person_id, by=by, on=on),
            "not_shown": queries.something_not_shown(person_id, by=by),
            "letters_to": queries.letters_to(person_id),
        },
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def protect(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = queries.person_briefly(person_id, by=by, on=on, work=Work.RESTRICTING)
    form = ProtectForm(
        request.POST if request.method == "POST" else None,
        staff=[one for one in access.staff() if one.pk != by.pk],
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        chosen = [UUID(one) for one in said["sign_ins"]]
        try:
            operations.protect(person_id, **(said | {"sign_ins": chosen}), by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("review_by" if "day" in str(refusal) else None, str(refusal))
        else:
            messages.info(request, "Protected. Only those you named can read it.")
            return redirect("people.protected", person_id)
    return render(
        request,
        "people/protect.html",
        {"person": person, "form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def end_protection(request: HttpRequest, fact_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    fact = queries.protected_fact(fact_id, by=by, on=on)
    form = BecauseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.end_protection(fact_id, because=form.cleaned_data["because"], by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("because", str(refusal))
        else:
            messages.info(request, "Ended. If it was an address, enter it in the record again.")
            return redirect("people.protected", fact.person_id)
    return render(
        request,
        "people/end_protection.html",
        {"fact": fact, "form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def letters_to(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = queries.person_briefly(person_id, by=by, on=on, work=Work.RESTRICTING)
    form = LettersToForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.send_letters_to(person_id, Address(**form.cleaned_data), by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(
                request, "Kept. Somebody else looks at the first letter before it goes there."
            )
            return redirect("people.protected", person_id)
    return render(
        request,
        "people/letters_to.html",
        {"person": person, "form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )
