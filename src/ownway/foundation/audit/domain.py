"""The chain of seals: how each follows from the one before, and what a break in it is called.

A seal closes a batch of rows of one table. Its digest is over the rows; its chain is over the
chain before it and everything the seal says; its signature is over the chain, with a key that is
not in the database. Whoever changes a row has to change every seal since, and cannot sign them.

Source    ISO/IEC 27037 and the ICO's guidance on security ask that a record of access can be
          relied on; hash-linked batches are the method of Haber and Stornetta (1991).
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from ownway.foundation.facts.domain import declare

START = "0" * 64  # the chain before the first seal
PRINT_BYTES = 24  # a row's number (8) and half its SHA-256 (16)
NUMBER_BYTES = 8
LOWEST = 1 - 2**63  # where the range of a table's first seal begins
VERIFIED = declare("audit.verified", "The audit was verified")
READINGS_READ = declare("audit.readings-read", "Looked at who read records", reading=True)
SIGNING, PUBLISHING = b"ownway audit seal", b"ownway audit head"


class Kind(StrEnum):
    """What can be wrong, in the words a finding begins with."""

    EDITED = "edited"
    MISSING = "missing"
    ADDED = "added"
    REORDERED = "reordered"
    CUT_OFF = "cut off at the end"
    SEAL_CHANGED = "seal changed"
    SEAL_MISSING = "seal missing"
    NOT_SIGNED = "not signed by us"
    WORDS_CHANGED = "words changed"
    WORDS_MISSING = "words missing"
    UNREADABLE = "cannot be compared"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was sealed. `row_id` is None when it is not about one row."""

    kind: Kind
    words: str
    seal: int | None = None
    table: str = ""
    row_id: int | None = None

    def told(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Closed:
    """What a seal says of its batch. The ids are the range it closes, gaps included."""

    number: int
    table: str
    columns: tuple[str, ...]
    first_id: int
    last_id: int
    rows: int
    digest: str
    sealed_at: datetime

    def chained(self, before: str) -> str:
        """The chain up to and with this seal, as 64 hexadecimal digits."""
        says = [
            before, self.number, self.table, self.columns, self.first_id, self.last_id,
            self.rows, self.digest, self.sealed_at.astimezone(UTC).isoformat(),
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(says).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: enough to know a shorter or another chain from this one."""

    number: int
    chain: str
    sealed_at: datetime

    def said(self) -> dict[str, Any]:
        return {
            "seal": self.number,
            "chain": self.chain,
            "sealed_at": self.sealed_at.astimezone(UTC).isoformat(),
        }

    def spelt(self) -> bytes:
        """What is signed."""
        return json.dumps(self.said(), sort_keys=True).encode()


def derived(secret: bytes, purpose: bytes) -> bytes:
    """A key for one purpose, from which the other keys cannot be told."""
    return hmac.digest(secret, purpose, "sha256")


def signature(chain: str, secret: bytes) -> str:
    return hmac.digest(derived(secret, SIGNING), chain.encode(), "sha256").hex()


def signed(chain: str, said: str, secret: bytes) -> bool:
    return hmac.compare_digest(signature(chain, secret), said)


def prints_of(data: bytes) -> dict[int, bytes]:
    """The print of each row in a batch, by the row's number."""
    return {
        int.from_bytes(data[at : at + NUMBER_BYTES], "big", signed=True): data[
            at + NUMBER_BYTES : at + PRINT_BYTES
        ]
        for at in range(0, len(data), PRINT_BYTES)
    }


def differences(
    sealed: Mapping[int, bytes], there: Mapping[int, bytes], *, erased: frozenset[int] = frozenset()
) -> list[tuple[Kind, int]]:
    """Which rows of a batch are not as they were sealed, lowest number first.

    Rows whose prints changed places with each other are reordered; `erased` ones may be missing
    or empty.
    """
    changed = {row for row in sealed.keys() & there.keys() - erased if sealed[row] != there[row]}
    whose = {sealed[row]: row for row in changed}
    found = [(Kind.MISSING, row) for row in sealed.keys() - there.keys() - erased]
    found += [(Kind.ADDED, row) for row in there.keys() - sealed.keys()]
    found += [
        (Kind.REORDERED if whose.get(there[row]) is not None else Kind.EDITED, row)
        for row in changed
    ]
    return sorted(found, key=lambda one: one[1])
