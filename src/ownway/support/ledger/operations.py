"""Writing money down: once, for ever, and only in balance."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import declare
from ownway.kernel.money import pounds
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.ledger import permissions
from ownway.support.ledger.domain import AccountKind, KeyTaken, Leg, keys_of
from ownway.support.ledger.models import Account, Transfer
from ownway.support.people import queries as people

POSTED = declare("ledger.posted", "Money written down")


def account(
    kind: AccountKind,
    *,
    person_id: UUID | None = None,
    fund: str = "social care",
    name: str = "",
) -> UUID:
    """The account of this kind, opened the first time it is asked for.

    What is owed to a person has a person, every other account has none: ValueError otherwise.
    """
    if (kind == AccountKind.OWED_TO_PERSON) != (person_id is not None):
        raise ValueError("An account of what is owed names its person; no other account does.")
    which: dict[str, Any] = {"kind": kind, "fund": fund, "person_id": person_id}
    held, _ = Account.objects.get_or_create(**which, defaults={"name": name or kind.capitalize()})
    return held.pk


@transaction.atomic
def post(
    legs: Sequence[Leg],
    *,
    key: str,
    value_on: date,
    words: str,
    by: SignIn | None,
    on: date,
    about: UUID | None,
) -> list[UUID]:
    """Write money down: one transfer a leg, all of one journal, or none.

    `key` names what is posted: the same key with the same legs, day and words gives the transfers
    written the first time and writes nothing; with anything else it raises KeyTaken. `by` is None
    only for the system itself, `about` is the person concerned. Raises Refused without legs or
    words, NotAllowed for somebody not in finance, NotFound when `by` may not know the person.
    """
    if by is not None:
        if not permissions.POST.allows(by):
            raise NotAllowed(permissions.POST.refusal())
        if about is not None:
            people.check_may_read(about, by=by)
    if not legs:
        raise Refused("There is nothing to write down.")
    if not words.strip():
        raise Refused("Say what the money is for.")
    wanted = [
        Transfer(
            journal_id=uuid.uuid4(),
            debit_id=leg.debit,
            credit_id=leg.credit,
            pence=leg.pence,
            key=leg_key,
            value_on=value_on,
            posted_by=by,
            words=words.strip(),
        )
        for leg, leg_key in zip(legs, keys_of(key, len(legs)), strict=True)
    ]
    for one in wanted:
        one.journal_id = wanted[0].journal_id
    if earlier := _written(key):
        return _the_same(earlier, wanted, key)
    try:
        with transaction.atomic():
            Transfer.objects.bulk_create(wanted)
    except IntegrityError:
        earlier = _written(key)  # by somebody who wrote at the same moment
        if not earlier:
            raise
        return _the_same(earlier, wanted, key)
    total = sum(leg.pence for leg in legs)
    facts.record(
        POSTED,
        about=about,
        of=wanted[0].journal_id,
        by=by,
        on=on,
        words=f"{words.strip()}, {pounds(total)}",
        after={"key": key, "pence": total, "value_on": value_on},
    )
    return [one.pk for one in wanted]


def _written(key: str) -> list[Transfer]:
    """What this key wrote before, in the order of its legs."""
    alone = Transfer.objects.filter(key=key).first()
    if alone is not None:
        return [alone]
    first = Transfer.objects.filter(key=f"{key}:1").first()
    if first is None:
        return []
    rows = Transfer.objects.filter(journal_id=first.journal_id)
    return sorted(rows, key=lambda row: int(row.key.rpartition(":")[2]))


def _the_same(earlier: list[Transfer], wanted: list[Transfer], key: str) -> list[UUID]:
    if [_content(row) for row in earlier] != [_content(row) for row in wanted]:
        raise KeyTaken(f"Something else was written down under {key} before. Nothing is changed.")
    return [row.pk for row in earlier]


def _content(row: Transfer) -> tuple[UUID, UUID, int, str, date, str]:
    return (row.debit_id, row.credit_id, row.pence, row.key, row.value_on, row.words)
