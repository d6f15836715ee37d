"""Asking somebody to look in today, and hearing how they found a person.

A listed group with an e-mail address gets a link of its own; of it only a digest is kept. It works
until somebody has said how the person was found, and no longer than `LINK_LASTS`.
"""

import secrets
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from ownway.commissioning.directory import queries as directory
from ownway.foundation.access.models import SignIn, Team
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.foundation.hand_overs.domain import State as HandedOver
from ownway.foundation.notices import operations as notices
from ownway.foundation.notices.domain import Channel, Format, Recipient
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.contact import permissions, queries
from ownway.support.contact.domain.welfare import BASES, OUTCOME_WORDS, Outcome
from ownway.support.contact.models import WelfareCheck
from ownway.support.contact.operations.referrals import NO_LONGER, digest_of
from ownway.support.contact.operations.requests import check
from ownway.support.people import queries as people
from ownway.support.people.queries.reaching import details_of

LINK_LASTS = timedelta(days=2)
TEMPLATE = "welfare-check"
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
    site: str = "",
    where_told: bool = False,
    by: SignIn,
    on: date,
    at: datetime | None = None,
) -> UUID:
    """Ask one team, or one listed group of volunteers, to look in today.

    `basis` is a key of `domain.welfare.BASES`: why they may be told where. A group with an e-mail
    address gets a link where `site` says how the address of this place begins, and `at` the instant
    from which it works; it is rung all the same. `where_told`: whoever asks rings them with where
    to look in, which the record does not show. Raises Refused without words or a basis, where
    nobody would know where to look in, unless exactly one is asked, while an earlier check is not
    back, and for somebody who has died; NotAllowed; NotFound.
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
    if not details_of(person_id).address and not where_told:
        raise Refused(
            "The record shows no address. Write it there first, or tick that you ring them with "
            "where to look in."
        )
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
    if service is not None and service.email and site and at is not None:
        _send_link(made, service.email, site=site, by=by, on=on, at=at)
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
    name = people.person_briefly(row.person_id, by=by, on=on).name
    return _came_back(row, name, outcome=outcome, words=words, by=by, on=on)


@whole_council()
@transaction.atomic
def seen_welfare_by_link(link: str, *, on: date, at: datetime) -> queries.LookInSees:
    """What a group sees through its link; that it was opened is recorded. Raises NotFound as
    `answer_welfare_by_link`."""
    return queries.what_who_looks_in_sees(_open_by_link(link, at=at), on=on)


@whole_council()
@transaction.atomic
def answer_welfare_by_link(
    link: str, *, outcome: Outcome, words: str, said_by: str, on: date, at: datetime
) -> None:
    """Take how a group found the person, through its link and without a sign-in.

    Raises NotFound: the link works no more, in the same words whatever the reason. Refused without
    a name, and as `note_welfare_outcome`.
    """
    row = _open_by_link(link, at=at)
    if not said_by.strip():
        raise Refused("Say who you are, so that the worker knows whom to ring.")
    row.told_by = said_by.strip()[:200]
    name = details_of(row.person_id).name
    _came_back(row, name, outcome=outcome, words=words, by=None, on=on)


def _open_by_link(link: str, *, at: datetime) -> WelfareCheck:
    """The row a link opens, locked. Raises NotFound as `answer_welfare_by_link`."""
    row = (
        WelfareCheck.objects.select_for_update(of=("self",))
        .select_related("asked_by__team", "person__team")
        .filter(link_digest=digest_of(link), link_until__gt=at, outcome="")
        .exclude(link_digest="")
        .first()
    )
    if row is None or details_of(row.person_id).died_on is not None:
        raise NotFound(NO_LONGER)
    return row


def _send_link(
    row: WelfareCheck, email: str, *, site: str, by: SignIn, on: date, at: datetime
) -> None:
    link = secrets.token_urlsafe(32)
    row.link_digest, row.link_until = digest_of(link), at + LINK_LASTS
    row.save(update_fields=["link_digest", "link_until"])
    notices.send(
        TEMPLATE,
        about=row.person_id,
        to=Recipient(name=row.asked_of, channels=(Channel.EMAIL,), email=email),
        values={},
        channel=Channel.EMAIL,
        format_=Format.STANDARD,
        once=f"{site}/looked-in/?link={link}",
        invites=row.pk,
        to_other=True,
        by=by,
        on=on,
    )


def _came_back(
    row: WelfareCheck, name: str, *, outcome: Outcome, words: str, by: SignIn | None, on: date
) -> UUID | None:
    """Keep how they found the person; by nobody when it came through a link, which ends."""
    if row.outcome:
        raise Refused(f"It is back already: {OUTCOME_WORDS[Outcome(row.outcome)].lower()}.")
    if outcome is Outcome.NOT_WELL and not words.strip():
        raise Refused("Write down what was wrong, and what was done.")
    row.outcome, row.outcome_words = outcome.value, words.strip()
    row.outcome_on, row.outcome_by, row.link_digest = on, by, ""
    said = " ".join(part for part in (OUTCOME_WORDS[outcome] + ".", row.outcome_words) if part)
    to = HandedOver.RETURNED if outcome is Outcome.NO_REPLY else HandedOver.DONE
    if outcome is Outcome.NO_REPLY:
        row.escalated_id = _escalate(row, name, said, by=by, on=on)
    row.save()
    if by is not None:
        notices.take_back(row.pk, on=on)
    hand_overs.settle(row.hand_over_id, to, answer=said, by=by, on=on, looked_after=True)
    told = f"{row.asked_of}, {row.told_by}: {said}" if row.told_by else said
    facts.record(CAME_BACK, about=row.person_id, of=row.pk, by=by, on=on, words=told)
    return row.escalated_id


def _escalate(row: WelfareCheck, name: str, said: str, *, by: SignIn | None, on: date) -> UUID:
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
