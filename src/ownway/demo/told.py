"""What the council told people in the demonstration: a letter that went, one that arrived, one that
did not, one that waits for a second look, and one for the post."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from ownway.demo.named import (
    DILYS_HARGRAVE,
    IVOR_PENHALE,
    MARCUS_BELL_AYODELE,
    RUTH_CALLOWAY,
    SHABANA_RAFIQ,
)
from ownway.demo.personas import NELL, sign_in_of
from ownway.foundation.access.models import SignIn
from ownway.foundation.look.filters import day
from ownway.foundation.notices import operations, queries
from ownway.foundation.notices.adapters import NOTIFY_SAYS
from ownway.foundation.notices.domain import Address, Channel, Format, State, address_of
from ownway.front_doors.telling import values_for
from ownway.support.people import queries as people
from ownway.support.people.queries.reaching import recipient_of

ENGLAND = ZoneInfo("Europe/London")
PLAN_AGREED = date(2026, 5, 28)
BEFORE_HE_MOVED = address_of("4 Kiln Row", "Thornbeck", postcode="QM3 1KN")


@transaction.atomic
def tell() -> None:
    """Told once: where Ruth was told something already, nothing is added."""
    nell, ruth_id = sign_in_of(NELL), people.person_id_of(RUTH_CALLOWAY)
    if queries.about([ruth_id], on=PLAN_AGREED):
        return
    values = values_for("plan-signed-off", ruth_id, by=nell, on=PLAN_AGREED)
    _post(_write(ruth_id, "plan-signed-off", values, nell, PLAN_AGREED), nell, PLAN_AGREED)
    _note(_review_due(SHABANA_RAFIQ, Channel.EMAIL, nell, date(2026, 11, 9)), "delivered")
    _note(
        _review_due(MARCUS_BELL_AYODELE, Channel.TEXT, nell, date(2026, 11, 17)),
        "temporary-failure",
    )
    first = date(2026, 3, 9)
    _post(_review_due(IVOR_PENHALE, Channel.LETTER, nell, first, BEFORE_HE_MOVED), nell, first)
    _review_due(IVOR_PENHALE, Channel.LETTER, nell, date(2026, 11, 19))
    _review_due(DILYS_HARGRAVE, Channel.LETTER, nell, date(2026, 11, 20))


def _review_due(
    council_id: str, channel: Channel, by: SignIn, on: date, address: Address | None = None
) -> UUID:
    values = {"due_on": day(on + timedelta(days=21))}
    return _write(people.person_id_of(council_id), "review-due", values, by, on, channel, address)


def _write(
    person_id: UUID,
    template: str,
    values: Mapping[str, str],
    by: SignIn,
    on: date,
    channel: Channel = Channel.LETTER,
    address: Address | None = None,
) -> UUID:
    to = recipient_of(person_id, by=by, on=on)
    return operations.send(
        template,
        about=person_id,
        to=replace(to, address=address) if address else to,
        values={**values, "worker": by.name},
        channel=channel,
        format_=Format.EASY_READ if template == "plan-signed-off" else None,
        by=by,
        on=on,
    )


def _post(notice_id: UUID, by: SignIn, on: date) -> None:
    operations.posted(notice_id, by=by, on=on, at=datetime.combine(on, time(15, 30), ENGLAND))


def _note(notice_id: UUID, word: str) -> None:
    """Taken by GOV.UK Notify, and what it said of it later that day."""
    on = queries.one(notice_id, on=PLAN_AGREED).said_on
    state, words = NOTIFY_SAYS[word]
    for hour, became, said in ((11, State.SENT, ""), (14, state, words)):
        operations.note(
            notice_id,
            became,
            adapter="notify",
            reference=str(notice_id),
            words=said,
            by=None,
            on=on,
            at=datetime.combine(on, time(hour, 5), ENGLAND),
        )
