"""The page says how many are late, shows who, and gives the same list as a file."""

import csv
import io
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from django.test import Client

from ownway.support.review import pages
from ownway.support.review.queries import DueReview

pytestmark = pytest.mark.django_db
A_YEAR_AGO = making.DAY - timedelta(days=365)


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


def due_in(days: int, name: str) -> Any:
    made = making.person(given_name=name, family_name="Penhale")
    making.arrangement(made, first_day=A_YEAR_AGO + timedelta(days=days))
    return made


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_the_page_says_how_many_first_and_who_below(client: Client) -> None:
    late, soon = due_in(-21, "Ivor"), due_in(1, "Gwen")
    client.force_login(making.practitioner())

    page = client.get("/team/reviews/").text

    assert "1 review is late. 1 is due in two weeks." in page
    assert page.index("Ivor Penhale") < page.index("Gwen Penhale")
    assert f"/team/people/{late.pk}/" in page
    assert "3 weeks late" in page
    assert "Due tomorrow" in page
    only_late = client.get("/team/reviews/?show=late").text
    assert ("Ivor" in only_late, "Gwen" in only_late) == (True, False)
    only_soon = client.get("/team/reviews/?show=soon").text
    assert ("Ivor" in only_soon, "Gwen" in only_soon) == (False, True)
    by_person = client.get("/team/reviews/?sort=person").text
    assert by_person.index("Gwen Penhale") < by_person.index("Ivor Penhale")
    assert soon.pk != late.pk


def test_twenty_five_on_a_page_and_the_rest_on_the_next(client: Client) -> None:
    for number in range(27):
        due_in(-1 - number, f"P{number:02}")
    client.force_login(making.practitioner())

    first, second, past = (
        client.get(f"/team/reviews/?show=late&page={page}").text for page in (1, 2, 900)
    )

    assert first.count('<th scope="row"') == 25
    assert ("P26" in first, "P00" in first) == (True, False)
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    assert second.count('<th scope="row"') == 2
    assert ('rel="next"' in second, 'rel="prev"' in second) == (False, True)
    assert "show=late" in second[: second.index('rel="prev"')]
    assert past.count('<th scope="row"') == 2
    assert "Reviews 26 to 27 of 27" in past
    assert len(rows(client.get("/team/reviews.csv").text)) == 28


def test_nobody_due_is_said_in_words(client: Client) -> None:
    client.force_login(making.practitioner())
    page = client.get("/team/reviews/").text
    assert "No review is late, and none is due in two weeks." in page
    assert "<table" not in page
    assert "Nobody waits too long" in client.get("/team/reviews/?show=late&sort=zzz&page=x").text


def test_the_file_has_the_chosen_lines_and_runs_nothing(client: Client) -> None:
    ivor = due_in(-21, "=SUM(1)")
    due_in(1, "Gwen")
    client.force_login(making.manager())

    answer = client.get("/team/reviews.csv?show=late")

    assert answer["Content-Disposition"] == 'attachment; filename="reviews-2026-11-23.csv"'
    assert rows(answer.text) == [
        ["Person", "Council number", "Which review", "Due", "Days late"],
        ["'=SUM(1) Penhale", ivor.council_id, "Yearly review", "2026-11-02", "21"],
    ]


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_can_begin_a_formula(begins: str) -> None:
    line = DueReview(UUID(int=1), f"{begins}Ivor", "Yearly review", making.DAY, 0)
    assert rows(pages.as_csv([line]))[1][0] == f"'{begins}Ivor"


def test_finance_and_the_person_may_not_open_it(client: Client) -> None:
    for who in (making.finance(), making.own_sign_in(making.person())):
        client.force_login(who)
        assert client.get("/team/reviews/").status_code == 403
        assert client.get("/team/reviews.csv").status_code == 403


@pytest.mark.parametrize(
    ("late", "soon", "words"),
    [
        (61, 14, "61 reviews are late. 14 are due in two weeks."),
        (1, 0, "1 review is late. None is due in two weeks."),
        (0, 1, "No review is late. 1 is due in two weeks."),
        (1200, 0, "1,200 reviews are late. None is due in two weeks."),
    ],
)
def test_the_first_sentence(late: int, soon: int, words: str) -> None:
    assert pages.headline(late, soon) == words


@pytest.mark.parametrize(
    ("days", "words", "kind"),
    [
        (1, "1 day late", "bad"),
        (13, "13 days late", "bad"),
        (60, "8 weeks late", "bad"),
        (61, "2 months late", "bad"),
        (365, "12 months late", "bad"),
        (730, "2 years late", "bad"),
        (1100, "3 years late", "bad"),
        (0, "Due today", "some"),
        (-14, "Due in 2 weeks", "some"),
        (-200, "Due in 6 months", "plain"),
    ],
)
def test_how_late_in_words(days: int, words: str, kind: str) -> None:
    line = DueReview(UUID(int=1), "", "", date(2026, 1, 1), days)
    assert pages.Where.of(line) == pages.Where(words, kind)
