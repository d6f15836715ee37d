"""Behind the person's own door: a copy of everything held about them."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.data_rights.domain.requests import PackState
from ownway.foundation.data_rights.operations import packs
from ownway.foundation.data_rights.queries.requests import packs_of
from ownway.kernel.refusal import NotFound
from ownway.support.people import queries as people
from ownway.support.people.domain.own_record import PACK_DAYS, answer_due_on


@require_http_methods(["GET", "POST"])
@transaction.atomic
def everything(request: HttpRequest) -> HttpResponse:
    """Ask for everything held, and take it away once somebody has looked it over."""
    by, on = asker(request), today()
    person_id = people.own_person_id(by)
    people.check_may_read(person_id, by=by)
    if request.method == "POST":
        packs.ask_for_pack(person_id, by=by, on=on)
        messages.info(request, "Asked for. We make it ready, and you find it here.")
        return redirect("my.everything")
    lines = packs_of(person_id)
    ready = [
        (line, line.released_on + timedelta(days=PACK_DAYS))
        for line in lines
        if line.state is PackState.RELEASED and line.there and line.released_on
    ]
    return render(
        request,
        "front_doors/my_everything.html",
        {
            "ready": [(line, last_day) for line, last_day in ready if last_day >= on],
            "making": [
                line
                for line in lines
                if line.state in (PackState.WAITING, PackState.MADE, PackState.LOOKED_OVER)
            ],
            "due_on": answer_due_on(on),
        },
    )


@require_safe
@transaction.atomic
def everything_file(request: HttpRequest, pack_id: UUID) -> StreamingHttpResponse:
    by, on = asker(request), today()
    person_id = people.own_person_id(by)
    line = next((one for one in packs_of(person_id) if one.id == pack_id), None)
    if (
        line is None
        or line.released_on is None
        or on > line.released_on + timedelta(days=PACK_DAYS)
    ):
        raise NotFound("This copy can no longer be taken away here. Ask for a new one.")
    name, size, parts = packs.opened_pack(pack_id, about=person_id, by=by, on=on)
    answer = StreamingHttpResponse(parts, content_type="application/zip")
    answer["Content-Length"] = str(size)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
