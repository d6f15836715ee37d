"""Every address is placed, and opens for exactly those whom the registry names."""

import re
import uuid

import making
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver, path

from ownway.foundation.access.checks import unplaced
from ownway.foundation.access.domain import ANYONE, FrontDoor, Kind, Role, may
from ownway.foundation.access.routes import REGISTRY, PlacedRoute, Route, door, route

KINDS = [None, *Role, Kind.PERSON, Kind.CARER, Kind.PROVIDER]


def a_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


def test_every_address_is_in_a_front_door() -> None:
    assert unplaced(get_resolver().url_patterns) == []


def test_an_address_nobody_placed_is_found() -> None:
    assert unplaced([path("back-door/", a_view)]) == ["/back-door/"]


def test_two_routes_cannot_share_a_name() -> None:
    with pytest.raises(ValueError, match=r"public\.home"):
        door(FrontDoor.PUBLIC, [Route("elsewhere/", a_view, ANYONE, "public.home")])


def test_a_refusal_names_who_may() -> None:
    paying = may("approve payments", Role.FINANCE, Role.ADMINISTRATOR)

    assert (
        paying.refusal() == "You may not approve payments. Someone who may: administrator, finance."
    )


def test_route_takes_its_name_from_context_and_view() -> None:
    assert route("x/", a_view, may=ANYONE).name == "tests.a_view"


def addresses() -> list[PlacedRoute]:
    get_resolver().url_patterns  # noqa: B018  (places the routes)
    return sorted(REGISTRY.values(), key=lambda placed: placed.address)


def open_address(placed: PlacedRoute) -> str:
    """The address with ids that nobody has in place of its parts."""
    address = re.sub(r"<uuid:[^>]*>", str(uuid.uuid4()), placed.address)
    return re.sub(r"<[^>]*>", "none", re.sub(r"<int:[^>]*>", "1", address))


@pytest.mark.django_db
@pytest.mark.parametrize("who", KINDS, ids=lambda who: who.value if who else "signed out")
def test_routes_open_for_those_they_name_and_no_one_else(who: Role | Kind | None) -> None:
    client = Client(raise_request_exception=False)
    asker = None
    if isinstance(who, Role):
        asker = making.staff(who, of=making.team())
    elif who is Kind.PERSON:
        asker = making.own_sign_in(making.person())
    elif who is not None:
        asker = making.staff(kind=who)
    if asker is not None:
        client.force_login(asker)
    wrong = []
    for placed in addresses():
        if placed.name == "sign-out":
            continue
        answer = client.get(open_address(placed))
        refused = answer.status_code == 403 or (
            answer.status_code == 302 and answer.url.startswith("/sign-in/?next=")  # type: ignore[attr-defined]  # a redirect has one
        )
        allowed = placed.may.allows(asker) if asker is not None else placed.may.anyone
        if refused is allowed or answer.status_code >= 500:
            wrong.append((placed.address, answer.status_code))
    assert wrong == []


@pytest.mark.django_db
def test_an_unknown_address_is_a_plain_page(client: Client) -> None:
    answer = client.get("/no/such/page/")

    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()
