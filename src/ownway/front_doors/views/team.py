"""Behind the council's door: what waits, finding people, and the record."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ownway.commissioning.returns.queries.to_fix import how_much_to_fix
from ownway.config.clock import today
from ownway.foundation.access import queries as access
from ownway.foundation.access.asking import asker
from ownway.foundation.data_rights import queries as rights
from ownway.foundation.facts import queries as facts
from ownway.foundation.hand_overs import operations as hand_over_operations
from ownway.foundation.hand_overs import queries as hand_overs
from ownway.foundation.look.forms import problems
from ownway.front_doors import pages
from ownway.front_doors.covering import cover_of
from ownway.front_doors.first_contact import page_behind
from ownway.front_doors.forms import AboutMeForm, AnswerForm, PassOnForm
from ownway.front_doors.standing import happening_now, links_out, next_step, standing_of
from ownway.front_doors.working_day import work_page
from ownway.kernel.refusal import Refused
from ownway.support.contact.permissions import COUNT_BENEFITS
from ownway.support.people import operations as people_operations
from ownway.support.people import queries as people
from ownway.support.people.permissions import WRITE_RECORD
from ownway.support.people.queries import said_wrong
from ownway.support.safeguarding import queries as safeguarding

PAGE = 25


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    return render(
        request,
        "front_doors/work.html",
        {"page": work_page(by=by, on=on), "counts_gains": COUNT_BENEFITS.allows(by)},
    )


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    said = request.GET.get("find", "")[:100]
    start = _start(request)
    found = (
        people.find(said, by=by, on=on)
        if said.strip()
        else people.people_of_team(by=by, on=on, after=start, limit=PAGE + 1)
    )
    more = found[PAGE - 1] if len(found) > PAGE and not said.strip() else None
    return render(
        request,
        "front_doors/find.html",
        {
            "said": said,
            "found": found[:PAGE],
            "more": more,
            "full": bool(said.strip()) and len(found) >= PAGE,
            "start": start,
            "may_write": WRITE_RECORD.allows(by),
        },
    )


@require_safe
@transaction.atomic
def record(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_for_reading(person_id, by=by, on=on)
    lines, everything = pages.how_much(request.GET, at_first=12)
    happened = facts.timeline(
        people.every_id(person_id), limit=lines + 1, leave_out=() if everything else pages.QUIET
    )
    standing = standing_of(person_id, by=by, on=on)
    wrong = said_wrong.said_wrong_of(person_id, on=on)
    return render(
        request,
        "front_doors/record.html",
        {
            "person": person,
            "now": happening_now(person_id, standing, by=by, on=on),
            "next_step": next_step(person_id, standing, by=by),
            "links_out": links_out(person_id, by=by),
            "timeline": pages.timeline(happened[:lines], mine=False, wrong=wrong),
            "wrong": [line for line in wrong if line.is_open and not line.is_about_a_look],
            "more": lines + 50 if len(happened) > lines else 0,
            "everything": everything,
            "may_write": WRITE_RECORD.allows(by),
            "joinings": people.joinings_of(person_id, on=on),
            "held": rights.holds_on(person_id, standing=True),
            "to_fix": how_much_to_fix(person_id, by=by, on=on),
            "protected": people.protected_facts(person_id, by=by, on=on),
            "not_shown": people.something_not_shown(person_id, by=by),
            "around": [
                line for line in people.around_of(person_id, by=by, on=on) if not line.is_over(on)
            ],
            "asked": people.talk_of(person_id, by=by),
            "on": on,
        },
    )


@require_safe
@transaction.atomic
def readings(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    return render(
        request,
        "front_doors/readings.html",
        {
            "person": person,
            "readings": facts.readings(people.every_id(person_id), limit=200),
        },
    )


@require_http_methods(["GET", "POST"])
def about_me(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    form = AboutMeForm(
        request.POST or None, mine=False, initial=people.said_lately(person_id, by=by)
    )
    if request.method == "POST" and form.is_valid():
        try:
            people_operations.say_about_me(person_id, **form.cleaned_data, by=by, on=on)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, f"Saved. What {person.name} said before is kept.")
            return redirect("people.record", person_id)
    return render(
        request,
        "front_doors/about_me.html",
        {"form": form, "problems": problems(form), "person": person},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def pass_on(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    form = PassOnForm(
        request.POST or None, teams=access.teams(), colleagues=access.colleagues(by.team_id)
    )
    if request.method == "POST" and form.is_valid():
        try:
            hand_over_operations.hand_over(
                person_id,
                about_name=person.name,
                what=form.cleaned_data["what"],
                words=form.cleaned_data["words"],
                due_on=form.cleaned_data["due_on"],
                by=by,
                on=on,
                **form.receiver(),
            )
        except Refused as refusal:
            form.add_error("due_on" if "day" in str(refusal) else None, str(refusal))
        else:
            messages.info(request, "Passed on. If nobody answers by that day, it shows on My work.")
            return redirect("people.record", person_id)
    return render(
        request,
        "front_doors/pass_on.html",
        {"form": form, "problems": problems(form), "person": person},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, hand_over_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    cover = cover_of(by, on=on)
    line = hand_overs.one_for_reading(hand_over_id, by=by, on=on, cover=cover)
    if (concern := safeguarding.concern_passed_on(hand_over_id, by=by)) is not None:
        return redirect("safeguarding.concern", concern)
    behind = page_behind(hand_over_id, by=by)
    if behind and not line.came_back:
        return redirect(behind)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        try:
            match request.POST.get("act"):
                case "accept":
                    hand_over_operations.acknowledge(hand_over_id, by=by, on=on, cover=cover)
                    messages.info(request, "Accepted. It stays on My work until it is done.")
                case "done":
                    hand_over_operations.finish(
                        hand_over_id, answer=answer, by=by, on=on, cover=cover
                    )
                    messages.info(request, f"Done. {line.from_name} can see what came of it.")
                case "give-back":
                    hand_over_operations.give_back(
                        hand_over_id, reason=answer, by=by, on=on, cover=cover
                    )
                    messages.info(request, f"Given back to {line.from_name}, with your reason.")
                case "take-back":
                    hand_over_operations.take_back(
                        hand_over_id, next_step=answer, by=by, on=on, cover=cover
                    )
                    messages.info(request, "Written down. It leaves My work.")
                case _:
                    raise Refused("Choose what to do with it.")
        except Refused as refusal:
            form.add_error("answer", str(refusal))
        else:
            return redirect("hand_overs.hand_over", hand_over_id)
    about = people.briefly([line.about_id], by=by, on=on).get(line.about_id)
    return render(
        request,
        "front_doors/hand_over.html",
        {
            "line": line,
            "form": form,
            "problems": problems(form),
            "may_open": about is not None,
            "behind": behind,
            "about": about,
        },
        status=422 if form.errors else 200,
    )


def _start(request: HttpRequest) -> tuple[str, str, UUID] | None:
    """The last line of the page before, from the address; a mended address starts at the top."""
    after = request.GET.get("after", "")
    try:
        return (request.GET.get("family", ""), request.GET.get("given", ""), UUID(after))
    except ValueError:
        return None
