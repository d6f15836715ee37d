"""What another policy or another model would mean for the people a model was calibrated on.

Nothing is kept: the same rows, points and seed, another table. Nobody can be known again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ownway.commissioning.scorecards.queries.data import CalibrationData, calibration_data
from ownway.commissioning.scorecards.queries.register import (
    CalibrationRecord,
    ModelRecord,
    calibration,
    model,
    policy_from,
    register,
)
from ownway.foundation.access.models import SignIn
from ownway.kernel.period import in_words
from ownway.kernel.refusal import Refused
from ownway.support.allocation import queries as published
from ownway.support.allocation.domain import Scorecard

if TYPE_CHECKING:
    from ownway.support.allocation.domain.calibration import Moved, Protected


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A policy tried: what moves, what the envelope keeps, and what protection would come to.

    `to_share_weekly` is the envelope less its reserve, None where none was named; amounts are pence
    a week.
    """

    moved: "Moved"
    protected: "Protected"
    to_share_weekly: int | None
    reserve_weekly: int
    largest_weekly: int
    smallest_weekly: int


@dataclass(frozen=True, slots=True)
class Compared:
    """Two cards for the same people: who gains and loses from the first to the second.

    `first` and `second` are their names; a card that was published outside the register has a
    report only where it was published with one.
    """

    first: str
    second: str
    moved: "Moved"
    first_report: Mapping[str, Any] | None
    second_report: Mapping[str, Any] | None


def what_if(
    model_id: UUID, policy: Mapping[str, Any], *, cap: Decimal, by: SignIn
) -> tuple[ModelRecord, WhatIf]:
    """The model's table under another policy, for the people it was calibrated on.

    `policy` as in a calibration, in plain data; `cap` the most that anybody steps down in a year.
    Raises NotFound; NotAllowed; Refused where the policy cannot be kept or the rows are gone.
    """
    from ownway.support.allocation.domain import calibration as engine

    found, run, data = _calibrated(model_id, by)
    assert found.card is not None
    rules = policy_from(policy).of(int(data.cost.sum()))
    card = engine.fitted(
        data.answers,
        data.cost,
        questions=data.questions,
        group=data.group,
        prior=run.prior or None,
        policy=rules,
        tops=data.tops,
        seed=run.seed,
        version=found.line.version,
        questionnaire=found.line.questionnaire,
    )
    before = _figures(found.card, data)
    after = _figures(card, data)
    envelope = rules.envelope_weekly
    share = rules.to_share_weekly
    return found, WhatIf(
        moved=engine.moved(before, after, cost=data.cost, group=data.group),
        protected=engine.transition(data.cost, after, cap=cap),
        to_share_weekly=share,
        reserve_weekly=0 if envelope is None or share is None else envelope - share,
        largest_weekly=int(card.table[-1]),
        smallest_weekly=int(card.table[0]),
    )


def compare(first_id: UUID, second: UUID | str, *, by: SignIn) -> Compared:
    """A model beside another, for the people it was calibrated on; both read the same questions.

    `second` is the id of a model, or the name of a card that was published without the register.
    Raises NotFound; NotAllowed; Refused where they cannot be compared.
    """
    from ownway.support.allocation.domain import calibration as engine

    first, _, data = _calibrated(first_id, by)
    version, card, report = _other(second, by)
    assert first.card is not None
    if card.questionnaire != first.card.questionnaire:
        raise Refused("The two read different questions, so nobody's answers fit both.")
    return Compared(
        first.line.version,
        version,
        engine.moved(
            _figures(first.card, data),
            _figures(card, data),
            cost=data.cost,
            group=data.group,
        ),
        _report(first, by),
        report,
    )


def comparable(model_id: UUID, *, by: SignIn) -> list[tuple[str, str]]:
    """What a model can be compared with, as `compare` takes it and in words.

    Other models with a card for the same questions, and cards published without the register:
    also the one in force today may be among those.
    """
    mine = model(model_id, by=by)
    lines, outside = register(by=by)
    models = [
        (str(one.id), f"{one.title} ({one.version})")
        for one in lines
        if one.id != model_id
        and one.questionnaire == mine.line.questionnaire
        and model(one.id, by=by).card is not None
    ]
    return models + [
        (one.version, f"{one.version}, in force from {in_words(one.in_force_from)}")
        for one in outside
        if one.questionnaire == mine.line.questionnaire
    ]


def _other(second: UUID | str, by: SignIn) -> tuple[str, Scorecard, Mapping[str, Any] | None]:
    """The name, the card and the report of what a model is compared with."""
    if isinstance(second, str):
        table = published.published_version(second)
        return table.card.version, table.card, table.report
    found = model(second, by=by)
    if found.card is None:
        raise Refused(f"{found.line.version} was not calibrated yet.")
    return found.line.version, found.card, _report(found, by)


def policy_of(model_id: UUID, *, by: SignIn) -> Mapping[str, Any]:
    """The policy that a model's card was made under, to begin a try from. Raises as `what_if`."""
    found = model(model_id, by=by)
    if found.calibration_id is None:
        return {}
    return calibration(found.calibration_id, by=by).policy


def _calibrated(
    model_id: UUID, by: SignIn
) -> tuple[ModelRecord, CalibrationRecord, CalibrationData]:
    found = model(model_id, by=by)
    if found.card is None or found.calibration_id is None:
        raise Refused("This model was not calibrated yet, so there is nothing to try.")
    run = calibration(found.calibration_id, by=by)
    return found, run, calibration_data(found.calibration_id)


def _figures(card: Scorecard, data: CalibrationData) -> Any:
    from ownway.support.allocation.domain import calibration as engine

    return engine.allocate(card, data.answers, data.group).figures


def _report(found: ModelRecord, by: SignIn) -> Mapping[str, Any] | None:
    if found.calibration_id is None:
        return None
    return calibration(found.calibration_id, by=by).report
