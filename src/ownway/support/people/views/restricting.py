"""Pages on which those who may restrict records, name who reads them and lift it again."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.config.clock import today
from ownway.foundation.access import queries as access
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.people import operations, queries
from ownway.support.people.domain.seeing import Work
from ownway.support.people.forms.seeing import BecauseForm, ReaderForm, RestrictForm


@require_safe
@transaction.atomic
def restricted(request: HttpRequest) -> HttpResponse:
    records = queries.restricted_records(by=asker(request), on=today())
    return render(request, "people/restricted.html", {"records": records})


@require_http_methods(["GET", "POST"])
@transaction.atomic
def restrict(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = queries.person_briefly(person_id, by=by, on=on, work=Work.RESTRICTING)
    form = RestrictForm(request.POST if request.method == "POST" else None, staff=access.staff())
    if request.method == "POST" and form.is_valid():
        readers = [UUID(one) for one in form.cleaned_data["readers"]]
        try:
            because = form.cleaned_data["because"]
            operations.restrict(person_id, because=because, readers=readers, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("readers", str(refusal))
        else:
            messages.info(request, "Restricted. For everybody else the record is not there.")
            return redirect("people.restricted_one", person_id)
    return render(
        request,
        "people/restrict.html",
        {"person": person, "form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def restricted_one(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Who reads a restricted record; another name is added here."""
    by, on = asker(request), today()
    record = queries.restricted_record(person_id, by=by, on=on)
    named = {reader.id for reader in record.readers}
    form = ReaderForm(
        request.POST if request.method == "POST" else None,
        staff=[one for one in access.staff() if one.pk not in named],
    )
    if request.method == "POST" and form.is_valid():
        operations.name_reader(person_id, UUID(form.cleaned_data["reader"]), by=by, on=on)
        messages.info(request, "Named. The record is there for them from now on.")
        return redirect("people.restricted_one", person_id)
    return render(
        request,
        "people/restricted_one.html",
        {
            "record": record,
            "form": form,
            "problems": problems(form),
            "waiting": queries.waits_with_nobody(record, by=by, on=on),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def remove_reader(request: HttpRequest, person_id: UUID, reader_id: UUID) -> HttpResponse:
    operations.remove_reader(person_id, reader_id, by=asker(request), on=today())
    messages.info(request, "Removed. The record is no longer there for them.")
    return redirect("people.restricted_one", person_id)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def lift(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    record = queries.restricted_record(person_id, by=by, on=on)
    form = BecauseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.lift(person_id, because=form.cleaned_data["because"], by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("because", str(refusal))
        else:
            messages.info(request, "Lifted. It is a record as any other again.")
            return redirect("people.restricted")
    return render(
        request,
        "people/lift.html",
        {"record": record, "form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )
