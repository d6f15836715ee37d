"""What somebody pays is decided by a named person, from a day, with a basis; a decision stays."""

from datetime import date

import making
import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ownway.foundation.facts.queries import timeline
from ownway.foundation.look.filters import day
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.charging import operations, queries
from ownway.support.charging.domain import payable
from ownway.support.people.models import Person

ON = making.DAY
JUNE = date(2026, 6, 1)


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_nobody_pays_more_than_it_costs(contribution: int, cost: int) -> None:
    assert payable(contribution, cost) == min(contribution, cost)


def decide(ruth: Person, **more: object) -> None:
    said = {"contribution_weekly": 61_45, "first_day": JUNE, "basis": "Pension", "on": ON}
    operations.decide_contribution(ruth.pk, **(said | more))  # type: ignore[arg-type]  # a maker


@pytest.mark.django_db
def test_a_decision_holds_from_its_day_until_the_next() -> None:
    ruth, wanda = making.person(), making.finance()
    decide(ruth, by=wanda)
    decide(ruth, by=wanda, contribution_weekly=0, first_day=date(2026, 9, 1))

    days = [date(2026, 5, 31), JUNE, date(2026, 8, 31), date(2026, 9, 1)]
    found = [queries.contribution_on(ruth.pk, day, by=wanda) for day in days]

    assert [one and one.contribution_weekly for one in found] == [None, 61_45, 61_45, 0]
    to_come = [queries.contribution_from(ruth.pk, day, by=wanda) for day in days]
    assert [one and one.contribution_weekly for one in to_come] == [61_45, 61_45, 61_45, 0]
    assert timeline(ruth.pk)[-1].words == "£61.45 a week from 1 June 2026"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"contribution_weekly": -1}, "less than nothing"),
        ({"basis": "  "}, "how it was worked out"),
        ({}, "decided already"),
        ({"first_day": date(26, 6, 1)}, "Check the year"),
    ],
)
def test_what_cannot_stand_is_refused(wrong: dict[str, object], said: str) -> None:
    ruth, wanda = making.person(), making.finance()
    decide(ruth, by=wanda)

    with pytest.raises(Refused, match=said):
        decide(ruth, by=wanda, **wrong)
    assert len(queries.contributions_of(ruth.pk, by=wanda)) == 1


@pytest.mark.django_db
def test_a_slip_is_put_right_from_the_same_day_and_both_decisions_stay() -> None:
    ruth, wanda = making.person(), making.finance()
    decide(ruth, by=wanda, contribution_weekly=6_145_00)

    decide(ruth, by=wanda)

    now = queries.contribution_on(ruth.pk, JUNE, by=wanda)
    assert now is not None
    assert now.contribution_weekly == 61_45
    assert [one.contribution_weekly for one in queries.contributions_of(ruth.pk, by=wanda)] == [
        61_45,
        6_145_00,
    ]
    assert timeline(ruth.pk)[0].words.endswith("instead of £6,145.00")


@pytest.mark.django_db
def test_only_finance_decides() -> None:
    ruth = making.person()

    with pytest.raises(NotAllowed, match="finance"):
        decide(ruth, by=making.practitioner())
    with pytest.raises(NotFound):
        decide(ruth, by=making.practitioner(of=making.team("West team")))


@pytest.mark.django_db
def test_a_decision_cannot_be_changed_even_by_hand() -> None:
    decide(making.person(), by=making.finance())

    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE charging_contribution SET contribution_weekly = 0")


@pytest.mark.django_db
def test_finance_decides_on_the_page_and_a_mistake_keeps_what_was_typed(client: Client) -> None:
    ruth = making.person()
    client.force_login(making.finance(), backend="django.contrib.auth.backends.ModelBackend")
    address = f"/team/people/{ruth.pk}/contribution/"
    typed = {
        "contribution_weekly": "61.45",
        "first_day_day": "1",
        "first_day_month": "13",
        "first_day_year": "2026",
        "basis": "Her pension",
        "cost_weekly": "266",
    }

    wrong = client.post(address, typed)
    right = client.post(address, typed | {"first_day_month": "6"}, follow=True)
    again = client.post(address, typed | {"first_day_month": "6"})

    zeros = client.post(
        address, typed | {"first_day_month": "6", "contribution_weekly": "6,145.00"}
    )
    assert zeros.status_code == 422
    assert "is there a zero too many?" in zeros.content.decode()
    assert wrong.status_code == 422
    assert "Enter a real date" in wrong.content.decode()
    assert "Her pension" in wrong.content.decode()
    assert "They pay £61.45 a week" in right.content.decode()
    assert again.status_code == 422
    assert "decided already" in again.content.decode()
    assert len(queries.contributions_of(ruth.pk, by=making.finance())) == 1


@pytest.mark.django_db
def test_a_worker_cannot_decide_by_sending_the_form_anyway(client: Client) -> None:
    ruth = making.person()
    client.force_login(making.practitioner(), backend="django.contrib.auth.backends.ModelBackend")
    typed = {"contribution_weekly": "1", "basis": "Mine", "cost_weekly": "2"} | {
        f"first_day_{part}": value for part, value in (("day", 1), ("month", 6), ("year", 2026))
    }

    assert client.post(f"/team/people/{ruth.pk}/contribution/", typed).status_code == 403
    assert queries.contributions_of(ruth.pk, by=making.finance()) == []


@pytest.mark.django_db
def test_the_page_tells_of_a_decision_that_starts_later(client: Client) -> None:
    ruth = making.person()
    decide(ruth, by=making.finance(), first_day=date(2027, 6, 1))
    client.force_login(making.practitioner(), backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(f"/team/people/{ruth.pk}/contribution/").text

    assert f"They pay £61.45 a week from {day(date(2027, 6, 1))}" in page


@pytest.mark.django_db
def test_a_worker_reads_it_and_another_team_does_not(client: Client) -> None:
    ruth = making.person()
    decide(ruth, by=making.finance())
    address = f"/team/people/{ruth.pk}/contribution/"
    client.force_login(making.practitioner(), backend="django.contrib.auth.backends.ModelBackend")
    mine = client.get(address).content.decode()
    client.force_login(
        making.practitioner(of=making.team("West team")),
        backend="django.contrib.auth.backends.ModelBackend",
    )

    assert "They pay £61.45 a week" in mine
    assert "Decide this contribution" not in mine
    assert client.get(address).headers["Location"].startswith(f"/team/people/{ruth.pk}/why/")
