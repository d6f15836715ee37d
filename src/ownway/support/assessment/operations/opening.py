"""The row of an assessment, locked, for somebody who may write in it."""

from uuid import UUID

from ownway.foundation.access.domain import Kind, Permission
from ownway.foundation.access.models import SignIn
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.assessment import permissions
from ownway.support.assessment.models import Assessment
from ownway.support.people import queries as people


def made_here(assessment_id: UUID, *, by: SignIn) -> Assessment:
    """The row, locked, of an assessment made here about somebody who lives; finished or not.

    Raises NotFound when `by` may not know the person, NotAllowed when they may not write, Refused
    for one that came in a file or is about somebody who has died: both are kept as they are.
    """
    row = (
        Assessment.objects.select_for_update(of=("self",))
        .filter(pk=assessment_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        raise NotFound("There is no such assessment, or it is not yours to open.")
    own = by.kind != Kind.STAFF
    check(permissions.ANSWER_FOR_MYSELF if own else permissions.ASSESS, by)
    if row.cld_key is not None:
        raise Refused("This assessment is finished. What was agreed in it stays.")
    died_on = people.died_on(row.person_id, by=by)
    if died_on is not None:
        raise Refused(
            f"This person died on {in_words(died_on)}. The assessment cannot go on; it is kept as "
            "it is."
        )
    return row


def open_for(assessment_id: UUID, *, by: SignIn) -> Assessment:
    """As `made_here`; Refused also when it is finished."""
    row = made_here(assessment_id, by=by)
    if row.completed_on is not None:
        raise Refused("This assessment is finished. What was agreed in it stays.")
    return row


def check(permission: Permission, by: SignIn) -> None:
    """Raises NotAllowed."""
    if not permission.allows(by):
        raise NotAllowed(permission.refusal())
