"""A second factor: without it a password opens nothing; each proof counts once; a lost one is reset
by somebody else, with a reason, and the owner is told."""

import html
import json
import re
from datetime import timedelta
from typing import Any

import making
import pytest
from django.core import mail
from django.test import Client

from ownway.config.clock import instant
from ownway.foundation.access import one_time, operations, tasks
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import OneTimeSecret, Passkey, RecoveryCode, SignIn
from ownway.foundation.access.tests.software_key import PRESENT, SoftwareKey
from ownway.foundation.facts.models import Fact
from ownway.foundation.keys import seal_text
from ownway.kernel.refusal import NotAllowed, Refused

pytestmark = pytest.mark.django_db
PASSWORD = "seven-quiet-herons-9"
DAY = making.DAY
BACKEND = "django.contrib.auth.backends.ModelBackend"


def browser() -> Client:
    return Client(headers={"host": "localhost"})


def nell(**more: Any) -> SignIn:
    return making.staff(Role.COMMISSIONER, password=PASSWORD, **more)


def with_app(who: SignIn) -> str:
    """An app in use, whose first code lies ten minutes back; returns its secret."""
    secret = operations.begin_app(who)
    then = instant() - timedelta(minutes=10)
    first = one_time.code_at(secret, one_time.step_of(then.timestamp()))
    operations.confirm_app(who, first, on=DAY, at=then)
    return secret


def code_now(secret: str) -> str:
    return one_time.code_at(secret, one_time.step_of(instant().timestamp()))


