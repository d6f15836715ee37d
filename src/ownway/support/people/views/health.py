"""Health care on a record, on one's own page, and who has not had what they should."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.kernel.spreadsheet import line
from ownway.support.people import queries
from ownway.support.people.domain.health import AtPractice, in_words
from ownway.support.people.forms.health import HealthForm
from ownway.support.people.operations.health import say_health_care
from ownway.support.people.permissions import WRITE_RECORD
from ownway.support.people.queries import health

COLUMNS = ("Practice", "Name", "Lacks", "Last check", "Last plan", "Hospital passport")


@require_http_methods(["GET", "POST"])
@transaction.atomic
def of_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    person = queries.person_briefly(person_id, by=by, on=on)
    known = health.health_care_of(person.id, by=by)
    initial = {
        "practice": known.practice,
        "check_on": known.check_on,
        "plan_on": known.plan_on,
        "passport": known.passport.value,
        "passport_where": known.passport_where,
    }
    form = HealthForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            say_health_care(person.id, **form.cleaned_data, by=by, on=on)
        except (NotAllowed, NotFound):
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, "Noted.")
            return redirect("people.health", person_id)
    return render(
        request,
        "people/health.html",
        {
            "person": person,
            "known": known,
            "learning_disability": health.has_learning_disability(person.id, by=by, on=on),
            "may_write": WRITE_RECORD.allows(by),
            "form": form,
            "problems": problems(form),
        },
        status=422 if form.errors else 200,
    )


@require_safe
@transaction.atomic
def mine(request: HttpRequest) -> HttpResponse:
    by = asker(request)
    known = health.health_care_of(queries.own_person_id(by), by=by)
    return render(request, "people/my_health.html", {"known": known})


@require_safe
@transaction.atomic
def without(request: HttpRequest) -> HttpResponse:
    found = health.without_checks(by=asker(request), on=today())
    return render(request, "people/without_checks.html", {"found": found})


@require_safe
@transaction.atomic
def without_csv(request: HttpRequest) -> HttpResponseBase:
    found = health.without_checks(by=asker(request), on=today())
    rows = [
        line(COLUMNS),
        *(
            line(
                (
                    one.practice,
                    one.name,
                    ", ".join(one.lacks),
                    one.check_on,
                    one.plan_on,
                    one.passport.value or "not asked",
                )
            )
            for one in found.lines
        ),
    ]
    answer = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="health-checks.csv"'
    return answer


@require_safe
def practices(request: HttpRequest) -> HttpResponse:
    """For commissioners: who has none, by practice, without a name."""
    whole, found = health.practices(by=asker(request), on=today())
    if request.GET.get("as") == "csv":
        head = ("Practice", "People", "No check", "No plan", "No passport")
        out = line(head) + "".join(line(_in_words(one)) for one in found)
        answer = HttpResponse(out.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="health-checks-by-practice.csv"'
        return answer
    return render(
        request,
        "people/practices.html",
        {"whole": _in_words(whole), "lines": [_in_words(one) for one in found]},
    )


def _in_words(one: AtPractice) -> tuple[str, ...]:
    numbers = (one.people, one.no_check, one.no_plan, one.no_passport)
    return (one.practice, *map(in_words, numbers))
