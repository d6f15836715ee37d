"""A programme that clears a backlog: opened with everybody who is late, shared out, closed."""

from collections import Counter
from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.people.queries.sharing_out import teams_of
from ownway.support.review import permissions, queries
from ownway.support.review.domain.backlog import Risk, Waiting, share_out
from ownway.support.review.models import OnProgramme, Programme, ProgrammeReviewer
from ownway.support.review.queries import clearing

OPENED = declare("review.programme-opened", "Clearing programme opened")
ADDED = declare("review.reviewer-added", "Reviewer joins a clearing programme")
TAKEN_OFF = declare("review.reviewer-taken-off", "Reviewer leaves a clearing programme")
SHARED = declare("review.shared-out", "Late reviews shared out")
CLOSED = declare("review.programme-closed", "Clearing programme closed")


@transaction.atomic
def open_programme(
    *,
    name: str,
    everywhere: bool,
    target_on: date,
    most: int | None = None,
    by: SignIn,
    on: date,
) -> UUID:
    """Open a programme with everybody whose review is late and who is on no other.

    `most` takes so many, the most pressing first; who is left stays late on the board. A manager
    opens it for their team, whoever leads the service for the whole council. Raises Refused
    without a name, for a target that is not to come, and where nobody is late; NotAllowed.
    """
    _check(by)
    if not name.strip():
        raise Refused("Give it a name, like “Spring reviews”.")
    if target_on <= on:
        raise Refused("The day it is to be done by must be to come.")
    leads = Role.HEAD_OF_SERVICE.value in by.roles
    if everywhere and not leads:
        raise Refused("Only whoever leads the service opens one for the whole council.")
    if most is not None and most < 1:
        raise Refused("Say how many it takes, or leave it empty for everybody.")
    if not everywhere and by.team is None:
        raise Refused("You belong to no team. Open it for the whole council.")
    late = queries.late(by=by, on=on)
    there = set(OnProgramme.objects.filter(is_open=True).values_list("person_id", flat=True))
    teams = teams_of([one.person_id for one in late], by=by)
    chosen = [
        one
        for one in late
        if one.person_id not in there and (everywhere or teams.get(one.person_id) == by.team_id)
    ]
    if not chosen:
        raise Refused("Nobody is late who is not on a programme already.")
    row = Programme.objects.create(
        name=name.strip()[:120],
        team=None if everywhere else by.team,
        first_day=on,
        target_on=target_on,
        opened_by=by,
    )
    rules = clearing.risk_rules(on)
    found = [(one, clearing.risk_of_line(one, rules)) for one in chosen]
    found.sort(key=lambda pair: (-pair[1][0], pair[0].late_from, str(pair[0].person_id)))
    found = found[:most]
    OnProgramme.objects.bulk_create(
        OnProgramme(
            programme=row,
            person_id=one.person_id,
            late_from=one.late_from,
            risk=int(risk),
            because=", ".join(why)[:300],
        )
        for one, (risk, why) in found
    )
    said = f"{row.name}: {len(found):,} people, by {in_words(target_on)}"
    facts.record(OPENED, about=None, of=row.pk, by=by, on=on, words=said)
    return row.pk


@transaction.atomic
def add_reviewer(
    programme_id: UUID, *, reviewer_id: UUID, per_week: int, by: SignIn, on: date
) -> None:
    """Somebody clears for a while, so many a week; what nobody holds is shared out anew.

    Raises Refused for somebody who cannot, and for none or more than 40 a week; NotFound.
    """
    row = _open(programme_id, by=by)
    who = next(
        (one for one in queries.reviewers_to_add(row.pk, by=by) if one.pk == reviewer_id), None
    )
    if who is None:
        raise Refused("Choose somebody of the team who can hold reviews and is not on it yet.")
    if not 1 <= per_week <= 40:
        raise Refused("Say how many they hold a week: 1 to 40.")
    ProgrammeReviewer.objects.create(programme=row, reviewer=who, per_week=per_week)
    said = f"{row.name}: {who.name}, {per_week} a week"
    facts.record(ADDED, about=None, of=row.pk, by=by, on=on, words=said)
    _share(row, by=by, on=on)


@transaction.atomic
def take_reviewer_off(programme_id: UUID, *, reviewer_id: UUID, by: SignIn, on: date) -> None:
    """A reviewer leaves; what they have not done goes to the others. Again changes nothing."""
    row = _open(programme_id, by=by)
    gone = row.reviewers.filter(reviewer_id=reviewer_id).select_related("reviewer").first()
    if gone is None:
        return
    said = f"{row.name}: {gone.reviewer.name}"
    gone.delete()
    theirs = [one.pk for one in clearing.still_to_do(row, on=on) if one.reviewer_id == reviewer_id]
    OnProgramme.objects.filter(pk__in=theirs).update(reviewer=None)
    facts.record(TAKEN_OFF, about=None, of=row.pk, by=by, on=on, words=said)
    _share(row, by=by, on=on)


@transaction.atomic
def share_out_again(programme_id: UUID, *, by: SignIn, on: date) -> int:
    """Give what nobody holds to those who clear; returns how many were given. Twice gives none."""
    return _share(_open(programme_id, by=by), by=by, on=on)


@transaction.atomic
def close_programme(programme_id: UUID, *, because: str, by: SignIn, on: date) -> None:
    """Close a programme with the reason; whoever is not done stays late on the board.

    Raises Refused without a reason; NotFound, NotAllowed.
    """
    row = _open(programme_id, by=by)
    if not because.strip():
        raise Refused("Say why it closes.")
    left = len(clearing.still_to_do(row, on=on))
    row.closed_on, row.closed_because = on, because.strip()
    row.save(update_fields=["closed_on", "closed_because"])
    row.lines.update(is_open=False)
    said = f"{row.name}: {left:,} left. {because.strip()}"
    facts.record(CLOSED, about=None, of=row.pk, by=by, on=on, words=said)


def _share(row: Programme, *, by: SignIn, on: date) -> int:
    """The most pressing first, to whoever would reach it soonest; what is held stays."""
    left = clearing.still_to_do(row, on=on)
    has = Counter(one.reviewer_id for one in left if one.reviewer_id)
    waiting = [one for one in left if one.reviewer_id is None]
    teams = teams_of([one.person_id for one in waiting], by=by)
    given = share_out(
        [
            Waiting(one.person_id, Risk(one.risk), one.late_from, teams[one.person_id])
            for one in waiting
            if one.person_id in teams
        ],
        clearing.capacity(row, has),
    )
    changed = [one for one in waiting if one.person_id in given]
    for one in changed:
        one.reviewer_id = given[one.person_id]
    OnProgramme.objects.bulk_update(changed, ["reviewer"])
    if given:
        said = f"{row.name}: {len(given):,} people"
        facts.record(SHARED, about=None, of=row.pk, by=by, on=on, words=said)
    return len(given)


def _check(by: SignIn) -> None:
    if not permissions.CLEAR_BACKLOG.allows(by):
        raise NotAllowed(permissions.CLEAR_BACKLOG.refusal())


def _open(programme_id: UUID, *, by: SignIn) -> Programme:
    _check(by)
    clearing.one_programme(programme_id, by=by)
    row = Programme.objects.select_for_update().get(pk=programme_id)
    if row.closed_on is not None:
        raise Refused("This programme is closed.")
    return row
