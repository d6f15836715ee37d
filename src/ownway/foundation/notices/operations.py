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
    Wording,
    check_suits,
    choose,
    fill,
    lines_of,
    wants_second_look,
    wrong_in,
)
from ownway.foundation.notices.letters import Letter, as_pdf
from ownway.foundation.notices.models import Attempt, Notice, TemplateVersion
from ownway.foundation.notices.permissions import EDIT_WORDS
from ownway.kernel.refusal import NotAllowed, NotFound, Refused

SEND = "notices.send"
WRITTEN = declare("notices.written", "Notice written")
STOPPED = declare("notices.stopped", "Letter stopped before it went")
LOOKED_AT = declare("notices.looked-at", "Changed address confirmed by a second person")
SENT = declare("notices.sent", "Notice sent")
FAILED = declare("notices.failed", "Notice did not arrive")
WORDS_WRITTEN = declare("notices.words-written", "Words of a notice changed in a draft")
WORDS_TO_REVIEW = declare("notices.words-to-review", "Words of a notice sent to be reviewed")
WORDS_AGREED = declare("notices.words-agreed", "Words of a notice agreed by a second person")
WORDS_SENT_BACK = declare("notices.words-sent-back", "Words of a notice sent back to its writer")
READ = declare("notices.read", "What we told them opened", reading=True)


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
    """How it would read, in the words in use on that day. Raises NotFound for no such template,
    Refused for a value that is missing, Unsuitable without a format that this product can make."""
    said, number = queries.words_of(template, on=on)
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
) -> UUID:
    """Tell a person something, by a way and in a form that suits them; a job sends it.

    The caller has checked that `by` may write in this person's record. Returns the notice's id.
    Raises Unsuitable when the form or way does not meet a need and no words say why; Refused when
    there is no such way to them. The first letter to a changed address waits for a second look.
    """
    seen = preview(template, to=to, values=values, channel=channel, format_=format_, on=on)
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


# The council's own words


@transaction.atomic
def write_words(
    template: str, *, subject: str, standard: str, easy_read: str, by: SignIn, on: date
) -> UUID:
    """Keep words as the template's draft, a new version if there is none; returns its id.

    Raises Refused for a gap that is not allowed, and while a version waits for review.
    """
    _check_may_edit(by)
    known = TEMPLATES.get(template)
    if known is None:
        raise NotFound("There is no such notice.")
    said = {
        "subject": subject.strip(),
        "standard": _plain_lines(standard),
        "easy_read": _plain_lines(easy_read),
    }
    if wrong := wrong_in(known, **said):
        raise Refused(next(iter(wrong.values())))
    rows = TemplateVersion.objects.select_for_update().filter(template=template)
    latest = rows.order_by("-number").first()
    if latest is not None and latest.state == Wording.REVIEW.value:
        raise Refused("A version waits for review. It is agreed or sent back first.")
    if latest is None or latest.state == Wording.AGREED.value:
        number = latest.number + 1 if latest else 1
        row = TemplateVersion(template=template, number=number, state=Wording.DRAFT.value)
    else:
        row = latest
    row.subject, row.standard, row.easy_read = said.values()
    row.written_by, row.written_on = by, on
    row.reviewed_by = row.reviewed_on = None
    row.save()
    facts.record(WORDS_WRITTEN, of=row.pk, by=by, on=on, words=_version(row))
    return row.pk


def go_back(template: str, number: int, *, by: SignIn, on: date) -> UUID:
    """A new draft with the words of an earlier version. Raises NotFound; Refused while another
    version is being made."""
    lines = queries.versions(template, on=on)
    line = next((one for one in lines if one.number == number), None)
    if line is None:
        raise NotFound("There is no such version.")
    if any(one.state is not Wording.AGREED for one in lines):
        raise Refused("Another version is being made. See to that one first.")
    return write_words(
        template,
        subject=line.words.subject,
        standard=line.words.standard,
        easy_read=line.words.easy_read,
        by=by,
        on=on,
    )


@transaction.atomic
def ask_review(version_id: UUID, *, by: SignIn, on: date) -> None:
    """Hand a draft to somebody else to review. Twice is safe."""
    row = _version_locked(version_id, by)
    if row.state == Wording.REVIEW.value:
        return
    if row.state != Wording.DRAFT.value:
        raise Refused("This version is agreed already. Load the page again.")
    row.state = Wording.REVIEW.value
    row.save()
    facts.record(WORDS_TO_REVIEW, of=row.pk, by=by, on=on, words=_version(row))


@transaction.atomic
def agree_words(version_id: UUID, *, from_day: date, by: SignIn, on: date) -> None:
    """Use these words from a day on. Raises NotAllowed to whoever wrote them, Refused for a day
    that is over or for words that are not up for review."""
    row = _version_locked(version_id, by)
    if row.written_by_id == by.pk:
        raise NotAllowed("You wrote these words. Somebody else agrees to them.")
    if row.state != Wording.REVIEW.value:
        raise Refused("These words do not wait for review. Load the page again.")
    if from_day < on:
        raise Refused("This day is over. Choose today or a later day.")
    row.state, row.from_day = Wording.AGREED.value, from_day
    row.reviewed_by, row.reviewed_on, row.reviewed_words = by, on, ""
    row.save()
    facts.record(WORDS_AGREED, of=row.pk, by=by, on=on, words=_version(row))


@transaction.atomic
def send_back(version_id: UUID, *, words: str, by: SignIn, on: date) -> None:
    """Make a version that waits for review a draft again, with what has to change."""
    row = _version_locked(version_id, by)
    if row.state != Wording.REVIEW.value:
        raise Refused("These words do not wait for review. Load the page again.")
    if not words.strip():
        raise Refused("Say what has to change.")
    row.state, row.reviewed_words = Wording.DRAFT.value, words.strip()[:400]
    row.save()
    facts.record(WORDS_SENT_BACK, of=row.pk, by=by, on=on, words=_version(row))


def _check_may_edit(by: SignIn) -> None:
    if not EDIT_WORDS.allows(by):
        raise NotAllowed(EDIT_WORDS.refusal())


def _version_locked(version_id: UUID, by: SignIn) -> TemplateVersion:
    _check_may_edit(by)
    row = TemplateVersion.objects.select_for_update().filter(pk=version_id).first()
    if row is None:
        raise NotFound("There is no such version.")
    return row


def _version(row: TemplateVersion) -> str:
    return f"{TEMPLATES[row.template].title}, version {row.number}"


def _plain_lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


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
