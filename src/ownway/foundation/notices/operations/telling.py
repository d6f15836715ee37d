"""Telling a person something, and looking twice before a changed address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.notices import queries
from ownway.foundation.notices.domain import (
    MADE_HERE,
    MASK,
    TEMPLATES,
    Channel,
    Format,
    Line,
    Recipient,
    State,
    Unsuitable,
    check_suits,
    choose,
    fill,
    lines_of,
    wants_second_look,
)
from ownway.foundation.notices.models import Attempt, Notice
from ownway.foundation.notices.operations.rows import ask_to_send, locked, move, told_about
from ownway.kernel.refusal import NotAllowed, Refused

WRITTEN = declare("notices.written", "Notice written")
STOPPED = declare("notices.stopped", "Letter stopped before it went")
LOOKED_AT = declare("notices.looked-at", "Changed address confirmed by a second person")


@dataclass(frozen=True, slots=True)
class Preview:
    """A notice exactly as it would go out, before anybody sends it."""

    subject: str
    words: str
    lines: tuple[Line, ...]
    format: Format
    channel: Channel
    version: int  # of the template's words; 0 came with Ownway


def preview(
    template: str,
    *,
    to: Recipient,
    values: Mapping[str, str],
    channel: Channel | None = None,
    format_: Format | None = None,
    on: date,
) -> Preview:
    """How it would read, in the words in use on that day; of a form that is made by hand, the words
    it is made from. Raises NotFound for no such template, Refused for a value that is missing,
    Unsuitable where no form suits."""
    said, number = queries.words_of(template, on=on)
    suggested = choose(to.needs, (channel,) if channel else to.channels)
    form = format_ or suggested.format
    way = channel or suggested.channel
    if form is None or way is None:
        raise Unsuitable(suggested.because)
    known = {
        "name": to.name,
        "council": settings.OWNWAY_COUNCIL,
        "telephone": settings.OWNWAY_TELEPHONE or "the council",
        **values,
    }
    text = said.easy_read if form is Format.EASY_READ else said.standard
    words = fill(text, known, said.allowed)
    return Preview(said.subject, words, lines_of(words), form, way, number)


@transaction.atomic
def send(
    template: str,
    *,
    about: UUID,
    to: Recipient,
    values: Mapping[str, str],
    by: SignIn,
    on: date,
    channel: Channel | None = None,
    format_: Format | None = None,
    unsuitable_because: str = "",
    made_by: str = "",
    once: str = "",
    invites: UUID | None = None,
    to_other: bool = False,
) -> UUID:
    """Tell a person something, by a way and in a form that suits them; a job sends it.

    A form that this product cannot make waits until `made_by` made it and it went (`went`).
    The caller has checked that `by` may write in this person's record. Returns the notice's id.
    Raises Unsuitable when the form or way does not meet a need and no words say why, or nobody is
    named who makes it; Refused when there is no such way to them. The first letter to a changed
    address waits for a second look. What stands in `once` is a link or code of an invitation: it is
    filled in as the notice goes, and kept no longer than that. `to_other`: it goes to somebody whom
    the person let in, so that it is not among what the person was told.
    """
    masked = TEMPLATES[template].once if template in TEMPLATES else ""
    if bool(masked) is not bool(once):
        raise Refused("This goes by itself, when you invite somebody.")
    if masked:
        values = {**values, masked: MASK}
    seen = preview(template, to=to, values=values, channel=channel, format_=format_, on=on)
    by_hand = seen.format not in MADE_HERE
    if by_hand and not made_by.strip():
        raise Unsuitable(
            f"They need {seen.format.value}. Say who makes it, or why another form does."
        )
    fits = check_suits(seen.format, seen.channel, to.needs, because=unsuitable_because)
    where = to.reached_by(seen.channel)
    if not where:
        raise Refused(f"There is no {seen.channel.value} to send it to. Choose another way.")
    window: tuple[str, ...] = ()
    last: tuple[str, ...] | None = None
    state = State.MAKING if by_hand else State.QUEUED
    if seen.channel is Channel.LETTER and to.address is not None:
        window = to.address.in_window(to.name)
        last = queries.last_window(about)
        if wants_second_look(
            to.address, last=last, name=to.name, known_since=to.address_known_since, on=on
        ):
            state = State.SECOND_LOOK
    made = Notice.objects.create(
        about_id=about,
        template=template,
        template_version=seen.version,
        format=seen.format.value,
        channel=seen.channel.value,
        subject=seen.subject,
        words=seen.words,
        to_name=to.name,
        sent_to=where,
        window="\n".join(window),
        last_window="\n".join(last or ()),
        unsuitable_because="" if fits else unsuitable_because.strip()[:400],
        state=state.value,
        made_by=made_by.strip()[:200] if by_hand else "",
        once=once,
        invites=invites,
        to_other=to_other,
        said_by=by,
        said_on=on,
    )
    words = f"{seen.subject}: {seen.channel.value}, {seen.format.value}"
    if not fits:
        words += f". Not the format they need: {made.unsuitable_because}"
    facts.record(WRITTEN, about=told_about(made), of=made.pk, by=by, on=on, words=words)
    if state is State.QUEUED:
        ask_to_send(made.pk, on=on)
    return made.pk


@transaction.atomic
def look_twice(notice_id: UUID, *, yes: bool, words: str = "", by: SignIn, on: date) -> None:
    """Say whether a letter may go to a changed address. Raises NotAllowed to whoever wrote it."""
    row = locked(notice_id)
    if row.said_by_id == by.pk:
        raise NotAllowed("You wrote this letter. Somebody else looks at the address.")
    if not yes and not words.strip():
        raise Refused("Say what is wrong with the address, so that it can be put right.")
    then = State.QUEUED if Format(row.format) in MADE_HERE else State.MAKING
    move(row, then if yes else State.STOPPED)
    row.looked_by, row.looked_on, row.looked_words = by, on, words.strip()[:400]
    row.save()
    what = LOOKED_AT if yes else STOPPED
    facts.record(what, about=row.about_id, of=row.pk, by=by, on=on, words=words.strip())
    if yes and then is State.QUEUED:
        ask_to_send(row.pk, on=on)


@transaction.atomic
def again(notice_id: UUID, *, by: SignIn, on: date) -> None:
    """Try once more what did not arrive. Raises Refused for a link or code: it is gone."""
    row = locked(notice_id)
    if MASK in row.words:
        raise Refused("The link or code in this is gone. Invite them anew: a new one goes.")
    move(row, State.QUEUED)
    row.seen_to_on = None
    row.save()
    Attempt.objects.create(notice=row, adapter="by hand", state=State.QUEUED.value)
    facts.record(WRITTEN, about=row.about_id, of=row.pk, by=by, on=on, words="Tried again")
    ask_to_send(row.pk, on=on)


@transaction.atomic
def take_back(invites: UUID, *, on: date) -> None:
    """Stop what waits to bring a link or code to a sign-in: it is void. Twice is safe."""
    waits = (State.QUEUED.value, State.MAKING.value, State.SECOND_LOOK.value)
    for row in Notice.objects.select_for_update().filter(invites=invites, state__in=waits):
        move(row, State.STOPPED)
        row.save()
        words = "The invitation was taken back"
        facts.record(STOPPED, about=told_about(row), of=row.pk, by=None, on=on, words=words)
