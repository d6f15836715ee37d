"""Telling somebody about a service, passing them to it with their yes, and hearing what came of it.

Of a group's link only a digest is kept. It works until the group has said what came of it, and no
longer than `LINK_LASTS` after the answer was due.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from ownway.commissioning.directory import queries as directory
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
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
from ownway.support.contact.domain.referrals import (
    ASKED_IF_IT_HELPED,
    BY_GROUP,
    HELPED_WORDS,
    MAY_FOLLOW,
    SHARES,
    STATE_WORDS,
    WAITING,
    Helped,
    State,
)
from ownway.support.contact.models import Referral, SupportRequest
from ownway.support.contact.operations.requests import check
from ownway.support.people import queries as people
from ownway.support.people.queries.reaching import details_of

TOLD = declare("contact.told-about-service", "Told about a service")
REFERRED = declare("contact.referred", "Passed to a service, with their yes")
ANSWERED = declare("contact.referral-answered", "A service answered")
STOPPED = declare("contact.referral-stopped", "No longer wanted to be passed to a service")
HELPED = declare("contact.referral-helped", "Whether a service helped")
LINK_LASTS = timedelta(days=28)
TEMPLATE = "referral"
NO_LONGER = "This link works no more. If you have something to tell us, ring the council."
# What becomes of the hand-over beside a referral, by the state it moves to.
_SETTLES = {
    State.ACKNOWLEDGED: HandedOver.ACKNOWLEDGED,
    State.STARTED: HandedOver.DONE,
    State.NOT_SUITABLE: HandedOver.RETURNED,
    State.NO_ANSWER: HandedOver.RETURNED,
    State.STOPPED: HandedOver.RETURNED,
}


@transaction.atomic
def tell_about(
    person_id: UUID,
    *,
    service_id: UUID,
    why: str,
    request_id: UUID | None = None,
    by: SignIn,
    on: date,
) -> UUID:
    """Keep that somebody was told about a service; nothing about them is shared with it.

    Raises Refused without words and for somebody who has died; NotAllowed; NotFound.
    """
    _check_person(person_id, by=by)
    service = directory.service_briefly(service_id)
    if not why.strip():
        raise Refused("Say what it may help with.")
    made = Referral.objects.create(
        person_id=person_id,
        request=_request(request_id, person_id),
        service_id=service.id,
        service_name=service.name[:200],
        organisation=service.organisation[:200],
        telephone=service.telephone[:50],
        why=why.strip(),
        state=State.TOLD.value,
        sent_on=on,
        made_by=by,
    )
    facts.record(
        TOLD, about=person_id, of=made.pk, by=by, on=on, words=f"{made.service_name}: {made.why}"
    )
    return made.pk


@transaction.atomic
def refer(
    person_id: UUID,
    *,
    service_id: UUID,
    why: str,
    shared: Sequence[str],
    shared_words: str = "",
    agreed_how: str,
    due_on: date,
    request_id: UUID | None = None,
    site: str,
    by: SignIn,
    on: date,
    at: datetime,
) -> UUID:
    """Pass somebody to a service with their yes; it answers by `due_on`, or silence shows.

    `shared` are keys of `domain.referrals.SHARES`. `agreed_how` says how the person said yes. A
    service with an e-mail address gets a link to a page of its own (`site` is how the address of
    this place begins); others are rung. Raises Refused without the person's yes, without a name or
    a way to reach them among what is shared, for a day in the past, for somebody who has died, for
    a service that takes nobody by referral, and while the same service has not answered;
    NotAllowed; NotFound.
    """
    name = _check_person(person_id, by=by)
    service = directory.service_briefly(service_id)
    if not service.may_be_referred:
        raise Refused(f"{service.name} takes nobody by referral. Tell them about it instead.")
    if not why.strip():
        raise Refused("Say what it may help with.")
    if not agreed_how.strip():
        raise Refused("Say how the person agreed. Without their yes, tell them about it instead.")
    if unknown := [one for one in shared if one not in SHARES]:
        raise Refused(f"Choose from the list what is shared: {', '.join(unknown)} is not on it.")
    if "name" not in shared or not {"telephone", "email", "address"}.intersection(shared):
        raise Refused("They need a name and one way to reach them. Ask what may be shared.")
    if due_on < on:
        raise Refused("The day for an answer cannot be in the past.")
    if Referral.objects.filter(
        person_id=person_id, service_id=service.id, state__in=[one.value for one in WAITING]
    ).exists():
        raise Refused(f"{service.name} was asked already and has not finished. Open that one.")
    made = Referral(
        id=uuid4(),
        person_id=person_id,
        request=_request(request_id, person_id),
        service_id=service.id,
        service_name=service.name[:200],
        organisation=service.organisation[:200],
        email=service.email,
        telephone=service.telephone[:50],
        why=why.strip(),
        shared=[key for key in SHARES if key in shared],
        shared_words=shared_words.strip(),
        agreed_how=agreed_how.strip()[:200],
        state=State.SENT.value,
        sent_on=on,
        due_on=due_on,
        made_by=by,
    )
    _send(made, about_name=name, site=site, by=by, on=on, at=at)
    made.save(force_insert=True)
    told = ", ".join(SHARES[key].lower() for key in made.shared)
    facts.record(
        REFERRED,
        about=person_id,
        of=made.pk,
        by=by,
        on=on,
        words=f"{made.service_name}: {made.why} Shared: {told}.",
    )
    return made.pk


@transaction.atomic
def ask_again(
    referral_id: UUID, *, due_on: date, site: str, by: SignIn, on: date, at: datetime
) -> None:
    """Ask a service once more, with a new link and a new day; the earlier link works no more.

    Raises Refused where nobody waits for an answer and for a day in the past; NotAllowed; NotFound.
    """
    row = _locked(referral_id, by=by)
    check(permissions.REFER, by)
    if State(row.state) not in (*WAITING, State.NO_ANSWER):
        raise Refused("They have answered. Load the page again to see it.")
    if due_on < on:
        raise Refused("The day for an answer cannot be in the past.")
    name = _check_person(row.person_id, by=by)
    asked_again = "No answer came. They were asked again."
    _settle(row, HandedOver.RETURNED, asked_again, by=by, on=on, looked_after=True)
    notices.take_back(row.pk, on=on)
    row.state, row.due_on, row.answered_on, row.answer = State.SENT.value, due_on, None, ""
    _send(row, about_name=name, site=site, by=by, on=on, at=at)
    row.save()
    said = f"{row.service_name} asked again, answer due {in_words(due_on)}"
    facts.record(REFERRED, about=row.person_id, of=row.pk, by=by, on=on, words=said)


@transaction.atomic
def note_answer(
    referral_id: UUID, *, state: State, words: str, said_by: str, by: SignIn, on: date
) -> None:
    """Note what a service said on the telephone, or that nobody answered at all.

    Raises Refused for an answer that cannot follow what was said before, and where it needs words;
    NotAllowed; NotFound.
    """
    row = _locked(referral_id, by=by)
    check(permissions.REFER, by)
    if state not in (*BY_GROUP, State.NO_ANSWER):
        raise Refused("Choose from the list what they said.")
    if state is not State.NO_ANSWER and not said_by.strip():
        raise Refused("Say who told you.")
    _move(row, state, words=words, who=said_by.strip() or by.name, by=by, on=on)


@whole_council()
@transaction.atomic
def answer_by_link(
    link: str, *, state: State, words: str, said_by: str, on: date, at: datetime
) -> None:
    """Take what a service says through its link, without a sign-in.

    Raises NotFound: the link works no more, in the same words whatever the reason. Refused: an
    answer that cannot follow, without a name, or where it needs words.
    """
    row = _open_by_link(link, at=at)
    if state not in BY_GROUP:
        raise Refused("Choose one of the answers.")
    if not said_by.strip():
        raise Refused("Say who you are, so that the worker knows whom to ring.")
    _move(row, state, words=words, who=said_by, by=None, on=on)


@whole_council()
@transaction.atomic
def seen_by_link(link: str, *, on: date, at: datetime) -> queries.GroupSees:
    """What a service sees through its link; that it was opened is recorded. Raises NotFound as
    `answer_by_link`."""
    return queries.what_a_group_sees(_open_by_link(link, at=at), on=on)


def _open_by_link(link: str, *, at: datetime) -> Referral:
    """The row a link opens, locked. Raises NotFound as `answer_by_link`."""
    states = [one.value for one in (*WAITING, State.NO_ANSWER)]
    row = (
        Referral.objects.select_for_update(of=("self",))
        .filter(link_digest=digest_of(link), link_until__gt=at, state__in=states)
        .exclude(link_digest="")
        .first()
    )
    if row is None or details_of(row.person_id).died_on is not None:
        raise NotFound(NO_LONGER)
    return row


@transaction.atomic
def stop(referral_id: UUID, *, words: str = "", by: SignIn, on: date) -> None:
    """The person no longer wants it, in their own words or told to a worker: the link ends at once.

    Raises Refused where it has started or ended already; NotFound.
    """
    row = _locked(referral_id, by=by)
    check(permissions.OWN_REFERRALS if by.kind != Kind.STAFF else permissions.REFER, by)
    if State.STOPPED not in MAY_FOLLOW[State(row.state)]:
        raise Refused(f"This stands at “{STATE_WORDS[State(row.state)]}” already.")
    row.state, row.answered_on = State.STOPPED.value, on
    row.answer, row.answer_by = words.strip(), by.name
    row.link_digest = ""
    row.save()
    notices.take_back(row.pk, on=on)
    _settle(row, HandedOver.RETURNED, words.strip() or "No longer wanted", by=by, on=on)
    said = f"{row.service_name}. {row.answer}".strip()
    facts.record(STOPPED, about=row.person_id, of=row.pk, by=by, on=on, words=said)


@transaction.atomic
def say_if_it_helped(
    referral_id: UUID, *, helped: Helped, words: str = "", by: SignIn, on: date
) -> None:
    """Keep whether it helped, as the person says it or told a worker. It may be said again.

    Raises Refused where nothing has started yet; NotFound.
    """
    row = _locked(referral_id, by=by)
    check(permissions.OWN_REFERRALS if by.kind != Kind.STAFF else permissions.REFER, by)
    if State(row.state) not in ASKED_IF_IT_HELPED:
        raise Refused("Nothing has started there yet.")
    row.helped, row.helped_words, row.helped_on = helped.value, words.strip(), on
    row.save(update_fields=["helped", "helped_words", "helped_on"])
    said = f"{row.service_name}: {HELPED_WORDS[helped].lower()}. {row.helped_words}".strip()
    facts.record(HELPED, about=row.person_id, of=row.pk, by=by, on=on, words=said)


def digest_of(link: str) -> str:
    """What is kept of a link."""
    return hashlib.sha256(link.strip().encode()).hexdigest()


def _move(
    row: Referral, state: State, *, words: str, who: str, by: SignIn | None, on: date
) -> None:
    if state not in MAY_FOLLOW[State(row.state)]:
        raise Refused(f"This stands at “{STATE_WORDS[State(row.state)]}” already.")
    if state is State.NOT_SUITABLE and not words.strip():
        raise Refused("Say in a few words why it does not suit, so that we can look further.")
    row.state, row.answered_on = state.value, on
    row.answer, row.answer_by = words.strip()[:4000], who.strip()[:200]
    if state not in (*WAITING, State.NO_ANSWER):
        row.link_digest = ""
    row.save()
    answer = " ".join(part for part in (STATE_WORDS[state] + ".", row.answer) if part)
    _settle(row, _SETTLES[state], answer, by=by, on=on)
    said = f"{row.service_name}, {row.answer_by}: {answer}"
    if state is State.NO_ANSWER:
        said = f"{row.service_name}: {answer}"
    facts.record(ANSWERED, about=row.person_id, of=row.pk, by=by, on=on, words=said)


def _settle(
    row: Referral,
    to: HandedOver,
    answer: str,
    *,
    by: SignIn | None,
    on: date,
    looked_after: bool = False,
) -> None:
    if row.hand_over_id is not None:
        hand_overs.settle(
            row.hand_over_id, to, answer=answer, by=by, on=on, looked_after=looked_after
        )


def _send(row: Referral, *, about_name: str, site: str, by: SignIn, on: date, at: datetime) -> None:
    """Hand it over with a day, and send a link where there is an e-mail address."""
    assert row.due_on is not None
    row.hand_over_id = hand_overs.hand_over(
        row.person_id,
        about_name=about_name,
        what=f"Referral to {row.service_name}"[:200],
        words=row.why,
        to_organisation=row.service_name,
        reached_at=row.telephone or row.email,
        due_on=row.due_on,
        by=by,
        on=on,
    )
    row.link_digest, row.link_until = "", None
    if not row.email:
        return
    link = secrets.token_urlsafe(32)
    row.link_digest = digest_of(link)
    row.link_until = at + (row.due_on - on) + LINK_LASTS
    notices.send(
        TEMPLATE,
        about=row.person_id,
        to=Recipient(name=row.service_name, channels=(Channel.EMAIL,), email=row.email),
        values={"answer_by": in_words(row.due_on)},
        channel=Channel.EMAIL,
        format_=Format.STANDARD,
        once=f"{site}/referral/?link={link}",
        invites=row.pk,
        to_other=True,
        by=by,
        on=on,
    )


def _check_person(person_id: UUID, *, by: SignIn) -> str:
    """Their name. Raises NotAllowed, NotFound, and Refused for somebody who has died."""
    people.check_may_read(person_id, by=by)
    check(permissions.REFER, by)
    known = details_of(person_id)
    if known.died_on is not None:
        raise Refused(f"This person died on {in_words(known.died_on)}.")
    return known.name


def _request(request_id: UUID | None, person_id: UUID) -> SupportRequest | None:
    if request_id is None:
        return None
    found = SupportRequest.objects.filter(pk=request_id, person_id=person_id).first()
    if found is None:
        raise NotFound("There is no such request, or it is not theirs.")
    return found


def _locked(referral_id: UUID, *, by: SignIn) -> Referral:
    row = (
        Referral.objects.select_for_update(of=("self",))
        .filter(pk=referral_id, person_id__in=people.ids_visible(by=by))
        .first()
    )
    if row is None:
        raise NotFound("There is no such referral, or it is not yours to open.")
    return row
