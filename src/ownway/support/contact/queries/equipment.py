"""What is hard for somebody, what was ordered, and what waits for a worker."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotFound
from ownway.parameters import decimal_on
from ownway.support.contact import permissions
from ownway.support.contact.domain.equipment import (
    HELPED,
    MEASURES,
    OrderState,
    Suggestion,
    catalogue_on,
    suggestions,
)
from ownway.support.contact.models import EquipmentLook, EquipmentOrder
from ownway.support.people import queries as people

READ = declare("contact.equipment-read", "A look at equipment opened", reading=True)


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One thing; `ask_on` is the day from which somebody asks whether it helps."""

    id: UUID
    person_id: UUID
    look_id: UUID
    item: str
    name: str
    pence: int
    state: OrderState
    ordered_on: date
    ordered_by: str
    delivered_on: date | None
    ended_because: str
    helped: str
    helped_words: str
    ask_on: date | None

    @property
    def has_come(self) -> bool:
        return self.state is OrderState.DELIVERED

    @property
    def is_coming(self) -> bool:
        return self.state is OrderState.ORDERED


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look: what is hard in words, what was measured, what may help, and its orders."""

    id: UUID
    person_id: UUID
    hard: tuple[str, ...]
    measured: tuple[tuple[str, str], ...]
    words: str
    said_by_person: bool
    noted_by: str
    noted_on: date
    hand_over_id: UUID | None
    orders: tuple[OrderLine, ...]


def looks_of(person_id: UUID, *, by: SignIn, on: date) -> list[LookLine]:
    """All of one person, the newest first. Raises NotFound as `people.check_may_read`."""
    people.check_may_read(person_id, by=by)
    rows = EquipmentLook.objects.filter(person_id=person_id)
    return [_look(row, on) for row in _with_parts(rows)]


def look_for_reading(
    look_id: UUID, *, by: SignIn, on: date
) -> tuple[LookLine, tuple[Suggestion, ...]]:
    """One look and what may help on this day; the reading is a fact. Raises NotFound."""
    rows = EquipmentLook.objects.filter(pk=look_id, person_id__in=people.ids_visible(by=by))
    row = _with_parts(rows).first()
    if row is None:
        raise NotFound("There is no such page, or it is not yours to open.")
    facts.record_reading(READ, about=row.person_id, of=row.pk, by=by, on=on)
    return _look(row, on), suggestions(row.hard, row.measures, on=on)


def orders_of(person_id: UUID, *, by: SignIn, on: date) -> list[OrderLine]:
    """Everything ordered for one person, the newest first. Raises NotFound as above."""
    people.check_may_read(person_id, by=by)
    rows = EquipmentOrder.objects.select_related("ordered_by").filter(person_id=person_id)
    return [_order(row, on) for row in rows]


def looks_waiting(*, by: SignIn, on: date) -> list[LookLine]:
    """What people said is hard themselves and nobody has answered, the oldest first."""
    if not permissions.ORDER_EQUIPMENT.allows(by):
        return []
    rows = EquipmentLook.objects.filter(
        said_by_person=True,
        hand_over_id__isnull=True,
        orders__isnull=True,
        person_id__in=people.ids_visible(by=by),
    )
    return [_look(row, on) for row in _with_parts(rows).order_by("noted_on", "pk")]


def orders_to_ask_about(*, by: SignIn, on: date) -> list[OrderLine]:
    """What `by` ordered that came long enough ago to ask whether it helps."""
    if not permissions.ORDER_EQUIPMENT.allows(by):
        return []
    since = on - timedelta(days=int(decimal_on("equipment_follow_up_days", on)))
    rows = EquipmentOrder.objects.select_related("ordered_by").filter(
        ordered_by=by,
        state=OrderState.DELIVERED.value,
        helped="",
        delivered_on__lte=since,
        person_id__in=people.ids_visible(by=by),
    )
    return [_order(row, on) for row in rows.order_by("delivered_on", "pk")]


def orders_not_come(*, by: SignIn, on: date) -> list[OrderLine]:
    """What `by` ordered that should have come by now, the longest wait first."""
    if not permissions.ORDER_EQUIPMENT.allows(by):
        return []
    since = on - timedelta(days=int(decimal_on("equipment_expected_days", on)))
    rows = EquipmentOrder.objects.select_related("ordered_by").filter(
        ordered_by=by,
        state=OrderState.ORDERED.value,
        ordered_on__lt=since,
        person_id__in=people.ids_visible(by=by),
    )
    return [_order(row, on) for row in rows.order_by("ordered_on", "pk")]


def _with_parts(rows: QuerySet[EquipmentLook]) -> QuerySet[EquipmentLook]:
    return rows.select_related("noted_by").prefetch_related("orders__ordered_by")


def _look(row: EquipmentLook, on: date) -> LookLine:
    known = catalogue_on(row.noted_on)
    return LookLine(
        id=row.pk,
        person_id=row.person_id,
        hard=tuple(known.hard.get(key, key) for key in row.hard),
        measured=tuple(
            (MEASURES[key].label, f"{value} {MEASURES[key].unit}")
            for key, value in row.measures.items()
            if key in MEASURES
        ),
        words=row.words,
        said_by_person=row.said_by_person,
        noted_by=row.noted_by.name,
        noted_on=row.noted_on,
        hand_over_id=row.hand_over_id,
        orders=tuple(_order(one, on) for one in row.orders.all()),
    )


def _order(row: EquipmentOrder, on: date) -> OrderLine:
    days = int(decimal_on("equipment_follow_up_days", on))
    return OrderLine(
        id=row.pk,
        person_id=row.person_id,
        look_id=row.look_id,
        item=row.item,
        name=row.name,
        pence=row.pence,
        state=OrderState(row.state),
        ordered_on=row.ordered_on,
        ordered_by=row.ordered_by.name,
        delivered_on=row.delivered_on,
        ended_because=row.ended_because,
        helped=HELPED.get(row.helped, ""),
        helped_words=row.helped_words,
        ask_on=row.delivered_on + timedelta(days=days) if row.delivered_on else None,
    )
