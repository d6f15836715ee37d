"""The pages of figures: right to the penny, and people only for those who may open them."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import making
import pytest
from django.test import Client
from django.urls import reverse

from ownway.config.clock import today
from ownway.foundation.access.domain import Role
from ownway.foundation.facts.queries import readings

pytestmark = pytest.mark.django_db


def signed_in(*roles: Role) -> Client:
    client = Client()
    client.force_login(making.staff(*roles, name="Pat Low"))
    return client


@pytest.fixture
def ruth() -> Any:
    person = making.person(locality=making.locality())
    making.arrangement(person)
    return person


@pytest.fixture
def ivor() -> Any:
    person = making.person(
        given_name="=Ivor",
        family_name="Penhale",
        born_on=today().replace(day=1, year=today().year - 80),
        primary_support_reason="",
    )
    making.arrangement(
        person,
        service_type="Long term support: Nursing care",
        service_component="Long term nursing care",
        cost_weekly=1_204_99,
    )
    return person


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("by", ["", "age_band", "delivery_mechanism", "service", "locality"])
def test_the_answer_stands_first_and_each_way_of_looking_adds_up(
    by: str, ruth: Any, ivor: Any
) -> None:
    page = signed_in(Role.COMMISSIONER).get(reverse("insight.snapshot"), {"by": by})

    assert page.status_code == 200
    text = text_of(page.content.decode())
    assert "2 people, £1,491 a week" in text
    assert "Everyone 2 £1,490.99 £745.50" in text


def test_narrowing_and_the_day_are_in_the_address(ruth: Any, ivor: Any) -> None:
    client = signed_in(Role.FINANCE)
    for query, answer in (
        ({"age": "65 and above"}, "1 person, £1,205 a week"),
        ({"kind": "care-home"}, "1 person, £1,205 a week"),
        ({"kind": "at-home"}, "1 person, £286 a week"),
        ({"kind": "direct-payment"}, "0 people, £0 a week"),
        ({"place": "area:East"}, "1 person, £286 a week"),
        ({"place": "place:Thornbeck"}, "1 person, £286 a week"),
        ({"place": "place:Not known"}, "1 person, £1,205 a week"),
        ({"on": "2026-03-31"}, "0 people, £0 a week"),
        ({"on": "1/4/2026"}, "2 people, £1,491 a week"),
    ):
        page = client.get(reverse("insight.snapshot"), query).content.decode()
        assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == [answer], query


@pytest.mark.parametrize(
    "query", [{"on": "soon"}, {"on": "0001-01-01"}, {"age": "old"}, {"place": "Q"}, {"kind": "x"}]
)
@pytest.mark.parametrize("name", ["snapshot", "snapshot_csv", "people", "people_csv"])
def test_what_cannot_be_understood_is_asked_again(query: dict[str, str], name: str) -> None:
    page = signed_in(Role.PERFORMANCE).get(reverse(f"insight.{name}"), query)

    assert page.status_code == 422
    assert "There is a problem" in page.content.decode()


def test_a_way_of_looking_that_does_not_exist_is_no_page() -> None:
    assert signed_in(Role.FINANCE).get(reverse("insight.snapshot"), {"by": "x"}).status_code == 404


def test_nobody_is_told_what_to_do_next() -> None:
    page = signed_in(Role.COMMISSIONER).get(reverse("insight.snapshot")).content.decode()

    assert "No long-term support is open for anyone on this day." in page
    assert '<svg class="ow-chart"' not in page


def test_commissioners_see_figures_and_nothing_of_the_people(ruth: Any) -> None:
    client = signed_in(Role.COMMISSIONER)

    page = client.get(reverse("insight.snapshot")).content.decode()
    assert reverse("insight.people") not in page
    assert "Calloway" not in page
    for name in ("insight.people", "insight.people_csv"):
        refused = client.get(reverse(name))
        assert refused.status_code == 403
        assert "Calloway" not in refused.content.decode()
    assert readings(ruth.pk) == []


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.BROKER, Role.SAFEGUARDING_LEAD])
def test_others_have_their_own_pages(role: Role) -> None:
    assert signed_in(role).get(reverse("insight.snapshot")).status_code == 403


def test_a_person_does_not_come_in_by_this_door(ruth: Any) -> None:
    client = Client()
    client.force_login(making.own_sign_in(ruth))

    assert client.get(reverse("insight.snapshot")).status_code == 403
    assert client.get(reverse("insight.people")).status_code == 403


def test_each_line_opens_the_people_behind_it(ruth: Any, ivor: Any) -> None:
    client = signed_in(Role.PERFORMANCE)
    page = client.get(reverse("insight.snapshot"), {"by": "service"}).content.decode()
    links = [
        link.replace("&amp;", "&")
        for link in re.findall(r'href="(/commissioning/snapshot/people/[^"]*)"', page)
    ]
    assert len(links) == 3  # two services and everyone

    nursing = client.get(links[0]).content.decode()

    assert "Long term nursing care: 1 person, £1,204.99 a week" in text_of(nursing)
    assert "=Ivor Penhale" in nursing
    assert "Calloway" not in nursing
    assert [(seen.by_name, seen.heading) for seen in readings(ivor.pk)] == [
        ("Pat Low", "A list of people opened")
    ]
    assert readings(ruth.pk) == []


def test_a_long_list_comes_a_page_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ownway.commissioning.insight.views.ON_A_PAGE", 2)
    team = making.team()
    for _ in range(3):
        making.arrangement(making.person(team=team))
    client = signed_in(Role.PERFORMANCE)

    first = client.get(reverse("insight.people")).content.decode()
    second = client.get(reverse("insight.people"), {"page": "2"}).content.decode()

    assert (first.count("Ruth Calloway"), second.count("Ruth Calloway")) == (2, 1)
    assert ('rel="next"' in first, 'rel="prev"' in first) == (True, False)
    assert ('rel="next"' in second, 'rel="prev"' in second) == (False, True)
    past = client.get(reverse("insight.people"), {"page": "9"})
    assert "Nobody is here." in past.content.decode()


def test_somebody_without_a_name_is_told_by_number_age_and_place() -> None:
    person = making.person(
        given_name="", family_name="", council_id="M-77", born_on=today() - timedelta(days=366 * 40)
    )
    making.arrangement(person, cost_weekly=None)

    page = signed_in(Role.PERFORMANCE).get(reverse("insight.people")).content.decode()

    assert "M-77, age 40, Thornbeck" in page
    assert "For 1 of them no weekly cost is known." in page


def test_the_table_can_be_taken_away(ruth: Any) -> None:
    answer = signed_in(Role.TEAM_MANAGER).get(
        reverse("insight.snapshot_csv"), {"by": "locality", "on": "2026-11-23"}
    )

    assert answer["Content-Disposition"] == (
        'attachment; filename="snapshot-2026-11-23-locality.csv"'
    )
    assert list(csv.reader(io.StringIO(answer.content.decode())))[1:] == [
        ["2026-11-23", "Thornbeck", "1", "286.00", "286.00", "0"],
        ["2026-11-23", "Everyone", "1", "286.00", "286.00", "0"],
    ]


@pytest.mark.parametrize("kept_in_memory", [5_000_000, 10], ids=["short", "long"])
def test_the_people_can_be_taken_away_with_formulas_made_harmless(
    kept_in_memory: int, ruth: Any, ivor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ownway.commissioning.insight.views.KEPT_IN_MEMORY", kept_in_memory)
    answer = signed_in(Role.PERFORMANCE).get(
        reverse("insight.people_csv"),
        {"dimension": "primary_support_reason", "value": "Other", "on": "2026-11-23"},
    )
    lines = list(csv.reader(io.StringIO(answer.getvalue().decode())))

    assert lines[1:] == [
        [
            "'=Ivor Penhale",
            ivor.council_id,
            "80",
            "Thornbeck",
            "",
            "Long term nursing care",
            "CASSR commissioned support",
            "1204.99",
        ]
    ]
    assert len(readings(ivor.pk)) == 1
    assert readings(ruth.pk) == []


@pytest.mark.parametrize(
    "query",
    [
        {"dimension": "name", "value": "Ruth"},
        {"dimension": "service"},
    ],
)
def test_a_figure_that_does_not_exist_opens_nothing(query: dict[str, str]) -> None:
    assert signed_in(Role.PERFORMANCE).get(reverse("insight.people"), query).status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "two", "99999999999"])
def test_a_page_number_that_is_none_is_the_first(page: str, ruth: Any) -> None:
    answer = signed_in(Role.PERFORMANCE).get(reverse("insight.people"), {"page": page})

    assert "Ruth Calloway" in answer.content.decode()