def half_in(who: SignIn) -> Client:
    client = browser()
    answer = client.post("/sign-in/", {"email": who.email, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/second/")
    return client


def opens(client: Client, path: str = "/commissioning/") -> bool:
    return client.get(path).status_code == 200


def asked_on(page: Any) -> dict[str, Any]:
    found = re.search(r'data-asked="([^"]*)"', page.content.decode())
    assert found is not None
    said: dict[str, Any] = json.loads(html.unescape(found[1]))
    return said


def with_passkey(who: SignIn, **where: str) -> tuple[Client, SoftwareKey]:
    client, key = browser(), SoftwareKey(**where)
    client.force_login(who, backend=BACKEND)
    asked = asked_on(client.get("/how-i-sign-in/passkeys/add/"))
    answer = client.post(
        "/how-i-sign-in/passkeys/add/", {"name": "My laptop", "answer": key.made(asked)}
    )
    assert answer.status_code in (200, 302), answer.content
    return client, key


# An authenticator app


def test_an_app_is_set_up_by_its_first_code_and_recovery_codes_are_shown_once() -> None:
    client, who = browser(), nell()
    client.force_login(who, backend=BACKEND)
    page = client.get("/how-i-sign-in/app/").content.decode()
    secret = OneTimeSecret.objects.get(sign_in=who).secret

    answer = client.post("/how-i-sign-in/app/", {"code": code_now(secret)}).content.decode()

    codes = re.findall(r"<code>([a-z2-7-]+)</code>", answer)
    assert "<svg" in page
    assert " ".join(re.findall("....", secret)) in page
    assert (len(codes), RecoveryCode.objects.filter(sign_in=who).count()) == (10, 10)
    assert not RecoveryCode.objects.filter(digest__in=codes).exists()
    assert codes[0] not in client.get("/how-i-sign-in/").content.decode()


def test_a_wrong_first_code_sets_up_nothing() -> None:
    client, who = browser(), nell()
    client.force_login(who, backend=BACKEND)
    client.get("/how-i-sign-in/app/")

    answer = client.post("/how-i-sign-in/app/", {"code": "000000"})

    assert answer.status_code == 422
    assert OneTimeSecret.objects.get(sign_in=who).confirmed_at is None


def test_a_password_alone_opens_nothing_until_the_code() -> None:
    who = nell()
    secret = with_app(who)
    client = half_in(who)
    before = opens(client)

    answer = client.post("/sign-in/second/", {"code": code_now(secret)})

    assert (before, answer["Location"], opens(client)) == (False, "/commissioning/", True)


def test_a_code_is_taken_once() -> None:
    who = nell()
    secret = with_app(who)
    code = code_now(secret)
    half_in(who).post("/sign-in/second/", {"code": code})

    again = half_in(who)
    answer = again.post("/sign-in/second/", {"code": code})

    assert (answer.status_code, opens(again)) == (422, False)


def test_a_recovery_code_is_taken_once() -> None:
    who = nell()
    with_app(who)
    code = operations.make_recovery_codes(who, on=DAY)[0]

    first, again = half_in(who), half_in(who)
    first.post("/sign-in/second/", {"code": code.upper()})
    answer = again.post("/sign-in/second/", {"code": code})

    assert (opens(first), answer.status_code, opens(again)) == (True, 422, False)


def test_a_recovery_code_is_too_long_to_try_them_all_from_its_digest() -> None:
    codes = operations.make_recovery_codes(nell(), on=DAY)

    assert [len(code.replace("-", "")) for code in codes] == [24] * 10  # five bits a letter
    assert len(set(codes)) == 10


def test_new_recovery_codes_end_the_old_ones() -> None:
    who = nell()
    with_app(who)
    old = operations.make_recovery_codes(who, on=DAY)[0]
    operations.make_recovery_codes(who, on=DAY)

    with pytest.raises(Refused, match="not right"):
        operations.take_code(who, old, on=DAY, at=instant())


def test_nobody_elses_code_works() -> None:
    who, other = nell(), nell()
    with_app(who)
    code = code_now(with_app(other))

    with pytest.raises(Refused, match="not right"):
        operations.take_code(who, code, on=DAY, at=instant())


def test_after_five_codes_one_waits() -> None:
    who = nell()
    secret = with_app(who)
    client = half_in(who)
    for _ in range(5):
        client.post("/sign-in/second/", {"code": "000000"})

    answer = client.post("/sign-in/second/", {"code": code_now(secret)})

    assert (answer.status_code, opens(client)) == (429, False)


def test_being_half_in_ends_when_the_password_changes() -> None:
    who = nell()
    secret = with_app(who)
    client = half_in(who)
    operations.change_password(
        SignIn.objects.get(pk=who.pk), old=PASSWORD, new="nine-calm-otters-4", on=DAY
    )

    client.post("/sign-in/second/", {"code": code_now(secret)})

    assert not opens(client)


def test_the_secret_lies_sealed_in_the_database() -> None:
    from django.db import connection

    who = nell()
    secret = with_app(who)

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM access_onetimesecret")
        assert secret.encode() not in bytes(cursor.fetchone()[0])


# Passkeys


def test_a_passkey_is_a_second_factor() -> None:
    who = nell()
    _, key = with_passkey(who)
    client = half_in(who)
    page = client.get("/sign-in/second/")

    client.post("/sign-in/second/", {"answer": key.signed(asked_on(page))})

    assert opens(client)


def test_a_passkey_alone_signs_in() -> None:
    who = nell()
    _, key = with_passkey(who)
    client = browser()
    page = client.get("/sign-in/passkey/")

    answer = client.post("/sign-in/passkey/", {"answer": key.signed(asked_on(page))})

    assert (answer.status_code, opens(client)) == (302, True)


@pytest.mark.parametrize("fault", ["replayed", "elsewhere", "nobody verified", "copied", "altered"])
def test_a_passkeys_answer_counts_once_here_and_from_its_holder(fault: str) -> None:
    who = nell()
    _, key = with_passkey(who)
    client = browser()
    asked = asked_on(client.get("/sign-in/passkey/"))
    if fault == "elsewhere":
        key.origin = "https://localhost.example.org"
    if fault == "copied":
        Passkey.objects.update(counter=9)
    answer = key.signed(asked, flags=PRESENT if fault == "nobody verified" else PRESENT | 0x04)
    if fault == "altered":
        answer = answer.replace('"signature": "', '"signature": "AA')
    if fault == "replayed":
        other = browser()
        other.get("/sign-in/passkey/")
        client = other

    got = client.post("/sign-in/passkey/", {"answer": answer})

    assert (got.status_code, opens(client)) == (422, False)


def test_a_passkey_of_another_is_no_second_factor_of_mine() -> None:
    who, other = nell(), nell()
    with_passkey(who)
    _, theirs = with_passkey(other)
    client = half_in(who)
    page = client.get("/sign-in/second/")

    answer = client.post("/sign-in/second/", {"answer": theirs.signed(asked_on(page))})

    assert (answer.status_code, opens(client)) == (422, False)


def test_a_passkey_made_for_another_site_is_not_kept() -> None:
    client, key = browser(), SoftwareKey(origin="https://example.org")
    client.force_login(nell(), backend=BACKEND)
    asked = asked_on(client.get("/how-i-sign-in/passkeys/add/"))

    answer = client.post("/how-i-sign-in/passkeys/add/", {"name": "X", "answer": key.made(asked)})

    assert (answer.status_code, Passkey.objects.count()) == (422, 0)


def test_a_passkey_of_a_closed_sign_in_opens_nothing() -> None:
    who = nell()
    _, key = with_passkey(who)
    operations.close_sign_in(who.email, on=DAY)
    client = browser()
    page = client.get("/sign-in/passkey/")

    assert (
        client.post("/sign-in/passkey/", {"answer": key.signed(asked_on(page))}).status_code == 422
    )


def test_what_is_no_answer_is_refused_in_words_and_logged(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    client = browser()
    client.get("/sign-in/passkey/")

    for answer in ("", "[]", "{}", '{"rawId": 3}', '{"rawId": "AAAA", "response": {}}'):
        got = client.post("/sign-in/passkey/", {"answer": answer})
        assert got.status_code == 422
    assert (caplog.text + capsys.readouterr().err).count("access.try-failed") >= 5


def test_nobody_takes_anothers_passkey_away() -> None:
    _, other = with_passkey(nell())[0], nell()
    client = browser()
    client.force_login(other, backend=BACKEND)

    client.post(f"/how-i-sign-in/passkeys/{Passkey.objects.get().pk}/remove/")

    assert Passkey.objects.count() == 1


# Where it is required


def test_where_it_is_required_staff_set_it_up_before_anything_else(settings: Any) -> None:
    settings.OWNWAY_SECOND_FACTOR = "required"
    who = nell()
    client = browser()
    client.post("/sign-in/", {"email": who.email, "password": PASSWORD})
    turned = client.get("/commissioning/")
    client.get("/how-i-sign-in/app/")
    secret = OneTimeSecret.objects.get(sign_in=who).secret

    client.post("/how-i-sign-in/app/", {"code": code_now(secret)})

    assert turned["Location"] == "/how-i-sign-in/second-factor/"
    assert opens(client)


def test_a_person_may_go_without(settings: Any) -> None:
    settings.OWNWAY_SECOND_FACTOR = "required"
    client = browser()
    client.force_login(making.own_sign_in(making.person()), backend=BACKEND)

    assert opens(client, "/my/")


# A lost one


def test_an_administrator_resets_a_lost_factor_with_a_reason_and_the_owner_is_told() -> None:
    who, boss = nell(), making.staff(Role.ADMINISTRATOR)
    with_app(who)
    operations.make_recovery_codes(who, on=DAY)
    hers = half_in(who)
    inside, _ = with_passkey(who)
    before = opens(inside)

    operations.reset_factors(who.pk, by=boss, reason="Came in person; phone stolen", on=DAY)
    tasks.tell_of_reset(seal_text(who.email))

    left = [m.objects.filter(sign_in=who).count() for m in (OneTimeSecret, Passkey, RecoveryCode)]
    assert (left, before, opens(inside), opens(hers)) == ([0, 0, 0], True, False, False)
    assert [one.to for one in mail.outbox] == [[who.email]]
    fact = Fact.objects.get(name="access.factors-reset")
    assert (fact.by_id, fact.of_id, fact.content.words) == (
        boss.pk,
        who.pk,
        "Came in person; phone stolen",
    )


def test_nobody_resets_their_own_or_without_the_role_or_a_reason() -> None:
    who, boss = nell(), making.staff(Role.ADMINISTRATOR)

    with pytest.raises(NotAllowed):
        operations.reset_factors(boss.pk, by=boss, reason="Mine", on=DAY)
    with pytest.raises(NotAllowed):
        operations.reset_factors(boss.pk, by=who, reason="Theirs", on=DAY)
    with pytest.raises(Refused, match="Say how"):
        operations.reset_factors(who.pk, by=boss, reason=" ", on=DAY)
