"""What may be unclaimed: on a record, for the person, and what it led to by team."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.money import plain_pounds
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.kernel.spreadsheet import line
from ownway.support.contact import permissions
from ownway.support.contact.forms.benefits import BenefitsForm, ClaimForm
from ownway.support.contact.operations.benefits import check_benefits, note_claim
from ownway.support.contact.queries.benefits import (
    benefits_checks_of,
    gains_by_team,
    who_helps_with_money,
)
from ownway.support.people import queries as people

COLUMNS = ("Team", "People", "May be unclaimed", "Claimed", "Awarded", "Pounds a week gained")


@require_http_methods(["GET", "POST"])
@transaction.atomic
def of_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    form = BenefitsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            check_benefits(
                person.id,
                answers=form.answers(),
                already=form.cleaned_data["already"],
                by=by,
                on=on,
            )
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Kept. Here is what may be unclaimed, and who helps.")
            return redirect("contact.benefits", person_id)
    return render(
        request,
        "contact/benefits.html",
        {
            "person": person,
            "checks": benefits_checks_of(person.id, by=by),
            "helpers": who_helps_with_money(),
            "may_check": permissions.CHECK_BENEFITS.allows(by),
            "form": form,
            "problems": problems(form),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def claim(request: HttpRequest, person_id: UUID, claim_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    found = next(
        (
            one
            for check in benefits_checks_of(person.id, by=by)
            for one in check.claims
            if one.id == claim_id
        ),
        None,
    )
    if found is None:
        raise NotFound("There is nothing of that kind here, or it is not yours to open.")
    form = ClaimForm(request.POST or None, initial={"state": found.state.value})
    if request.method == "POST" and form.is_valid():
        try:
            note_claim(claim_id, **form.cleaned_data, by=by, on=on)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            amount = "week" in str(refusal) or "award" in str(refusal)
            form.add_error("gained_weekly" if amount else "state", str(refusal))
        else:
            messages.info(request, "Noted.")
            return redirect("contact.benefits", person_id)
    return render(
        request,
        "contact/benefit.html",
        {"person": person, "claim": found, "form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


@require_safe
@transaction.atomic
def mine(request: HttpRequest) -> HttpResponse:
    by = asker(request)
    return render(
        request,
        "contact/my_benefits.html",
        {
            "checks": benefits_checks_of(people.own_person_id(by), by=by),
            "helpers": who_helps_with_money(),
        },
    )


@require_safe
@transaction.atomic
def gains(request: HttpRequest) -> HttpResponse:
    return render(
        request, "contact/benefit_gains.html", {"gains": gains_by_team(by=asker(request))}
    )


@require_safe
@transaction.atomic
def gains_csv(request: HttpRequest) -> HttpResponseBase:
    rows = [
        line(COLUMNS),
        *(
            line(
                (
                    one.team,
                    one.people,
                    one.suggested,
                    one.claimed,
                    one.awarded,
                    plain_pounds(one.gained_weekly),
                )
            )
            for one in gains_by_team(by=asker(request))
        ),
    ]
    answer = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="benefits.csv"'
    return answer
