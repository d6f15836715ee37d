"""Simple equipment: what is hard, what is ordered, that it came, and whether it helps."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn, Team
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.contact import permissions
from ownway.support.contact.domain import equipment as domain
from ownway.support.contact.domain.equipment import HELPED, OrderState
from ownway.support.contact.models import EquipmentLook, EquipmentOrder, SupportRequest
from ownway.support.contact.operations.requests import check
from ownway.support.people import queries as people

LOOKED = declare("contact.equipment-looked-at", "Looked at what equipment may help")
ORDERED = declare("contact.equipment-ordered", "Equipment ordered")
DELIVERED = declare("contact.equipment-delivered", "Equipment came")
CANCELLED = declare("contact.equipment-cancelled", "Equipment cancelled")
USED = declare("contact.equipment-helped", "Whether equipment helps")


@transaction.atomic
def look_at_equipment(
    person_id: UUID,
    *,
    hard: Collection[str],
    measures: Mapping[str, int],
    words: str = "",
    request_id: UUID | None = None,
    by: SignIn,
    on: date,
) -> UUID:
    """Keep what is hard for somebody and what was measured; the person may say it themselves.

    Raises Refused as `domain.check_look`, and for somebody who has died; NotAllowed; NotFound.
    """
    died_on = people.died_on(person_id, by=by)
    themself = by.kind != Kind.STAFF
    check(permissions.OWN_EQUIPMENT if themself else permissions.ORDER_EQUIPMENT, by)
    if died_on is not None:
        raise Refused(f"This person died on {in_words(died_on)}.")
    domain.check_look(hard, measures, on=on)
    if (
        request_id is not None
        and not SupportRequest.objects.filter(pk=request_id, person_id=person_id).exists()
    ):
        raise NotFound("There is no such request, or it is not theirs.")
    known = domain.catalogue_on(on)
    made = EquipmentLook.objects.create(
        person_id=person_id,
        request_id=request_id,
        hard=[key for key in known.hard if key in hard],
        measures=dict(measures),
        words=words.strip(),
        said_by_person=themself,
        noted_by=by,
        noted_on=on,
    )
    said = ", ".join(known.hard[key] for key in made.hard)
    facts.record(LOOKED, about=person_id, of=made.pk, by=by, on=on, words=f"Hard: {said}")
    return made.pk


@transaction.atomic
def order_equipment(look_id: UUID, items: Collection[str], *, by: SignIn, on: date) -> list[UUID]:
    """Order things that may help; each of them within what is free, whatever they come to together.

    What is on its way already is not ordered twice. Raises Refused for nothing and for a thing that
    is no simple order, with the reason; NotAllowed; NotFound.
    """
    look = _look(look_id, by=by)
    check(permissions.ORDER_EQUIPMENT, by)
    if people.died_on(look.person_id, by=by) is not None:
        raise Refused("This person has died. Nothing is ordered for them.")
    offered = {one.item.key: one for one in domain.suggestions(look.hard, look.measures, on=on)}
    if not items:
        raise Refused("Choose what to order.")
    running = list(look.orders.exclude(state=OrderState.CANCELLED.value))
    wanted = [key for key in offered if key in items and key not in {r.item for r in running}]
    for key in items:
        if key not in offered:
            raise Refused("Choose from what may help with what is hard.")
        if offered[key].why_not:
            raise Refused(f"{offered[key].item.name}: {offered[key].why_not}")
    made = [
        EquipmentOrder.objects.create(
            person_id=look.person_id,
            look=look,
            item=key,
            name=offered[key].item.name,
            pence=offered[key].item.pence,
            state=OrderState.ORDERED.value,
            ordered_on=on,
            ordered_by=by,
        )
        for key in wanted
    ]
    for row in made:
        facts.record(ORDERED, about=row.person_id, of=row.pk, by=by, on=on, words=row.name)
    return [row.pk for row in made]


@transaction.atomic
def pass_to_therapist(
    look_id: UUID, *, to_team: Team, words: str, due_on: date, by: SignIn, on: date
) -> UUID:
    """Hand what the simple way cannot answer to a team with an occupational therapist.

    Raises Refused without words, when it was passed on already, and as `hand_over`; NotAllowed;
    NotFound.
    """
    look = _look(look_id, by=by)
    check(permissions.ORDER_EQUIPMENT, by)
    if look.hand_over_id is not None:
        raise Refused("It was passed to a therapist already.")
    if not words.strip():
        raise Refused("Say what the therapist is to look at.")
    name = people.person_briefly(look.person_id, by=by, on=on).name
    known = domain.catalogue_on(look.noted_on)
    hard = ", ".join(known.hard.get(key, key) for key in look.hard)
    look.hand_over_id = hand_overs.hand_over(
        look.person_id,
        about_name=name,
        what="Equipment: a therapist's look",
        words=f"Hard: {hard}. {words.strip()}",
        to_team=to_team,
        due_on=due_on,
        by=by,
        on=on,
    )
    look.save(update_fields=["hand_over_id"])
    return look.hand_over_id


@transaction.atomic
def note_delivered(order_id: UUID, *, delivered_on: date, by: SignIn, on: date) -> None:
    """Keep that it came and on which day; whether it helps is asked some days later.

    Raises Refused for a day before the order or in the future, and when it came or was cancelled
    already; NotAllowed; NotFound.
    """
    row = _order(order_id, by=by)
    check(permissions.ORDER_EQUIPMENT, by)
    _check_ordered(row)
    if not row.ordered_on <= delivered_on <= on:
        raise Refused("The day it came is between the order and today.")
    row.state, row.delivered_on = OrderState.DELIVERED.value, delivered_on
    row.save(update_fields=["state", "delivered_on"])
    facts.record(DELIVERED, about=row.person_id, of=row.pk, by=by, on=delivered_on, words=row.name)


@transaction.atomic
def cancel_order(order_id: UUID, *, because: str, by: SignIn, on: date) -> None:
    """Stop an order that has not come, with the reason. Raises as `note_delivered`."""
    row = _order(order_id, by=by)
    check(permissions.ORDER_EQUIPMENT, by)
    _check_ordered(row)
    if not because.strip():
        raise Refused("Say why.")
    row.state, row.ended_because = OrderState.CANCELLED.value, because.strip()[:400]
    row.save(update_fields=["state", "ended_because"])
    said = f"{row.name}: {row.ended_because}"
    facts.record(CANCELLED, about=row.person_id, of=row.pk, by=by, on=on, words=said)


@transaction.atomic
def say_if_equipment_helps(
    order_id: UUID, *, helped: str, words: str = "", by: SignIn, on: date
) -> None:
    """Keep whether it helps, as the person says it or told a worker. It may be said again.

    Raises Refused for what is on no list and for what has not come; NotAllowed; NotFound.
    """
    row = _order(order_id, by=by)
    check(permissions.OWN_EQUIPMENT if by.kind != Kind.STAFF else permissions.ORDER_EQUIPMENT, by)
    if helped not in HELPED:
        raise Refused("Choose whether it helps.")
    if row.state != OrderState.DELIVERED.value:
        raise Refused("It has not come yet.")
    row.helped, row.helped_words, row.helped_on = helped, words.strip(), on
    row.save(update_fields=["helped", "helped_words", "helped_on"])
    said = (
        f"{row.name}: {HELPED[helped][0].lower()}{HELPED[helped][1:]}. {row.helped_words}".strip()
    )
    facts.record(USED, about=row.person_id, of=row.pk, by=by, on=on, words=said)


def _check_ordered(row: EquipmentOrder) -> None:
    if row.state != OrderState.ORDERED.value:
        raise Refused(f"It is {row.state} already. Load the page again.")


def _look(look_id: UUID, *, by: SignIn) -> EquipmentLook:
    row = (
        EquipmentLook.objects.select_for_update(of=("self",))
        .filter(pk=look_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        raise NotFound("There is no such page, or it is not yours to open.")
    return row


def _order(order_id: UUID, *, by: SignIn) -> EquipmentOrder:
    row = (
        EquipmentOrder.objects.select_for_update(of=("self",))
        .filter(pk=order_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        raise NotFound("There is no such order, or it is not yours to see.")
    return row
