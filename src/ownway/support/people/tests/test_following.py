"""Dated rows follow what files say, end what a file began, and leave what a worker noted."""

from datetime import date

import making
import pytest
from django.db import connection, transaction

from ownway.support.people.models import HealthCondition, Person, SupportReason
from ownway.support.people.operations.following import follow_files

pytestmark = pytest.mark.django_db
SPRING, SUMMER = date(2026, 3, 31), date(2026, 6, 30)


def told(person: Person, on: date, **said: str) -> None:
    """A file of a period that ends on a day said this; what it brought is followed twice."""
    Person.objects.filter(pk=person.pk).update(details_as_at=on, **said)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE met_here (row_id uuid) ON COMMIT DROP")
        cursor.execute("INSERT INTO met_here VALUES (%s)", [person.pk])
        follow_files("met_here")
        follow_files("met_here")
        cursor.execute("DROP TABLE met_here")


def test_a_file_begins_and_a_later_one_ends() -> None:
    ruth = making.person(primary_support_reason="")
    making.person(primary_support_reason="Mental Health Support")  # in no file: nothing follows

    told(ruth, SPRING, primary_support_reason="Mental Health Support", autism="Yes")
    told(ruth, SUMMER, primary_support_reason="Learning Disability Support", autism="No")

    reasons = SupportReason.objects.order_by("first_day")
    assert list(reasons.values_list("person", "reason", "first_day", "last_day", "source")) == [
        (ruth.pk, "Mental Health Support", SPRING, date(2026, 6, 29), "file"),
        (ruth.pk, "Learning Disability Support", SUMMER, None, "file"),
    ]
    assert list(HealthCondition.objects.values_list("code", "first_day", "last_day")) == [
        ("autism", SPRING, date(2026, 6, 29))
    ]


def test_a_file_ends_no_condition_that_a_worker_noted() -> None:
    ruth = making.person(primary_support_reason="")
    ruth.conditions.create(code="dementia", first_day=SPRING, source="staff")

    told(ruth, SUMMER, dementia="No")
    told(ruth, SUMMER, dementia="Unknown")

    assert list(ruth.conditions.values_list("code", "last_day")) == [("dementia", None)]
    assert not SupportReason.objects.exists()
