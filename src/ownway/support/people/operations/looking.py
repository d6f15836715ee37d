"""Looking for records of one person in the background, while somebody does other work."""

from datetime import date
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from ownway.foundation.access import queries as access
from ownway.foundation.access.models import SignIn
from ownway.foundation.work import operations as work
from ownway.kernel.refusal import NotAllowed
from ownway.support.people import permissions
from ownway.support.people.operations.joining import gather_rows, join_what_is_sure
from ownway.support.people.operations.matching import look_for_matches

LOOK = "people.look-for-one-person"


@transaction.atomic
def ask_to_look(*, by: SignIn, on: date) -> UUID:
    """Ask for a look at all records; returns the long work that does it. Raises NotAllowed."""
    if not permissions.MATCH_PEOPLE.allows(by):
        raise NotAllowed(permissions.MATCH_PEOPLE.refusal())
    work_id = work.ask_for("Looking for records of the same person", by=by)
    app.configure_task(LOOK).defer(work_id=str(work_id), by=str(by.pk), on=on.isoformat())
    return work_id


def look(work_id: UUID, *, by: UUID, on: date) -> None:
    """Look at all records, join what is sure, keep the rest as questions; say how far it is."""
    work.begin(work_id)
    asker = access.sign_in(by)
    try:
        gather_rows()
        found = look_for_matches(on=on, progress=work.progress_of(work_id))
        joined = join_what_is_sure(by=asker, on=on)
    except Exception:
        work.fail(
            work_id,
            words="We made a mistake while looking. What was found so far is kept. "
            "Look again; if this comes back, tell whoever looks after Ownway.",
        )
        raise
    pairs = "1 pair" if found.compared == 1 else f"{found.compared:,} pairs"
    work.end(
        work_id,
        words=f"We compared {pairs} of records that share something: {found.doubtful:,} may be "
        f"of one person, and {joined:,} were joined because the rule is sure.",
    )
