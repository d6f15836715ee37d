"""Letting somebody in tells the code once, safe on reload and a second press; who waits is said."""

import re
from datetime import timedelta
from typing import Any

import making
import pytest
from django.test import Client
from django.urls import reverse

from ownway.config.clock import now
from ownway.config.urls import urlpatterns  # noqa: F401  (hangs every route in the registry)
from ownway.foundation.access.models import SignIn
from ownway.front_doors import signing_in
from ownway.support.people.models import LetIn

pytestmark = pytest.mark.django_db
CODE = re.compile(r'<b class="ow-money">([^<]+)</b>')
TYPED = {"name": "Mo Tarn", "email": "Mo.Tarn@example.org", "standing": "friend", "parts": "record"}


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


@pytest.fixture
def her() -> Client:
    return as_(making.own_sign_in(making.person()))


def as_(who: SignIn) -> Client:
    client = Client()
    client.force_login(who)
    return client


def code(client: Client, address: str) -> str:
    found = CODE.search(client.get(address).content.decode())
    assert found is not None
    return found.group(1)


def test_the_code_stands_on_a_page_of_its_own_that_may_be_loaded_again(her: Client) -> None:
    sent = her.post(reverse("my.let_somebody_in"), TYPED)
    assert sent.status_code == 302
    address = sent.headers["Location"]
    assert address == reverse("my.invited", args=[LetIn.objects.get().pk])
    assert code(her, address) == code(her, address)
    assert her.get(address).headers["Cache-Control"] == "no-store"


def test_pressing_twice_lets_in_once_and_leads_to_the_same_code(her: Client) -> None:
    first = her.post(reverse("my.let_somebody_in"), TYPED).headers["Location"]
    shown = code(her, first)
    again = her.post(reverse("my.let_somebody_in"), TYPED)
    assert (again.status_code, again.headers["Location"]) == (302, first)
    assert (code(her, first), LetIn.objects.count()) == (shown, 1)


def test_the_code_is_gone_after_some_minutes_and_in_any_other_session(
    her: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = her.post(reverse("my.let_somebody_in"), TYPED).headers["Location"]
    shown = code(her, address)
    other = as_(SignIn.objects.get(own_person_id=LetIn.objects.get().person_id))
    assert shown not in other.get(address, follow=True).content.decode()
    later = now() + signing_in.TOLD_FOR + timedelta(seconds=1)
    monkeypatch.setattr(signing_in, "now", lambda: later)
    page = her.get(address, follow=True).content.decode()
    assert (shown in page, "The code is not shown any longer" in page) == (False, True)


def test_the_session_keeps_the_code_sealed(her: Client) -> None:
    address = her.post(reverse("my.let_somebody_in"), TYPED).headers["Location"]
    kept = dict(her.session)
    assert kept[signing_in.TOLD]
    assert code(her, address) not in str(kept)


def test_somebody_who_has_not_signed_in_does_not_see_the_record_yet(her: Client) -> None:
    her.post(reverse("my.let_somebody_in"), TYPED)
    page = her.get(reverse("my.let_in")).content.decode()
    assert ("Invited, not signed in yet" in page, "They see your record now" in page) == (
        True,
        False,
    )
    SignIn.objects.filter(email="mo.tarn@example.org").update(last_login=now(), password="set")
    page = her.get(reverse("my.let_in")).content.decode()
    assert ("Invited, not signed in yet" in page, "They see your record now" in page) == (
        False,
        True,
    )
