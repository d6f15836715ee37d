"""Starting a model and calibrating it in the background, from records or from a file."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from ownway.commissioning.scorecards import permissions, queries
from ownway.commissioning.scorecards.domain import (
    Source,
    Stage,
    State,
    check_version,
)
from ownway.commissioning.scorecards.models import Calibration, Data, ScorecardModel, Step
from ownway.commissioning.scorecards.operations.data import keep_file, keep_live
from ownway.foundation.access import queries as access
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import FactName, declare
from ownway.foundation.work import operations as work
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.allocation import domain as allocation
from ownway.support.assessment.queries import questionnaire_named

if TYPE_CHECKING:
    from ownway.support.allocation.domain.calibration import Calibration as Made

CALIBRATE = "scorecards.calibrate"
STARTED = declare("scorecards.model-started", "Model of a first figure started")
ASKED = declare("scorecards.calibration-asked", "Calibration asked for")
CALIBRATED = declare("scorecards.model-calibrated", "Model calibrated")
REFUSED = declare("scorecards.calibration-refused", "Data could not carry a model")
OURS = (
    "We made a mistake while calibrating, and kept nothing of it. Calibrate again; if this comes "
    "back, tell whoever looks after Ownway."
)


@transaction.atomic
def start_model(
    *, version: str, title: str, questionnaire: str, by: SignIn | None, on: date
) -> UUID:
    """Begin a model under a name of its own.

    `by` is None when the demonstration starts it. Raises NotAllowed; Refused for a name that is
    taken or cannot be one, and for questions that nobody asks.
    """
    if by is not None and not permissions.CALIBRATE.allows(by):
        raise NotAllowed(permissions.CALIBRATE.refusal())
    version = version.strip()
    check_version(version)
    questionnaire_named(questionnaire)
    if queries.is_published(version) or ScorecardModel.objects.filter(version=version).exists():
        raise Refused(f"{version} is the name of another model. Choose a new one.")
    row = ScorecardModel.objects.create(
        version=version,
        title=title.strip() or version,
        questionnaire=questionnaire,
        started_by=by,
        started_on=on,
    )
    note(row, STARTED, "Started", by=by, on=on)
    return row.pk


@transaction.atomic
def ask_for_calibration(
    model_id: UUID,
    *,
    by: SignIn | None,
    on: date,
    policy: Mapping[str, Any] | None = None,
    file: bytes | None = None,
    file_name: str = "",
    again_on: UUID | None = None,
    prior: Mapping[str, Sequence[int]] | None = None,
    prior_words: str = "",
    seed: int = 0,
) -> UUID:
    """Ask for a calibration; returns it. It waits for a worker.

    file       answers and costs; without one, today's records are used
    again_on   an earlier calibration, to use its rows once more
    policy     as `engine.Policy`, in plain data; checked here
    prior      experts' points for level 0, 1, 2 … of each question

    Raises NotAllowed; NotFound; Refused where a model is past calibrating or being calibrated,
    where the policy cannot be kept or the file cannot be read.
    """
    row = locked(model_id)
    if by is not None and not permissions.CALIBRATE.allows(by):
        raise NotAllowed(permissions.CALIBRATE.refusal())
    if State(row.state) not in (State.DRAFT, State.CALIBRATED):
        raise Refused(
            f"{row.version} is {row.state}, so its card stays as it is. Start another model."
        )
    checked_policy(policy or {})
    _check_prior(prior or {}, row.questionnaire)
    data: Data | None = None
    if again_on is not None:
        earlier = row.calibrations.filter(pk=again_on).select_related("data").first()
        if earlier is None:
            raise NotFound("There is no such calibration of this model.")
        data = earlier.data
    elif file is not None:
        data = keep_file(file, file_name=file_name, questionnaire=row.questionnaire, by=by, on=on)
    source = Source(data.source) if data else Source.LIVE
    work_id = work.ask_for(f"Calibrating {row.version}", by=by)
    try:
        with transaction.atomic():
            made = row.calibrations.create(
                data=data,
                source=source,
                policy=dict(policy or {}),
                prior={question: list(steps) for question, steps in (prior or {}).items()},
                prior_words=prior_words,
                seed=seed,
                asked_by=by,
                asked_on=on,
                work_id=work_id,
            )
    except IntegrityError:
        raise Refused(f"{row.version} is being calibrated already. Wait for it to end.") from None
    app.configure_task(CALIBRATE).defer(
        calibration_id=str(made.pk), by=str(by.pk) if by else "", on=on.isoformat()
    )
    facts.record(
        ASKED,
        of=made.pk,
        by=by,
        on=on,
        words=f"{row.version}, from {'a file' if source is Source.FILE else 'today’s records'}",
    )
    return made.pk


def calibrate(calibration_id: UUID, *, by: UUID | None, on: date) -> None:
    """Do what was asked for; safe to run again after a kill at any moment, and twice.

    What data cannot carry, or a policy they cannot keep, ends as refused, with why.
    """
    row = Calibration.objects.select_related("model").filter(pk=calibration_id).first()
    if row is None or row.work_id is None:
        return
    if Stage(row.stage) not in (Stage.WAITING, Stage.RUNNING):
        work.end(row.work_id, words="", result_id=row.pk)
        return
    if not work.begin(row.work_id):
        Calibration.objects.filter(pk=row.pk).update(stage=Stage.FAILED, why=["It was stopped."])
        return
    who = access.sign_in(by) if by else None
    Calibration.objects.filter(pk=row.pk).update(stage=Stage.RUNNING)
    try:
        made = _run(row, by=who, on=on, told=work.progress_of(row.work_id))
    except Refused as refused:
        why = getattr(refused, "why", None)
        _refuse(row, list(why) if why else [str(refused)], by=who, on=on)
    except Exception:
        Calibration.objects.filter(pk=row.pk, stage=Stage.RUNNING).update(
            stage=Stage.FAILED, why=[OURS], ended_at=timezone.now()
        )
        work.fail(row.work_id, words=OURS)
        raise
    else:
        _keep(row.pk, made, by=who, on=on)
    work.end(row.work_id, words="", result_id=row.pk)


def checked_policy(policy: Mapping[str, Any]) -> Any:
    """The policy for the engine. Raises Refused for one that cannot be kept."""
    return queries.policy_from(policy)


def note(
    row: ScorecardModel,
    what: FactName,
    words: str,
    *,
    by: SignIn | None,
    on: date,
    more: str = "",
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write a step of a model down, and record it as a fact. Within the transaction of its rows."""
    Step.objects.create(model=row, what=words, on=on, by=by, words=more[:600])
    facts.record(
        what,
        of=row.pk,
        by=by,
        on=on,
        words=f"{row.version}. {more}" if more else row.version,
        after=after,
    )


