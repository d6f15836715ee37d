"""Capacity for decisions in an assessment, and who speaks beside the person."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.foundation.hand_overs import queries as hand_overs
from ownway.foundation.hand_overs.domain import State
from ownway.support.assessment import permissions
from ownway.support.assessment.domain.being_heard import ABILITIES, DIFFICULTIES
from ownway.support.assessment.models import AdvocateAsked, CapacityForDecision
from ownway.support.assessment.queries.assessments import one_visible
from ownway.support.people import queries as people

YES = (State.ACKNOWLEDGED, State.DONE)


@dataclass(frozen=True, slots=True)
class CapacityLine:
    """One decision: what was found of each ability, in words, and the conclusion by name."""

    decision: str
    assessed_on: date
    support: str
    abilities: tuple[tuple[str, bool, str], ...]
    impairment: str
    has_capacity: bool
    best_interests: str
    by: str


@dataclass(frozen=True, slots=True)
class AdvocateLine:
    """Whether an advocate is required, and what became of asking one."""

    assessment_id: UUID
    person_id: UUID
    difficulty_with: tuple[str, ...]
    somebody: str
    required: bool
    organisation: str
    hand_over_id: UUID | None
    state: State | None
    answer: str
    by: str
    on: date

    @property
    def waits(self) -> bool:
        """Asked, and nobody said yes or no."""
        return self.state is State.WAITING

    @property
    def lacking(self) -> bool:
        """Required by law, and nobody has said yes."""
        return self.required and self.state not in YES


def capacity_in(assessment_id: UUID, *, by: SignIn) -> list[CapacityLine]:
    """Every record of capacity, the latest first. Raises NotFound as `assessment_for_reading`."""
    rows = CapacityForDecision.objects.filter(assessment=one_visible(assessment_id, by))
    return [_capacity(row) for row in rows.select_related("by").order_by("-assessed_on", "-pk")]


def advocate_of(assessment_id: UUID, *, by: SignIn) -> AdvocateLine | None:
    """What was said last of an advocate; None while nobody considered it. Raises NotFound."""
    rows = AdvocateAsked.objects.filter(assessment=one_visible(assessment_id, by))
    row = rows.select_related("by", "assessment").last()
    return _lines([row])[0] if row else None


def advocates(*, by: SignIn) -> list[AdvocateLine]:
    """Where an advocate was required, of the people in `by`'s work: the latest first."""
    if not permissions.ASSESS.allows(by):
        return []
    rows = (
        AdvocateAsked.objects.filter(
            assessment__person_id__in=people.ids_visible(by=by), required=True
        )
        .select_related("by", "assessment")
        .order_by("assessment_id", "-at", "-pk")
        .distinct("assessment_id")
    )
    return sorted(
        _lines(list(rows)), key=lambda one: (one.on, str(one.assessment_id)), reverse=True
    )


def _lines(rows: list[AdvocateAsked]) -> list[AdvocateLine]:
    stands = hand_overs.stands(row.hand_over_id for row in rows if row.hand_over_id)
    found = []
    for row in rows:
        state, answer = stands.get(row.hand_over_id, (None, "")) if row.hand_over_id else (None, "")
        found.append(
            AdvocateLine(
                assessment_id=row.assessment_id,
                person_id=row.assessment.person_id,
                difficulty_with=tuple(DIFFICULTIES[one] for one in row.difficulty_with),
                somebody=row.somebody,
                required=row.required,
                organisation=row.organisation,
                hand_over_id=row.hand_over_id,
                state=state,
                answer=answer,
                by=row.by.name,
                on=row.on,
            )
        )
    return found


def _capacity(row: CapacityForDecision) -> CapacityLine:
    return CapacityLine(
        decision=row.decision,
        assessed_on=row.assessed_on,
        support=row.support,
        abilities=tuple(
            (words, bool(getattr(row, name)), str(getattr(row, f"{name}_because")))
            for name, words in ABILITIES.items()
        ),
        impairment=row.impairment,
        has_capacity=row.has_capacity,
        best_interests=row.best_interests,
        by=row.by.name,
    )
