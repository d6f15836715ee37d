"""Every page about one person, as everybody: what answers is what the registry and the record say.

A cell is an address and somebody who asks. Its expected answer is worked out from the registry
alone; the answer met comes over HTTP. Taking any one check away turns cells red: the last tests do
that, check by check.
"""

from collections.abc import Collection, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeAlias
from unittest.mock import patch

import making
import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from ownway.foundation.access import second_lock
from ownway.foundation.access.domain import Kind, Permission, Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.routes import REGISTRY, PlacedRoute
from ownway.support.people import permissions
from ownway.support.people.models import Opening, Person

pytestmark = pytest.mark.django_db

SIGN_IN, REFUSED, NOBODY, WHY, PROVE, ANSWERS = (
    "asked to sign in",
    "told who may",
    "nobody of that id",
    "asked for a reason",
    "asked to prove it anew",
    "answered",
)
# Pages that open for whoever may know of somebody: they are how a reason is given, or the work of
# the role itself (`permissions.OWN_WORK`).
BEFORE_OPENING = {"people.why", "safeguarding.worried_about", "safeguarding.received_about"}
# Pages by which whoever answers for restricted records keeps them: of those records alone.
KEEPING_RESTRICTED = {"people.restricted_one", "people.lift"}


@dataclass
class Council:
    """One person of each kind to ask about, and one sign-in of each kind to ask."""

    people: dict[str, Person]
    askers: dict[str, SignIn | None]
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, asker: str) -> Client:
        if asker not in self.clients:
            made = Client(raise_request_exception=False)
            who = self.askers[asker]
            if who is not None:
                made.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
            self.clients[asker] = made
        return self.clients[asker]


@pytest.fixture
def council() -> Council:
    east, west = making.team("East"), making.team("West")
    theirs = {
        "plain": making.person(team=east),
        "restricted": making.person(team=east, restricted=True),
        "with a reason": making.person(team=east),
    }
    other = making.staff(Role.PRACTITIONER, of=west)
    now = timezone.now()
    Opening.objects.create(
        person=theirs["with a reason"], by=other, reason="covering", given_at=now,
        until=now + timedelta(hours=2),
    )  # fmt: skip
    askers: dict[str, SignIn | None] = {
        "signed out": None,
        "own team": making.staff(Role.PRACTITIONER, of=east),
        "own manager": making.staff(Role.TEAM_MANAGER, of=east),
        "other team": other,
        "another person": making.own_sign_in(making.person(team=west)),
    }
    for role in Role:
        if role not in (Role.PRACTITIONER, Role.TEAM_MANAGER):
            askers[role.value] = making.staff(role, of=west)
    return Council(theirs, askers)


def pages_about_somebody() -> list[PlacedRoute]:
    get_resolver().url_patterns  # noqa: B018  (places the routes)
    return sorted(
        (
            one
            for one in REGISTRY.values()
            if one.address.count("<") == 1 and "<uuid:person_id>" in one.address
        ),
        key=lambda one: one.address,
    )


def expected(one: PlacedRoute, council: Council, asker: str, about: str) -> set[str]:
    """What may answer, worked out without asking the page."""
    who = council.askers[asker]
    if who is None:
        return {SIGN_IN}
    if not one.may.allows(who):
        return {REFUSED}
    if one.name in KEEPING_RESTRICTED:
        return {ANSWERS, PROVE} if about == "restricted" else {NOBODY}
    if about == "restricted":
        return {NOBODY}
    own = asker in ("own team", "own manager")
    if own or (asker == "other team" and about == "with a reason"):
        return {ANSWERS, PROVE}
    if one.name in BEFORE_OPENING:
        return {ANSWERS}
    wide = not permissions.COUNCIL_WIDE.isdisjoint(who.roles)
    return {WHY, ANSWERS, PROVE} if wide else {WHY, PROVE}


