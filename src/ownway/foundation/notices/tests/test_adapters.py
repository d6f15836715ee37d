"""The ways out against a mail server and a GOV.UK Notify of our own: what they take has a
reference, and whatever they refuse, delay or garble is a failed try in plain words."""

import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from ownway.foundation.notices import adapters
from ownway.foundation.notices.adapters import Notify, Rendered, Smtp, Undelivered
from ownway.foundation.notices.domain import Channel, State

ID = "22222222-2222-4222-8222-222222222222"
KEY = f"test-{ID}-{ID}"
EMAIL = Rendered(
    ID, Channel.EMAIL, "ruth@example.org", "Your review", "Dear Ruth Calloway", b"Dear"
)
TEXT = Rendered(ID, Channel.TEXT, "07700900123", "Your review", "Dear Ruth", b"Dear")
LETTER = Rendered(ID, Channel.LETTER, "Ruth, 3 Tannery Row", "Your review", "Dear Ruth", b"%PDF-1")


# A mail server


class Mail(socketserver.StreamRequestHandler):
    """Speaks just enough SMTP; `server.says` gives other answers to a verb."""

    server: Any

    def handle(self) -> None:
        self.answer("220 ready")
        while line := self.rfile.readline().decode().strip():
            verb = line.partition(" ")[0].partition(":")[0].upper()
            said = self.server.says.get(verb, {"DATA": "354 go on", "QUIT": "221 bye"}.get(verb))
            if said == "hang up":
                return
            self.answer(said or "250 fine")
            if verb == "DATA" and (said or "354").startswith("354"):
                self.read_mail()
            if verb == "QUIT":
                return

    def read_mail(self) -> None:
        lines = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        self.server.got.append("\n".join(lines))
        said = self.server.says.get("END", "250 taken")
        if said == "silence":
            self.server.done.wait(5)
        else:
            self.answer(said)

    def answer(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is what some of these tests are about."""


@pytest.fixture
def mail(settings: Any) -> Iterator[Any]:
    with Server(("127.0.0.1", 0), Mail) as made:
        server: Any = made
        server.says, server.got, server.done = {}, [], threading.Event()
        threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05}).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", made.server_address[1]
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_TIMEOUT = 1
        settings.DEFAULT_FROM_EMAIL = "care@marlshire.example"
        yield server
        server.done.set()
        made.shutdown()


def test_a_mail_server_takes_it_under_the_id_of_the_notice(mail: Any) -> None:
    assert Smtp().send(EMAIL) == f"<{ID}@notices.marlshire.example>"
    (got,) = mail.got
    assert f"Message-ID: <{ID}@notices.marlshire.example>" in got
    assert "To: ruth@example.org" in got
    assert got.endswith("Dear Ruth Calloway")


@pytest.mark.parametrize(
    ("verb", "answer", "words", "later"),
    [
        ("RCPT", "550 no such mailbox", "does not take mail for this address (550)", False),
        ("RCPT", "450 try later", "does not take mail for this address (450)", True),
        ("MAIL", "530 log in first", "did not take it (530)", True),
        ("END", "554 looks like spam", "did not take it (554)", False),
        ("END", "451 busy", "did not take it (451)", True),
        ("DATA", "hang up", "stopped in between (SMTPServerDisconnected)", True),
        ("EHLO", "gar bage", "stopped in between", True),
        ("END", "silence", "stopped in between", True),
    ],
)
def test_what_a_mail_server_does_not_take(
    mail: Any, verb: str, answer: str, words: str, later: bool
) -> None:
    mail.says[verb] = answer
    if verb == "EHLO":
        mail.says["HELO"] = "hang up"
    told = refused(lambda: Smtp().send(EMAIL))
    assert words in str(told)
    assert told.later is later


def test_nobody_at_the_mail_servers_door(mail: Any, settings: Any) -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), Mail) as gone:
        settings.EMAIL_PORT = gone.server_address[1]
    told = refused(lambda: Smtp().send(EMAIL))
    assert str(told).startswith("The mail server cannot be reached")
    assert told.later


@pytest.mark.parametrize("to", ["ruth@example.org\nBcc: all@example.org", "not an address at all"])
def test_an_address_that_mail_cannot_go_to(mail: Any, to: str) -> None:
    mail.says["RCPT"] = "553 not an address"
    wrong = Rendered(ID, Channel.EMAIL, to, "Your review", "Dear", b"Dear")
    told = refused(lambda: Smtp().send(wrong))
    assert told.later is False
    assert mail.got == []


# GOV.UK Notify


class Fake(BaseHTTPRequestHandler):
    """Answers as `server.says` tells: a status and a body; keeps what it was asked."""

    server: Any

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.got.append((self.path, json.loads(self.rfile.read(length))))
        self.answer(*self.server.says)

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        self.server.got.append((self.path, asked))
        if self.server.pages is None:
            self.answer(*self.server.says)
            return
        kept = self.server.pages
        if "reference" in asked:
            kept = [one for one in kept if one["reference"] == asked["reference"][0]]
        if "older_than" in asked:
            ids = [one["id"] for one in kept]
            kept = kept[ids.index(asked["older_than"][0]) + 1 :]
        self.answer(200, json.dumps({"notifications": kept[:2], "links": {}}))

    def answer(self, status: int, body: str) -> None:
        if status == 0:
            self.server.done.wait(5)
            return
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *said: Any) -> None:
        """Quiet."""


class Web(HTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is what some of these tests are about."""


@pytest.fixture
def notify_at(settings: Any) -> Iterator[Any]:
    settings.OWNWAY_NOTIFY_EMAIL_TEMPLATE = settings.OWNWAY_NOTIFY_TEXT_TEMPLATE = ID
    with Web(("127.0.0.1", 0), Fake) as made:
        server: Any = made
        server.says, server.got = (201, json.dumps({"id": "theirs-1"})), []
        server.pages, server.done = None, threading.Event()
        server.url = f"http://127.0.0.1:{made.server_address[1]}"
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.done.set()
        made.shutdown()


@pytest.mark.parametrize("said", [EMAIL, TEXT, LETTER])
def test_notify_takes_it_under_the_id_of_the_notice(notify_at: Any, said: Rendered) -> None:
    assert Notify(KEY, notify_at.url).send(said) == "theirs-1"
    ((path, body),) = notify_at.got
    kind = {Channel.EMAIL: "email", Channel.TEXT: "sms", Channel.LETTER: "letter"}[said.channel]
    assert (path, body["reference"]) == (f"/v2/notifications/{kind}", ID)


def test_a_letter_is_handed_on_as_our_own_bytes(notify_at: Any) -> None:
    Notify(KEY, notify_at.url).send(LETTER)
    assert notify_at.got[0][1] == {"reference": ID, "content": "JVBERi0x"}


@pytest.mark.parametrize(
    ("status", "body", "words", "later", "unclear"),
    [
        (400, '{"errors": [{"message": "Ruth"}]}', "did not take it (400)", False, False),
        (403, '{"errors": []}', "does not take our key (403)", False, False),
        (429, "{}", "did not take it (429)", True, False),
        (500, "{}", "did not take it (500)", True, True),
        (503, "busy", "did not take it (503)", True, True),
        (201, "<html>garbage", "answered something that is no answer", True, True),
        (201, '{"other": 1}', "answered something that is no answer", True, True),
        (204, "", "answered something that is no answer", True, True),
        (0, "", "cannot be reached, or did not answer in time", True, True),
    ],
)
@pytest.mark.parametrize("said", [EMAIL, LETTER])
def test_what_notify_does_not_take(
    notify_at: Any,
    said: Rendered,
    status: int,
    body: str,
    words: str,
    later: bool,
    unclear: bool,
) -> None:
    notify_at.says = (status, body)
    told = refused(lambda: Notify(KEY, notify_at.url, seconds=1).send(said))
    assert words in str(told)
    assert (told.later, told.unclear) == (later, unclear)


def test_nobody_at_notifys_door() -> None:
    with Web(("127.0.0.1", 0), Fake) as gone:
        url = f"http://127.0.0.1:{gone.server_address[1]}"
    told = refused(lambda: Notify(KEY, url, seconds=1).send(TEXT))
    assert "cannot be reached" in str(told)


def test_what_notify_knows_already_is_found_by_our_key(notify_at: Any) -> None:
    way = Notify(KEY, notify_at.url)
    notify_at.pages = [{"id": "theirs-7", "reference": ID, "status": "sending"}]
    assert (way.known(ID), way.known("another")) == ("theirs-7", "")


def test_every_page_of_what_notify_holds_is_read(notify_at: Any) -> None:
    notify_at.pages = [
        {"id": f"theirs-{number}", "reference": None, "status": "sending"} for number in range(5)
    ]
    found = list(Notify(KEY, notify_at.url).states())
    assert [reference for _, reference, _ in found] == [f"theirs-{number}" for number in range(5)]


@pytest.mark.parametrize("key", ["", "short", "\n"])
def test_a_key_that_is_not_whole_is_told(settings: Any, tmp_path: Path, key: str) -> None:
    settings.OWNWAY_NOTIFY_KEY_FILE = str(tmp_path / "key")
    (tmp_path / "key").write_text(key)
    settings.DEMO = False
    told = refused(lambda: adapters.adapter_for(Channel.EMAIL))
    assert str(told) == "The key of GOV.UK Notify is not whole."
    assert told.later


def test_a_key_file_that_is_not_there_is_told(settings: Any, tmp_path: Path) -> None:
    settings.OWNWAY_NOTIFY_KEY_FILE = str(tmp_path / "none")
    settings.DEMO = False
    told = refused(lambda: adapters.adapter_for(Channel.LETTER))
    assert str(told) == "The file with the key of GOV.UK Notify cannot be read."


def test_without_a_way_out_it_says_so(settings: Any) -> None:
    settings.OWNWAY_NOTIFY_KEY_FILE = settings.OWNWAY_MAIL_SERVER = ""
    settings.DEMO = False
    assert adapters.adapter_for(Channel.LETTER) is None
    assert "by email is set up" in str(refused(lambda: adapters.adapter_for(Channel.EMAIL)))


def test_what_notify_says_ends_in_a_state_of_ours() -> None:
    states = {word: state for word, (state, _) in adapters.NOTIFY_SAYS.items()}
    assert states["delivered"] is State.DELIVERED
    assert states["permanent-failure"] is State.RETURNED
    assert set(states.values()) == {State.DELIVERED, State.RETURNED, State.FAILED}


def refused(act: Callable[[], object]) -> Undelivered:
    """What it says; never a word of whom it was for."""
    with pytest.raises(Undelivered) as told:
        act()
    assert "Ruth" not in str(told.value)
    return told.value
