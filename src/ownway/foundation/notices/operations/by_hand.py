"""What people do with their hands: print and post, have a form made, see what came back."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import date, datetime
from io import BytesIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db import transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.foundation.notices.domain import Channel, State
from ownway.foundation.notices.models import Notice, PrintRun
from ownway.foundation.notices.operations.rows import (
    locked,
    note,
    reference_of,
    rendered,
)
from ownway.kernel import spreadsheet
from ownway.kernel.refusal import NotFound, Refused

LETTERS_A_RUN = 100  # more go into the next file: a letter takes the better part of a second
SEEN_TO = declare("notices.seen-to", "Notice that did not arrive was seen to")


@transaction.atomic
def posted(notice_id: UUID, *, by: SignIn, on: date, at: datetime | None = None) -> None:
    """Note that a printed letter was posted."""
    row = locked(notice_id)
    if row.channel != Channel.LETTER.value:
        raise Refused("Only a letter is posted.")
    digest = hashlib.sha256(rendered(row).body).hexdigest()
    note(
        notice_id,
        State.SENT,
        adapter="post",
        reference=reference_of(row),
        digest=digest,
        by=by,
        on=on,
        at=at,
    )


@transaction.atomic
def came_back(notice_id: UUID, *, words: str, by: SignIn, on: date) -> None:
    """Note that something came back: a letter in the post, a message that bounced. Twice is safe.

    Raises Refused for what was only shown on their pages, or without words that say how.
    """
    row = locked(notice_id)
    if row.channel == Channel.PAGE.value:
        raise Refused("What is shown on somebody's pages does not come back.")
    if not words.strip():
        raise Refused("Say what stands on it, or how you know that it came back.")
    note(notice_id, State.RETURNED, adapter="by hand", words=words.strip(), by=by, on=on)


@transaction.atomic
def went(notice_id: UUID, *, day: date, by: SignIn, on: date) -> None:
    """Note that a form made by hand was made and went, so that the need is met. Twice is safe.

    Raises Refused for a day to come or one before it was written.
    """
    row = locked(notice_id)
    if row.state == State.SENT.value and row.went_on is not None:
        return
    if not row.said_on <= day <= on:
        raise Refused("It went between the day it was written and today.")
    if row.state != State.MAKING.value:
        raise Refused(f"This notice is {row.state} already. Load the page again.")
    row.went_on = day
    row.save()
    words = f"{row.format[:1].upper()}{row.format[1:]}, made by {row.made_by}"
    note(
        notice_id,
        State.SENT,
        adapter="by hand",
        reference=reference_of(row),
        words=words,
        by=by,
        on=on,
    )


@transaction.atomic
def seen_to(notice_id: UUID, *, by: SignIn, on: date) -> None:
    """Take what did not arrive off the lists, as they were told another way. Twice is safe."""
    row = locked(notice_id)
    if row.state not in (State.FAILED.value, State.RETURNED.value):
        raise Refused(f"This notice is {row.state}, so there is nothing to see to.")
    if row.seen_to_on is not None:
        return
    row.seen_to_on = on
    row.save()
    facts.record(SEEN_TO, about=row.about_id, of=row.pk, by=by, on=on, words=row.subject)


def letter_of(notice_id: UUID) -> bytes:
    """The PDF of a letter. Raises NotFound where it is none; the caller has checked who asks."""
    row = Notice.objects.filter(pk=notice_id, channel=Channel.LETTER.value).first()
    if row is None:
        raise NotFound("There is no such letter, or it is not yours to see.")
    return rendered(row).body


@transaction.atomic
def print_together(
    notice_ids: Collection[UUID], *, by: SignIn, on: date, at: datetime
) -> UUID | None:
    """Put letters that wait for the post and are in no file yet into one; returns its id.

    None when none is left, as after a second press. The caller has checked who may open them.
    """
    rows = Notice.objects.select_for_update().filter(
        pk__in=list(notice_ids),
        state=State.QUEUED.value,
        channel=Channel.LETTER.value,
        printed_in__isnull=True,
    )
    found = list(rows.order_by("said_on", "pk")[:LETTERS_A_RUN])
    if not found:
        return None
    run = PrintRun.objects.create(made_by=by, made_on=on, made_at=at)
    Notice.objects.filter(pk__in=[row.pk for row in found]).update(printed_in=run)
    return run.pk


@transaction.atomic
def put_back(notice_ids: Collection[UUID]) -> int:
    """Take letters that were not posted out of their file again; returns how many."""
    rows = Notice.objects.filter(pk__in=list(notice_ids), state=State.QUEUED.value)
    return rows.filter(printed_in__isnull=False).update(printed_in=None)


def bundle(notice_ids: Sequence[UUID]) -> bytes:
    """Letters as one zip: a PDF each, numbered in this order, and a list of what is in it.

    The names of the files say nothing of anybody. The same letters give the same bytes.
    """
    rows = Notice.objects.in_bulk(list(notice_ids))
    letters = [rows[notice_id] for notice_id in notice_ids]
    listed = spreadsheet.line(("Number", "File", "Reference", "To", "Subject", "Form"))
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for number, row in enumerate(letters, start=1):
            name = f"{number:03}-{reference_of(row)}.pdf"
            made.writestr(ZipInfo(name), rendered(row).body)
            listed += spreadsheet.line(
                (number, name, reference_of(row), row.to_name, row.subject, row.format)
            )
        made.writestr(ZipInfo("000-what-is-in-it.csv"), listed.encode("utf-8-sig"))
    return out.getvalue()
