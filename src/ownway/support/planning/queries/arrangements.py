"""Questions about support that runs or ran: from a plan, or from a service in a national file."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import Period
from ownway.kernel.refusal import NotFound
from ownway.support.people import queries as people
from ownway.support.planning.domain import Actor, BoughtBy
from ownway.support.planning.domain.funding import Agreement, Cost, Payer, council_shares
from ownway.support.planning.models import Arrangement

# "Long term support" however it is cased, hyphened or dashed: "Long-term Support – Community".
_LONG_TERM = r"^(\W|_)*long(\W|_)*term(\W|_)+support"


REPLACED = "replaced by the plan"
SUPPORT_READ = declare("planning.support-read", "What support runs opened", reading=True)


@dataclass(frozen=True, slots=True)
class ArrangementLine:
    """Support that runs or ran; `words` name it, `how` says how it is paid for."""

    id: UUID
    person_id: UUID
    component_id: UUID | None
    words: str
    how: str
    first_day: date
    last_day: date | None
    cost_weekly: int | None
    cost_rule: str
    from_file: bool
    activity: str = ""
    cost_once: int = 0

    def runs_on(self, day: date) -> bool:
        return Period(self.first_day, self.last_day).holds(day)


@dataclass(frozen=True, slots=True)
class ArrangementToPay:
    """A signed-off part that money is paid for; `share_weekly` is the council's share of it."""

    id: UUID
    person_id: UUID
    component_id: UUID
    bought_by: str
    cost_weekly: int
    share_weekly: int
    first_day: date
    last_day: date | None
    words: str
    cost_once: int = 0
    suspended: tuple[tuple[date, date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class PayDetails:
    """What of a signed-off part bears on when it is paid: a sum paid once, and days off."""

    cost_once: int = 0
    suspended: tuple[tuple[date, date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class OpenArrangement:
    person_id: UUID
    cost_weekly: int | None


def arrangements_of(person_id: UUID, *, by: SignIn) -> list[ArrangementLine]:
    """Support that runs or ran for somebody, latest first. Raises as `check_may_read`."""
    people.check_may_read(person_id, by=by)
    rows = Arrangement.objects.filter(person_id=person_id).select_related("component")
    return [_arrangement(row) for row in rows.order_by("-first_day", "pk")]


@dataclass(frozen=True, slots=True)
class SupportLine:
    """Support of a plan with the days on which it stands still."""

    line: ArrangementLine
    days_off: tuple[tuple[date, date | None, str], ...]

    @property
    def open_since(self) -> date | None:
        """Since when it stands still with no day on which it goes on."""
        return next((first for first, last, _ in self.days_off if last is None), None)


def support_of(person_id: UUID, *, by: SignIn, on: date) -> list[SupportLine]:
    """Support of somebody's plans, the latest first; the reading is a fact.

    Raises NotFound as `check_may_read`. Must run in a transaction.
    """
    people.check_may_read(person_id, by=by)
    facts.record_reading(SUPPORT_READ, about=person_id, by=by, on=on)
    rows = (
        Arrangement.objects.filter(person_id=person_id, component__isnull=False)
        .select_related("component")
        .prefetch_related("suspensions")
        .order_by("-first_day", "pk")
    )
    return [
        SupportLine(
            _arrangement(row),
            tuple((one.first_day, one.last_day, one.why) for one in row.suspensions.all()),
        )
        for row in rows
    ]


def running_before(person_id: UUID, first_day: date, *, by: SignIn) -> list[ArrangementLine]:
    """Support that a plan from a day on may replace.

    What began before and still runs on it, and what an earlier version of the plan would begin
    later.
    """
    return [
        one
        for one in arrangements_of(person_id, by=by)
        if (one.first_day < first_day and one.runs_on(first_day))
        or (
            one.component_id is not None
            and one.cost_weekly
            and one.first_day >= first_day
            and (one.last_day is None or one.last_day >= one.first_day)
        )
    ]


def only_from_files_after(person_id: UUID, last_day: date, *, by: SignIn) -> bool:
    """Whether support runs after a day, and all of it came with national files. NotFound."""
    after = [
        one
        for one in arrangements_of(person_id, by=by)
        if one.last_day is None or one.last_day > last_day
    ]
    return bool(after) and all(one.component_id is None for one in after)


def open_long_term(day: date) -> QuerySet[Arrangement]:
    """Arrangements of long-term support that are open on a day, of people alive on it.

    The first and the last day of an arrangement, and the day of a death, still count. Unpaid
    carers' own support is no part of it. For figures about the whole council: whoever shows a row
    of it narrows it first to people the asker may see.
    """
    return Arrangement.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=day),
        Q(person__died_on__isnull=True) | Q(person__died_on__gte=day),
        _long_term(),
        first_day__lte=day,
    )


def long_term_between(first_day: date, last_day: date) -> QuerySet[Arrangement]:
    """Arrangements of long-term support that may be open on some day of a period.

    As `open_long_term`, whose rule for one day whoever asks applies to each day of interest.
    """
    return Arrangement.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=first_day),
        Q(person__died_on__isnull=True) | Q(person__died_on__gte=first_day),
        _long_term(),
        first_day__lte=last_day,
    )


