"""Saying that a figure is not right, answering that, and setting another figure beside it."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from ownway.foundation.access.domain import Permission
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.foundation.hand_overs.domain import State
from ownway.kernel.money import about_pounds
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.kernel.working_days import working_days_after
from ownway.support.allocation import permissions, queries
from ownway.support.allocation.domain.another import REASONS, Reason
from ownway.support.allocation.models import Challenge, OtherFigure
from ownway.support.people import queries as people

CHALLENGED = declare("allocation.figure-challenged", "First figure said to be not right")
ACKNOWLEDGED = declare("allocation.challenge-acknowledged", "Challenge to a figure taken up")
ANSWERED = declare("allocation.challenge-answered", "Challenge to a figure answered")
OTHER_SET = declare("allocation.other-figure-set", "Another figure set beside the first")

ANSWER_WITHIN_DAYS = 10  # working days
WORDS_LENGTH = 4000
MOST_WEEKLY = 50_000_00  # above it somebody typed pence


@transaction.atomic
def challenge(budget_id: UUID, *, words: str, by: SignIn, on: date) -> UUID:
    """Say that a figure is not right, in one's own words; passed to the team that shared it.

    Somebody who did not set the figure answers. A second one waits until the first is answered.
    Raises Refused without words or while one is open; NotAllowed; NotFound as
    `queries.budget_line`.
    """
    _check(permissions.CHALLENGE, by)
    row = queries.kept_row(budget_id, by=by)
    said = _words(words, "Say what is not right, in your own words.")
    if Challenge.objects.filter(allocation=row, answered_on=None).exists():
        raise Refused("We have what you told us, and have not answered yet. We answer that first.")
    due_on = working_days_after(on, ANSWER_WITHIN_DAYS)
    team = row.proposed_by.team
    hand_over_id = hand_overs.hand_over(
        row.person_id,
        about_name=people.person_briefly(row.person_id, by=by, on=on).name,
        what="A first figure is said to be not right",
        words="Somebody who did not set the figure looks again and answers, on the figure's page.",
        to_team=team,
        to_sign_in=None if team else row.proposed_by,
        due_on=due_on,
        by=by,
        on=on,
    )
    try:
        with transaction.atomic():
            made = Challenge.objects.create(
                allocation=row,
                person_id=row.person_id,
                words=said,
                hand_over_id=hand_over_id,
                to_name=team.name if team else row.proposed_by.name,
                sent_by=by,
                sent_on=on,
                due_on=due_on,
            )
    except IntegrityError:
        raise Refused("We have what you told us, and answer that first.") from None
    facts.record(
        CHALLENGED,
        about=row.person_id,
        of=made.pk,
        by=by,
        on=on,
        words=f"Answer due {in_words(due_on)}",
    )
    return made.pk


@transaction.atomic
def acknowledge_challenge(challenge_id: UUID, *, by: SignIn, on: date) -> None:
    """Say "I look again": the person sees who answers. Again changes nothing. Raises as below."""
    _check(permissions.ANSWER_CHALLENGE, by)
    row = _open_challenge(challenge_id, by=by)
    if row.acknowledged_on is not None:
        return
    row.acknowledged_by, row.acknowledged_on = by, on
    row.save()
    hand_overs.settle(row.hand_over_id, State.ACKNOWLEDGED, answer="", by=by, on=on)
    facts.record(
        ACKNOWLEDGED, about=row.person_id, of=row.pk, by=by, on=on, words=f"{by.name} answers"
    )


@transaction.atomic
def answer_challenge(challenge_id: UUID, *, answer: str, by: SignIn, on: date) -> None:
    """Answer in words that the person reads.

    Raises Refused without words, where it was answered, or for whoever set the figure and has
    colleagues who may; NotAllowed; NotFound.
    """
    _check(permissions.ANSWER_CHALLENGE, by)
    row = _open_challenge(challenge_id, by=by)
    said = _words(answer, "Say what you answer: they read it.")
    if row.acknowledged_on is None:
        row.acknowledged_by, row.acknowledged_on = by, on
    row.answer, row.answered_by, row.answered_on = said, by, on
    row.save()
    hand_overs.settle(row.hand_over_id, State.DONE, answer="Answered.", by=by, on=on)
    facts.record(ANSWERED, about=row.person_id, of=row.pk, by=by, on=on)


@transaction.atomic
def set_other_figure(
    budget_id: UUID,
    *,
    total_weekly: int,
    reason: Reason,
    words: str,
    questions: Collection[str] = (),
    by_panel: bool = False,
    by: SignIn,
    on: date,
) -> UUID:
    """Set another figure (pence a week) beside the first, with the reason; both stay to be seen.

    Raises Refused without words, for the same figure, for a question that was not asked or an
    amount that cannot be meant; NotAllowed; NotFound as `queries.budget_line`.
    """
    _check(permissions.SET_OTHER_FIGURE, by)
    if by_panel:
        _check(permissions.SAY_FOR_PANEL, by)
    row = queries.kept_row(budget_id, by=by)
    said = _words(words, "Say why, in words the person reads.")
    if not 0 <= total_weekly <= MOST_WEEKLY:
        raise Refused(f"Give an amount a week from £0 to {about_pounds(MOST_WEEKLY)}.")
    if total_weekly == row.total_weekly:
        raise Refused("That is the first figure itself.")
    if set(questions) - set(row.answers):
        raise Refused("Choose from the questions that were asked.")
    newest = OtherFigure.objects.filter(allocation=row).first()  # the latest, as they stand
    wanted = sorted(questions)
    if newest is not None and (
        newest.total_weekly,
        newest.reason,
        newest.words,
        newest.questions,
        newest.set_by_id,
    ) == (total_weekly, reason.value, said, wanted, by.pk):
        return newest.pk
    made = OtherFigure.objects.create(
        allocation=row,
        person_id=row.person_id,
        total_weekly=total_weekly,
        reason=reason.value,
        words=said,
        questions=wanted,
        by_panel=by_panel,
        set_by=by,
        set_on=on,
    )
    facts.record(
        OTHER_SET,
        about=row.person_id,
        of=made.pk,
        by=by,
        on=on,
        words=f"{about_pounds(total_weekly)} a week: {REASONS[reason]}",
        after={"total_weekly": total_weekly, "reason": reason.value},
    )
    return made.pk


def _open_challenge(challenge_id: UUID, *, by: SignIn) -> Challenge:
    row = (
        Challenge.objects.select_for_update(of=("self",))
        .select_related("allocation__proposed_by")
        .filter(pk=challenge_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        raise NotFound("There is no such challenge, or it is not yours to see.")
    if row.allocation.proposed_by_id == by.pk and by.team_id is not None:
        raise Refused("You set this figure, so a colleague looks at it again and answers.")
    if row.answered_on is not None:
        raise Refused("This was answered already. Load the page again to read it.")
    return row


def _check(permission: Permission, by: SignIn) -> None:
    if not permission.allows(by):
        raise NotAllowed(permission.refusal())


def _words(typed: str, missing: str) -> str:
    said = typed.strip()
    if not said:
        raise Refused(missing)
    return said[:WORDS_LENGTH]
