"""Cover goes on to whoever is there: work of somebody away never ends on somebody away."""

from datetime import timedelta

import making
import pytest

from ownway.foundation.access.models import SignIn
from ownway.foundation.conversations import operations, queries

pytestmark = pytest.mark.django_db
ON = making.DAY
LATER = ON + timedelta(days=5)


def of_the_team(name: str) -> SignIn:
    return making.practitioner(name=name)


def names(by: SignIn) -> set[str]:
    return {one.who for one in queries.covered_by(by, on=ON)}


def test_who_covers_somebody_who_covers_sees_to_both() -> None:
    bram, nell, asif = of_the_team("Bram"), of_the_team("Nell"), making.manager(name="Asif")
    operations.say_away(first_day=ON, last_day=LATER, covered_by=nell, by=bram, on=ON)
    assert (names(nell), names(asif)) == ({"Bram"}, set())
    operations.say_away(first_day=ON, last_day=LATER, covered_by=asif, who=nell, by=asif, on=ON)
    assert names(asif) == {"Bram", "Nell"}


def test_a_chain_ends_where_nobody_covers() -> None:
    bram, nell, asif = of_the_team("Bram"), of_the_team("Nell"), making.manager(name="Asif")
    operations.say_away(first_day=ON, last_day=LATER, covered_by=nell, by=bram, on=ON)
    operations.say_away(first_day=ON, last_day=LATER, by=nell, on=ON)
    assert names(asif) == set()