def _long_term() -> Q:
    """Long-term support of people themselves, by the few spellings of it that are in use.

    Over a million rows a list of values costs a small part of what a pattern does, and the
    database can tell beforehand how many rows it gives.
    """
    said = list(
        Arrangement.objects.order_by().values_list("client_type", "service_type").distinct()
    )
    ours = {client for client, _ in said if client.casefold() == "service user"}
    long_term = {kind for _, kind in said if re.match(_LONG_TERM, kind, re.IGNORECASE)}
    return Q(client_type__in=sorted(ours), service_type__in=sorted(long_term))


def open_arrangements_on(day: date) -> Iterator[OpenArrangement]:
    """Whose long-term support is open on a day and what it costs; for totals and samples alone."""
    rows = open_long_term(day).values_list("person_id", "cost_weekly")
    for person_id, cost_weekly in rows.iterator():
        yield OpenArrangement(person_id, cost_weekly)


def arrangement_to_pay(arrangement_id: UUID, *, by: SignIn) -> ArrangementToPay:
    """A signed-off part with the council's share of it. Raises NotFound as above."""
    rows = _to_pay(Q(pk=arrangement_id), by=by)
    if not rows:
        raise NotFound("There is no such arrangement to pay.")
    return rows[0]


def pay_details(arrangement_ids: Iterable[UUID]) -> dict[UUID, PayDetails]:
    """Sums paid once and days off of each arrangement, for rows that the caller may read."""
    rows = (
        Arrangement.objects.filter(pk__in=list(arrangement_ids))
        .select_related("component")
        .prefetch_related("suspensions")
    )
    return {
        row.pk: PayDetails(
            row.component.cost_once if row.component else 0,
            tuple((one.first_day, one.last_day) for one in row.suspensions.all()),
        )
        for row in rows
    }


def arrangements_to_pay(
    arrangement_ids: Iterable[UUID], *, by: SignIn
) -> dict[UUID, ArrangementToPay]:
    """Signed-off parts with the council's share, by id; those `by` may not know of are left out."""
    return {one.id: one for one in _to_pay(Q(pk__in=list(arrangement_ids)), by=by)}


def direct_payments_without(
    arrangement_ids: Iterable[UUID], *, by: SignIn, on: date
) -> list[ArrangementToPay]:
    """Direct payments that have not ended by `on`, but for those listed, the earliest first."""
    still = Q(last_day__isnull=True) | Q(last_day__gte=on)
    chosen = Q(component__bought_by=BoughtBy.DIRECT_PAYMENT.value) & still
    return _to_pay(chosen & ~Q(pk__in=list(arrangement_ids)), by=by)


def starts_of_support(person_ids: Iterable[UUID] | None = None) -> QuerySet[Arrangement]:
    """Long-term support that has not ended, for working out when a review is due."""
    rows = Arrangement.objects.filter(
        last_day__isnull=True,
        person__died_on__isnull=True,
        client_type__iexact="Service user",
        service_type__iregex=_LONG_TERM,
    )
    return rows if person_ids is None else rows.filter(person_id__in=person_ids)


def unbroken_starts(person_ids: Iterable[UUID]) -> dict[tuple[UUID, date], tuple[date, date]]:
    """Since when support that begins on a day has run without a break, under earlier versions.

    (person, first day) -> the first day of the support that it replaced, and of a direct payment
    that it replaced, each as far back as one follows the other. Only for days on which a plan
    replaced what ran: for those whom the caller may read of.
    """
    rows = Arrangement.objects.filter(
        person_id__in=person_ids, ended_because=REPLACED, last_day__gte=F("first_day")
    ).values_list("person_id", "first_day", "last_day", "delivery_mechanism", "service_component")
    ended: dict[tuple[UUID, date], list[tuple[date, bool]]] = {}
    for person_id, first_day, last_day, mechanism, component in rows:
        if last_day is None:
            continue
        direct = "direct payment" in f"{component}, {mechanism}".lower()
        after = (person_id, last_day + timedelta(days=1))
        ended.setdefault(after, []).append((first_day, direct))

    def back(person_id: UUID, day: date, direct: bool) -> date:
        while before := [
            first for first, was in ended.get((person_id, day), ()) if was or not direct
        ]:
            day = min(before)
        return day

    return {
        (person_id, day): (back(person_id, day, False), back(person_id, day, True))
        for person_id, day in ended
    }


