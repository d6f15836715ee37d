"""Questions about payments; a person's, only for those who may read their record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import Period
from ownway.kernel.refusal import NotFound
from ownway.support.payments import domain, permissions
from ownway.support.payments.models import PaymentInstruction, PaymentSchedule
from ownway.support.people import queries as people
from ownway.support.people.domain.seeing import Work
from ownway.support.planning import queries as planning

INSTRUCTION_READ = declare("payments.instruction-read", "A payment opened", reading=True)
PAYMENTS_LISTED = declare("payments.listed", "A list of payments opened", reading=True)


@dataclass(frozen=True, slots=True)
class InstructionLine:
    """One payment; `pence` for its whole period. `name` only where a list names people."""

    id: UUID
    schedule_id: UUID
    person_id: UUID
    name: str
    first_day: date
    last_day: date
    pay_on: date
    pence: int
    state: str
    proposed_by: str
    proposed_by_id: UUID
    proposed_on: date
    decided_by: str
    decided_on: date | None
    decision_reasons: str
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """How one arrangement is paid; `gross` when the person's share is paid out too."""

    id: UUID
    arrangement_id: UUID
    person_id: UUID
    pence_weekly: int
    every_weeks: int
    gross: bool
    in_advance: bool
    first_day: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class ToSetUp:
    """A direct payment that runs and is not paid yet; `share_weekly` is the council's."""

    arrangement_id: UUID
    person_id: UUID
    name: str
    words: str
    share_weekly: int
    first_day: date
    last_day: date | None
    once: int = 0


@dataclass(frozen=True, slots=True)
class ToPropose:
    """The next period of a schedule, when it is time to propose it."""

    schedule_id: UUID
    person_id: UUID
    name: str
    first_day: date
    last_day: date
    pay_on: date
    pence: int


@dataclass(frozen=True, slots=True)
class BeyondEnd:
    """What was approved for days after the support it was for had ended; `first_day` is the first
    of those days."""

    person_id: UUID
    first_day: date
    last_day: date
    pence: int


@dataclass(frozen=True, slots=True)
class Planned:
    """A payment that a schedule will make and nobody has proposed; `pence` for its whole period."""

    schedule_id: UUID
    first_day: date
    last_day: date
    pay_on: date
    pence: int


def planned_of(person_id: UUID, *, by: SignIn, on: date, until: date) -> list[Planned]:
    """What a person's schedules pay next: each period that begins by `until`, else the next one.

    The earliest first; nothing for somebody who has died. Raises NotFound as
    `people.check_may_read`.
    """
    if people.died_on(person_id, by=by) is not None:
        return []
    found = [
        Planned(
            schedule_id=row.pk,
            first_day=period.first_day,
            last_day=period.last_day or period.first_day,
            pay_on=domain.pay_on(period, row.in_advance, on),
            pence=pence_for(row, period),
        )
        for row in _schedules().filter(person_id=person_id)
        for period in _ahead(row, until)
    ]
    return sorted(found, key=lambda one: (one.pay_on, one.first_day, one.schedule_id))


def instructions_of(person_id: UUID, *, by: SignIn) -> list[InstructionLine]:
    """Every payment of one person, oldest first. Raises NotFound as `people.check_may_read`."""
    people.check_may_read(person_id, by=by)
    rows = _rows().filter(person_id=person_id).order_by("first_day", "proposed_on", "pk")
    return [_line(row) for row in rows]


def schedules_of(person_id: UUID, *, by: SignIn) -> list[ScheduleLine]:
    """How a person is paid, oldest first. Raises NotFound as `people.check_may_read`."""
    people.check_may_read(person_id, by=by)
    return [
        ScheduleLine(
            id=row.pk,
            arrangement_id=row.arrangement_id,
            person_id=row.person_id,
            pence_weekly=row.pence_weekly,
            every_weeks=row.every_weeks,
            gross=row.gross,
            in_advance=row.in_advance,
            first_day=row.first_day,
            last_day=_last_day(row),
        )
        for row in _schedules().filter(person_id=person_id).order_by("first_day", "pk")
    ]


