"""When figures change, the same sums are made again, seen, decided once, and told."""

from datetime import date
from typing import Any

import making
import pytest
from django.test import Client
from django.urls import reverse

from ownway.foundation.access.domain import Role
from ownway.foundation.hand_overs import queries as hand_overs
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.charging import operations, queries
from ownway.support.charging.domain.answers import WHOLE, Answers, Line
from ownway.support.charging.models import Contribution, FinancialAssessment
from ownway.support.people.models import Person

pytestmark = pytest.mark.django_db
BEFORE, ON = date(2025, 10, 1), date(2026, 11, 23)
TOLD = Answers(incomes=(Line("PRIVATE_PENSION", 200_00),))


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.OWNWAY_TODAY = ON


def decided(on: date = BEFORE, **more: Any) -> Person:
    """Somebody whose sum was made in an earlier year."""
    made = making.person(**({"born_on": date(1980, 3, 4)} | more))
    worked = operations.worked_as(
        WHOLE, TOLD, born_on=made.born_on, on=on, cost_weekly=300_00, free_weekly=0
    )
    operations.decide_from_means(
        made.pk,
        how=WHOLE,
        answers=TOLD,
        edition=1,
        born_on=made.born_on,
        cost_weekly=300_00,
        free_weekly=0,
        first_day=on,
        seen_weekly=worked.contribution_weekly,
        by=making.finance(),
        on=on,
    )
    return made


def listed(by: Any = None) -> list[operations.Again]:
    return operations.by_earlier_figures(by=by or making.finance(), from_day=ON, on=ON)


def test_a_sum_of_an_earlier_year_is_made_anew_beside_the_one_before() -> None:
    ruth = decided()
    decided(ON, given_name="Ada")
    (one,) = listed()
    anew = operations.worked_as(WHOLE, TOLD, born_on=ruth.born_on, on=ON, cost_weekly=300_00)
    assert (one.person_id, one.decided_from) == (ruth.pk, BEFORE)
    assert one.new_weekly == anew.contribution_weekly
    assert one.more_weekly == anew.contribution_weekly - one.before_weekly != 0


def test_what_was_seen_is_decided_once_and_the_letter_has_an_owner() -> None:
    ruth, wanda = decided(), making.finance()
    (one,) = listed()
    assert one.new_weekly is not None
    seen = {ruth.pk: one.new_weekly}

    assert operations.decide_again(seen, from_day=ON, by=wanda, on=ON) == (ruth.pk,)
    assert operations.decide_again(seen, from_day=ON, by=wanda, on=ON) == ()

    now = queries.contribution_on(ruth.pk, ON, by=wanda)
    before = queries.contribution_on(ruth.pk, BEFORE, by=wanda)
    assert now is not None
    assert before is not None
    assert (now.contribution_weekly, before.contribution_weekly) == (
        one.new_weekly,
        one.before_weekly,
    )
    (passed,) = hand_overs.about(ruth.pk, by=making.practitioner(), on=ON, open_only=True)
    assert passed.what == "Write to them what they pay from 23 November 2026"
    assert listed() == []


def test_another_sum_than_was_seen_decides_nothing() -> None:
    ruth = decided()
    with pytest.raises(Refused, match="Work it out again"):
        operations.decide_again({ruth.pk: 1}, from_day=ON, by=making.finance(), on=ON)
    assert Contribution.objects.filter(person=ruth).count() == 1


def test_who_cannot_be_worked_out_is_named_with_why_and_the_dead_are_left_out() -> None:
    old, gone = decided(), decided(given_name="Ada")
    FinancialAssessment.objects.filter(person=old).update(how="")
    Person.objects.filter(pk=gone.pk).update(died_on=ON)
    (one,) = listed()
    assert (one.person_id, one.new_weekly) == (old.pk, None)
    assert "by hand" in one.why_not


def test_only_finance_makes_them_again(client: Client) -> None:
    for role in (Role.PRACTITIONER, Role.TEAM_MANAGER, Role.COMMISSIONER):
        with pytest.raises(NotAllowed):
            listed(making.staff(role, name=role.value))
    client.force_login(making.practitioner())
    assert client.get(reverse("charging.again")).status_code == 403


def test_the_page_shows_decides_and_says_so(client: Client) -> None:
    ruth = decided()
    client.force_login(making.finance())
    address = reverse("charging.again")
    page = client.get(address).text
    (one,) = listed()
    assert f'name="seen-{ruth.pk}" value="{one.new_weekly}"' in page
    assert "Decide this sum" in page
    wrong = client.get(address, {"from_day_day": "31", "from_day_month": "2", "from_day_year": "1"})
    assert wrong.status_code == 422
    day = {"from_day_day": "23", "from_day_month": "11", "from_day_year": "2026"}
    done = client.post(address, day | {f"seen-{ruth.pk}": str(one.new_weekly)}).text
    assert "1 sum is decided" in done
    assert "asked to write to them" in done
    assert "Nobody’s sum was made by earlier figures" in done
