"""A review as its pages show it: statements by view, outcomes, actions, and how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotFound
from ownway.support.people import queries as people
from ownway.support.planning import queries as planning
from ownway.support.planning.domain import Shares
from ownway.support.review.domain.talking import (
    ACHIEVED_WORDS,
    ENDING_WORDS,
    About,
    Achieved,
    Ending,
    Side,
)
from ownway.support.review.models import Held, Review, ReviewAction, Statement

REVIEW_READ = declare("review.read", "Review opened", reading=True)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """What one side said; `mine` when whoever asks wrote it."""

    id: UUID
    side: Side
    about: About
    words: str
    said_by: str
    may_be_used: bool
    written_on: date
    mine: bool


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """An outcome of the plan; `achieved` is None while nobody has said."""

    number: int
    outcome: str
    achieved: Achieved | None
    words: str

    @property
    def achieved_words(self) -> str:
        return ACHIEVED_WORDS[self.achieved] if self.achieved else ""


@dataclass(frozen=True, slots=True)
class ActionLine:
    id: UUID
    review_id: UUID
    person_id: UUID
    what: str
    owner: str
    due_on: date
    done_on: date | None
    done_words: str
    name: str = ""

    def is_late(self, on: date) -> bool:
        return self.done_on is None and self.due_on < on


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A review whole. `budget` is what the plan in force sets, pence a week."""

    id: UUID
    person_id: UUID
    which: str
    due_on: date | None
    started_on: date
    finished_on: date | None
    planned_for: date | None
    reviewer: str
    plan_id: UUID | None
    ending: Ending | None
    ending_words: str
    none_needed: str
    without_person: str
    budget_words: str
    budget: Shares | None
    statements: tuple[StatementLine, ...]
    outcomes: tuple[OutcomeLine, ...]
    actions: tuple[ActionLine, ...]

    @property
    def is_open(self) -> bool:
        return self.finished_on is None

    @property
    def ended(self) -> str:
        return ENDING_WORDS[self.ending] if self.ending else ""

    def said(self, side: Side | None = None, about: About | None = None) -> list[StatementLine]:
        return [
            one
            for one in self.statements
            if (side is None or one.side is side) and (about is None or one.about is about)
        ]


@transaction.atomic
def review_for_reading(review_id: UUID, *, by: SignIn, on: date) -> ReviewPage:
    """A whole review that was held here; the reading is a fact. Raises NotFound."""
    row = Held.objects.select_related("review", "reviewer").filter(pk=review_id).first()
    if row is None:
        raise NotFound("There is no such review.")
    people.check_may_read(row.review.person_id, by=by)
    facts.record_reading(REVIEW_READ, about=row.review.person_id, of=row.pk, by=by, on=on)
    return _page(row, by=by, on=on)


def open_review_of(person_id: UUID, *, by: SignIn) -> UUID | None:
    """The review that is under way, if one is. Raises NotFound as `people.check_may_read`."""
    people.check_may_read(person_id, by=by)
    found = Held.objects.filter(review__person_id=person_id, review__finished_on=None).first()
    return found.pk if found else None


def last_review_page(person_id: UUID, *, by: SignIn, on: date) -> ReviewPage | None:
    """The last review that was held here and is over; None where there is none."""
    people.check_may_read(person_id, by=by)
    row = (
        Held.objects.select_related("review", "reviewer")
        .filter(review__person_id=person_id, review__finished_on__isnull=False)
        .order_by("-review__finished_on", "-review__started_on")
        .first()
    )
    return _page(row, by=by, on=on) if row else None


def said_before_it_began(person_id: UUID, *, by: SignIn) -> tuple[StatementLine, ...]:
    """What the person and those around them wrote for a review that has not begun."""
    people.check_may_read(person_id, by=by)
    rows = Statement.objects.filter(person_id=person_id, review=None, taken_back_on=None)
    return tuple(_statement(row, by) for row in rows.order_by("written_at", "pk"))


def plan_reviewed(person_id: UUID, *, by: SignIn) -> planning.PlanLine | None:
    """The plan in force, which a review looks at; None where support came without one."""
    found = (plan for plan in planning.plans_of(person_id, by=by) if plan.is_signed_off)
    return next(found, None)


def outcomes_to_see(row: Review, *, by: SignIn) -> tuple[str, ...]:
    """The outcomes that a review asks about, from the plan it looks at; the caller may read it."""
    return _outcomes_of_plan(row.held.plan_id, row.person_id, by=by)


def late_actions(*, by: SignIn, on: date) -> list[ActionLine]:
    """What reviews agreed and nobody has done in time, of people who are the work of `by`."""
    rows = list(
        ReviewAction.objects.filter(
            done_on=None,
            due_on__lt=on,
            review__finished_on__isnull=False,
            review__person_id__in=people.ids_visible(by=by),
        )
        .select_related("review")
        .order_by("due_on", "pk")
    )
    named = people.briefly([row.review.person_id for row in rows], by=by, on=on)
    return [
        _action(row, named[row.review.person_id].name)
        for row in rows
        if row.review.person_id in named
    ]


def _outcomes_of_plan(plan_id: UUID | None, person_id: UUID, *, by: SignIn) -> tuple[str, ...]:
    if plan_id is None:
        return ()
    line = next((one for one in planning.plans_of(person_id, by=by) if one.id == plan_id), None)
    return tuple(words for _, words in planning.outcomes_of(line, by=by)) if line else ()


def _page(row: Held, *, by: SignIn, on: date) -> ReviewPage:
    review = row.review
    seen = {one.outcome: one for one in review.outcomes.all()}
    wanted = _outcomes_of_plan(row.plan_id, review.person_id, by=by)
    listed: Sequence[str] = [*wanted, *(one for one in seen if one not in wanted)]
    said = review.statements.filter(taken_back_on=None).order_by("written_at", "pk")
    return ReviewPage(
        id=review.pk,
        person_id=review.person_id,
        which=row.which,
        due_on=row.due_on,
        started_on=review.started_on,
        finished_on=review.finished_on,
        planned_for=row.planned_for,
        reviewer=row.reviewer.name,
        plan_id=row.plan_id,
        ending=Ending(row.ending) if row.ending else None,
        ending_words=row.ending_words,
        none_needed=row.none_needed,
        without_person=row.without_person,
        budget_words=row.budget_words,
        budget=planning.budget_of(review.person_id, by=by, on=on),
        statements=tuple(_statement(one, by) for one in said),
        outcomes=tuple(
            OutcomeLine(
                number,
                outcome,
                Achieved(seen[outcome].achieved) if outcome in seen else None,
                seen[outcome].words if outcome in seen else "",
            )
            for number, outcome in enumerate(listed)
        ),
        actions=tuple(_action(one) for one in review.actions.order_by("due_on", "pk")),
    )


def _statement(row: Statement, by: SignIn) -> StatementLine:
    return StatementLine(
        row.pk,
        Side(row.side),
        About(row.about),
        row.words,
        row.said_by,
        row.may_be_used,
        row.written_on,
        row.written_by_id == by.pk,
    )


def _action(row: ReviewAction, name: str = "") -> ActionLine:
    return ActionLine(
        row.pk,
        row.review_id,
        row.review.person_id,
        row.what,
        row.owner_words,
        row.due_on,
        row.done_on,
        row.done_words,
        name,
    )
