"""The council's own sign-in vouches for somebody we invited, and for nobody else; an answer counts
only when its issuer signed it, for us, now, for this browser."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import making
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from jwt.algorithms import RSAAlgorithm

from ownway.config.clock import instant
from ownway.foundation.access import operations
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn

pytestmark = pytest.mark.django_db
CLIENT = "ownway-at-marlshire"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Issuer(ThreadingHTTPServer):
    """A small issuer on this machine. `claims` and the rest are what a test bends."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.signs_with, self.alg, self.described_as = KEY, "RS256", self.url
        self.claims: dict[str, Any] = {}
        self.challenge = ""
        self.posted: dict[str, str] = {}

    def token(self) -> str:
        if self.alg == "none":
            return jwt.encode(self.claims, "", algorithm="none", headers={"kid": "one"})
        return jwt.encode(self.claims, self.signs_with, algorithm="RS256", headers={"kid": "one"})


class Answers(BaseHTTPRequestHandler):
    server: Issuer

    def do_GET(self) -> None:
        if self.path == "/keys":
            key = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
            self._say({"keys": [key | {"kid": "one", "alg": "RS256", "use": "sig"}]})
        else:
            at = self.server.url
            self._say(
                {
                    "issuer": self.server.described_as,
                    "authorization_endpoint": f"{at}/authorize",
                    "token_endpoint": f"{at}/token",
                    "jwks_uri": f"{at}/keys",
                }
            )

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        said = {name: many[0] for name, many in parse_qs(body).items()}
        self.server.posted = said
        digest = hashlib.sha256(said["code_verifier"].encode()).digest()
        fits = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.server.challenge
        self._say({"id_token": self.server.token()} if fits else {}, status=200 if fits else 400)

    def _say(self, said: dict[str, Any], status: int = 200) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, *_: Any) -> None:
        return


@pytest.fixture
def issuer(settings: Any) -> Iterator[Issuer]:
    made = Issuer()
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    settings.OWNWAY_OIDC_ISSUER = made.url
    settings.OWNWAY_OIDC_CLIENT_ID = CLIENT
    settings.OWNWAY_OIDC_CLIENT_SECRET = "between us"
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def invited(email: str = "nell@example.org") -> SignIn:
    who = making.staff(Role.COMMISSIONER, email=email)
    operations.invite(who, by=None, on=making.DAY, at=instant())
    return who


def come_back(
    client: Client, issuer: Issuer, *, state: str | None = None, iss: str = "", **bent: Any
) -> Any:
    """Go to the issuer and come back; `bent` are claims that differ, None to leave one out."""
    asked = client.get("/sign-in/council/?next=/how-i-sign-in/")
    said = {name: many[0] for name, many in parse_qs(urlsplit(asked["Location"]).query).items()}
    issuer.challenge = said["code_challenge"]
    now = int(time.time())
    claims = {
        "iss": issuer.url,
        "sub": "7f3a",
        "aud": CLIENT,
        "iat": now,
        "exp": now + 300,
        "auth_time": now,
        "nonce": said["nonce"],
        "email": "nell@example.org",
        "email_verified": True,
    } | bent
    issuer.claims = {name: value for name, value in claims.items() if value is not None}
    answer = {"code": "once", "state": said["state"] if state is None else state}
    return client.get("/sign-in/council/back/", answer | ({"iss": iss} if iss else {}))


def inside(client: Client) -> bool:
    return client.get("/how-i-sign-in/").status_code == 200


def test_somebody_invited_comes_in_and_is_known_by_subject_from_then_on(issuer: Issuer) -> None:
    who = invited()
    first, later = Client(), Client()

    answer = come_back(first, issuer)
    come_back(later, issuer, email="married@example.org")

    who.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, "/how-i-sign-in/")
    assert (inside(first), inside(later)) == (True, True)
    assert who.council_subject == f"{issuer.url} 7f3a"
    assert issuer.posted["client_secret"] == "between us"


