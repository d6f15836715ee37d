"""Inviting somebody to their own record, by a worker who knows that it is them.

The path: the worker says how they know the person, where the link goes and how the code reaches
them. The link goes by e-mail, or as letters to type in a letter to the address on the record; no
page shows it to the worker. The code goes another way: the worker reads it to them (it is shown
once, without the link), or it goes by text or letter to where the record says they are reached.
Whoever has one message, or one page, has one of both. They open the page, type the code, choose a
password, and the worker sees on which day. Neither is kept readable once it went.
"""

import secrets
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import NO_EMAIL, Kind, signs_in_with
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.operations import Invited
from ownway.foundation.access.queries import own_sign_in
from ownway.foundation.access.second_lock import whole_council
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.notices import operations as notices
from ownway.foundation.notices.domain import Channel, Format, suits
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.people import permissions, queries
from ownway.support.people.domain.own_record import (
    CHECK_WORDS,
    INVITATION_DAYS,
    Check,
    CodeBy,
    LinkBy,
    long_enough,
)
from ownway.support.people.models import InvitedToOwnRecord, Person
from ownway.support.people.queries.reaching import reached

INVITED = declare("people.invited-to-own-record", "Invited to their own record")
CANCELLED = declare("people.invitation-cancelled", "Invitation to the record cancelled")
FORMS = (Format.STANDARD, Format.LARGE_PRINT, Format.EASY_READ)
READ_WITH_THEM = "An invitation: whoever invites them makes sure that it is read with them"
REACHED_BY = {CodeBy.TEXT: ("telephone",), CodeBy.LETTER: ("address_line_1", "postcode")}


@transaction.atomic
def invite_to_own_record(
    person_id: UUID,
    *,
    how_checked: Check,
    words: str,
    email: str = "",
    link_by: LinkBy = LinkBy.EMAIL,
    code_by: CodeBy,
    site: str,
    by: SignIn,
    on: date,
    at: datetime,
) -> Invited:
    """Invite somebody to their own record; one invited before is invited anew.

    The link goes to `email`, or to the e-mail on the record, or by letter; the code another way.
    Where nobody has met them (`Check.CODE`), both go only where the record has said for long enough
    that they are reached, never to what is typed now. Raises Refused where that is not so. `site`
    is how the address of this place begins. Of what is given back only the code may be shown, and
    only where the worker tells it.
    """
    _check_may_invite(person_id, by=by)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    if person.died_on is not None:
        raise Refused("The record is of somebody who has died.")
    email = email.strip().lower() or person.email.strip().lower()
    if link_by is LinkBy.LETTER and code_by is CodeBy.LETTER:
        raise Refused("The link goes by letter, so the code goes another way.")
    if link_by is LinkBy.EMAIL and "@" not in email:
        raise Refused(
            "There is no e-mail address on the record. Write the one they use, or choose a letter."
        )
    if how_checked is Check.SEEN and not words.strip():
        raise Refused("Say which document you saw.")
    if how_checked is Check.CODE:
        _check_reached(person, email, link_by, code_by, on=on)
    _cancel_waiting(person, on=on)
    who = own_sign_in([person.pk])
    if who is None:
        who = access.add_sign_in(
            email=email if "@" in email else _a_name(person),
            name=f"{person.given_name} {person.family_name}".strip(),
            kind=Kind.PERSON,
            own_person_id=person.pk,
        )
    elif who.last_login is not None:
        raise Refused("They sign in already. If they forgot their password, they ask for a link.")
    elif link_by is LinkBy.EMAIL and who.email != email:
        access.readdress(who, email=email)
    notices.take_back(who.pk, on=on)
    invited = access.invite(who, by=by, on=on, at=at, typed=link_by is LinkBy.LETTER)
    made = InvitedToOwnRecord.objects.create(
        person=person,
        email=who.email if link_by is LinkBy.EMAIL else "",
        how_checked=how_checked.value,
        words=words.strip(),
        code_by=code_by.value,
        invited_by=by,
        invited_on=on,
        last_day=on + timedelta(days=INVITATION_DAYS),
    )
    facts.record(INVITED, about=person.pk, of=made.pk, by=by, on=on, words=CHECK_WORDS[how_checked])
    _send(person.pk, invited, link_by=link_by, code_by=code_by, site=site, by=by, on=on)
    return invited


