"""Questions about reviews: those that were held, and those that are due.

Who is asked about: people whose long-term support runs. When a review is due is worked out in
`domain/due.py` from a few statements for everybody at once; what is kept is only that somebody
wants it sooner, or moved it or held it back, and why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.parameters import decimal_on
from ownway.support.people import queries as people
from ownway.support.planning import queries as planning
from ownway.support.review import permissions
from ownway.support.review.domain.due import (
    WHY_WORDS,
    DaySet,
    Intervals,
    NextDue,
    Why,
    next_due,
    with_day_set,
)
from ownway.support.review.models import Review, ReviewDay

SOON = 14  # days
LATE_ONLY, SOON_ONLY = "late", "soon"
BY_PERSON, BY_WHICH = "person", "which"
_DIRECT_PAYMENT = "direct payment"  # in the component or the delivery, as in "… payment only"


@dataclass(frozen=True, slots=True)
class DueReview:
    """The next review of one person; `days_late` is 0 on the day itself and negative before."""

    person_id: UUID
    name: str
    which: str
    due_on: date
    days_late: int
    council_id: str = ""
    rule_on: date | None = None
    said_why: str = ""
    said: str = ""
    team: str = ""
    never_reviewed: bool = False
    direct_payments_own: bool = False

    @property
    def is_late(self) -> bool:
        return self.days_late > 0

    @property
    def late_from(self) -> date:
        return self.due_on if self.rule_on is None else min(self.due_on, self.rule_on)

    @property
    def why_words(self) -> str:
        """Why it has another day than the rules give; empty where it has not."""
        return WHY_WORDS[Why(self.said_why)] if self.said_why else ""


@dataclass(frozen=True, slots=True)
class DueReviews:
    """Lines of a list, how many the whole list has, and how many are late and due soon in all."""

    lines: tuple[DueReview, ...]
    start: int
    total: int
    late: int
    soon: int


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review that was held, or that a file says has begun (`finished_on` is empty)."""

    id: UUID
    person_id: UUID
    started_on: date
    finished_on: date | None
    reason: str
    outcomes_achieved: str
    method: str
    outcome: str
    words: str
    from_file: bool


@dataclass(slots=True)
class _Running:
    """The long-term support of one person that runs, in two days."""

    started_on: date
    direct_payment_from: date | None = None


def due(
    *, by: SignIn, on: date, within_days: int = SOON, late_only: bool = False
) -> list[DueReview]:
    """Reviews that are late or due within some days, of the people `by` may see, latest first.

    Nobody's to ask who may not see which reviews are due: the list is empty.
    """
    last = 1 if late_only else -within_days
    return _named([one for one in _all(by=by, on=on) if one.days_late >= last], by=by, on=on)


def late_count(*, by: SignIn, on: date) -> int:
    """How many reviews are late, of the people `by` may see."""
    return sum(one.is_late for one in _all(by=by, on=on))


def soon_count(*, by: SignIn, on: date) -> int:
    """How many reviews are due today or in the next two weeks, of the people `by` may see."""
    return sum(_is_soon(one) for one in _all(by=by, on=on))


