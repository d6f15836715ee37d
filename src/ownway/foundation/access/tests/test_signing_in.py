"""Signing in: the right door for each, no hint about who exists, a wait after five tries."""

import making
import pytest
from django.test import Client, override_settings

from ownway.foundation.access import operations
from ownway.foundation.access.asking import first_page_of
from ownway.foundation.access.domain import Kind, Role
from ownway.kernel.refusal import NotFound, Refused

pytestmark = pytest.mark.django_db
PASSWORD = "seven-quiet-herons-9"


def test_signing_in_leads_to_the_door_one_works_behind(client: Client) -> None:
    making.staff(Role.PRACTITIONER, of=making.team(), password=PASSWORD)
    who = making.staff(Role.PRACTITIONER, of=making.team(), password=PASSWORD)

    answer = client.post("/sign-in/", {"email": who.email.upper(), "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/team/")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: Client) -> None:
    who = making.staff(Role.PRACTITIONER, password=PASSWORD)

    known = client.post("/sign-in/", {"email": who.email, "password": "wrong"}).content.decode()
    unknown = client.post("/sign-in/", {"email": "nobody@example.org", "password": "wrong"})

    said = "That email address and password do not go together"
    assert said in known
    assert said in unknown.content.decode()


def test_after_five_tries_one_waits_even_with_the_right_password(client: Client) -> None:
    who = making.staff(Role.PRACTITIONER, password=PASSWORD)
    for _ in range(5):
        client.post("/sign-in/", {"email": who.email, "password": "wrong"})

    answer = client.post("/sign-in/", {"email": who.email, "password": PASSWORD})

    assert answer.status_code == 429
    assert "Wait 15 minutes" in answer.content.decode()


def test_signing_in_never_leads_to_another_site(client: Client) -> None:
    who = making.staff(Role.COMMISSIONER, password=PASSWORD)

    answer = client.post(
        "/sign-in/", {"email": who.email, "password": PASSWORD, "next": "https://example.com/"}
    )

    assert answer["Location"] == "/commissioning/"


def test_a_person_comes_to_their_own_door() -> None:
    assert first_page_of(making.own_sign_in(making.person())) == "/my/"


def test_a_weak_password_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="too short"):
        making.staff(Role.FINANCE, password="short")


def test_an_address_signs_in_one_person() -> None:
    first = making.staff(Role.FINANCE)

    with pytest.raises(Refused, match="already signs in"):
        operations.add_sign_in(email=first.email.upper(), name="Another")


@override_settings(PRODUCTION=True)
def test_production_makes_no_persona() -> None:
    with pytest.raises(Refused, match="only in the demonstration"):
        making.staff(Role.FINANCE, demo_persona="A persona")


@override_settings(DEMO=False, OWNWAY_MODE="production")
def test_production_knows_no_persona(client: Client) -> None:
    operations.add_sign_in(email="old@example.org", name="Left over", demo_persona="A persona")
    someone = making.staff(Role.FINANCE)

    page = client.get("/sign-in/").content.decode()
    client.post("/sign-in/as/", {"persona": str(someone.pk)})

    assert "Left over" not in page
    assert client.get("/team/").status_code == 302


def test_one_database_serves_one_purpose() -> None:
    operations.record_installation(mode="test")
    operations.record_installation(mode="test")

    with pytest.raises(Refused, match="made for test"):
        operations.record_installation(mode="production")


def test_one_database_holds_one_council() -> None:
    operations.record_installation(mode="test")
    operations.record_council("990")
    operations.record_council("990")

    with pytest.raises(Refused, match="990"):
        operations.record_council("991")


def test_a_closed_sign_in_ends_at_once_even_for_who_is_signed_in(client: Client) -> None:
    who = making.staff(Role.COMMISSIONER, password=PASSWORD)
    client.post("/sign-in/", {"email": who.email, "password": PASSWORD})
    before = client.get("/commissioning/").status_code

    operations.close_sign_in(who.email)

    assert (before, client.get("/commissioning/").status_code) == (200, 302)
    with pytest.raises(NotFound):
        operations.close_sign_in("nobody@example.org")


@pytest.mark.parametrize("kind", [Kind.CARER, Kind.PROVIDER])
def test_whoever_nothing_is_shared_with_is_told_so(client: Client, kind: Kind) -> None:
    client.force_login(making.staff(kind=kind), backend="django.contrib.auth.backends.ModelBackend")

    page = client.get("/signed-in/", follow=True).content.decode()

    assert "Nothing is shared with you yet" in page


def test_no_copy_is_kept_of_what_somebody_saw(client: Client) -> None:
    before = client.get("/")
    client.force_login(
        making.staff(Role.COMMISSIONER), backend="django.contrib.auth.backends.ModelBackend"
    )

    assert "no-store" not in before.get("Cache-Control", "")
    assert client.get("/commissioning/")["Cache-Control"] == "no-store"


def test_what_is_searched_for_stays_out_of_the_logs(
    client: Client, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(making.practitioner(), backend="django.contrib.auth.backends.ModelBackend")

    client.get("/team/people/?find=Calloway")

    said = caplog.text + capsys.readouterr().err
    assert "GET /team/people/" in said
    assert "Calloway" not in said


@pytest.mark.parametrize("address", ["/", "/health/", "/sign-in/"])
def test_only_the_ways_to_ask_that_pages_know_are_answered(client: Client, address: str) -> None:
    ways = ("TRACE", "PUT", "DELETE", "OPTIONS", "CONNECT")

    assert client.get(address).status_code == 200
    assert [client.generic(way, address).status_code for way in ways] == [405] * 5


def test_signing_out_tells_the_browser_to_drop_what_it_kept(client: Client) -> None:
    client.force_login(
        making.staff(Role.COMMISSIONER), backend="django.contrib.auth.backends.ModelBackend"
    )

    assert client.post("/sign-out/")["Clear-Site-Data"] == '"cache", "storage"'


def test_signing_in_and_failing_to_are_logged_without_what_was_typed(
    client: Client, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    who = making.staff(Role.COMMISSIONER, email="ada@example.org", password=PASSWORD)

    client.post("/sign-in/", {"email": who.email, "password": "not this one at all"})
    client.post("/sign-in/", {"email": who.email, "password": PASSWORD})

    said = caplog.text + capsys.readouterr().err
    assert "access.try-failed" in said
    assert "access.signed-in" in said
    assert str(who.pk) in said
    assert [typed for typed in ("ada@", "not this one", PASSWORD) if typed in said] == []


def test_a_refusal_is_logged_without_its_words(
    client: Client, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    who = making.staff(Role.COMMISSIONER)
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.get("/team/sign-ins/")

    said = caplog.text + capsys.readouterr().err
    assert answer.status_code == 403
    assert "NotAllowed" in said
    assert str(who.pk) in said
    assert "administrator" not in said


def test_a_made_up_address_of_a_browser_is_not_logged_as_where_it_came_from(
    client: Client, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")

    client.get("/sign-in/", headers={"X-Forwarded-For": "203.0.113.77"})

    said = caplog.text + capsys.readouterr().err
    assert "GET /sign-in/" in said
    assert "203.0.113.77" not in said
