"""Holding a review: what each side says, what was achieved, what follows, and how it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from ownway.foundation.access import queries as access
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.assessment import operations as assessment
from ownway.support.assessment import queries as assessments
from ownway.support.people import queries as people
from ownway.support.people.domain.letting_in import looked_at_by
from ownway.support.planning import operations as planning
from ownway.support.planning import queries as plans
from ownway.support.review import permissions, queries
from ownway.support.review.domain.talking import (
    ACTION_DAYS_MOST,
    ENDING_WORDS,
    MOST_WORDS,
    NATIONAL,
    About,
    Achieved,
    Ending,
    SaidHere,
    Side,
    all_in_all,
    what_is_missing,
)
from ownway.support.review.models import Held, OutcomeSeen, Review, ReviewAction, Statement
from ownway.support.review.operations.holding import HELD

BEGUN = declare("review.begun", "Review begun")
SAID = declare("review.said", "Said for the review")
TAKEN_BACK = declare("review.taken-back", "Taken back before the review ended")
OUTCOME_SEEN = declare("review.outcome-seen", "Looked whether an outcome was achieved")
ACTION_AGREED = declare("review.action-agreed", "Agreed who does what")
ACTION_DROPPED = declare("review.action-dropped", "Taken out before the review ended")
ACTION_DONE = declare("review.action-done", "Done, as a review agreed")


@dataclass(frozen=True, slots=True)
class Ended:
    """What a review led to: the new version of a plan, or the assessment that goes on."""

    plan_id: UUID | None = None
    assessment_id: UUID | None = None


@transaction.atomic
def begin_review(person_id: UUID, *, planned_for: date | None, by: SignIn, on: date) -> UUID:
    """Begin a review of somebody's support; what they wrote before goes into it.

    Raises Refused for somebody who has died, where no long-term support runs, for a day that has
    passed, and while one is open; NotFound, NotAllowed.
    """
    died_on = people.died_on(person_id, by=by)
    _check_holds(by)
    if died_on is not None:
        raise Refused(f"This person died on {in_words(died_on)}. There is nothing to review.")
    if planned_for is not None and planned_for < on:
        raise Refused("The day you meet has passed. Choose today or a later day.")
    due = queries.next_review_of(person_id, by=by, on=on)
    if due is None:
        raise Refused("No long-term support runs, so there is nothing to review.")
    plan = queries.plan_reviewed(person_id, by=by)
    try:
        with transaction.atomic():
            review = Review.objects.create(
                person_id=person_id, started_on=on, reason=_national_reason(due.said_why)
            )
    except IntegrityError:
        raise Refused("A review is open already. Go on with that one.") from None
    Held.objects.create(
        review=review,
        reviewer=by,
        which=due.which,
        due_on=due.due_on,
        plan_id=plan.id if plan else None,
        planned_for=planned_for,
    )
    Statement.objects.filter(person_id=person_id, review=None).update(review=review)
    facts.record(BEGUN, about=person_id, of=review.pk, by=by, on=on)
    return review.pk


def _national_reason(why: str) -> str:
    """A planned review is told apart from one that somebody asked for or that a risk brought."""
    return "Unplanned review" if why else "Planned review of long term support"


@transaction.atomic
def say(
    person_id: UUID,
    *,
    side: Side | None,
    about: About,
    words: str,
    said_by: str,
    may_be_used: bool,
    by: SignIn,
    on: date,
) -> UUID:
    """Write one thing down that somebody said, in their words.

    The person and those they let in speak for themselves: `side` and `said_by` are theirs whatever
    is given. A worker writes for any side, and says whose words they are. Raises Refused without
    words, with too many, for a worker while no review is open; NotFound, NotAllowed.
    """
    people.check_may_read(person_id, by=by)
    review = _open_of(person_id)
    if by.kind == Kind.STAFF:
        _check_holds(by)
        if review is None:
            raise Refused("Begin the review first.")
        if side is None:
            raise Refused("Say whose view it is.")
        whose = said_by.strip() or (by.name if side is Side.STAFF else "")
        if not whose:
            raise Refused("Say whose words these are.")
    else:
        if not permissions.OWN_REVIEW.allows(by):
            raise NotAllowed(permissions.OWN_REVIEW.refusal())
        side = Side.FAMILY if looked_at_by(by.pk) else Side.PERSON
        whose = by.name
    if not words.strip():
        raise Refused("Write it down, or leave it for later.")
    if len(words.strip()) > MOST_WORDS:
        raise Refused(f"Say it in {MOST_WORDS} letters or fewer, or in two parts.")
    row = Statement.objects.create(
        person_id=person_id,
        review=review,
        side=side.value,
        about=about.value,
        words=words.strip(),
        said_by=whose[:200],
        may_be_used=may_be_used,
        written_by=by,
        written_on=on,
    )
    facts.record(SAID, about=person_id, of=row.pk, by=by, on=on)
    return row.pk


@transaction.atomic
def take_back(statement_id: UUID, *, by: SignIn, on: date) -> UUID:
    """Take back what one wrote oneself, while the review is not over. Gives whose record it is.

    Raises NotFound for what one may not read, Refused for what another wrote, and once it is over.
    """
    row = Statement.objects.select_for_update().filter(pk=statement_id).first()
    if row is None:
        raise NotFound("There is nothing to take back here.")
    people.check_may_read(row.person_id, by=by)
    if row.written_by_id != by.pk:
        raise Refused("Only whoever wrote it takes it back. You can say how you see it beside it.")
    if row.review is not None and row.review.finished_on is not None:
        raise Refused("The review is over, so it stays as it was said. Write to your worker.")
    if row.taken_back_on is None:
        row.taken_back_on = on
        row.save(update_fields=["taken_back_on"])
        facts.record(TAKEN_BACK, about=row.person_id, of=row.pk, by=by, on=on)
    return row.person_id


@transaction.atomic
def see_outcome(
    review_id: UUID, *, outcome: str, achieved: Achieved, words: str, by: SignIn, on: date
) -> None:
    """Say whether an outcome of the plan was achieved; said again it takes the place of before.

    Raises Refused for an outcome that is not in the plan, and once the review is over.
    """
    row = _open(review_id, by=by)
    if outcome not in queries.outcomes_to_see(row, by=by):
        raise Refused("That outcome is not in the plan. Load the page again.")
    seen, _ = OutcomeSeen.objects.update_or_create(
        review=row,
        outcome=outcome,
        defaults={"achieved": achieved.value, "words": words.strip()[:MOST_WORDS]},
    )
    facts.record(OUTCOME_SEEN, about=row.person_id, of=seen.pk, by=by, on=on)


@transaction.atomic
def agree_action(
    review_id: UUID,
    *,
    what: str,
    owner_id: UUID | None,
    owner_words: str,
    due_on: date,
    by: SignIn,
    on: date,
) -> UUID:
    """Agree who does what by when: a colleague, or somebody around the person by name.

    Raises Refused without words, for nobody, for a day that has passed or is over a year away.
    """
    row = _open(review_id, by=by)
    if not what.strip():
        raise Refused("Say what is to be done.")
    owner = _colleague(owner_id, of=by) if owner_id else None
    if owner is None and not owner_words.strip():
        raise Refused("Say who does it.")
    if due_on < on:
        raise Refused("By when has passed. Choose today or a later day.")
    if (due_on - on).days > ACTION_DAYS_MOST:
        raise Refused("That is more than a year away. Check the year.")
    made = ReviewAction.objects.create(
        review=row,
        what=what.strip()[:400],
        owner=owner,
        owner_words=(owner.name if owner else owner_words.strip())[:200],
        due_on=due_on,
    )
    facts.record(ACTION_AGREED, about=row.person_id, of=made.pk, by=by, on=on, words=made.what)
    return made.pk


@transaction.atomic
def drop_action(action_id: UUID, *, by: SignIn, on: date) -> UUID:
    """Take an action out again while the review is open. Gives the review's id. Raises NotFound."""
    row = ReviewAction.objects.select_related("review").filter(pk=action_id).first()
    if row is None:
        raise NotFound("There is no such action.")
    review = _open(row.review_id, by=by)
    facts.record(ACTION_DROPPED, about=review.person_id, of=row.pk, by=by, on=on, words=row.what)
    row.delete()
    return review.pk


