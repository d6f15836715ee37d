"""The register of models: what there is, making one, its report, and its way to a board."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from ownway.commissioning.scorecards import forms, operations, permissions, queries
from ownway.commissioning.scorecards.domain import State
from ownway.commissioning.scorecards.pages import moving, printing
from ownway.commissioning.scorecards.pages.register import (
    ModelPage,
    RegisterPage,
    question_rows,
    table_rows,
)
from ownway.commissioning.scorecards.pages.report import report_page
from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.models import SignIn
from ownway.foundation.look.forms import problems
from ownway.kernel.money import plain_pounds
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.kernel.spreadsheet import line
from ownway.support.allocation import queries as allocation
from ownway.support.allocation.domain.card_file import card_text, points_from
from ownway.support.allocation.permissions import PUBLISH_SCORECARD
from ownway.support.assessment.queries import questionnaire_named

SECONDS_BETWEEN_LOOKS = 3
CSV = "text/csv; charset=utf-8"


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    by = asker(request)
    models, outside = queries.register(by=by)
    return render(
        request,
        "scorecards/register.html",
        {
            "page": RegisterPage.of(models, outside, on=today()),
            "may_calibrate": permissions.CALIBRATE.allows(by),
        },
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def start(request: HttpRequest) -> HttpResponse:
    by, on = asker(request), today()
    form = forms.StartForm(request.POST or None, questionnaires=queries.questionnaires(on=on))
    if request.method == "POST" and form.is_valid():
        try:
            model_id = operations.start_model(by=by, on=on, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("version", str(refusal))
        else:
            return redirect("scorecards.calibrate", model_id)
    return _form(request, "scorecards/start.html", form)


@require_safe
def model(request: HttpRequest, model_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    found = queries.model(model_id, by=by)
    return render(
        request,
        "scorecards/model.html",
        {
            "found": found,
            "page": ModelPage.of(found, on=on),
            "asked": questionnaire_named(found.line.questionnaire),
            "may_calibrate": permissions.CALIBRATE.allows(by),
            "may_approve": permissions.APPROVE_MODEL.allows(by),
            "made_it": by.pk in found.makers,
            "may_publish": PUBLISH_SCORECARD.allows(by),
            "who_approves": permissions.APPROVE_MODEL.refusal().partition("Someone who may: ")[2],
        },
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def calibrate(request: HttpRequest, model_id: UUID) -> HttpResponse:
    by, on = asker(request), today()
    found = queries.model(model_id, by=by)
    in_force = allocation.published_table(on, questionnaire=found.line.questionnaire)
    form = forms.CalibrateForm(
        request.POST or None,
        request.FILES or None,
        live=queries.live_people(found.line.questionnaire),
        earlier=_earlier(found),
        in_force=in_force.card.version if in_force else "",
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _ask(form, found, in_force, by=by, on=on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(_beside(str(refusal), form), str(refusal))
        else:
            return redirect("scorecards.calibration", made)
    more = {"found": found, "asked": questionnaire_named(found.line.questionnaire)}
    return _form(request, "scorecards/calibrate.html", form, more)


def _earlier(found: queries.ModelRecord) -> list[tuple[str, str]]:
    """Rows that were kept before, each once, to calibrate on again."""
    said: dict[str, str] = {}
    for run in found.calibrations:
        if run.people:
            whose = run.file_name or f"the records of {run.asked_on:%-d %B %Y}"
            words = f"The same {run.people:,} people again: {whose}"
            if words not in said.values():
                said[str(run.id)] = words
    return list(said.items())


def _ask(
    form: forms.CalibrateForm,
    found: queries.ModelRecord,
    in_force: allocation.PublishedTable | None,
    *,
    by: SignIn,
    on: date,
) -> UUID:
    said = form.cleaned_data
    prior: Mapping[str, Sequence[int]] = {}
    prior_words = ""
    if said["prior"] == forms.IN_FORCE and in_force is not None:
        prior = {name: tuple(steps) for name, steps in in_force.card.points.items()}
        prior_words = in_force.card.version
    elif said["prior"] == forms.FILE:
        prior_words = said["prior_file"].name
        prior = points_from(_text(said["prior_file"].read()).splitlines())
    source, _, again_on = said["source"].partition(":")
    file = said["file"] if source == forms.FILE else None
    return operations.ask_for_calibration(
        found.line.id,
        by=by,
        on=on,
        policy=form.policy(),
        file=file.read() if file else None,
        file_name=file.name if file else "",
        again_on=UUID(again_on) if again_on else None,
        prior=prior,
        prior_words=prior_words[:200],
    )


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
    return _file(made, "application/pdf", f"report-on-{found.model.version}.pdf")


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
    return _csv(body, "rows-put-aside.csv")


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
    return _csv(body, f"{found.line.version}.csv")


@require_safe
def card_json(request: HttpRequest, model_id: UUID) -> HttpResponse:
    found = queries.model(model_id, by=asker(request))
    if found.card is None:
        raise NotFound("This model has no points yet. Calibrate it first.")
    return _file(card_text(found.card).encode(), "application/json", f"{found.line.version}.json")


@require_safe
def minutes(request: HttpRequest, model_id: UUID) -> HttpResponse:
    found = queries.minutes_of(model_id, by=asker(request))
    answer = _file(found.content, found.content_type, found.name)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return answer


@require_http_methods(["GET", "POST"])
@transaction.atomic
def propose(request: HttpRequest, model_id: UUID) -> HttpResponse:
    form = forms.ProposeForm(request.POST if request.method == "POST" else None)
    return _step(
        request,
        model_id,
        form,
        template="propose",
        states=(State.DRAFT, State.CALIBRATED),
        act=lambda by, on: operations.propose(
            model_id, words=form.cleaned_data["words"], by=by, on=on
        ),
        done="Put to the board. Somebody with no part in making it writes its approval down.",
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def take_back(request: HttpRequest, model_id: UUID) -> HttpResponse:
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    return _step(
        request,
        model_id,
        form,
        template="take_back",
        states=(State.PROPOSED, State.APPROVED),
        act=lambda by, on: operations.withdraw(
            model_id, because=form.cleaned_data["because"], by=by, on=on
        ),
        done="Taken back. You can calibrate it again.",
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def put_away(request: HttpRequest, model_id: UUID) -> HttpResponse:
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    return _step(
        request,
        model_id,
        form,
        template="put_away",
        states=(State.DRAFT, State.CALIBRATED),
        act=lambda by, on: operations.retire(
            model_id, because=form.cleaned_data["because"], by=by, on=on
        ),
        done="Put away. It stays in the register with what was said of it.",
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def approve(request: HttpRequest, model_id: UUID) -> HttpResponse:
    posted = request.method == "POST"
    form = forms.ApproveForm(request.POST if posted else None, request.FILES if posted else None)

    def act(by: SignIn, on: date) -> None:
        said = form.cleaned_data
        file = said["minutes"]
        operations.approve(
            model_id,
            board=said["board"],
            approved_on=said["approved_on"],
            minutes_words=said["minutes_words"],
            minutes=file.read() if file else None,
            minutes_name=file.name if file else "",
            by=by,
            on=on,
        )

    return _step(
        request,
        model_id,
        form,
        template="approve",
        states=(State.PROPOSED,),
        act=act,
        done="Approved. It can be put in force from a day now.",
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def publish(request: HttpRequest, model_id: UUID) -> HttpResponse:
    form = forms.PublishForm(request.POST if request.method == "POST" else None, today=today())
    return _step(
        request,
        model_id,
        form,
        template="publish",
        states=(State.APPROVED,),
        act=lambda by, on: operations.publish(
            model_id, in_force_from=form.cleaned_data["in_force_from"], by=by, on=on
        ),
        done="Published. Anybody can read the whole table.",
    )


def _step(
    request: HttpRequest,
    model_id: UUID,
    form: Form,
    *,
    template: str,
    states: tuple[State, ...],
    act: Any,
    done: str,
) -> HttpResponse:
    """A page that asks for one step of a model, takes it, and says what was refused beside it."""
    by, on = asker(request), today()
    found = queries.model(model_id, by=by)
    if request.method == "POST" and form.is_valid():
        try:
            act(by, on)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(_field_of(str(refusal), form), str(refusal))
        else:
            messages.info(request, done)
            return redirect("scorecards.model", model_id)
    if request.method == "GET" and found.line.state not in states:
        messages.error(request, f"{found.line.version} is {found.line.in_words(on).lower()} now.")
        return redirect("scorecards.model", model_id)
    return _form(request, f"scorecards/{template}.html", form, {"found": found})


def _field_of(refusal: str, form: Form) -> str:
    """The field a refusal stands beside: the day where it speaks of one, else the first."""
    days = [name for name in form.fields if name in ("approved_on", "in_force_from")]
    if days and (" day" in refusal or "before" in refusal or " from " in refusal):
        return days[0]
    return next(iter(form.fields))


def _beside(refusal: str, form: forms.CalibrateForm) -> str:
    words = (
        ("reserve", "reserve"),
        ("envelope", "envelope_weekly"),
        ("ceiling", "ceiling_weekly"),
        ("floor", "floor_weekly"),
        ("one more point", "step_weekly"),
        ("equality", "equality_record"),
        ("expert", "prior_file"),
        ("points", "prior_file"),
    )
    low = refusal.lower()
    known = next((field for word, field in words if word in low), "")
    if known:
        return known
    return "file" if form.cleaned_data.get("source") == forms.FILE else "source"


@require_safe
def what_if(request: HttpRequest, model_id: UUID) -> HttpResponse:
    """Another policy on the same people. It is asked with GET: nothing is kept."""
    by = asker(request)
    found = queries.model(model_id, by=by)
    tried = request.GET.get("try") == "yes"
    form = forms.WhatIfForm(request.GET if tried else None, initial=_as_typed(model_id, by))
    page = None
    if tried and form.is_valid():
        try:
            _, said = queries.what_if(
                model_id, form.policy(), cap=Decimal(form.cleaned_data["cap"]), by=by
            )
            page = moving.what_if_page(said)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _form(request, "scorecards/what_if.html", form, {"found": found, "page": page})


def _as_typed(model_id: UUID, by: SignIn) -> dict[str, Any]:
    """The policy of the card in the form it is typed in, to begin from."""
    policy = queries.policy_of(model_id, by=by)
    amounts = ("envelope_weekly", "floor_weekly", "ceiling_weekly", "step_weekly")
    return {
        **{name: plain_pounds(policy[name]) for name in amounts if policy.get(name)},
        "reserve": _per_cent(policy.get("reserve", "0")),
        "cap": "10",
        "group_terms": policy.get("group_terms", False),
        "group_band": _per_cent(policy.get("group_band", "0.01")),
        "equality_record": policy.get("equality_record", ""),
    }


def _per_cent(share: str) -> str:
    return f"{(Decimal(share) * 100).normalize():f}"


@require_safe
def compare(request: HttpRequest, model_id: UUID) -> HttpResponse:
    by = asker(request)
    found = queries.model(model_id, by=by)
    others = [(str(key), words) for key, words in queries.comparable(model_id, by=by)]
    form = forms.CompareForm(request.GET if "other" in request.GET else None, others=others)
    page = None
    if form.is_bound and form.is_valid():
        try:
            page = moving.compared_page(
                queries.compare(model_id, UUID(form.cleaned_data["other"]), by=by)
            )
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
    more = {"found": found, "page": page, "others": others}
    return _form(request, "scorecards/compare.html", form, more)


@require_safe
def watching(request: HttpRequest) -> HttpResponse:
    """The model in force, or another published one by its name, beside plans agreed on it."""
    by, on = asker(request), today()
    table = allocation.published_table(on)
    version = request.GET.get("version") or (table.card.version if table else "")
    if not queries.is_published(version):
        raise NotFound("No scorecard of that name was published.")
    form = forms.EnvelopeForm(request.GET if "envelope_weekly" in request.GET else None)
    envelope = form.cleaned_data["envelope_weekly"] if form.is_bound and form.is_valid() else None
    found = queries.watched(version, envelope_weekly=envelope, by=by, on=on)
    more = {"page": moving.watched_page(found, version), "version": version}
    return _form(request, "scorecards/watching.html", form, more)


def _form(
    request: HttpRequest, template: str, form: Form, more: Mapping[str, Any] | None = None
) -> HttpResponse:
    return render(
        request,
        template,
        {"form": form, "problems": problems(form), **(more or {})},
        status=422 if form.errors else 200,
    )


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("The file of points is not plain text in UTF-8.") from None


def _csv(body: Sequence[str], name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        body,
        content_type=CSV,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
