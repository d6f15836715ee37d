"""Whoever opens a page about somebody leaves a reading of it, on every page there is.

Every address that takes a person, or something of a person, is opened as each persona who may. A
page that shows without a reading has to be named below with its reason. A reading is recorded in
the transaction that reads: `facts.record` refuses outside one, and a page is one transaction.
"""

import re
from collections.abc import Iterator
from itertools import product
from uuid import UUID

import pytest
from django.apps import apps
from django.db.models import Model, Q
from django.test import Client
from django.urls import get_resolver

from ownway.foundation.access.models import SignIn
from ownway.foundation.access.routes import REGISTRY, PlacedRoute
from ownway.foundation.facts.models import Fact
from ownway.support.people.models import Person

pytestmark = pytest.mark.django_db
PARAMETER = re.compile(r"<(\w+):(\w+)>")
TRIED_OF_EACH = 40  # rows of a kind, until one opens: most of a kind came in a file
# Pages that may show without a reading, each with its reason.
NEEDS_NONE = {
    "my.message": "somebody's own conversation, behind their own door",
    "people.why": "asks for a reason, and shows the line that a list does",
    "safeguarding.worried_about": "shows the line that a list does; telling leaves no trace",
    "safeguarding.received_about": "as above: who looked must not tell that somebody is worried",
    "contact.self_check": "about nobody on record yet: its reading is kept of the check itself",
    "my.let_out": "who somebody let in themselves, behind their own door",
}

# Pages of every stage that the walk must reach, or it would prove nothing of them.
REACHED = {
    *("people.record", "people.readings", "contact.request", "assessment.assessment"),
    *("allocation.budget", "planning.plan", "planning.send", "payments.instruction"),
    *("charging.contribution", "wallet.lines", "team.notices", "my.plan_version"),
}


def addresses() -> list[PlacedRoute]:
    get_resolver().url_patterns  # noqa: B018  (places the routes)
    return sorted(
        (one for one in REGISTRY.values() if "<uuid:" in one.address), key=lambda one: one.name
    )


def rows_for(parameter: str, who: SignIn) -> list[Model]:
    """Rows that a part of an address may name: of the model it is called after, somebody's own."""
    name = parameter.removesuffix("_id").replace("_", "")
    found = [
        model
        for model in apps.get_models()
        if str(model._meta.model_name).endswith(name)
        and any(_whose(field.name) for field in model._meta.fields)
    ]
    if name == "person":
        found = [Person]
    rows: list[Model] = []
    for model in found:
        every = model._base_manager.all()
        rows += [*every.filter(_of(model, who))[:TRIED_OF_EACH], *every[:TRIED_OF_EACH]]
    return list(dict.fromkeys(rows))


def _of(model: type[Model], who: SignIn) -> Q:
    """Rows of those whose records are somebody's own work, or of themselves."""
    whose = Person.objects.filter(
        Q(team_id=who.team_id) if who.team_id else Q(pk=who.own_person_id)
    )
    if model is Person:
        return Q(pk__in=whose.values("pk"))
    names = {field.name for field in model._meta.fields}
    if "council_id" in names:
        return Q(council_id__in=whose.values("council_id"))
    return Q(**{f"{'person' if 'person' in names else 'about_id'}__in": whose.values("pk")})


def _whose(column: str) -> bool:
    return column in ("person", "about_id", "council_id")


def tries(route: PlacedRoute, who: SignIn) -> Iterator[tuple[str, set[UUID]]]:
    """The address with rows in its places, and whose rows they are."""
    places = PARAMETER.findall(route.address)
    if any(kind != "uuid" for kind, _ in places):
        return
    choices = [rows_for(name, who) for _, name in places]
    for rows in product(*choices):
        owners = {_owner(row) for row in rows}
        if len(owners) > 1:
            continue
        address = route.address
        for (kind, name), row in zip(places, rows, strict=True):
            address = address.replace(f"<{kind}:{name}>", str(row.pk))
        yield address, {one for one in owners if one}


def _owner(row: Model) -> UUID | None:
    if isinstance(row, Person):
        return row.pk
    found: UUID | None = getattr(row, "person_id", None) or getattr(row, "about_id", None)
    return found


def opened(route: PlacedRoute, who: SignIn, client: Client) -> tuple[str, bool] | None:
    """The first address of a route that opens for somebody, and whether a reading was left."""
    for address, about in tries(route, who):
        last = Fact.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        answer = client.get(address)
        if answer.status_code == 200:
            b"".join(answer) if answer.streaming else answer.content
            left = Fact.objects.filter(pk__gt=last, reading=True, by=who, about_id__in=about)
            return address, left.exists()
    return None


@pytest.mark.xdist_group("walks")
def test_every_page_about_somebody_leaves_a_reading(council: list[SignIn]) -> None:
    silent, seen = set(), set()
    for who in council:
        client = Client(raise_request_exception=False)
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        for route in addresses():
            if not route.may.allows(who):
                continue
            found = opened(route, who, client)
            if found is not None:
                seen.add(route.name)
                if not found[1]:
                    silent.add(route.name)

    assert silent == set(NEEDS_NONE) & seen
    assert seen >= REACHED, "the walk opens what it is meant to"
