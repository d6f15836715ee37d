"""Seal bytes so that only this installation opens them, and only where they belong.

A sealed value is: one byte of version, four of the key's id, twelve of nonce, then AES-256-GCM
over the plain bytes. The version, the key's id and `about` (which table, column and row) are
authenticated with it, so a value that was altered, cut short or copied to another row does not
open. A file has a key of its own, itself sealed this way, and its parts are sealed with their
number and whether they are the last: left out, swapped, repeated or cut-off parts do not open.

Promise   Opening returns exactly what was sealed, or raises; never something else.
Errors    CannotOpen: altered, cut short, or not from here.  KeyLost: the key is not in the file.
Source    NIST SP 800-38D (GCM); a random nonce serves 2**32 values a key, which rotation renews.
          Hoang, Reyhanitabar, Rogaway and Vizar 2015 (STREAM), for the parts of a file.
"""

import base64
import binascii
import secrets
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ownway.foundation.keys.ring import ID_BYTES, KEY_BYTES, Key, ring
from ownway.kernel.refusal import Refused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
NONCE_BYTES = 12
TAG_BYTES = 16
HEADER_BYTES = len(VERSION) + ID_BYTES
OVERHEAD = HEADER_BYTES + NONCE_BYTES + TAG_BYTES  # bytes a sealed value is longer
PART = 1_048_576  # bytes of a file sealed at a time


class CannotOpen(Refused):
    """Sealed bytes that are not what was sealed here, or not where they were."""

    def __init__(self) -> None:
        super().__init__(
            "This was sealed, and what is kept is no longer what was sealed here. "
            "Whoever looks after Ownway can bring it back from a backup."
        )


def seal(plain: bytes, *, about: str = "") -> bytes:
    """Seal bytes with the current key. `about` says where they belong, and is asked again."""
    return _seal(plain, key=ring().current, about=about)


def open_(sealed: bytes, *, about: str = "") -> bytes:
    """The bytes that were sealed for `about`. Raises CannotOpen, KeyLost."""
    key = ring().key(key_id_of(sealed))
    header, nonce = sealed[:HEADER_BYTES], sealed[HEADER_BYTES : HEADER_BYTES + NONCE_BYTES]
    return _opened(key.secret, nonce, sealed[HEADER_BYTES + NONCE_BYTES :], header + about.encode())


def seal_text(plain: str, *, about: str = "") -> str:
    """Seal words as text, for a place that takes nothing but text."""
    return base64.urlsafe_b64encode(seal(plain.encode(), about=about)).decode()


def open_text(sealed: str, *, about: str = "") -> str:
    """The words that were sealed as text. Raises CannotOpen, KeyLost."""
    return open_(bytes_of(sealed), about=about).decode()


def bytes_of(sealed: str) -> bytes:
    """The sealed bytes of sealed text. Raises CannotOpen."""
    try:
        return base64.b64decode(sealed.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise CannotOpen from None


def key_id_of(sealed: bytes) -> str:
    """Which key sealed these bytes, told without opening them. Raises CannotOpen."""
    if len(sealed) < OVERHEAD or sealed[:1] != VERSION:
        raise CannotOpen
    return sealed[1:HEADER_BYTES].hex()


def prefix_of(key_id: str) -> bytes:
    """How everything begins that this key sealed."""
    return VERSION + bytes.fromhex(key_id)


class FileSealer:
    """Seals a file part by part. `sealed_key` is kept once, beside the parts."""

    def __init__(self, *, about: str) -> None:
        secret = secrets.token_bytes(KEY_BYTES)
        self.sealed_key = seal(secret, about=about)
        self._cipher = _cipher(secret)
        self._number = 0
        self._ended = False

    def seal(self, part: bytes, *, last: bool) -> bytes:
        """Seal the next part. Every part but the last is full, and after the last comes none."""
        if self._ended:
            raise ValueError("A file ends with its last part.")
        sealed = self._cipher.encrypt(_nonce(self._number, last), part, None)
        self._number += 1
        self._ended = last
        return sealed


def sealed_parts(
    plain: Iterable[bytes], sealer: FileSealer, *, size: int = PART
) -> Iterator[bytes]:
    """The sealed parts of a file, given in stretches of any length; an empty file has one part.

    No more than two parts are in memory at once, however long the file or its stretches.
    """
    waiting = bytearray()
    for stretch in plain:
        view = memoryview(stretch)
        while len(view):
            # A full part waits until more comes: only then is it known not to be the last.
            if len(waiting) == size:
                yield sealer.seal(bytes(waiting), last=False)
                waiting.clear()
            taken = min(size - len(waiting), len(view))
            waiting += view[:taken]
            view = view[taken:]
    yield sealer.seal(bytes(waiting), last=True)


def opened_parts(sealed_key: bytes, parts: Iterable[bytes], *, about: str) -> Iterator[bytes]:
    """The plain parts of a file, in order. Raises CannotOpen at the first that is not right.

    Whether the file is whole shows with its last part, so whoever must not act on half a file
    reads to the end first.
    """
    cipher_key = open_(sealed_key, about=about)
    cipher = _cipher(cipher_key)
    before: bytes | None = None
    number = 0
    for part in parts:
        if before is not None:
            yield _opened_with(cipher, _nonce(number, last=False), before, None)
            number += 1
        before = part
    if before is None:
        raise CannotOpen
    yield _opened_with(cipher, _nonce(number, last=True), before, None)


def resealed(sealed: bytes, *, about: str) -> bytes:
    """The same value, sealed with the current key. Raises CannotOpen, KeyLost."""
    return seal(open_(sealed, about=about), about=about)


def _seal(plain: bytes, *, key: Key, about: str) -> bytes:
    header, nonce = prefix_of(key.id), secrets.token_bytes(NONCE_BYTES)
    return header + nonce + _cipher(key.secret).encrypt(nonce, plain, header + about.encode())


def _opened(secret: bytes, nonce: bytes, sealed: bytes, known: bytes) -> bytes:
    return _opened_with(_cipher(secret), nonce, sealed, known)


def _opened_with(cipher: "AESGCM", nonce: bytes, sealed: bytes, known: bytes | None) -> bytes:
    from cryptography.exceptions import InvalidTag

    try:
        return cipher.decrypt(nonce, sealed, known)
    except (InvalidTag, ValueError):  # a value too short for its tag is a ValueError
        raise CannotOpen from None


def _cipher(secret: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(secret)


def _nonce(number: int, last: bool) -> bytes:
    """Never used twice with a file's own key: parts are numbered, and one of them is the last."""
    return number.to_bytes(NONCE_BYTES - 1, "big") + (b"\x01" if last else b"\x00")
