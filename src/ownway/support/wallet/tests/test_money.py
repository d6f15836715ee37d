"""Somebody and the council see the same lines, and the sum adds up in front of the reader."""

import csv
from datetime import date
from io import StringIO

import making
import pytest
from django.test import Client

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import readings
from ownway.kernel.refusal import NotFound
from ownway.support.charging import operations as charging
from ownway.support.payments import operations as payments
from ownway.support.people.models import Person
from ownway.support.planning import operations as planning
from ownway.support.planning import queries as plans
from ownway.support.wallet import queries
from ownway.support.wallet.pages import MoneyPage

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)
MAY = date(2026, 5, 27)


@pytest.fixture
def ruth() -> Person:
    """Ruth, whose first four weeks are agreed: £204.55 a week of the £266.00 her plan costs."""
    ruth, nell = making.person(), making.practitioner()
    wanda, colm = making.finance(), making.finance(name="Colm Ashdown")
    charging.decide_contribution(
        ruth.pk, contribution_weekly=61_45, first_day=JUNE, basis="Pension", by=wanda, on=MAY
    )
    plan = planning.begin_plan(making.assessed(ruth, by=nell, on=MAY), by=nell, on=MAY)
    planning.add_component(
        plan,
        actor="paid",
        who="Jo Lindqvist",
        activity="Mornings",
        outcome="Out by half nine",
        bought_by="direct payment",
        cost_weekly=266_00,
        by=nell,
        on=MAY,
    )
    planning.send_for_sign_off(plan, first_day=JUNE, by=nell, on=MAY)
    planning.sign_off(plan, reasons="Yes", by=making.manager(), on=MAY)
    (arranged,) = plans.direct_payments_without([], by=wanda, on=JUNE)
    schedule = payments.set_schedule(arranged.id, by=wanda, on=MAY)
    made = payments.propose_instruction(schedule, by=wanda, on=MAY)
    payments.approve_instruction(made, by=colm, on=MAY)
    return ruth


def be(client: Client, who: SignIn) -> None:
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")


def test_both_sides_read_the_same_lines(ruth: Person) -> None:
    hers = queries.money_for_reading(ruth.pk, by=making.own_sign_in(ruth), on=JUNE)
    ours = queries.money_for_reading(ruth.pk, by=making.practitioner(), on=JUNE)

    assert hers.lines == ours.lines
    assert [(line.pence, line.balance) for line in hers.lines] == [(818_20, 818_20)]
    assert hers.owed == 818_20


def test_the_page_says_what_is_owed_and_how_it_is_made(ruth: Person) -> None:
    before = queries.money_for_reading(ruth.pk, by=making.own_sign_in(ruth), on=MAY)

    page = MoneyPage.of(before, mine=True)

    assert (page.lead, page.figure) == ("Agreed, and on its way to you", "£818.20")
    assert page.sum_rows == (
        ("My plan costs, a week", "£266.00"),
        ("I pay, a week", "− £61.45"),
        ("The council pays, a week", "£204.55"),
        ("Four weeks of it", "£818.20"),
    )


def test_an_empty_wallet_says_so(client: Client) -> None:
    be(client, making.own_sign_in(making.person()))

    page = client.get("/my/money/").content.decode()

    assert "£0.00" in page
    assert "No direct payment is set up for you." in page


def test_a_worker_opens_it_and_that_is_known(client: Client, ruth: Person) -> None:
    be(client, making.practitioner())

    page = client.get(f"/team/people/{ruth.pk}/money/").content.decode()

    assert "£818.20" in page
    assert readings(ruth.pk)[0].heading == "The money opened"


def test_strangers_see_nothing_of_it(client: Client, ruth: Person) -> None:
    be(client, making.practitioner(of=making.team("West team")))
    assert client.get(f"/team/people/{ruth.pk}/money/").status_code == 404
    with pytest.raises(NotFound):
        queries.money_for_reading(
            ruth.pk, by=making.own_sign_in(making.person(given_name="Ivor")), on=JUNE
        )


def test_lines_download_as_numbers_a_spreadsheet_adds(client: Client, ruth: Person) -> None:
    be(client, making.own_sign_in(ruth))

    answer = client.get("/my/money/lines.csv")

    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # a streamed answer has one
    header, line = csv.reader(StringIO(text))
    assert header == ["Day", "What", "Pounds", "Owed after"]
    assert line[0] == "2026-06-01"
    assert line[2:] == ["818.20", "818.20"]
