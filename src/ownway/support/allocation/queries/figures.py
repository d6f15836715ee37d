"""Questions about scorecards, which anyone may ask, and about budgets, which few may."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.money import PenceWeekly
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.allocation import domain
from ownway.support.allocation.domain import Flag, IndicativeBudget, Scorecard
from ownway.support.allocation.domain.early import questionnaire_of
from ownway.support.allocation.models import Allocation, PublishedScorecard
from ownway.support.assessment.domain import Level, Points, Question
from ownway.support.people import queries as people

BUDGET_READ = declare("allocation.budget-read", "The first figure opened", reading=True)


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A scorecard with the day it came into force and who agreed it."""

    card: Scorecard
    in_force_from: date
    approved_words: str
    digest: str
    report: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A proposed figure in short. All amounts are pence a week."""

    id: UUID
    assessment_id: UUID
    person_id: UUID
    group: str
    score: int
    total_weekly: PenceWeekly
    low_weekly: PenceWeekly
    high_weekly: PenceWeekly
    proposed_on: date
    proposed_by: str
    proposed_by_id: UUID


@dataclass(frozen=True, slots=True)
class ProposedBudget:
    """A proposed figure as it was kept, with the answers and the table it came from."""

    line: BudgetLine
    budget: IndicativeBudget
    answers: Mapping[Question, Level]
    flags: tuple[Flag, ...]
    table: PublishedTable


def scorecard_on(on: date, *, questionnaire: str = "") -> Scorecard:
    """The scorecard in force on a day that reads a questionnaire, or any when none is named.

    An assessment keeps the questions it began with, so the card for older questions stays in force
    for it when a card for newer ones follows. Raises Refused when there is none.
    """
    found = published_table(on, questionnaire=questionnaire)
    if found is None and questionnaire and published_table(on):
        raise Refused(
            "No published scorecard reads the questions of this assessment, so there is no first "
            "figure. The plan starts from what is needed."
        )
    if found is None:
        raise Refused(f"No scorecard is in force on {in_words(on)}.")
    return found.card


def published_table(on: date, *, questionnaire: str = "") -> PublishedTable | None:
    """The scorecard in force on a day, as it was published; None before the first."""
    rows = PublishedScorecard.objects.filter(in_force_from__lte=on, early_view=False)
    if questionnaire:
        rows = rows.filter(card__questionnaire=questionnaire)
    row = rows.order_by("-in_force_from").first()
    return _table(row) if row else None


def published_tables() -> list[PublishedTable]:
    """Every scorecard that was ever published, the one in force last first."""
    rows = PublishedScorecard.objects.filter(early_view=False)
    return [_table(row) for row in rows.order_by("-in_force_from")]


def published_version(version: str) -> PublishedTable:
    """One card as it was published. Raises NotFound."""
    row = PublishedScorecard.objects.filter(version=version).first()
    if row is None:
        raise NotFound("No table of that name was published.")
    return _table(row)


def early_card_on(on: date, *, questionnaire: str) -> Scorecard | None:
    """The card in force for early views from a version of the self-check; None without one."""
    rows = PublishedScorecard.objects.filter(
        in_force_from__lte=on, early_view=True, card__questionnaire=questionnaire
    )
    row = rows.order_by("-in_force_from").first()
    return domain.scorecard_from(row.card) if row else None


def gives_early_views(version: int, *, on: date) -> bool:
    """Whether a card is in force for early views from this version of the self-check."""
    return PublishedScorecard.objects.filter(
        in_force_from__lte=on, early_view=True, card__questionnaire=questionnaire_of(version)
    ).exists()


@transaction.atomic
def budget_for_reading(assessment_id: UUID, *, by: SignIn, on: date) -> ProposedBudget:
    """The latest figure worked out from an assessment; the reading itself is a fact.

    Raises NotFound when there is none *or* `by` may not know that there is one.
    """
    return _read(_visible(by).filter(assessment_id=assessment_id), by=by, on=on)


@transaction.atomic
def latest_budget_for_reading(person_id: UUID, *, by: SignIn, on: date) -> ProposedBudget:
    """The latest figure of one person; the reading itself is a fact. Raises NotFound as above."""
    return _read(_visible(by).filter(person_id=person_id), by=by, on=on)


def latest_budget_of(person_id: UUID, *, by: SignIn) -> BudgetLine | None:
    """The latest figure of one person in short, or None.

    Raises NotFound as `people.check_may_read`. The page that shows it records its own reading.
    """
    people.check_may_read(person_id, by=by)
    row = _latest(_rows().filter(person_id=person_id))
    return _line(row) if row else None


def budget_of_assessment(assessment_id: UUID, *, by: SignIn) -> BudgetLine | None:
    """The latest figure worked out from an assessment, in short, or None."""
    row = _latest(_visible(by).filter(assessment_id=assessment_id))
    return _line(row) if row else None


def budget_line(budget_id: UUID, *, by: SignIn) -> BudgetLine:
    """One kept figure in short. Raises NotFound as `budget_for_reading`."""
    row = _visible(by).filter(pk=budget_id).first()
    if row is None:
        raise NotFound("There is no first figure here yet.")
    return _line(row)


def kept_row(budget_id: UUID, *, by: SignIn) -> Allocation:
    """The row itself, for the operations of this context. Raises NotFound as above."""
    row = _visible(by).select_related("scorecard", "proposed_by__team").filter(pk=budget_id).first()
    if row is None:
        raise NotFound("There is no first figure here.")
    return row


def assessments_with_figure(assessment_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these assessments a figure was worked out from."""
    rows = Allocation.objects.filter(assessment_id__in=list(assessment_ids))
    return set(rows.values_list("assessment_id", flat=True))


