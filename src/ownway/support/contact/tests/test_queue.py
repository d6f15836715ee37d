"""Nothing that waits is missing from the queue, the most overdue stands first, and it says why."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import UUID

import making
import pytest
from django.test import Client

from ownway.config.clock import now
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.models import Fact
from ownway.support.contact import domain, operations, queries
from ownway.support.contact.domain.self_checks import Whom
from ownway.support.contact.operations import self_checks

pytestmark = pytest.mark.django_db
ON = making.DAY


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = ON


def ask(of: Any, by: SignIn, days_ago: int, urgency: str = "", **more: Any) -> UUID:
    return operations.ask_for_support(
        of.pk,
        who_asked="Pete",
        words=more.pop("words", "She fell twice."),
        route_of_access=more.pop("route", domain.FROM_THE_PERSON),
        requested_on=ON - timedelta(days=days_ago),
        urgency=urgency,
        urgency_because="Alone tonight" if urgency == "today" else "",
        by=by,
        on=ON,
    )


def three(client: Client) -> SignIn:
    """Ruth waits longest and is in time, Ivor is a day late, Mae is due today."""
    team = making.team()
    nell = making.practitioner(team)
    ruth = making.person(team=team)
    ivor = making.person(team=team, given_name="Ivor", worker=nell)
    mae = making.person(team=team, given_name="Mae")
    ask(ruth, nell, 10, "when you can")
    ask(ivor, nell, 4, "days", route="Discharge from hospital")
    ask(mae, nell, 0, "today")
    client.force_login(nell)
    return nell


def names(text: str) -> list[str]:
    return sorted(("Ruth", "Ivor", "Mae"), key=text.find)


def test_the_most_overdue_stands_first(client: Client) -> None:
    nell = three(client)

    found = queries.queue(by=nell, on=ON)
    assert [(one.name.split()[0], one.days, one.late, one.worker) for one in found] == [
        ("Ivor", 4, 1, "Nell Farraday"),
        ("Mae", 0, 0, ""),
        ("Ruth", 10, 0, ""),
    ]
    page = client.get("/team/requests/").text
    assert "3 requests wait for an answer. 1 is late." in page
    assert names(page) == ["Ivor", "Mae", "Ruth"]
    assert "1 day late" in page
    assert "By worker" not in page


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("sort=age", ["Ruth", "Ivor", "Mae"]),
        ("sort=name", ["Ivor", "Mae", "Ruth"]),
        ("sort=<script>", ["Ivor", "Mae", "Ruth"]),
        ("urgency=days", ["Ivor"]),
        ("route=Discharge+from+hospital", ["Ivor"]),
        ("urgency=today&route=Discharge+from+hospital", []),
        ("team=nobody", ["Ivor", "Mae", "Ruth"]),
    ],
)
def test_chosen_and_sorted_on_the_page_and_in_the_file(
    client: Client, asked: str, shown: list[str]
) -> None:
    three(client)

    page = client.get(f"/team/requests/?{asked}").text
    file = client.get(f"/team/requests/waiting.csv?{asked}")

    rows = list(csv.DictReader(StringIO(file.content.decode("utf-8-sig"))))
    assert [row["Person"].split()[0] for row in rows] == shown
    assert [name for name in names(page) if f">{name} " in page] == shown
    assert ("None of them is of this kind." in page) is (not shown)


def test_a_manager_sees_how_many_wait_with_whom(client: Client) -> None:
    nell = three(client)
    client.force_login(making.manager(nell.team))

    page = client.get("/team/requests/").text

    assert queries.by_worker(queries.queue(by=nell, on=ON)) == [
        ("Nell Farraday", 1, 1),
        ("Nobody yet", 2, 0),
    ]
    assert "By worker" in page


def test_another_teams_requests_are_not_there_and_what_is_listed_is_recorded(
    client: Client,
) -> None:
    three(client)
    other = making.practitioner(making.team("West team"))
    stranger = making.person(given_name="Zelda", team=other.team)
    ask(stranger, other, 1, words="=HYPERLINK(1)")

    assert "Zelda" not in client.get("/team/requests/").text
    before = Fact.objects.filter(name="people.listed", by=other).count()
    client.force_login(other)
    assert "Zelda" in client.get("/team/requests/").text
    listed = Fact.objects.filter(name="people.listed", by=other)
    assert [one.about_id for one in listed[before:]] == [stranger.pk]
    file = client.get("/team/requests/waiting.csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in file


def test_a_self_check_that_was_sent_stands_among_them(client: Client) -> None:
    nell = three(client)
    check = self_checks.begin_check(Whom.OTHER, on=ON - timedelta(days=20))
    sender = {"your_name": "Olwen", "their_name": "Bede Marr", "telephone": "01632 960001"}
    self_checks.send_check(check, sender, on=ON - timedelta(days=20), at=now())

    first = queries.queue(by=nell, on=ON)[0]
    page = client.get("/team/requests/").text

    assert (first.id, first.is_check, first.person_id, first.days) == (check, True, None, 20)
    assert first.late > 0
    assert "4 requests wait (1 of them a self-check) for an answer. 2 are late." in page
    assert f"/team/self-checks/{check}/" in page
    work = client.get("/team/").text
    assert f"/team/self-checks/{check}/" in work
    assert work.index("Ivor Calloway asked for support") < work.index("Waiting for you")
    client.force_login(making.finance())
    assert f"/team/self-checks/{check}/" not in client.get("/team/").text


def test_an_empty_queue_says_so_and_who_may_not_open_it(client: Client) -> None:
    client.force_login(making.practitioner())
    assert "Nothing waits for an answer." in client.get("/team/requests/").text

    wanda = making.finance()
    client.force_login(wanda)
    assert client.get("/team/requests/").status_code == 403
    assert client.get("/team/requests/waiting.csv").status_code == 403
    assert queries.queue(by=wanda, on=ON) == []
