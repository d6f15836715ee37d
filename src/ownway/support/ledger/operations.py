"""Writing money down: once, for ever, and only in balance."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
from django.db import DatabaseError, connection, transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.money import pounds
from ownway.kernel.period import in_words
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.ledger import permissions, queries
from ownway.support.ledger.domain import (
    NATURES,
    AccountKind,
    BelowFloor,
    Fund,
    KeyTaken,
    Leg,
    PeriodClosed,
    Posting,
    keys_of,
)
from ownway.support.ledger.models import Account, Closing, Transfer
from ownway.support.people import queries as people

POSTED = declare("ledger.posted", "Money written down")
CLOSED = declare("ledger.period-closed", "A period of the ledger closed")

# What the database says when it refuses; its rules stand in the migrations.
IN_CLOSED_PERIOD, BELOW_FLOOR, NO_MIRROR, TWICE = "OW001", "OW002", "OW003", "23505"

_WRITE = (
    f"INSERT INTO {Transfer._meta.db_table} (id, journal_id, debit_id, credit_id, pence, key, "
    "value_on, posted_by_id, words, outside, reverses_id) "
    "SELECT id, journal_id, debit_id, credit_id, pence, key, value_on, %s, words, outside, "
    "reverses_id FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[], %s::bigint[], "
    "%s::text[], %s::date[], %s::text[], %s::boolean[], %s::uuid[]) AS "
    "r(id, journal_id, debit_id, credit_id, pence, key, value_on, words, outside, reverses_id) "
    "ORDER BY key ON CONFLICT (key) DO NOTHING"
)


def account(
    kind: AccountKind,
    *,
    person_id: UUID | None = None,
    fund: str = Fund.SOCIAL_CARE,
    party: str = "",
    name: str = "",
) -> UUID:
    """The account of this kind, opened the first time it is asked for.

    `party` is the council's reference of the provider or fund holder. Raises ValueError when the
    kind has a person or a party and none is given, or the other way round.
    """
    nature = NATURES[kind]
    if nature.of_person != (person_id is not None):
        raise ValueError("An account of what is owed names its person; no other account does.")
    if nature.of_party != bool(party):
        raise ValueError("An account of a provider or fund holder names them; no other does.")
    which: dict[str, Any] = {"kind": kind, "fund": Fund(fund), "person_id": person_id}
    held, _ = Account.objects.get_or_create(
        **which,
        party=party,
        defaults={"name": name or kind.capitalize(), "floor": nature.floor},
    )
    return held.pk


def accounts(
    kind: AccountKind, person_ids: Collection[UUID], *, fund: str = Fund.SOCIAL_CARE
) -> dict[UUID, UUID]:
    """The account of this kind of each person, opened where there is none; for runs of thousands.

    Raises ValueError for a kind that is not a person's alone.
    """
    nature = NATURES[kind]
    if not nature.of_person or nature.of_party:
        raise ValueError("Only accounts of a person are opened by the thousand.")
    Account.objects.bulk_create(
        [
            Account(
                kind=kind,
                fund=Fund(fund),
                person_id=one,
                floor=nature.floor,
                name=kind.capitalize(),
            )
            for one in person_ids
        ],
        ignore_conflicts=True,
    )
    held = Account.objects.filter(kind=kind, fund=fund, person__in=person_ids)
    return {person: pk for person, pk in held.values_list("person_id", "pk") if person is not None}


def post(
    legs: Sequence[Leg],
    *,
    key: str,
    value_on: date,
    words: str,
    by: SignIn | None,
    on: date,
    about: UUID | None,
    outside: bool = False,
) -> list[UUID]:
    """Write money down: one transfer a leg, all of one journal, or none.

    `key` names what is posted: the same key with the same legs, day and words gives the transfers
    written the first time and writes nothing; with anything else it raises KeyTaken. `by` is None
    only for the system itself, `about` is the person concerned, `outside` as `Posting` says.
    Raises Refused without legs or words, BelowFloor when more is taken than is left, PeriodClosed
    for a day whose period is closed, NotAllowed for somebody not in finance, NotFound when `by` may
    not know the person.
    """
    made = Posting(tuple(legs), key, value_on, words.strip(), about, outside)
    return _post(made, by=by, on=on)


def post_many(postings: Sequence[Posting], *, by: SignIn | None, on: date) -> dict[str, list[UUID]]:
    """Write down a run of thousands in one statement, all or none; key -> its transfers.

    Each is as in `post`, and what was written before under the same key is found, not repeated.
    Facts are recorded without words, so that a run of a whole council takes seconds.
    """
    _check(by, {one.about for one in postings if one.about is not None})
    if len({one.key for one in postings}) != len(postings):
        raise ValueError("A run names each posting by a key of its own.")
    if not postings:
        return {}
    rows = {one.key: _rows(one, by) for one in postings}
    try:
        with transaction.atomic():
            new = _written([row for some in rows.values() for row in some], by)
            facts.record_many(
                POSTED,
                (
                    (on, one.about, rows[one.key][0].journal_id)
                    for one in postings
                    if rows[one.key][0].pk in new
                ),
                by=by,
            )
    except DatabaseError as error:
        if refused := _in_words(error):
            raise refused from error
        raise
    return {key: [row.pk for row in some] for key, some in rows.items()}


def reverse(
    journal_id: UUID,
    *,
    reason: str,
    value_on: date,
    by: SignIn | None,
    on: date,
    outside: bool = False,
) -> list[UUID]:
    """Put a posting right by the same transfers the other way; the first ones stay.

    Twice with the same reason and day changes nothing. Raises Refused without a reason, when it was
    put right already and when it is itself a correction; NotFound when there is none or `by` may
    not know whom it concerns; and as `post`.
    """
    if not reason.strip():
        raise Refused("Say why this is put right.")
    rows = list(
        Transfer.objects.filter(journal_id=journal_id)
        .select_related("debit", "credit")
        .order_by("posted_at", "key")
    )
    if not rows:
        raise NotFound("There is no such posting, or it is not yours to open.")
    if any(row.reverses_id for row in rows):
        raise Refused("This is itself a correction. Post what is right instead.")
    concerned = {row.debit.person_id or row.credit.person_id for row in rows} - {None}
    made = Posting(
        legs=tuple(Leg(debit=row.credit_id, credit=row.debit_id, pence=row.pence) for row in rows),
        key=f"reversal:{journal_id}",
        value_on=value_on,
        words=f"Put right: {reason.strip()}"[:200],
        about=min(concerned, key=str) if concerned else None,
        outside=outside,
        reverses=tuple(row.pk for row in rows),
    )
    try:
        return _post(made, by=by, on=on)
    except KeyTaken:
        raise Refused("This was put right before, for another reason or day.") from None


def close_period(through: date, *, reasons: str, by: SignIn, on: date) -> UUID:
    """Close every day up to `through`: nothing more is posted for them, and balances are carried.

    Raises Refused without reasons, for a day that is not over, and when it is closed already;
    NotAllowed for somebody not in finance.
    """
    if not permissions.CLOSE.allows(by):
        raise NotAllowed(permissions.CLOSE.refusal())
    if not reasons.strip():
        raise Refused("Say why the period is closed.")
    if through >= on:
        raise Refused("Only days that are over can be closed.")
    try:
        with transaction.atomic():
            made = Closing.objects.create(through=through, closed_by=by, reasons=reasons.strip())
            facts.record(
                CLOSED,
                of=made.pk,
                by=by,
                on=on,
                words=f"Closed through {in_words(through)}. {reasons.strip()}",
                after={"through": through},
            )
    except DatabaseError as error:
        if _number(error) != IN_CLOSED_PERIOD:
            raise
        raise PeriodClosed(_closed()) from error
    return made.pk


def _post(posting: Posting, *, by: SignIn | None, on: date) -> list[UUID]:
    _check(by, {posting.about} - {None})
    rows = _rows(posting, by)
    # One leg is one statement, whole by itself; a transaction around it would cost more than it.
    alone = len(rows) == 1 and not connection.in_atomic_block
    try:
        with nullcontext() if alone else transaction.atomic():
            new = facts.record_if_written(
                POSTED,
                f"{_WRITE} RETURNING id",
                _columns(rows, by),
                about=posting.about,
                of=rows[0].journal_id,
                by=by,
                on=on,
                words=f"{posting.words}, {pounds(posting.pence)}",
                after={"key": posting.key, "pence": posting.pence, "value_on": posting.value_on},
            )
            if new != len(rows):
                _found(rows)
    except DatabaseError as error:
        if refused := _in_words(error):
            raise refused from error
        raise
    return [row.pk for row in rows]


def _check(by: SignIn | None, about: Collection[UUID | None]) -> None:
    """Raises NotAllowed for somebody not in finance, NotFound for people they may not know."""
    if by is None:
        return
    if not permissions.POST.allows(by):
        raise NotAllowed(permissions.POST.refusal())
    if len(about) > 1:
        if set(about) - set(people.ids_visible(by=by)):
            raise NotFound("Somebody in this run is not yours to open.")
        return
    for one in about:
        if one is not None:
            people.check_may_read(one, by=by)


def _rows(posting: Posting, by: SignIn | None) -> list[Transfer]:
    journal = uuid.uuid4()
    turned: Iterable[UUID | None] = posting.reverses or [None] * len(posting.legs)
    keys = keys_of(posting.key, len(posting.legs))
    return [
        Transfer(
            journal_id=journal,
            debit_id=leg.debit,
            credit_id=leg.credit,
            pence=leg.pence,
            key=key,
            value_on=posting.value_on,
            posted_by=by,
            words=posting.words,
            outside=posting.outside,
            reverses_id=reverses,
        )
        for leg, key, reverses in zip(posting.legs, keys, turned, strict=True)
    ]


def _written(rows: list[Transfer], by: SignIn | None) -> set[UUID]:
    """Write the rows whose keys are new, and return their ids.

    The others take the ids of what was written before. Raises KeyTaken when that was something
    else, so that the caller's transaction undoes the rest.
    """
    # Django's own cursors send values as part of the statement, which nothing can plan ahead.
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(_WRITE.encode(), _columns(rows, by), prepare=True)
        new = cursor.rowcount
    return {row.pk for row in rows} if new == len(rows) else _found(rows)


def _found(rows: list[Transfer]) -> set[UUID]:
    """The ids of those that are new, where not all were; the others take theirs from before."""
    earlier = _earlier(rows)
    fresh: dict[UUID, bool] = {}  # of each journal: whether it is new
    written = set[UUID]()
    for row in rows:
        was = earlier.get(row.key)
        is_new = was is not None and was.pk == row.pk
        if was is None or fresh.setdefault(row.journal_id, is_new) != is_new:
            raise _taken(row.key)
        if is_new:
            written.add(row.pk)
        elif _content(was) != _content(row):
            raise _taken(row.key)
        row.pk, row.journal_id = was.pk, was.journal_id
    return written


def _earlier(rows: list[Transfer]) -> Mapping[str, Transfer]:
    """What stands under these keys. A posting of more legs than before, or fewer, is another."""
    found = {one.key: one for one in Transfer.objects.filter(key__in=[row.key for row in rows])}
    held = Transfer.objects.filter(journal_id__in={one.journal_id for one in found.values()})
    for one in held:
        if one.key not in found:
            raise _taken(one.key)
    return found


def _taken(key: str) -> KeyTaken:
    return KeyTaken(f"Something else was written down under {key} before. Nothing is changed.")


def _columns(rows: list[Transfer], by: SignIn | None) -> list[Any]:
    """The values of `_WRITE`: who posts, and each column of the rows."""
    return [
        by.pk if by else None,
        [row.pk for row in rows],
        [row.journal_id for row in rows],
        [row.debit_id for row in rows],
        [row.credit_id for row in rows],
        [row.pence for row in rows],
        [row.key for row in rows],
        [row.value_on for row in rows],
        [row.words for row in rows],
        [row.outside for row in rows],
        [row.reverses_id for row in rows],
    ]


def _content(row: Transfer) -> tuple[object, ...]:
    return (
        row.debit_id,
        row.credit_id,
        row.pence,
        row.key,
        row.value_on,
        row.words,
        row.outside,
        row.reverses_id,
    )


def _number(error: BaseException) -> str:
    return str(getattr(error.__cause__, "sqlstate", "") or "")


def _in_words(error: DatabaseError) -> Refused | None:
    """What the database refused, in words; None when it is no rule of the ledger."""
    number = _number(error)
    if number == IN_CLOSED_PERIOD:
        return PeriodClosed(_closed())
    if number == BELOW_FLOOR:
        return BelowFloor("There is not enough left for this. Nothing is changed.")
    if number in (NO_MIRROR, TWICE) and "revers" in str(error):
        return Refused("This was put right before. Nothing is changed.")
    return None


def _closed() -> str:
    through = queries.closed_through()
    return (
        f"The period up to {in_words(through)} is closed. Write it down for a later day."
        if through
        else "That period is closed. Write it down for a later day."
    )