def replayed(budget_id: UUID, *, by: SignIn) -> IndicativeBudget:
    """A kept figure worked out again from its stored answers and its own version of the card.

    Raises NotFound as `budget_for_reading`.
    """
    row = _visible(by).filter(pk=budget_id).first()
    if row is None:
        raise NotFound("There is no first figure here.")
    return _again(row)


def figures_by(version: str) -> list[BudgetLine]:
    """Every figure worked out by one card, for work that acts for the whole council.

    Of several for one person the latest stands. Whoever asks names nobody.
    """
    rows = _rows().filter(scorecard_id=version).order_by("person_id", "-proposed_on", "-pk")
    return [_line(row) for row in rows.distinct("person_id")]


def replayed_by_command(budget_id: UUID) -> tuple[PenceWeekly, IndicativeBudget]:
    """What was kept, and the figure worked out again, for whoever runs the machine.

    Nobody is named. Raises NotFound.
    """
    row = _rows().filter(pk=budget_id).first()
    if row is None:
        raise NotFound("There is no first figure of that number.")
    again = _again(row)
    return PenceWeekly(row.total_weekly), again


def _again(row: Allocation) -> IndicativeBudget:
    card = domain.scorecard_from(row.scorecard.card)
    return domain.estimate(_answers(row), scorecard=card, group=row.group)


def _rows() -> QuerySet[Allocation]:
    return Allocation.objects.select_related("scorecard", "proposed_by")


def _visible(by: SignIn) -> QuerySet[Allocation]:
    return _rows().filter(person_id__in=people.ids_visible(by=by))


def _latest(rows: QuerySet[Allocation]) -> Allocation | None:
    return rows.order_by("-proposed_on", "-scorecard__in_force_from", "-pk").first()


def _read(rows: QuerySet[Allocation], *, by: SignIn, on: date) -> ProposedBudget:
    row = _latest(rows)
    if row is None:
        raise NotFound("There is no first figure here yet.")
    facts.record_reading(BUDGET_READ, about=row.person_id, of=row.pk, by=by, on=on)
    return ProposedBudget(
        line=_line(row),
        budget=IndicativeBudget(
            points={Question(question): Points(one) for question, one in row.points.items()},
            total_weekly=PenceWeekly(row.total_weekly),
            low_weekly=PenceWeekly(row.low_weekly),
            high_weekly=PenceWeekly(row.high_weekly),
            scorecard_version=row.scorecard.version,
            start=_start(row),
        ),
        answers=_answers(row),
        flags=tuple(Flag(one) for one in row.flags),
        table=_table(row.scorecard),
    )


def _answers(row: Allocation) -> dict[Question, Level]:
    return {Question(question): Level(level) for question, level in row.answers.items()}


def _start(row: Allocation) -> int:
    """The points that their group starts with: none, but on a card with such terms."""
    return int(row.scorecard.card.get("starts", {}).get(row.group, 0))


def _table(row: PublishedScorecard) -> PublishedTable:
    return PublishedTable(
        domain.scorecard_from(row.card),
        row.in_force_from,
        row.approved_words,
        row.digest,
        row.report,
    )


def _line(row: Allocation) -> BudgetLine:
    return BudgetLine(
        id=row.pk,
        assessment_id=row.assessment_id,
        person_id=row.person_id,
        group=row.group,
        score=_start(row) + sum(row.points.values()),
        total_weekly=PenceWeekly(row.total_weekly),
        low_weekly=PenceWeekly(row.low_weekly),
        high_weekly=PenceWeekly(row.high_weekly),
        proposed_on=row.proposed_on,
        proposed_by=row.proposed_by.name,
        proposed_by_id=row.proposed_by_id,
    )
