"""Questions about runs of payments; for finance alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotFound
from ownway.support.payments import domain, permissions
from ownway.support.payments.domain.runs import LIVE, LineState, RunState
from ownway.support.payments.models import PaymentInstruction, PaymentRun, PaysFromAccount, RunLine
from ownway.support.people import queries as people

RUN_READ = declare("payments.run-read", "A run of payments opened", reading=True)


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A run in one line. `pence` and `count` are of what it pays."""

    id: UUID
    number: int
    state: str
    due_by: date
    pay_on: date
    proposed_by: str
    proposed_by_id: UUID
    proposed_on: date
    decided_by: str
    decided_on: date | None
    decision_reasons: str
    file_format: str
    filed_at: datetime | None
    paid_on: date | None
    count: int
    pence: int
    returned: int


@dataclass(frozen=True, slots=True)
class RunEntry:
    """One payment of a run, with what to look at."""

    id: UUID
    person_id: UUID
    name: str
    what_for: str
    pence: int
    less: int
    ending: str
    reference: str
    state: str
    looks: tuple[str, ...]
    looked_by: str
    why: str
    died_on: date | None


@dataclass(frozen=True, slots=True)
class Run:
    """A run with its lines: what to look at first, what is paid, what is not."""

    summary: RunSummary
    lines: tuple[RunEntry, ...]

    @property
    def to_look(self) -> list[RunEntry]:
        """Lines that wait for somebody: held, or with something nobody has looked at."""
        return [one for one in self.lines if _waits(one)]

    @property
    def ready(self) -> list[RunEntry]:
        return [one for one in self.lines if one.state != "out" and not _waits(one)]

    @property
    def out(self) -> list[RunEntry]:
        return [one for one in self.lines if one.state == LineState.OUT.value]

    @property
    def died_after(self) -> list[RunEntry]:
        """Who died after the file was made: only the bank can stop the payment."""
        gone = (RunState.FILED.value, RunState.PAID.value)
        return [
            one
            for one in self.lines
            if self.summary.state in gone and one.state in LIVE and one.died_on
        ]


def runs(*, by: SignIn, limit: int = 50) -> list[RunSummary]:
    """The runs, the latest first."""
    if not permissions.READ_PAYMENTS.allows(by):
        return []
    return [_summary(row) for row in _counted()[:limit]]


@transaction.atomic
def run_for_reading(run_id: UUID, *, by: SignIn, on: date) -> Run:
    """A run with the lines of people whom `by` may read; the reading is a fact of each.

    Raises NotFound when there is none, or `by` is not in finance.
    """
    row = _counted().filter(pk=run_id).first()
    if row is None or not permissions.READ_PAYMENTS.allows(by):
        raise NotFound("There is no such run of payments, or it is not yours to open.")
    lines = list(
        row.lines.filter(person_id__in=people.ids_visible(by=by)).select_related(
            "instruction", "payee", "looked_by", "person"
        )
    )
    who = people.briefly({one.person_id for one in lines}, by=by, on=on)
    shown = [one for one in lines if one.person_id in who]
    facts.record_many(RUN_READ, [(on, one.person_id, one.pk) for one in shown], by=by)
    entries = tuple(
        RunEntry(
            id=one.pk,
            person_id=one.person_id,
            name=who[one.person_id].name,
            what_for=what_for(one.instruction),
            pence=one.pence,
            less=one.instruction.less,
            ending=one.payee.account_number[-4:] if one.payee else "",
            reference=one.reference,
            state=one.state,
            looks=tuple(one.looks),
            looked_by=one.looked_by.name if one.looked_by else "",
            why=one.why,
            died_on=one.person.died_on,
        )
        for one in shown
    )
    return Run(_summary(row), entries)


def in_a_run(instruction_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these instructions are in a run that is not over for them."""
    rows = RunLine.objects.filter(instruction_id__in=list(instruction_ids), state__in=LIVE)
    return set(rows.values_list("instruction_id", flat=True))


def pays_from_in_words() -> str:
    """Which account of the council runs are paid from, by its last figures."""
    row = PaysFromAccount.objects.order_by("-number").first()
    if row is None:
        return ""
    return f"{row.account_name}, ending {row.account_number[-4:]}, user number {row.user_number}"


def what_for(row: PaymentInstruction) -> str:
    return domain.words_of(row.kind, domain.days_in_words(row.first_day, row.last_day))


def _waits(one: RunEntry) -> bool:
    if one.state == LineState.HELD.value:
        return True
    return one.state == LineState.IN.value and bool(one.looks) and not one.looked_by


def _counted() -> QuerySet[PaymentRun]:
    paid = Q(lines__state__in=[LineState.IN.value, LineState.PAID.value])
    return PaymentRun.objects.select_related("proposed_by", "decided_by").annotate(
        paying=Count("lines", filter=paid),
        sum_pence=Sum("lines__pence", filter=paid),
        came_back=Count("lines", filter=Q(lines__state=LineState.RETURNED.value)),
    )


def _summary(row: PaymentRun) -> RunSummary:
    return RunSummary(
        id=row.pk,
        number=row.number,
        state=row.state,
        due_by=row.due_by,
        pay_on=row.pay_on,
        proposed_by=row.proposed_by.name,
        proposed_by_id=row.proposed_by_id,
        proposed_on=row.proposed_on,
        decided_by=row.decided_by.name if row.decided_by else "",
        decided_on=row.decided_on,
        decision_reasons=row.decision_reasons,
        file_format=row.file_format,
        filed_at=row.filed_at,
        paid_on=row.paid_on,
        count=getattr(row, "paying", 0),
        pence=getattr(row, "sum_pence", 0) or 0,
        returned=getattr(row, "came_back", 0),
    )
