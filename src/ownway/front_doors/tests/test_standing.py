"""Where somebody stands, as the record tells those who work with them."""

from datetime import timedelta
from typing import Any

import making
import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
SAYS = "Support runs, and no eligible needs were found"


def shown(client: Client, person: Any) -> str:
    return str(client.get(reverse("people.record", args=[person.pk])).content.decode())


def test_support_that_runs_although_no_eligible_needs_were_found_stands_out(
    client: Client, settings: Any
) -> None:
    settings.OWNWAY_TODAY = making.DAY
    nell, ruth, ada = making.practitioner(), making.person(), making.person(given_name="Ada")
    for who in (ruth, ada):
        making.assessed(who, nell, making.DAY, eligible_needs="No needs identified")
    making.arrangement(ruth, first_day=making.DAY - timedelta(days=200))
    client.force_login(nell)

    assert SAYS in shown(client, ruth)
    assert reverse("review.of_person", args=[ruth.pk]) in shown(client, ruth)
    assert SAYS not in shown(client, ada)
