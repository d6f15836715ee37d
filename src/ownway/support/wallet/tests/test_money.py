"""Somebody and the council see the same lines, and the sum adds up in front of the reader."""

import csv
from dataclasses import replace
from datetime import date
from io import StringIO
from typing import Any
from uuid import UUID

import making
import pytest
from django.test import Client

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import readings
from ownway.kernel.refusal import NotFound
from ownway.support.charging import operations as charging
from ownway.support.payments import operations as payments
from ownway.support.payments import queries as paying
from ownway.support.planning import operations as planning
from ownway.support.planning import queries as plans
from ownway.support.wallet import queries
from ownway.support.wallet.pages import MoneyPage, as_csv

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)
MAY = date(2026, 5, 27)


def with_plan(*also: tuple[str, int]) -> tuple[Any, UUID]:
    """Ruth with a plan signed off: £266.00 a week by direct payment, of which she pays £61.45.

    `also` is what the council buys besides: who, and the cost a week. Gives her schedule too.
    """
    ruth, nell, wanda = making.person(), making.practitioner(), making.finance()
    charging.decide_contribution(
        ruth.pk, contribution_weekly=61_45, first_day=JUNE, basis="Pension", by=wanda, on=MAY
    )
    plan = planning.begin_plan(making.assessed(ruth, by=nell, on=MAY), by=nell, on=MAY)
    bought = [("Jo Lindqvist", 266_00, "direct payment")]
    for who, cost_weekly, bought_by in [*bought, *((*one, "council-managed") for one in also)]:
        planning.add_component(
            plan,
            actor="paid",
            who=who,
            activity="Mornings",
            outcome="Out by half nine",
            bought_by=bought_by,
            cost_weekly=cost_weekly,
            by=nell,
            on=MAY,
        )
    planning.send_for_sign_off(plan, first_day=JUNE, by=nell, on=MAY)
    planning.sign_off(plan, judged=making.SOUND, reasons="Yes", by=making.manager(), on=MAY)
    (arranged,) = plans.direct_payments_without([], by=wanda, on=JUNE)
    return ruth, payments.set_schedule(arranged.id, by=wanda, on=MAY)


@pytest.fixture
def ruth() -> Any:
    """Ruth, whose first four weeks are agreed: £204.55 a week of the £266.00 her plan costs."""
    ruth, schedule = with_plan()
    made = payments.propose_instruction(schedule, by=making.finance(), on=MAY)
    payments.approve_instruction(made, by=making.finance(name="Colm Ashdown"), on=MAY)
    return ruth


def be(client: Client, who: SignIn) -> None:
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")


def test_both_sides_read_the_same_lines(ruth: Any) -> None:
    hers = queries.money_for_reading(ruth.pk, by=making.own_sign_in(ruth), on=JUNE)
    ours = queries.money_for_reading(ruth.pk, by=making.practitioner(), on=JUNE)

    assert hers.lines == ours.lines
    assert [(line.pence, line.balance) for line in hers.lines] == [(818_20, 818_20)]
    assert hers.owed == 818_20


def test_the_page_says_what_is_owed_and_how_it_is_made(ruth: Any) -> None:
    before = queries.money_for_reading(ruth.pk, by=making.own_sign_in(ruth), on=MAY)

    page = MoneyPage.of(before, mine=True)

    assert (page.lead, page.figure, page.then) == (
        "The council has agreed to pay you",
        "£818.20",
        "by 1 June 2026, from its own bank account.",
    )
    assert page.sum_rows == (
        ("My plan costs, a week", "£266.00"),
        ("I pay, a week", "− £61.45"),
        ("The council pays me, a week", "£204.55"),
        ("Four weeks of it", "£818.20"),
    )


def test_what_comes_next_has_its_day_and_amount(ruth: Any) -> None:
    her = making.own_sign_in(ruth)

    def ahead(on: date) -> list[tuple[date, int]]:
        found = queries.money_for_reading(ruth.pk, by=her, on=on)
        return [(one.pay_on, one.pence) for one in found.planned]

    assert ahead(JUNE) == [(date(2026, 6, 29), 818_20)]
    assert ahead(date(2026, 7, 1)) == [(date(2026, 7, 1), 818_20), (date(2026, 7, 27), 818_20)]


def test_the_answer_follows_the_money(ruth: Any) -> None:
    """Owed and more agreed; paid; and, for the team, whose money it is."""
    her, wanda = making.own_sign_in(ruth), making.finance()
    (first,) = paying.instructions_of(ruth.pk, by=wanda)
    schedule = paying.schedules_of(ruth.pk, by=wanda)[0].id
    second = payments.propose_instruction(schedule, by=wanda, on=JUNE)

    def answer(by: SignIn, *, mine: bool) -> tuple[str, str, str]:
        page = MoneyPage.of(queries.money_for_reading(ruth.pk, by=by, on=JUNE), mine=mine)
        return page.lead, page.figure, page.then

    assert answer(her, mine=True) == (
        "The council owes you today",
        "£818.20",
        "It pays from its own bank account. When it has paid, that shows below.",
    )
    payments.confirm_paid(first.id, paid_on=JUNE, by=wanda, on=JUNE)
    assert answer(wanda, mine=False) == (
        "The council owes Ruth Calloway today",
        "£0.00",
        "£818.20 is being checked, to pay by 29 June 2026.",
    )
    payments.decline_instruction(second, reasons="Wrong week", by=wanda, on=JUNE)
    assert answer(her, mine=True)[1:] == ("£0.00", "Everything agreed so far is paid.")
    third = payments.propose_instruction(schedule, by=wanda, on=JUNE)
    payments.approve_instruction(third, by=making.finance(name="Colm Ashdown"), on=JUNE)
    assert answer(wanda, mine=False)[:2] == (
        "The council has agreed to pay Ruth Calloway",
        "£818.20",
    )


