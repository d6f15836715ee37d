"""Whoever was let in to read sees what happened, without the words people wrote.

Words in an assessment are about others too, who were never asked. So they are left out here, once,
before any page could show them (UK GDPR article 15(4)). Whoever decides in the person's place
reads everything.
"""

from ownway.foundation.access.models import SignIn
from ownway.support.people.domain.letting_in import looked_at_by


def only_reads(by: SignIn) -> bool:
    """Whether `by` looks at the record of another, to which they were let in, to read."""
    at = looked_at_by(by.pk)
    return at is not None and not at.acts
