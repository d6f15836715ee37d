"""One page for a small sum, what others pay, ideas nobody can be known by, and the exchange."""

import json
from datetime import date, time
from typing import Any
from uuid import UUID

import making
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.charging import operations as charging
from ownway.support.people.models import Person
from ownway.support.planning import operations, queries
from ownway.support.planning.domain import State
from ownway.support.planning.domain.exchange import NotReadable, read_components
from ownway.support.planning.models import Arrangement, Component, PersonalBudget, SupportPlan

pytestmark = pytest.mark.django_db
ON = making.DAY
START = date(2026, 12, 1)
PART: dict[str, Any] = {
    "actor": "paid",
    "who": "Jo Lindqvist",
    "activity": "Mornings",
    "outcome": "Out by half nine",
    "bought_by": "direct payment",
    "cost_weekly": 266_00,
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
def assessed(ruth: Person, nell: SignIn) -> UUID:
    return making.assessed(ruth, by=nell)


@pytest.fixture
def plan(assessed: UUID, nell: SignIn) -> UUID:
    return operations.begin_plan(assessed, by=nell, on=ON)


def pays(ruth: Person, contribution: int) -> None:
    charging.decide_contribution(
        ruth.pk,
        contribution_weekly=contribution,
        first_day=ON,
        basis="Pension",
        by=making.finance(),
        on=ON,
    )


def small(**said: Any) -> dict[str, Any]:
    values = {
        "what_for": "A week by the sea",
        "who": "Not chosen yet",
        "outcome": "A rest from caring",
        "cost_weekly": None,
        "cost_once": 300_00,
        "first_day": START,
    }
    return {**values, **said}


# One page


def test_a_sum_once_from_one_page_to_the_arrangement(
    assessed: UUID, ruth: Person, nell: SignIn
) -> None:
    pays(ruth, 20_00)
    made = operations.one_page_plan(assessed, **small(), by=nell, on=ON)
    assert queries.plan_for_reading(made, by=nell, on=ON).line.state is State.SENT
    operations.sign_off(
        made, judged=making.SOUND, reasons="A rest keeps both well", by=making.manager(), on=ON
    )
    budget = PersonalBudget.objects.get()
    assert (budget.cost_once, budget.cost_weekly, budget.contribution_weekly) == (300_00, 0, 0)
    (arranged,) = Arrangement.objects.all()
    assert (arranged.cost_once, arranged.cost_weekly) == (300_00, None)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"cost_once": 500_01}, r"up to £500\.00 once"),
        ({"cost_once": None, "cost_weekly": 50_01}, r"up to £50\.00 a week"),
        ({"cost_once": None}, "Say what it costs"),
        ({"first_day": date(2062, 1, 1)}, "more than a year away"),
    ],
)
def test_what_does_not_fit_one_page_is_refused_and_nothing_is_kept(
    said: dict[str, Any], words: str, assessed: UUID, ruth: Person, nell: SignIn
) -> None:
    pays(ruth, 0)
    with pytest.raises(Refused, match=words):
        operations.one_page_plan(assessed, **small(**said), by=nell, on=ON)
    assert SupportPlan.objects.count() == 0


def test_the_page_keeps_what_was_typed(assessed: UUID, nell: SignIn) -> None:
    client = Client()
    client.force_login(nell)
    address = reverse("planning.one_page", args=[assessed])
    assert "up to £50.00 a week" in client.get(address).content.decode()
    answer = client.post(address, {"what_for": "Swimming", "cost_once": "900"})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Swimming"' in said
    assert "Enter the day it should start" in said


# Who else pays


def test_what_the_nhs_pays_is_taken_off_first(plan: UUID, ruth: Person, nell: SignIn) -> None:
    pays(ruth, 61_45)
    operations.add_component(plan, **PART, by=nell, on=ON)
    operations.add_funding(
        plan,
        payer="NHS, jointly funded",
        who="Marlshire Integrated Care Board",
        cost_weekly=100_00,
        agreement="JF 12",
        agreed_on=ON,
        by=nell,
        on=ON,
    )
    operations.send_for_sign_off(plan, first_day=START, by=nell, on=ON)
    operations.sign_off(plan, judged=making.SOUND, reasons="Agreed", by=making.manager(), on=ON)
    budget = PersonalBudget.objects.get()
    assert (
        budget.cost_weekly,
        budget.nhs_weekly,
        budget.contribution_weekly,
        budget.authority_share_weekly,
    ) == (266_00, 100_00, 61_45, 104_55)
    arranged = Arrangement.objects.get()
    paid = queries.arrangement_to_pay(arranged.pk, by=making.finance())
    assert paid.share_weekly == 104_55


