"""Ruth and her own record: a friend let in, messages, what she said is wrong, and who looked."""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from ownway.demo.named import RUTH_CALLOWAY
from ownway.demo.personas import MARNIE, NELL, RUTH, sign_in_of
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.queries import sign_in_by_email
from ownway.foundation.conversations import operations as conversations
from ownway.support.people import operations as people_operations
from ownway.support.people import queries as people
from ownway.support.people.domain.letting_in import As, Part, looking
from ownway.support.people.domain.own_record import Answer
from ownway.support.people.operations import letting_in, own_record
from ownway.support.people.queries import let_in

ENGLAND = ZoneInfo("Europe/London")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ENGLAND)


def tell() -> None:
    """Told once: where somebody was let in already, nothing is added."""
    ruth_id = people.person_id_of(RUTH_CALLOWAY)
    ruth, nell, marnie = sign_in_of(RUTH), sign_in_of(NELL), sign_in_of(MARNIE)
    if let_in.let_in_to(ruth_id, on=date(2026, 11, 23)):
        return
    letting_in.let_in(
        ruth_id,
        name=marnie.name,
        email=marnie.email,
        standing=As.FRIEND,
        parts=[Part.RECORD, Part.PLAN, Part.MESSAGES],
        by=ruth,
        on=date(2026, 8, 3),
    )
    _say_what_is_wrong(ruth_id, ruth=ruth, nell=nell)
    _look(ruth_id, nell=nell, marnie=marnie)
    _write(ruth_id, ruth=ruth, nell=nell)


def _say_what_is_wrong(ruth_id: UUID, *, ruth: SignIn, nell: SignIn) -> None:
    answered = own_record.say_wrong(
        ruth_id,
        kind="detail",
        key="around",
        wrong="Ellie does not only come on Saturdays.",
        should_say="Ellie comes on Saturdays, and on Wednesday evenings when she can.",
        by=ruth,
        on=date(2026, 9, 7),
    )
    own_record.answer_wrong(
        answered,
        answer=Answer.PARTLY,
        words="I added Wednesday evenings as something Ellie may do. Saturdays stay the day that "
        "the plan counts on.",
        by=nell,
        on=date(2026, 9, 15),
    )
    own_record.say_wrong(
        ruth_id,
        kind="other",
        key="",
        wrong="Letters still call me Mrs Calloway.",
        should_say="Ms Calloway, or just Ruth.",
        by=ruth,
        on=date(2026, 11, 16),
    )


def _look(ruth_id: UUID, *, nell: SignIn, marnie: SignIn) -> None:
    """Her worker, her friend, and one from another team who said why."""
    mina = sign_in_by_email("mina.castell@example.org")
    with transaction.atomic():
        people.person_for_reading(ruth_id, by=nell, on=date(2026, 10, 2))
        (her,) = let_in.open_to(marnie, on=date(2026, 11, 8))
        with looking(her):
            let_in.record_looked(her, by=marnie, on=date(2026, 11, 8))
        outside = date(2026, 11, 9)
        people_operations.give_reason(
            ruth_id, reason="covering", by=mina, at=at(outside, 9, 20), on=outside
        )
        mina.asking_at = at(outside, 9, 21)
        people.person_for_reading(ruth_id, by=mina, on=outside)


def _write(ruth_id: UUID, *, ruth: SignIn, nell: SignIn) -> None:
    first = conversations.begin(
        ruth_id,
        about_name=ruth.name,
        subject="Jo is away the week before Christmas",
        words="Jo is away from 14 to 18 December. Who comes in the mornings? I would like somebody "
        "I know.",
        owner=nell,
        team=nell.team,
        by=ruth,
        at=at(date(2026, 11, 10), 10, 12),
    )
    conversations.write(
        first,
        words="I asked Marl Vale for the two who come at weekends. They can do all five mornings.",
        by=nell,
        at=at(date(2026, 11, 11), 15, 40),
    )
    conversations.write(
        first,
        words="Good. Can they come by half past eight? Choir starts at ten on the Tuesday.",
        by=ruth,
        at=at(date(2026, 11, 20), 9, 5),
    )
    conversations.begin(
        ruth_id,
        about_name=ruth.name,
        subject="The shower, at last",
        words="The housing grants team rang. I have asked them once more for a day, and tell you "
        "as soon as I hear.",
        owner=nell,
        team=nell.team,
        by=nell,
        at=at(date(2026, 11, 19), 16, 30),
    )
