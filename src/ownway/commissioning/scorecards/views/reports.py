"""What a calibration says of itself, and what a model is made of, to read and to take away."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ownway.commissioning.scorecards import permissions, queries
from ownway.commissioning.scorecards.pages import printing
from ownway.commissioning.scorecards.pages.register import (
    question_rows,
    table_rows,
)
from ownway.commissioning.scorecards.pages.report import report_page
from ownway.commissioning.scorecards.views.answers import csv_file, whole_file
from ownway.foundation.access.asking import asker
from ownway.kernel.money import plain_pounds
from ownway.kernel.refusal import NotFound
from ownway.kernel.spreadsheet import line
from ownway.support.allocation.domain.card_file import card_text
from ownway.support.assessment.queries import questionnaire_named

SECONDS_BETWEEN_LOOKS = 3


@require_safe
def calibration(request: HttpRequest, calibration_id: UUID) -> HttpResponse:
    """The report; while it is being made how far it is, asking again by itself without script."""
    by = asker(request)
    found = queries.calibration(calibration_id, by=by)
    more: dict[str, Any] = {"found": found, "may_calibrate": permissions.CALIBRATE.allows(by)}
    if found.report is None:
        answer = render(request, "scorecards/calibrating.html", more)
        if found.line.going:
            answer["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
        return answer
    page = report_page(found, questionnaire_named(found.model.questionnaire))
    return render(request, "scorecards/report.html", more | {"page": page})


@require_safe
def report_pdf(request: HttpRequest, calibration_id: UUID) -> HttpResponse:
    found = queries.calibration(calibration_id, by=asker(request))
    if found.report is None:
        raise NotFound("There is no report of this calibration.")
    made = printing.as_pdf(
        report_page(found, questionnaire_named(found.model.questionnaire)),
        version=found.model.version,
        council=settings.OWNWAY_COUNCIL,
        day=found.line.asked_on,
    )
    return whole_file(made, "application/pdf", f"report-on-{found.model.version}.pdf")


@require_safe
def put_aside(request: HttpRequest, calibration_id: UUID) -> HttpResponse:
    by = asker(request)
    rows = queries.rows_put_aside(calibration_id, by=by)
    found = queries.calibration(calibration_id, by=by)
    return render(request, "scorecards/put_aside.html", {"found": found, "rows": rows})


@require_safe
def put_aside_csv(request: HttpRequest, calibration_id: UUID) -> StreamingHttpResponse:
    rows = queries.rows_put_aside(calibration_id, by=asker(request))
    body = [line(["row", "column", "why", "cells as they came"])]
    # The cells are a line of their own already, each made harmless when it was kept.
    body += [line([one.row, one.column, one.why]).rstrip("\r\n") + "," + one.cells for one in rows]
    return csv_file(body, "rows-put-aside.csv")


@require_safe
def points(request: HttpRequest, model_id: UUID) -> HttpResponse:
    found = queries.model(model_id, by=asker(request))
    if found.card is None:
        raise NotFound("This model has no points yet. Calibrate it first.")
    return render(
        request,
        "scorecards/points.html",
        {
            "found": found,
            "card": found.card,
            "questions": question_rows(found.card, questionnaire_named(found.line.questionnaire)),
            "lines": table_rows(found.card),
        },
    )


@require_safe
def points_csv(request: HttpRequest, model_id: UUID) -> StreamingHttpResponse:
    found = queries.model(model_id, by=asker(request))
    if found.card is None:
        raise NotFound("This model has no points yet. Calibrate it first.")
    body = [line(["question", "level", "points"])]
    for question, steps in found.card.points.items():
        body += [line([question, level, step]) for level, step in enumerate(steps)]
    body += [line([]), line(["score", "weekly"])]
    body += [line([score, plain_pounds(one)]) for score, one in enumerate(found.card.table)]
    return csv_file(body, f"{found.line.version}.csv")


@require_safe
def card_json(request: HttpRequest, model_id: UUID) -> HttpResponse:
    found = queries.model(model_id, by=asker(request))
    if found.card is None:
        raise NotFound("This model has no points yet. Calibrate it first.")
    return whole_file(
        card_text(found.card).encode(), "application/json", f"{found.line.version}.json"
    )


@require_safe
def minutes(request: HttpRequest, model_id: UUID) -> HttpResponse:
    found = queries.minutes_of(model_id, by=asker(request))
    answer = whole_file(found.content, found.content_type, found.name)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return answer
