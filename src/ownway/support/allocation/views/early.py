"""An early view from the self-check: what support for such answers cost, as a range and no more."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.notices.letters.easy import easy_pdf
from ownway.support.allocation import queries
from ownway.support.allocation.domain.early import EarlyView, early_view, questionnaire_of
from ownway.support.allocation.pages.early import early_easy_lines
from ownway.support.contact.domain.self_checks import Whom, levels
from ownway.support.contact.queries.self_checks import HeldCheck, check_in_hand, own_check
from ownway.support.people import queries as people

PUBLIC = {
    "start": "contact.check",
    "result": "contact.check_result",
    "send": "contact.check_send",
    "here": "allocation.check_early_view",
    "easy": "allocation.check_early_view_easy",
    "easy_pdf": "allocation.check_early_view_easy_pdf",
}
OWN = {
    "start": "contact.my_check",
    "result": "contact.my_check_result",
    "send": "contact.my_check_send",
    "here": "allocation.my_early_view",
    "easy": "allocation.my_early_view_easy",
    "easy_pdf": "allocation.my_early_view_easy_pdf",
}


@require_safe
def check_early_view(request: HttpRequest) -> HttpResponse:
    """For whoever filled a self-check in signed out."""
    held = check_in_hand(request.session, on=today())
    return _view(request, held, PUBLIC)


@require_safe
def my_early_view(request: HttpRequest) -> HttpResponse:
    """For a person behind their own door."""
    return _view(request, _own(request), OWN)


@require_safe
def check_early_view_easy(request: HttpRequest) -> HttpResponse:
    return _easy(request, check_in_hand(request.session, on=today()), PUBLIC)


@require_safe
def check_early_view_easy_pdf(request: HttpRequest) -> HttpResponse:
    return _easy_pdf(request, check_in_hand(request.session, on=today()), PUBLIC)


@require_safe
def my_early_view_easy(request: HttpRequest) -> HttpResponse:
    return _easy(request, _own(request), OWN)


@require_safe
def my_early_view_easy_pdf(request: HttpRequest) -> HttpResponse:
    return _easy_pdf(request, _own(request), OWN)


def _own(request: HttpRequest) -> HeldCheck | None:
    by = asker(request)
    return own_check(people.own_person_id(by), by=by, on=today())


def _easy(request: HttpRequest, held: HeldCheck | None, way: dict[str, str]) -> HttpResponse:
    found = _found(held)
    if found is None:
        return redirect(way["here"])
    lines = early_easy_lines(found, telephone=settings.OWNWAY_TELEPHONE)
    return render(request, "allocation/early_view_easy.html", {"lines": lines, "way": way})


def _easy_pdf(request: HttpRequest, held: HeldCheck | None, way: dict[str, str]) -> HttpResponse:
    found = _found(held)
    if found is None:
        return redirect(way["here"])
    made = easy_pdf(
        "What support may cost",
        early_easy_lines(found, telephone=settings.OWNWAY_TELEPHONE),
        council=settings.OWNWAY_COUNCIL,
        day=today(),
    )
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="early-view-easy-read.pdf"'},
    )


def _found(held: HeldCheck | None) -> EarlyView | None:
    """The early view of a self-check; a carer has none, and some answers give none."""
    if held is None or held.whom is Whom.CARER:
        return None
    card = queries.early_card_on(today(), questionnaire=questionnaire_of(held.version))
    return early_view(levels(held.version, held.whom, held.said), scorecard=card) if card else None


def _view(request: HttpRequest, held: HeldCheck | None, way: dict[str, str]) -> HttpResponse:
    if held is None:
        return redirect(way["start"])
    if held.whom is Whom.CARER:
        return redirect(way["result"])
    card = queries.early_card_on(today(), questionnaire=questionnaire_of(held.version))
    return render(
        request,
        "allocation/early_view.html",
        {"held": held, "way": way, "found": _found(held), "published": card is not None},
    )
