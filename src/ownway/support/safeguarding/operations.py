"""Taking a concern from anybody, and what a safeguarding lead does with it.

The facts recorded here name the concern and nobody: a timeline, a list of who looked and a subject
access pack tell of none until a lead writes something on the record (`tell_record`).
"""

from datetime import date, datetime
from uuid import UUID, uuid4

import structlog
from django.db import transaction

from ownway.foundation.access import operations as access
from ownway.foundation.access import queries as access_queries
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn, Team
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.foundation.hand_overs.domain import State as HandOverState
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.parameters import decimal_on
from ownway.support.people import queries as people
from ownway.support.safeguarding import domain, permissions, queries
from ownway.support.safeguarding.domain import Door, Outcome
from ownway.support.safeguarding.models import Concern, ConcernReader

log = structlog.stdlib.get_logger("ownway.safeguarding")
RAISED = declare("safeguarding.concern-raised", "Safeguarding concern raised")
ACKNOWLEDGED = declare("safeguarding.concern-acknowledged", "Safeguarding concern acknowledged")
MATCHED = declare("safeguarding.concern-matched", "It was found whom a concern is about")
CLOSED = declare("safeguarding.concern-closed", "Safeguarding concern closed")
SHARED = declare("safeguarding.concern-shared", "Safeguarding concern shared")
UNSHARED = declare("safeguarding.concern-unshared", "Safeguarding concern shared no longer")
TOLD = declare("safeguarding.told-on-record", "Safeguarding")
TEAM = "Safeguarding team"  # where no lead has a team yet


@whole_council()
@transaction.atomic
def raise_concern(
    *,
    about_id: UUID | None,
    words: str,
    danger_now: bool,
    wishes: str = "",
    told_by: str = "",
    reach: str = "",
    by: SignIn | None,
    on: date,
    at: datetime,
    who: str = "",
    happened_when: str = "",
    happened_where: str = "",
    not_asked_because: str = "",
    door: Door = Door.PUBLIC,
    concern_id: UUID | None = None,
) -> UUID:
    """Keep that somebody is worried about an adult, and hand it to the safeguarding leads.

    `about_id` is the person's record where it is known; the caller has checked that whoever tells
    may know of it. `who` says it in words where it is not. `by` is nobody for a page without a
    sign-in. A `concern_id` that is there already changes nothing: a form sent twice is one concern.
    Raises Refused without words, or without a word on whom it is about.
    """
    if concern_id is not None and Concern.objects.filter(pk=concern_id).exists():
        return concern_id
    if not words.strip():
        raise Refused("Say what worries you. A few words are enough.")
    if about_id is None and not who.strip():
        raise Refused("Say who you are worried about, as far as you know.")
    days = int(decimal_on("safeguarding_acknowledge_days", on))
    due_on = domain.due_on(on, danger_now=danger_now, working_days=days)
    made = Concern(
        id=concern_id or uuid4(),
        whom_id=about_id,
        door=door.value,
        who=who.strip()[: domain.LINE],
        words=words.strip()[: domain.LONGEST],
        happened_when=happened_when.strip()[: domain.LINE],
        happened_where=happened_where.strip()[: domain.LINE],
        danger_now=danger_now,
        wishes=wishes.strip(),
        not_asked_because=not_asked_because.strip(),
        told_by=told_by.strip()[: domain.LINE],
        reach=reach.strip()[: domain.LINE],
        raised_by=by,
        raised_on=on,
        raised_at=at,
        due_on=due_on,
    )
    # About the concern, from nobody: those who see what was passed on learn no name from it.
    made.hand_over_id = hand_overs.hand_over(
        made.pk,
        about_name=domain.reference(made.pk),
        what="Safeguarding concern: danger now" if danger_now else "Safeguarding concern",
        words="What was told stands under Concerns, for safeguarding leads.",
        to_team=_receiving_team(),
        due_on=due_on,
        by=None,
        on=on,
    )
    made.save(force_insert=True)
    facts.record(RAISED, of=made.pk, by=by, on=on)
    log.info("safeguarding.concern-raised", concern=str(made.pk), danger_now=danger_now)
    return made.pk


@transaction.atomic
def acknowledge(concern_id: UUID, *, by: SignIn, on: date, at: datetime) -> None:
    """Say yes to a concern, by name. Raises NotAllowed; NotFound; Refused once somebody did."""
    row = _one(concern_id, by)
    if row.acknowledged_by is not None:
        raise Refused(f"{row.acknowledged_by.name} said yes to it already.")
    _say_yes(row, by=by, on=on, at=at)
    row.save(update_fields=["acknowledged_by", "acknowledged_at"])


