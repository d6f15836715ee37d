"""The register of models: what there is, and making one."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ownway.commissioning.scorecards import forms, operations, permissions, queries
from ownway.commissioning.scorecards.pages.register import (
    ModelPage,
    RegisterPage,
)
from ownway.commissioning.scorecards.views.answers import form_page
from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.allocation import queries as allocation
from ownway.support.allocation.domain.card_file import points_from
from ownway.support.allocation.permissions import PUBLISH_SCORECARD
from ownway.support.assessment.queries import questionnaire_named


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    by = asker(request)
    models, outside = queries.register(by=by)
    table = allocation.published_table(today())
    version = table.card.version if table else ""
    return render(
        request,
        "scorecards/register.html",
        {
            "over": queries.over_the_envelope(version, by=by, on=today()),
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
    return form_page(request, "scorecards/start.html", form)


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
    return form_page(request, "scorecards/calibrate.html", form, more)


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


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("The file of points is not plain text in UTF-8.") from None
