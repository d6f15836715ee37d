"""Two people press at the same moment: one wins, the other is told, and nothing happens twice."""

import threading
import time
from collections.abc import Callable
from datetime import date
from uuid import UUID

import making
import pytest
from django.db import connection, transaction

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import timeline
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.charging import operations as charging
from ownway.support.people.models import Person
from ownway.support.planning import operations, queries

pytestmark = pytest.mark.django_db(transaction=True)
ON = making.DAY
START = date(2026, 12, 1)


@pytest.fixture
def ruth() -> Person:
    return making.person()


@pytest.fixture
def nell() -> SignIn:
    return making.practitioner()


@pytest.fixture
def plan(ruth: Person, nell: SignIn) -> UUID:
    charging.decide_contribution(
        ruth.pk, contribution_weekly=0, first_day=ON, basis="Benefits", by=making.finance(), on=ON
    )
    made = operations.begin_plan(making.assessed(ruth, by=nell), by=nell, on=ON)
    operations.add_component(
        made,
        actor="paid",
        who="Jo",
        activity="Mornings",
        outcome="Out by half nine",
        bought_by="direct payment",
        cost_weekly=266_00,
        by=nell,
        on=ON,
    )
    return made


def both(first: Callable[[], object], second: Callable[[], object]) -> Exception | None:
    """Do `first`, and before it is committed start `second`, which must wait; what `second` met."""
    met: list[Exception | None] = []

    def press() -> None:
        try:
            second()
        except (Refused, NotFound) as told:
            met.append(told)
        else:
            met.append(None)
        finally:
            connection.close()

    other = threading.Thread(target=press)
    with transaction.atomic():
        first()
        other.start()
        while other.is_alive() and not _somebody_waits():
            time.sleep(0.01)
    other.join()
    (one,) = met
    return one


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
            "WHERE NOT l.granted AND a.datname = current_database()"
        )
        (waiting,) = cursor.fetchone()
    return bool(waiting)


def test_of_two_managers_one_agrees_and_the_other_is_told(
    ruth: Person, plan: UUID, nell: SignIn
) -> None:
    operations.send_for_sign_off(plan, first_day=START, by=nell, on=ON)
    asif, mo = making.manager(), making.manager(name="Mo Adair")

    told = both(
        lambda: operations.sign_off(plan, judged=making.SOUND, reasons="Yes", by=asif, on=ON),
        lambda: operations.sign_off(plan, judged=making.SOUND, reasons="Yes", by=mo, on=ON),
    )

    assert str(told) == "Asif Karim agreed this plan on 23 November 2026."
    assert len(queries.arrangements_of(ruth.pk, by=nell)) == 1
    assert [one.name for one in timeline(ruth.pk)].count("planning.plan-signed-off") == 1


def test_what_one_sent_back_the_other_cannot_agree(plan: UUID, nell: SignIn) -> None:
    operations.send_for_sign_off(plan, first_day=START, by=nell, on=ON)
    asif, mo = making.manager(), making.manager(name="Mo Adair")

    told = both(
        lambda: operations.return_plan(plan, reasons="Who if Jo is ill?", by=asif, on=ON),
        lambda: operations.sign_off(plan, judged=making.SOUND, reasons="Yes", by=mo, on=ON),
    )

    assert str(told) == "This plan is not waiting for sign-off."


def test_a_part_is_taken_out_once(ruth: Person, plan: UUID, nell: SignIn) -> None:
    (jo,) = queries.plan_for_reading(plan, by=nell, on=ON).components

    told = both(
        lambda: operations.remove_component(jo.id, by=nell, on=ON),
        lambda: operations.remove_component(jo.id, by=making.own_sign_in(ruth), on=ON),
    )

    assert isinstance(told, NotFound)
    assert [one.name for one in timeline(ruth.pk)].count("planning.component-removed") == 1


def test_a_part_cannot_change_once_the_plan_is_sent(plan: UUID, nell: SignIn) -> None:
    (jo,) = queries.plan_for_reading(plan, by=nell, on=ON).components

    told = both(
        lambda: operations.send_for_sign_off(plan, first_day=START, by=nell, on=ON),
        lambda: operations.remove_component(jo.id, by=nell, on=ON),
    )

    assert str(told) == "The plan is with a manager. It can be changed when it comes back."


def test_one_plan_begins(ruth: Person, nell: SignIn) -> None:
    assessed = making.assessed(ruth, by=nell)

    told = both(
        lambda: operations.begin_plan(assessed, by=nell, on=ON),
        lambda: operations.begin_plan(assessed, by=nell, on=ON),
    )

    assert str(told) == "A plan is being written already. Open it and go on there."
    assert len(queries.plans_of(ruth.pk, by=nell)) == 1
