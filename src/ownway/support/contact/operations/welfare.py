"""Asking somebody to look in today, and hearing how they found a person."""

from datetime import date
from uuid import UUID

from django.db import transaction

from ownway.commissioning.directory import queries as directory
from ownway.foundation.access.models import SignIn, Team
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.foundation.hand_overs.domain import State as HandedOver
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.contact import permissions
from ownway.support.contact.domain.welfare import BASES, OUTCOME_WORDS, Outcome
from ownway.support.contact.models import WelfareCheck
from ownway.support.contact.operations.requests import check
from ownway.support.people import queries as people

ASKED = declare("contact.welfare-check-asked", "Somebody was asked to look in")
CAME_BACK = declare("contact.welfare-check-came-back", "Somebody looked in")


@transaction.atomic
def ask_welfare_check(
    person_id: UUID,
    *,
    why: str,
    basis: str,
    to_team: Team | None = None,
    service_id: UUID | None = None,
    by: SignIn,
    on: date,
) -> UUID:
    """Ask one team, or one listed group of volunteers, to look in today.

    `basis` is a key of `domain.welfare.BASES`: why they may be told where. Raises Refused without
    words or a basis, unless exactly one is asked, while an earlier check is not back, and for
    somebody who has died; NotAllowed; NotFound.
    """
    died_on = people.died_on(person_id, by=by)
    check(permissions.ASK_WELFARE_CHECK, by)
    person = people.person_briefly(person_id, by=by, on=on)
    if died_on is not None:
        raise Refused(f"This person died on {in_words(died_on)}.")
    if not why.strip():
        raise Refused("Say why somebody is to look in, and what they need to know.")
    if basis not in BASES:
        raise Refused("Say why they may be told where to look in.")
    if (to_team is None) == (service_id is None):
        raise Refused("Choose one team or one group to look in.")
    if WelfareCheck.objects.filter(person_id=person_id, outcome="").exists():
        raise Refused("Somebody was asked already and is not back. Ring them.")
    service = directory.service_briefly(service_id) if service_id is not None else None
    passed = hand_overs.hand_over(
        person_id,
        about_name=person.name,
        what="Welfare check today",
        words=f"{why.strip()} {BASES[basis]}.",
        to_team=to_team,
        to_organisation=service.name if service else "",
        reached_at=(service.telephone or service.email) if service else "",
        due_on=on,
        by=by,
        on=on,
    )
    made = WelfareCheck.objects.create(
        person_id=person_id,
        hand_over_id=passed,
        why=f"{why.strip()} {BASES[basis]}.",
        asked_of=service.name if service else str(to_team.name if to_team else ""),
        asked_by=by,
        asked_on=on,
    )
    facts.record(
        ASKED, about=person_id, of=made.pk, by=by, on=on, words=f"{made.asked_of}: {made.why}"
    )
    return made.pk


@transaction.atomic
def note_welfare_outcome(
    check_id: UUID, *, outcome: Outcome, words: str = "", by: SignIn, on: date
) -> UUID | None:
    """Keep how they found the person; when nobody answered, it is somebody's to act on at once.

    Returns the hand-over that was made when there was no reply. Raises Refused when it is back
    already, and without words on what was done when the person is not well; NotAllowed; NotFound.
    """
    row = (
        WelfareCheck.objects.select_for_update(of=("self",))
        .select_related("asked_by__team", "person__team")
        .filter(pk=check_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        raise NotFound("There is no such welfare check, or it is not yours to answer.")
    check(permissions.ASK_WELFARE_CHECK, by)
    if row.outcome:
        raise Refused(f"It is back already: {OUTCOME_WORDS[Outcome(row.outcome)].lower()}.")
    if outcome is Outcome.NOT_WELL and not words.strip():
        raise Refused("Write down what was wrong, and what was done.")
    name = people.person_briefly(row.person_id, by=by, on=on).name
    row.outcome, row.outcome_words = outcome.value, words.strip()
    row.outcome_on, row.outcome_by = on, by
    said = " ".join(part for part in (OUTCOME_WORDS[outcome] + ".", row.outcome_words) if part)
    to = HandedOver.RETURNED if outcome is Outcome.NO_REPLY else HandedOver.DONE
    if outcome is Outcome.NO_REPLY:
        row.escalated_id = _escalate(row, name, said, by=by, on=on)
    row.save()
    hand_overs.settle(row.hand_over_id, to, answer=said, by=by, on=on)
    facts.record(CAME_BACK, about=row.person_id, of=row.pk, by=by, on=on, words=said)
    return row.escalated_id


def _escalate(row: WelfareCheck, name: str, said: str, *, by: SignIn, on: date) -> UUID:
    """To the person's team, else the asker's, else the asker: someone decides today."""
    team = row.person.team or row.asked_by.team
    return hand_overs.hand_over(
        row.person_id,
        about_name=name,
        what="Welfare check: no reply. Decide now",
        words=f"{said} Asked because: {row.why} Danger to life: ring 999, the police look in.",
        to_team=team,
        to_sign_in=None if team else row.asked_by,
        due_on=on,
        by=by,
        on=on,
    )
