"""Pension Credit age follows from the day of birth, whatever was ticked."""

from datetime import date, timedelta
from typing import Any

import making
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ownway.kernel.period import add_months, age_on
from ownway.support.charging.domain.ages import pension_age_day, reached_pension_age
from ownway.support.charging.domain.answers import Answers, case_of

ON = date(2026, 11, 23)
born = st.dates(date(1920, 1, 1), date(2005, 1, 1))


@pytest.mark.parametrize(
    ("born_on", "months"),
    [
        (date(1955, 3, 1), 0),
        (date(1960, 4, 5), 0),
        (date(1960, 4, 6), 1),
        (date(1960, 5, 5), 1),
        (date(1960, 5, 6), 2),
        (date(1960, 12, 6), 9),
        (date(1961, 1, 5), 9),
        (date(1961, 1, 6), 10),
        (date(1961, 3, 5), 11),
        (date(1961, 3, 6), 12),
        (date(1970, 1, 1), 12),
    ],
)
def test_the_day_is_that_of_the_table(born_on: date, months: int) -> None:
    """Pensions Act 2014, section 26: a month more for each month, from 66 to 67."""
    assert pension_age_day(born_on) == add_months(born_on, 66 * 12 + months)


@given(born, st.integers(0, 4000))
def test_whoever_is_born_later_reaches_it_no_sooner(born_on: date, days: int) -> None:
    assert pension_age_day(born_on) <= pension_age_day(born_on + timedelta(days=days))


@given(born)
def test_it_is_between_66_and_67_and_is_reached_on_its_day(born_on: date) -> None:
    day = pension_age_day(born_on)
    assert 66 <= age_on(born_on, day) <= 67
    if day >= date(2020, 10, 7):
        assert reached_pension_age(born_on, day)
        assert not reached_pension_age(born_on, day - timedelta(days=1))


def test_before_it_was_the_same_for_all_only_the_sure_ages_tell() -> None:
    day = date(2018, 6, 1)
    assert reached_pension_age(date(1950, 1, 1), day)
    assert reached_pension_age(date(1980, 1, 1), day) is False
    assert reached_pension_age(date(1953, 6, 1), day) is None
    assert reached_pension_age(None, day) is None


@pytest.mark.parametrize("ticked", [True, False])
@pytest.mark.parametrize(("born_on", "reached"), [(date(1950, 1, 1), True), (date(1990, 1, 1), 0)])
def test_the_day_of_birth_counts_not_the_tick(ticked: bool, born_on: date, reached: bool) -> None:
    case = case_of(Answers(pension_age=ticked), born_on=born_on, on=ON, cost_weekly=266_00)
    assert case.pension_age == bool(reached)


@pytest.mark.django_db
def test_what_the_record_knows_is_not_asked(client: Client, settings: Any) -> None:
    settings.OWNWAY_TODAY = ON
    ruth = making.person(born_on=date(1950, 1, 1))
    client.force_login(making.own_sign_in(ruth))
    page = client.get("/my/what-i-have/").content.decode()
    assert "you have reached Pension Credit age" in page
    assert "I have reached Pension Credit age" not in page


@pytest.mark.django_db
def test_an_absurd_income_is_asked_about_and_another_window_loses_nothing(
    client: Client, settings: Any
) -> None:
    settings.OWNWAY_TODAY = ON
    ruth = making.person(born_on=date(1950, 1, 1))
    client.force_login(making.own_sign_in(ruth))
    typed = {"edition": "0", "lives": "HOME", "in_state_pension": "23025000", "do": "save"}
    absurd = client.post("/my/what-i-have/", typed)
    assert absurd.status_code == 422
    assert "That is more than £10,000 a week" in absurd.content.decode()

    client.post("/my/what-i-have/", typed | {"in_state_pension": "230.25"})
    other = client.post("/my/what-i-have/", typed | {"in_state_pension": "190"})
    page = other.content.decode()
    assert other.status_code == 422
    assert "perhaps in another window" in page
    assert 'value="190"' in page
    again = client.post("/my/what-i-have/", typed | {"in_state_pension": "190", "edition": "1"})
    assert again.status_code == 302

    client.post(
        "/my/what-i-have/", typed | {"in_state_pension": "190", "edition": "2", "do": "send"}
    )
    sent = client.get("/my/what-i-have/").content.decode()
    assert "You sent this on" in sent
    assert "Send to the council" not in sent
