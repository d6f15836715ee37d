"""Behind the person's own door: the papers that are kept with their record."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.documents import operations, queries
from ownway.foundation.documents.answers import as_download
from ownway.foundation.documents.domain import ENDINGS
from ownway.foundation.look.forms import problems
from ownway.front_doors.forms import AddDocumentForm
from ownway.kernel.refusal import Refused
from ownway.support.people import queries as people


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    ids = people.every_id(people.own_person_id(asker(request)))
    return render(
        request, "front_doors/my_documents.html", {"lines": queries.listed(ids, shared_only=True)}
    )


@require_safe
@transaction.atomic
def document(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    by, on = asker(request), today()
    ids = people.every_id(people.own_person_id(by))
    opened = queries.open_for_reading(document_id, about=ids, by=by, on=on, shared_only=True)
    return as_download(opened)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def add(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    person_id = people.own_person_id(by)
    form = AddDocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            with transaction.atomic():
                operations.keep(
                    file,
                    name=file.name,
                    about=person_id,
                    kind=form.cleaned_data["kind"],
                    by=by,
                    on=on,
                    from_whom=by.name,
                    by_person=True,
                )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.info(request, "Kept with your record. Those who work with you can open it.")
            return redirect("my.documents")
    return render(
        request,
        "front_doors/my_add_document.html",
        {
            "form": form,
            "problems": problems(form),
            "largest": operations.largest() // 1_000_000,
            "endings": ENDINGS,
        },
        status=422 if form.errors else 200,
    )
