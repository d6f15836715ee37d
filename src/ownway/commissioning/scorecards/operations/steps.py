"""The way of a model to the board, into force, and out of it: each step by a named person."""

import base64
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction

from ownway.commissioning.scorecards import permissions
from ownway.commissioning.scorecards.domain import Stage, State
from ownway.commissioning.scorecards.models import Minutes, ScorecardModel
from ownway.commissioning.scorecards.operations.calibrating import locked, note
from ownway.foundation.access.domain import Permission
from ownway.foundation.access.models import SignIn
from ownway.foundation.documents.domain import checked, clean_name
from ownway.foundation.documents.operations.scanning import scan
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.allocation import domain as allocation
from ownway.support.allocation import operations as publishing
from ownway.support.allocation.permissions import PUBLISH_SCORECARD

PROPOSED = declare("scorecards.model-proposed", "Model put to a board")
WITHDRAWN = declare("scorecards.model-withdrawn", "Model taken back")
APPROVED = declare("scorecards.model-approved", "Model approved by a board")
IN_FORCE = declare("scorecards.model-in-force", "Model put in force")
RETIRED = declare("scorecards.model-retired", "Model retired")
LARGEST_MINUTES = 5_000_000  # bytes
FARTHEST = timedelta(days=731)  # how far ahead a model may be put in force


@transaction.atomic
def propose(model_id: UUID, *, words: str = "", by: SignIn, on: date) -> None:
    """Put a calibrated model to a board. Twice is safe.

    Raises NotAllowed; NotFound; Refused where data could not carry it or it is not calibrated.
    """
    row = _begin(model_id, permissions.PROPOSE_MODEL, by)
    if State(row.state) is State.PROPOSED:
        return
    if row.calibrations.filter(stage__in=[Stage.WAITING, Stage.RUNNING]).exists():
        raise Refused(f"{row.version} is being calibrated. Wait for it to end.")
    if State(row.state) is State.DRAFT:
        last = row.calibrations.first()
        why = f" {' '.join(last.why)}" if last and last.why else ""
        raise Refused(f"{row.version} has no calibration that could be proposed.{why}")
    _check(row, State.CALIBRATED, "proposed")
    row.state, row.proposed_by, row.proposed_on = State.PROPOSED, by, on
    row.save()
    note(row, PROPOSED, "Put to a board", by=by, on=on, more=words.strip())


@transaction.atomic
def withdraw(model_id: UUID, *, because: str, by: SignIn, on: date) -> None:
    """Take a proposed or approved model back, with a reason; it may be changed again.

    Raises NotAllowed; NotFound; Refused without a reason, or once it is in force.
    """
    row = _begin(model_id, permissions.PROPOSE_MODEL, by)
    if State(row.state) not in (State.PROPOSED, State.APPROVED):
        raise Refused(f"{row.version} is {row.state}; only what was proposed can be taken back.")
    if not because.strip():
        raise Refused("Say why it is taken back.")
    row.state = State.CALIBRATED
    row.proposed_by = row.proposed_on = row.approved_by = row.approved_on = None
    row.board = row.minutes_words = ""
    row.save()
    Minutes.objects.filter(model=row).delete()
    note(row, WITHDRAWN, "Taken back", by=by, on=on, more=because.strip())


@transaction.atomic
def approve(
    model_id: UUID,
    *,
    board: str,
    approved_on: date,
    minutes_words: str = "",
    minutes: bytes | None = None,
    minutes_name: str = "",
    by: SignIn,
    on: date,
) -> None:
    """Write down that a named board approved a model on a day, with its minutes.

    Raises NotAllowed; NotFound; Refused for whoever made the model, without a board or minutes, or
    for a day before it was put to the board or after today.
    """
    row = _begin(model_id, permissions.APPROVE_MODEL, by)
    _check(row, State.PROPOSED, "approved")
    if by.pk in _makers(row):
        raise Refused(
            "You made or proposed this model, so somebody else has to approve it. Ask a colleague "
            "who had no part in it."
        )
    if not board.strip():
        raise Refused("Say which board approved it.")
    if not minutes_words.strip() and minutes is None:
        raise Refused("Give the minutes: what was decided in words, or the document.")
    if approved_on > on:
        raise Refused("The day of the board cannot lie after today.")
    if row.proposed_on and approved_on < row.proposed_on:
        raise Refused(
            f"It was put to the board on {in_words(row.proposed_on)}; the board cannot have "
            "approved it before."
        )
    row.state = State.APPROVED
    row.approved_by, row.approved_on = by, approved_on
    row.board, row.minutes_words = board.strip(), minutes_words.strip()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused("Nobody approves a model they made. Ask a colleague.") from None
    if minutes is not None:
        _keep_minutes(row, minutes, minutes_name)
    note(
        row,
        APPROVED,
        "Approved",
        by=by,
        on=on,
        more=f"{row.board}, {in_words(approved_on)}.",
        after={"digest": row.card_digest},
    )


