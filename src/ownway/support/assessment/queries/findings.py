"""What was found: about each outcome, as a whole, and of caring; and what the rules make of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from ownway.foundation.access.models import SignIn
from ownway.support.assessment.domain import eligibility
from ownway.support.assessment.domain.eligibility import Findings, Found, Rules, Test, Workings
from ownway.support.assessment.models import (
    Assessment,
    CaringFinding,
    OutcomeFinding,
    WholeFinding,
)
from ownway.support.assessment.queries.assessments import one_visible
from ownway.support.assessment.queries.readers import only_reads


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """What is found about one outcome now, by whom; `earlier` is how many were before it."""

    id: UUID
    outcome: str
    unable: bool | None
    because: tuple[str, ...]
    why: str
    fluctuates: str
    risk: str
    met_by_carers: str
    technology: str
    from_levels: bool
    by: str
    at: datetime
    earlier: int


@dataclass(frozen=True, slots=True)
class WholeLine:
    id: UUID
    arises: bool | None
    arises_words: str
    health_at_risk: bool | None
    impact: bool | None
    areas: tuple[str, ...]
    impact_why: str
    nights: str
    two_carers: str
    behaviour: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaringLine:
    id: UUID
    cares_for: str
    hours_weekly: int | None
    able: str
    willing: str
    words: str
    signs: tuple[str, ...]
    if_i_cannot: str
    later: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """All that is found in an assessment, and what the rules in force at its start make of it."""

    whose: eligibility.Whose
    rules: Rules
    outcomes: Mapping[str, OutcomeLine]
    whole: WholeLine | None
    caring: CaringLine | None

    @property
    def test(self) -> Test:
        return self.rules.tests[self.whose]

    @property
    def findings(self) -> Findings:
        whole = self.whole
        return Findings(
            whose=self.whose,
            outcomes={name: Found(one.unable, one.because) for name, one in self.outcomes.items()},
            arises=whole.arises if whole else None,
            health_at_risk=whole.health_at_risk if whole else None,
            impact=whole.impact if whole else None,
            areas=whole.areas if whole else (),
        )

    @property
    def workings(self) -> Workings:
        return eligibility.work_out(self.findings, rules=self.rules)

    @property
    def nothing_yet(self) -> bool:
        return eligibility.nothing_found(self.findings)


def found_in(assessment_id: UUID, *, by: SignIn) -> FoundRecord:
    """What was found, for whoever has recorded the reading of the assessment.

    Whoever was let in only to read is not told what was found of a carer's caring, which is about
    another. Raises NotFound when there is none *or* `by` may not know the person.
    """
    found = found_of(one_visible(assessment_id, by))
    return replace(found, caring=None) if only_reads(by) else found


def found_of(row: Assessment) -> FoundRecord:
    """As `found_in`, for the operations of this context, which hold the row."""
    outcomes: dict[str, OutcomeLine] = {}
    for one in OutcomeFinding.objects.filter(assessment=row).select_related("by"):
        before = outcomes.get(one.outcome)
        outcomes[one.outcome] = _outcome(one, before.earlier + 1 if before else 0)
    whole = WholeFinding.objects.filter(assessment=row).select_related("by").last()
    caring = CaringFinding.objects.filter(assessment=row).select_related("by").last()
    return FoundRecord(
        whose=eligibility.Whose.of(row.client_type),
        rules=eligibility.rules_on(row.started_on),
        outcomes=outcomes,
        whole=_whole(whole) if whole else None,
        caring=_caring(caring) if caring else None,
    )


def _outcome(row: OutcomeFinding, earlier: int) -> OutcomeLine:
    return OutcomeLine(
        id=row.pk,
        outcome=row.outcome,
        unable=row.unable,
        because=tuple(row.because),
        why=row.why,
        fluctuates=row.fluctuates,
        risk=row.risk,
        met_by_carers=row.met_by_carers,
        technology=row.technology,
        from_levels=row.from_levels,
        by=row.by.name,
        at=row.at,
        earlier=earlier,
    )


def _whole(row: WholeFinding) -> WholeLine:
    return WholeLine(
        id=row.pk,
        arises=row.arises,
        arises_words=row.arises_words,
        health_at_risk=row.health_at_risk,
        impact=row.impact,
        areas=tuple(row.areas),
        impact_why=row.impact_why,
        nights=row.nights,
        two_carers=row.two_carers,
        behaviour=row.behaviour,
        by=row.by.name,
        at=row.at,
    )


def _caring(row: CaringFinding) -> CaringLine:
    return CaringLine(
        id=row.pk,
        cares_for=row.cares_for,
        hours_weekly=row.hours_weekly,
        able=row.able,
        willing=row.willing,
        words=row.words,
        signs=tuple(row.signs),
        if_i_cannot=row.if_i_cannot,
        later=row.later,
        by=row.by.name,
        at=row.at,
    )