def test_agreements_above_the_price_hold_the_plan_up(
    plan: UUID, ruth: Person, nell: SignIn
) -> None:
    pays(ruth, 0)
    operations.add_component(plan, **PART, by=nell, on=ON)
    share = operations.add_funding(
        plan,
        payer="third party",
        who="Her brother",
        cost_weekly=300_00,
        agreement="Top-up 3",
        agreed_on=ON,
        by=nell,
        on=ON,
    )
    with pytest.raises(Refused, match="more than the support costs"):
        operations.send_for_sign_off(plan, first_day=START, by=nell, on=ON)
    operations.remove_funding(share, by=nell, on=ON)
    operations.send_for_sign_off(plan, first_day=START, by=nell, on=ON)


def test_a_person_does_not_write_what_the_nhs_pays(plan: UUID, ruth: Person, nell: SignIn) -> None:
    with pytest.raises(NotAllowed):
        operations.add_funding(
            plan,
            payer="third party",
            who="Me",
            cost_weekly=1,
            agreement="-",
            agreed_on=ON,
            by=making.own_sign_in(ruth),
            on=ON,
        )


# While writing


def test_a_rule_that_stands_against_a_part_is_said_with_its_way_out(
    plan: UUID, ruth: Person, nell: SignIn
) -> None:
    pays(ruth, 0)
    part = operations.add_component(plan, **PART, goes_to="family in the house", by=nell, on=ON)
    client = Client()
    client.force_login(nell)
    shown = client.get(reverse("planning.plan", args=[plan])).content.decode()
    assert "close relative who lives with you" in shown
    assert "What you can do" in shown
    with pytest.raises(Refused, match="not normally paid"):
        operations.send_for_sign_off(plan, first_day=START, by=nell, on=ON)
    operations.change_component(
        part,
        **PART,
        goes_to="family in the house",
        exception_reason="She lets nobody else near her",
        by=nell,
        on=ON,
    )
    operations.send_for_sign_off(plan, first_day=START, by=nell, on=ON)


def test_hours_on_the_week_make_the_units(plan: UUID, nell: SignIn) -> None:
    said = {**PART, "cost_weekly": None, "unit_cost": 16_40}
    operations.add_component(
        plan,
        **said,
        days=[0, 1, 2, 3, 4],
        starts_at=time(7, 30),
        ends_at=time(9),
        by=nell,
        on=ON,
    )
    (line,) = queries.plan_for_reading(plan, by=nell, on=ON).components
    assert (str(line.units_weekly), line.cost_weekly) == ("7.50", 123_00)


def test_an_outcome_that_the_assessment_did_not_find_is_refused(plan: UUID, nell: SignIn) -> None:
    operations.add_component(plan, **PART, covers=["hygiene"], by=nell, on=ON)
    with pytest.raises(Refused, match="not one that the assessment found"):
        operations.add_component(plan, **PART, covers=["nutrition"], by=nell, on=ON)


def test_what_has_ended_is_not_begun_again_in_the_next_version(
    plan: UUID, assessed: UUID, ruth: Person, nell: SignIn
) -> None:
    pays(ruth, 0)
    operations.add_component(plan, **PART, by=nell, on=ON)
    operations.add_component(plan, **{**PART, "activity": "Nights"}, last_day=START, by=nell, on=ON)
    operations.send_for_sign_off(plan, first_day=START, by=nell, on=ON)
    operations.sign_off(plan, judged=making.SOUND, reasons="Yes", by=making.manager(), on=ON)
    later = date(2026, 12, 20)
    again = operations.begin_plan(assessed, by=nell, on=later)
    copied = queries.plan_for_reading(again, by=nell, on=later).components
    assert [one.activity for one in copied] == ["Mornings"]
    nights = Arrangement.objects.get(component__activity="Nights")
    assert nights.last_day == START  # a temporary increase ends by itself


# Ideas


def test_what_few_chose_is_never_told(ruth: Person, plan: UUID, nell: SignIn) -> None:
    def chose(count: int, **said: Any) -> None:
        for at in range(count):
            other = making.person(council_id=f"X{said['actor']}{at}")
            agreed = making.signed_off_plan(other, nell, ON)
            values = {"who": "-", "activity": "-", "outcome": "-", "covers": ["hygiene"]}
            Component.objects.create(plan=agreed, **values, **said)

    chose(9, actor="family")
    chose(4, actor="technology")
    (first, _) = queries.ideas_for(
        queries.plan_for_reading(plan, by=nell, on=ON).outcomes, without=ruth.pk
    )
    told = {one.words: (one.people, one.of) for one in first.ideas}
    assert told == {}  # nine of thirteen would tell that four did not
    chose(5, actor="community")
    (first, _) = queries.ideas_for(
        queries.plan_for_reading(plan, by=nell, on=ON).outcomes, without=ruth.pk
    )
    told = {one.words: (one.people, one.of) for one in first.ideas}
    assert told == {"Family": (9, 18), "A group or place nearby": (5, 18)}


