"""Calibrating on today's records: whom it counts, whom it leaves out, and what it leaves behind.

Restricted records and protected facts are not among it; nobody's number is kept; each person whose
answers were counted has it on their record.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import making
import pytest
from making import Role

from ownway.commissioning.scorecards import operations, queries
from ownway.commissioning.scorecards.domain import Stage
from ownway.commissioning.scorecards.models import Data, DataPart
from ownway.foundation.access.second_lock import reading_as
from ownway.foundation.facts.models import Fact
from ownway.support.people.models import Person

pytestmark = pytest.mark.django_db

ON = making.DAY


def with_plan(cost: int = 30_000, **more: Any) -> Person:
    one = making.person(**more)
    worker = making.practitioner(of=one.team, name=f"Worker of {one.council_id}")
    made = making.assessed(one, worker, ON - timedelta(days=40))
    making.agreed_plan(one, made, worker, ON - timedelta(days=20), cost_weekly=cost)
    return one


def test_whom_it_counts_and_whom_it_leaves_out() -> None:
    counted = with_plan(
        31_000,
        primary_support_reason="Physical Support: Personal care support",
        gender="Female",
        ethnicity="White: Irish",
    )
    restricted = with_plan()
    Person.objects.filter(pk=restricted.pk).update(restricted=True)
    with_plan(0)
    nobody_signed = making.person()
    making.assessed(nobody_signed, making.practitioner(name="Another Worker"), ON)

    live = queries.live_rows("everyday-2026", on=ON)
    assert live.person_ids == (counted.pk,)
    assert restricted.pk not in live.person_ids
    assert dict(live.left_out) == {
        "No plan was signed off after their assessment": 1,
        "Few may know of them": 1,
        "Their plan costs nothing a week": 1,
    }
    rows = live.rows
    assert (rows.cost, rows.group) == ((31_000,), ("Physical Support",))
    assert rows.columns["ethnicity"] == ("White",)
    assert rows.columns["gender"] == ("Female",)
    assert rows.columns["month"] == ("2026-10",)
    assert len(rows.levels) == len(rows.questions)
    assert queries.live_people("everyday-2026") == 2


def test_each_person_who_was_counted_has_it_on_their_record_and_no_number_is_kept() -> None:
    one = with_plan()
    priya = making.staff(Role.COMMISSIONER, name="Priya Maker")
    model_id = operations.start_model(
        version="live", title="Live", questionnaire="everyday-2026", by=priya, on=ON
    )
    asked = operations.ask_for_calibration(model_id, by=priya, on=ON)
    operations.calibrate(asked, by=priya.pk, on=ON)
    operations.calibrate(asked, by=priya.pk, on=ON)

    told = queries.calibration(asked, by=priya)
    assert told.line.stage is Stage.REFUSED
    assert told.line.why[0] == "There are 1 people, and fewer than 100 carry no model."
    used = Fact.objects.filter(name="scorecards.used-to-calibrate")
    assert [(fact.about_id, fact.by_id, fact.of_id) for fact in used] == [(one.pk, priya.pk, asked)]
    kept = "".join(part.rows for part in DataPart.objects.all()) + Data.objects.get().digest
    assert str(one.pk) not in kept
    assert one.council_id not in kept


def test_a_commissioner_who_opens_no_record_is_told_how_many_there_are() -> None:
    with_plan()
    priya = making.staff(Role.COMMISSIONER, name="Priya Maker")
    with reading_as(priya, at=datetime(2026, 11, 23, 10, 42, tzinfo=UTC)):
        assert queries.live_people("everyday-2026") == 1
        assert not Person.objects.exists()
