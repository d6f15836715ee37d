"""Questions about payments; a person's, only for those who may read their record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import Period
from ownway.kernel.refusal import NotFound
from ownway.support.payments import domain, permissions
from ownway.support.payments.domain.giving_back import How
from ownway.support.payments.domain.runs import LIVE
from ownway.support.payments.domain.schedules import (
    FORECAST_PERIODS,
    Commitment,
    Line,
    LineKind,
    OneOff,
    Rate,
    Settled,
    Terms,
    amount,
    commitment,
    to_pay,
)
from ownway.support.payments.models import PaymentInstruction, PaymentSchedule
from ownway.support.people import queries as people
from ownway.support.people.domain.seeing import Work
from ownway.support.planning import queries as planning

INSTRUCTION_READ = declare("payments.instruction-read", "A payment opened", reading=True)
PAYMENTS_LISTED = declare("payments.listed", "A list of payments opened", reading=True)


@dataclass(frozen=True, slots=True)
class InstructionLine:
    """One payment; `pence` for its whole period. `name` only where a list names people.

    `kind` is a period or a correction of days paid before; `less` was taken off for what was paid
    too much.
    """

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
    kind: str = "period"
    less: int = 0


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
    kind: str = "period"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the next 13 periods of a schedule pay, what is still to be taken off, and the budget."""

    schedule_id: UUID
    lines: tuple[Line, ...]
    still_to_take: int
    commitment: Commitment


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
    rows = list(_schedules().filter(person_id=person_id))
    terms = terms_of(rows)
    found = [
        Planned(
            schedule_id=row.pk,
            first_day=line.first_day,
            last_day=line.last_day,
            pay_on=max(line.pay_on, on),
            pence=line.pence,
        )
        for row in rows
        for line in _ahead(terms[row.pk], settled_of(row), until)
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
    rows = list(
        _schedules().filter(person_id__in=people.ids_visible(by=by), person__died_on__isnull=True)
    )
    terms = terms_of(rows)
    due = [(row, line) for row in rows if (line := next_due(row, terms[row.pk], on)) is not None]
    who = people.briefly({row.person_id for row, _ in due}, by=by, on=on)
    lines = [
        ToPropose(
            schedule_id=row.pk,
            person_id=row.person_id,
            name=who[row.person_id].name,
            first_day=line.first_day,
            last_day=line.last_day,
            pay_on=max(line.pay_on, on),
            pence=line.pence,
            kind=line.kind.value,
        )
        for row, line in due
        if row.person_id in who
    ]
    return sorted(lines, key=lambda line: (line.first_day, line.name, line.schedule_id))


def to_approve(*, by: SignIn, on: date) -> list[InstructionLine]:
    """Payments that wait for somebody else than who proposed them, the earliest to pay first.

    Those of a run are decided with it.
    """
    if not permissions.READ_PAYMENTS.allows(by):
        return []
    rows = (
        _rows()
        .filter(state=domain.PROPOSED, person_id__in=people.ids_visible(by=by))
        .exclude(run_lines__state__in=LIVE)
    )
    return _named(rows.order_by("pay_on", "first_day", "pk"), by=by, on=on)


def approved_beyond_end(person_ids: Iterable[UUID], *, by: SignIn) -> dict[UUID, list[BeyondEnd]]:
    """What these people were paid ahead for support that has since ended, the earliest first.

    A new plan ends the support it replaces, so its first payment may cover the same days. Whoever
    approves must know; for those who may read payments.
    """
    if not permissions.READ_PAYMENTS.allows(by):
        return {}
    found: dict[UUID, list[BeyondEnd]] = {}
    for row in (
        _rows()
        .select_related("schedule__arrangement")
        .filter(
            state=domain.APPROVED,
            kind=LineKind.PERIOD.value,
            person_id__in=people.ids_visible(by=by).filter(pk__in=list(person_ids)),
            last_day__gt=F("schedule__arrangement__last_day"),
        )
        .order_by("first_day", "pk")
    ):
        ended_on = row.schedule.arrangement.last_day or row.last_day
        terms = terms_of([row.schedule])[row.schedule_id]
        due = amount(terms, row.first_day, row.last_day)
        beyond = BeyondEnd(
            row.person_id,
            max(row.first_day, ended_on + timedelta(days=1)),
            row.last_day,
            row.pence + row.less - due,
        )
        if beyond.pence > 0:
            found.setdefault(row.person_id, []).append(beyond)
    return found


def lately_approved(*, by: SignIn, on: date, limit: int = 50) -> list[InstructionLine]:
    """The payments approved last one by one, newest first; those of runs stand with their run."""
    if not permissions.READ_PAYMENTS.allows(by):
        return []
    rows = _rows().filter(
        state=domain.APPROVED, person_id__in=people.ids_visible(by=by), run_lines__isnull=True
    )
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
    """The next period that something is paid for, due or not; the support's own end counts too.

    Where nothing is to be paid in the next 13 periods, the earliest period that is open.
    """
    terms = terms_of([row])[row.pk]
    for line in to_pay(terms, settled_of(row), count=FORECAST_PERIODS).lines:
        if line.kind is LineKind.PERIOD:
            return Period(line.first_day, line.last_day)
    return domain.next_period(row.first_day, row.every_weeks, _taken(row), terms.last_day)


def next_due(row: PaymentSchedule, terms: Terms, on: date) -> Line | None:
    """The next payment of a schedule whose time has come: it is paid within one period's length."""
    until = on + timedelta(weeks=row.every_weeks)
    return next(iter(to_pay(terms, settled_of(row), until=until).lines), None)


def terms_of(rows: Sequence[PaymentSchedule]) -> dict[UUID, Terms]:
    """What is agreed for each of these schedules; for rows that the caller may read.

    Days on which the support stands still and sums paid once are the plan's; a rate that changed
    is the schedule's own.
    """
    agreed = planning.pay_details({row.arrangement_id for row in rows})
    found = {}
    for row in rows:
        plan = agreed.get(row.arrangement_id, planning.PayDetails())
        starts = min(row.first_day, row.arrangement.first_day)
        found[row.pk] = Terms(
            anchor=row.first_day,
            first_day=row.arrangement.first_day,
            last_day=_last_day(row),
            rates=(
                Rate(starts, row.pence_weekly),
                *(Rate(one.first_day, one.pence_weekly) for one in row.rates.all()),
            ),
            every_weeks=row.every_weeks,
            in_advance=row.in_advance,
            suspended=plan.suspended,
            one_offs=(OneOff(row.arrangement.first_day, plan.cost_once),) if plan.cost_once else (),
        )
    return found


def settled_of(row: PaymentSchedule) -> list[Settled]:
    """The payments of a schedule that stand: proposed or approved, not declined or stopped.

    What is agreed to be taken off the next payments counts as paid before.
    """
    return [
        Settled(one.first_day, one.pence, LineKind(one.kind))
        for one in row.instructions.all()
        if one.state in (domain.PROPOSED, domain.APPROVED)
    ] + [
        Settled(row.first_day, one.decided_pence, LineKind.GIVEN_BACK)
        for one in row.given_back.all()
        if one.state == "agreed" and one.how == How.NEXT.value
    ]


def is_more_than_due(row: PaymentInstruction) -> bool:
    """Whether a payment for a period, with what was taken off it, is more than the days come to."""
    if row.kind != LineKind.PERIOD.value:
        return False
    terms = terms_of([row.schedule])[row.schedule_id]
    return row.pence + row.less > amount(terms, row.first_day, row.last_day)


def forecasts_of(person_id: UUID, *, by: SignIn, on: date) -> list[Forecast]:
    """The next 13 periods of each schedule of somebody, and what they take of the budget.

    Raises NotFound as `people.check_may_read`.
    """
    people.check_may_read(person_id, by=by)
    rows = list(_schedules().filter(person_id=person_id).order_by("first_day", "pk"))
    terms = terms_of(rows)
    shares = planning.budget_of(person_id, by=by, on=on)
    weekly = shares.authority_share_weekly if shares else 0
    found = []
    for row in rows:
        coming = to_pay(terms[row.pk], settled_of(row), count=FORECAST_PERIODS)
        found.append(
            Forecast(
                row.pk,
                coming.lines,
                coming.still_to_take,
                commitment(terms[row.pk], settled_of(row), budget_weekly=weekly),
            )
        )
    return found


def _ahead(terms: Terms, settled: list[Settled], until: date) -> list[Line]:
    """What begins by a day, or else what is paid next."""
    by_then = list(to_pay(replace(terms, in_advance=True), settled, until=until).lines)
    found = by_then or list(to_pay(terms, settled, count=FORECAST_PERIODS).lines[:1])
    return [line if terms.in_advance else replace(line, pay_on=line.last_day) for line in found]


def _taken(row: PaymentSchedule) -> set[date]:
    """First days of the periods that have an instruction, but for declined ones."""
    return {one.first_day for one in settled_of(row) if one.kind is LineKind.PERIOD}


def _last_day(row: PaymentSchedule) -> date | None:
    """The schedule's last day, or the support's when that was ended earlier."""
    return domain.earlier_of(row.last_day, row.arrangement.last_day)


def _schedules() -> QuerySet[PaymentSchedule]:
    return PaymentSchedule.objects.select_related("arrangement").prefetch_related(
        "instructions", "rates", "given_back"
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
        kind=row.kind,
        less=row.less,
    )
