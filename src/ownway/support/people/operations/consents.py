"""What is shared about somebody, with whom and on what basis; and that it ended."""

from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people import permissions
from ownway.support.people.domain import BASES
from ownway.support.people.models import Person, Sharing
from ownway.support.people.operations.records import check_may_write

SHARED = declare("people.sharing-decided", "Sharing decided")
SHARING_ENDED = declare("people.sharing-ended", "Sharing ended")


@transaction.atomic
def decide_sharing(
    person_id: UUID,
    *,
    what: str,
    whom: str,
    basis: str,
    purpose: str = "",
    basis_words: str = "",
    told: str = "",
    first_day: date,
    last_day: date | None = None,
    by: SignIn,
    on: date,
) -> UUID:
    """Keep what is shared with whom, why that is lawful, and what the person was told.

    Raises Refused when what, whom or the basis is missing, when a basis other than the person's
    "yes" is not said in words, when nothing says what they were told, or for days that cannot be;
    NotFound; NotAllowed.
    """
    check_may_write(person_id, by=by)
    if not what.strip() or not whom.strip():
        raise Refused("Say what is shared, and with whom.")
    ground = BASES.get(basis)
    if ground is None:
        raise Refused("Choose why this may be shared.")
    if not ground.withdrawn_by_person and not basis_words.strip():
        raise Refused("Say in a few words which law or duty it rests on, or what the danger is.")
    if not told.strip():
        raise Refused("Say what the person was told, or why they could not be told.")
    if last_day is not None and last_day < first_day:
        raise Refused("The last day must be after the first.")
    Person.objects.select_for_update(no_key=True).get(pk=person_id)
    made = Sharing.objects.create(
        person_id=person_id,
        what=what.strip(),
        whom=whom.strip(),
        purpose=purpose.strip(),
        basis=basis,
        basis_words=basis_words.strip(),
        told=told.strip(),
        first_day=first_day,
        last_day=last_day,
        decided_by=by,
        decided_on=on,
    )
    words = f"{made.what}, with {made.whom}. {ground.words}."
    facts.record(SHARED, about=person_id, of=made.pk, by=by, on=on, words=words)
    return made.pk


@transaction.atomic
def end_sharing(sharing_id: UUID, *, because: str = "", by: SignIn, on: date) -> UUID:
    """Stop a sharing at once; returns whose it is.

    The person takes back their own "yes" without a reason; staff say why. Raises Refused when it
    ended already; NotAllowed, also when the person asks to end what does not rest on their "yes";
    NotFound.
    """
    row = Sharing.objects.select_for_update(of=("self",)).filter(pk=sharing_id).first()
    if row is None:
        raise NotFound("There is no such sharing.")
    check_may_write(row.person_id, by=by, own=True)
    own = permissions.READ_OWN.allows(by)
    if own and not BASES[row.basis].withdrawn_by_person:
        raise NotAllowed("This does not rest on your yes. Ask your worker, or object to it.")
    if row.ended_on is not None:
        raise Refused("This ended already.")
    if not own and not because.strip():
        raise Refused("Say why it ends.")
    row.ended_on, row.ended_by = on, by
    row.ended_because = because.strip() or "The person took back their yes"
    row.save(update_fields=["ended_on", "ended_by", "ended_because"])
    facts.record(
        SHARING_ENDED,
        about=row.person_id,
        of=row.pk,
        by=by,
        on=on,
        words=f"{row.what}, with {row.whom}. {row.ended_because}.",
    )
    return row.person_id
