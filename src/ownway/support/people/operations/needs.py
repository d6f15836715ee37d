"""Asking how somebody needs information and help to talk, and asking again by a day.

The Accessible Information Standard (DAPB1605) has six steps; here are the first two and the last:
asked, written down in codes, and looked at again.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.refusal import Refused
from ownway.support.people.domain import COMMUNICATION_NEEDS, need_in_words, review_day
from ownway.support.people.models import AskedHowToTalk, CommunicationNeed, Person
from ownway.support.people.operations.records import check_may_write

ASKED = declare("people.asked-how-to-talk", "Asked how to talk")
INTERPRETER = "interpreter"


@transaction.atomic
def ask_how_to_talk(
    person_id: UUID,
    *,
    codes: Iterable[str],
    how_to_talk: str = "",
    none_needed: bool = False,
    asked_whom: str = "",
    may_share: bool = True,
    review_by: date | None = None,
    by: SignIn,
    on: date,
) -> None:
    """Keep what somebody said when they were asked how to talk with them; it replaces what stood.

    The person may say it themself. Without `review_by` they are asked again within a year. Raises
    Refused when nothing was said and "none" neither, when both were, for a code that is on no list,
    or for a day to ask again that has passed or is more than two years away; NotFound; NotAllowed.
    """
    check_may_write(person_id, by=by, own=True)
    said = list(dict.fromkeys(codes))
    unknown = [c for c in said if c not in COMMUNICATION_NEEDS and not _is_interpreter(c)]
    if unknown:
        raise Refused(f"{need_in_words(unknown[0])} is not on the list of what we can do.")
    how = how_to_talk.strip()
    if none_needed and said:
        raise Refused("Choose what they need, or that they need nothing: not both.")
    if not (said or how or none_needed):
        raise Refused("Choose what they need, write it in words, or say that they need nothing.")
    again = review_by or review_day(on)
    if again <= on:
        raise Refused("The day to ask again must be after today.")
    if (again - on).days > 731:
        raise Refused("Ask again within two years.")
    person = Person.objects.select_for_update(no_key=True).get(pk=person_id)
    had = set(person.communication_needs.values_list("code", flat=True))
    before = {"needs": sorted(had), "how_to_talk": person.how_to_talk}
    CommunicationNeed.objects.filter(person=person, code__in=had - set(said)).delete()
    CommunicationNeed.objects.bulk_create(
        CommunicationNeed(person=person, code=code, recorded_on=on)
        for code in said
        if code not in had
    )
    if person.how_to_talk != how:
        person.how_to_talk = how
        person.save(update_fields=["how_to_talk"])
    made = AskedHowToTalk.objects.create(
        person=person,
        asked_on=on,
        asked_by=by,
        asked_whom=asked_whom.strip(),
        none_needed=none_needed,
        codes=said,
        how_to_talk=how,
        may_share=may_share,
        review_by=again,
    )
    facts.record(
        ASKED,
        about=person_id,
        of=made.pk,
        by=by,
        on=on,
        words=", ".join(need_in_words(code) for code in said) or how[:200] or "They need nothing",
        before=before,
        after={"needs": sorted(said), "how_to_talk": how},
    )


def _is_interpreter(code: str) -> bool:
    kind, _, language = code.partition(":")
    return kind == INTERPRETER and 0 < len(language.strip()) <= 40
