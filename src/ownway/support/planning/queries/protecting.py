"""Who keeps what above their figure, what that comes to, and when it is looked at again."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed
from ownway.parameters import decimal_on
from ownway.support.allocation import queries as allocation
from ownway.support.people import queries as people
from ownway.support.planning import permissions
from ownway.support.planning.domain.protection import Step, extra_on, steps
from ownway.support.planning.models import Arrangement, Protection

PROTECTION_READ = declare("planning.protection-read", "Protection opened", reading=True)


@dataclass(frozen=True, slots=True)
class ProtectionLine:
    """A protection as a page shows it. Money is pence a week; `extra_weekly` is that of the day."""

    id: UUID
    person_id: UUID
    name: str
    present_weekly: int
    figure_weekly: int
    most_percent: int
    steps: tuple[Step, ...]
    extra_weekly: int
    reason: str
    decided_on: date
    decided_by: str
    review_on: date
    looked_at_reason: str
    late: bool

    @property
    def last_day(self) -> date | None:
        return self.steps[-1].last_day


@dataclass(frozen=True, slots=True)
class Protections:
    """Those whom `by` may know of, and what they come to beside the council's reserve."""

    lines: tuple[ProtectionLine, ...]
    reserve_weekly: int

    @property
    def extra_weekly(self) -> int:
        return sum(line.extra_weekly for line in self.lines)

    @property
    def late(self) -> int:
        return sum(line.late for line in self.lines)


def cost_and_figure(person_id: UUID, *, by: SignIn, on: date) -> tuple[int, int | None]:
    """What somebody's support costs on a day and their latest figure, pence a week."""
    figure = allocation.latest_budget_of(person_id, by=by)
    running = Arrangement.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=on), person_id=person_id, first_day__lte=on
    )
    present = running.aggregate(all=Sum("cost_weekly"))["all"] or 0
    return present, figure.total_weekly if figure else None


def protection_of(person_id: UUID, *, by: SignIn, on: date) -> ProtectionLine | None:
    """The protection that runs or is to come for somebody; the reading is a fact.

    Raises NotFound as `check_may_read`. Must run in a transaction.
    """
    people.check_may_read(person_id, by=by)
    facts.record_reading(PROTECTION_READ, about=person_id, by=by, on=on)
    row = _open(on).filter(person_id=person_id).first()
    return _line(row, "", on=on) if row else None


def is_protected(person_id: UUID, *, on: date) -> bool:
    """Whether a page about somebody that was read says more of protection. Tells no amount."""
    return _open(on).filter(person_id=person_id).exists()


def protections(*, by: SignIn, on: date) -> Protections:
    """Protections of people whom `by` may know of, the earliest review first. Raises NotAllowed."""
    if not permissions.PROTECT_COST.allows(by):
        raise NotAllowed(permissions.PROTECT_COST.refusal())
    rows = list(
        _open(on).filter(person_id__in=people.ids_visible(by=by)).order_by("review_on", "pk")
    )
    named = people.briefly([row.person_id for row in rows], by=by, on=on)
    return Protections(
        tuple(
            _line(row, named[row.person_id].name, on=on) for row in rows if row.person_id in named
        ),
        int(decimal_on("protection_reserve_weekly", on)),
    )


def protections_late(*, by: SignIn, on: date) -> int:
    """How many that `by` may know of were to be looked at before a day."""
    return _open(on).filter(person_id__in=people.ids_visible(by=by), review_on__lt=on).count()


def _open(on: date) -> QuerySet[Protection]:
    return Protection.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=on), ended_on__isnull=True
    ).select_related("decided_by")


def _line(row: Protection, name: str, *, on: date) -> ProtectionLine:
    planned = steps(
        row.present_weekly,
        row.figure_weekly,
        first_day=row.first_day,
        most_percent=row.most_percent,
    )
    return ProtectionLine(
        id=row.pk,
        person_id=row.person_id,
        name=name,
        present_weekly=row.present_weekly,
        figure_weekly=row.figure_weekly,
        most_percent=row.most_percent,
        steps=planned,
        extra_weekly=extra_on(on, planned),
        reason=row.reason,
        decided_on=row.decided_on,
        decided_by=row.decided_by.name,
        review_on=row.review_on,
        looked_at_reason=row.looked_at_reason,
        late=row.review_on < on,
    )
