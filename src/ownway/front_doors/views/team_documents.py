"""Behind the council's door: the documents kept with somebody's record."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.documents import operations, queries
from ownway.foundation.documents.answers import as_download
from ownway.foundation.documents.domain import ENDINGS
from ownway.foundation.look.forms import problems
from ownway.front_doors.forms import AddTheirDocumentForm, TakeAwayForm
from ownway.kernel.refusal import Refused
from ownway.support.people import queries as people
from ownway.support.people.permissions import WRITE_RECORD


@require_safe
@transaction.atomic
def documents(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    lines = queries.listed(people.every_id(person_id), with_removed=True)
    return render(
        request,
        "front_doors/team_documents.html",
        {
            "person": person,
            "lines": [line for line in lines if line.removed_on is None],
            "taken_away": [line for line in lines if line.removed_on is not None],
            "may_write": WRITE_RECORD.allows(by),
        },
    )


@require_safe
@transaction.atomic
def document(request: HttpRequest, person_id: UUID, document_id: UUID) -> HttpResponseBase:
    by, on = asker(request), today()
    people.person_briefly(person_id, by=by, on=on)
    ids = people.every_id(person_id)
    return as_download(queries.open_for_reading(document_id, about=ids, by=by, on=on))


@require_http_methods(["GET", "POST"])
@transaction.atomic
def add(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    given = request.method == "POST"
    form = AddTheirDocumentForm(*((request.POST, request.FILES) if given else ()))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                operations.keep(
                    said["file"],
                    name=said["file"].name,
                    about=person_id,
                    kind=said["kind"],
                    by=by,
                    on=on,
                    from_whom=said["from_whom"],
                    shared=said["shared"] == "yes",
                )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            seen = "sees it too" if said["shared"] == "yes" else "does not see it"
            messages.info(request, f"Kept with the record. {person.given_name} {seen}.")
            return redirect("team.documents", person_id)
    return render(
        request,
        "front_doors/team_add_document.html",
        {
            "person": person,
            "form": form,
            "problems": problems(form),
            "largest": operations.largest() // 1_000_000,
            "endings": ENDINGS,
        },
        status=422 if form.errors else 200,
    )


@require_POST
@transaction.atomic
def share(request: HttpRequest, person_id: UUID, document_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    line = queries.one(document_id, about=people.every_id(person_id))
    shared = request.POST.get("shared") == "yes"
    try:
        operations.share(line.id, about=line.about_id, shared=shared, by=by, on=on)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        seen = "now sees" if shared else "no longer sees"
        messages.info(request, f"{person.given_name} {seen} {line.name}.")
    return redirect("team.documents", person_id)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def take_away(request: HttpRequest, person_id: UUID, document_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    line = queries.one(document_id, about=people.every_id(person_id))
    form = TakeAwayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            operations.remove(line.id, about=line.about_id, reason=reason, by=by, on=on)
        except Refused as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.info(request, f"{line.name} was taken away. Your reason stands in its place.")
            return redirect("team.documents", person_id)
    return render(
        request,
        "front_doors/team_take_away_document.html",
        {"person": person, "line": line, "form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )
