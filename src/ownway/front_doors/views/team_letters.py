"""Letters printed together: one file of all that wait, and a note that they were posted."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.config.clock import now, today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.notices import operations, queries
from ownway.foundation.notices.domain import Channel, State
from ownway.foundation.notices.queries import NoticeLine
from ownway.front_doors.views.team_notices import still_theirs
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.people import queries as people


@require_POST
@transaction.atomic
def together(request: HttpRequest) -> HttpResponse:
    """Put every letter that waits, of one's own teams, into one file. Pressed twice, it is one."""
    by, on = asker(request), today()
    waiting = [
        one for one in queries.in_state(State.QUEUED, on=on) if one.channel is Channel.LETTER
    ]
    mine, _ = _mine(waiting, by, on)
    may_go = [one.id for one in mine if one.run_id is None and still_theirs(one, by)]
    run_id = operations.print_together(may_go, by=by, on=on, at=now())
    if run_id is None:
        messages.info(request, "No letter waits that is not in a file already.")
        return redirect("team.outbox")
    return redirect("team.letters", run_id)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def letters(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """What is in a file of letters; and that these were posted, or are to be put back."""
    by, on = asker(request), today()
    run = queries.run(run_id)
    may_go, must_not, named = _letters(run_id, by, on)
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act == "posted":
            for one in may_go:
                operations.posted(one.id, by=by, on=on)
            messages.info(request, _said_posted(len(may_go)))
        elif act == "back":
            count = operations.put_back([one.id for one in (*may_go, *must_not)])
            messages.info(request, f"{count} put back to wait for the post.")
        else:
            raise Refused("There is no such thing to do with letters. Load the page again.")
        return redirect("team.outbox")
    return render(
        request,
        "front_doors/letters.html",
        {"run": run, "may_go": may_go, "must_not": must_not, "named": named},
    )


@require_safe
@transaction.atomic
def letters_file(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The letters of a file as PDFs in a zip; each counts as opened."""
    by, on = asker(request), today()
    may_go, _, _ = _letters(run_id, by, on)
    if not may_go:
        raise NotFound("No letter of this file waits for the post any more.")
    facts.record_many(operations.READ, {(on, one.about_id, one.id) for one in may_go}, by=by)
    made = operations.bundle([one.id for one in may_go])
    answer = HttpResponse(made, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="letters-{on}-{str(run_id)[:8]}.zip"'
    return answer


def _letters(
    run_id: UUID, by: SignIn, on: date
) -> tuple[list[NoticeLine], list[NoticeLine], Mapping[UUID, people.ListedPerson]]:
    """The letters of a file that `by` may open and may post, those that must not go, and names."""
    queries.run(run_id)
    mine, named = _mine(queries.in_run(run_id, on=on), by, on)
    may_go = [one for one in mine if still_theirs(one, by)]
    return may_go, [one for one in mine if one not in may_go], named


def _mine(
    lines: list[NoticeLine], by: SignIn, on: date
) -> tuple[list[NoticeLine], Mapping[UUID, people.ListedPerson]]:
    """The notices about people whose record `by` may open; that they were listed is on record."""
    named = people.briefly({line.about_id for line in lines}, by=by, on=on)
    mine = [one for one in lines if one.about_id in named and not named[one.about_id].outside]
    facts.record_many(people.PEOPLE_LISTED, {(on, one.about_id, None) for one in mine}, by=by)
    return mine, named


def _said_posted(count: int) -> str:
    if not count:
        return "These were noted as posted already."
    return f"{count} {'letter' if count == 1 else 'letters'} noted as posted."
