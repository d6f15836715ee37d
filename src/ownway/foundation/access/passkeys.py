"""Passkeys: what to ask a device, and whether its answer is true. Knows no rows.

Asked for: a key that the device can find by itself, after it checked who holds it (a finger, a
face, a PIN). So a passkey alone is something one has and something one is or knows.

Source    W3C, Web Authentication Level 2, sections 7.1 and 7.2; the checks are `fido2`'s.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ownway.kernel.refusal import Refused

if TYPE_CHECKING:
    from fido2.server import Fido2Server

REFUSED = "Your device's answer does not fit what we asked. Try once more."


@dataclass(frozen=True, slots=True)
class Site:
    """Where we are: the host that keys are bound to, and the exact origin pages come from."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Registered:
    credential_id: bytes
    credential: bytes
    counter: int


def ask_to_make(
    site: Site, *, who: UUID, email: str, name: str, known: Sequence[bytes]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a device is asked to make a passkey, and what to remember until it answers."""
    from fido2.webauthn import (
        AttestedCredentialData,
        PublicKeyCredentialUserEntity,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    asked, state = _server(site).register_begin(
        PublicKeyCredentialUserEntity(id=who.bytes, name=email, display_name=name),
        [AttestedCredentialData(one) for one in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(asked), dict(state)


def ask_to_sign(
    site: Site, *, known: Sequence[bytes] = ()
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a device is asked to sign; without `known` keys it chooses among its own."""
    from fido2.webauthn import AttestedCredentialData, UserVerificationRequirement

    asked, state = _server(site).authenticate_begin(
        [AttestedCredentialData(one) for one in known] or None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(asked), dict(state)


def registered(answer: Mapping[str, Any], *, state: Mapping[str, Any], site: Site) -> Registered:
    """The new key of an answer. Raises Refused: it does not fit what was asked."""
    try:
        made = _server(site).register_complete(state, answer)
        data = made.credential_data
    except (ValueError, KeyError, TypeError):
        raise Refused(REFUSED) from None
    if data is None:
        raise Refused(REFUSED)
    return Registered(bytes(data.credential_id), bytes(data), int(made.counter))


def signed(
    answer: Mapping[str, Any], *, credential: bytes, state: Mapping[str, Any], site: Site
) -> int:
    """The counter of a true answer by this key. Raises Refused: not its signature, or not to us."""
    from fido2.webauthn import AttestedCredentialData, AuthenticationResponse

    try:
        key = AttestedCredentialData(credential)
        _server(site).authenticate_complete(state, [key], answer)
        said = AuthenticationResponse.from_dict(answer)
    except (ValueError, KeyError, TypeError):
        raise Refused(REFUSED) from None
    return int(said.response.authenticator_data.counter)


def credential_id_of(answer: Mapping[str, Any]) -> bytes:
    """Which key says that it answered. Raises Refused: it says none."""
    from fido2.utils import websafe_decode

    try:
        return bytes(websafe_decode(answer["rawId"]))
    except (ValueError, KeyError, TypeError):
        raise Refused(REFUSED) from None


def _server(site: Site) -> "Fido2Server":
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    return Fido2Server(
        PublicKeyCredentialRpEntity(id=site.host, name="Ownway"),
        verify_origin=lambda origin: bool(origin == site.origin),
    )
