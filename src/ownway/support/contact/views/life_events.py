"""What happened in a life, what somebody is offered then, and their choice to be left alone."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ownway.commissioning.directory.domain import TOPICS
from ownway.config.clock import today
from ownway.foundation.access.asking import asker
from ownway.foundation.look.forms import problems
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.contact import operations, permissions, queries
from ownway.support.contact.domain.life_events import BASIS, BASIS_TO_THEM
from ownway.support.contact.forms.life_events import LifeEventForm, OfferForm
from ownway.support.people import queries as people


@require_http_methods(["GET", "POST"])
@transaction.atomic
def life_events(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Note an event, make the offer it prompts, or keep that they want none."""
    by, on = asker(request), today()
    person = people.person_briefly(person_id, by=by, on=on)
    act = request.POST.get("act", "")
    note = LifeEventForm(request.POST if act == "note" else None, initial={"happened_on": on})
    offer = OfferForm(request.POST if act == "offer" else None, prefix="offer")
    chosen = _a_uuid(request.POST.get("event", ""))
    try:
        with transaction.atomic():
            if act == "note" and note.is_valid():
                operations.note_life_event(person_id, **note.cleaned_data, by=by, on=on)
                messages.info(request, "Written down.")
                return redirect("contact.life_events", person_id)
            if act == "offer" and chosen is not None and offer.is_valid():
                operations.note_offer(chosen, **offer.cleaned_data, by=by, on=on)
                messages.info(request, "Kept.")
                return redirect("contact.life_events", person_id)
            if act in ("none", "again"):
                _choose(person_id, request)
                return redirect("contact.life_events", person_id)
    except NotAllowed:
        raise
    except Refused as refusal:
        form = offer if act == "offer" else note
        form.add_error("happened_on" if "future" in str(refusal) else None, str(refusal))
    wrong = [*problems(note), *problems(offer)]
    return render(
        request,
        "contact/life_events.html",
        {
            "person": person,
            "lines": queries.life_events_of(person_id, by=by),
            "none_since": queries.no_offers_since(person_id, by=by),
            "basis": BASIS,
            "topics": TOPICS,
            "note": note,
            "offer": offer,
            "chosen": chosen,
            "problems": wrong,
            "may_note": permissions.NOTE_LIFE_EVENT.allows(by),
        },
        status=422 if wrong else 200,
    )


@require_http_methods(["GET", "POST"])
@transaction.atomic
def mine(request: HttpRequest) -> HttpResponse:
    """Whether I am offered help unasked, and on which law it rests."""
    by = asker(request)
    person_id = people.own_person_id(by)
    if request.method == "POST":
        _choose(person_id, request)
        return redirect("contact.my_offers")
    return render(
        request,
        "contact/my_offers.html",
        {
            "lines": queries.life_events_of(person_id, by=by),
            "none_since": queries.no_offers_since(person_id, by=by),
            "basis": BASIS_TO_THEM,
        },
    )


def _choose(person_id: UUID, request: HttpRequest) -> None:
    by, on = asker(request), today()
    if request.POST.get("act") == "again":
        operations.want_offers_again(person_id, by=by, on=on)
    else:
        operations.want_no_offers(person_id, words=request.POST.get("why", ""), by=by, on=on)


def _a_uuid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
