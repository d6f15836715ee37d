"""What may help is offered only within its limits, what is free is never passed, and what was
lent is asked about.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ownway.foundation.hand_overs.models import HandOver
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.contact import operations, queries
from ownway.support.contact.domain import equipment as domain
from ownway.support.contact.models import EquipmentLook, EquipmentOrder

ON = making.DAY
LIST = domain.catalogue_on(ON)
hards = st.sets(st.sampled_from(sorted(LIST.hard)), min_size=1)
measured = st.fixed_dictionaries(
    {},
    optional={key: st.integers(one.least, one.most) for key, one in domain.MEASURES.items()},
)


@given(hards, measured)
def test_nothing_is_offered_outside_its_limits_or_above_what_is_free(
    hard: set[str], measures: dict[str, int]
) -> None:
    for one in domain.suggestions(hard, measures, on=ON):
        assert set(one.item.helps) & hard
        if one.may_be_ordered:
            assert one.item.pence <= 100_000
            assert not one.item.visit
            assert all(low <= measures[key] <= high for key, (low, high) in one.item.limits.items())


@given(hards)
def test_only_what_decides_is_measured_and_all_of_it(hard: set[str]) -> None:
    asked = {one.key for one in LIST.measures_for(hard)}
    wanted = {key for item in LIST.items.values() if set(item.helps) & hard for key in item.limits}

    assert asked == wanted


def test_each_reason_is_said() -> None:
    may_help = domain.suggestions(["bath", "stairs"], {"weight": 160, "bath_width": 70}, on=ON)

    assert {one.item.name: one.why_not for one in may_help} == {
        "Bath board": "Weight is 160 kg; it is made for 20 to 150.",
        "Bath step": "",
        "Grab rail, 30 cm": "Free wall beside where they hold on is not measured yet.",
        "Second banister": "A therapist has to see where it would stand.",
        "Half step with rail": "A therapist has to see where it would stand.",
        "Stairlift": "It costs more than £1,000.",
    }


@pytest.mark.parametrize(
    ("hard", "measures", "words"),
    [
        ([], {}, "Choose what is hard."),
        (["flying"], {}, "Choose from the list what is hard."),
        (["bath"], {"mood": 3}, "That is nothing we measure."),
        (["bath"], {"weight": 4}, "Weight: 4 kg cannot be right. Measure it once more."),
    ],
)
def test_refuses_in_words(hard: list[str], measures: dict[str, int], words: str) -> None:
    with pytest.raises(Refused) as refusal:
        domain.check_look(hard, measures, on=ON)

    assert str(refusal.value) == words


def test_before_the_first_list_there_is_none() -> None:
    with pytest.raises(Refused, match="no list of equipment"):
        domain.catalogue_on(date(2010, 1, 1))


def looked(of: Any, by: Any, **more: Any) -> UUID:
    said: dict[str, Any] = {"hard": ["bath", "reach"], "measures": {"weight": 70}}
    return operations.look_at_equipment(of.pk, **(said | more), by=by, on=ON)


@pytest.mark.django_db
def test_an_order_that_does_not_come_is_asked_after() -> None:
    ruth, nell = making.person(), making.practitioner()
    (made,) = operations.order_equipment(looked(ruth, nell), ["reacher"], by=nell, on=ON)
    week, day_more = ON + timedelta(days=7), ON + timedelta(days=8)
    assert queries.orders_not_come(by=nell, on=week) == []
    assert [one.id for one in queries.orders_not_come(by=nell, on=day_more)] == [made]
    operations.note_delivered(made, delivered_on=week, by=nell, on=week)
    assert queries.orders_not_come(by=nell, on=day_more) == []


@pytest.mark.django_db
def test_ordered_delivered_and_asked_about() -> None:
    ruth, nell = making.person(), making.practitioner()
    look = looked(ruth, nell)

    (step, reacher) = operations.order_equipment(look, ["reacher", "bath-step"], by=nell, on=ON)
    assert operations.order_equipment(look, ["reacher"], by=nell, on=ON) == []
    operations.note_delivered(step, delivered_on=ON, by=nell, on=ON)
    operations.cancel_order(reacher, because="She has one", by=nell, on=ON)
    assert queries.orders_to_ask_about(by=nell, on=ON + timedelta(days=13)) == []
    (due,) = queries.orders_to_ask_about(by=nell, on=ON + timedelta(days=14))
    assert (due.id, due.name) == (step, "Bath step")
    her = making.own_sign_in(ruth)
    operations.say_if_equipment_helps(step, helped="yes", words="Every day", by=her, on=ON)

    assert queries.orders_to_ask_about(by=nell, on=ON + timedelta(days=14)) == []
    assert {(one.name, one.state.value, one.helped) for one in queries.orders_of(
        ruth.pk, by=nell, on=ON
    )} == {("Bath step", "delivered", "It helps"), ("Long reacher", "cancelled", "")}  # fmt: skip


@pytest.mark.django_db
def test_what_is_no_simple_order_is_refused_and_passed_to_a_therapist() -> None:
    ruth, nell = making.person(), making.practitioner()
    look = looked(ruth, nell, hard=["bath", "stairs"])
    team = making.team("Therapy team")

    for items, words in (
        ([], "Choose what to order"),
        (["reacher"], "Choose from what may help"),
        (["stairlift"], "It costs more than £1,000"),
        (["bath-board"], "Width of the bath"),
    ):
        with pytest.raises(Refused, match=words):
            operations.order_equipment(look, items, by=nell, on=ON)
    with pytest.raises(Refused, match="Say what the therapist"):
        operations.pass_to_therapist(look, to_team=team, words=" ", due_on=ON, by=nell, on=ON)
    passed = operations.pass_to_therapist(
        look, to_team=team, words="The stairs", due_on=ON, by=nell, on=ON
    )
    with pytest.raises(Refused, match="to a therapist already"):
        operations.pass_to_therapist(look, to_team=team, words="x", due_on=ON, by=nell, on=ON)

    row = HandOver.objects.get(pk=passed)
    assert (row.to_team, row.words) == (
        team,
        "Hard: Getting in and out of the bath, Going up and down stairs or steps. The stairs",
    )
    assert EquipmentOrder.objects.count() == 0


@pytest.mark.django_db
def test_the_limit_is_of_each_thing_and_not_of_what_one_visit_comes_to() -> None:
    ruth, nell = making.person(), making.practitioner()
    look = looked(ruth, nell)
    for number in range(4):
        EquipmentOrder.objects.create(
            person=ruth, look_id=look, item=f"x{number}", name="x", pence=999_00, state="ordered",
            ordered_on=ON, ordered_by=nell,
        )  # fmt: skip

    made = operations.order_equipment(look, ["bath-step"], by=nell, on=ON)

    assert [EquipmentOrder.objects.get(pk=one).item for one in made] == ["bath-step"]


@pytest.mark.django_db
def test_days_and_states_that_cannot_be() -> None:
    ruth, nell = making.person(), making.practitioner()
    (step,) = operations.order_equipment(looked(ruth, nell), ["bath-step"], by=nell, on=ON)

    for day in (ON - timedelta(days=1), ON + timedelta(days=1)):
        with pytest.raises(Refused, match="between the order and today"):
            operations.note_delivered(step, delivered_on=day, by=nell, on=ON)
    with pytest.raises(Refused, match="It has not come yet"):
        operations.say_if_equipment_helps(step, helped="yes", by=nell, on=ON)
    with pytest.raises(Refused, match="Say why"):
        operations.cancel_order(step, because="", by=nell, on=ON)
    with pytest.raises(Refused, match="Choose whether"):
        operations.say_if_equipment_helps(step, helped="very", by=nell, on=ON)
    operations.note_delivered(step, delivered_on=ON, by=nell, on=ON)
    with pytest.raises(Refused, match="It is delivered already"):
        operations.cancel_order(step, because="x", by=nell, on=ON)


@pytest.mark.django_db
def test_nothing_for_the_dead_or_by_a_stranger() -> None:
    nell, wanda = making.practitioner(), making.finance()
    ruth, dead = making.person(), making.person(died_on=ON)
    look = looked(ruth, nell)
    other = making.own_sign_in(making.person())

    with pytest.raises(Refused, match="died on"):
        looked(dead, nell)
    with pytest.raises(NotAllowed):
        looked(ruth, wanda)
    with pytest.raises(NotFound):
        looked(ruth, other)
    with pytest.raises(NotFound):
        operations.order_equipment(look, ["reacher"], by=other, on=ON)
    with pytest.raises(NotFound):
        queries.look_for_reading(look, by=other, on=ON)
    ruth.died_on = ON
    ruth.save()
    with pytest.raises(Refused, match="has died"):
        operations.order_equipment(look, ["reacher"], by=nell, on=ON)
    assert EquipmentOrder.objects.count() == 0


@pytest.mark.django_db
def test_the_pages_from_what_is_hard_to_whether_it_helps(client: Client, settings: Any) -> None:
    settings.OWNWAY_TODAY = ON
    ruth, nell = making.person(), making.practitioner()
    team = making.team("Therapy team")
    client.force_login(nell)
    at = f"/team/people/{ruth.pk}/equipment/"
    assert "Nothing was ordered yet" in client.get(at).text
    assert client.post(f"{at}new/", {"words": "x"}).status_code == 422

    asked = client.post(f"{at}new/", {"hard": ["bath"]})
    assert (asked.status_code, EquipmentLook.objects.count()) == (200, 0)
    assert "Width of the bath inside, at the top, in cm" in asked.text
    assert "Height of the toilet seat" not in asked.text
    measures = {"weight": "70", "bath_width": "70", "wall_space": ""}
    wrong = client.post(f"{at}new/", {"hard": ["bath"]} | measures | {"weight": "7"})
    assert (wrong.status_code, "Weight cannot be less than 20 kg" in wrong.text) == (422, True)
    seen = client.post(f"{at}new/", {"hard": ["bath"]} | measures, follow=True)
    assert "Bath board, £23.50" in seen.text
    assert "is not measured yet" in seen.text
    look = seen.redirect_chain[-1][0]
    assert client.post(look, {"act": "order"}).status_code == 422
    ordered = client.post(look, {"act": "order", "items": ["bath-board"]}, follow=True)
    assert "On its way" in ordered.text
    passed = client.post(
        look,
        {
            "act": "therapist", "therapist-to": str(team.pk), "therapist-words": "The wall",
            "therapist-due_on_day": "30", "therapist-due_on_month": "11",
            "therapist-due_on_year": "2026",
        },
        follow=True,
    )  # fmt: skip
    assert "With a therapist" in passed.text

    one = f"{at}{EquipmentOrder.objects.get().pk}/"
    assert client.get(one).status_code == 200
    assert client.post(one, {"act": "cancel"}).status_code == 422
    day = {"delivered_on_day": "23", "delivered_on_month": "11", "delivered_on_year": "2026"}
    assert "Came 23" in client.post(one, {"act": "delivered"} | day, follow=True).text
    settings.OWNWAY_TODAY = ON + timedelta(days=14)
    assert "ask whether the bath board helps" in client.get("/team/").text
    client.post(one, {"act": "used", "helped": "partly"})
    assert EquipmentOrder.objects.get().helped == "partly"


@pytest.mark.django_db
def test_the_person_says_what_is_hard_and_whether_it_helps(client: Client, settings: Any) -> None:
    settings.OWNWAY_TODAY = ON
    team = making.team()
    ruth, nell = making.person(team=team), making.practitioner(team)
    client.force_login(making.own_sign_in(ruth))
    assert client.post("/my/equipment/", {"act": "hard"}).status_code == 422
    page = client.post(
        "/my/equipment/", {"act": "hard", "hard": ["reach"], "words": "My socks"}, follow=True
    )
    assert "Your worker looks at it with you" in page.text
    look = EquipmentLook.objects.get()
    assert look.said_by_person

    client.force_login(nell)
    assert "Ruth Calloway says what is hard at home" in client.get("/team/").text
    (reacher,) = operations.order_equipment(look.pk, ["reacher"], by=nell, on=ON)
    operations.note_delivered(reacher, delivered_on=ON, by=nell, on=ON)
    assert "says what is hard at home" not in client.get("/team/").text
    client.force_login(making.own_sign_in(making.person(given_name="Ivor")))
    typed = {"act": "used", "order": str(reacher), "helped": "yes"}
    assert client.post("/my/equipment/", typed).status_code == 404
    client.force_login(look.noted_by)
    assert client.post("/my/equipment/", {"act": "used", "order": str(reacher)}).status_code == 422
    assert "You said: it helps." in client.post("/my/equipment/", typed, follow=True).text
