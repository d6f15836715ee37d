"""Behind the person's own door: what comes next, and what is written about them."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.conversations import queries as conversations
from ownway.foundation.facts import queries as facts
from ownway.foundation.look.forms import problems
from ownway.front_doors import pages
from ownway.front_doors.first_contact import my_services
from ownway.front_doors.forms import AboutMeForm
from ownway.front_doors.getting_back import my_weeks
from ownway.front_doors.own_door import looks_at, parts_let_in
from ownway.front_doors.standing import my_steps, standing_of
from ownway.front_doors.told_to import as_told, names_told
from ownway.kernel.refusal import Refused
from ownway.support.people import operations as people_operations
from ownway.support.people import queries as people
from ownway.support.people.domain.letting_in import Part
from ownway.support.people.operations import inviting
from ownway.support.people.queries import let_in, said_wrong


@require_safe
@transaction.atomic
def home(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    at = looks_at(request)
    if at is not None:
        return render(
            request, "front_doors/my_home_let_in.html", {"at": at, "parts": parts_let_in(at)}
        )
    person = people.person_for_reading(people.own_person_id(by), by=by, on=on)
    inviting.note_accepted(person.id, on=on)
    return render(
        request,
        "front_doors/my_home.html",
        {
            "person": person,
            "steps": [
                *my_weeks(person.id, by=by, on=on),
                *my_steps(standing_of(person.id, by=by, on=on)),
                *my_services(person.id, by=by, on=on),
            ],
            "unread": conversations.how_many_unread(people.every_id(person.id), by=by),
            "let_in": [line for line in let_in.let_in_to(person.id, on=on) if line.stands],
            "others": let_in.open_to(by, on=on),
        },
    )


@require_safe
@transaction.atomic
def record(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    at = looks_at(request)
    person = people.person_for_reading(people.own_person_id(by), by=by, on=on)
    lines, everything = pages.how_much(request.GET, at_first=15)
    happened = facts.timeline(
        people.every_id(person.id),
        limit=lines + 1,
        leave_out=() if everything else pages.QUIET,
        only=names_told(at) if at else None,
    )
    if at is not None:
        happened = as_told(
            happened,
            at,
            by=by,
            own_names=(person.first_name, person.known_as, person.name),
            around=[one.name for one in people.around_of(person.id, by=by, on=on)],
        )
    decides = at is None or at.acts
    wrong = said_wrong.said_wrong_of(person.id, on=on) if decides else []
    sees_all = at is None or (at.sees(Part.PLAN) and at.sees(Part.MONEY))
    return render(
        request,
        "front_doors/my_record.html",
        {
            "person": person,
            "now": my_steps(standing_of(person.id, by=by, on=on)) if sees_all else [],
            "sees_all": sees_all,
            "timeline": pages.timeline(happened[:lines], mine=True, wrong=wrong),
            "more": lines + 50 if len(happened) > lines else 0,
            "everything": everything,
            "may_write": decides,
            "is_own": at is None,
            "whose": (person.known_as or person.first_name) if at else "",
            "wrong": [line for line in wrong if line.fact_id is None and not line.is_about_a_look],
            "waits": sum(line.is_open for line in wrong),
        },
    )


@require_http_methods(["GET", "POST"])
def about_me(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    person_id = people.own_person_id(by)
    form = AboutMeForm(
        request.POST or None, mine=True, initial=people.said_lately(person_id, by=by)
    )
    if request.method == "POST" and form.is_valid():
        try:
            people_operations.say_about_me(person_id, **form.cleaned_data, by=by, on=on)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Saved. Everyone who helps you sees this first.")
            return redirect("my.record")
    return render(
        request,
        "front_doors/my_about_me.html",
        {"form": form, "problems": problems(form)},
        status=422 if form.errors else 200,
    )