@transaction.atomic
def publish(model_id: UUID, *, in_force_from: date, by: SignIn, on: date) -> None:
    """Put an approved model in force from a day: its table is public, figures follow it.

    The one before it ends the day before. Raises NotAllowed; NotFound; Refused for a day in the
    past or one that another model has, and as `allocation.operations.publish_scorecard`.
    """
    row = _begin(model_id, PUBLISH_SCORECARD, by)
    if State(row.state) is State.IN_FORCE and row.in_force_from == in_force_from:
        return
    _check(row, State.APPROVED, "put in force")
    if in_force_from < on:
        raise Refused("Choose today or a later day: figures of before stay as they were.")
    if in_force_from > on + FARTHEST:
        raise Refused("That day is more than two years away. Check the year.")
    assert row.approved_on is not None  # a constraint holds both
    assert row.card is not None
    others = ScorecardModel.objects.select_for_update().filter(
        questionnaire=row.questionnaire, in_force_from__isnull=False
    )
    if others.filter(in_force_from=in_force_from).exists():
        raise Refused(f"Another model is in force from {in_words(in_force_from)}. Choose another.")
    publishing.publish_scorecard(
        allocation.scorecard_from(row.card),
        in_force_from=in_force_from,
        approved_words=f"approved by {row.board} on {in_words(row.approved_on)}",
        by=by,
        on=on,
        report=row.calibration.report if row.calibration else None,
    )
    after = others.filter(in_force_from__gt=in_force_from).order_by("in_force_from").first()
    before = others.filter(in_force_from__lt=in_force_from).order_by("-in_force_from").first()
    row.state, row.in_force_from = State.IN_FORCE, in_force_from
    if after is not None and after.in_force_from is not None:
        row.in_force_to = after.in_force_from - timedelta(days=1)
    row.save()
    note(row, IN_FORCE, "Put in force", by=by, on=on, more=f"From {in_words(in_force_from)}.")
    if before is not None:
        last = in_force_from - timedelta(days=1)
        before.in_force_to = last
        before.state = State.RETIRED
        before.save()
        note(
            before,
            RETIRED,
            "Retired",
            by=by,
            on=on,
            more=f"In force until {in_words(last)}; {row.version} follows it.",
        )


@transaction.atomic
def retire(model_id: UUID, *, because: str, by: SignIn, on: date) -> None:
    """Put a model away that was never in force. Twice is safe.

    One in force is retired by publishing the next: a day without a scorecard would leave people
    without a figure. Raises NotAllowed; NotFound; Refused.
    """
    row = _begin(model_id, permissions.PROPOSE_MODEL, by)
    if State(row.state) is State.RETIRED:
        return
    if State(row.state) is State.IN_FORCE:
        raise Refused(
            f"{row.version} is in force. Put the next model in force, and this one ends the day "
            "before: without a scorecard nobody would get a first figure."
        )
    if State(row.state) in (State.PROPOSED, State.APPROVED):
        raise Refused(f"{row.version} is {row.state}. Take it back first.")
    if row.calibrations.filter(stage__in=[Stage.WAITING, Stage.RUNNING]).exists():
        raise Refused(f"{row.version} is being calibrated. Wait for it to end.")
    if not because.strip():
        raise Refused("Say why it is put away.")
    row.state = State.RETIRED
    row.save()
    note(row, RETIRED, "Put away", by=by, on=on, more=because.strip())


def _begin(model_id: UUID, may: Permission, by: SignIn) -> ScorecardModel:
    if not may.allows(by):
        raise NotAllowed(may.refusal())
    return locked(model_id)


def _check(row: ScorecardModel, state: State, what: str) -> None:
    if State(row.state) is not state:
        raise Refused(f"{row.version} is {row.state}, and has to be {state} before it is {what}.")


def _makers(row: ScorecardModel) -> set[UUID]:
    """Everybody with a part in a model: who asked for a calibration, gave its data, proposed it."""
    found = {row.started_by_id, row.calibrated_by_id, row.proposed_by_id}
    for asked_by, taken_by in row.calibrations.values_list("asked_by", "data__taken_by"):
        found |= {asked_by, taken_by}
    return {one for one in found if one is not None}


def _keep_minutes(row: ScorecardModel, content: bytes, name: str) -> None:
    """Keep a document whose content was looked at. Raises Refused as `documents.operations`."""
    if len(content) > LARGEST_MINUTES:
        raise Refused(f"The minutes are larger than {LARGEST_MINUTES // 1_000_000} MB.")
    scan(content)
    fit = checked(content, name=name)
    kind = fit.format.value
    Minutes.objects.create(
        model=row,
        name=clean_name(name, ending=kind.ending)[:150],
        content_type=kind.content_type,
        size=len(fit.content),
        sha256=sha256(fit.content).hexdigest(),
        content=base64.b64encode(fit.content).decode(),
    )
