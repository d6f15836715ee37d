"""The public reads what somebody named gave out, exactly, and nothing of anybody else's."""

import csv
import io
import re
from datetime import date, timedelta
from random import Random
from typing import Any

import making
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ownway.commissioning.insight import operations, queries
from ownway.commissioning.insight.models import PublishedDay
from ownway.commissioning.insight.tests.test_pages import signed_in, text_of
from ownway.foundation.access.domain import Role
from ownway.foundation.facts.models import Fact
from ownway.kernel.refusal import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 30)
LATER = date(2026, 11, 22)


def a_council(people: int = 90) -> None:
    """People of two reasons in two places, and two of a third reason."""
    chance = Random("ninety people")
    team = making.team()
    places = [making.locality(), making.locality("Saltersea", "South", "QM2")]
    for number in range(people):
        reason = (
            "Sensory Support: Support for visual impairment"
            if number < 2
            else chance.choice(
                [
                    "Physical Support: Personal care support",
                    "Learning Disability Support",
                    "own",
                    "Mental Health Support",
                    "Social Support",
                    "Support with Memory & Cognition",
                ]
            )
        )
        person = making.person(
            born_on=date(chance.choice([2004, 1985, 1950]), 3, 1),
            team=team,
            locality=chance.choice(places),
            primary_support_reason=reason,
        )
        making.arrangement(person, cost_weekly=chance.randrange(100_00, 900_00))


def tom() -> Any:
    return making.staff(Role.PERFORMANCE, name="Tom Okoro")


def test_what_was_published_stays_whatever_changes_afterwards() -> None:
    a_council()
    operations.publish(DAY, by=tom(), today=LATER)
    before = queries.published_on(DAY)
    page = Client().get(reverse("insight.public_figures")).content
    for _ in range(20):
        making.arrangement(making.person())

    assert queries.published_on(DAY) == before
    assert Client().get(reverse("insight.public_figures")).content == page
    assert operations.proposed(DAY) != before.day


def test_the_page_tells_what_is_kept_without_asking_about_anybody() -> None:
    a_council()
    operations.publish(DAY, by=tom(), today=LATER)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = Client().get(reverse("insight.public_figures")).content.decode()

    assert [
        one["sql"] for one in asked if "planning_" in one["sql"] or "people_person" in one["sql"]
    ] == []
    text = text_of(page)
    assert re.search(r"About (85|90) people have long-term support", text)
    assert "Sensory support fewer than 5" in text
    assert "Published on 22 November 2026." in text
    assert "Age not known fewer than 5" not in text
    assert "Under 18, or age not known fewer than 5" in text


def test_no_exact_number_and_no_name_reaches_the_public() -> None:
    a_council()
    operations.publish(DAY, by=tom(), today=LATER)
    page = Client().get(reverse("insight.public_figures")).content.decode()
    file = Client().get(reverse("insight.public_figures_csv"), {"on": DAY.isoformat()})

    lines = list(csv.reader(io.StringIO(file.content.decode())))[1:]
    numbers = [line[3] for line in lines if line[3] != "fewer than 5"]
    assert numbers
    assert all(int(number) % 5 == 0 for number in numbers)
    assert [line for line in lines if line[2] == "Sensory Support"] == [
        ["2026-09-30", "Main reason for support", "Sensory Support", "fewer than 5", ""]
    ]
    assert "Calloway" not in page + file.content.decode()


def test_nothing_published_is_said_kindly_and_another_day_is_no_page() -> None:
    page = Client().get(reverse("insight.public_figures"))

    assert page.status_code == 200
    assert "has not published figures here yet" in page.content.decode()
    for query in ({"on": "2026-09-30"}, {"on": "soon"}):
        assert Client().get(reverse("insight.public_figures"), query).status_code == 404
    assert Client().get(reverse("insight.public_figures_csv")).status_code == 404


def test_a_day_is_published_once_by_a_name_and_the_act_is_kept() -> None:
    a_council()
    by = tom()

    operations.publish(DAY, by=by, today=LATER)
    operations.publish(DAY, by=by, today=LATER)

    row = PublishedDay.objects.get()
    assert (row.published_by, row.published_on) == (by, LATER)
    assert [
        (fact.name, fact.by, fact.of_id) for fact in Fact.objects.filter(name__startswith="insight")
    ] == [("insight.day-published", by, row.pk)]


def test_a_day_taken_back_is_gone_and_comes_back_as_it_was() -> None:
    a_council()
    by = tom()
    operations.publish(DAY, by=by, today=LATER)
    before = queries.published_on(DAY).day
    operations.withdraw(DAY, by=by, today=LATER)
    operations.withdraw(DAY, by=by, today=LATER)

    with pytest.raises(NotFound):
        queries.published_on(DAY)
    assert queries.latest_published() is None
    with pytest.raises(Refused, match="at least 28 days apart"):
        operations.publish(DAY + timedelta(days=1), by=by, today=LATER)
    making.arrangement(making.person())
    operations.publish(DAY, by=by, today=LATER)
    assert queries.published_on(DAY).day == before


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.TEAM_MANAGER, Role.FINANCE])
def test_nobody_else_publishes_or_takes_back(role: Role) -> None:
    a_council()
    operations.publish(DAY, by=tom(), today=LATER)
    other = making.staff(role)

    with pytest.raises(NotAllowed):
        operations.publish(DAY, by=other, today=LATER)
    with pytest.raises(NotAllowed):
        operations.withdraw(DAY, by=other, today=LATER)
    page = signed_in(role).get(reverse("insight.publishing")).content.decode()
    assert "Publish" not in re.sub(r"Published|publishing", "", page)
    for name in ("publish", "withdraw"):
        refused = signed_in(role).post(reverse(f"insight.{name}"), {"on": DAY.isoformat()})
        assert refused.status_code == 403


def test_a_day_nobody_ever_published_cannot_be_taken_back() -> None:
    with pytest.raises(NotFound):
        operations.withdraw(DAY, by=tom(), today=LATER)


def test_publishing_begins_with_a_look() -> None:
    a_council()
    client = signed_in(Role.PERFORMANCE)
    address = reverse("insight.publishing")

    assert "Nobody outside can read any figures yet" in client.get(address).content.decode()
    look = client.get(address, {"on": "30/9/2026"}).content.decode()
    assert "Publish 30 September 2026?" in text_of(look)
    assert PublishedDay.objects.count() == 0
    done = client.post(reverse("insight.publish"), {"on": "2026-09-30"}, follow=True)
    assert "Anybody can read the figures of 30 September 2026" in text_of(done.content.decode())
    client.post(reverse("insight.withdraw"), {"on": "2026-09-30"})
    assert queries.latest_published() is None


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("soon", "Enter a real date"),
        ("", "Enter the day whose figures to publish"),
        ("1/1/2199", "That day is still to come"),
        ("1/1/1950", "Fewer than 50 people had support on 1 January 1950"),
    ],
)
def test_a_day_that_cannot_be_published_says_why_beside_the_field(said: str, answer: str) -> None:
    client = signed_in(Role.PERFORMANCE)
    looked = client.get(reverse("insight.publishing"), {"on": said})
    sent = client.post(reverse("insight.publish"), {"on": said})

    for page in (looked, sent):
        assert page.status_code == 422
        assert page.content.decode().count(answer) == 2
        assert f'value="{said}"' in page.content.decode()


def test_the_first_page_leads_to_the_figures() -> None:
    assert reverse("insight.public_figures") in Client().get("/").content.decode()
