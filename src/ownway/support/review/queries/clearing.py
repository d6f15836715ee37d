"""The backlog of late reviews, and the programmes that clear it.

Who is on a programme is kept; whether their review was done is worked out from the reviews and
from the support that runs, so those done, those without support any more and those still to do
always add up to all.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Min, Q, QuerySet

from ownway.foundation.access import queries as access
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.facts import operations as facts
from ownway.kernel.refusal import NotAllowed, NotFound
from ownway.parameters import decimal_on
from ownway.support.people import queries as people
from ownway.support.people.queries.sharing_out import teams_of
from ownway.support.planning import queries as planning
from ownway.support.review import models, permissions
from ownway.support.review.domain.backlog import (
    BANDS,
    BurnDay,
    Reviewer,
    Risk,
    RiskRules,
    Standing,
    band_of,
    burn_down,
    risk_of,
    standing,
)
from ownway.support.review.models import OnProgramme, Review
from ownway.support.review.queries.due import DueReview, late, still_to_review

NO_TEAM = "No team"


@dataclass(frozen=True, slots=True)
class TeamLate:
    """One team's late reviews, by risk; `longest` is in days."""

    team_id: UUID | None
    team: str
    high: int
    middle: int
    low: int
    longest: int

    @property
    def total(self) -> int:
        return self.high + self.middle + self.low


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many reviews are late, by how late, by risk and by team; each adds up to `total`."""

    total: int
    bands: tuple[tuple[str, int], ...]
    high: int
    middle: int
    low: int
    teams: tuple[TeamLate, ...]
    on_programmes: int
    held_back: int


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme in short, with where it stands beside its plan."""

    id: UUID
    name: str
    team: str
    first_day: date
    target_on: date
    closed_on: date | None
    closed_because: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class ReviewerLine:
    """Who clears: how many a week, how many are theirs, how many of them are left."""

    id: UUID
    name: str
    title: str
    team: str
    per_week: int
    has: int
    left: int


@dataclass(frozen=True, slots=True)
class OnLine:
    """Somebody on a programme; `left_on` is the day they left it and `left_because` why."""

    person_id: UUID
    name: str
    team: str
    risk: Risk
    because: str
    late_from: date
    reviewer: str
    left_on: date | None
    left_because: str


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """A programme whole: the way down, who clears, who is on it and who has left it."""

    programme: Programme
    days: tuple[BurnDay, ...]
    reviewers: tuple[ReviewerLine, ...]
    lines: tuple[OnLine, ...]
    total: int
    start: int
    reviewed: int
    support_over: int
    not_listed: int
    nobody_named: int


@dataclass(frozen=True, slots=True)
class MyLine:
    """A review of a programme that is mine to hold."""

    person_id: UUID
    name: str
    risk: Risk
    late_from: date
    programme: str


def risk_rules(on: date) -> RiskRules:
    """From how many days a late review is of high or middle risk, as in force on a day."""
    return RiskRules(
        int(decimal_on("review_high_risk_days", on)), int(decimal_on("review_middle_risk_days", on))
    )


def risk_of_line(one: DueReview, rules: RiskRules) -> tuple[Risk, tuple[str, ...]]:
    """How pressing a late review is, and why."""
    return risk_of(
        one.days_late,
        something_changed=one.said_why == "risk",
        never_reviewed=one.never_reviewed,
        direct_payments_own=one.direct_payments_own,
        rules=rules,
    )


def backlog(*, by: SignIn, on: date) -> Backlog:
    """The board: late reviews of the people `by` works for. Raises NotAllowed."""
    if not permissions.READ_BACKLOG.allows(by):
        raise NotAllowed(permissions.READ_BACKLOG.refusal())
    rows, rules = late(by=by, on=on), risk_rules(on)
    teams = teams_of([one.person_id for one in rows], by=by)
    names = {one.pk: one.name for one in access.teams()}
    risks = {one.person_id: risk_of_line(one, rules)[0] for one in rows}
    bands = Counter(band_of(one.days_late) for one in rows)
    by_team: dict[UUID | None, list[DueReview]] = {}
    for one in rows:
        by_team.setdefault(teams.get(one.person_id), []).append(one)
    lines = [
        _team_line(team_id, names.get(team_id, NO_TEAM) if team_id else NO_TEAM, theirs, risks)
        for team_id, theirs in by_team.items()
    ]
    counted = Counter(risks.values())
    ids = [one.person_id for one in rows]
    return Backlog(
        total=len(rows),
        bands=tuple((words, bands[words]) for words in BANDS),
        high=counted[Risk.HIGH],
        middle=counted[Risk.MIDDLE],
        low=counted[Risk.LOW],
        teams=tuple(sorted(lines, key=lambda one: (-one.total, one.team))),
        on_programmes=OnProgramme.objects.filter(is_open=True, person_id__in=ids).count(),
        held_back=sum(one.said_why in ("held", "moved") for one in rows),
    )