# Exchange


def test_what_is_given_out_reads_back(plan: UUID, nell: SignIn) -> None:
    operations.add_component(
        plan,
        actor="family",
        who="Pete",
        activity="Evenings",
        outcome="Safe at home",
        covers=["hygiene"],
        days=[0, 2],
        by=nell,
        on=ON,
    )
    operations.add_component(plan, **PART, by=nell, on=ON)
    text = operations.care_plan(plan, by=nell, on=ON)
    assert text == operations.care_plan(plan, by=nell, on=ON)
    said = json.loads(text)
    assert (said["@type"], said["status"]) == ("CarePlan", "draft")
    assert said["careComponent"][1]["activity"]["directPayment"] is True
    pete, jo = read_components(text)
    assert (pete.actor.value, pete.who, pete.outcome_codes) == ("family", "Pete", ("CA-HYGIENE",))
    assert pete.frequency == "Monday and Wednesday"
    assert jo.bought_by is not None
    assert jo.bought_by.value == "direct payment"


def test_what_is_brought_in_is_added_once_and_paid_parts_are_said(plan: UUID, nell: SignIn) -> None:
    operations.add_component(
        plan, actor="family", who="Pete", activity="Evenings", outcome="Safe", by=nell, on=ON
    )
    operations.add_component(plan, **PART, by=nell, on=ON)
    text = operations.care_plan(plan, by=nell, on=ON)
    for line in queries.plan_for_reading(plan, by=nell, on=ON).components:
        operations.remove_component(line.id, by=nell, on=ON)
    taken, left = operations.bring_care_plan(plan, text, by=nell, on=ON)
    again, _ = operations.bring_care_plan(plan, text, by=nell, on=ON)
    assert (taken, again) == (1, 0)
    assert [one.what for one in left] == ["is paid. Add it with what it costs."]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is not JSON"),
        ("[]", "must be CarePlan"),
        ('{"@type": "CarePlan", "careComponent": []}', "at least one part"),
        ('{"@type": "CarePlan", "careComponent": [{"actor": {"role": "Robot"}}]}', "Robot"),
        (
            '{"@type": "CarePlan", "careComponent": [{"actor": {"role": "Self"},'
            ' "time": {"start": "soon"}, "activity": {"description": "x", "outcome": "y"}}]}',
            "is no day",
        ),
    ],
)
def test_a_document_that_cannot_be_taken_says_why(text: str, words: str) -> None:
    with pytest.raises(NotReadable, match=words):
        read_components(text)


def test_the_page_says_every_problem_and_takes_nothing(plan: UUID, nell: SignIn) -> None:
    client = Client()
    client.force_login(nell)
    address = reverse("planning.bring", args=[plan])
    binary = client.post(address, {"file": SimpleUploadedFile("p.json", b"\xff\xfe\x00")})
    empty = client.post(address, {})
    assert (binary.status_code, empty.status_code) == (422, 422)
    assert "is not text" in binary.content.decode()
    assert "Choose a file first" in empty.content.decode()
    assert Component.objects.count() == 0


# To keep


def test_a_plan_is_read_on_paper_in_easy_read_and_beside_the_one_before(
    plan: UUID, assessed: UUID, ruth: Person, nell: SignIn
) -> None:
    pays(ruth, 61_45)
    operations.add_component(plan, **PART, by=nell, on=ON)
    operations.send_for_sign_off(plan, first_day=START, by=nell, on=ON)
    operations.sign_off(plan, judged=making.SOUND, reasons="Yes", by=making.manager(), on=ON)
    again = operations.begin_plan(assessed, by=nell, on=ON)
    (line,) = queries.plan_for_reading(again, by=nell, on=ON).components
    operations.change_component(line.id, **{**PART, "cost_weekly": 280_00}, by=nell, on=ON)
    client = Client()
    client.force_login(making.own_sign_in(ruth))
    easy = client.get(reverse("my.plan_easy", args=[plan])).content.decode()
    pdf = client.get(reverse("my.plan_pdf", args=[plan]))
    easy_pdf = client.get(reverse("my.plan_easy_pdf", args=[plan]))
    beside = client.get(reverse("my.plan_beside", args=[again])).content.decode()
    assert "You pay £61.45 a week." in easy
    assert (pdf.content[:5], easy_pdf.content[:5]) == (b"%PDF-", b"%PDF-")
    assert "£14.00 a week more" in beside
    assert client.get(reverse("my.plan_beside", args=[plan])).status_code == 404