@pytest.mark.parametrize(
    "bent",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://elsewhere.example"},
        {"aud": "another-client"},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"exp": 1_700_000_000},
        {"iat": 4_000_000_000},
        {"sub": None},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": "stranger@example.org"},
    ],
    ids=str,
)
def test_what_does_not_fit_opens_nothing(issuer: Issuer, bent: dict[str, Any]) -> None:
    who, client = invited(), Client()

    answer = come_back(client, issuer, **bent)

    who.refresh_from_db()
    assert (answer["Location"], inside(client), who.council_subject) == ("/sign-in/", False, None)


@pytest.mark.parametrize("fault", ["state", "no state", "issuer", "key", "none", "described"])
def test_an_answer_that_was_made_up_opens_nothing(issuer: Issuer, fault: str) -> None:
    invited()
    client = Client()
    if fault == "key":
        issuer.signs_with = OTHER_KEY
    if fault == "none":
        issuer.alg = "none"
    if fault == "described":
        client.get("/sign-in/council/")
        issuer.described_as = "https://elsewhere.example"
        answer = client.get("/sign-in/council/back/", {"code": "x", "state": "y"})
    else:
        answer = come_back(
            client,
            issuer,
            state={"state": "guessed", "no state": ""}.get(fault),
            iss="https://elsewhere.example" if fault == "issuer" else "",
        )

    assert (answer["Location"], inside(client)) == ("/sign-in/", False)


def test_an_answer_counts_once(issuer: Issuer) -> None:
    invited()
    client = Client()
    come_back(client, issuer)
    client.post("/sign-out/")

    again = client.get("/sign-in/council/back/", {"code": "once", "state": "any"})

    assert (again["Location"], inside(client)) == ("/sign-in/", False)


def test_an_account_nobody_invited_is_not_taken_over_by_its_address(issuer: Issuer) -> None:
    who = making.staff(Role.COMMISSIONER, email="nell@example.org", password="seven-quiet-herons-9")
    client = Client()

    come_back(client, issuer)

    who.refresh_from_db()
    assert (inside(client), who.council_subject, SignIn.objects.count()) == (False, None, 1)


def test_a_closed_sign_in_stays_closed(issuer: Issuer) -> None:
    who = invited()
    come_back(Client(), issuer)
    operations.close_sign_in(who.email)
    client = Client()

    come_back(client, issuer)

    assert not inside(client)


@pytest.mark.parametrize(
    ("amr", "led"), [(["pwd"], "/how-i-sign-in/second-factor/"), (["pwd", "mfa"], "")]
)
def test_the_councils_second_factor_counts_where_that_is_set(
    issuer: Issuer, settings: Any, amr: list[str], led: str
) -> None:
    settings.OWNWAY_SECOND_FACTOR = "required"
    settings.OWNWAY_OIDC_SECOND_FACTOR = ["amr:mfa"]
    invited()
    client = Client()

    come_back(client, issuer, amr=amr)

    assert client.get("/commissioning/").get("Location", "") == led


def test_an_issuer_that_does_not_answer_leaves_the_page_of_signing_in(settings: Any) -> None:
    settings.OWNWAY_OIDC_ISSUER = "http://127.0.0.1:9"
    settings.OWNWAY_OIDC_CLIENT_ID = CLIENT

    page = Client().get("/sign-in/council/", follow=True)

    assert "did not give an answer that we can trust" in page.content.decode()


@pytest.mark.parametrize(
    ("came_from", "leads_to_the_issuer"),
    [("same-origin", True), ("none", True), ("cross-site", False), ("same-site", False)],
)
def test_a_link_from_elsewhere_begins_no_sign_in(
    issuer: Issuer, came_from: str, leads_to_the_issuer: bool
) -> None:
    answer = Client().get("/sign-in/council/", headers={"Sec-Fetch-Site": came_from})

    assert answer["Location"].startswith(issuer.url) is leads_to_the_issuer


def test_without_an_issuer_there_is_no_such_way_in() -> None:
    assert Client().get("/sign-in/council/").status_code == 404
    assert "council&#39;s own sign-in" not in Client().get("/sign-in/").content.decode()
