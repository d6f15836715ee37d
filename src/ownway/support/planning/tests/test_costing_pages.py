"""What support costs, on the page: the answer first, errors beside the field, the sum kept."""

from typing import Any
from uuid import UUID

import making
import pytest
from django.test import Client

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import NotAllowed, NotFound
from ownway.support.people.models import Person
from ownway.support.planning import operations, queries
from ownway.support.planning.domain import BoughtBy

pytestmark = pytest.mark.django_db
ON = making.DAY
MINE = "/my/plan/what-employing-costs/"
JO = {"name1": "Jo", "age1": "22 or over", "wage1": "13.00", "hours1": "20", "insurance": "104"}


@pytest.fixture(autouse=True)
def _on_a_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = ON


@pytest.fixture
def ruth() -> Person:
    return making.person()


@pytest.fixture
def nell() -> SignIn:
    return making.practitioner()


@pytest.fixture
def plan(ruth: Person, nell: SignIn) -> UUID:
    return operations.begin_plan(making.assessed(ruth, by=nell), by=nell, on=ON)


def be(client: Client, who: SignIn) -> Client:
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_person_sees_the_cost_before_anything_is_kept(
    client: Client, ruth: Person, plan: UUID, nell: SignIn
) -> None:
    be(client, making.own_sign_in(ruth))
    page = client.post(MINE, {**JO, "do": "see"})

    assert "Employing Jo costs £327.80 a week" in page.text
    assert "That is £16.39 for each hour awake" in page.text
    assert "15% of pay above £96.15 a week" in page.text
    assert 'value="13.00"' in page.text
    assert queries.sums_of_plan(plan, by=nell) == []


def test_a_wage_below_the_minimum_is_told_beside_it(
    client: Client, ruth: Person, plan: UUID
) -> None:
    be(client, making.own_sign_in(ruth))
    page = client.post(MINE, {**JO, "wage1": "12.00", "wage2": "12.00", "do": "see"})

    assert page.status_code == 422
    assert page.text.count("below the minimum wage of £1") == 4  # in the summary, and beside
    assert "Write what the insurance" not in page.text
    assert 'value="12.00"' in page.text


def test_it_goes_into_the_plan_with_its_sum(
    client: Client, ruth: Person, plan: UUID, nell: SignIn
) -> None:
    be(client, making.own_sign_in(ruth))
    bare = client.post(MINE, {**JO, "do": "add"})
    said = {**JO, "activity": "Mornings", "outcome": "Out by ten", "do": "add"}
    done = client.post(MINE, said)
    again = client.post(MINE, said)
    part = queries.plan_for_reading(plan, by=nell, on=ON).components[-1]
    [kept] = queries.sums_of_plan(plan, by=nell)

    assert bare.status_code == 422
    assert "Say what they do" in bare.text
    assert done.headers["Location"] == "/my/plan/"
    assert "in the plan already" in again.text
    assert (part.who, part.goes_to, part.bought_by, part.cost_weekly) == (
        "Jo",
        "employee",
        BoughtBy.DIRECT_PAYMENT,
        327_80,
    )
    assert (kept.sum.cost_weekly, kept.stands, len(kept.sum.lines)) == (327_80, True, 5)
    assert "In the plan: Jo, Mornings" in client.get(MINE).text


def test_a_part_given_another_cost_says_so_beside_the_sum(
    client: Client, plan: UUID, nell: SignIn
) -> None:
    be(client, nell)
    team = f"/team/plans/{plan}/what-employing-costs/"
    client.post(team, {**JO, "activity": "Mornings", "outcome": "Out", "do": "add"})
    part = queries.plan_for_reading(plan, by=nell, on=ON).components[-1]
    operations.change_component(
        part.id,
        actor="paid",
        who="Jo",
        activity="Mornings",
        outcome="Out",
        bought_by="direct payment",
        cost_weekly=300_00,
        by=nell,
        on=ON,
    )

    assert "given another cost since" in client.get(team).text


def test_a_plan_of_somebody_else_is_not_there(plan: UUID) -> None:
    stranger = making.own_sign_in(making.person(given_name="Una", family_name="Thorne"))
    with pytest.raises(NotFound):
        queries.sums_of_plan(plan, by=stranger)


PLACE = {
    "service_component": "Long term residential care",
    "wage_hourly": "13.00",
    "on_costs_percent": "30",
    "one_to_one_hours": "40",
    "offer_weekly": "800",
}
PRICE = "/commissioning/placements/price/"


def in_care(cost_weekly: int, **said: Any) -> Person:
    found = making.person(given_name="Pia", family_name="Oakshott", **said)
    making.arrangement(
        found, service_component="Long term residential care", cost_weekly=cost_weekly
    )
    return found


def test_a_price_beside_the_offer_and_like_support(client: Client) -> None:
    """40 hours at £16.90 are £676.00. Six people cost £600 to £850, one whose record is
    restricted £990; the quarters of the six are £662.50, £725.00 and £787.50."""
    for cost in (600_00, 650_00, 700_00, 750_00, 800_00, 850_00):
        in_care(cost)
    in_care(990_00, restricted=True)
    be(client, making.staff(Role.COMMISSIONER, name="Priya Nair"))
    page = client.post(PRICE, PLACE)

    assert "It should cost about £676.00 a week" in page.text
    assert "is £124.00 a week (18%) above the figures" in page.text
    assert "At least 5 people have this kind" in page.text
    assert "cost £660 to £790 a week; the middle is £730" in page.text
    assert "Oakshott" not in page.text


def test_four_people_are_not_told(client: Client) -> None:
    for cost in (600_00, 650_00, 700_00, 750_00):
        in_care(cost)
    be(client, making.staff(Role.COMMISSIONER, name="Priya Nair"))
    page = client.post(PRICE, PLACE)

    assert "Fewer than five people" in page.text
    assert "At least" not in page.text.replace("At least £12.71", "")


def test_a_price_below_the_minimum_wage_is_refused_beside_the_wage(client: Client) -> None:
    be(client, making.staff(Role.BROKER, name="Brid Hale"))
    page = client.post(PRICE, {**PLACE, "wage_hourly": "12.00", "one_to_one_hours": "x"})

    assert page.status_code == 422
    assert page.text.count("£0.71 below the minimum wage of £12.71") == 2
    assert page.text.count("Write a number, like 10.5") == 2
    assert 'value="12.00"' in page.text


def test_a_person_does_not_price_placements(client: Client, ruth: Person) -> None:
    with pytest.raises(NotAllowed):
        queries.like_support(
            "Long term residential care", 700_00, by=making.own_sign_in(ruth), on=ON
        )
