"""Behind the council's door: telling somebody something, and looking twice before it goes."""

from collections import Counter
from datetime import date
from typing import Any
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
from ownway.front_doors.forms.notices import CameBackForm, TellForm, WentForm
from ownway.front_doors.telling import may_be_told, values_for
from ownway.kernel import spreadsheet
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import queries as people
from ownway.support.people.permissions import WRITE_RECORD
from ownway.support.people.queries.reaching import recipient_of

MAY_COME_BACK = (State.SENT, State.DELIVERED)


@require_safe
@transaction.atomic
def notices(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = opened(person_id, by, on)
    return render(
        request,
        "front_doors/team_notices.html",
        {
            "person": person,
            "lines": queries.about(people.every_id(person_id), on=on),
            "templates": [one for one in TEMPLATES.values() if may_be_told(one.code)]
            if WRITE_RECORD.allows(by)
            else [],
            "by": by,
        },
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def tell(request: HttpRequest, person_id: UUID, template: str) -> HttpResponse:
    by, on = asker(request), today()
    person = opened(person_id, by, on)
    if not may_be_told(template):
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
                    made_by=form.cleaned_data["made_by"],
                )
                messages.info(request, _what_now(queries.one(notice_id, on=on)))
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
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """One notice, each try of it, and what people note of it with their hands."""
    by, on = asker(request), today()
    line = theirs(notice_id, by)
    person = opened(line.about_id, by, on)
    act = request.POST.get("act", "")
    came_back = CameBackForm(request.POST if act == "came_back" else None)
    went = WentForm(request.POST if act == "went" else None)
    forms: dict[str, CameBackForm | WentForm] = {"came_back": came_back, "went": went}
    form = forms.get(act)
    status = 200
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            messages.info(request, _noted(act, line, form.cleaned_data if form else {}, by, on))
        except Refused as refusal:
            if form is None:
                raise
            form.add_error(next(iter(form.fields)), str(refusal))
        else:
            return redirect("team.notice", notice_id)
    if form is not None and form.errors:
        status = 422
    return render(
        request,
        "front_doors/team_notice.html",
        {
            "line": line,
            "person": person,
            "tries": queries.tries_of(notice_id),
            "came_back": came_back if line.state in MAY_COME_BACK and _left(line) else None,
            "went": went if line.state is State.MAKING else None,
            "problems": problems(form) if form is not None else [],
            "may_write": WRITE_RECORD.allows(by),
        },
        status=status,
    )


def _noted(act: str, line: NoticeLine, said: dict[str, Any], by: SignIn, on: date) -> str:
    """Do what somebody noted of a notice, and say it. Raises Refused for anything else."""
    if not WRITE_RECORD.allows(by):
        raise NotAllowed(WRITE_RECORD.refusal())
    if act == "came_back":
        operations.came_back(line.id, words=said["words"], by=by, on=on)
        return "Noted that it came back. It stands on My work until somebody sees to it."
    if act == "went":
        if line.channel is Channel.LETTER and not still_theirs(line, by):
            raise Refused("The address of this letter is not theirs any more. Write it anew.")
        operations.went(line.id, day=said["day"], by=by, on=on)
        return "Noted that it went."
    if act == "seen_to":
        operations.seen_to(line.id, by=by, on=on)
        return "Seen to. It is off the lists, and stays here."
    raise Refused("There is no such thing to do with a notice. Load the page again.")


@require_safe
@transaction.atomic
def outbox(request: HttpRequest) -> HttpResponse:
    """Letters that wait for a second look or for the post, and what did not arrive."""
    by, on = asker(request), today()
    found = queries.in_state(
        State.SECOND_LOOK, State.MAKING, State.QUEUED, State.FAILED, State.RETURNED, on=on
    )
    named = people.briefly({line.about_id for line in found}, by=by, on=on)
    mine = [line for line in found if line.about_id in named and not named[line.about_id].outside]
    unsuitable = _unsuitable(by, on)
    listed = {(on, line.about_id, None) for line in mine}
    facts.record_many(people.PEOPLE_LISTED, listed, by=by)
    letters = [one for one in mine if one.state is State.QUEUED and one.channel is Channel.LETTER]
    return render(
        request,
        "front_doors/outbox.html",
        {
            "named": named,
            "by": by,
            "to_look": [one for one in mine if one.state is State.SECOND_LOOK],
            "to_post": [one for one in letters if one.run_id is None],
            "letters": letters,
            "runs": [
                (run, sum(one.run_id == run.id for one in letters))
                for run in queries.runs({one.run_id for one in letters if one.run_id})
            ],
            "making": [one for one in mine if one.state is State.MAKING],
            "trying": [one for one in mine if one.state is State.QUEUED and one.tried],
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
    line = theirs(notice_id, by)
    person = opened(line.about_id, by, on)
    still = still_theirs(line, by)
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
    line = theirs(notice_id, by)
    opened(line.about_id, by, today())
    check_may_go(line, by)
    answer = HttpResponse(operations.letter_of(notice_id), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="N-{str(notice_id)[:8].upper()}.pdf"'
    return answer


@require_POST
@transaction.atomic
def posted(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    line = theirs(notice_id, by)
    check_may_go(line, by)
    operations.posted(notice_id, by=by, on=on)
    messages.info(request, "Noted as posted.")
    return redirect("team.outbox")


@require_POST
@transaction.atomic
def again(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    line = theirs(notice_id, by)
    if line.channel is Channel.LETTER and not still_theirs(line, by):
        raise Refused("The address of this letter is not theirs any more. Write it anew.")
    operations.again(notice_id, by=by, on=on)
    messages.info(request, "It is tried again.")
    return redirect("team.outbox")


def _what_now(line: NoticeLine) -> str:
    if line.state is State.SECOND_LOOK:
        return "Not sent yet: the address changed, so somebody else looks at it first."
    if line.state is State.MAKING:
        return f"{line.made_by} makes it. It waits here until it went."
    return "It is on its way. What becomes of it stands here."


def _left(line: NoticeLine) -> bool:
    return line.channel is not Channel.PAGE


def opened(person_id: UUID, by: SignIn, on: date) -> people.ListedPerson:
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


def theirs(notice_id: UUID, by: SignIn) -> NoticeLine:
    """A notice about somebody whose record `by` may open. Raises as `check_may_read`."""
    line = queries.one(notice_id, on=today())
    people.check_may_read(line.about_id, by=by)
    return line


def still_theirs(line: NoticeLine, by: SignIn) -> bool:
    """Whether a letter's window shows where the person is written to today."""
    to = recipient_of(line.about_id, by=by, on=today())
    return to.address is not None and to.address.in_window(to.name) == line.window


def check_may_go(line: NoticeLine, by: SignIn) -> None:
    """Raises Refused for a letter that must not be posted."""
    if line.state is not State.QUEUED or line.channel is not Channel.LETTER:
        raise Refused("This letter does not wait for the post.")
    if not still_theirs(line, by):
        raise Refused("The address of this letter is not theirs any more. It must not be posted.")
