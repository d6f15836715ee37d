"""Nothing that somebody types or presses ends in a trace, and nothing typed comes alive again.

Every persona of the invented council walks by link and form. The short walk is part of every run;
the long one, with another seed each time, belongs to `make long`.
"""

import secrets
from random import Random

import pytest
from django.test import Client

from ownway.foundation.access.asking import first_page_of
from ownway.foundation.access.models import SignIn
from tests.walks.walking import NAUGHTY, TAG, Page, walk

pytestmark = pytest.mark.django_db
SHORT, LONG = 200, 4_000
SEED = 20261123


def walked(who: SignIn | None, *, seed: int, requests: int) -> list[str]:
    client = Client(raise_request_exception=False)
    if who:
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    start = first_page_of(who) if who else "/"
    found = walk(client, start, rng=Random(seed), requests=requests)
    assert found.requests >= requests
    return [f"{who.name if who else 'signed out'}, seed {seed}: {fault}" for fault in found.faults]


@pytest.mark.xdist_group("walks")
def test_every_persona_walks_without_a_fault(council: list[SignIn]) -> None:
    faults = [fault for who in (*council, None) for fault in walked(who, seed=SEED, requests=SHORT)]
    assert faults == []


@pytest.mark.slow
@pytest.mark.xdist_group("walks")
def test_every_persona_walks_far_without_a_fault(council: list[SignIn]) -> None:
    seed = secrets.randbelow(10**6)
    faults = [fault for who in (*council, None) for fault in walked(who, seed=seed, requests=LONG)]
    assert faults == []


def test_the_walker_sees_what_it_looks_for() -> None:
    """The control: forms, links and tags that came back alive are found in a page."""
    page = Page(
        '<a href="/x/">x</a><form method=post><input name=a><select name=b><option value=c>', "/"
    )
    assert page.links == ["/x/"]
    assert [one["name"] for one in page.forms[0].fields] == ["a", "b"]
    assert page.forms[0].fields[1]["options"] == ["c"]
    assert TAG in "".join(NAUGHTY)