def _team_line(
    team_id: UUID | None, name: str, rows: Sequence[DueReview], risks: dict[UUID, Risk]
) -> TeamLate:
    counted = Counter(risks[one.person_id] for one in rows)
    return TeamLate(
        team_id,
        name,
        counted[Risk.HIGH],
        counted[Risk.MIDDLE],
        counted[Risk.LOW],
        max(one.days_late for one in rows),
    )


def programmes(*, by: SignIn, on: date) -> list[Programme]:
    """Programmes that `by` may see, those under way first, then the latest. Raises NotAllowed."""
    if not permissions.READ_BACKLOG.allows(by):
        raise NotAllowed(permissions.READ_BACKLOG.refusal())
    rows = list(_visible(by).order_by("closed_on", "-first_day", "name"))
    rows.sort(key=lambda row: row.closed_on is not None)
    with whole_council():  # counts of the whole programme: a part of it would mislead
        return [_programme(row, _left(list(row.lines.all()), row, on=on), on=on) for row in rows]


def programme_for_reading(
    programme_id: UUID, *, by: SignIn, on: date, start: int = 0, limit: int = 50
) -> ProgrammePage:
    """One programme whole, a part of its people at a time; the reading is a fact of each shown.

    Its figures are of everybody on it; those listed are the people `by` may see, those still to do
    and the most pressing first. Must run in a transaction. Raises
    NotFound, NotAllowed.
    """
    row = one_programme(programme_id, by=by)
    with whole_council():
        lines = list(row.lines.select_related("reviewer"))
        left = _left(lines, row, on=on)
        programme = _programme(row, left, on=on)
    named = people.briefly([one.person_id for one in lines], by=by, on=on)
    lines.sort(
        key=lambda one: (
            one.person_id not in named,
            one.person_id in left,
            -one.risk,
            one.late_from,
            str(one.person_id),
        )
    )
    start = min(max(0, start), max(0, len(lines) - 1) // limit * limit)
    shown = lines[start : start + limit]
    facts.record_many(
        people.PEOPLE_LISTED,
        [(on, one.person_id, None) for one in shown if one.person_id in named],
        by=by,
    )
    mine: Counter[UUID] = Counter(one.reviewer_id for one in lines if one.reviewer_id)
    still: Counter[UUID] = Counter(
        one.reviewer_id for one in lines if one.reviewer_id and one.person_id not in left
    )
    return ProgrammePage(
        programme=programme,
        days=burn_down(
            len(lines),
            [day for day, _ in left.values()],
            first_day=row.first_day,
            target_on=row.target_on,
            on=min(on, row.closed_on or on),
        ),
        reviewers=tuple(
            ReviewerLine(
                one.reviewer_id,
                one.reviewer.name,
                one.reviewer.job_title,
                one.reviewer.team.name if one.reviewer.team else NO_TEAM,
                one.per_week,
                mine[one.reviewer_id],
                still[one.reviewer_id],
            )
            for one in row.reviewers.select_related("reviewer__team").order_by("reviewer__name")
        ),
        lines=tuple(
            OnLine(
                one.person_id,
                named[one.person_id].name,
                named[one.person_id].team,
                Risk(one.risk),
                one.because,
                one.late_from,
                one.reviewer.name if one.reviewer else "",
                *left.get(one.person_id, (None, "")),
            )
            for one in shown
            if one.person_id in named
        ),
        total=len(lines),
        start=start,
        reviewed=sum(why == REVIEWED for _, why in left.values()),
        support_over=sum(why == SUPPORT_OVER for _, why in left.values()),
        not_listed=sum(one.person_id not in named for one in lines),
        nobody_named=sum(one.reviewer_id is None and one.person_id not in left for one in lines),
    )


def my_programme_lines(*, by: SignIn, on: date) -> list[MyLine]:
    """The reviews of open programmes that are mine and not done, the most pressing first."""
    rows = list(
        OnProgramme.objects.filter(is_open=True, reviewer=by)
        .select_related("programme")
        .order_by("-risk", "late_from", "pk")
    )
    gone: set[UUID] = set()
    for programme in {row.programme_id: row.programme for row in rows}.values():
        of_it = [row for row in rows if row.programme_id == programme.pk]
        gone |= set(_left(of_it, programme, on=on))
    named = people.briefly([row.person_id for row in rows], by=by, on=on)
    return [
        MyLine(
            row.person_id,
            named[row.person_id].name,
            Risk(row.risk),
            row.late_from,
            row.programme.name,
        )
        for row in rows
        if row.person_id in named and row.person_id not in gone
    ]


def reviewers_to_add(programme_id: UUID, *, by: SignIn) -> list[SignIn]:
    """Staff who may hold reviews and are not on the programme yet, of its team or of any."""
    row = one_programme(programme_id, by=by)
    there = set(row.reviewers.values_list("reviewer_id", flat=True))
    able = {Role.PRACTITIONER.value, Role.TEAM_MANAGER.value}
    return [
        one
        for one in access.staff()
        if one.pk not in there
        and able & set(one.roles)
        and one.team_id is not None
        and row.team_id in (None, one.team_id)
    ]


def one_programme(programme_id: UUID, *, by: SignIn) -> models.Programme:
    """A programme that `by` may see. Raises NotFound, NotAllowed."""
    if not permissions.READ_BACKLOG.allows(by):
        raise NotAllowed(permissions.READ_BACKLOG.refusal())
    row = _visible(by).filter(pk=programme_id).first()
    if row is None:
        raise NotFound("There is no such programme.")
    return row


def still_to_do(row: models.Programme, *, on: date) -> list[OnProgramme]:
    """The lines of a programme that are neither reviewed nor without support."""
    lines = list(row.lines.all())
    left = _left(lines, row, on=on)
    return [one for one in lines if one.person_id not in left]


def capacity(row: models.Programme, has: Counter[UUID]) -> list[Reviewer]:
    """Who clears, with how many are theirs already."""
    return [
        Reviewer(one.reviewer_id, one.per_week, one.reviewer.team_id, has[one.reviewer_id])
        for one in row.reviewers.select_related("reviewer")
    ]


REVIEWED, SUPPORT_OVER = "Reviewed", "No support any more"


def _left(
    lines: Sequence[OnProgramme], row: models.Programme, *, on: date
) -> dict[UUID, tuple[date, str]]:
    """Who of a programme has left it, on which day and why."""
    ids = [one.person_id for one in lines]
    until = min(on, row.closed_on or on)
    held = dict(
        Review.objects.filter(
            person_id__in=ids,
            client_type__iexact="Service user",
            finished_on__range=(row.first_day, until),
        )
        .values("person_id")
        .annotate(first=Min("finished_on"))
        .values_list("person_id", "first")
    )
    found = {one: (day, REVIEWED) for one, day in held.items() if day}
    rest = [one for one in ids if one not in found]
    running = still_to_review(rest, on=until)
    over = [one for one in rest if one not in running]
    ended = planning.support_ended_on(over)
    for one in over:
        day = max(ended.get(one, row.first_day), row.first_day)
        found[one] = (min(day, until), SUPPORT_OVER)
    return found


def _visible(by: SignIn) -> QuerySet[models.Programme]:
    rows = models.Programme.objects.select_related("team")
    if {Role.HEAD_OF_SERVICE.value, Role.PERFORMANCE.value} & set(by.roles):
        return rows
    return rows.filter(Q(team__isnull=True) | Q(team_id=by.team_id))


def _programme(row: models.Programme, left: dict[UUID, tuple[date, str]], *, on: date) -> Programme:
    until = min(on, row.closed_on or on)
    return Programme(
        row.pk,
        row.name,
        row.team.name if row.team else "The whole council",
        row.first_day,
        row.target_on,
        row.closed_on,
        row.closed_because,
        standing(
            row.lines.count(),
            [day for day, _ in left.values()],
            first_day=row.first_day,
            target_on=row.target_on,
            on=until,
        ),
    )
