"""Guessing leads nowhere: ten thousand guesses open nothing, no answer tells who signs in."""

from datetime import timedelta
from typing import Any

import making
import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client

from ownway.config.clock import instant
from ownway.foundation.access import operations, tasks
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import Invitation, Tries
from ownway.foundation.access.operations import TooManyTries
from ownway.foundation.keys import seal_text

pytestmark = pytest.mark.django_db
PASSWORD = "seven-quiet-herons-9"


def looked_at(
    count: int, *, every: timedelta, account: str = "nell@example.org", **more: Any
) -> int:
    """How many of so many guesses would be looked at at all."""
    at, taken = instant(), 0
    for number in range(count):
        origin = more.get("origin") or f"203.0.113.{number % 250}"
        try:
            operations.begin_try(account, origin=origin, at=at + number * every)
        except TooManyTries:
            continue
        operations.try_failed(origin=origin, at=at + number * every)
        taken += 1
    return taken


@pytest.mark.slow
def test_of_ten_thousand_guesses_in_twenty_minutes_six_are_looked_at() -> None:
    assert looked_at(10_000, every=timedelta(milliseconds=120)) == 6


def test_after_five_each_further_guess_costs_fifteen_minutes() -> None:
    assert looked_at(5 + 60, every=timedelta(minutes=5)) == 5 + 20


def test_many_accounts_from_one_place_slow_down_that_place() -> None:
    at, taken = instant(), 0
    for number in range(150):
        try:
            operations.begin_try(f"someone{number}@example.org", origin="203.0.113.9", at=at)
            operations.try_failed(origin="203.0.113.9", at=at)
            taken += 1
        except TooManyTries:
            continue

    assert taken == 100
    operations.begin_try("someone1@example.org", origin="203.0.113.10", at=at)


def test_a_right_try_forgets_the_wrong_ones() -> None:
    assert looked_at(4, every=timedelta(0)) == 4
    operations.try_worked("Nell@example.org ")

    assert looked_at(5, every=timedelta(0)) == 5


def test_tries_are_forgotten_after_a_day() -> None:
    looked_at(4, every=timedelta(0))
    at = instant() + timedelta(days=1, minutes=1)

    operations.begin_try("nell@example.org", origin="203.0.113.1", at=at)

    row = Tries.objects.get(failed=1, last_at=at)
    assert row.wait_until is None


def test_the_table_of_tries_names_nobody(client: Client) -> None:
    client.post("/sign-in/", {"email": "nell@example.org", "password": "wrong"})

    told = " ".join(Tries.objects.values_list("digest", flat=True))
    assert Tries.objects.count() == 2
    assert "nell" not in told
    assert "127.0.0.1" not in told


def answers(client: Client, email: str, tries: int = 7) -> list[tuple[int, str]]:
    got = [client.post("/sign-in/", {"email": email, "password": "wrong"}) for _ in range(tries)]
    return [(one.status_code, one.content.decode().replace(email, "…")) for one in got]


def without_tokens(told: list[tuple[int, str]]) -> list[tuple[int, list[str]]]:
    return [
        (status, [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line])
        for status, page in told
    ]


def test_known_unknown_closed_and_unset_get_the_same_answers_in_the_same_order() -> None:
    closed = making.staff(Role.FINANCE, password=PASSWORD)
    operations.close_sign_in(closed.email)
    known = making.staff(Role.FINANCE, password=PASSWORD)
    unset = making.staff(Role.FINANCE)
    told = [
        without_tokens(answers(Client(), one))
        for one in (known.email, "nobody@example.org", closed.email, unset.email)
    ]

    assert [status for status, _ in told[0]] == [422] * 5 + [429] * 2
    assert told[1:] == [told[0]] * 3


def test_as_many_hashes_are_worked_out_for_whoever_is_typed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = making.staff(Role.FINANCE, password=PASSWORD)
    unset = making.staff(Role.FINANCE)
    worked: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        worked.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    found = {}
    for email in (known.email, unset.email, "nobody@example.org"):
        worked.clear()
        client.post("/sign-in/", {"email": email, "password": "wrong"})
        found[email] = len(worked)

    assert found == {known.email: 1, unset.email: 1, "nobody@example.org": 1}


def test_asking_for_a_new_password_tells_nothing_and_looks_nothing_up(
    client: Client, settings: Any
) -> None:
    settings.OWNWAY_MAIL_SERVER = "mail.example.org:587"
    known = making.staff(Role.FINANCE, password=PASSWORD).email
    told = []
    for email in (known, "nobody@example.org"):
        answer = client.post("/forgotten/", {"email": email})
        told.append((answer.status_code, answer["Location"]))

    assert told == [(302, "/forgotten/sent/")] * 2
    assert Invitation.objects.count() == 0


def test_a_forgotten_password_is_set_once_by_the_link_that_was_sent(client: Client) -> None:
    who = making.staff(Role.FINANCE, password=PASSWORD)
    found = [
        tasks.send_forgotten(seal_text(email), "http://testserver")
        for email in (who.email, "nobody@example.org")
    ]
    link = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))

    first = client.post(link, {"password": "nine-calm-otters-4", "link": link.partition("=")[2]})
    again = Client().get(link)

    assert (found, len(mail.outbox), mail.outbox[0].to) == ([True, False], 1, [who.email])
    assert (first.status_code, again.status_code) == (302, 404)
    who.refresh_from_db()
    assert who.check_password("nine-calm-otters-4")


def test_a_new_password_does_not_pass_by_the_second_factor(client: Client) -> None:
    from ownway.foundation.access.models import OneTimeSecret

    who = making.staff(Role.COMMISSIONER, password=PASSWORD)
    operations.begin_app(who)
    OneTimeSecret.objects.update(confirmed_at=instant())
    made = operations.forgotten(who.email, at=instant())
    assert made is not None

    answer = client.post(made.address, {"password": "nine-calm-otters-4", "link": made.link})

    assert answer["Location"] == "/sign-in/second/"
    assert client.get("/commissioning/").status_code == 302


def test_where_no_mail_leaves_the_page_says_so_and_what_to_do(
    client: Client, settings: Any
) -> None:
    settings.OWNWAY_MAIL_SERVER = ""
    answer = client.get("/forgotten/")
    page = answer.content.decode()
    assert (answer.status_code, "no such page" in page, "<form" in page) == (200, False, False)
    assert "switched off here" in page
    assert "invite you again" in page


def test_the_page_for_a_missing_factor_says_why_it_leads_back(client: Client) -> None:
    client.force_login(making.own_sign_in(making.person()))
    page = client.get("/how-i-sign-in/second-factor/", follow=True).content.decode()
    assert "You need no more to sign in than what stands here." in page
