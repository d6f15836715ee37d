"""The register: models, their calibrations and steps, for whoever may read it."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet

from ownway.commissioning.scorecards import permissions
from ownway.commissioning.scorecards.domain import Source, Stage, State
from ownway.commissioning.scorecards.models import (
    Calibration,
    Data,
    Minutes,
    PutAside,
    ScorecardModel,
    Step,
)
from ownway.foundation.access.models import SignIn
from ownway.foundation.work.models import LongWork
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.allocation import domain as allocation
from ownway.support.allocation import queries as published
from ownway.support.allocation.domain import Scorecard
from ownway.support.allocation.permissions import PUBLISH_SCORECARD
from ownway.support.assessment.queries import questionnaires as asked

if TYPE_CHECKING:
    from ownway.support.allocation.domain.calibration import Policy


@dataclass(frozen=True, slots=True)
class ModelLine:
    """A model in short."""

    id: UUID
    version: str
    title: str
    questionnaire: str
    state: State
    started_on: date
    started_by: str
    board: str
    approved_on: date | None
    in_force_from: date | None
    in_force_to: date | None

    def in_words(self, on: date) -> str:
        """Where it stands on a day: "in force" is a matter of days, not of what was pressed."""
        if self.in_force_from is None:
            return self.state.value.capitalize() if self.state else ""
        if self.in_force_from > on:
            return "Comes into force"
        if self.in_force_to is None or self.in_force_to >= on:
            return "In force"
        return "Retired"


@dataclass(frozen=True, slots=True)
class OutsideLine:
    """A card that was published without the register: by a command, or before there was one."""

    version: str
    questionnaire: str
    in_force_from: date
    approved_words: str


@dataclass(frozen=True, slots=True)
class StepLine:
    what: str
    on: date
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class CalibrationLine:
    """One run in short. `work_id` is its long work, `done` of `total` stages how far it is."""

    id: UUID
    model_id: UUID
    stage: Stage
    source: Source
    file_name: str
    people: int
    put_aside: int
    asked_by: str
    asked_on: date
    asked_at: datetime
    suitable: bool
    why: tuple[str, ...]
    done: int
    total: int

    @property
    def going(self) -> bool:
        return self.stage in (Stage.WAITING, Stage.RUNNING)


@dataclass(frozen=True, slots=True)
class CalibrationRecord:
    """One run with all it says. `report` is that of the engine in plain data, or None."""

    line: CalibrationLine
    model: ModelLine
    policy: Mapping[str, Any]
    prior: Mapping[str, Sequence[int]]
    prior_words: str
    seed: int
    card: Scorecard | None
    card_digest: str
    report: Mapping[str, Any] | None
    data_digest: str
    data_taken_on: date | None
    left_out: tuple[tuple[str, int], ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MinutesFile:
    name: str
    content_type: str
    size: int
    content: bytes


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """One model with its card, its runs (newest first) and every step it took."""

    line: ModelLine
    card: Scorecard | None
    card_digest: str
    suitable: bool
    calibration_id: UUID | None
    calibrations: tuple[CalibrationLine, ...]
    steps: tuple[StepLine, ...]
    calibrated_by: str
    proposed_by: str
    proposed_on: date | None
    approved_by: str
    minutes_words: str
    minutes_name: str
    makers: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class AsideLine:
    """A row of a file that could not be used; `cells` is its line of comma-separated values."""

    row: int
    column: str
    why: str
    cells: str


def register(*, by: SignIn) -> tuple[list[ModelLine], list[OutsideLine]]:
    """Every model, the newest first, and cards that were published without the register."""
    _check(by)
    rows = [_line(row) for row in _models()]
    ours = {row.version for row in rows}
    outside = [
        OutsideLine(one.card.version, one.card.questionnaire, one.in_force_from, one.approved_words)
        for one in published.published_tables()
        if one.card.version not in ours
    ]
    return rows, outside


def model(model_id: UUID, *, by: SignIn) -> ModelRecord:
    """One model. Raises NotFound; NotAllowed."""
    _check(by)
    row = _models().filter(pk=model_id).first()
    if row is None:
        raise NotFound("There is no such model in the register.")
    runs = list(_runs().filter(model=row))
    minutes = Minutes.objects.filter(model=row).first()
    makers = {row.started_by_id, row.calibrated_by_id, row.proposed_by_id}
    for run in runs:
        makers |= {run.asked_by_id, run.data.taken_by_id if run.data else None}
    return ModelRecord(
        line=_line(row),
        card=allocation.scorecard_from(row.card) if row.card else None,
        card_digest=row.card_digest,
        suitable=row.suitable,
        calibration_id=row.calibration_id,
        calibrations=tuple(_run_lines(runs)),
        steps=tuple(
            StepLine(step.what, step.on, _name(step.by), step.words)
            for step in Step.objects.filter(model=row).select_related("by").order_by("-pk")
        ),
        calibrated_by=_name(row.calibrated_by),
        proposed_by=_name(row.proposed_by),
        proposed_on=row.proposed_on,
        approved_by=_name(row.approved_by),
        minutes_words=row.minutes_words,
        minutes_name=minutes.name if minutes else "",
        makers=frozenset(one for one in makers if one is not None),
    )


def to_approve(*, by: SignIn) -> list[ModelRecord]:
    """Models that wait for a board whose approval `by` may write down: not those they made."""
    if not permissions.APPROVE_MODEL.allows(by):
        return []
    waiting = _models().filter(state=State.PROPOSED.value).values_list("pk", flat=True)
    found = [model(one, by=by) for one in waiting]
    return [one for one in found if by.pk not in one.makers]


def to_publish(*, by: SignIn) -> list[ModelLine]:
    """Models that a board approved and that are not in force, for whoever may publish them."""
    if not PUBLISH_SCORECARD.allows(by):
        return []
    return [_line(row) for row in _models().filter(state=State.APPROVED.value)]


def calibration(calibration_id: UUID, *, by: SignIn) -> CalibrationRecord:
    """One run with its report. Raises NotFound; NotAllowed."""
    _check(by)
    row = _runs().filter(pk=calibration_id).first()
    if row is None:
        raise NotFound("There is no such calibration.")
    data: Data | None = row.data
    return CalibrationRecord(
        line=_run_lines([row])[0],
        model=_line(row.model),
        policy=row.policy,
        prior=row.prior,
        prior_words=row.prior_words,
        seed=row.seed,
        card=allocation.scorecard_from(row.card) if row.card else None,
        card_digest=row.card_digest,
        report=row.report,
        data_digest=data.digest if data else "",
        data_taken_on=data.taken_on if data else None,
        left_out=tuple((why, many) for why, many in data.left_out) if data else (),
        columns=tuple(data.columns) if data else (),
    )


def calibration_of_work(work_id: UUID) -> UUID | None:
    return Calibration.objects.filter(work_id=work_id).values_list("pk", flat=True).first()


def rows_put_aside(calibration_id: UUID, *, by: SignIn) -> list[AsideLine]:
    """Rows of the file of a calibration that could not be used, in its order.

    Raises NotFound; NotAllowed for whoever may not calibrate.
    """
    if not permissions.CALIBRATE.allows(by):
        raise NotAllowed(permissions.CALIBRATE.refusal())
    row = Calibration.objects.filter(pk=calibration_id).first()
    if row is None:
        raise NotFound("There is no such calibration.")
    if row.data_id is None:
        return []
    rows = PutAside.objects.filter(data_id=row.data_id).order_by("row")
    return [AsideLine(one.row, one.column, one.why, one.cells) for one in rows]


def minutes_of(model_id: UUID, *, by: SignIn) -> MinutesFile:
    """The minutes of a model as a document. Raises NotFound; NotAllowed."""
    _check(by)
    row = Minutes.objects.filter(model_id=model_id).first()
    if row is None:
        raise NotFound("There are no minutes as a document.")
    return MinutesFile(row.name, row.content_type, row.size, base64.b64decode(row.content))


def is_published(version: str) -> bool:
    """Whether a scorecard of this name was published, through the register or without it."""
    return any(one.card.version == version for one in published.published_tables())


def questionnaires(*, on: date) -> list[tuple[str, str]]:
    """Questionnaires that a model can be made for, by name and words, the newest first."""
    return [(one.asked.version, one.asked.words) for one in asked.versions(on=on)]


def policy_from(plain: Mapping[str, Any]) -> "Policy":
    """The policy for the engine out of plain data. Raises Refused for one that cannot be kept."""
    from ownway.support.allocation.domain.calibration import Policy

    try:
        return Policy(
            envelope_weekly=plain.get("envelope_weekly"),
            reserve=Decimal(plain.get("reserve", "0")),
            floor_weekly=plain.get("floor_weekly") or 0,
            ceiling_weekly=plain.get("ceiling_weekly"),
            step_weekly=plain.get("step_weekly"),
            group_terms=bool(plain.get("group_terms", False)),
            group_band=Decimal(plain.get("group_band", "0.01")),
            equality_record=str(plain.get("equality_record", "")),
        )
    except (ArithmeticError, TypeError):
        raise Refused("The policy holds something that is no amount or share.") from None


def _check(by: SignIn) -> None:
    if not permissions.READ_REGISTER.allows(by):
        raise NotAllowed(permissions.READ_REGISTER.refusal())


def _models() -> QuerySet[ScorecardModel]:
    return ScorecardModel.objects.select_related(
        "started_by", "calibrated_by", "proposed_by", "approved_by"
    )


def _runs() -> QuerySet[Calibration]:
    return Calibration.objects.select_related("model", "model__started_by", "data", "asked_by")


def _line(row: ScorecardModel) -> ModelLine:
    return ModelLine(
        id=row.pk,
        version=row.version,
        title=row.title,
        questionnaire=row.questionnaire,
        state=State(row.state),
        started_on=row.started_on,
        started_by=_name(row.started_by),
        board=row.board,
        approved_on=row.approved_on,
        in_force_from=row.in_force_from,
        in_force_to=row.in_force_to,
    )


def _run_lines(rows: Sequence[Calibration]) -> list[CalibrationLine]:
    works = LongWork.objects.in_bulk([row.work_id for row in rows if row.work_id])
    return [_run_line(row, works.get(row.work_id) if row.work_id else None) for row in rows]


def _run_line(row: Calibration, going: LongWork | None) -> CalibrationLine:
    data: Data | None = row.data
    return CalibrationLine(
        id=row.pk,
        model_id=row.model_id,
        stage=Stage(row.stage),
        source=Source(row.source),
        file_name=data.file_name if data else "",
        people=data.people if data else 0,
        put_aside=data.put_aside if data else 0,
        asked_by=_name(row.asked_by),
        asked_on=row.asked_on,
        asked_at=row.asked_at,
        suitable=row.suitable,
        why=tuple(row.why),
        done=going.done if going else 0,
        total=going.total if going else 0,
    )


def _name(who: SignIn | None) -> str:
    return who.name if who else "Ownway"