def _send(
    person_id: UUID,
    invited: Invited,
    *,
    link_by: LinkBy,
    code_by: CodeBy,
    site: str,
    by: SignIn,
    on: date,
) -> None:
    """The link one way; the code another, unless the worker tells it. Raises Refused: no way."""
    known = reached(person_id, on)
    until = in_words(timezone.localtime(invited.until).date())
    said = {
        "until": until,
        "sign_in": signs_in_with(invited.who.email),
        "page": f"{site}/invitation/",
    }
    mail = replace(known, channels=(Channel.EMAIL,), email=invited.who.email)
    ways = [
        ("own-record", Channel.EMAIL, mail, f"{site}{invited.address}")
        if link_by is LinkBy.EMAIL
        else ("own-record-letter", Channel.LETTER, known, invited.letters)
    ]
    if code_by is not CodeBy.HAND:
        channel = Channel.TEXT if code_by is CodeBy.TEXT else Channel.LETTER
        ways.append(("record-code", channel, known, invited.code))
    for template, channel, to, once in ways:
        form = next((one for one in FORMS if not suits(one, channel, to.needs)), Format.STANDARD)
        notices.send(
            template,
            about=person_id,
            to=to,
            values=said,
            channel=channel,
            format_=form,
            unsuitable_because=READ_WITH_THEM,
            once=once,
            invites=invited.who.pk,
            by=by,
            on=on,
        )


def _a_name(person: Person) -> str:
    """What somebody without e-mail signs in with: their first name and four digits."""
    first = "".join(one for one in person.given_name.lower() if one.isascii() and one.isalpha())
    while True:
        name = f"{first or 'person'}{secrets.randbelow(9000) + 1000}{NO_EMAIL}"
        if not SignIn.objects.filter(email=name).exists():
            return name


@transaction.atomic
def cancel_invitation(person_id: UUID, *, by: SignIn, on: date) -> None:
    """Take an invitation back: its link works no more. Twice is safe."""
    _check_may_invite(person_id, by=by)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    who = own_sign_in([person.pk])
    if who is not None and who.last_login is None:
        access.end_invitations(who)
        notices.take_back(who.pk, on=on)
    for row in _cancel_waiting(person, on=on):
        facts.record(CANCELLED, about=person.pk, of=row.pk, by=by, on=on)


def _cancel_waiting(person: Person, *, on: date) -> list[InvitedToOwnRecord]:
    rows = list(
        InvitedToOwnRecord.objects.select_for_update(of=("self",)).filter(
            person=person, cancelled_on__isnull=True, accepted_on__isnull=True
        )
    )
    for row in rows:
        row.cancelled_on = on
        row.save(update_fields=["cancelled_on"])
    return rows


def _check_may_invite(person_id: UUID, *, by: SignIn) -> None:
    queries.check_may_read(person_id, by=by)
    if not permissions.WRITE_RECORD.allows(by):
        raise NotAllowed(permissions.WRITE_RECORD.refusal())


def _check_reached(
    person: Person, email: str, link_by: LinkBy, code_by: CodeBy, *, on: date
) -> None:
    if code_by is CodeBy.HAND:
        raise Refused("By the code alone, it goes by text or letter. Or say that you know them.")
    if link_by is LinkBy.EMAIL and email != person.email.strip().lower():
        raise Refused("Without having met them, the link goes only to the e-mail on the record.")
    link = ("email",) if link_by is LinkBy.EMAIL else REACHED_BY[CodeBy.LETTER]
    for column in (*link, *REACHED_BY[code_by]):
        if not getattr(person, column):
            raise Refused("The record does not say where to send it. Meet them instead.")
        if not long_enough(_unchanged_since(person, column), on=on):
            raise Refused(
                "Where it would go changed within the last 28 days. Meet them instead, so that it "
                "is not sent to somebody else."
            )


def _unchanged_since(person: Person, column: str) -> date | None:
    """The day since when a column has said what it says; None where it never changed."""
    model = person._meta.apps.get_model("people", "PersonEvent")
    with whole_council():  # what a row said before is hidden from every page
        changed = model._base_manager.filter(pgh_obj_id=person.pk).exclude(
            **{column: getattr(person, column)}
        )
        latest = changed.order_by("-pgh_created_at").values_list("pgh_created_at", flat=True)
        at = latest.first()
    return at.date() if at else None


def note_accepted(person_id: UUID, *, on: date) -> None:
    """Say that an invitation was taken up, once the person has signed in. Twice is safe."""
    for row in InvitedToOwnRecord.objects.filter(
        person_id=person_id, cancelled_on__isnull=True, accepted_on__isnull=True
    ):
        row.accepted_on = on
        row.save(update_fields=["accepted_on"])