@transaction.atomic
def finish_review(
    review_id: UUID,
    *,
    ending: Ending,
    words: str,
    none_needed: str = "",
    without_person: str = "",
    budget_words: str = "",
    last_day: date | None = None,
    by: SignIn,
    on: date,
) -> Ended:
    """End a review, and begin what it leads to in the same moment.

    A change begins the next version of the plan, a reassessment an assessment; support that ends,
    ends on `last_day`. Actions of colleagues are passed to them. Two who finish at once: one wins,
    the other is told. Raises Refused for what is missing, in words; NotFound, NotAllowed.
    """
    row = _open(review_id, by=by)
    held = Held.objects.select_for_update().get(pk=row.pk)
    if not words.strip():
        raise Refused("Write down what came of the review; the person reads it.")
    said = [
        SaidHere(Side(one.side), About(one.about))
        for one in row.statements.filter(taken_back_on=None)
    ]
    actions = list(row.actions.select_related("owner"))
    wanted = queries.outcomes_to_see(row, by=by)
    seen = [Achieved(one.achieved) for one in row.outcomes.filter(outcome__in=wanted)]
    missing = what_is_missing(
        ending,
        said=said,
        without_person=without_person,
        outcomes=len(wanted),
        outcomes_seen=len(seen),
        actions=len(actions),
        none_needed=none_needed,
    )
    if missing:
        raise Refused(missing)
    led_to = _lead_on(row, held, ending, last_day=last_day, by=by, on=on)
    row.finished_on = on
    row.outcome = NATIONAL[ending]
    row.outcomes_achieved = all_in_all(seen)
    row.description = _short(words)
    row.save(update_fields=["finished_on", "outcome", "outcomes_achieved", "description"])
    held.ending, held.ending_words = ending.value, words.strip()
    held.none_needed, held.without_person = none_needed.strip(), without_person.strip()
    held.budget_words, held.finished_by = budget_words.strip(), by
    held.save()
    _pass_on(row, actions, by=by, on=on)
    told = f"{ENDING_WORDS[ending]}: {_short(words)}"
    facts.record(HELD, about=row.person_id, of=row.pk, by=by, on=on, words=told)
    return led_to