def support_ended_on(person_ids: Iterable[UUID]) -> dict[UUID, date]:
    """The day after which no long-term support ran, or of a death before it; for those known.

    For people whose support no longer runs, whom the caller may read of.
    """
    rows = (
        Arrangement.objects.filter(_long_term(), person_id__in=list(person_ids))
        .values("person_id")
        .annotate(last=Max("last_day"), died=Max("person__died_on"))
        .values_list("person_id", "last", "died")
    )
    found: dict[UUID, date] = {}
    for person_id, last, died in rows:
        days = [day for day in (last, died) if day is not None]
        if days:
            found[person_id] = min(days)
    return found


def _to_pay(chosen: Q, *, by: SignIn) -> list[ArrangementToPay]:
    rows = (
        Arrangement.objects.filter(chosen, component__isnull=False)
        .filter(person_id__in=people.ids_visible(by=by))
        .select_related("component__plan__budget")
        .prefetch_related("component__plan__components", "component__plan__funding", "suspensions")
        .order_by("first_day", "pk")
    )
    found = []
    for row in rows:
        component = row.component
        assert component is not None
        plan = component.plan
        paid = [
            one
            for one in plan.components.all()
            if one.actor == Actor.PAID.value and one.cost_weekly
        ]
        aftercare = any(one.payer == Payer.SECTION_117.value for one in plan.funding.all())
        split = council_shares(
            plan.budget.first_day,
            [Cost(one.cost_weekly, one.first_day, one.last_day, aftercare) for one in paid],
            [
                Agreement(Payer(one.payer), one.cost_weekly, one.first_day, one.last_day)
                for one in plan.funding.all()
            ],
            plan.budget.contribution_weekly,
        )
        share = dict(zip([one.pk for one in paid], split, strict=True)).get(component.pk, 0)
        found.append(
            ArrangementToPay(
                id=row.pk,
                person_id=row.person_id,
                component_id=component.pk,
                bought_by=component.bought_by,
                cost_weekly=component.cost_weekly,
                share_weekly=share,
                cost_once=component.cost_once,
                first_day=row.first_day,
                last_day=row.last_day,
                words=component.who,
                suspended=tuple((one.first_day, one.last_day) for one in row.suspensions.all()),
            )
        )
    return found


def _arrangement(row: Arrangement) -> ArrangementLine:
    component = row.component
    return ArrangementLine(
        id=row.pk,
        person_id=row.person_id,
        component_id=row.component_id,
        words=component.who if component else row.service_component or row.service_type,
        how=component.bought_by if component else row.delivery_mechanism,
        first_day=row.first_day,
        last_day=row.last_day,
        cost_weekly=row.cost_weekly,
        cost_rule=row.cost_rule,
        from_file=row.cld_key is not None,
        activity=component.activity if component else "",
        cost_once=row.cost_once or 0,
    )


def services_for_return(first_day: date, last_day: date) -> QuerySet[Arrangement]:
    """Support that ran on any day of a period, for the national return.

    Left out: what was called off before it began; and support whose end is presumed, since a later
    file no longer tells of it, once that end is past. The return tells of everybody; whoever shows
    a row of it narrows it first to people the asker may see.
    """
    called_off = Q(cld_line="", last_day__lt=F("first_day"))
    return Arrangement.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=first_day), first_day__lte=last_day
    ).exclude(called_off | _presumed_ended(last_day))


def services_in_doubt(first_day: date, last_day: date) -> QuerySet[Arrangement]:
    """The support that `services_for_return` leaves out because its end is only presumed."""
    return Arrangement.objects.filter(
        _presumed_ended(last_day), last_day__gte=first_day, first_day__lte=last_day
    )


def services_of_the_dead() -> QuerySet[Arrangement]:
    """Services in files about people who have died; for the national return, as above."""
    return Arrangement.objects.filter(person__died_on__isnull=False).exclude(cld_line="")


def _presumed_ended(by_day: date) -> Q:
    return Q(in_doubt_by__isnull=False, ended_because="", last_day__lte=by_day)


def every_arrangement() -> QuerySet[Arrangement]:
    """Every arrangement of the council, to count over; whoever shows one narrows by who asks."""
    return Arrangement.objects.all()
