"""A passkey in software, for tests: what a device's chip does, in twenty lines.

Source    W3C, Web Authentication Level 2, sections 6.1 (authenticator data) and 6.5.2 (no
          attestation).
"""

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cbor import encode
from fido2.utils import websafe_encode

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


class SoftwareKey:
    def __init__(self, *, origin: str = "http://localhost", host: str = "localhost") -> None:
        self.origin, self.host = origin, host
        self.id = secrets.token_bytes(32)
        self.counter = 0
        self._private = ec.generate_private_key(ec.SECP256R1())

    def made(self, asked: dict[str, Any], *, flags: int = PRESENT | VERIFIED) -> str:
        """What a page sends after `navigator.credentials.create`."""
        numbers = self._private.public_key().public_numbers()
        public = encode(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        )  # COSE: EC2, ES256, P-256
        credential = b"\0" * 16 + len(self.id).to_bytes(2, "big") + self.id + public
        attested = {
            "fmt": "none",
            "attStmt": {},
            "authData": self._data(flags | WITH_KEY) + credential,
        }
        return self._spelt(
            clientDataJSON=self._said("webauthn.create", asked), attestationObject=encode(attested)
        )

    def signed(self, asked: dict[str, Any], *, flags: int = PRESENT | VERIFIED) -> str:
        """What a page sends after `navigator.credentials.get`."""
        self.counter += 1
        said, data = self._said("webauthn.get", asked), self._data(flags)
        signature = self._private.sign(
            data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256())
        )
        return self._spelt(clientDataJSON=said, authenticatorData=data, signature=signature)

    def _data(self, flags: int) -> bytes:
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _said(self, kind: str, asked: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": asked["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    def _spelt(self, **response: bytes) -> str:
        told = {name: websafe_encode(value) for name, value in response.items()}
        own = websafe_encode(self.id)
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": told})
