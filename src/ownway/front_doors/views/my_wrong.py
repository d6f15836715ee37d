"""Behind the person's own door: who looked, and saying what is wrong."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.front_doors.forms import SayWrongForm
from ownway.front_doors.looks import by_day, looks_at_record
from ownway.kernel.refusal import Refused
from ownway.kernel.spreadsheet import line as spreadsheet_line
from ownway.support.people import queries as people
from ownway.support.people.domain.own_record import answer_due_on
from ownway.support.people.operations import own_record
from ownway.support.people.queries import said_wrong

COLUMNS = ("When", "Who", "Job", "From", "What they opened", "Why", "How often that day")


@require_safe
@transaction.atomic
def who_looked(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    person = people.person_briefly(people.own_person_id(by), by=by, on=on)
    asked = request.GET.get("lines", "")
    limit = min(int(asked), 2000) if asked.isdecimal() else 100
    looks, more = looks_at_record(person.id, own=by, on=on, limit=limit)
    objections = [
        line for line in said_wrong.said_wrong_of(person.id, on=on) if line.is_about_a_look
    ]
    return render(
        request,
        "front_doors/my_who_looked.html",
        {
            "days": by_day(looks),
            "more": limit + 200 if more else 0,
            "outside": sum(look.outside for look in looks),
            "friends": sum(look.let_in for look in looks),
            "objections": objections,
            "objected": {line.fact_id for line in objections},
        },
    )


@require_safe
@transaction.atomic
def who_looked_file(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    looks, _ = looks_at_record(people.own_person_id(by), own=by, on=on, limit=10_000)
    rows = [
        (look.on.isoformat(), look.who, look.job, look.place, look.what, look.why, str(look.times))
        for look in looks
    ]
    text = "".join(spreadsheet_line(row) for row in (COLUMNS, *rows))
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="who-looked-at-my-record.csv"'
    return answer


@require_safe
@transaction.atomic
def wrong(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    lines = said_wrong.said_wrong_of(people.own_person_id(by), on=on)
    return render(
        request,
        "front_doors/my_wrong.html",
        {
            "open": [line for line in lines if line.is_open],
            "answered": [line for line in lines if not line.is_open],
        },
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def say_wrong(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    by, on = asker(request), today()
    person_id = people.own_person_id(by)
    people.check_may_read(person_id, by=by)
    _, what, stands = said_wrong.stands_now(person_id, kind=kind, key=key, on=on)
    form = SayWrongForm(request.POST or None)
    looked = kind == "reading"
    if looked:
        form.fields["wrong"].label = "What seems wrong about it?"
        del form.fields["should_say"]
    if request.method == "POST" and form.is_valid():
        try:
            own_record.say_wrong(person_id, kind=kind, key=key, **form.cleaned_data, by=by, on=on)
        except Refused as refusal:
            form.add_error("wrong", str(refusal))
        else:
            messages.info(
                request,
                "Sent. Somebody who did not open your record looks into it."
                if looked
                else "Sent. It now stands beside what was written.",
            )
            return redirect("my.who_looked" if looked else "my.wrong")
    return render(
        request,
        "front_doors/my_say_wrong.html",
        {
            "form": form,
            "problems": problems(form),
            "what": said_wrong.DETAILS.get(what, ""),
            "stands": stands,
            "looked": looked,
            "due_on": answer_due_on(on),
            "easy": "easy" in (request.GET.get("words"), request.POST.get("words")),
        },
        status=422 if form.errors else 200,
    )
