"""An assessment waits while somebody gets better, because they agreed, and only as long as they do.

Source    Care Act 2014, section 9 (the duty to assess stands), section 19(3) (urgent needs are met
          meanwhile). The clock of the assessment goes on, and is shown.
"""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import queries as people
from ownway.support.reablement import permissions, queries
from ownway.support.reablement.models import Pause
from ownway.support.reablement.operations.episodes import PAUSE_ENDED

PAUSED = declare("reablement.assessment-paused", "The assessment waits, as agreed")


@transaction.atomic
def pause_assessment(
    episode_id: UUID, *, until: date, agreed_how: str, in_place: str, by: SignIn, on: date
) -> UUID:
    """Let an assessment wait until a day no later than the planned end of an episode.

    Raises NotAllowed; NotFound; Refused without how the person agreed, without what is in place for
    needs that cannot wait, for a day past the planned end, or while it waits already.
    """
    row = queries.one_for_writing(episode_id, by=by)
    if row.started_on is None or row.ended_on is not None or row.planned_end_on is None:
        raise Refused("An assessment can only wait while reablement goes on.")
    if not agreed_how.strip():
        raise Refused("Say how they agreed. Without their agreement the assessment goes on.")
    if not in_place.strip():
        raise Refused("Say how needs that cannot wait are met meanwhile.")
    if not on <= until <= row.planned_end_on:
        raise Refused(
            f"Choose a day from today to {in_words(row.planned_end_on)}, the planned end."
        )
    try:
        with transaction.atomic():
            made = Pause.objects.create(
                person_id=row.person_id,
                episode=row,
                first_day=on,
                until=until,
                agreed_how=agreed_how.strip(),
                in_place=in_place.strip(),
                agreed_with=by,
            )
    except IntegrityError as clash:
        if "one_open_pause_a_person" not in str(clash):
            raise
        raise Refused("The assessment waits already.") from None
    said = f"Until {in_words(until)} at the latest. Meanwhile: {made.in_place}"
    facts.record(PAUSED, about=row.person_id, of=made.pk, by=by, on=on, words=said)
    return made.pk


@transaction.atomic
def end_pause(person_id: UUID, *, because: str = "", by: SignIn, on: date) -> None:
    """Let the assessment go on: the person says so at any time without a reason; a worker says why.

    Raises NotAllowed; NotFound where nothing waits; Refused for a worker without a reason.
    """
    people.check_may_read(person_id, by=by)
    own = by.kind != Kind.STAFF
    may = permissions.SAY if own else permissions.WRITE
    if not may.allows(by):
        raise NotAllowed(may.refusal())
    if not own and not because.strip():
        raise Refused("Say why it goes on.")
    row = Pause.objects.select_for_update().filter(person_id=person_id, ended_on=None).first()
    if row is None:
        raise NotFound("No assessment waits here.")
    row.ended_on = on
    row.ended_because = because.strip() or "The person asked for it."
    row.save(update_fields=["ended_on", "ended_because"])
    facts.record(PAUSE_ENDED, about=person_id, of=row.pk, by=by, on=on, words=row.ended_because)
