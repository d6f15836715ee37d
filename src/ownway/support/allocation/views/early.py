"""An early view from the self-check: what support for such answers cost, as a range and no more."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.support.allocation import queries
from ownway.support.allocation.domain.early import early_view, questionnaire_of
from ownway.support.contact.domain.self_checks import Whom, levels
from ownway.support.contact.queries.self_checks import HeldCheck, check_in_hand, own_check
from ownway.support.people import queries as people

PUBLIC = {"start": "contact.check", "result": "contact.check_result", "send": "contact.check_send"}
OWN = {
    "start": "contact.my_check",
    "result": "contact.my_check_result",
    "send": "contact.my_check_send",
}


@require_safe
def check_early_view(request: HttpRequest) -> HttpResponse:
    """For whoever filled a self-check in signed out."""
    held = check_in_hand(request.session, on=today())
    return _view(request, held, PUBLIC)


@require_safe
def my_early_view(request: HttpRequest) -> HttpResponse:
    """For a person behind their own door."""
    by = asker(request)
    return _view(request, own_check(people.own_person_id(by), by=by, on=today()), OWN)


def _view(request: HttpRequest, held: HeldCheck | None, way: dict[str, str]) -> HttpResponse:
    if held is None:
        return redirect(way["start"])
    if held.whom is Whom.CARER:
        return redirect(way["result"])
    card = queries.early_card_on(today(), questionnaire=questionnaire_of(held.version))
    found = early_view(levels(held.version, held.whom, held.said), scorecard=card) if card else None
    return render(
        request,
        "allocation/early_view.html",
        {"held": held, "way": way, "found": found, "published": card is not None},
    )
