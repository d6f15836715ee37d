"""The panel above a manager's limit, and looking again at a decision about a plan."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotFound, Refused
from ownway.kernel.working_days import working_days_after
from ownway.parameters import decimal_on
from ownway.support.people import queries as people
from ownway.support.planning import permissions, queries
from ownway.support.planning.domain import State
from ownway.support.planning.domain.deciding import Signs
from ownway.support.planning.models import PanelPaper, PlanChallenge, SupportPlan
from ownway.support.planning.operations.writing import check

PUT_TO_PANEL = declare("planning.plan-put-to-panel", "Plan put on the list of the panel")
CHALLENGED = declare("planning.plan-challenged", "A decision about the plan said to be not right")
ANSWERED = declare("planning.plan-challenge-answered", "Looked again at a decision about the plan")
OUTCOMES = {
    "stands": "The decision stands, and you say why",
    "changed": "The plan is opened again, so that it can be changed",
}
ANSWER_WITHIN_DAYS = 10  # working days


@transaction.atomic
def put_to_panel(plan_id: UUID, *, meets_on: date, why: str, by: SignIn, on: date) -> UUID:
    """Put a plan above the manager's limit on the list of a panel's day, with what to think about.

    Raises Refused without words, for a day that is past or later than a panel may take, for a plan
    inside the limit, not sent or on the list already, and for whoever wrote it; NotAllowed;
    NotFound.
    """
    row = SupportPlan.objects.select_for_update().filter(pk=plan_id).first()
    if row is None:
        raise NotFound("There is no plan here.")
    people.check_may_read(row.person_id, by=by)
    check(permissions.SIGN_OFF, by)
    if row.state != State.SENT.value:
        raise Refused("This plan is not waiting for sign-off.")
    whole = queries.plan_for_reading(plan_id, by=by, on=on)
    if by.pk in whole.writers:
        raise Refused("You wrote or sent this plan. Somebody else puts it on the list.")
    if queries.who_signs_it(whole, on=on).signs is not Signs.PANEL:
        raise Refused("This plan is inside your limit: decide on it yourself.")
    if not why.strip():
        raise Refused("Say what the panel should think about.")
    due_on = working_days_after(on, int(decimal_on("panel_decision_working_days", on)))
    if not on <= meets_on <= due_on:
        raise Refused(
            f"Choose a day from today to {in_words(due_on)}: nobody waits longer for a panel."
        )
    try:
        with transaction.atomic():
            made = PanelPaper.objects.create(
                plan=row, meets_on=meets_on, due_on=due_on, why=why.strip(), put_on=on, put_by=by
            )
    except IntegrityError:
        raise Refused("It is on the list already.") from None
    facts.record(
        PUT_TO_PANEL,
        about=row.person_id,
        of=row.pk,
        by=by,
        on=on,
        words=f"For {in_words(meets_on)}; decided by {in_words(due_on)}",
        after={"why": made.why},
    )
    return made.pk


@transaction.atomic
def challenge_plan(plan_id: UUID, *, said: str, by: SignIn, on: date) -> UUID:
    """Say that a decision on a plan is not right; somebody who did not decide looks again.

    A plan that was sent back or agreed can be challenged. Raises Refused without words, where
    nothing was decided, and while one is open; NotAllowed; NotFound.
    """
    row = SupportPlan.objects.select_for_update().filter(pk=plan_id).first()
    if row is None:
        raise NotFound("There is no plan here.")
    people.check_may_read(row.person_id, by=by)
    check(permissions.WRITE_PLAN, by)
    if row.decided_by_id is None:
        raise Refused("Nothing was decided about this plan yet.")
    if not said.strip():
        raise Refused("Say what is not right, in your own words.")
    due_on = working_days_after(on, ANSWER_WITHIN_DAYS)
    try:
        with transaction.atomic():
            made = PlanChallenge.objects.create(
                plan=row, said=said.strip(), said_on=on, said_by=by, due_on=due_on
            )
    except IntegrityError:
        raise Refused("We have what you told us, and answer that first.") from None
    facts.record(
        CHALLENGED,
        about=row.person_id,
        of=row.pk,
        by=by,
        on=on,
        words=f"Answer due {in_words(due_on)}",
    )
    return made.pk


@transaction.atomic
def answer_plan_challenge(
    challenge_id: UUID, *, outcome: str, answer: str, by: SignIn, on: date
) -> None:
    """Answer in words that the person reads. "changed": they can change it and send it again.

    Raises Refused without words, for whoever decided, and once it was answered; NotAllowed;
    NotFound.
    """
    row = (
        PlanChallenge.objects.select_for_update(of=("self",))
        .select_related("plan")
        .filter(pk=challenge_id)
        .first()
    )
    if row is None:
        raise NotFound("There is no such challenge.")
    people.check_may_read(row.plan.person_id, by=by)
    check(permissions.SIGN_OFF, by)
    if row.outcome:
        raise Refused("This was answered already.")
    if row.plan.decided_by_id == by.pk:
        raise Refused("You made this decision. Somebody else looks again.")
    if outcome not in OUTCOMES:
        raise Refused("Choose what follows.")
    if not answer.strip():
        raise Refused("Say what you answer: they read it.")
    row.outcome, row.answer = outcome, answer.strip()
    row.answered_on, row.answered_by = on, by
    row.save()
    facts.record(
        ANSWERED,
        about=row.plan.person_id,
        of=row.plan_id,
        by=by,
        on=on,
        words=OUTCOMES[outcome].split(",")[0],
    )
