"""Telling a person something, looking twice before a changed address, and keeping proof of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import FactName, declare
from ownway.foundation.notices import adapters, queries
from ownway.foundation.notices.adapters import Rendered
from ownway.foundation.notices.domain import (
    MADE_HERE,
    MAY_FOLLOW,
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
from ownway.foundation.notices.letters import Letter, as_pdf
from ownway.foundation.notices.models import Attempt, Notice
from ownway.kernel.refusal import NotAllowed, NotFound, Refused

SEND = "notices.send"
WRITTEN = declare("notices.written", "Notice written")
STOPPED = declare("notices.stopped", "Letter stopped before it went")
LOOKED_AT = declare("notices.looked-at", "Changed address confirmed by a second person")
SENT = declare("notices.sent", "Notice sent")
FAILED = declare("notices.failed", "Notice did not arrive")
READ = declare("notices.read", "What we told them opened", reading=True)


@dataclass(frozen=True, slots=True)
class Preview:
    """A notice exactly as it would go out, before anybody sends it."""

    subject: str
    words: str
    lines: tuple[Line, ...]
    format: Format
    channel: Channel


def preview(
    template: str,
    *,
    to: Recipient,
    values: Mapping[str, str],
    channel: Channel | None = None,
    format_: Format | None = None,
) -> Preview:
    """How it would read. Raises Refused for a value that is missing, Unsuitable without a format
    that this product can make."""
    said = TEMPLATES.get(template)
    if said is None:
        raise Refused("There is no such notice to send.")
    suggested = choose(to.needs, (channel,) if channel else to.channels)
    form = format_ or suggested.format
    way = channel or suggested.channel
    if form is None or way is None:
        raise Unsuitable(suggested.because)
    if form not in MADE_HERE:
        raise Unsuitable(f"They need {form.value}. Have it made, or say why another has to do.")
    known = {
        "name": to.name,
        "council": settings.OWNWAY_COUNCIL,
        "telephone": settings.OWNWAY_TELEPHONE or "the council",
        **values,
    }
    text = said.easy_read if form is Format.EASY_READ else said.standard
    words = fill(text, known, said.allowed)
    return Preview(said.subject, words, lines_of(words), form, way)


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
) -> UUID:
    """Tell a person something, by a way and in a form that suits them; a job sends it.

    The caller has checked that `by` may write in this person's record. Returns the notice's id.
    Raises Unsuitable when the form or way does not meet a need and no words say why; Refused when
    there is no such way to them. The first letter to a changed address waits for a second look.
    """
    seen = preview(template, to=to, values=values, channel=channel, format_=format_)
    fits = check_suits(seen.format, seen.channel, to.needs, because=unsuitable_because)
    where = to.reached_by(seen.channel)
    if not where:
        raise Refused(f"There is no {seen.channel.value} to send it to. Choose another way.")
    window: tuple[str, ...] = ()
    last: tuple[str, ...] | None = None
    state = State.QUEUED
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
        said_by=by,
        said_on=on,
    )
    words = f"{seen.subject}: {seen.channel.value}, {seen.format.value}"
    if not fits:
        words += f". Not the format they need: {made.unsuitable_because}"
    facts.record(WRITTEN, about=about, of=made.pk, by=by, on=on, words=words)
    if state is State.QUEUED:
        _ask_to_send(made.pk, on=on)
    return made.pk


@transaction.atomic
def look_twice(notice_id: UUID, *, yes: bool, words: str = "", by: SignIn, on: date) -> None:
    """Say whether a letter may go to a changed address. Raises NotAllowed to whoever wrote it."""
    row = _locked(notice_id)
    if row.said_by_id == by.pk:
        raise NotAllowed("You wrote this letter. Somebody else looks at the address.")
    if not yes and not words.strip():
        raise Refused("Say what is wrong with the address, so that it can be put right.")
    _move(row, State.QUEUED if yes else State.STOPPED)
    row.looked_by, row.looked_on, row.looked_words = by, on, words.strip()[:400]
    row.save()
    what = LOOKED_AT if yes else STOPPED
    facts.record(what, about=row.about_id, of=row.pk, by=by, on=on, words=words.strip())
    if yes:
        _ask_to_send(row.pk, on=on)


def send_now(notice_id: UUID, *, on: date) -> None:
    """Send what waits; does nothing when it went already. Safe to kill and to run twice.

    The way out is asked outside the transaction that notes its answer: a job killed in between
    sends again under the same key, by which the receiver knows it for the same.
    """
    row = Notice.objects.filter(pk=notice_id, state=State.QUEUED.value).first()
    if row is None:
        return
    said = rendered(row)
    try:
        way = adapters.adapter_for(Channel(row.channel))
        if way is None:  # printed and posted by hand: `posted` notes it
            return
        reference = way.send(said)
    except adapters.Undelivered as why:
        note(row.pk, State.FAILED, adapter=row.channel, words=str(why), by=None, on=on)
        return
    digest = hashlib.sha256(said.body).hexdigest()
    note(row.pk, State.SENT, adapter=way.name, reference=reference, digest=digest, by=None, on=on)


@transaction.atomic
def posted(notice_id: UUID, *, by: SignIn, on: date) -> None:
    """Note that a printed letter was posted."""
    row = _locked(notice_id)
    if row.channel != Channel.LETTER.value:
        raise Refused("Only a letter is posted.")
    digest = hashlib.sha256(rendered(row).body).hexdigest()
    note(
        notice_id,
        State.SENT,
        adapter="post",
        reference=_reference(row),
        digest=digest,
        by=by,
        on=on,
    )


@transaction.atomic
def again(notice_id: UUID, *, by: SignIn, on: date) -> None:
    """Try once more what did not arrive."""
    row = _locked(notice_id)
    _move(row, State.QUEUED)
    row.save()
    facts.record(WRITTEN, about=row.about_id, of=row.pk, by=by, on=on, words="Tried again")
    _ask_to_send(row.pk, on=on)


@transaction.atomic
def note(
    notice_id: UUID,
    state: State,
    *,
    adapter: str,
    by: SignIn | None,
    on: date,
    reference: str = "",
    digest: str = "",
    words: str = "",
) -> None:
    """Note what became of a notice; what is noted already is not noted twice."""
    row = _locked(notice_id)
    if row.state == state.value:
        return
    _move(row, state)
    row.digest = digest or row.digest
    row.save()
    Attempt.objects.create(
        notice=row, adapter=adapter, state=state.value, reference=reference, words=words[:400]
    )
    what: FactName | None = {
        State.SENT: SENT,
        State.FAILED: FAILED,
        State.RETURNED: FAILED,
    }.get(state)
    if what is not None:
        facts.record(what, about=row.about_id, of=row.pk, by=by, on=on, words=words or row.subject)


def rendered(row: Notice) -> Rendered:
    """The exact bytes of a notice, the same each time they are made."""
    channel = Channel(row.channel)
    lines = lines_of(row.words)
    text = "\n\n".join(line.words for line in lines)
    body = text.encode()
    if channel is Channel.LETTER:
        body = as_pdf(
            Letter(
                reference=_reference(row),
                council=settings.OWNWAY_COUNCIL,
                telephone=settings.OWNWAY_TELEPHONE,
                window=tuple(row.window.splitlines()),
                day=row.said_on,
                subject=row.subject,
                lines=lines,
                format=Format(row.format),
            )
        )
    return Rendered(str(row.pk), channel, row.sent_to, row.subject, text, body)


def letter_of(notice_id: UUID) -> bytes:
    """The PDF of a letter. Raises NotFound where it is none; the caller has checked who asks."""
    row = Notice.objects.filter(pk=notice_id, channel=Channel.LETTER.value).first()
    if row is None:
        raise NotFound("There is no such letter, or it is not yours to see.")
    return rendered(row).body


def _reference(row: Notice) -> str:
    return f"N-{str(row.pk)[:8].upper()}"


def _locked(notice_id: UUID) -> Notice:
    row = Notice.objects.select_for_update().filter(pk=notice_id).first()
    if row is None:
        raise NotFound("There is no such notice, or it is not yours to see.")
    return row


def _move(row: Notice, to: State) -> None:
    if to not in MAY_FOLLOW[State(row.state)]:
        raise Refused(f"This notice is {row.state} already. Load the page again.")
    row.state = to.value


def _ask_to_send(notice_id: UUID, *, on: date) -> None:
    from procrastinate.contrib.django import app

    app.configure_task(SEND, lock=f"{SEND}-{notice_id}").defer(
        notice_id=str(notice_id), on=on.isoformat()
    )
