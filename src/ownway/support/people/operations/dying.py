"""Writing down that somebody died, and taking it back when it was a mistake."""

from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.period import in_words
from ownway.kernel.refusal import Refused
from ownway.support.people.models import DeathNoted, Person
from ownway.support.people.operations.records import check_may_write

DIED = declare("people.death-noted", "Died")
MISTAKEN = declare("people.death-taken-back", "Not dead: it was a mistake")


@transaction.atomic
def note_death(person_id: UUID, *, died_on: date, told_by: str, by: SignIn, on: date) -> None:
    """Write down that somebody died: nothing is written to them, asked of or planned for them now.

    The same again changes nothing. Raises Refused without who told it, for a day in the future or
    before they were born, and where another day is known; NotAllowed; NotFound.
    """
    check_may_write(person_id, by=by)
    if not told_by.strip():
        raise Refused("Say who told us, or where it is written.")
    if died_on > on:
        raise Refused("That day has not come yet. Check the date.")
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.born_on is not None and died_on < person.born_on:
        raise Refused(f"They were born on {in_words(person.born_on)}. Check the date.")
    if person.died_on == died_on:
        return
    if person.died_on is not None:
        raise Refused(
            f"It is written down already that they died on {in_words(person.died_on)}. Take that "
            "back first."
        )
    DeathNoted.objects.create(
        person=person, died_on=died_on, told_by=told_by.strip()[:200], noted_on=on, noted_by=by
    )
    person.died_on = died_on
    person.save(update_fields=["died_on"])
    facts.record(
        DIED,
        about=person_id,
        of=person_id,
        by=by,
        on=on,
        words=f"On {in_words(died_on)}, told by {told_by.strip()}",
        after={"died_on": died_on},
    )


@transaction.atomic
def take_death_back(person_id: UUID, *, because: str, by: SignIn, on: date) -> None:
    """Take back what a worker wrote down by mistake. Raises Refused without a reason, or where a
    national file says so: then the next file puts it right; NotAllowed; NotFound."""
    check_may_write(person_id, by=by)
    if not because.strip():
        raise Refused("Say how the mistake came about.")
    row = (
        DeathNoted.objects.select_for_update()
        .filter(person_id=person_id, taken_back_on__isnull=True)
        .first()
    )
    if row is None:
        raise Refused(
            "Nobody here wrote it down: a national file says so, and the next corrects it."
        )
    row.taken_back_on, row.taken_back_because = on, because.strip()[:400]
    row.save()
    Person.objects.filter(pk=person_id, died_on=row.died_on).update(died_on=None)
    facts.record(
        MISTAKEN, about=person_id, of=person_id, by=by, on=on, words=row.taken_back_because
    )
