"""Behind the person's own door: what comes next, and what is written about them."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.facts import queries as facts
from ownway.foundation.look.forms import problems
from ownway.front_doors import pages
from ownway.front_doors.forms import AboutMeForm
from ownway.front_doors.standing import my_steps, standing_of
from ownway.kernel.refusal import Refused
from ownway.support.people import operations as people_operations
from ownway.support.people import queries as people


@require_safe
@transaction.atomic
def home(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_for_reading(people.own_person_id(by), by=by, on=on)
    return render(
        request,
        "front_doors/my_home.html",
        {"person": person, "steps": my_steps(standing_of(person.id, by=by, on=on))},
    )


@require_safe
@transaction.atomic
def record(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_for_reading(people.own_person_id(by), by=by, on=on)
    lines, everything = pages.how_much(request.GET, at_first=15)
    happened = facts.timeline(
        people.every_id(person.id), limit=lines + 1, leave_out=() if everything else pages.QUIET
    )
    return render(
        request,
        "front_doors/my_record.html",
        {
            "person": person,
            "now": my_steps(standing_of(person.id, by=by, on=on)),
            "timeline": pages.timeline(happened[:lines], mine=True),
            "more": lines + 50 if len(happened) > lines else 0,
            "everything": everything,
            "readings": [
                one
                for one in facts.readings(people.every_id(person.id), limit=100)
                if one.by_name != by.name
            ],
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
