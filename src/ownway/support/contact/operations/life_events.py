"""Noting what happened in somebody's life, what they were offered, and that they want no offers."""

from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.contact import permissions
from ownway.support.contact.domain.life_events import EVENTS, NOT_WANTED, OFFERS
from ownway.support.contact.models import LifeEvent, NoOffers
from ownway.support.contact.operations.requests import check
from ownway.support.people import queries as people

HAPPENED = declare("contact.life-event-noted", "Something happened in their life")
OFFERED = declare("contact.help-offered", "Help was offered after it")
NO_OFFERS = declare("contact.no-offers-wanted", "Wants to be offered nothing unasked")
OFFERS_AGAIN = declare("contact.offers-wanted-again", "May be offered help again")


@transaction.atomic
def note_life_event(
    person_id: UUID,
    *,
    kind: str,
    happened_on: date,
    told_by: str,
    words: str = "",
    by: SignIn,
    on: date,
) -> UUID:
    """Keep what happened and on which day; it prompts an offer unless they want none.

    Raises Refused for a kind that is not on the list, without who told us, for a day in the future,
    the same event twice, and somebody who has died; NotAllowed; NotFound.
    """
    died_on = people.died_on(person_id, by=by)
    check(permissions.NOTE_LIFE_EVENT, by)
    if died_on is not None:
        raise Refused(f"This person died on {in_words(died_on)}.")
    if kind not in EVENTS:
        raise Refused("Choose from the list what happened.")
    if not told_by.strip():
        raise Refused("Say who told us.")
    if happened_on > on:
        raise Refused("The day it happened cannot be in the future.")
    if LifeEvent.objects.filter(person_id=person_id, kind=kind, happened_on=happened_on).exists():
        raise Refused("This is written down already.")
    wants_none = NoOffers.objects.filter(person_id=person_id, until__isnull=True).exists()
    made = LifeEvent.objects.create(
        person_id=person_id,
        kind=kind,
        happened_on=happened_on,
        words=words.strip(),
        told_by=told_by.strip(),
        noted_by=by,
        noted_on=on,
        offer=NOT_WANTED if wants_none else "",
    )
    facts.record(
        HAPPENED,
        about=person_id,
        of=made.pk,
        by=by,
        on=happened_on,
        words=EVENTS[kind].words,
    )
    return made.pk


@transaction.atomic
def note_offer(event_id: UUID, *, offer: str, words: str = "", by: SignIn, on: date) -> None:
    """Keep what came of the offer. Raises Refused for what is on no list, when it was offered
    already, and when they want no offers; NotAllowed; NotFound."""
    row = (
        LifeEvent.objects.select_for_update(of=("self",))
        .filter(pk=event_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        raise NotFound("There is nothing of that kind here, or it is not yours to open.")
    check(permissions.NOTE_LIFE_EVENT, by)
    if offer not in OFFERS:
        raise Refused("Choose what came of the offer.")
    if row.offer:
        raise Refused("What came of it is written down already. Load the page again.")
    row.offer, row.offer_words = offer, words.strip()
    row.offered_on, row.offered_by = on, by
    row.save(update_fields=["offer", "offer_words", "offered_on", "offered_by"])
    said = f"{EVENTS[row.kind].words}. {OFFERS[offer]}. {row.offer_words}".strip()
    facts.record(OFFERED, about=row.person_id, of=row.pk, by=by, on=on, words=said)


@transaction.atomic
def want_no_offers(person_id: UUID, *, words: str = "", by: SignIn, on: date) -> None:
    """Keep that somebody wants to be offered nothing unasked; every prompt ends. Twice is safe.

    Raises NotAllowed; NotFound.
    """
    _may_choose(person_id, by=by)
    open_ones = LifeEvent.objects.filter(person_id=person_id, offer="")
    for row in open_ones.select_for_update(of=("self",)):
        row.offer = NOT_WANTED
        row.save(update_fields=["offer"])
    if NoOffers.objects.filter(person_id=person_id, until__isnull=True).exists():
        return
    made = NoOffers.objects.create(
        person_id=person_id, since=on, words=words.strip()[:400], noted_by=by
    )
    facts.record(NO_OFFERS, about=person_id, of=made.pk, by=by, on=on, words=made.words)


@transaction.atomic
def want_offers_again(person_id: UUID, *, by: SignIn, on: date) -> None:
    """Keep that somebody may be offered help again. Twice is safe. Raises NotAllowed; NotFound."""
    _may_choose(person_id, by=by)
    rows = NoOffers.objects.select_for_update(of=("self",)).filter(
        person_id=person_id, until__isnull=True
    )
    for row in rows:
        row.until = on
        row.save(update_fields=["until"])
        facts.record(OFFERS_AGAIN, about=person_id, of=row.pk, by=by, on=on)


def _may_choose(person_id: UUID, *, by: SignIn) -> None:
    people.check_may_read(person_id, by=by)
    check(permissions.OWN_OFFERS if by.kind != Kind.STAFF else permissions.NOTE_LIFE_EVENT, by)
