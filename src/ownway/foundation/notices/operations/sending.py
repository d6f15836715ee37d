"""Sending what waits: each try on record, asked again with a limit, and what became of it."""

import hashlib
import logging
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from ownway.foundation.notices import adapters
from ownway.foundation.notices.adapters import LETTER_NOT_PRINTED, NOTIFY_SAYS, Undelivered
from ownway.foundation.notices.domain import BEGUN, MASK, TRIES, Channel, Recipient, State, next_try
from ownway.foundation.notices.models import Attempt, Notice
from ownway.foundation.notices.operations.rows import ask_to_send, locked, note, rendered
from ownway.kernel.refusal import NotFound

LOG = logging.getLogger(__name__)
Reach = Callable[[UUID, date], Recipient]
UNCLEAR_LETTER = "It may have been taken all the same. Look there before you try again."
GONE = "What only they may see is gone. Invite them anew."
NOT_THEIRS = "Where this was to go is not theirs any more, so nothing went. Write it anew."


def send_now(notice_id: UUID, *, reach: Reach, on: date) -> None:
    """Send what waits; does nothing when it went already. Safe to kill and to run twice.

    `reach` says where somebody is reached today: what is not theirs any more, or is protected by
    now, is not sent to. Each try is noted before the way out is asked, and its answer after, both
    outside one transaction: a job killed in between asks first whether the earlier try is known
    there, and never sends a letter twice by itself. A try that may go better later is tried again
    (`domain.WAITS`); whatever goes wrong ends as a failed try in words, on its sender's first page.
    """
    row = Notice.objects.filter(pk=notice_id, state=State.QUEUED.value).first()
    if row is None:
        return
    name = row.channel
    try:
        way = adapters.adapter_for(Channel(row.channel))
        if way is None:  # printed and posted by hand: `posted` notes it
            return
        name = way.name
        if not _is_still_theirs(row, reach, on):
            raise Undelivered(NOT_THEIRS)
        if MASK in row.words and not row.once:
            raise Undelivered(GONE)
        said = rendered(row)
        reference = _taken_before(row, way, said.key)
        if not reference:
            Attempt.objects.create(notice=row, adapter=name, state=BEGUN)
            reference = way.send(said)
    except Undelivered as why:
        _failed(row, why, adapter=name, on=on)
        return
    except Exception as wrong:  # of somebody else's program: told, never swallowed
        LOG.error("A notice was not sent: %s from %s", type(wrong).__name__, name)
        told = f"Something went wrong that nobody foresaw ({type(wrong).__name__})."
        _failed(row, Undelivered(told, later=True, unclear=True), adapter=name, on=on)
        return
    digest = hashlib.sha256(said.body).hexdigest()
    note(row.pk, State.SENT, adapter=name, reference=reference, digest=digest, by=None, on=on)


def send_waiting(*, at: datetime, on: date) -> int:
    """Ask again for what waits though its time has come; returns how many. Safe to run twice.

    Also finds what lost its job: nothing stays queued for good but letters for the post.
    """
    rows = Notice.objects.filter(state=State.QUEUED.value)
    if settings.DEMO or not settings.OWNWAY_NOTIFY_KEY_FILE:
        rows = rows.exclude(channel=Channel.LETTER.value)
    found = 0
    for row in rows.order_by("said_on", "pk"):
        failed = [one.at for one in _tries(row) if one.state == State.FAILED.value]
        due = next_try(failed)
        if due is None or due <= at:
            found += ask_to_send(row.pk, on=on)
    return found


def ask_for_receipts(*, on: date) -> int:
    """Ask GOV.UK Notify what became of what it took; returns how many were noted.

    Safe to run twice. Raises Undelivered when it cannot be asked.
    """
    way = adapters.notify()
    sent = Notice.objects.filter(state=State.SENT.value, attempts__adapter=adapters.Notify.name)
    if way is None or not sent.exists():
        return 0
    tries = Attempt.objects.filter(notice__in=sent, state=State.SENT.value).exclude(reference="")
    last = dict(tries.order_by("at").values_list("notice_id", "reference"))
    waiting = {reference: notice_id for notice_id, reference in last.items()}
    noted = 0
    for _, reference, word in way.states():
        if reference not in waiting or word not in NOTIFY_SAYS:
            continue
        notice_id = waiting.pop(reference)
        state, words = NOTIFY_SAYS[word]
        row = Notice.objects.get(pk=notice_id)
        if state is State.RETURNED and row.channel == Channel.LETTER.value:
            state, words = State.FAILED, LETTER_NOT_PRINTED
        note(notice_id, state, adapter=way.name, reference=reference, words=words, by=None, on=on)
        noted += 1
        if not waiting:
            break
    return noted


def _tries(row: Notice) -> list[Attempt]:
    """The tries since somebody last asked for one."""
    tries: list[Attempt] = []
    for one in row.attempts.all():
        tries = [] if one.state == State.QUEUED.value else [*tries, one]
    return tries


def _taken_before(row: Notice, way: adapters.Adapter, key: str) -> str:
    """The reference of an earlier try that was taken though we never heard so; else empty.

    Raises Undelivered for a letter whose earlier try ended without an answer, when nobody asked
    anew since: whoever sent it says whether it goes again.
    """
    tried = list(row.attempts.all())
    if not any(one.state == BEGUN for one in tried):
        return ""
    if reference := way.known(key):
        return reference
    if row.channel == Channel.LETTER.value and tried[-1].state == BEGUN:
        raise Undelivered(UNCLEAR_LETTER)
    return ""


def _failed(row: Notice, why: Undelivered, *, adapter: str, on: date) -> None:
    """Note a try that failed; the last of them, or one that cannot go better, ends the notice."""
    words = str(why)
    later = why.later
    tries = _tries(row)
    begun = bool(tries) and tries[-1].state == BEGUN
    if why.unclear and begun and row.channel == Channel.LETTER.value:
        later, words = False, f"{words} {UNCLEAR_LETTER}"
    with transaction.atomic():
        failed = sum(one.state == State.FAILED.value for one in _tries(locked(row.pk)))
        if later and failed + 1 < TRIES:
            Attempt.objects.create(
                notice=row, adapter=adapter, state=State.FAILED.value, words=words[:400]
            )
        else:
            note(row.pk, State.FAILED, adapter=adapter, words=words, by=None, on=on)


def _is_still_theirs(row: Notice, reach: Reach, on: date) -> bool:
    if row.invites is not None and row.channel == Channel.EMAIL.value:
        return True  # where an invitation says, and their password will be theirs with it
    try:
        to = reach(row.about_id, on)
    except NotFound:
        return False
    return bool(row.sent_to) and to.reached_by(Channel(row.channel)) == row.sent_to