def locked(model_id: UUID) -> ScorecardModel:
    """A model, held until the transaction ends. Raises NotFound."""
    row = ScorecardModel.objects.select_for_update().filter(pk=model_id).first()
    if row is None:
        raise NotFound("There is no such model.")
    return row


def _run(
    row: Calibration, *, by: SignIn | None, on: date, told: Callable[[int, int], None]
) -> "Made":
    from ownway.support.allocation.domain import calibration as engine

    if row.data is None:
        with transaction.atomic():
            data = keep_live(row.model.questionnaire, for_calibration=row.pk, by=by, on=on)
            Calibration.objects.filter(pk=row.pk).update(data=data)
        row.data = data
    if not row.data.people:
        raise Refused("There is nobody to calibrate on.")
    held = queries.as_arrays(queries.rows_of(row.data.pk), row.data)
    return engine.calibrate(
        held.answers,
        held.cost,
        questions=held.questions,
        group=held.group,
        prior=row.prior or None,
        policy=queries.policy_from(row.policy),
        tops=held.tops,
        by=held.by,
        months=held.months,
        seed=row.seed,
        version=row.model.version,
        questionnaire=row.model.questionnaire,
        basis=f"agreed plans of {row.data.people:,} people",
        told=lambda what, done, of: told(done, of),
    )


@transaction.atomic
def _keep(calibration_id: UUID, made: "Made", *, by: SignIn | None, on: date) -> None:
    """Keep a card and its report, once; the model takes them where they are suitable."""
    from ownway.support.allocation.domain import calibration as engine

    row = Calibration.objects.select_for_update().get(pk=calibration_id)
    if Stage(row.stage) is not Stage.RUNNING:
        return
    model = locked(row.model_id)
    row.stage = Stage.DONE
    row.card = allocation.as_plain(made.scorecard)
    row.card_digest = made.scorecard.digest
    row.report = engine.report_plain(made.report)
    row.suitable = made.report.suitable
    row.why = list(made.report.why)
    row.ended_at = timezone.now()
    row.save()
    if not row.suitable:
        note(model, REFUSED, "Calibrated, and not suitable", by=by, on=on, more=" ".join(row.why))
        return
    if State(model.state) in (State.DRAFT, State.CALIBRATED):
        model.state = State.CALIBRATED
        model.calibration = row
        model.card, model.card_digest, model.suitable = row.card, row.card_digest, True
        model.calibrated_by = by
        model.save()
        note(
            model,
            CALIBRATED,
            "Calibrated",
            by=by,
            on=on,
            more=f"On {row.card['basis']}.",
            after={"digest": row.card_digest, "calibration": str(row.pk)},
        )


@transaction.atomic
def _refuse(row: Calibration, why: list[str], *, by: SignIn | None, on: date) -> None:
    changed = Calibration.objects.filter(pk=row.pk, stage=Stage.RUNNING).update(
        stage=Stage.REFUSED, why=why, ended_at=timezone.now()
    )
    if changed:
        note(
            locked(row.model_id),
            REFUSED,
            "Calibration refused",
            by=by,
            on=on,
            more=" ".join(why),
        )


def _check_prior(prior: Mapping[str, Sequence[int]], questionnaire: str) -> None:
    asked = questionnaire_named(questionnaire)
    unknown = sorted(set(prior) - set(asked.ids))
    if unknown:
        raise Refused(f"{questionnaire} does not ask {', '.join(unknown)}.")
    for question, steps in prior.items():
        if list(steps) != sorted(steps) or any(step < 0 for step in steps):
            raise Refused(f"{question}: more need never gives fewer points.")
        if len(steps) != len(asked.asked(question).levels):
            raise Refused(f"{question}: give points for every level from 0 to 4.")
