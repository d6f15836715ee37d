"""Passing something about a person on, saying yes to it, finishing it, giving it back."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn, Team
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import FactName, declare
from ownway.foundation.hand_overs import queries
from ownway.foundation.hand_overs.domain import (
    MAY_FOLLOW,
    OPEN,
    Stage,
    State,
    days_late,
    stages,
)
from ownway.foundation.hand_overs.models import HandOver, Silence
from ownway.foundation.hand_overs.queries import Cover
from ownway.kernel.period import in_words
from ownway.kernel.refusal import Refused

HANDED_OVER = declare("hand_overs.handed-over", "Passed on")
ACKNOWLEDGED = declare("hand_overs.acknowledged", "Hand-over accepted")
DONE = declare("hand_overs.done", "Hand-over done")
RETURNED = declare("hand_overs.returned", "Hand-over given back")
TAKEN_BACK = declare("hand_overs.taken-back", "Taken up again after it came back")
SILENT = declare("hand_overs.not-answered", "Nobody answered in time")


FARTHEST = timedelta(days=366)


@transaction.atomic
def hand_over(
    about_id: UUID,
    *,
    about_name: str,
    what: str,
    words: str = "",
    to_team: Team | None = None,
    to_sign_in: SignIn | None = None,
    to_organisation: str = "",
    reached_at: str = "",
    due_on: date,
    by: SignIn | None,
    on: date,
) -> UUID:
    """Pass something about a person on to one team, one colleague or one organisation.

    The caller has checked that `by` may know this person; it is nobody for what came from outside,
    and for what the receiver alone is to know of. `reached_at` says whom to call when an
    organisation does not answer. Raises Refused when nobody or more than one is named, nothing is
    said, or the day for an answer has passed.
    """
    named = [bool(to_team), bool(to_sign_in), bool(to_organisation.strip())]
    if sum(named) != 1:
        raise Refused("Say who it goes to: one team, one colleague or one organisation.")
    if not what.strip():
        raise Refused("Say what you are passing on.")
    if due_on < on:
        raise Refused("The day for an answer cannot be in the past.")
    if due_on > on + FARTHEST:
        raise Refused("The day for an answer is more than a year away. Check the year.")
    made = HandOver.objects.create(
        about_id=about_id,
        about_name=about_name,
        what=what.strip(),
        words=words.strip(),
        from_sign_in=by,
        to_team=to_team,
        to_sign_in=to_sign_in,
        to_organisation=to_organisation.strip(),
        reached_at=reached_at.strip()[:200],
        handed_over_on=on,
        due_on=due_on,
    )
    receiver = queries.receiver(made)
    said = f"{made.what}: passed to {receiver}, answer due {in_words(due_on)}"
    facts.record(HANDED_OVER, about=about_id, of=made.pk, by=by, on=on, words=said)
    return made.pk


@transaction.atomic
def acknowledge(hand_over_id: UUID, *, by: SignIn, on: date, cover: Cover | None = None) -> None:
    """Say yes: it is ours now. Whoever passed it on may note the yes of an organisation."""
    _move(hand_over_id, State.ACKNOWLEDGED, ACKNOWLEDGED, answer="", by=by, on=on, cover=cover)


@transaction.atomic
def finish(
    hand_over_id: UUID, *, answer: str, by: SignIn, on: date, cover: Cover | None = None
) -> None:
    """Say that it is done, and what came of it. Raises Refused without words."""
    if not answer.strip():
        raise Refused("Say what came of it.")
    _move(hand_over_id, State.DONE, DONE, answer=answer, by=by, on=on, cover=cover)


@transaction.atomic
def give_back(
    hand_over_id: UUID, *, reason: str, by: SignIn, on: date, cover: Cover | None = None
) -> None:
    """Give it back with a reason: it is the sender's again, and stands on their page.

    Raises Refused without a reason, and where it came from nobody who could take it back.
    """
    if not reason.strip():
        raise Refused("Say why it comes back, so that the next person knows what to do.")
    sender = queries.one_for_answering(hand_over_id, by=by, cover=cover).from_sign_in
    if sender is None or sender.kind != Kind.STAFF:
        raise Refused(
            "It came from outside, so nobody here could take it back. Do it, or pass it on to "
            "somebody who can and then say here to whom."
        )
    _move(hand_over_id, State.RETURNED, RETURNED, answer=reason, by=by, on=on, cover=cover)


@transaction.atomic
def take_back(
    hand_over_id: UUID, *, next_step: str, by: SignIn, on: date, cover: Cover | None = None
) -> None:
    """Take up what came back, and say what happens next; for whoever passed it on, and their team.

    Raises Refused without words, and for what has not come back or is taken up already; NotFound.
    """
    row = queries.one_for_answering(hand_over_id, by=by, cover=cover)
    if not next_step.strip():
        raise Refused("Say what happens next.")
    if row.state != State.RETURNED.value or row.taken_back_on is not None:
        raise Refused("This is taken up already. Load the page again to see where it stands.")
    sender = row.from_sign_in
    ours = sender is not None and (
        sender.pk == by.pk or (by.team_id is not None and sender.team_id == by.team_id)
    )
    if not ours and not (cover is not None and sender is not None and sender.pk in cover.of):
        raise Refused("Whoever passed it on, or their team, says what happens next.")
    row.taken_back_on = on
    row.save(update_fields=["taken_back_on"])
    said = f"{row.what}: {next_step.strip()}"
    facts.record(TAKEN_BACK, about=row.about_id, of=row.pk, by=by, on=on, words=said)


@transaction.atomic
def settle(
    hand_over_id: UUID,
    to: State,
    *,
    answer: str,
    by: SignIn | None,
    on: date,
    looked_after: bool = False,
) -> None:
    """Say yes to it or finish it from the page of what was passed on, whoever it was passed to.

    For the context that passed it on, which has checked that `by` may answer; `by` is nobody where
    an organisation answered without a sign-in. `looked_after`: what comes back is on a list of that
    context already, so it does not stand on the sender's page as well. Nothing happens where it
    stands so already, or is closed.
    """
    row = HandOver.objects.select_for_update().get(pk=hand_over_id)
    if to in MAY_FOLLOW[State(row.state)]:
        fact = {State.ACKNOWLEDGED: ACKNOWLEDGED, State.DONE: DONE, State.RETURNED: RETURNED}[to]
        _put(row, to, fact, answer=answer, by=by, on=on, looked_after=looked_after)


def _move(
    hand_over_id: UUID,
    to: State,
    fact: FactName,
    *,
    answer: str,
    by: SignIn,
    on: date,
    cover: Cover | None,
) -> None:
    row = queries.one_for_answering(hand_over_id, by=by, cover=cover)
    was = State(row.state)
    if to not in MAY_FOLLOW[was]:
        raise Refused(f"This is {was.value} already. Load the page again to see who answered.")
    _put(row, to, fact, answer=answer, by=by, on=on)


@transaction.atomic
def note_silences(*, on: date) -> int:
    """Record of each open hand-over which stages of lateness it has reached; returns how many.

    Each stage of a hand-over is recorded once, so this may run as often as it likes.
    """
    noted = 0
    states = [state.value for state in OPEN]
    late = HandOver.objects.select_for_update(of=("self",)).filter(due_on__lt=on, state__in=states)
    for row in late.select_related("to_team", "to_sign_in", "from_sign_in__team"):
        for stage in stages(days_late(State(row.state), row.due_on, on=on)):
            _, new = Silence.objects.get_or_create(
                hand_over=row, stage=stage.value, defaults={"noted_on": on}
            )
            if new:
                noted += 1
                said = _silence_in_words(row, stage)
                facts.record(SILENT, about=row.about_id, of=row.pk, by=None, on=on, words=said)
    return noted


def _silence_in_words(row: HandOver, stage: Stage) -> str:
    said = f"{row.what}: {queries.receiver(row)} was to answer by {in_words(row.due_on)}"
    if stage is Stage.OVERDUE:
        return said
    sender = row.from_sign_in
    whose = sender.team if sender is not None else row.to_team
    return f"{said}. A week has passed" + (f"; {whose.name}'s manager is told" if whose else "")


def _put(
    row: HandOver,
    to: State,
    fact: FactName,
    *,
    answer: str,
    by: SignIn | None,
    on: date,
    looked_after: bool = False,
) -> None:
    row.state = to.value
    row.answer = answer.strip()
    if to in (State.DONE, State.RETURNED):
        row.closed_on = on
    by_sender = by is not None and by.pk == row.from_sign_in_id
    if to is State.RETURNED and (looked_after or by_sender):
        row.taken_back_on = on
    row.save()
    said = f"{row.what}: {row.answer}" if row.answer else row.what
    facts.record(fact, about=row.about_id, of=row.pk, by=by, on=on, words=said)
