"""Giving the end of the chain away, so that whoever has the database cannot also shorten it.

A head is a small file: the last seal's number, its chain, the day, and a signature that anybody
can check with the public key in it. It says nothing about anybody. It goes to a folder on another
disk or share, or by e-mail; one is never written over another.
"""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from ownway.foundation.audit.domain import PUBLISHING, Head, derived
from ownway.foundation.audit.models import PublishedHead
from ownway.foundation.audit.queries.standing import end_of_chain
from ownway.foundation.keys.ring import ring
from ownway.kernel.refusal import Refused

SETTING = "OWNWAY_AUDIT_HEADS"
BEGINS = "ownway-head-"


class NotAHead(Refused):
    """A file that is not a published head, or not as it was written."""


def place_for_heads() -> str:
    """Where heads go: a folder or an e-mail address; empty when nobody has said."""
    return os.environ.get(SETTING, "").strip()


def written(head: Head) -> str:
    """A head as it is published: readable, and signed so that anybody can check it."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = ring().current
    private = Ed25519PrivateKey.from_private_bytes(derived(key.secret, PUBLISHING))
    said = {
        "what": "The end of Ownway's audit chain. Keep this file where nobody can change it.",
        **head.said(),
        "key": key.id,
        "public_key": private.public_key().public_bytes_raw().hex(),
        "signature": private.sign(head.spelt()).hex(),
    }
    return json.dumps(said, indent=1) + "\n"


def read_head(text: str, *, name: str = "this file") -> Head:
    """A published head, read back. Raises NotAHead when it is not one, or not one of ours.

    Ours is one signed with a key of the key file; a signature alone would prove nothing, since
    anybody can make a pair of keys.
    """
    try:
        said = json.loads(text)
        head = Head(int(said["seal"]), said["chain"], datetime.fromisoformat(said["sealed_at"]))
        sound = head.sealed_at.tzinfo is not None and _ours(said, head)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotAHead(f"{name} is not a published head of the audit.") from error
    if not sound:
        raise NotAHead(f"{name} is not as it was published: its signature is not ours.")
    return head


def published_heads() -> list[Head]:
    """Every head in the folder they are published to; none when they go elsewhere."""
    place = place_for_heads()
    if not place or "@" in place:
        return []
    files = sorted(Path(place).expanduser().glob(f"{BEGINS}*.json"))
    return [read_head(file.read_text(encoding="utf-8"), name=file.name) for file in files]


def publish() -> str:
    """Publish the end of the chain where the setting says; returns where it went.

    Raises Refused when nobody said where, nothing is sealed yet, or the place cannot be reached.
    The same head is not published there twice.
    """
    place, head = place_for_heads(), end_of_chain()
    if not place:
        raise Refused(f"Nobody has said where heads go. Set {SETTING} to a folder or an address.")
    if head is None:
        raise Refused("Nothing is sealed yet. The worker seals within seconds of being started.")
    if PublishedHead.objects.filter(number=head.number, where__startswith=place).exists():
        return place
    where = _by_mail(head, place) if "@" in place else _in_folder(head, Path(place).expanduser())
    PublishedHead.objects.create(number=head.number, chain=head.chain, where=where[:400])
    return where


def _in_folder(head: Head, folder: Path) -> str:
    name = f"{BEGINS}{head.sealed_at.astimezone(UTC):%Y-%m-%dT%H%M%SZ}-{head.number}.json"
    text = written(head)
    try:
        with (folder / name).open("x", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        if read_head((folder / name).read_text(encoding="utf-8"), name=name) != head:
            raise NotAHead(f"{folder / name} holds another head, and was left as it is.") from None
    except OSError as error:
        raise Refused(f"The head cannot be written to {folder} ({error.strerror}).") from error
    return str(folder / name)


def _by_mail(head: Head, address: str) -> str:
    from django.core.mail import send_mail

    day = f"{head.sealed_at.astimezone(UTC):%-d %B %Y}"
    try:
        send_mail(
            f"{settings.OWNWAY_COUNCIL}: the audit chain ended at seal {head.number} on {day}",
            "Keep this message. Put what follows in a file, and `ownway audit verify --head FILE`"
            f" shows whether anything sealed before was cut off since.\n\n{written(head)}",
            None,
            [address],
        )
    except OSError as error:
        raise Refused(f"The head cannot be sent to {address} ({error}).") from error
    return f"{address} ({day})"


def _ours(said: Mapping[str, Any], head: Head) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = ring().key(said["key"])
    public = Ed25519PrivateKey.from_private_bytes(derived(key.secret, PUBLISHING)).public_key()
    try:
        public.verify(bytes.fromhex(said["signature"]), head.spelt())
    except InvalidSignature:
        return False
    return bool(said["public_key"] == public.public_bytes_raw().hex())
