"""Giving a reason to open a record outside one's own work, and what becomes of it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ownway.foundation.access import queries as access
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.people import permissions, queries
from ownway.support.people.domain.seeing import check_reason, open_until, reason_in_words
from ownway.support.people.models import Opening

REASON_GIVEN = declare("people.reason-given", "Said why they open the record", reading=True)
OPENING_SEEN = declare("people.opening-seen", "Saw who opened a record outside the team")
OPENING_LOOKED_INTO = declare("people.opening-looked-into", "Looked into why a record was opened")

DAYS_TO_ANSWER = 7


@transaction.atomic
def give_reason(
    person_id: UUID, *, reason: str, words: str = "", by: SignIn, at: datetime, on: date
) -> UUID:
    """Keep why somebody opens a record outside their own work; it opens from `at`, for a shift.

    Returns the id of the opening, which the person, their worker and information governance can
    see. Raises NotFound when `by` may not know of them; Refused without a reason of the list, or
    without words for another.
    """
    person = queries.person_to_ask_about(person_id, by=by, on=on)
    check_reason(reason, words, on=on)
    made = Opening.objects.create(
        person_id=person.id,
        by=by,
        reason=reason,
        words=" ".join(words.split())[:400],
        given_at=at,
        until=open_until(timezone.localtime(at)),
    )
    said = reason_in_words(made.reason, made.words)
    facts.record_reading(REASON_GIVEN, about=person.id, of=made.pk, by=by, on=on, words=said)
    return made.pk


@transaction.atomic
def see_opening(opening_id: UUID, *, by: SignIn, on: date) -> None:
    """The worker, or the team's manager, has seen who opened the record, and leaves it there.

    Raises NotFound when it is not theirs to see. Seen twice is seen once.
    """
    _seen(queries.opening_told(opening_id, by=by, on=on).id, by=by, on=on)


@transaction.atomic
def ask_why(opening_id: UUID, *, words: str = "", by: SignIn, on: date) -> UUID:
    """The worker wants to know more: information governance is asked, and answers within a week.

    Returns the id of the hand-over. Raises NotFound as `see_opening`; Refused when nobody here
    answers for information governance.
    """
    line = queries.opening_told(opening_id, by=by, on=on)
    able = access.with_role(Role.INFORMATION_GOVERNANCE)
    if not able:
        raise Refused(
            "Nobody here has the role of information governance yet. Tell your manager, who can "
            "ask whoever runs Ownway to add one."
        )
    _seen(line.id, by=by, on=on)
    said = f"{line.opener} opened the record and said: {line.reason}."
    return hand_overs.hand_over(
        line.person_id,
        about_name=line.person,
        what="Why was this record opened?",
        words=f"{said} {words.strip()}".strip(),
        to_sign_in=able[0],
        due_on=on + timedelta(days=DAYS_TO_ANSWER),
        by=by,
        on=on,
    )


@transaction.atomic
def look_into(opening_id: UUID, *, words: str, by: SignIn, on: date) -> None:
    """Write what information governance found about an opening. Raises NotAllowed; NotFound;
    Refused without words."""
    if not permissions.READ_OPENINGS.allows(by):
        raise NotAllowed(permissions.READ_OPENINGS.refusal())
    line = queries.opening(opening_id, by=by, on=on)
    if not words.strip():
        raise Refused("Say what you found, in a few words.")
    Opening.objects.filter(pk=line.id).update(
        looked_into_by=by, looked_into_on=on, looked_into_words=words.strip()
    )
    facts.record(OPENING_LOOKED_INTO, of=line.id, by=by, on=on)


def _seen(opening_id: UUID, *, by: SignIn, on: date) -> None:
    if Opening.objects.filter(pk=opening_id, seen_on__isnull=True).update(seen_by=by, seen_on=on):
        facts.record(OPENING_SEEN, of=opening_id, by=by, on=on)
