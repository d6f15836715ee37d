"""Capacity is for one decision, with evidence and a name; a lacking advocate is seen."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import making
import pytest
from django.test import Client

from ownway.foundation.hand_overs import operations as hand_overs
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.assessment import operations, queries
from ownway.support.assessment.domain.being_heard import (
    ABILITIES,
    CapacitySaid,
    advocate_required,
    check_capacity,
)

AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
CAN = CapacitySaid(
    decision="Where to live",
    assessed_on=making.DAY,
    support="In the morning, with pictures of both homes.",
    able=dict.fromkeys(ABILITIES, True),
    because={},
    impairment="",
    has_capacity=True,
    best_interests="",
)
CANNOT = replace(
    CAN,
    able={**CAN.able, "retains": False},
    because={"retains": "Asked again after a minute."},
    impairment="Dementia",
    has_capacity=False,
    best_interests="Stay at home; her son and her friend were asked.",
)


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


def test_a_record_bears_its_conclusion() -> None:
    check_capacity(CAN, on=making.DAY)
    check_capacity(CANNOT, on=making.DAY)


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        (replace(CAN, decision=" "), "which decision"),
        (replace(CAN, assessed_on=date(2026, 11, 24)), "not come yet"),
        (replace(CAN, support=""), "how they were helped"),
        (replace(CAN, able={"understands": True}), "all four"),
        (replace(CANNOT, because={}), "what shows that they could not keep it in mind"),
        (replace(CANNOT, has_capacity=True), "could not keep it in mind"),
        (replace(CAN, has_capacity=False), "could do all four"),
        (replace(CANNOT, impairment=""), "impairment or disturbance"),
        (replace(CANNOT, best_interests=" "), "best interests"),
    ],
)
def test_what_the_record_leaves_open_is_asked_for(said: CapacitySaid, missing: str) -> None:
    with pytest.raises(Refused, match=missing):
        check_capacity(said, on=making.DAY)


def test_an_advocate_is_required_with_difficulty_and_nobody_to_help() -> None:
    assert advocate_required(["weighing"], " ")
    assert not advocate_required(["weighing"], "Her sister")
    assert not advocate_required([], "")


@pytest.mark.django_db
def test_capacity_is_kept_with_its_evidence_and_a_name() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)

    operations.note_capacity(made, CANNOT, by=nell, on=making.DAY)

    line = queries.capacity_in(made, by=nell)[0]
    assert (line.decision, line.has_capacity, line.by) == ("Where to live", False, "Nell Farraday")
    assert line.abilities[1] == (
        "keep it in mind for long enough",
        False,
        "Asked again after a minute.",
    )
    with pytest.raises(NotAllowed):
        operations.note_capacity(made, CAN, by=making.own_sign_in(ruth), on=making.DAY)


@pytest.mark.django_db
def test_asking_an_advocate_waits_for_a_yes_and_is_said_until_then(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    with pytest.raises(Refused, match="Name the advocacy service"):
        operations.consider_advocate(
            made, difficulty_with=["weighing"], by=nell, on=making.DAY, at=AT
        )
    client.force_login(nell)
    here = f"/team/assessments/{made}/being-heard/"
    asked = {"act": "advocate", "difficulty_with": ["weighing"], "organisation": "Speakwell"}

    assert client.post(here, asked)["Location"] == here
    again = client.post(here, asked)

    assert again.status_code == 422
    assert "Speakwell was asked already" in again.text
    words = "An advocate is needed, and none has said yes"
    assert words in client.get(here).text
    assert words in client.get(f"/team/assessments/{made}/").text
    assert words in client.get(f"/team/assessments/{made}/complete/").text
    assert "1 of 1 has no advocate yet" in client.get("/team/advocates/").text
    held = queries.advocate_of(made, by=nell)
    assert held
    assert held.hand_over_id
    hand_overs.acknowledge(held.hand_over_id, by=nell, on=making.DAY)
    assert words not in client.get(f"/team/assessments/{made}/").text
    assert "All 1 have an advocate" in client.get("/team/advocates/").text
    csv = client.get("/team/advocates/?as=csv").content.decode("utf-8-sig")
    assert csv.splitlines()[1].startswith("Ruth Calloway,Using it or weighing it up,Speakwell")


@pytest.mark.django_db
def test_somebody_who_helps_already_means_that_the_law_asks_for_none() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)

    required = operations.consider_advocate(
        made, difficulty_with=["weighing"], somebody="Ellie", by=nell, on=making.DAY, at=AT
    )

    held = queries.advocate_of(made, by=nell)
    assert held
    assert (required, held.required, held.lacking, held.hand_over_id) == (False, False, False, None)
    assert queries.advocates(by=nell) == []
    assert queries.advocates(by=making.finance()) == []


@pytest.mark.django_db
def test_the_page_keeps_what_was_typed_of_capacity(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    client.force_login(nell)
    here = f"/team/assessments/{made}/being-heard/"
    said = {
        "act": "capacity",
        "decision": "Where to live",
        "assessed_on_0": "23",
        "assessed_on_1": "11",
        "assessed_on_2": "2026",
        "assessed_on_day": "23",
        "assessed_on_month": "11",
        "assessed_on_year": "2026",
        "support": "With pictures",
        "has_capacity": "yes",
        **dict.fromkeys(ABILITIES, "yes"),
    }

    wrong = client.post(here, {**said, "support": "", "decision": "Kept decision"})
    assert wrong.status_code == 422
    assert "Say how they were helped" in wrong.text
    assert "Kept decision" in wrong.text
    client.post(here, said)
    assert "Has capacity for it" in client.get(here).text
