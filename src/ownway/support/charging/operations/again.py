"""The same sums by newer figures: who they are, what changes, and deciding it.

When the figures of the law or the council change, what was told stays; the sum is made anew from a
day, shown beside the one before, and decided by a named member of finance as any other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from ownway.foundation.access import queries as access
from ownway.foundation.access.models import SignIn
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.kernel.money import pounds
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.charging import permissions
from ownway.support.charging.domain.answers import WHOLE, answers_from
from ownway.support.charging.domain.figures import figures_on, local_on
from ownway.support.charging.models import FinancialAssessment
from ownway.support.charging.operations.telling import decide_from_means, worked_as
from ownway.support.people import queries as people
from ownway.support.people.queries.own_record import worker_and_team

TO_WRITE = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Again:
    """Somebody whose sum was made by earlier figures; `new_weekly` is None where none can be made.

    Pence a week. `why_not` says in words what stands in the way.
    """

    person_id: UUID
    name: str
    decided_from: date
    before_weekly: int
    new_weekly: int | None
    why_not: str = ""

    @property
    def more_weekly(self) -> int:
        return 0 if self.new_weekly is None else self.new_weekly - self.before_weekly


def newest_figures_from(on: date) -> date:
    """The day the newest of the figures in force on a day began to hold."""
    found = figures_on(on, local_on(on))
    return max(one.first_day for one in found.figures.values() if one.first_day <= on)


def by_earlier_figures(*, by: SignIn, from_day: date, on: date) -> list[Again]:
    """Whose latest sum was made before the figures of `from_day` began, by name.

    Those who died and those whom `by` may not know of are left out; the list is recorded. Must run
    in a transaction. Raises NotAllowed, and Refused where there are no figures for that day.
    """
    if not permissions.DECIDE_CONTRIBUTION.allows(by):
        raise NotAllowed(permissions.DECIDE_CONTRIBUTION.refusal())
    since = newest_figures_from(from_day)
    latest = _latest()
    rows = [
        row for row in latest if row.contribution is not None and row.contribution.first_day < since
    ]
    known = people.briefly_known([row.person_id for row in rows], by=by, on=on)
    found = [
        _again(row, known[row.person_id].name, from_day=from_day)
        for row in rows
        if row.person_id in known and people.died_on(row.person_id, by=by) is None
    ]
    return sorted(found, key=lambda one: (one.name, str(one.person_id)))


@transaction.atomic
def decide_again(
    seen: Mapping[UUID, int], *, from_day: date, by: SignIn, on: date
) -> tuple[UUID, ...]:
    """Decide the sums that were seen, all or none; gives whose were decided.

    `seen` is what the page showed of each, pence a week. Somebody decided in the meantime is left
    as they are, so a second press changes nothing. The letter about each is handed over to their
    worker or team, with a day. Raises Refused where a sum is another than was seen; NotAllowed.
    """
    waiting = {one.person_id: one for one in by_earlier_figures(by=by, from_day=from_day, on=on)}
    rows = {row.person_id: row for row in _latest(waiting)}
    done = []
    for person_id, weekly in seen.items():
        if person_id not in waiting or waiting[person_id].new_weekly is None:
            continue
        row = rows[person_id]
        decide_from_means(
            person_id,
            how=row.how,
            answers=answers_from(row.answers),
            edition=row.edition,
            born_on=row.person.born_on,
            cost_weekly=row.cost_weekly or 0,
            free_weekly=row.free_weekly,
            first_day=from_day,
            seen_weekly=weekly,
            by=by,
            on=on,
        )
        _hand_letter_over(waiting[person_id], from_day=from_day, by=by, on=on)
        done.append(person_id)
    return tuple(done)


def _hand_letter_over(one: Again, *, from_day: date, by: SignIn, on: date) -> None:
    """Somebody who works with them writes to them what they pay, in the form they can use."""
    worker_id, team_id = worker_and_team(one.person_id, by=by)
    worker = access.sign_ins([worker_id]).get(worker_id) if worker_id else None
    team = next((team for team in access.teams() if team.pk == team_id), None)
    if worker is None and team is None:
        return
    hand_overs.hand_over(
        one.person_id,
        about_name=one.name,
        what=f"Write to them what they pay from {in_words(from_day)}",
        words=f"{pounds(one.before_weekly)} a week before, then {pounds(one.new_weekly or 0)}.",
        to_sign_in=worker,
        to_team=None if worker else team,
        due_on=on + TO_WRITE,
        by=by,
        on=on,
    )


def _latest(of: Iterable[UUID] | None = None) -> list[FinancialAssessment]:
    """The latest decided sum of each of these people, or of everybody."""
    rows = FinancialAssessment.objects.select_related("contribution", "person").filter(
        state="decided"
    )
    if of is not None:
        rows = rows.filter(person_id__in=list(of))
    chosen = rows.order_by(
        "person_id", "-contribution__first_day", "-contribution__number"
    ).distinct("person_id")
    return list(chosen)


def _again(row: FinancialAssessment, name: str, *, from_day: date) -> Again:
    assert row.contribution is not None  # a constraint holds both
    held = (row.person_id, name, row.contribution.first_day, row.contribution.contribution_weekly)
    if not row.how:
        return Again(*held, None, "It was decided before sums were kept so. Work it out by hand.")
    born_on = row.person.born_on
    if row.how == WHOLE and born_on is None:
        return Again(*held, None, "Nobody knows when they were born, and the sum needs it.")
    try:
        worked = worked_as(
            row.how,
            answers_from(row.answers),
            born_on=born_on,
            on=from_day,
            cost_weekly=row.cost_weekly or 0,
            free_weekly=row.free_weekly,
        )
    except Refused as refusal:
        return Again(*held, None, str(refusal))
    return Again(*held, worked.contribution_weekly)
