"""Another policy, another model, and the one in force beside the plans agreed on it."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ownway.commissioning.scorecards import forms, operations, permissions, queries
from ownway.commissioning.scorecards.pages import moving as pages
from ownway.commissioning.scorecards.views.answers import form_page
from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.access.models import SignIn
from ownway.kernel.money import plain_pounds
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.allocation import queries as allocation


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
            page = pages.what_if_page(said)
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "scorecards/what_if.html", form, {"found": found, "page": page})


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
    others = queries.comparable(model_id, by=by)
    form = forms.CompareForm(request.GET if "other" in request.GET else None, others=others)
    page = None
    if form.is_bound and form.is_valid():
        try:
            page = pages.compared_page(
                queries.compare(model_id, _id_or_name(form.cleaned_data["other"]), by=by)
            )
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal))
    more = {"found": found, "page": page, "others": others}
    return form_page(request, "scorecards/compare.html", form, more)


def _id_or_name(said: str) -> UUID | str:
    """A model of the register by its id, or a published card by its name."""
    try:
        return UUID(said)
    except ValueError:
        return said


@require_http_methods(["GET", "POST"])
@transaction.atomic
def watching(request: HttpRequest) -> HttpResponse:
    """The model in force, or another published one by its name, beside plans agreed on it."""
    by, on = asker(request), today()
    table = allocation.published_table(on)
    version = request.GET.get("version") or (table.card.version if table else "")
    if not queries.is_published(version):
        raise NotFound("No scorecard of that name was published.")
    kept = queries.envelope_of(version)
    form = forms.EnvelopeForm(
        request.POST if request.method == "POST" else None,
        initial={"envelope_weekly": plain_pounds(kept)} if kept else {},
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.say_envelope(
                version, weekly=form.cleaned_data["envelope_weekly"], by=by, on=on
            )
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error("envelope_weekly", str(refusal))
        else:
            messages.info(request, "Kept. The register warns before plans go over it.")
            query = QueryDict(mutable=True)
            query["version"] = version
            return redirect(f"{reverse('scorecards.watching')}?{query.urlencode()}")
    found = queries.watched(version, by=by, on=on)
    more = {
        "page": pages.watched_page(found, version),
        "version": version,
        "may_say": permissions.SAY_ENVELOPE.allows(by),
        "kept": kept,
    }
    return form_page(request, "scorecards/watching.html", form, more)