@transaction.atomic
def do_action(action_id: UUID, *, words: str, by: SignIn, on: date) -> UUID:
    """Say that an action is done and what came of it; gives the review's id. Raises Refused."""
    row = (
        ReviewAction.objects.select_for_update(of=("self",))
        .select_related("review")
        .filter(pk=action_id)
        .first()
    )
    if row is None:
        raise NotFound("There is no such action.")
    people.check_may_read(row.review.person_id, by=by)
    _check_holds(by)
    if not words.strip():
        raise Refused("Say what came of it.")
    if row.done_on is None:
        row.done_on, row.done_words = on, words.strip()
        row.save(update_fields=["done_on", "done_words"])
        about = row.review.person_id
        facts.record(ACTION_DONE, about=about, of=row.pk, by=by, on=on, words=row.what)
    return row.review_id


def _lead_on(
    row: Review, held: Held, ending: Ending, *, last_day: date | None, by: SignIn, on: date
) -> Ended:
    if ending is Ending.CHANGE:
        going = plans.plan_in_the_making(row.person_id, by=by)
        if going is not None:
            return Ended(plan_id=going.id)
        if held.plan is None:
            raise Refused(
                "There is no plan here to change. Begin a new assessment; a plan follows from it."
            )
        made = planning.begin_plan(held.plan.assessment_id, by=by, on=on)
        return Ended(plan_id=made)
    if ending is Ending.REASSESS:
        open_one = assessments.open_assessment_of(row.person_id, by=by)
        if open_one is not None:
            return Ended(assessment_id=open_one.id)
        return Ended(assessment_id=assessment.begin(row.person_id, by=by, on=on))
    if ending is Ending.END:
        if last_day is None:
            raise Refused("Say the last day of support.")
        if plans.only_from_files_after(row.person_id, last_day, by=by):
            raise Refused(
                "The support that runs came with a national file, and ends with the next file. "
                "Write down what was agreed as an action."
            )
        planning.end_support(row.person_id, last_day=last_day, why="Review", by=by, on=on)
    return Ended()


def _pass_on(row: Review, actions: Sequence[ReviewAction], *, by: SignIn, on: date) -> None:
    """What a colleague is to do becomes theirs to accept, with its day."""
    theirs = [one for one in actions if one.owner is not None and one.owner_id != by.pk]
    if not theirs:
        return
    name = people.briefly([row.person_id], by=by, on=on)[row.person_id].name
    for one in theirs:
        one.hand_over_id = hand_overs.hand_over(
            row.person_id,
            about_name=name,
            what=f"From the review: {one.what}"[:200],
            to_sign_in=one.owner,
            due_on=one.due_on,
            by=by,
            on=on,
        )
        one.save(update_fields=["hand_over_id"])


def _short(words: str) -> str:
    """As much as the national return has room for."""
    said = " ".join(words.split())
    return said if len(said) <= 400 else f"{said[:399]}…"


def _colleague(owner_id: UUID, *, of: SignIn) -> SignIn:
    for one in access.colleagues(of.team_id):
        if one.pk == owner_id:
            return one
    raise Refused("Choose a colleague of your team, or write down who does it.")


def _check_holds(by: SignIn) -> None:
    if not permissions.HOLD_REVIEW.allows(by):
        raise NotAllowed(permissions.HOLD_REVIEW.refusal())


def _open_of(person_id: UUID) -> Review | None:
    return Review.objects.filter(
        person_id=person_id, finished_on=None, cld_key=None, held__isnull=False
    ).first()


def _open(review_id: UUID, *, by: SignIn) -> Review:
    row = Review.objects.select_for_update(of=("self",)).filter(pk=review_id).first()
    if row is None or not Held.objects.filter(pk=review_id).exists():
        raise NotFound("There is no such review.")
    people.check_may_read(row.person_id, by=by)
    _check_holds(by)
    if row.finished_on is not None:
        raise Refused(
            "This review is over: somebody has ended it. Load the page again to see what was said."
        )
    return row
