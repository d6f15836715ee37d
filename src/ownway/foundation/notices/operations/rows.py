"""What every operation does with the row of a notice: lock it, move it on, note what came of it."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import FactName, declare
from ownway.foundation.notices.adapters import Rendered
from ownway.foundation.notices.domain import MASK, MAY_FOLLOW, Channel, Format, State, lines_of
from ownway.foundation.notices.letters import Letter, as_pdf
from ownway.foundation.notices.models import Attempt, Notice
from ownway.kernel.refusal import NotFound, Refused

SEND = "notices.send"
SENT = declare("notices.sent", "Notice sent")
ARRIVED = declare("notices.arrived", "Notice arrived")
FAILED = declare("notices.failed", "Notice did not arrive")


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
    at: datetime | None = None,
) -> None:
    """Note what became of a notice, at this moment unless told when; what is noted already is not
    noted twice."""
    row = locked(notice_id)
    if row.state == state.value:
        return
    move(row, state)
    row.digest = digest or row.digest
    row.save()
    when = {} if at is None else {"at": at}
    Attempt.objects.create(
        notice=row,
        adapter=adapter,
        state=state.value,
        reference=reference,
        words=words[:400],
        **when,
    )
    what: FactName | None = {
        State.SENT: SENT,
        State.DELIVERED: ARRIVED,
        State.FAILED: FAILED,
        State.RETURNED: FAILED,
    }.get(state)
    if what is not None:
        told = words or row.subject
        facts.record(what, about=told_about(row), of=row.pk, by=by, on=on, words=told)


def told_about(row: Notice) -> UUID | None:
    """Whose timeline tells of it: nobody's of one to somebody let in, as others let in read it."""
    return None if row.to_other else row.about_id


def rendered(row: Notice) -> Rendered:
    """The exact bytes of a notice, the same each time they are made."""
    channel = Channel(row.channel)
    lines = lines_of(row.words.replace(MASK, row.once) if row.once else row.words)
    text = "\n\n".join(line.words for line in lines)
    body = text.encode()
    if channel is Channel.LETTER:
        body = as_pdf(
            Letter(
                reference=reference_of(row),
                council=settings.OWNWAY_COUNCIL,
                telephone=settings.OWNWAY_TELEPHONE,
                window=tuple(row.window.splitlines()),
                day=row.said_on,
                subject=row.subject,
                lines=lines,
                format=Format(row.format),
            )
        )
    return Rendered(key_of(row), channel, row.sent_to, row.subject, text, body)


def letter_of(notice_id: UUID) -> bytes:
    """The PDF of a letter. Raises NotFound where it is none; the caller has checked who asks."""
    row = Notice.objects.filter(pk=notice_id, channel=Channel.LETTER.value).first()
    if row is None:
        raise NotFound("There is no such letter, or it is not yours to see.")
    return rendered(row).body


def reference_of(row: Notice) -> str:
    return f"N-{str(row.pk)[:8].upper()}"


def key_of(row: Notice) -> str:
    """What a notice is known by outside: its id, and a number after it was taken and failed there,
    as what failed there stays known under the earlier key."""
    failed = (State.FAILED.value, State.RETURNED.value)
    lost = row.attempts.filter(state__in=failed).exclude(reference="").count()
    return f"{row.pk}-{lost + 1}" if lost else str(row.pk)


def locked(notice_id: UUID) -> Notice:
    row = Notice.objects.select_for_update().filter(pk=notice_id).first()
    if row is None:
        raise NotFound("There is no such notice, or it is not yours to see.")
    return row


def move(row: Notice, to: State) -> None:
    """Set the state; whatever it is, once a notice no longer waits its link or code is gone."""
    if to not in MAY_FOLLOW[State(row.state)]:
        raise Refused(f"This notice is {row.state} already. Load the page again.")
    row.state = to.value
    if to not in (State.QUEUED, State.MAKING, State.SECOND_LOOK):
        row.once = ""


def ask_to_send(notice_id: UUID, *, on: date) -> int:
    """Ask for one try; 0 where one is asked for already."""
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import AlreadyEnqueued

    name = f"{SEND}-{notice_id}"
    try:
        with transaction.atomic():
            app.configure_task(SEND, lock=name, queueing_lock=name).defer(
                notice_id=str(notice_id), on=on.isoformat()
            )
    except AlreadyEnqueued:
        return 0
    return 1
