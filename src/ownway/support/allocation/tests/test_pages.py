"""The figure comes with its range, workings and ways to challenge, and never as a limit."""

import re
from typing import Any

import making
import pytest
from django.test import Client

from ownway.support.allocation import operations, queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY
    settings.OWNWAY_TELEPHONE = "01632 960 140"


def words(page: str) -> str:
    """The page as it reads, without marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_one_button_works_it_out_and_both_sides_see_the_same(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    making.marlshires_card()
    assessment = making.assessed(ruth, nell)
    address = f"/team/assessments/{assessment}/budget/"
    client.force_login(nell)

    assert "Work out the first figure" in client.get(address).text
    team = client.post(f"{address}propose/", follow=True)
    client.force_login(making.own_sign_in(ruth))
    mine = client.get("/my/budget/")

    for page in (team, mine):
        said = words(page.text)
        assert "£286 a week" in said
        assert "plan, not a limit." in said
        assert "between £198 and £402 a week" in said
        assert re.search(r"Getting washed and dressed I need help every day 10", said)
        assert "All together 46" in said
        assert "54 points, 8 more" in said
        assert "40 points, 6 fewer" in said
        assert "£239 a week" in said
        assert "£350 a week" in said
        assert "01632" in said
        assert "entitled" not in said
        points = [int(one) for one in re.findall(r'<span class="pt">(\d+)</span>', page.text)]
        assert points == sorted(points, reverse=True)
        assert sum(points) == 46
        near = re.findall(r"(\d+) points(?: \(\w[\w ]*\))?</th>.*?£(\d+) a week", page.text)
        assert near == [
            ("44", "270"),
            ("45", "278"),
            ("46", "286"),
            ("47", "294"),
            ("48", "302"),
        ]


def test_a_refusal_stands_on_the_page(client: Client) -> None:
    nell = making.practitioner()
    open_one = making.begun(making.person(), nell)
    without = making.assessed(making.person(), nell, eligible_needs="No needs identified")
    making.marlshires_card()
    client.force_login(nell)

    page = client.post(f"/team/assessments/{open_one}/budget/propose/", follow=True)
    assert "The assessment is not finished yet" in page.text
    assert "Go on with the assessment" in page.text
    page = client.post(f"/team/assessments/{without}/budget/propose/", follow=True)
    assert "follows from eligible needs" in page.text


def test_without_a_card_in_force_there_is_no_button(client: Client) -> None:
    nell = making.practitioner()
    assessment = making.assessed(making.person(), nell)
    client.force_login(nell)

    page = client.get(f"/team/assessments/{assessment}/budget/")

    assert "No scorecard is in force today" in page.text
    assert "Work out the first figure" not in page.text


def test_finance_sees_no_button(client: Client) -> None:
    making.marlshires_card()
    assessment = making.assessed(making.person(), making.practitioner())
    client.force_login(making.finance())
    address = f"/team/assessments/{assessment}/budget/"

    assert "Work out the first figure" not in client.get(address).text
    assert client.post(f"{address}propose/").status_code == 403


def test_nothing_yet_says_what_comes(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    client.force_login(making.own_sign_in(ruth))

    assert "No figure yet" in client.get("/my/budget/").text
    making.begun(ruth, nell)
    assert "Go on with my assessment" in client.get("/my/budget/").text


def test_another_team_and_another_person_find_nothing(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    making.marlshires_card()
    assessment = making.assessed(ruth, nell)
    operations.propose_budget(assessment, by=nell, on=making.DAY)
    address = f"/team/assessments/{assessment}/budget/"

    client.force_login(making.practitioner(of=making.team("West team")))
    for answer in (client.get(address), client.post(f"{address}propose/", follow=True)):
        assert answer.status_code == 404
        assert "286" not in answer.text
    client.force_login(making.own_sign_in(making.person(given_name="Ivor")))
    assert "286" not in client.get("/my/budget/").text
    assert client.get(address).status_code == 403


def test_anyone_reads_the_whole_table(client: Client) -> None:
    assert "No table is published yet" in client.get("/published-table/").text
    card = making.marlshires_card().card

    page = client.get("/published-table/")

    lines = re.findall(r'regular">(\d+)</th><td[^>]*>£([\d,]+)\.00</td>', page.text)
    assert [(int(score), int(pounds.replace(",", "")) * 100) for score, pounds in lines] == list(
        enumerate(card.table)
    )
    points = [int(one) for one in re.findall(r'numeric">(\d+)</td>', page.text)]
    assert points == [one for steps in card.points.values() for one in steps]
    assert "not a limit" in page.text
    assert "agreed by Marlshire&#39;s councillors on 4 March 2026" in page.text


def test_a_figure_is_never_made_by_looking(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    making.marlshires_card()
    assessment = making.assessed(ruth, nell)
    client.force_login(nell)

    client.get(f"/team/assessments/{assessment}/budget/")
    assert client.get(f"/team/assessments/{assessment}/budget/propose/").status_code == 405

    assert queries.latest_budget_of(ruth.pk, by=nell) is None