def schedule_of(arrangement_id: UUID, *, by: SignIn) -> ScheduleLine | None:
    """How one arrangement is paid, if it is and `by` may know the person."""
    row = (
        _schedules()
        .filter(arrangement_id=arrangement_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        return None
    return next(line for line in schedules_of(row.person_id, by=by) if line.id == row.pk)


@transaction.atomic
def instruction_for_reading(instruction_id: UUID, *, by: SignIn, on: date) -> InstructionLine:
    """One payment with the person's name; the reading is a fact.

    Raises NotFound when there is none *or* `by` may not know the person.
    """
    row = _rows().filter(pk=instruction_id, person_id__in=people.ids_visible(by=by)).first()
    if row is None or not permissions.READ_PAYMENTS.allows(by):
        raise NotFound("There is no such payment, or it is not yours to open.")
    facts.record_reading(INSTRUCTION_READ, about=row.person_id, of=row.pk, by=by, on=on)
    person = people.person_briefly(row.person_id, by=by, on=on, work=Work.MONEY)
    return _line(row, person.name)


def to_set_up(*, by: SignIn, on: date) -> list[ToSetUp]:
    """Direct payments that run and nobody has set up, for those who may propose payments."""
    if not permissions.PROPOSE.allows(by):
        return []
    with_schedule = set(PaymentSchedule.objects.values_list("arrangement_id", flat=True))
    found = planning.direct_payments_without(with_schedule, by=by, on=on)
    who = people.briefly({one.person_id for one in found}, by=by, on=on)
    return [
        ToSetUp(
            arrangement_id=one.id,
            person_id=one.person_id,
            name=who[one.person_id].name,
            words=one.words,
            share_weekly=one.share_weekly,
            first_day=one.first_day,
            last_day=one.last_day,
            once=one.cost_once,
        )
        for one in found
        if one.person_id in who and (one.share_weekly > 0 or one.cost_once > 0)
    ]


def to_propose(*, by: SignIn, on: date) -> list[ToPropose]:
    """The next period of each schedule whose time has come, the earliest first."""
    if not permissions.PROPOSE.allows(by):
        return []
    due: list[tuple[PaymentSchedule, Period]] = []
    for row in _schedules().filter(
        person_id__in=people.ids_visible(by=by), person__died_on__isnull=True
    ):
        period = upcoming(row)
        if period is not None and domain.is_due(period, row.every_weeks, on):
            due.append((row, period))
    who = people.briefly({row.person_id for row, _ in due}, by=by, on=on)
    lines = [
        ToPropose(
            schedule_id=row.pk,
            person_id=row.person_id,
            name=who[row.person_id].name,
            first_day=period.first_day,
            last_day=period.last_day or period.first_day,
            pay_on=domain.pay_on(period, row.in_advance, on),
            pence=pence_for(row, period),
        )
        for row, period in due
    ]
    return sorted(lines, key=lambda line: (line.first_day, line.name, line.schedule_id))


def to_approve(*, by: SignIn, on: date) -> list[InstructionLine]:
    """Payments that wait for somebody else than who proposed them, the earliest to pay first."""
    if not permissions.READ_PAYMENTS.allows(by):
        return []
    rows = _rows().filter(state=domain.PROPOSED, person_id__in=people.ids_visible(by=by))
    return _named(rows.order_by("pay_on", "first_day", "pk"), by=by, on=on)


def approved_beyond_end(person_ids: Iterable[UUID], *, by: SignIn) -> dict[UUID, list[BeyondEnd]]:
    """What these people were paid ahead for support that has since ended, the earliest first.

    A new plan ends the support it replaces, so its first payment may cover the same days; and
    support may have stood still on days that were paid ahead. Whoever approves must know; for
    those who may read payments.
    """
    if not permissions.READ_PAYMENTS.allows(by):
        return {}
    found: dict[UUID, list[BeyondEnd]] = {}
    for row in (
        _rows()
        .select_related("schedule__arrangement")
        .filter(
            state=domain.APPROVED,
            person_id__in=people.ids_visible(by=by).filter(pk__in=list(person_ids)),
        )
        .filter(
            Q(last_day__gt=F("schedule__arrangement__last_day"))
            | Q(schedule__arrangement__suspensions__isnull=False)
        )
        .prefetch_related("schedule__arrangement__suspensions")
        .order_by("first_day", "pk")
        .distinct()
    ):
        ended_on = row.schedule.arrangement.last_day
        period, off = Period(row.first_day, row.last_day), stood_still(row.schedule)
        once = row.schedule.pence_once if row.first_day == row.schedule.first_day else 0
        pence = domain.beyond_end(
            period, row.pence - once, row.schedule.pence_weekly, ended_on, off
        )
        if pence:
            found.setdefault(row.person_id, []).append(_beyond(row, pence, ended_on, off))
    return found


def _beyond(
    row: PaymentInstruction, pence: int, ended_on: date | None, off: domain.Off
) -> BeyondEnd:
    """From the first day that is not to be paid to the last of the period."""
    ends = [ended_on + timedelta(days=1)] if ended_on and ended_on < row.last_day else []
    stands = [since for since, _ in off if since <= row.last_day]
    first = min([*ends, *stands], default=row.first_day)
    return BeyondEnd(row.person_id, max(row.first_day, first), row.last_day, pence)


def lately_approved(*, by: SignIn, on: date, limit: int = 50) -> list[InstructionLine]:
    """The payments approved last, newest first."""
    if not permissions.READ_PAYMENTS.allows(by):
        return []
    rows = _rows().filter(state=domain.APPROVED, person_id__in=people.ids_visible(by=by))
    return _named(rows.order_by("-decided_on", "-pay_on", "pk")[:limit], by=by, on=on)


@transaction.atomic
def record_listed(person_ids: Iterable[UUID], *, by: SignIn, on: date) -> None:
    """Keep that a page showed these people's payments."""
    facts.record_many(
        PAYMENTS_LISTED, ((on, person_id, None) for person_id in sorted(set(person_ids))), by=by
    )


def ended_on(schedule_id: UUID) -> date | None:
    """The last day that a schedule pays for, if it has one."""
    row = _schedules().filter(pk=schedule_id).first()
    return _last_day(row) if row else None


def next_pay_day(schedule_id: UUID) -> date | None:
    """The first day of the next period without an instruction; None when none is left."""
    row = _schedules().filter(pk=schedule_id).first()
    if row is None:
        raise NotFound("There is no such schedule of payments.")
    period = upcoming(row)
    return period.first_day if period else None


def upcoming(row: PaymentSchedule) -> Period | None:
    """The next period of a schedule, due or not; the support's own end counts too.

    A sum that is paid once has one period of one day, and so has no day on which it stands still.
    """
    taken = _taken(row)
    last_day = _last_day(row)
    if not row.pence_weekly:
        begins = last_day is None or last_day >= row.first_day
        return (
            Period(row.first_day, row.first_day) if begins and row.first_day not in taken else None
        )
    return domain.next_period(row.first_day, row.every_weeks, taken, last_day, stood_still(row))


def pence_for(row: PaymentSchedule, period: Period) -> int:
    """What a schedule pays for a period, with what is paid once when it is the first."""
    once = row.pence_once if period.first_day == row.first_day else 0
    if not row.pence_weekly:
        return once
    weekly = domain.amount_for(period, row.pence_weekly, _last_day(row), stood_still(row))
    return once + weekly


def stood_still(row: PaymentSchedule) -> domain.Off:
    """The days on which the support of a schedule stands still."""
    return [(one.first_day, one.last_day) for one in row.arrangement.suspensions.all()]


def _ahead(row: PaymentSchedule, until: date) -> list[Period]:
    if not row.pence_weekly:
        period = upcoming(row)
        return [period] if period else []
    return domain.periods_ahead(
        row.first_day, row.every_weeks, _taken(row), _last_day(row), until, stood_still(row)
    )


def _taken(row: PaymentSchedule) -> set[date]:
    """First days of the periods that have an instruction, but for declined ones."""
    return {one.first_day for one in row.instructions.all() if one.state != domain.DECLINED}


def _last_day(row: PaymentSchedule) -> date | None:
    """The schedule's last day, or the support's when that was ended earlier."""
    return domain.earlier_of(row.last_day, row.arrangement.last_day)


def _schedules() -> QuerySet[PaymentSchedule]:
    return PaymentSchedule.objects.select_related("arrangement").prefetch_related(
        "instructions", "arrangement__suspensions"
    )


def _rows() -> QuerySet[PaymentInstruction]:
    return PaymentInstruction.objects.select_related("proposed_by", "decided_by")


def _named(rows: Iterable[PaymentInstruction], *, by: SignIn, on: date) -> list[InstructionLine]:
    listed = list(rows)
    who = people.briefly({row.person_id for row in listed}, by=by, on=on)
    return [_line(row, who[row.person_id].name) for row in listed]


def _line(row: PaymentInstruction, name: str = "") -> InstructionLine:
    return InstructionLine(
        id=row.pk,
        schedule_id=row.schedule_id,
        person_id=row.person_id,
        name=name,
        first_day=row.first_day,
        last_day=row.last_day,
        pay_on=row.pay_on,
        pence=row.pence,
        state=row.state,
        proposed_by=row.proposed_by.name,
        proposed_by_id=row.proposed_by_id,
        proposed_on=row.proposed_on,
        decided_by=row.decided_by.name if row.decided_by else "",
        decided_on=row.decided_on,
        decision_reasons=row.decision_reasons,
        paid_on=row.paid_on,
    )
