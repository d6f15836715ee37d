"""What waits for whom, and what nobody picked up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from ownway.foundation.access.domain import Role, signs_in_with
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.queries import with_role
from ownway.foundation.access.second_lock import hidden_from
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.hand_overs.domain import OPEN, Stage, State, days_late
from ownway.foundation.hand_overs.models import HandOver
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotFound

NOBODY_NAMED = "somebody who told us"
HAND_OVER_READ = declare("hand_overs.read", "Read what was passed on", reading=True)


@dataclass(frozen=True, slots=True)
class HandOverLine:
    id: UUID
    about_id: UUID
    about_name: str
    what: str
    words: str
    from_name: str
    receiver: str
    handed_over_on: date
    due_on: date
    state: State
    answer: str
    days_late: int
    to_me: bool
    from_me: bool
    call: str  # whom to call when nobody answers; empty where nobody is known
    came_back: bool  # given back, and nobody has said what happens next
    week_late_on: date | None  # the day it was recorded that a week had passed without an answer


@dataclass(frozen=True, slots=True)
class Cover:
    """Whose hand-overs somebody sees to while they are away, and about whom they may know."""

    of: tuple[UUID, ...]
    among: QuerySet[Any, Any]


# Open, or given back to a sender who has not said yet what happens next.
_STANDS = Q(state__in=[state.value for state in OPEN]) | Q(
    state=State.RETURNED.value, taken_back_on__isnull=True, from_sign_in__isnull=False
)


def receiver(row: HandOver) -> str:
    if row.to_team is not None:
        return row.to_team.name
    return row.to_sign_in.name if row.to_sign_in is not None else row.to_organisation


def concerning(by: SignIn, *, on: date) -> list[HandOverLine]:
    """Hand-overs to `by` or their team, or passed on by either, that are open or came back.

    The earliest due first.
    """
    return _lines(HandOver.objects.filter(_for(by), _STANDS), by, on)


def about(person_id: UUID, *, by: SignIn, on: date, open_only: bool = False) -> list[HandOverLine]:
    """Hand-overs about a person; the caller has checked that `by` may read that record."""
    rows = HandOver.objects.filter(about_id=person_id)
    if open_only:
        rows = rows.filter(state__in=[state.value for state in OPEN])
    return _lines(rows, by, on)


def about_whom(by: SignIn) -> QuerySet[HandOver, UUID]:
    """The ids of everyone whom an open hand-over to `by`, or to their team, is about."""
    theirs = Q(to_sign_in=by) | Q(to_team_id=by.team_id) if by.team_id else Q(to_sign_in=by)
    rows = HandOver.objects.filter(theirs, state__in=[state.value for state in OPEN])
    return rows.order_by().values_list("about_id", flat=True)


@dataclass(frozen=True, slots=True)
class Answered:
    answer: str
    receiver: str
    closed_on: date


def answers(hand_over_ids: Iterable[UUID]) -> dict[UUID, Answered]:
    """What came of these hand-overs, for those that are closed.

    The caller has checked that whoever reads it may know of them.
    """
    rows = HandOver.objects.filter(pk__in=list(hand_over_ids), closed_on__isnull=False)
    return {
        row.pk: Answered(row.answer, receiver(row), row.closed_on)
        for row in rows.select_related("to_team", "to_sign_in")
        if row.closed_on
    }


def stands(hand_over_ids: Iterable[UUID]) -> dict[UUID, tuple[State, str]]:
    """Where these hand-overs stand, and what was said with it, by id.

    The caller has checked that whoever reads it may know of them.
    """
    rows = HandOver.objects.filter(pk__in=list(hand_over_ids))
    return {
        pk: (State(state), answer)
        for pk, state, answer in rows.values_list("pk", "state", "answer")
    }


def with_nobody(person_ids: Iterable[UUID], *, readers: Iterable[UUID], on: date) -> list[str]:
    """Who holds what is open about a person though none of `readers` gave or got it, in words.

    For those who restrict a record: they learn with whom it waits and until when, never what it is.
    """
    known = list(readers)
    rows = HandOver.objects.filter(
        about_id__in=list(person_ids), state__in=[state.value for state in OPEN]
    ).exclude(
        Q(to_sign_in_id__in=known)
        | Q(from_sign_in_id__in=known)
        | Q(to_team__in=SignIn.objects.filter(pk__in=known, team__isnull=False).values("team"))
    )
    rows = rows.select_related("to_team", "to_sign_in").order_by("due_on", "pk")
    return [f"passed on to {receiver(row)}, answer due {in_words(row.due_on)}" for row in rows]


def covered(cover: Cover, *, by: SignIn, on: date) -> list[HandOverLine]:
    """Open hand-overs to those whose work `by` sees to, the earliest due first."""
    came_back = Q(
        from_sign_in_id__in=cover.of,
        about_id__in=cover.among,
        state=State.RETURNED.value,
        taken_back_on__isnull=True,
    )
    is_open = _of(cover) & Q(state__in=[state.value for state in OPEN])
    return _lines(HandOver.objects.filter(is_open | came_back), by, on)


def one_for_reading(
    hand_over_id: UUID, *, by: SignIn, on: date, cover: Cover | None = None
) -> HandOverLine:
    """One that concerns `by` or their team; the reading itself is a fact. Raises NotFound.

    Those of colleagues whose work `by` sees to (`cover`) are among them.
    """
    found = _lines(HandOver.objects.filter(_for(by, cover), pk=hand_over_id), by, on)
    if not found:
        raise NotFound("There is no such hand-over, or it is not yours to see.")
    facts.record_reading(HAND_OVER_READ, about=found[0].about_id, of=found[0].id, by=by, on=on)
    return found[0]


def one_for_answering(hand_over_id: UUID, *, by: SignIn, cover: Cover | None = None) -> HandOver:
    """The row itself, locked, for the operations of this folder. Raises NotFound as above."""
    row = (
        HandOver.objects.select_for_update(of=("self",))
        .select_related("to_team", "to_sign_in", "from_sign_in")
        .filter(_for(by, cover), pk=hand_over_id)
        .first()
    )
    if row is None:
        raise NotFound("There is no such hand-over, or it is not yours to answer.")
    return row


def _for(by: SignIn, cover: Cover | None = None) -> Q:
    theirs = Q(to_sign_in=by) | Q(from_sign_in=by)
    if by.team_id:
        theirs |= Q(to_team_id=by.team_id) | Q(from_sign_in__team_id=by.team_id)
    if cover is not None:
        theirs |= _of(cover)
    return theirs & ~Q(about_id__in=hidden_from(by))


def _of(cover: Cover) -> Q:
    theirs = Q(to_sign_in_id__in=cover.of) | Q(
        from_sign_in_id__in=cover.of, state=State.RETURNED.value
    )
    return theirs & Q(about_id__in=cover.among)


def _lines(rows: QuerySet[HandOver], by: SignIn, on: date) -> list[HandOverLine]:
    found = list(
        rows.select_related("to_team", "to_sign_in", "from_sign_in")
        .prefetch_related("silences")
        .order_by("due_on", "pk")
    )
    teams = {row.to_team_id for row in found if row.to_team_id is not None}
    managers = _managers(teams) if teams else {}
    return [
        HandOverLine(
            id=row.pk,
            about_id=row.about_id,
            about_name=row.about_name,
            what=row.what,
            words=row.words,
            from_name=row.from_sign_in.name if row.from_sign_in else NOBODY_NAMED,
            receiver=receiver(row),
            handed_over_on=row.handed_over_on,
            due_on=row.due_on,
            state=State(row.state),
            answer=row.answer,
            days_late=_late(row, on),
            to_me=row.to_sign_in_id == by.pk
            or (row.to_team_id is not None and row.to_team_id == by.team_id),
            from_me=row.from_sign_in_id == by.pk,
            call=_call(row, managers),
            came_back=row.state == State.RETURNED.value
            and row.taken_back_on is None
            and row.from_sign_in_id is not None,
            week_late_on=next(
                (one.noted_on for one in row.silences.all() if one.stage == Stage.A_WEEK.value),
                None,
            ),
        )
        for row in found
    ]


def _late(row: HandOver, on: date) -> int:
    """What came back and nobody took up is as late as what nobody answered."""
    state = State(row.state)
    if state is State.RETURNED and row.taken_back_on is None and row.from_sign_in_id is not None:
        state = State.WAITING
    return days_late(state, row.due_on, on=on)


def _call(row: HandOver, managers: dict[UUID, str]) -> str:
    """Whom to call: what the sender wrote, a colleague's e-mail, or a team's manager."""
    if row.to_sign_in is not None:
        return f"{row.to_sign_in.name}, {signs_in_with(row.to_sign_in.email)}"
    if row.to_team_id is not None:
        return managers.get(row.to_team_id, "")
    return f"{row.to_organisation}, {row.reached_at}" if row.reached_at else ""


def _managers(team_ids: set[UUID]) -> dict[UUID, str]:
    """The manager of each team, by name and e-mail; the first by name where there are several."""
    found: dict[UUID, str] = {}
    for one in with_role(Role.TEAM_MANAGER):
        if one.team_id in team_ids:
            found.setdefault(one.team_id, f"{one.name}, {signs_in_with(one.email)}")
    return found
