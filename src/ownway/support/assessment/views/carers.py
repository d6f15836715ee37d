"""Older carers, and whether there is a plan for later."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.facts import operations as facts
from ownway.kernel import spreadsheet
from ownway.support.assessment import queries
from ownway.support.assessment.domain.caring import OLDER_FROM
from ownway.support.people import queries as people


@require_safe
@transaction.atomic
def older_carers(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    lines = queries.older_carers(by=by, on=on)
    facts.record_many(people.PEOPLE_LISTED, {(on, one.person_id, None) for one in lines}, by=by)
    if request.GET.get("as") == "csv":
        head = ("Carer", "Age", "Cares for", "Hours a week", "Plan for later", "Act", "Said")
        out = spreadsheet.line(head) + "".join(
            spreadsheet.line(
                (
                    one.name,
                    one.age,
                    one.cares_for,
                    "" if one.hours_weekly is None else one.hours_weekly,
                    one.later or "None yet",
                    one.urgency,
                    one.said_on,
                )
            )
            for one in lines
        )
        answer = HttpResponse(out.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="older-carers.csv"'
        return answer
    return render(
        request,
        "assessment/older_carers.html",
        {
            "lines": lines,
            "without": sum(not one.later for one in lines),
            "from_age": OLDER_FROM,
        },
    )
