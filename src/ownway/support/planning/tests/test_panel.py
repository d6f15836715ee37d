"""A plan above a manager's limit goes to a panel within days; any decision can be challenged."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from django.test import Client
from django.urls import reverse

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import timeline
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.charging import operations as charging
from ownway.support.people.models import Person
from ownway.support.planning import operations, queries
from ownway.support.planning.domain import State
from ownway.support.planning.domain.deciding import Judged, Safety, Value
from ownway.support.planning.models import PersonalBudget

pytestmark = pytest.mark.django_db
ON = making.DAY
START = date(2026, 12, 1)
PART: dict[str, Any] = {
    "actor": "paid",
    "who": "Marl Vale",
    "activity": "Nights",
    "outcome": "Safe at night",
    "bought_by": "direct payment",
}


@pytest.fixture(autouse=True)
def _on_a_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = ON


@pytest.fixture
def ruth() -> Person:
    return making.person()


@pytest.fixture
def nell() -> SignIn:
    return making.practitioner()


@pytest.fixture
def asif() -> SignIn:
    return making.manager()


@pytest.fixture
def head() -> SignIn:
    return making.staff(Role.HEAD_OF_SERVICE, name="Sunniva Hale")


@pytest.fixture
def sent(ruth: Person, nell: SignIn) -> Callable[..., UUID]:
    """A plan of a cost that waits for sign-off; her contribution is nothing."""
    charging.decide_contribution(
        ruth.pk, contribution_weekly=0, first_day=ON, basis="Benefits", by=making.finance(), on=ON
    )
    assessed = making.assessed(ruth, by=nell)

    def make(*, first_day: date = START, **cost: Any) -> UUID:
        plan = operations.begin_plan(assessed, by=nell, on=ON)
        for line in queries.plan_for_reading(plan, by=nell, on=ON).components:
            operations.remove_component(line.id, by=nell, on=ON)
        operations.add_component(plan, **PART, **cost, by=nell, on=ON)
        operations.send_for_sign_off(plan, first_day=first_day, by=nell, on=ON)
        return plan

    return make


def test_a_manager_agrees_up_to_the_limit(sent: Callable[..., UUID], asif: SignIn) -> None:
    plan = sent(cost_weekly=750_00)
    operations.sign_off(plan, judged=making.SOUND, reasons="It does what she wants", by=asif, on=ON)
    assert PersonalBudget.objects.get().decided_at == "manager"


def test_above_it_only_the_panel_does(
    sent: Callable[..., UUID], asif: SignIn, head: SignIn
) -> None:
    plan = sent(cost_weekly=750_01)
    with pytest.raises(Refused, match="Put it on the list of the panel"):
        operations.sign_off(plan, judged=making.SOUND, reasons="Yes", by=asif, on=ON)
    operations.put_to_panel(plan, meets_on=ON, why="Two nights a week", by=asif, on=ON)
    with pytest.raises(Refused, match="on the list of the panel"):
        operations.sign_off(plan, judged=making.SOUND, reasons="Yes", by=asif, on=ON)
    operations.sign_off(plan, judged=making.SOUND, reasons="The panel agrees", by=head, on=ON)
    assert PersonalBudget.objects.get().decided_at == "panel"
    (paper,) = queries.panel_papers(by=head, on=ON)
    assert (paper.decision, paper.decided_by) == ("agreed", "Sunniva Hale")


def test_a_plan_sent_back_by_the_panel_can_come_again(
    sent: Callable[..., UUID], nell: SignIn, asif: SignIn, head: SignIn
) -> None:
    plan = sent(cost_weekly=900_00)
    operations.put_to_panel(plan, meets_on=ON, why="Nights", by=asif, on=ON)
    operations.return_plan(plan, reasons="Try an alarm first", by=head, on=ON)
    operations.send_for_sign_off(plan, first_day=START, by=nell, on=ON)
    operations.put_to_panel(plan, meets_on=ON, why="Nights, with an alarm", by=asif, on=ON)
    papers = queries.panel_papers(by=head, on=ON)
    assert [one.decision for one in papers] == ["", "sent back"]


def test_a_sum_given_twice_within_a_year_counts_as_one(
    sent: Callable[..., UUID], asif: SignIn
) -> None:
    operations.sign_off(
        sent(cost_once=600_00), judged=making.SOUND, reasons="A washing machine", by=asif, on=ON
    )
    again = sent(cost_once=600_00, first_day=START + timedelta(days=28))
    with pytest.raises(Refused, match=r"£600\.00 was given within a year"):
        operations.sign_off(again, judged=making.SOUND, reasons="And another", by=asif, on=ON)


def test_a_part_that_begins_later_is_no_way_round_the_limit(
    sent: Callable[..., UUID], nell: SignIn, asif: SignIn
) -> None:
    plan = sent(cost_weekly=500_00)
    operations.return_plan(plan, reasons="Add the days", by=asif, on=ON)
    operations.add_component(
        plan,
        **{**PART, "activity": "Days"},
        cost_weekly=500_00,
        first_day=START + timedelta(days=7),
        by=nell,
        on=ON,
    )
    operations.send_for_sign_off(plan, first_day=START, by=nell, on=ON)
    with pytest.raises(Refused, match="Put it on the list"):
        operations.sign_off(plan, judged=making.SOUND, reasons="Yes", by=asif, on=ON)


def test_nobody_waits_longer_for_a_panel_than_the_days_say(
    sent: Callable[..., UUID], asif: SignIn
) -> None:
    plan = sent(cost_weekly=900_00)
    for day in (ON - timedelta(days=1), ON + timedelta(days=14)):
        with pytest.raises(Refused, match="nobody waits longer"):
            operations.put_to_panel(plan, meets_on=day, why="Nights", by=asif, on=ON)


def test_a_plan_inside_the_limit_takes_nobody_to_the_panel(
    sent: Callable[..., UUID], asif: SignIn
) -> None:
    plan = sent(cost_weekly=100_00)
    with pytest.raises(Refused, match="inside your limit"):
        operations.put_to_panel(plan, meets_on=ON, why="?", by=asif, on=ON)


def test_it_is_on_the_list_once(sent: Callable[..., UUID], asif: SignIn) -> None:
    plan = sent(cost_weekly=900_00)
    operations.put_to_panel(plan, meets_on=ON, why="Nights", by=asif, on=ON)
    with pytest.raises(Refused, match="on the list already"):
        operations.put_to_panel(plan, meets_on=ON, why="Nights", by=asif, on=ON)


def test_a_paper_past_its_day_is_late(
    sent: Callable[..., UUID], asif: SignIn, head: SignIn
) -> None:
    plan = sent(cost_weekly=900_00)
    operations.put_to_panel(plan, meets_on=ON, why="Nights", by=asif, on=ON)
    (paper,) = queries.panel_papers(by=head, on=ON + timedelta(days=30))
    assert paper.late is True


def test_the_list_is_for_those_who_decide(nell: SignIn) -> None:
    with pytest.raises(NotAllowed):
        queries.panel_papers(by=nell, on=ON)


def test_a_challenge_is_answered_by_somebody_who_did_not_decide(
    sent: Callable[..., UUID], ruth: Person, asif: SignIn, head: SignIn
) -> None:
    own = making.own_sign_in(ruth)
    plan = sent(cost_weekly=100_00)
    operations.return_plan(plan, reasons="Too much", by=asif, on=ON)
    made = operations.challenge_plan(plan, said="It is what I need", by=own, on=ON)
    with pytest.raises(Refused, match="Somebody else looks again"):
        operations.answer_plan_challenge(made, outcome="stands", answer="No", by=asif, on=ON)
    assert queries.open_challenges(by=asif, on=ON) == []
    assert [one.plan_id for one in queries.open_challenges(by=head, on=ON)] == [plan]
    operations.answer_plan_challenge(
        made, outcome="changed", answer="You are right", by=head, on=ON
    )
    found = queries.challenge_of(queries.plan_for_reading(plan, by=own, on=ON), on=ON)
    assert found is not None
    assert (found.outcome, found.answer, found.answered_by) == (
        "changed",
        "You are right",
        "Sunniva Hale",
    )
    with pytest.raises(Refused, match="answered already"):
        operations.answer_plan_challenge(made, outcome="stands", answer="No", by=head, on=ON)


def test_one_challenge_at_a_time_and_none_before_a_decision(
    sent: Callable[..., UUID], ruth: Person, asif: SignIn
) -> None:
    own = making.own_sign_in(ruth)
    plan = sent(cost_weekly=100_00)
    with pytest.raises(Refused, match="Nothing was decided"):
        operations.challenge_plan(plan, said="No", by=own, on=ON)
    operations.return_plan(plan, reasons="Too much", by=asif, on=ON)
    operations.challenge_plan(plan, said="No", by=own, on=ON)
    with pytest.raises(Refused, match="We have what you told us"):
        operations.challenge_plan(plan, said="No, no", by=own, on=ON)


def test_monitoring_other_than_advised_needs_a_reason(
    sent: Callable[..., UUID], asif: SignIn
) -> None:
    plan = sent(cost_weekly=100_00)
    with pytest.raises(Refused, match="Say why you choose"):
        operations.sign_off(
            plan, judged=making.SOUND, reasons="Yes", monitoring="close", by=asif, on=ON
        )
    operations.sign_off(
        plan,
        judged=making.SOUND,
        reasons="Yes",
        monitoring="close",
        monitoring_reason="He asked for help with the papers",
        by=asif,
        on=ON,
    )
    budget = PersonalBudget.objects.get()
    assert (budget.monitoring, budget.monitoring_reason) == (
        "close",
        "He asked for help with the papers",
    )
    assert budget.first_review_on == START + timedelta(weeks=8)


def test_the_pages_from_the_list_to_the_decision_and_the_answer(
    sent: Callable[..., UUID], ruth: Person, asif: SignIn, head: SignIn
) -> None:
    plan = sent(cost_weekly=900_00)
    manager, chair, own = Client(), Client(), Client()
    manager.force_login(asif)
    chair.force_login(head)
    own.force_login(making.own_sign_in(ruth))
    asked = manager.get(reverse("planning.to_panel", args=[plan]))
    assert "A manager alone agrees up to £750.00" in asked.content.decode()
    empty = manager.post(reverse("planning.to_panel", args=[plan]), {"why": "Nights"})
    assert (empty.status_code, "Nights" in empty.content.decode()) == (422, True)
    day = {f"meets_on_{part}": getattr(ON, part) for part in ("day", "month", "year")}
    put = manager.post(reverse("planning.to_panel", args=[plan]), {"why": "Two nights", **day})
    assert put.status_code == 302
    listed = chair.get(reverse("planning.panel")).content.decode()
    assert "1 plan waits." in listed
    assert "Two nights" in listed
    back = chair.post(
        reverse("planning.sign_off", args=[plan]), {"reasons": "Try an alarm", "act": "return"}
    )
    assert back.status_code == 302
    mine = own.get(reverse("my.plan")).content.decode()
    assert "Try an alarm" in mine
    assert own.post(reverse("my.challenge_plan", args=[plan]), {"said": ""}).status_code == 422
    said = own.post(reverse("my.challenge_plan", args=[plan]), {"said": "I fell twice"})
    assert said.status_code == 302
    look = manager.get(reverse("planning.answer", args=[plan])).content.decode()
    assert "I fell twice" in look
    answered = manager.post(
        reverse("planning.answer", args=[plan]), {"outcome": "changed", "answer": "Send it again"}
    )
    assert answered.status_code == 302
    assert "Send it again" in own.get(reverse("my.plan")).content.decode()
    assert queries.plan_for_reading(plan, by=asif, on=ON).line.state is State.DRAFT
    told = {one.name for one in timeline(ruth.pk)}
    assert {"planning.plan-put-to-panel", "planning.plan-challenged"} <= told


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ((Safety.WITH_STEPS, Value.GOOD, " ", ""), "Write down which steps"),
        ((Safety.AS_IT_IS, Value.DEARER_AND_RIGHT, "", ""), "Write down why this way is right"),
    ],
)
def test_steps_and_a_dearer_way_are_written_down(
    said: tuple[Safety, Value, str, str], asks: str
) -> None:
    with pytest.raises(Refused, match=asks):
        Judged(*said)
