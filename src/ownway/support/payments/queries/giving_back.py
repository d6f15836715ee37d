"""Questions about money that the council asked back; a person's, for those who may read it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet, Sum

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.parameters import decimal_on
from ownway.support.payments import domain, permissions
from ownway.support.payments.domain.giving_back import OPEN, How, State, surplus
from ownway.support.payments.models import GiveBack, PaymentInstruction, PaymentSchedule
from ownway.support.people import queries as people
from ownway.support.people.domain.seeing import Work

BACK_READ = declare("payments.back-read", "Money asked back opened", reading=True)


@dataclass(frozen=True, slots=True)
class BackLine:
    """Money asked back: what was asked, what was answered, what is decided."""

    id: UUID
    person_id: UUID
    name: str
    state: State
    why: str
    safety: str
    words: str
    pence: int
    asked_on: date
    asked_by: str
    asked_by_id: UUID
    answer_by: date
    answer: str
    answered_on: date | None
    answered_by: str
    how: str
    decided_pence: int
    decided_on: date | None
    decided_by: str
    decision_reasons: str
    back_on: date | None
    late: bool

    @property
    def open(self) -> bool:
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class MayAsk:
    """A direct payment that money may be asked back of."""

    schedule_id: UUID
    words: str
    paid: int


@transaction.atomic
def backs_of(person_id: UUID, *, by: SignIn, on: date) -> list[BackLine]:
    """What somebody was asked to give back, the latest first; the reading itself is a fact.

    Raises NotFound as `people.person_briefly`.
    """
    person = people.person_briefly(person_id, by=by, on=on, work=Work.MONEY)
    facts.record_reading(BACK_READ, about=person_id, by=by, on=on)
    rows = _rows().filter(person_id__in=people.every_id(person_id))
    return [_line(row, person.name, on) for row in rows]


@transaction.atomic
def backs_open(*, by: SignIn, on: date) -> list[BackLine]:
    """What waits for an answer, a decision or the bank; not agreed and late first, for finance."""
    if not permissions.READ_PAYMENTS.allows(by):
        return []
    rows = list(
        _rows()
        .filter(person_id__in=people.ids_visible(by=by))
        .filter(state__in=[*(one.value for one in OPEN), State.AGREED.value])
        .exclude(state=State.AGREED.value, how=How.NEXT.value)
    )
    named = people.briefly({row.person_id for row in rows}, by=by, on=on)
    lines = [_line(row, named[row.person_id].name, on) for row in rows if row.person_id in named]
    facts.record_many(BACK_READ, [(on, one.person_id, one.id) for one in lines], by=by)
    order = [State.NOT_AGREED, State.ASKED, State.AGREED]
    return sorted(lines, key=lambda one: (order.index(one.state), not one.late, one.answer_by))


def asked_back_of(person_id: UUID, *, by: SignIn) -> list[int]:
    """Pence of each sum that somebody was ever asked for: nothing for those that are settled.

    Raises NotFound as `people.check_may_read`.
    """
    people.check_may_read(person_id, by=by)
    rows = GiveBack.objects.filter(person_id__in=people.every_id(person_id))
    return [row.pence if State(row.state) in OPEN else 0 for row in rows]


def may_ask_of(person_id: UUID, *, by: SignIn, on: date) -> list[MayAsk]:
    """The direct payments of somebody that were paid, and how much. Raises NotFound."""
    people.person_briefly(person_id, by=by, on=on, work=Work.MONEY)
    found = []
    for row in PaymentSchedule.objects.filter(person_id=person_id).order_by("-first_day", "pk"):
        if paid := paid_by_schedule(row.pk):
            words = domain.schedule_in_words(row.pence_weekly, row.every_weeks, row.pence_once)
            found.append(MayAsk(row.pk, words, paid))
    return found


def paid_by_schedule(schedule_id: UUID) -> int:
    """Pence that were approved of one direct payment, less what was already given back of it."""
    paid = PaymentInstruction.objects.filter(schedule=schedule_id, state=domain.APPROVED)
    back = GiveBack.objects.filter(
        schedule=schedule_id, state__in=[State.AGREED.value, State.BACK.value]
    )
    return int(paid.aggregate(pence=Sum("pence"))["pence"] or 0) - int(
        back.aggregate(pence=Sum("decided_pence"))["pence"] or 0
    )


def more_than_needed(left: int, pence_weekly: int, on: date) -> int:
    """What of a balance stands above the weeks of payments that anybody may keep, in pence."""
    return surplus(left, pence_weekly, int(decimal_on("statement_weeks_of_payments", on)))


def _rows() -> QuerySet[GiveBack]:
    return GiveBack.objects.select_related("asked_by", "answered_by", "decided_by")


def _line(row: GiveBack, name: str, on: date) -> BackLine:
    return BackLine(
        id=row.pk,
        person_id=row.person_id,
        name=name,
        state=State(row.state),
        why=row.why,
        safety=row.safety,
        words=row.words,
        pence=row.pence,
        asked_on=row.asked_on,
        asked_by=row.asked_by.name,
        asked_by_id=row.asked_by_id,
        answer_by=row.answer_by,
        answer=row.answer,
        answered_on=row.answered_on,
        answered_by=row.answered_by.name if row.answered_by else "",
        how=row.how,
        decided_pence=row.decided_pence,
        decided_on=row.decided_on,
        decided_by=row.decided_by.name if row.decided_by else "",
        decision_reasons=row.decision_reasons,
        back_on=row.back_on,
        late=row.state == State.ASKED.value and row.answer_by < on,
    )
