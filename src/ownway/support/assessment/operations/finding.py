"""Writing down what is found, outcome by outcome and as a whole; each save is a row that stays."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.timezone import localdate

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import Refused
from ownway.support.assessment import permissions
from ownway.support.assessment.domain import eligibility
from ownway.support.assessment.domain.caring import ABLE_AND_WILLING, SIGNS
from ownway.support.assessment.domain.proposing import proposed
from ownway.support.assessment.models import (
    Assessment,
    CaringFinding,
    OutcomeFinding,
    WholeFinding,
)
from ownway.support.assessment.operations.opening import check, open_for
from ownway.support.assessment.queries import answers_of, questionnaire_named

FOUND = declare("assessment.finding-written", "What was found written down")


class FoundMeanwhile(Refused):
    """A colleague wrote down what they found since the page was opened."""

    def __init__(self, by_name: str) -> None:
        super().__init__(
            f"{by_name} wrote down what they found while you were writing. Nothing of yours is "
            "lost: compare both, keep what is right and save again."
        )


@dataclass(frozen=True, slots=True)
class OutcomeSaid:
    """What a worker finds about one outcome, as if no carer helped; `because` are ids of rules."""

    unable: bool | None = None
    because: tuple[str, ...] = ()
    why: str = ""
    fluctuates: str = ""
    risk: str = ""
    met_by_carers: str = ""
    technology: str = ""


@dataclass(frozen=True, slots=True)
class WholeSaid:
    """What a worker finds as a whole; `health_at_risk` only of carers."""

    arises: bool | None = None
    arises_words: str = ""
    health_at_risk: bool | None = None
    impact: bool | None = None
    areas: tuple[str, ...] = ()
    impact_why: str = ""
    nights: str = ""
    two_carers: str = ""
    behaviour: str = ""


@dataclass(frozen=True, slots=True)
class CaringSaid:
    """What a carer gives, and whether they are able and willing to go on."""

    cares_for: str = ""
    hours_weekly: int | None = None
    able: str = ""
    willing: str = ""
    words: str = ""
    signs: tuple[str, ...] = ()
    if_i_cannot: str = ""
    later: str = ""


@transaction.atomic
def find(
    assessment_id: UUID,
    outcome_id: str,
    said: OutcomeSaid,
    *,
    seen: UUID | None = None,
    compare: bool = False,
    by: SignIn,
    at: datetime,
) -> None:
    """Write down what is found about one outcome. The same again changes nothing.

    `seen` is the finding that the page showed, compared when `compare`. Raises FoundMeanwhile;
    Refused for an outcome or a reason that the rules do not name, and as `opening.open_for`.
    """
    row, test, _ = _open(assessment_id, by=by)
    outcome = test.outcome(outcome_id)
    if set(said.because) - set(test.unable_because):
        raise Refused("Choose the reasons from the list.")
    rows = OutcomeFinding.objects.filter(assessment=row, outcome=outcome.id)
    values = _tidy(asdict(said))
    if said.unable is not True:
        values["because"] = []
    _keep(rows, {"outcome": outcome.id}, values, seen=seen, compare=compare, row=row, by=by, at=at)
    _record(row, outcome.words, by=by, at=at)


@transaction.atomic
def find_whole(
    assessment_id: UUID,
    said: WholeSaid,
    *,
    seen: UUID | None = None,
    compare: bool = False,
    by: SignIn,
    at: datetime,
) -> None:
    """Write down where needs come from, and what they do to wellbeing. Raises as `find`."""
    row, _, rules = _open(assessment_id, by=by)
    if set(said.areas) - set(rules.wellbeing):
        raise Refused("Choose the parts of wellbeing from the list.")
    rows = WholeFinding.objects.filter(assessment=row)
    values = _tidy(asdict(said))
    if said.impact is not True:
        values["areas"] = []
    _keep(rows, {}, values, seen=seen, compare=compare, row=row, by=by, at=at)
    _record(row, "Wellbeing as a whole", by=by, at=at)


@transaction.atomic
def find_caring(
    assessment_id: UUID,
    said: CaringSaid,
    *,
    seen: UUID | None = None,
    compare: bool = False,
    by: SignIn,
    at: datetime,
) -> None:
    """Write down what a carer gives. Raises as `find`; Refused for who is not assessed as one."""
    row, _, _ = _open(assessment_id, by=by)
    if eligibility.Whose.of(row.client_type) is not eligibility.Whose.CARER:
        raise Refused("This is asked in a carer's own assessment.")
    wrong = set(said.signs) - set(SIGNS) or {said.able, said.willing} - {*ABLE_AND_WILLING, ""}
    if wrong:
        raise Refused("Choose from the lists.")
    if said.hours_weekly is not None and not 0 <= said.hours_weekly <= 168:
        raise Refused("A week has 168 hours.")
    rows = CaringFinding.objects.filter(assessment=row)
    values = _tidy(asdict(said))
    _keep(rows, {}, values, seen=seen, compare=compare, row=row, by=by, at=at)
    _record(row, "Caring", by=by, at=at)


@transaction.atomic
def confirm_proposed(assessment_id: UUID, *, by: SignIn, at: datetime) -> int:
    """Confirm what the agreed levels propose, for outcomes about which nothing is found yet.

    A finding that stands is never touched. Returns how many were written down.
    Raises as `opening.open_for`.
    """
    row, test, rules = _open(assessment_id, by=by)
    found = set(
        OutcomeFinding.objects.filter(assessment=row, unable__isnull=False).values_list(
            "outcome", flat=True
        )
    )
    levels = answers_of(assessment_id, by=by)
    proposals = proposed(questionnaire_named(row.questionnaire), levels, rules=rules)
    made = OutcomeFinding.objects.bulk_create(
        OutcomeFinding(
            assessment=row,
            outcome=outcome,
            unable=unable,
            because=["help"] if unable else [],
            from_levels=True,
            by=by,
            at=at,
        )
        for outcome, unable in proposals.items()
        if outcome not in found
    )
    if made:
        names = ", ".join(test.outcome(one.outcome).words for one in made)
        _record(row, f"Confirmed from the levels agreed: {names}", by=by, at=at)
    return len(made)


def _open(
    assessment_id: UUID, *, by: SignIn
) -> tuple[Assessment, eligibility.Test, eligibility.Rules]:
    check(permissions.ASSESS, by)
    row = open_for(assessment_id, by=by)
    rules = eligibility.rules_on(row.started_on)
    return row, rules.tests[eligibility.Whose.of(row.client_type)], rules


def _tidy(values: dict[str, Any]) -> dict[str, Any]:
    tidy: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, str):
            tidy[name] = value.strip()
        else:
            tidy[name] = list(value) if isinstance(value, tuple) else value
    return tidy


def _keep(
    rows: models.QuerySet[Any],
    of: dict[str, str],
    values: dict[str, Any],
    *,
    seen: UUID | None,
    compare: bool,
    row: Assessment,
    by: SignIn,
    at: datetime,
) -> None:
    latest = rows.select_related("by").order_by("-at", "-pk").first()
    if latest is not None:
        was = {name: getattr(latest, name) for name in values}
        if was == values:
            return
        if compare and latest.pk != seen:
            raise FoundMeanwhile(latest.by.name)
    rows.model.objects.create(assessment=row, **of, **values, by=by, at=at)


def _record(row: Assessment, words: str, *, by: SignIn, at: datetime) -> None:
    facts.record(FOUND, about=row.person_id, of=row.pk, by=by, on=localdate(at), words=words)