def test_owed_today_with_more_agreed_says_both(ruth: Any) -> None:
    wanda = making.finance()
    schedule = paying.schedules_of(ruth.pk, by=wanda)[0].id
    second = payments.propose_instruction(schedule, by=wanda, on=JUNE)
    payments.approve_instruction(second, by=making.finance(name="Colm Ashdown"), on=JUNE)

    page = MoneyPage.of(queries.money_for_reading(ruth.pk, by=wanda, on=JUNE), mine=True)

    assert page.figure == "£818.20"
    assert page.then.endswith("Another £818.20 is agreed, to be paid by 29 June 2026.")


def test_set_up_and_not_agreed_it_says_so_and_invents_no_sum() -> None:
    """Two direct payments at once, and a budget that explains neither: no sum is better."""
    ruth, wanda = making.person(), making.finance()
    for _ in range(2):
        payments.set_schedule(making.direct_payment(ruth).pk, by=wanda, on=JUNE)

    page = MoneyPage.of(queries.money_for_reading(ruth.pk, by=wanda, on=JUNE), mine=True)

    assert page.then == "Payments are set up. The first is not agreed yet."
    assert page.sum_rows == ()


def test_what_others_are_paid_stands_in_the_sum() -> None:
    ruth, _ = with_plan(("Marl Vale Home Care", 100_00))

    found = queries.money_for_reading(ruth.pk, by=making.practitioner(), on=MAY)

    assert MoneyPage.of(found, mine=False).sum_rows == (
        ("The plan costs, a week", "£366.00"),
        ("They pay, a week", "− £61.45"),
        ("The council pays others for their support, a week", "− £83.21"),
        ("The council pays them, a week", "£221.34"),
        ("Four weeks of it", "£885.36"),
    )


def test_an_empty_wallet_says_so(client: Client) -> None:
    be(client, making.own_sign_in(making.person()))

    page = client.get("/my/money/").content.decode()

    assert "£0.00" in page
    assert "No direct payment is set up for you." in page


def test_a_worker_opens_it_and_that_is_known(client: Client, ruth: Any) -> None:
    be(client, making.practitioner())

    page = client.get(f"/team/people/{ruth.pk}/money/").content.decode()

    assert "£818.20" in page
    assert f"/team/people/{ruth.pk}/money/lines.csv" in page
    assert readings(ruth.pk)[0].heading == "The money opened"


def test_strangers_see_nothing_of_it(client: Client, ruth: Any) -> None:
    be(client, making.practitioner(of=making.team("West team")))
    for page in ("money/", "money/lines.csv"):
        answer = client.get(f"/team/people/{ruth.pk}/{page}")
        assert answer.headers["Location"].startswith(f"/team/people/{ruth.pk}/why/")
        assert "818" not in answer.content.decode()
    be(client, making.own_sign_in(making.person(given_name="Mo")))
    assert client.get(f"/team/people/{ruth.pk}/money/").status_code == 403
    assert "818" not in client.get("/my/money/").content.decode()
    with pytest.raises(NotFound):
        queries.money_for_reading(
            ruth.pk, by=making.own_sign_in(making.person(given_name="Ivor")), on=JUNE
        )


@pytest.mark.parametrize("mine", [True, False])
def test_lines_download_as_numbers_a_spreadsheet_adds(
    client: Client, ruth: Any, mine: bool
) -> None:
    be(client, making.own_sign_in(ruth) if mine else making.practitioner())

    answer = client.get(f"/{'my' if mine else f'team/people/{ruth.pk}'}/money/lines.csv")

    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # a streamed answer has one
    header, line = csv.reader(StringIO(text))
    assert header == ["Day", "What", "Pounds", "Owed after"]
    assert line[0] == "2026-06-01"
    assert line[2:] == ["818.20", "818.20"]
    assert readings(ruth.pk)[0].heading == "The money opened"


def test_words_in_the_file_cannot_run(ruth: Any) -> None:
    found = queries.money_for_reading(ruth.pk, by=making.practitioner(), on=JUNE)
    (line,) = found.lines
    live = replace(found, lines=(replace(line, words="=1+1", pence=-100),))

    assert list(csv.reader(StringIO("".join(as_csv(live)))))[1] == [
        "2026-06-01",
        "'=1+1",
        "-1.00",
        "818.20",
    ]
