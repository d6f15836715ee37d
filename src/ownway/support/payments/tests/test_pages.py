"""The page of payments answers first, lets two people do the two steps, and shows nobody else."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import making
import pytest
from django.test import Client

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import readings
from ownway.support.ledger import queries as ledger
from ownway.support.payments import operations, queries

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
PAGE = "/team/payments/"


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = DAY


def proposed(of: Any, by: SignIn) -> UUID:
    schedule = operations.set_schedule(making.direct_payment(of).pk, by=by, on=DAY)
    return operations.propose_instruction(schedule, by=by, on=DAY)


def test_with_nothing_to_do_it_says_so(client: Client) -> None:
    client.force_login(making.finance())

    page = client.get(PAGE)

    for words in (
        "Nothing waits. Every direct payment that is due has been approved.",
        "moves no money",
        "No payment waits to be checked.",
        "Every period up to now has been proposed.",
        "Every direct payment that was signed off is set up.",
        "Nothing has been approved yet.",
    ):
        assert words in page.text


def test_set_up_proposed_and_approved_on_the_page(client: Client) -> None:
    ruth, wanda, femi = making.person(), making.finance(), making.finance("Femi Adeyemi")
    arrangement = making.direct_payment(ruth)
    client.force_login(wanda)

    page = client.get(PAGE)
    assert "There are payments to set up or propose." in page.text
    assert f"{PAGE}arrangements/{arrangement.pk}/set-up/" in page.text
    page = client.post(f"{PAGE}arrangements/{arrangement.pk}/set-up/", follow=True)
    assert "Set up. Propose the first period next." in page.text
    (due,) = queries.to_propose(by=wanda, on=DAY)
    page = client.post(f"{PAGE}schedules/{due.schedule_id}/propose/", follow=True)
    assert "Somebody else in finance checks it before it is paid." in page.text
    assert "1 payment waits to be checked by somebody else than who proposed it." in page.text
    assert "You proposed it, so somebody else checks it." in page.text
    (waiting,) = queries.to_approve(by=femi, on=DAY)
    assert f"{PAGE}{waiting.id}/approve/" not in page.text

    client.force_login(femi)
    assert f"{PAGE}{waiting.id}/approve/" in client.get(PAGE).text
    page = client.post(f"{PAGE}{waiting.id}/approve/", follow=True)
    assert "The council pays it from its own account by the day it says." in page.text
    assert "Femi Adeyemi, 1" in page.text
    assert ledger.owed_to(ruth.pk, by=femi) == 818_20

    page = client.post(f"{PAGE}{waiting.id}/approve/", follow=True)
    assert "Femi Adeyemi approved this payment on 1 June 2026." in page.text
    assert ledger.owed_to(ruth.pk, by=femi) == 818_20


def test_the_sentence_counts_what_waits(client: Client) -> None:
    wanda = making.finance()
    for _ in range(2):
        proposed(making.person(), wanda)
    client.force_login(wanda)

    assert (
        "2 payments wait to be checked by somebody else than who proposed them."
        in client.get(PAGE).text
    )


def test_the_one_who_proposed_is_refused_on_the_page(client: Client) -> None:
    ruth, wanda = making.person(), making.finance()
    made = proposed(ruth, wanda)
    client.force_login(wanda)

    page = client.post(f"{PAGE}{made}/approve/", follow=True)

    assert "You proposed this payment, Wanda Price. Somebody else" in page.text
    assert "You may take it back by declining it." in client.get(f"{PAGE}{made}/").text
    assert ledger.owed_to(ruth.pk, by=wanda) == 0


def test_declined_with_a_reason_that_stays_on_its_page(client: Client) -> None:
    ruth, wanda, femi = making.person(), making.finance(), making.finance("Femi Adeyemi")
    made = proposed(ruth, wanda)
    client.force_login(femi)

    page = client.get(f"{PAGE}{made}/")
    assert "waits to be checked" in page.text
    assert "£818.20" in page.text
    page = client.post(f"{PAGE}{made}/", {"reasons": " "})
    assert page.status_code == 422
    assert "Write down why the payment is declined" in page.text
    page = client.post(f"{PAGE}{made}/", {"reasons": "The plan <has> changed."}, follow=True)
    assert "Declined. The period can be proposed again." in page.text
    page = client.get(f"{PAGE}{made}/")
    assert "was declined" in page.text
    assert "The plan &lt;has&gt; changed." in page.text
    page = client.post(f"{PAGE}{made}/", {"reasons": "Again"})
    assert page.status_code == 422
    assert "Femi Adeyemi declined this payment on 1 June 2026." in page.text


def test_looking_is_written_down(client: Client) -> None:
    ruth, wanda = making.person(), making.finance()
    made = proposed(ruth, wanda)
    client.force_login(wanda)

    client.get(PAGE)
    client.get(f"{PAGE}{made}/")

    assert sorted((one.name, one.by_name) for one in readings(ruth.pk)) == [
        ("payments.instruction-read", "Wanda Price"),
        ("payments.listed", "Wanda Price"),
    ]


def test_nobody_outside_finance_sees_or_presses_anything(client: Client) -> None:
    ruth, wanda = making.person(), making.finance()
    made = proposed(ruth, wanda)
    addresses = [PAGE, f"{PAGE}{made}/"]
    presses = [
        f"{PAGE}{made}/",
        f"{PAGE}{made}/approve/",
        f"{PAGE}schedules/{uuid4()}/propose/",
        f"{PAGE}arrangements/{uuid4()}/set-up/",
    ]

    for who in (making.practitioner(), making.manager(), making.own_sign_in(ruth)):
        client.force_login(who)
        for answer in (
            *(client.get(address) for address in addresses),
            *(client.post(address, {"reasons": "Mine"}) for address in presses),
        ):
            assert answer.status_code == 403
            assert "818.20" not in answer.text
    assert [line.state for line in queries.instructions_of(ruth.pk, by=wanda)] == ["proposed"]


def test_what_is_not_there_is_not_found(client: Client) -> None:
    client.force_login(making.finance())

    for address in (
        f"{PAGE}{uuid4()}/approve/",
        f"{PAGE}schedules/{uuid4()}/propose/",
        f"{PAGE}arrangements/{uuid4()}/set-up/",
    ):
        assert client.get(address).status_code == 405
        assert client.post(address).status_code == 404
    assert client.get(f"{PAGE}{uuid4()}/").status_code == 404