@transaction.atomic
def match(concern_id: UUID, person_id: UUID, *, by: SignIn, on: date) -> None:
    """Say whose record a concern is about. Nothing is written on that record.

    Raises NotAllowed; NotFound, also for somebody whom `by` may not know of; Refused when closed.
    """
    row = _one(concern_id, by)
    found = people.person_to_ask_about(person_id, by=by, on=on)
    if row.closed_on is not None:
        raise Refused("This concern is closed.")
    row.whom_id = found.id
    row.save(update_fields=["whom_id"])
    facts.record(MATCHED, of=row.pk, by=by, on=on)


@transaction.atomic
def close(
    concern_id: UUID,
    *,
    outcome: str,
    words: str,
    passed_to: str = "",
    by: SignIn,
    on: date,
    at: datetime,
) -> None:
    """Say what came of a concern, and why; whoever closes it has thereby said yes to it.

    Raises NotAllowed; NotFound; Refused without a reason, without a word on where it went, or once
    it is closed.
    """
    row = _one(concern_id, by)
    if row.closed_on is not None:
        raise Refused("This concern is closed. Load the page again to see how.")
    try:
        chosen = Outcome(outcome)
    except ValueError:
        raise Refused("Choose what came of it.") from None
    if not words.strip():
        raise Refused("Say why, so that it can be understood later.")
    if chosen is Outcome.PASSED_ON and not passed_to.strip():
        raise Refused("Say who it was passed to.")
    if row.acknowledged_by is None:
        _say_yes(row, by=by, on=on, at=at)
    row.outcome, row.outcome_words = chosen.value, words.strip()
    row.passed_to = passed_to.strip() if chosen is Outcome.PASSED_ON else ""
    row.closed_by, row.closed_on = by, on
    row.save()
    facts.record(CLOSED, of=row.pk, by=by, on=on)


@transaction.atomic
def share_with(concern_id: UUID, reader: SignIn, *, because: str, by: SignIn, on: date) -> None:
    """Let one of staff read one concern. Raises NotAllowed; NotFound; Refused without a reason, or
    for somebody who reads nobody's record."""
    row = _one(concern_id, by)
    if not because.strip():
        raise Refused("Say why they need to know.")
    if not permissions.READ_SHARED.allows(reader) or not reader.is_active:
        raise Refused("Choose somebody of staff who works with people's records.")
    ConcernReader.objects.get_or_create(
        concern=row,
        reader=reader,
        defaults={
            "because": because.strip()[: domain.LINE],
            "shared_by": by,
            "shared_on": on,
        },
    )
    facts.record(SHARED, of=row.pk, by=by, on=on)


@transaction.atomic
def share_no_longer(concern_id: UUID, reader_id: UUID, *, by: SignIn, on: date) -> None:
    """End a sharing; safe to say twice. Raises NotAllowed; NotFound."""
    row = _one(concern_id, by)
    gone, _ = ConcernReader.objects.filter(concern=row, reader_id=reader_id).delete()
    if gone:
        facts.record(UNSHARED, of=row.pk, by=by, on=on)


@transaction.atomic
def tell_record(concern_id: UUID, *, words: str, by: SignIn, on: date) -> None:
    """Write something of a concern on the person's record, in words of the lead's own.

    The person, whoever they let in to their record and whoever opens it in their work can read it,
    and it goes into a subject access pack. Raises NotAllowed; NotFound; Refused without words, or
    while nobody knows whose record it is.
    """
    row = _one(concern_id, by)
    if row.whom_id is None:
        raise Refused("Say first whose record it is about.")
    if not words.strip():
        raise Refused("Write what stands on the record.")
    with whole_council():
        whose = people.every_id(row.whom_id)[0]
    facts.record(TOLD, about=whose, of=row.pk, by=by, on=on, words=words.strip())


def _say_yes(row: Concern, *, by: SignIn, on: date, at: datetime) -> None:
    row.acknowledged_by, row.acknowledged_at = by, at
    if row.hand_over_id is not None:
        # It was passed on for a yes, and has it: how long the work takes is not its lateness.
        yes = f"{by.name} has it."
        hand_overs.settle(row.hand_over_id, HandOverState.DONE, answer=yes, by=by, on=on)
    facts.record(ACKNOWLEDGED, of=row.pk, by=by, on=on)


def _one(concern_id: UUID, by: SignIn) -> Concern:
    if not permissions.LEAD.allows(by):
        raise NotAllowed(permissions.LEAD.refusal())
    row = Concern.objects.select_for_update().filter(pk=concern_id).first()
    if row is None:
        raise NotFound(queries.NO_SUCH_CONCERN)
    return row


def _receiving_team() -> Team:
    """The team of the safeguarding leads; one of that name where none of them has a team."""
    teams = [one.team for one in access_queries.with_role(Role.SAFEGUARDING_LEAD) if one.team]
    return teams[0] if teams else access.add_team(TEAM)
