"""The council's own sign-in, by OpenID Connect: what to ask, and whether the answer is true.

Authorization code with PKCE, state and nonce. An identity token counts only when the issuer's
published key signed it, for us, just now, in answer to what this browser asked. Knows no rows.

Source    OpenID Connect Core 1.0, section 3.1.3.7 (which checks); RFC 7636 (PKCE); RFC 9207 (`iss`
          in the answer); OpenID Connect Discovery 1.0.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from ownway.kernel.refusal import Refused

SECONDS = 10  # for the issuer to answer
CLOCKS_DIFFER = 60  # seconds
ALGORITHMS = ["RS256", "PS256", "ES256"]


class CouncilSignInFailed(Refused):
    """The council's sign-in did not answer, or what it answered is not to be trusted."""

    def __init__(self) -> None:
        super().__init__(
            "The council's sign-in did not give an answer that we can trust. Try once more; if it "
            "happens again, tell whoever looks after sign-ins."
        )


@dataclass(frozen=True, slots=True)
class Client:
    """Who we are to the issuer."""

    issuer: str
    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What this browser's question can be known by; kept in its session until the answer."""

    state: str
    nonce: str
    verifier: str

    def to_session(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Known:
    """Whom the issuer vouches for. `email` is empty unless the issuer verified it."""

    subject: str
    email: str
    strong: bool
    auth_time: float


def question(client: Client, *, back: str, again: bool) -> tuple[str, Asked]:
    """The address to send a browser to, and what to remember. `again` asks for a new proof.

    Raises CouncilSignInFailed.
    """
    asked = Asked(*(secrets.token_urlsafe(32) for _ in range(3)))
    challenge = hashlib.sha256(asked.verifier.encode()).digest()
    said = {
        "response_type": "code",
        "scope": "openid email",
        "client_id": client.client_id,
        "redirect_uri": back,
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    if again:
        said |= {"prompt": "login", "max_age": "0"}
    return f"{_found(client)['authorization_endpoint']}?{urlencode(said)}", asked


def answered(
    client: Client,
    said: Mapping[str, str],
    *,
    asked: Mapping[str, str],
    back: str,
    strong: Sequence[str],
) -> Known:
    """Whom the issuer vouches for, by the answer a browser brought back.

    `strong` are claims that mean a second factor, like "amr:mfa". Raises CouncilSignInFailed.
    """
    state = asked.get("state", "")
    if not state or not secrets.compare_digest(state.encode(), said.get("state", "").encode()):
        raise CouncilSignInFailed
    if said.get("iss", client.issuer).rstrip("/") != client.issuer or not said.get("code"):
        raise CouncilSignInFailed
    endpoints = _found(client)
    token = _posted(
        endpoints["token_endpoint"],
        {
            "grant_type": "authorization_code",
            "code": said["code"],
            "redirect_uri": back,
            "client_id": client.client_id,
            "client_secret": client.client_secret,
            "code_verifier": asked["verifier"],
        },
    ).get("id_token", "")
    claims = _claims(client, token, keys=_got(endpoints["jwks_uri"]))
    nonce = str(claims.get("nonce", ""))
    if not secrets.compare_digest(nonce.encode(), asked["nonce"].encode()):
        raise CouncilSignInFailed
    if claims.get("azp", client.client_id) != client.client_id:
        raise CouncilSignInFailed
    verified = claims.get("email_verified") is True
    return Known(
        subject=f"{client.issuer} {claims['sub']}",
        email=str(claims.get("email", "")) if verified else "",
        strong=any(_says(claims, one) for one in strong),
        auth_time=float(claims.get("auth_time", 0)),
    )


def _claims(client: Client, token: str, *, keys: Mapping[str, Any]) -> dict[str, Any]:
    import jwt

    try:
        wanted = jwt.get_unverified_header(token)
        if wanted.get("alg") not in ALGORITHMS:
            raise CouncilSignInFailed
        key = next(
            one
            for one in jwt.PyJWKSet.from_dict(dict(keys)).keys
            if one.key_id == wanted.get("kid")
        )
        said: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[str(wanted["alg"])],
            audience=client.client_id,
            leeway=CLOCKS_DIFFER,
            options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
        )
    except (jwt.PyJWTError, StopIteration, KeyError, TypeError, ValueError):
        raise CouncilSignInFailed from None
    if str(said["iss"]).rstrip("/") != client.issuer:
        raise CouncilSignInFailed
    return said


def _says(claims: Mapping[str, Any], wanted: str) -> bool:
    claim, _, value = wanted.partition(":")
    said = claims.get(claim)
    return value in said if isinstance(said, list) else said == value


def _found(client: Client) -> dict[str, str]:
    """The issuer's own description of itself. Raises CouncilSignInFailed: another's, not safe."""
    found = _got(f"{client.issuer}/.well-known/openid-configuration")
    wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if str(found.get("issuer", "")).rstrip("/") != client.issuer:
        raise CouncilSignInFailed
    if any(not _safe(str(found.get(name, "")), client) for name in wanted):
        raise CouncilSignInFailed
    return {name: str(found[name]) for name in wanted}


def _safe(address: str, client: Client) -> bool:
    """HTTPS, or the very host of an issuer that is on this machine (for tests and trials)."""
    local = client.issuer.startswith("http://127.0.0.1:")
    return address.startswith("https://") or (local and address.startswith(client.issuer))


def _got(address: str) -> dict[str, Any]:
    import requests

    try:
        answer = requests.get(address, timeout=SECONDS, allow_redirects=False)
        answer.raise_for_status()
        return _object(answer.json())
    except (requests.RequestException, ValueError):
        raise CouncilSignInFailed from None


def _posted(address: str, said: Mapping[str, str]) -> dict[str, Any]:
    import requests

    try:
        answer = requests.post(address, data=said, timeout=SECONDS, allow_redirects=False)
        answer.raise_for_status()
        return _object(answer.json())
    except (requests.RequestException, ValueError):
        raise CouncilSignInFailed from None


def _object(said: Any) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise ValueError("Not an object.")
    return said
