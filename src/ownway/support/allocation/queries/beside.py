"""What stands beside a first figure: that somebody said it is not right, and other figures set."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.hand_overs import queries as hand_overs
from ownway.foundation.hand_overs.domain import State
from ownway.kernel.money import PenceWeekly
from ownway.kernel.refusal import NotAllowed, NotFound
from ownway.support.allocation import permissions
from ownway.support.allocation.domain.another import REASONS, Reason
from ownway.support.allocation.models import Challenge, OtherFigure
from ownway.support.people import queries as people

FEW = 5  # counts of fewer people are not told


@dataclass(frozen=True, slots=True)
class ChallengeLine:
    """One challenge as the person and the worker both see it."""

    id: UUID
    words: str
    sent_by: str
    sent_on: date
    due_on: date
    goes_to: str
    acknowledged_by: str
    acknowledged_on: date | None
    answer: str
    answered_by: str
    answered_on: date | None
    late: bool

    @property
    def is_open(self) -> bool:
        return self.answered_on is None


@dataclass(frozen=True, slots=True)
class OtherLine:
    """Another figure, pence a week, with its reason and the questions that it concerns."""

    id: UUID
    total_weekly: PenceWeekly
    reason: str
    words: str
    questions: tuple[str, ...]
    by_panel: bool
    set_by: str
    set_on: date


@dataclass(frozen=True, slots=True)
class Count:
    """How many figures; None where fewer than `FEW` would be told."""

    name: str
    figures: int | None


@dataclass(frozen=True, slots=True)
class SufficiencyCounts:
    """Of how many figures another was set beside them, by reason, question and group.

    `higher` and `lower` than the first figure. A figure counts once under each name.
    """

    figures: int | None
    higher: int | None
    lower: int | None
    by_reason: tuple[Count, ...]
    by_question: tuple[Count, ...]
    by_group: tuple[Count, ...]


def challenges_of(budget_id: UUID, *, by: SignIn, on: date) -> list[ChallengeLine]:
    """What was said to one figure, the newest first; nothing for whom `by` may not know."""
    rows = list(
        Challenge.objects.filter(
            allocation_id=budget_id, person_id__in=people.ids_visible(by=by)
        ).select_related("sent_by", "acknowledged_by", "answered_by")
    )
    stands = hand_overs.stands(row.hand_over_id for row in rows)
    return [_challenge(row, stands, on) for row in rows]


def one_challenge(challenge_id: UUID, *, by: SignIn, on: date) -> tuple[UUID, ChallengeLine]:
    """One challenge with the id of the assessment its figure came from. Raises NotFound."""
    row = (
        Challenge.objects.filter(pk=challenge_id, person_id__in=people.ids_visible(by=by))
        .select_related("allocation", "sent_by", "acknowledged_by", "answered_by")
        .first()
    )
    if row is None:
        raise NotFound("There is no such challenge, or it is not yours to see.")
    stands = hand_overs.stands([row.hand_over_id])
    return row.allocation.assessment_id, _challenge(row, stands, on)


def challenge_passed_on(hand_over_id: UUID, *, by: SignIn) -> UUID | None:
    """The challenge that stands behind a hand-over, if one does and `by` may know of it."""
    found = Challenge.objects.filter(
        hand_over_id=hand_over_id, person_id__in=people.ids_visible(by=by)
    )
    return found.values_list("pk", flat=True).first()


def open_challenge_of(person_id: UUID, *, by: SignIn, on: date) -> ChallengeLine | None:
    """What they said of a figure and nobody has answered; None where there is nothing open.

    Raises NotFound as `people.check_may_read`. The page that shows it records its own reading.
    """
    people.check_may_read(person_id, by=by)
    row = (
        Challenge.objects.filter(person_id=person_id, answered_on=None)
        .select_related("sent_by", "acknowledged_by", "answered_by")
        .first()
    )
    return _challenge(row, hand_overs.stands([row.hand_over_id]), on) if row else None


def said_of_figure(
    budget_id: UUID, *, by: SignIn, on: date
) -> tuple[OtherLine | None, ChallengeLine | None]:
    """The other figure that stands beside a first one, and the latest challenge that was answered.

    For pages that tell the person; nothing for whom `by` may not know.
    """
    others = other_figures_of(budget_id, by=by)
    answered = [one for one in challenges_of(budget_id, by=by, on=on) if not one.is_open]
    latest = max(answered, key=lambda one: one.answered_on or one.sent_on) if answered else None
    return (others[0] if others else None), latest


def other_figures_of(budget_id: UUID, *, by: SignIn) -> list[OtherLine]:
    """Every other figure set beside one, the newest first; nothing for whom `by` may not know."""
    rows = OtherFigure.objects.filter(
        allocation_id=budget_id, person_id__in=people.ids_visible(by=by)
    )
    return [
        OtherLine(
            id=row.pk,
            total_weekly=PenceWeekly(row.total_weekly),
            reason=REASONS[Reason(row.reason)],
            words=row.words,
            questions=tuple(row.questions),
            by_panel=row.by_panel,
            set_by=row.set_by.name,
            set_on=row.set_on,
        )
        for row in rows.select_related("set_by")
    ]


def sufficiency_counts(*, by: SignIn) -> SufficiencyCounts:
    """Counts over the whole council, without anybody's record: evidence for the next model.

    The last other figure of each first figure counts; restricted records are left out. Raises
    NotAllowed.
    """
    if not permissions.COUNT_OTHER_FIGURES.allows(by):
        raise NotAllowed(permissions.COUNT_OTHER_FIGURES.refusal())
    with whole_council():
        rows = list(
            OtherFigure.objects.filter(person__restricted=False)
            .order_by("allocation_id", "-set_on", "-recorded_at", "-pk")
            .distinct("allocation_id")
            .values_list(
                "reason",
                "questions",
                "allocation__group",
                "total_weekly",
                "allocation__total_weekly",
            )
        )
    higher = sum(other > first for *_, other, first in rows)
    both = None not in (_told(higher), _told(len(rows) - higher))
    return SufficiencyCounts(
        figures=_told(len(rows)),
        higher=higher if both else None,
        lower=len(rows) - higher if both else None,
        by_reason=_parts(Counter(REASONS[Reason(reason)] for reason, *_ in rows)),
        by_question=_counts(Counter(one for _, asked, *_ in rows for one in set(asked))),
        by_group=_parts(Counter(group or "Not recorded" for _, _, group, *_ in rows)),
    )


def _parts(counted: Mapping[str, int]) -> tuple[Count, ...]:
    """Counts that add up to the whole: one that is not told could be worked out from the others,
    so the smallest of those goes untold with it."""
    told = _counts(counted)
    if sum(one.figures is None for one in told) != 1:
        return told
    smallest = min((one.figures for one in told if one.figures is not None), default=0)
    spared = next((one.name for one in reversed(told) if one.figures == smallest), "")
    return tuple(Count(one.name, None) if one.name == spared else one for one in told)


def _counts(counted: Mapping[str, int]) -> tuple[Count, ...]:
    ordered = sorted(counted.items(), key=lambda one: (-_shown(one[1]), one[0]))
    return tuple(Count(name, _told(figures)) for name, figures in ordered)


def _told(figures: int) -> int | None:
    return None if 0 < figures < FEW else figures


def _shown(figures: int) -> int:
    """What an order may follow: it does not tell few apart."""
    return _told(figures) or 0


def _taken_up_by(state: State, row: Challenge) -> str:
    return row.to_name if state in (State.ACKNOWLEDGED, State.DONE) else ""


def _challenge(row: Challenge, stands: Mapping[UUID, tuple[State, str]], on: date) -> ChallengeLine:
    state, _ = stands.get(row.hand_over_id, (State.WAITING, ""))
    taken = row.acknowledged_by
    return ChallengeLine(
        id=row.pk,
        words=row.words,
        sent_by=row.sent_by.name,
        sent_on=row.sent_on,
        due_on=row.due_on,
        goes_to=row.to_name,
        acknowledged_by=taken.name if taken else _taken_up_by(state, row),
        acknowledged_on=row.acknowledged_on,
        answer=row.answer,
        answered_by=row.answered_by.name if row.answered_by else "",
        answered_on=row.answered_on,
        late=row.answered_on is None and row.due_on < on,
    )
