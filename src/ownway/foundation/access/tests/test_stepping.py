"""Every act that asks for a fresh proof gets one first, carries on after it, and loses nothing."""

import re
import uuid
from datetime import timedelta
from typing import Any

import making
import pytest
from django.test import Client
from django.urls import get_resolver

from ownway.config.clock import instant
from ownway.foundation.access import operations
from ownway.foundation.access.domain import Kind, Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.routes import REGISTRY, PlacedRoute

pytestmark = pytest.mark.django_db
PASSWORD = "seven-quiet-herons-9"
BACKEND = "django.contrib.auth.backends.ModelBackend"
_placed = get_resolver().url_patterns  # fills the registry
FRESH = sorted((one for one in REGISTRY.values() if one.fresh), key=lambda one: one.name)


def one_who_may(placed: PlacedRoute) -> SignIn:
    if placed.may.signed_in or not placed.may.kinds:
        return making.staff(*(sorted(placed.may.roles) or [Role.FINANCE]), password=PASSWORD)
    return making.own_sign_in(making.person())


def stale(who: SignIn, minutes: int = 11) -> Client:
    client = Client()
    client.force_login(who, backend=BACKEND)
    session = client.session
    session["proved_at"] = (instant() - timedelta(minutes=minutes)).isoformat()
    session.save()
    return client


def address_of(placed: PlacedRoute) -> str:
    return re.sub(r"<[^>]*>", str(uuid.uuid4()), re.sub("<int:[^>]*>", "2026", placed.address))


def test_the_acts_that_matter_most_ask() -> None:
    named = {one.name for one in FRESH}

    assert {
        "payments.approve",
        "people.restrict",
        "people.lift",
        "access.add",
        "access.one",
        "access.reset",
        "access.add_app",
        "my.everything_file",
    } <= named


@pytest.mark.parametrize("placed", FRESH, ids=lambda one: one.name)
def test_a_stale_proof_opens_none_of_them(placed: PlacedRoute) -> None:
    client = stale(one_who_may(placed))

    answers = [client.get(address_of(placed)), client.post(address_of(placed), {"a": "b"})]

    assert [(one.status_code, one["Location"][:7]) for one in answers] == [(302, "/prove/")] * 2


def test_a_proof_within_ten_minutes_is_enough() -> None:
    boss = making.staff(Role.ADMINISTRATOR)

    assert stale(boss, minutes=9).get("/team/sign-ins/add/").status_code == 200


def test_a_form_is_carried_over_the_proof_and_the_session_gets_a_new_key() -> None:
    boss = making.staff(Role.ADMINISTRATOR, password=PASSWORD)
    client = stale(boss)
    typed = {"name": "Ola Berg", "email": "ola@example.org", "roles": ["finance", "performance"]}
    before = client.session.session_key

    asked = client.post("/team/sign-ins/add/", typed)
    wrong = client.post(asked["Location"], {"password": "wrong"})
    proof = client.post(asked["Location"], {"password": PASSWORD})
    shown = client.get(proof["Location"]).content.decode()
    on = client.post(proof["Location"], typed)
    done = client.post(on["Location"], typed)

    assert (wrong.status_code, on.status_code, on["Location"]) == (422, 307, "/team/sign-ins/add/")
    assert shown.count('name="roles"') == 2
    assert "Ola Berg is invited" in done.content.decode()
    assert client.session.session_key != before
    assert SignIn.objects.get(email="ola@example.org").roles == ["finance", "performance"]


def test_a_proof_leads_to_no_other_site() -> None:
    client = stale(making.staff(Role.ADMINISTRATOR, password=PASSWORD))

    answer = client.post("/prove/", {"password": PASSWORD, "next": "https://example.org/"})

    assert answer["Location"] == "/team/sign-ins/"


def test_whoever_has_a_factor_proves_by_it_and_not_by_the_password() -> None:
    boss = making.staff(Role.ADMINISTRATOR, password=PASSWORD)
    operations.begin_app(boss)
    from ownway.foundation.access.models import OneTimeSecret

    OneTimeSecret.objects.update(confirmed_at=instant())
    client = stale(boss)

    client.post("/prove/", {"password": PASSWORD})

    assert client.get("/team/sign-ins/add/").status_code == 302


def test_a_persona_shows_it_by_a_press_and_nobody_else_does() -> None:
    persona = making.staff(Role.ADMINISTRATOR, demo_persona="Runs it")
    other = making.staff(Role.ADMINISTRATOR, password=PASSWORD)
    theirs, mine = stale(other), stale(persona)

    for client in (theirs, mine):
        client.post("/prove/", {"persona": "yes"})

    opened = [client.get("/team/sign-ins/add/").status_code for client in (theirs, mine)]
    assert opened == [302, 200]


def test_five_wrong_proofs_slow_down(settings: Any) -> None:
    client = stale(making.staff(Role.ADMINISTRATOR, password=PASSWORD))
    for _ in range(5):
        client.post("/prove/", {"password": "wrong"})

    assert client.post("/prove/", {"password": PASSWORD}).status_code == 429


def test_a_carer_who_was_let_in_is_asked_too() -> None:
    carer = making.staff(kind=Kind.CARER, password=PASSWORD)

    assert stale(carer).get("/how-i-sign-in/app/")["Location"].startswith("/prove/")
