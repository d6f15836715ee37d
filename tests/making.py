"""Invented people and staff for tests. Each maker gives one thing and takes what differs."""

from datetime import date
from itertools import count
from typing import Any

from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import Kind, Role
from ownway.foundation.access.models import SignIn, Team
from ownway.support.people.models import Locality, Person, PostcodeDistrict

DAY = date(2026, 11, 23)
_numbers = count(1)


def team(name: str = "East team") -> Team:
    return access.add_team(name)


def staff(*roles: Role, of: Team | None = None, name: str = "Nell Farraday", **more: Any) -> SignIn:
    return access.add_sign_in(
        email=f"staff{next(_numbers)}@example.org", name=name, roles=roles, team=of, **more
    )


def practitioner(of: Team | None = None, name: str = "Nell Farraday") -> SignIn:
    return staff(Role.PRACTITIONER, of=of or team(), name=name, job_title="Social worker")


def manager(of: Team | None = None, name: str = "Asif Karim") -> SignIn:
    return staff(Role.TEAM_MANAGER, of=of or team(), name=name, job_title="Team manager")


def finance(name: str = "Wanda Price") -> SignIn:
    return staff(Role.FINANCE, of=team("Finance team"), name=name, job_title="Finance officer")


def person(**more: Any) -> Person:
    """Ruth Calloway of Thornbeck, looked after by the East team, unless said otherwise."""
    number = next(_numbers)
    said: dict[str, Any] = {
        "council_id": f"M-{number:06d}",
        "given_name": "Ruth",
        "family_name": "Calloway",
        "known_as": "Ruthie",
        "born_on": date(1968, 2, 14),
        "postcode": "QM1 4AB",
        "town": "Thornbeck",
        "primary_support_reason": "Physical Support: Personal care support",
    }
    said.setdefault("team", more.pop("team", None) or team())
    return Person.objects.create(**(said | more))


def own_sign_in(of: Person) -> SignIn:
    return access.add_sign_in(
        email=f"person{next(_numbers)}@example.org",
        name=f"{of.given_name} {of.family_name}",
        kind=Kind.PERSON,
        own_person_id=of.pk,
    )


def locality(name: str = "Thornbeck", area: str = "East", district: str = "QM1") -> Locality:
    made, _ = Locality.objects.get_or_create(name=name, defaults={"area": area})
    PostcodeDistrict.objects.get_or_create(district=district, defaults={"locality": made})
    return made
