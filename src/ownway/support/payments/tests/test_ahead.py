"""What a schedule will pay next is shown before anybody proposes it, and only to who may know."""

from datetime import date, timedelta
from uuid import UUID

import making
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import strategies as st

from ownway.kernel.refusal import NotFound, Refused
from ownway.support.payments import operations, queries
from ownway.support.payments.queries import BeyondEnd, Planned

DAY = date(2026, 6, 1)
days = st.integers(0, 400).map(lambda count: DAY + timedelta(days=count))


@pytest.mark.django_db
def test_what_is_not_proposed_yet_is_planned_with_its_day_and_amount() -> None:
    ruth, wanda = making.person(), making.finance()
    arranged = making.direct_payment(ruth, last_day=date(2026, 7, 4))
    schedule = operations.set_schedule(arranged.pk, by=wanda, on=DAY)
    operations.propose_instruction(schedule, by=wanda, on=DAY)

    found = queries.planned_of(ruth.pk, by=making.own_sign_in(ruth), on=DAY, until=DAY)

    part_week = Planned(schedule, date(2026, 6, 29), date(2026, 7, 4), date(2026, 6, 29), 175_33)
    assert found == [part_week]


@pytest.mark.django_db
def test_nothing_is_planned_for_who_died_and_nothing_told_to_strangers() -> None:
    ruth, wanda = making.person(), making.finance()
    operations.set_schedule(making.direct_payment(ruth).pk, by=wanda, on=DAY)
    ruth.died_on = DAY
    ruth.save()

    assert queries.planned_of(ruth.pk, by=wanda, on=DAY, until=DAY) == []
    with pytest.raises(NotFound):
        queries.planned_of(
            ruth.pk, by=making.practitioner(of=making.team("West team")), on=DAY, until=DAY
        )


@pytest.mark.django_db
def test_who_approves_is_told_of_days_that_would_be_paid_twice(client: Client) -> None:
    """A plan that begins in the middle of a period paid ahead."""
    ruth, wanda, femi = making.person(), making.finance(), making.finance("Femi Adeyemi")
    before = making.direct_payment(ruth)
    made = operations.propose_instruction(
        operations.set_schedule(before.pk, by=wanda, on=DAY), by=wanda, on=DAY
    )
    operations.approve_instruction(made, by=femi, on=DAY)
    assert queries.approved_beyond_end([ruth.pk], by=wanda) == {}
    before.last_day = date(2026, 6, 14)
    before.save()
    after = making.direct_payment(ruth, first_day=date(2026, 6, 15))
    again = operations.propose_instruction(
        operations.set_schedule(after.pk, by=wanda, on=DAY), by=wanda, on=DAY
    )

    found = queries.approved_beyond_end([ruth.pk], by=femi)

    june = BeyondEnd(ruth.pk, date(2026, 6, 15), date(2026, 6, 28), 409_10)
    assert found == {ruth.pk: [june]}
    assert queries.approved_beyond_end([ruth.pk], by=making.practitioner()) == {}
    client.force_login(femi, backend="django.contrib.auth.backends.ModelBackend")
    for page in ("/team/payments/", f"/team/payments/{again}/"):
        assert "£409.10 was approved already" in client.get(page).content.decode()


@pytest.mark.django_db
def test_support_that_ended_is_refused_by_its_last_day() -> None:
    wanda = making.finance()
    arranged = making.direct_payment(making.person(), last_day=date(2026, 6, 10))
    schedule = operations.set_schedule(arranged.pk, by=wanda, on=DAY)
    operations.propose_instruction(schedule, by=wanda, on=DAY)

    with pytest.raises(Refused, match="ends on 10 June 2026, and every day of it has"):
        operations.propose_instruction(schedule, by=wanda, on=DAY)


@pytest.mark.django_db
def test_a_share_below_half_a_penny_is_refused_in_words() -> None:
    wanda = making.finance()
    arranged = making.direct_payment(
        making.person(), cost_weekly=3, contribution_weekly=0, last_day=DAY
    )
    schedule = operations.set_schedule(arranged.pk, by=wanda, on=DAY)

    with pytest.raises(Refused, match="less than half a penny"):
        operations.propose_instruction(schedule, by=wanda, on=DAY)
    assert queries.ended_on(schedule) == DAY
    assert queries.ended_on(UUID(int=0)) is None


@pytest.mark.django_db
def test_a_long_list_to_set_up_asks_the_database_no_more_often() -> None:
    wanda = making.finance()
    asked = []
    for _ in range(2):
        for _ in range(3):
            making.direct_payment(making.person())
        with CaptureQueriesContext(connection) as seen:
            queries.to_set_up(by=wanda, on=DAY)
        asked.append(len(seen))

    assert asked[0] == asked[1]
