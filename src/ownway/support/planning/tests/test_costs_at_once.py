"""The weekly cost worked out for a whole table is the one worked out for each service."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ownway.foundation.bulk.events import OneFile
from ownway.support.people.models import Person
from ownway.support.planning.domain.weekly_cost import weekly_cost
from ownway.support.planning.models import Arrangement
from ownway.support.planning.operations import take_services, waiting_services

pytestmark = pytest.mark.django_db

amounts = st.none() | st.decimals("-9999999", "9999999", places=6) | st.just(Decimal("0.00"))
REGULAR = ["weekly", "Fortnightly", "4-weekly", "monthly", "quarterly", "annually"]
OTHERWISE = ["hourly", "daily", "one-off", "per session", " Hourly ", "", "now and then"]
frequencies = st.sampled_from([*REGULAR, *OTHERWISE])
ROW = ("2025-06-02", None, "", "", "", "", "", "")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(amounts, frequencies, amounts), min_size=1, max_size=12))
def test_the_server_and_the_rule_agree(
    paid: list[tuple[Decimal | None, str, Decimal | None]],
) -> None:
    with transaction.atomic():
        person = Person.objects.create(council_id="M0001")
        waiting = waiting_services()
        waiting.copy_rows(
            (number, "M0001", f"key {number}", "c", "", "Service user", "", "", *ROW, *one)
            for number, one in enumerate(paid)
        )
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS pg_temp.met")
            cursor.execute(
                "CREATE TEMP TABLE met AS SELECT 'M0001' AS who, %s::uuid AS row_id", [person.pk]
            )
        file = OneFile(uuid.uuid4(), "met", placing=lambda told, held: [])
        take_services(waiting, file=file, by=None, on=date(2026, 11, 23))
        waiting.drop()
        found = {
            key: costs
            for key, *costs in Arrangement.objects.values_list(
                "cld_key", "cost_weekly", "cost_once", "cost_rule"
            )
        }
        transaction.set_rollback(True)

    assert found == {f"key {number}": list(weekly_cost(*one)) for number, one in enumerate(paid)}