@transaction.atomic
def due_for_reading(
    *,
    by: SignIn,
    on: date,
    show: str = "",
    sort: str = "",
    start: int = 0,
    limit: int | None = None,
) -> DueReviews:
    """A part of the list of reviews that are late or due soon; the reading is a fact of each line.

    `show` narrows it to LATE_ONLY or SOON_ONLY; `sort` is BY_PERSON or BY_WHICH, the latest first
    unless given. A start past the end gives the last page of `limit` lines.
    """
    found = _all(by=by, on=on)
    late, soon = [one for one in found if one.is_late], [one for one in found if _is_soon(one)]
    chosen = {LATE_ONLY: late, SOON_ONLY: soon}.get(show, [*late, *soon])
    if sort == BY_PERSON:
        chosen = sorted(_named(chosen, by=by, on=on), key=lambda one: one.name.casefold())
    elif sort == BY_WHICH:
        chosen = sorted(chosen, key=lambda one: one.which)
    if limit is not None:
        start = min(start, max(0, len(chosen) - 1) // limit * limit)
    lines = chosen[start:] if limit is None else chosen[start : start + limit]
    lines = lines if sort == BY_PERSON else _named(lines, by=by, on=on)
    facts.record_many(people.PEOPLE_LISTED, ((on, one.person_id, None) for one in lines), by=by)
    facts.record_reading(
        people.PEOPLE_LISTED, about=None, by=by, on=on, words="Reviews that are late or due"
    )
    return DueReviews(tuple(lines), start, len(chosen), len(late), len(soon))


def next_review_of(person_id: UUID, *, by: SignIn, on: date) -> DueReview | None:
    """The next review of one person; None when no long-term support runs.

    Raises NotFound as `people.check_may_read`.
    """
    people.check_may_read(person_id, by=by)
    found = _named(_worked_out([person_id], on=on), by=by, on=on)
    return found[0] if found else None


def reviews_of(person_id: UUID, *, by: SignIn) -> list[ReviewLine]:
    """Every review of one person's support, newest first. Raises as `people.check_may_read`."""
    people.check_may_read(person_id, by=by)
    rows = Review.objects.filter(person_id=person_id, client_type__iexact="Service user")
    return [_line(row) for row in rows.order_by("-started_on", "-finished_on", "pk")]


def by_the_rules(person_id: UUID, *, by: SignIn, on: date) -> tuple[NextDue, bool] | None:
    """The next review as the rules alone give it, and whether a direct payment runs.

    None when no long-term support runs. Raises NotFound as `people.check_may_read`.
    """
    people.check_may_read(person_id, by=by)
    running = _running([person_id], on).get(person_id)
    if running is None:
        return None
    found = _by_rules(
        running,
        decided=planning.decided_by_person([person_id]).get(person_id),
        last_review_on=_last_held([person_id], on).get(person_id),
        intervals=intervals_on(on),
    )
    return found, running.direct_payment_from is not None


def day_set(person_id: UUID) -> DaySet | None:
    """What was said last about the day of somebody's review; the caller has checked who asks."""
    return _days_set([person_id]).get(person_id)


def late(*, by: SignIn, on: date) -> list[DueReview]:
    """Every late review of the people whose rows are the work of `by`, without names."""
    return [one for one in _worked_out(people.ids_visible(by=by), on=on) if one.is_late]


def still_to_review(person_ids: Iterable[UUID], *, on: date) -> dict[UUID, DueReview]:
    """The next review of those of these people whose support runs; the caller narrowed them."""
    return {one.person_id: one for one in _worked_out(list(person_ids), on=on)}


def intervals_on(on: date) -> Intervals:
    """How long until a review is due, as in force on a day."""
    return Intervals(
        first_light_weeks=int(decimal_on("review_first_light_weeks", on)),
        direct_payment_first_months=int(decimal_on("review_direct_payment_first_months", on)),
        every_months=int(decimal_on("review_every_months", on)),
    )


def _is_soon(one: DueReview) -> bool:
    return -SOON <= one.days_late <= 0


def _all(*, by: SignIn, on: date) -> list[DueReview]:
    if not permissions.READ_DUE.allows(by):
        return []
    return _worked_out(people.ids_visible(by=by), on=on)


def _worked_out(person_ids: Iterable[UUID], *, on: date) -> list[DueReview]:
    """The next review of each of these people, the latest first and still without names."""
    running = _running(person_ids, on)
    held = _last_held(person_ids, on)
    decided = planning.decided_by_person(person_ids)
    days = _days_set(person_ids)
    intervals = intervals_on(on)
    found = []
    for person_id, support in running.items():
        last = held.get(person_id)
        following = with_day_set(
            _by_rules(
                support,
                decided=decided.get(person_id),
                last_review_on=last,
                intervals=intervals,
            ),
            days.get(person_id),
            last,
        )
        found.append(
            DueReview(
                person_id,
                "",
                following.which,
                following.due_on,
                following.days_late(on),
                rule_on=following.rule_on,
                said_why=following.said.why.value if following.said else "",
                said=following.said.reason if following.said else "",
                never_reviewed=last is None,
                direct_payments_own="of the direct payment" in following.which,
            )
        )
    return sorted(found, key=lambda one: (one.late_from, one.person_id))


def _by_rules(
    support: "_Running",
    *,
    decided: planning.Decided | None,
    last_review_on: date | None,
    intervals: Intervals,
) -> NextDue:
    return next_due(
        started_on=support.started_on,
        direct_payment_from=support.direct_payment_from,
        plan_decided_on=decided.first_on if decided else None,
        version_decided_on=decided.latest_on if decided else None,
        last_review_on=last_review_on,
        intervals=intervals,
    )


def _days_set(person_ids: Iterable[UUID]) -> dict[UUID, DaySet]:
    """The last that was said about the day of each of these people's reviews."""
    rows = ReviewDay.objects.filter(person_id__in=person_ids).order_by("set_at")
    return {
        row.person_id: DaySet(Why(row.why), row.due_on, row.rule_on, row.set_on, row.reason)
        for row in rows
    }


def _running(person_ids: Iterable[UUID], on: date) -> dict[UUID, _Running]:
    """Support without an end, also when it is still to begin; and what runs until a day agreed."""
    found: dict[UUID, _Running] = {}
    with_an_end = planning.open_long_term(on).filter(
        person_id__in=person_ids, person__died_on__isnull=True
    )
    rows = (planning.starts_of_support(person_ids) | with_an_end).order_by("first_day")
    unbroken = planning.unbroken_starts(person_ids)
    for person_id, first_day, component, mechanism in rows.values_list(
        "person_id", "first_day", "service_component", "delivery_mechanism"
    ):
        first_day, direct_day = unbroken.get((person_id, first_day), (first_day, first_day))
        support = found.setdefault(person_id, _Running(first_day))  # the earliest comes first
        paid_direct = _DIRECT_PAYMENT in f"{component}, {mechanism}".lower()
        if paid_direct and support.direct_payment_from is None:
            support.direct_payment_from = direct_day
    return found


def _last_held(person_ids: Iterable[UUID], on: date) -> dict[UUID, date]:
    return dict(
        Review.objects.filter(
            person_id__in=person_ids, client_type__iexact="Service user", finished_on__lte=on
        )
        .values("person_id")
        .annotate(last=Max("finished_on"))
        .values_list("person_id", "last")
    )


def _named(lines: Sequence[DueReview], *, by: SignIn, on: date) -> list[DueReview]:
    who = people.briefly([one.person_id for one in lines], by=by, on=on)
    return [
        replace(
            one,
            name=who[one.person_id].name,
            council_id=who[one.person_id].council_id,
            team=who[one.person_id].team,
        )
        for one in lines
        if one.person_id in who
    ]


def _line(row: Review) -> ReviewLine:
    return ReviewLine(
        id=row.pk,
        person_id=row.person_id,
        started_on=row.started_on,
        finished_on=row.finished_on,
        reason=row.reason,
        outcomes_achieved=row.outcomes_achieved,
        method=row.method,
        outcome=row.outcome,
        words=row.description,
        from_file=row.cld_key is not None,
    )


def reviews_for_return(first_day: date, last_day: date) -> QuerySet[Review]:
    """Reviews that finished in a period, and those of files that began in it and tell no end.

    For the national return, which tells of everybody; whoever shows a row of it narrows it first
    to people the asker may see.
    """
    return Review.objects.filter(
        Q(finished_on__range=(first_day, last_day))
        | Q(finished_on__isnull=True, started_on__range=(first_day, last_day)) & ~Q(cld_line="")
    )


def reviews_of_the_dead() -> QuerySet[Review]:
    """Reviews in files about people who have died; for the national return, as above."""
    return Review.objects.filter(person__died_on__isnull=False).exclude(cld_line="")


def every_review() -> QuerySet[Review]:
    """Every review of the council, to count over; whoever shows a row narrows by who asks."""
    return Review.objects.all()
