"""Anybody reads the published table, tries it and takes it away; nothing of a try is kept."""

import csv
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import making
import pytest
from django.apps import apps
from django.test import Client

from ownway.foundation.facts.models import Fact
from ownway.support.allocation import operations
from ownway.support.allocation.domain import estimate, prepared
from ownway.support.allocation.domain.card_file import card_from_text
from ownway.support.allocation.pages import tables
from ownway.support.assessment.domain import Level
from ownway.support.assessment.queries import questionnaire_named

pytestmark = pytest.mark.django_db
MARLSHIRE = prepared("marlshire-2026")
VERSION = "Marlshire/2027, spring"
RATIO = {
    "ratio": 0.9,
    "low": 0.8,
    "high": 1.0,
    "at_equal_need": 0.98,
    "need_low": 0.95,
    "need_high": 1.01,
}
REPORT = {
    "people": 2400,
    "ours": {"within_20": 0.271, "short_20": 0.228, "median_error": 0.392},
    "beside": {"One price for every point": {"within_20": 0.223}},
    "covered": 0.807,
    "by": {"gender": {"Female": {"people": 1400, **RATIO}, "Other": {"people": 12, **RATIO}}},
}


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


def next_card(**more: Any) -> None:
    operations.publish_scorecard(
        replace(MARLSHIRE.card, version=VERSION),
        in_force_from=making.DAY,
        approved_words="agreed by the board",
        by=None,
        on=making.DAY,
        **more,
    )


def rows() -> dict[Any, int]:
    """How many rows of every kind there are."""
    kinds = [one for one in apps.get_models() if one._meta.managed and not one._meta.proxy]
    return {one: one._base_manager.count() for one in kinds}


def test_the_test_of_a_model_is_told_with_its_error_and_bias(client: Client) -> None:
    making.marlshires_card()
    assert "No test was published with this table" in client.get("/published-table/").text
    next_card(report=REPORT)

    page = client.get("/published-table/").text

    assert "27 in 100" in page
    assert "23 in 100" in page
    assert "comes within 20% for 22 in 100" in page
    assert "81 in 100 had a plan inside the range" in page
    assert "98 (95 to 101)" in page
    assert "Female" in page
    assert "Other</th>" not in page, "twelve people are too few to compare"
    assert tables.tested(None) is None


def test_older_tables_stay_readable(client: Client) -> None:
    making.marlshires_card()
    next_card()
    now = client.get("/published-table/").text
    assert "Other tables" in now
    assert "is not in force today" not in now

    before = client.get("/published-table/Marlshire%202026/")

    assert before.status_code == 200
    assert "is not in force today" in before.text
    assert client.get("/published-table/Marlshire%2F2027,%20spring/").status_code == 200
    assert client.get("/published-table/Nowhere%202026/").status_code == 404
    assert client.get("/published-table/Nowhere%202026/table.csv").status_code == 404


def test_it_can_be_taken_away_and_used(client: Client) -> None:
    card = making.marlshires_card().card

    text = client.get("/published-table/Marlshire%202026/scorecard.json").text
    rows = list(
        csv.DictReader(client.get("/published-table/Marlshire%202026/table.csv").text.splitlines())
    )

    assert card_from_text(text) == card
    assert json.loads(text)["digest"] == card.digest
    table = [one for one in rows if one["part"] == "table"]
    assert [one["pounds_weekly"] for one in table] == [f"{one / 100:.2f}" for one in card.table]
    points = [int(one["points"]) for one in rows if one["part"] == "points"]
    assert points == [one for steps in card.points.values() for one in steps]


def test_a_try_gives_the_figure_and_keeps_nothing(client: Client) -> None:
    assert client.get("/published-table/try/").status_code == 404
    card = making.marlshires_card().card
    asked = questionnaire_named(card.questionnaire)
    levels = {one.id: number % 3 for number, one in enumerate(asked.questions)}
    rows_before = rows()
    facts_before = Fact.objects.count()

    open_one = client.post(
        "/published-table/try/", {name: str(level) for name, level in list(levels.items())[1:]}
    )
    found = client.post(
        "/published-table/try/", {name: str(level) for name, level in levels.items()}
    )

    assert open_one.status_code == 422
    assert f"Choose an answer: {asked.questions[0].words}" in open_one.text
    assert open_one.text.count(" checked") == len(levels) - 1, "what was chosen stays"
    budget = estimate({name: Level(level) for name, level in levels.items()}, scorecard=card)
    assert f"£{round(budget.total_weekly / 100):,}" in found.text
    assert f"{budget.score} points" in found.text
    assert "Nothing of this is kept" in found.text
    assert Fact.objects.count() == facts_before
    assert rows() == rows_before


def test_a_later_table_is_readable_before_its_day(client: Client) -> None:
    making.marlshires_card()
    operations.publish_scorecard(
        replace(MARLSHIRE.card, version="Next"),
        in_force_from=making.DAY + timedelta(days=30),
        approved_words="agreed by the board",
        by=None,
        on=making.DAY,
    )
    assert "Next" in client.get("/published-table/").text
    assert "is not in force today" in client.get("/published-table/Next/").text