def met(one: PlacedRoute, council: Council, asker: str, about: str) -> str:
    address = one.address.replace("<uuid:person_id>", str(council.people[about].pk))
    answer = council.client(asker).get(address)
    if answer.status_code == 405:  # a press alone leads there; without a reason it is refused
        answer = council.client(asker).post(address)
        if answer.status_code == 409:
            return WHY
    place = answer.get("Location", "")
    if answer.status_code == 403:
        return REFUSED
    if answer.status_code == 404:
        return NOBODY
    if answer.status_code == 302 and place.startswith("/sign-in"):
        return SIGN_IN
    if answer.status_code == 302 and "/why/" in place:
        return WHY
    if answer.status_code == 302 and "prove" in place:
        return PROVE
    # A page about something that is not there yet leads on, or says so with the record open.
    return ANSWERS if answer.status_code in (200, 302, 409) else f"{answer.status_code}"


Cell: TypeAlias = tuple[str, str, str]  # address by name, whom it is about, who asks


def declared(council: Council, names: Collection[str] = ()) -> dict[Cell, set[str]]:
    """Every cell with what may answer; of some addresses alone where `names` says so."""
    return {
        (one.name, about, asker): expected(one, council, asker, about)
        for one in pages_about_somebody()
        if not names or one.name in names
        for about in council.people
        for asker in council.askers
        if about != "with a reason" or asker == "other team"
    }


def wrong_cells(council: Council, cells: Mapping[Cell, set[str]]) -> list[tuple[Cell, str]]:
    """The cells that answer otherwise, with what answered."""
    found = []
    for (name, about, asker), right in cells.items():
        answer = met(REGISTRY[name], council, asker, about)
        if answer not in right:
            found.append(((name, about, asker), answer))
    return found


def test_every_cell_answers_as_the_registry_says(council: Council) -> None:
    assert wrong_cells(council, declared(council)) == []


def test_there_are_pages_and_askers_to_try(council: Council) -> None:
    assert len(pages_about_somebody()) > 20
    assert {Kind.STAFF, Kind.PERSON} == {
        Kind(who.kind) for who in council.askers.values() if who is not None
    }
    assert set(SAMPLED) <= set(REGISTRY)


# The control: each check taken away by itself.
SAMPLED = ("people.record", "people.readings", "wallet.money", "team.documents")


def test_without_the_registry_cells_turn_red(council: Council) -> None:
    cells = declared(council, SAMPLED)
    with patch.object(Permission, "allows", lambda may, asker: asker.is_authenticated):
        red = {answer for _, answer in wrong_cells(council, cells)}
    assert red != set()


def test_without_asking_who_is_signed_in_cells_turn_red(council: Council) -> None:
    cells = declared(council, SAMPLED)
    with patch.object(Permission, "allows", lambda may, asker: True):
        red = {asker for (_, _, asker), _ in wrong_cells(council, cells)}
    assert "signed out" in red


def test_without_asking_for_a_reason_cells_turn_red(council: Council) -> None:
    cells = declared(council, SAMPLED)

    def open_to_all(rows: Any, *, to: SignIn, **_: Any) -> Any:
        return permissions.visible(rows, to=to)

    with patch.object(permissions, "openable", open_to_all):
        red = {asker for (_, about, asker), _ in wrong_cells(council, cells) if about == "plain"}
    assert "other team" in red


def test_without_the_filter_of_restriction_the_second_lock_still_holds(council: Council) -> None:
    """The first lock taken away whole: what is restricted stays unseen, as rows that are not."""
    cells = declared(council, SAMPLED)

    def everybody(rows: Any, *, to: SignIn, **_: Any) -> Any:
        return rows

    with (
        patch.object(permissions, "visible", everybody),
        patch.object(permissions, "openable", everybody),
    ):
        red = wrong_cells(council, cells)
    assert {about for (_, about, _), answer in red if answer == ANSWERS} == {"plain"}


def test_without_both_locks_what_is_restricted_shows(council: Council) -> None:
    cells = declared(council, SAMPLED)

    def everybody(rows: Any, *, to: SignIn, **_: Any) -> Any:
        return rows

    with (
        patch.object(permissions, "visible", everybody),
        patch.object(permissions, "openable", everybody),
        patch.object(second_lock, "reading_as", lambda who, at: nullcontext()),
    ):
        red = wrong_cells(council, cells)
    assert "restricted" in {about for (_, about, _), answer in red if answer == ANSWERS}
