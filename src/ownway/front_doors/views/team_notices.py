"""Behind the council's door: telling somebody something, and looking twice before it goes."""

from collections import Counter
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.look.forms import problems
from ownway.foundation.notices import operations, queries
from ownway.foundation.notices.domain import TEMPLATES, Channel, State, choose
from ownway.foundation.notices.queries import NoticeLine
from ownway.front_doors.forms.notices import TellForm
from ownway.front_doors.telling import values_for
from ownway.kernel import spreadsheet
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.people import queries as people
from ownway.support.people.permissions import WRITE_RECORD
from ownway.support.people.queries.reaching import recipient_of


@require_safe
@transaction.atomic
def notices(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = _opened(person_id, by, on)
    return render(
        request,
        "front_doors/team_notices.html",
        {
            "person": person,
            "lines": queries.about(people.every_id(person_id), on=on),
            "templates": TEMPLATES.values() if WRITE_RECORD.allows(by) else (),
            "by": by,
        },
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def tell(request: HttpRequest, person_id: UUID, template: str) -> HttpResponse:
    by, on = asker(request), today()
    person = _opened(person_id, by, on)
    if template not in TEMPLATES:
        raise NotFound("There is no such notice to send.")
    to = recipient_of(person_id, by=by, on=on)
    suggested = choose(to.needs, to.channels)
    first = {
        "format": suggested.format.value if suggested.format else "",
        "channel": suggested.channel.value if suggested.channel else "",
    }
    first |= values_for(template, person_id, by=by, on=on)
    form = TellForm(template, to, request.POST or None, initial=first)
    seen = None
    if request.method == "POST" and form.is_valid():
        format_, channel, values = form.chosen()
        values["worker"] = by.name
        try:
            seen = operations.preview(
                template, to=to, values=values, channel=channel, format_=format_, on=on
            )
            if request.POST.get("act") == "send":
                notice_id = operations.send(
                    template,
                    about=person_id,
                    to=to,
                    values=values,
                    by=by,
                    on=on,
                    channel=channel,
                    format_=format_,
                    unsuitable_because=form.cleaned_data["because"],
                )
                waits = queries.one(notice_id, on=on).state is State.SECOND_LOOK
                messages.info(
                    request,
                    "Not sent yet: the address changed, so somebody else looks at it first."
                    if waits
                    else "It is on its way. What becomes of it stands here.",
                )
                return redirect("team.notices", person_id)
        except Refused as refusal:
            form.add_error("because" if seen else None, str(refusal))
    return render(
        request,
        "front_doors/tell.html",
        {
            "form": form,
            "problems": problems(form),
            "person": person,
            "template": TEMPLATES[template],
            "why_none": suggested.because,
            "seen": seen,
            "shown_form": request.method == "POST" and form.data.get("format", ""),
        },
        status=422 if form.errors else 200,
    )


@require_safe
@transaction.atomic
def outbox(request: HttpRequest) -> HttpResponse:
    """Letters that wait for a second look or for the post, and what did not arrive."""
    by, on = asker(request), today()
    found = queries.in_state(State.SECOND_LOOK, State.QUEUED, State.FAILED, State.RETURNED, on=on)
    named = people.briefly({line.about_id for line in found}, by=by, on=on)
    mine = [line for line in found if line.about_id in named and not named[line.about_id].outside]
    unsuitable = _unsuitable(by, on)
    listed = {(on, line.about_id, None) for line in mine}
    facts.record_many(people.PEOPLE_LISTED, listed, by=by)
    return render(
        request,
        "front_doors/outbox.html",
        {
            "named": named,
            "by": by,
            "to_look": [one for one in mine if one.state is State.SECOND_LOOK],
            "to_post": [
                one for one in mine if one.state is State.QUEUED and one.channel is Channel.LETTER
            ],
            "failed": [one for one in mine if one.state in (State.FAILED, State.RETURNED)],
            "unsuitable": Counter(
                (line.format.value, line.channel.value, line.unsuitable_because)
                for _, _, line in unsuitable
            ).most_common(),
            "many_unsuitable": len(unsuitable),
        },
    )


@require_safe
@transaction.atomic
def unsuitable_csv(request: HttpRequest) -> HttpResponse:
    """What went in a form that does not meet a need, one a line, to see to the cause."""
    by, on = asker(request), today()
    rows = _unsuitable(by, on)
    facts.record_many(
        people.PEOPLE_LISTED, {(on, line.about_id, None) for _, _, line in rows}, by=by
    )
    head = ("Day", "Person", "Needs", "Sent as", "Sent by", "Why", "Written by")
    out = spreadsheet.line(head) + "".join(
        spreadsheet.line(
            (line.said_on, name, needs, line.format.value, line.channel.value,
             line.unsuitable_because, line.said_by)
        )
        for name, needs, line in rows
    )  # fmt: skip
    answer = HttpResponse(out.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="not-the-form-they-need.csv"'
    return answer


@require_http_methods(["GET", "POST"])
@transaction.atomic
def second_look(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    line = _theirs(notice_id, by)
    person = _opened(line.about_id, by, on)
    still = _still_theirs(line, by)
    problem = ""
    if request.method == "POST":
        yes = request.POST.get("act") == "yes"
        try:
            if yes and not still:
                raise Refused("This is not their address any more. Stop it and write a new one.")
            operations.look_twice(
                notice_id, yes=yes, words=request.POST.get("words", "")[:400], by=by, on=on
            )
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.info(request, "It goes to this address." if yes else "Stopped. Nothing went.")
            return redirect("team.outbox")
    return render(
        request,
        "front_doors/second_look.html",
        {"line": line, "person": person, "still": still, "problem": problem,
         "own": line.said_by_id == by.pk, "typed": request.POST.get("words", "")},
        status=422 if problem else 200,
    )  # fmt: skip


@require_safe
@transaction.atomic
def letter(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """The PDF to print, while it waits for the post and the address is still theirs."""
    by = asker(request)
    line = _theirs(notice_id, by)
    _opened(line.about_id, by, today())
    _check_may_go(line, by)
    answer = HttpResponse(operations.letter_of(notice_id), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="N-{str(notice_id)[:8].upper()}.pdf"'
    return answer


@require_POST
@transaction.atomic
def posted(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    line = _theirs(notice_id, by)
    _check_may_go(line, by)
    operations.posted(notice_id, by=by, on=on)
    messages.info(request, "Noted as posted.")
    return redirect("team.outbox")


@require_POST
@transaction.atomic
def again(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    line = _theirs(notice_id, by)
    if line.channel is Channel.LETTER and not _still_theirs(line, by):
        raise Refused("The address of this letter is not theirs any more. Write it anew.")
    operations.again(notice_id, by=by, on=on)
    messages.info(request, "It is tried again.")
    return redirect("team.outbox")


def _opened(person_id: UUID, by: SignIn, on: date) -> people.ListedPerson:
    """The line about somebody that heads a page of what they are told; the look is on record."""
    person = people.person_briefly(person_id, by=by, on=on)
    facts.record_reading(operations.READ, about=person_id, by=by, on=on)
    return person


def _unsuitable(by: SignIn, on: date) -> list[tuple[str, str, NoticeLine]]:
    """Name, needs and notice where a need was not met, of those whose record `by` may open."""
    lines = queries.unsuitable(on=on)
    named = people.briefly({line.about_id for line in lines}, by=by, on=on)
    return [
        (named[line.about_id].name, "; ".join(named[line.about_id].needs), line)
        for line in lines
        if line.about_id in named and not named[line.about_id].outside
    ]


def _theirs(notice_id: UUID, by: SignIn) -> NoticeLine:
    line = queries.one(notice_id, on=today())
    people.check_may_read(line.about_id, by=by)
    return line


def _still_theirs(line: NoticeLine, by: SignIn) -> bool:
    """Whether a letter's window shows where the person is written to today."""
    to = recipient_of(line.about_id, by=by, on=today())
    return to.address is not None and to.address.in_window(to.name) == line.window


def _check_may_go(line: NoticeLine, by: SignIn) -> None:
    if line.state is not State.QUEUED or line.channel is not Channel.LETTER:
        raise Refused("This letter does not wait for the post.")
    if not _still_theirs(line, by):
        raise Refused("The address of this letter is not theirs any more. It must not be posted.")
