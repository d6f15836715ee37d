"""The early view gives a range and never a figure; saying less makes it wider; it always offers."""

import re
from dataclasses import replace
from itertools import product
from typing import Any

import making
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ownway.kernel.money import about_pounds
from ownway.kernel.refusal import Refused
from ownway.support.allocation import operations, queries
from ownway.support.allocation.domain import prepared
from ownway.support.allocation.domain.early import early_questions, early_view, is_early_view
from ownway.support.assessment.domain import Question

CARD = prepared("marlshire-early-2026")
ASKED = tuple(str(one) for one in CARD.card.points)
HARD = dict.fromkeys(ASKED, 2)


def test_the_card_reads_the_questions_of_the_self_check() -> None:
    assert is_early_view(CARD.card)
    assert set(early_questions("self-check-1")) == set(CARD.card.points)
    assert not is_early_view(prepared("marlshire-2026").card)
    for name in ("self-check-99", "self-check-x", "whole-life-2026"):
        with pytest.raises(Refused):
            early_questions(name)


@given(st.dictionaries(st.sampled_from(ASKED), st.integers(0, 2)), st.data())
def test_saying_less_never_makes_the_range_look_surer(said: dict[str, int], data: Any) -> None:
    whole = early_view(said, scorecard=CARD.card)
    if whole is None:
        return
    left = data.draw(st.sampled_from(sorted(said)))
    less = early_view({one: said[one] for one in said if one != left}, scorecard=CARD.card)
    if less is not None:
        assert less.low_weekly <= whole.low_weekly
        assert less.high_weekly >= whole.high_weekly
    assert whole.low_weekly < whole.high_weekly


def test_more_need_never_gives_a_lower_range() -> None:
    for levels in product((0, 1, 2), repeat=3):
        said = {**HARD, **dict(zip(ASKED[:3], levels, strict=True))}
        for at, one in enumerate(ASKED[:3]):
            if levels[at] == 2:
                continue
            less, more = (
                early_view(each, scorecard=CARD.card)
                for each in (said, {**said, one: levels[at] + 1})
            )
            assert less is not None
            assert more is not None
            assert (less.low_weekly, less.high_weekly) <= (more.low_weekly, more.high_weekly)


def test_too_little_said_gives_no_range() -> None:
    assert early_view({}, scorecard=CARD.card) is None
    assert early_view({ASKED[0]: 2, ASKED[1]: 2}, scorecard=CARD.card) is None
    assert early_view(dict.fromkeys(ASKED, 0), scorecard=CARD.card) is None
    short = replace(CARD.card, table=CARD.card.table[:5])
    assert early_view(HARD, scorecard=short) is None


def publish(**more: Any) -> None:
    said: dict[str, Any] = {
        "card": CARD.card,
        "in_force_from": making.DAY,
        "approved_words": CARD.approved_words,
        "by": None,
        "on": making.DAY,
    }
    operations.publish_scorecard(**(said | more))


def filled(client: Client) -> None:
    """A self-check that says washing and the toilet are hard, and meals at times."""
    client.post("/check/", {"whom": "me"})
    client.post("/check/questions/safe/", {"safe": "yes"})
    client.post(
        "/check/questions/every-day/",
        {"nutrition": "some", "hygiene": "hard", "toilet": "hard"},
    )


@pytest.mark.django_db
def test_it_is_shown_from_the_result_as_a_range_with_the_offer(
    client: Client, settings: Any
) -> None:
    settings.OWNWAY_TODAY = making.DAY
    assert client.get("/check/result/early-view/").headers["Location"] == "/check/"
    filled(client)
    assert "early view" not in client.get("/check/result/").text
    assert "gives no early view of this yet" in client.get("/check/result/early-view/").text

    publish()
    assert "/check/result/early-view/" in client.get("/check/result/").text
    page = " ".join(re.sub(r"<[^>]+>", " ", client.get("/check/result/early-view/").text).split())

    found = early_view({"nutrition": 1, "hygiene": 2, "toilet": 2}, scorecard=CARD.card)
    assert found is not None
    low, high = about_pounds(found.low_weekly), about_pounds(found.high_weekly)
    assert f"{low} to {high} a week" in page
    yearly = [about_pounds(found.low_yearly), about_pounds(found.high_yearly)]
    assert re.findall(r"£[\d,]+", page) == [low, high, *yearly]  # a range, and no figure anywhere
    assert "early view from 3 of 10 questions" in page
    assert "You can have an assessment, whatever stands here." in page
    assert "eligible" not in page
    easy = client.get("/check/result/early-view/easy-read/").text
    assert f"Support for most of them cost: {low} to {high} a week." in easy
    assert "It is not a limit." in easy
    pdf = client.get("/check/result/early-view/easy-read.pdf")
    assert pdf.content.startswith(b"%PDF")


@pytest.mark.django_db
def test_there_is_no_easy_read_of_nothing(client: Client, settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY
    here = "/check/result/early-view/"
    assert client.get(f"{here}easy-read/").headers["Location"] == here
    assert client.get(f"{here}easy-read.pdf").headers["Location"] == here


@pytest.mark.django_db
def test_a_card_for_early_views_is_never_the_table_in_force() -> None:
    publish()
    assert queries.published_table(making.DAY) is None
    assert queries.published_tables() == []
    assert queries.early_card_on(making.DAY, questionnaire="self-check-1") == CARD.card
    less = {one: steps for one, steps in CARD.card.points.items() if one != Question("work")}
    with pytest.raises(Refused, match="other questions"):
        publish(card=replace(CARD.card, version="Shorter", points=less))
    making.marlshires_card()
    assert queries.early_card_on(making.DAY, questionnaire="self-check-1") == CARD.card
