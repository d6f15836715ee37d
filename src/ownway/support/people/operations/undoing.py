"""What of this context is put back when a national file is undone, and what the rule joined since.

The rule joins records that are surely of one person after a file was taken. Where it did so because
of what the file brought, undoing the file makes them two again and forgets that they were one: had
the file never come, the rule would have found nothing. What somebody decided is never undone here.
"""

from django.db.models import Q

from ownway.foundation.access.models import SignIn
from ownway.foundation.bulk.undoing import Act, Undoable, ids_at_stake
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts import queries as recorded
from ownway.support.people.models import (
    HealthCondition,
    Joining,
    Person,
    PossibleMatch,
    SupportReason,
)
from ownway.support.people.operations.joining import JOINED, give_back, take_out
from ownway.support.people.operations.records import CAME_TO_KNOW

REASONS_FROM_FILES = Undoable(
    SupportReason, "reason for support", "reasons for support", brought_in="brought_in"
)
CONDITIONS_FROM_FILES = Undoable(
    HealthCondition, "health condition", "health conditions", brought_in="brought_in"
)
FROM_FILES = Undoable(
    Person,
    "person",
    "people",
    brought_as=CAME_TO_KNOW.name,
    pointed_at_by=(("access_signin", "own_person_id"),),
)


def take_back_joinings(act: Act, *, by: SignIn | None) -> int:
    """Make two again of each record that the rule joined since this file and because of it.

    Returns how many. Questions whether somebody the file brought is somebody else go too. Runs in
    the caller's transaction. Raises Refused when something written since belongs to a row that
    would go back to the other record.
    """
    brought, changed = ids_at_stake(FROM_FILES, act)
    theirs = brought | changed
    contexts = recorded.contexts_since(JOINED, act.context_id)
    taken = 0
    rows = Joining.objects.select_for_update(of=("self",)).filter(
        Q(survivor__in=theirs) | Q(other__in=theirs),
        pk__in=contexts,
        by_rule=True,
        undone_on__isnull=True,
    )
    joinings = {joining.pk: joining for joining in rows}
    for joining_id in reversed(contexts):  # the last first: one may rest on another
        if (joining := joinings.get(joining_id)) is None:
            continue
        pair = [joining.survivor_id, joining.other_id]
        give_back(joining)
        take_out(joining)
        Person.objects.filter(pk=joining.other_id).update(joined_into=None)
        PossibleMatch.objects.filter(first__in=pair, second__in=pair).delete()
        facts.undo_context(contexts[joining.pk], by=by)
        joining.delete()
        taken += 1
    PossibleMatch.objects.filter(
        Q(first__in=brought) | Q(second__in=brought), answer__in=["", PossibleMatch.LATER]
    ).delete()
    return taken
