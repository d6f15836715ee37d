"""Help nearby, for anybody; and the list itself, for those who look after it."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.commissioning.directory import operations, queries
from ownway.commissioning.directory.domain import TOPICS
from ownway.commissioning.directory.forms import ServiceForm
from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.kernel.spreadsheet import line

HEADINGS = (
    "Service", "Run by", "What", "Helps with", "Where", "Postcodes", "Telephone", "E-mail", "Web",
    "Cost", "May be passed on to", "Last checked", "Checked by",
)  # fmt: skip


@require_safe
def help_near_you(request: HttpRequest) -> HttpResponse:
    said = request.GET.get("find", "")[:100]
    topic = request.GET.get("topic", "")
    topic = topic if topic in TOPICS else ""
    near = request.GET.get("near", "")[:10]
    asked = bool(said.strip() or topic)
    found = (
        queries.search(said, topic=topic, postcode_district=_district(near), on=today())
        if asked
        else []
    )
    return render(
        request,
        "directory/help_near_you.html",
        {
            "said": said,
            "topic": topic,
            "near": near,
            "asked": asked,
            "found": found,
            "topics": list(TOPICS.items()),
            "topic_words": TOPICS.get(topic, ""),
        },
    )


@require_safe
def service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    found = queries.listing(service_id, on=today())
    return render(request, "directory/service.html", {"one": found})


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    on = today()
    ended = request.GET.get("ended") == "yes"
    rows = queries.everything_listed(on=on, ended=ended)
    return render(
        request,
        "directory/listed.html",
        {"rows": rows, "stale": sum(row.stale for row in rows), "ended": ended},
    )


@require_safe
def listed_csv(request: HttpRequest) -> StreamingHttpResponse:
    rows = queries.everything_listed(on=today())
    body = [line(HEADINGS)] + [
        line(
            [
                row.brief.name,
                row.brief.organisation,
                row.brief.what,
                "; ".join(row.topic_words),
                row.brief.area,
                " ".join(row.districts),
                row.brief.telephone,
                row.brief.email,
                row.brief.web,
                row.brief.cost_words,
                "yes" if row.brief.may_be_referred else "no",
                row.assured_on.isoformat(),
                row.assured_by,
            ]
        )
        for row in rows
    ]
    return StreamingHttpResponse(
        body,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="help-near-you.csv"'},
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def list_service(request: HttpRequest) -> HttpResponse:
    form = ServiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.list_service(by=asker(request), on=today(), **form.said())
        except Refused as refusal:
            form.add_error(_beside(str(refusal)), str(refusal))
        else:
            messages.info(request, "Listed. Anybody can find it now.")
            return redirect("directory.listed")
    return _form(request, form, None)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def change_service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    held = queries.listing(service_id, on=today(), ended_too=True)
    brief = held.brief
    first = {
        "name": brief.name,
        "organisation": brief.organisation,
        "what": brief.what,
        "topics": list(held.topics),
        "who_for": held.who_for,
        "area": brief.area,
        "districts": ", ".join(held.districts),
        "opening_words": held.opening_words,
        "cost_words": brief.cost_words,
        "telephone": brief.telephone,
        "email": brief.email,
        "web": brief.web,
        "alert": held.alert,
        "may_be_referred": brief.may_be_referred,
    }
    form = ServiceForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_service(service_id, by=asker(request), on=today(), **form.said())
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(_beside(str(refusal)), str(refusal))
        else:
            messages.info(request, "Kept, and checked today.")
            return redirect("directory.listed")
    return _form(request, form, held)


@require_POST
def keep_service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Say that a listing still holds, take it off the list, or put it back."""
    by, on, act = asker(request), today(), request.POST.get("act", "")
    try:
        if act == "checked":
            operations.check_today(service_id, by=by, on=on)
            messages.info(request, "Checked today.")
        elif act == "off":
            operations.take_off(service_id, by=by, on=on)
            messages.info(request, "Taken off the list. You can put it back from the ended ones.")
        elif act == "back":
            operations.put_back(service_id, by=by, on=on)
            messages.info(request, "Back on the list, checked today.")
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("directory.listed")


def _form(request: HttpRequest, form: ServiceForm, held: queries.Listing | None) -> HttpResponse:
    return render(
        request,
        "directory/write_service.html",
        {"form": form, "problems": problems(form), "held": held},
        status=422 if form.errors else 200,
    )


def _district(near: str) -> str:
    """The first half of a postcode, however it was typed."""
    tidy = near.upper().replace(" ", "")
    return tidy[:-3] if len(tidy) > 4 else tidy


def _beside(refusal: str) -> str | None:
    """The field a refusal belongs to, for its words beside it."""
    for words, field in (
        ("https://", "web"),
        ("telephone", "telephone"),
        ("called", "name"),
        ("listed", "name"),
    ):
        if words in refusal:
            return field
    return None
