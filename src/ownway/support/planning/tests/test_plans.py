"""A plan is written by either side, agreed by another, and then stays; support follows from it."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID, uuid4

import making
import pytest
from django.test import Client

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import timeline
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.allocation import operations as allocation
from ownway.support.charging import operations as charging
from ownway.support.people.models import Person
from ownway.support.planning import operations, queries
from ownway.support.planning.domain import State

pytestmark = pytest.mark.django_db
ON = making.DAY
START = date(2026, 12, 1)
PETE = {
    "actor": "family",
    "who": "Pete Calloway",
    "activity": "Evenings, nights and Sundays",
    "outcome": "Being safe at home",
}
JO = {
    "actor": "paid",
    "who": "Jo Lindqvist",
    "activity": "Mornings",
    "outcome": "Out by half nine",
    "bought_by": "direct payment",
    "cost_weekly": 266_00,
}
agree = partial(operations.sign_off, judged=making.SOUND)


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
def plan(ruth: Person, nell: SignIn) -> UUID:
    """Ruth's plan with an unpaid and a paid part, not sent yet; her contribution is decided."""
    assessed = making.assessed(ruth, by=nell)
    charging.decide_contribution(
        ruth.pk,
        contribution_weekly=61_45,
        first_day=date(2026, 6, 1),
        basis="Pension",
        by=making.finance(),
        on=ON,
    )
    made = operations.begin_plan(assessed, by=nell, on=ON)
    for part in (PETE, JO):
        operations.add_component(made, **part, by=nell, on=ON)
    return made


def sent(plan: UUID, nell: SignIn) -> UUID:
    operations.send_for_sign_off(plan, first_day=START, by=nell, on=ON)
    return plan


def test_signing_sets_the_budget_and_arranges_the_support(
    ruth: Person, plan: UUID, nell: SignIn, asif: SignIn
) -> None:
    old = making.arrangement(ruth)

    operations.sign_off(
        sent(plan, nell), judged=making.SOUND, reasons="Meets her outcomes", by=asif, on=ON
    )

    budget = queries.budget_of(ruth.pk, by=nell, on=START)
    assert budget is not None
    assert (budget.cost_weekly, budget.contribution_weekly, budget.authority_share_weekly) == (
        266_00,
        61_45,
        204_55,
    )
    new, ended = queries.arrangements_of(ruth.pk, by=nell)
    assert (new.words, new.how, new.first_day, new.cost_weekly) == (
        "Jo Lindqvist",
        "direct payment",
        START,
        266_00,
    )
    assert (ended.id, ended.last_day) == (old.pk, date(2026, 11, 30))
    (to_pay,) = queries.direct_payments_without([], by=nell, on=START)
    assert (to_pay.share_weekly, to_pay.words) == (204_55, "Jo Lindqvist")
    assert {line.name for line in timeline(ruth.pk)} >= {
        "planning.plan-begun",
        "planning.component-added",
        "planning.plan-sent",
        "planning.plan-signed-off",
        "planning.support-arranged",
        "planning.support-replaced",
    }


def test_the_timeline_says_what_was_agreed_in_words_for_both_sides(
    ruth: Person, plan: UUID, nell: SignIn, asif: SignIn
) -> None:
    operations.sign_off(
        sent(plan, nell), judged=making.SOUND, reasons="Meets her outcomes", by=asif, on=ON
    )

    said = {line.name: (line.on, line.heading, line.words) for line in timeline(ruth.pk)}
    assert said["planning.plan-signed-off"] == (
        ON,
        "Plan agreed",
        "£266.00 a week: contribution £61.45, council £204.55",
    )
    assert said["planning.support-arranged"] == (
        START,
        "Support arranged",
        "Jo Lindqvist, by direct payment, £266.00 a week",
    )


def test_support_with_a_last_day_still_to_come_ends_when_the_plan_replaces_it(
    ruth: Person, plan: UUID, nell: SignIn, asif: SignIn
) -> None:
    to_come = making.arrangement(ruth, last_day=START + timedelta(days=30))
    over = making.arrangement(ruth, last_day=START - timedelta(days=2))
    later = making.arrangement(ruth, first_day=START + timedelta(days=7))

    operations.sign_off(sent(plan, nell), judged=making.SOUND, reasons="Yes", by=asif, on=ON)

    ends = {line.id: line.last_day for line in queries.arrangements_of(ruth.pk, by=nell)}
    assert ends[to_come.pk] == START - timedelta(days=1)
    assert ends[over.pk] == START - timedelta(days=2)
    assert ends[later.pk] is None


def test_a_contribution_above_the_cost_is_paid_up_to_the_cost(nell: SignIn, asif: SignIn) -> None:
    ivor = making.person(given_name="Ivor")
    charging.decide_contribution(
        ivor.pk,
        contribution_weekly=300_00,
        first_day=ON,
        basis="Savings",
        by=making.finance(),
        on=ON,
    )
    plan = operations.begin_plan(making.assessed(ivor, by=nell), by=nell, on=ON)
    operations.add_component(plan, **JO, by=nell, on=ON)  # type: ignore[arg-type]  # as below

    operations.sign_off(sent(plan, nell), judged=making.SOUND, reasons="Yes", by=asif, on=ON)

    budget = queries.budget_of(ivor.pk, by=nell, on=START)
    assert budget is not None
    assert (budget.contribution_weekly, budget.authority_share_weekly) == (266_00, 0)


def test_support_that_is_not_replaced_goes_on(
    ruth: Person, plan: UUID, nell: SignIn, asif: SignIn
) -> None:
    kept = making.arrangement(ruth)

    operations.sign_off(
        sent(plan, nell), judged=making.SOUND, reasons="Yes", by=asif, on=ON, replaces=[]
    )

    lines = {line.id: line.last_day for line in queries.arrangements_of(ruth.pk, by=nell)}
    assert lines[kept.pk] is None


def test_whoever_wrote_or_sent_it_cannot_sign_it(ruth: Person, plan: UUID, nell: SignIn) -> None:
    author = making.staff(Role.PRACTITIONER, Role.TEAM_MANAGER, of=making.team(), name="Both Hats")
    operations.send_for_sign_off(plan, first_day=START, by=author, on=ON)

    with pytest.raises(Refused, match="Somebody else must sign it off"):
        operations.sign_off(plan, judged=making.SOUND, reasons="Mine", by=author, on=ON)
    with pytest.raises(NotAllowed, match="team manager"):
        operations.sign_off(plan, judged=making.SOUND, reasons="Mine", by=nell, on=ON)


@pytest.mark.parametrize("wrote", ["add", "change", "remove", "describe"])
def test_a_manager_who_wrote_any_part_of_it_cannot_decide_on_it(
    wrote: str, plan: UUID, nell: SignIn, asif: SignIn
) -> None:
    pete, jo = queries.plan_for_reading(plan, by=nell, on=ON).components
    if wrote == "add":
        more = PETE | {"activity": "Shopping on Saturdays"}
        operations.add_component(plan, **more, by=asif, on=ON)  # type: ignore[arg-type]  # as below
    elif wrote == "change":
        operations.change_component(jo.id, **(JO | {"cost_weekly": 1}), by=asif, on=ON)  # type: ignore[arg-type]  # as below
    elif wrote == "remove":
        operations.remove_component(pete.id, by=asif, on=ON)
    else:
        operations.describe_plan(plan, what_matters="Choir", by=asif, on=ON)
    sent(plan, nell)

    for decide in (agree, operations.return_plan):
        with pytest.raises(Refused, match="Somebody else must sign it off"):
            decide(plan, reasons="Mine", by=asif, on=ON)
    operations.sign_off(
        plan, judged=making.SOUND, reasons="Yes", by=making.manager(name="Another"), on=ON
    )


def test_the_second_of_two_managers_is_told(plan: UUID, nell: SignIn, asif: SignIn) -> None:
    operations.sign_off(sent(plan, nell), judged=making.SOUND, reasons="Yes", by=asif, on=ON)

    with pytest.raises(Refused, match="Asif Karim agreed this plan"):
        operations.sign_off(
            plan, judged=making.SOUND, reasons="Yes", by=making.manager(name="Another"), on=ON
        )


def test_a_plan_sent_back_can_be_written_in_again(plan: UUID, nell: SignIn, asif: SignIn) -> None:
    operations.return_plan(sent(plan, nell), reasons="Who comes if Jo is ill?", by=asif, on=ON)
    operations.describe_plan(plan, what_matters="Choir", by=nell, on=ON)

    found = queries.plan_for_reading(plan, by=nell, on=ON)
    assert (found.line.state, found.decision_reasons, found.what_matters) == (
        State.DRAFT,
        "Who comes if Jo is ill?",
        "Choir",
    )


@pytest.mark.parametrize("act", ["sign", "return"])
def test_a_decision_needs_reasons(act: str, plan: UUID, nell: SignIn, asif: SignIn) -> None:
    decide = agree if act == "sign" else operations.return_plan
    sent(plan, nell)

    with pytest.raises(Refused, match="Say"):
        decide(plan, reasons=" ", by=asif, on=ON)


def test_nothing_is_signed_while_the_contribution_is_open(nell: SignIn, asif: SignIn) -> None:
    ivor = making.person(given_name="Ivor")
    plan = operations.begin_plan(making.assessed(ivor, by=nell), by=nell, on=ON)
    operations.add_component(plan, **JO, by=nell, on=ON)  # type: ignore[arg-type]  # as above
    sent(plan, nell)

    with pytest.raises(Refused, match="Finance has not decided the contribution yet"):
        operations.sign_off(plan, judged=making.SOUND, reasons="Yes", by=asif, on=ON)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"who": ""}, "Say who"),
        ({"activity": " "}, "Say what they do"),
        ({"outcome": ""}, "Say what it is for"),
        ({"bought_by": ""}, "Say how it is bought"),
        ({"cost_weekly": None}, "Say what it costs"),
        ({"actor": "family"}, "Only paid support has a cost"),
        ({"actor": "family", "cost_weekly": None}, "Only paid support has a cost"),
        ({"units_weekly": Decimal(2)}, "Give both"),
        ({"units_weekly": Decimal(2), "unit_cost": 1_00}, "2 at £1.00 makes £2.00 a week, not"),
    ],
)
def test_a_part_that_cannot_stand_is_refused(
    plan: UUID, nell: SignIn, wrong: dict[str, object], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        operations.add_component(plan, **(JO | wrong), by=nell, on=ON)  # type: ignore[arg-type]  # as above


def test_hours_and_their_cost_make_the_weekly_cost(plan: UUID, nell: SignIn) -> None:
    made = operations.add_component(
        plan,
        **(JO | {"cost_weekly": None}),  # type: ignore[arg-type]  # as above
        units_weekly=Decimal("10.5"),
        unit_cost=16_40,
        by=nell,
        on=ON,
    )

    assert queries.component_for_reading(made, by=nell, on=ON)[1].cost_weekly == 172_20


def test_a_part_is_changed_and_taken_out_while_writing(plan: UUID, nell: SignIn) -> None:
    pete, jo = queries.plan_for_reading(plan, by=nell, on=ON).components
    operations.change_component(jo.id, **(JO | {"cost_weekly": 200_00}), by=nell, on=ON)  # type: ignore[arg-type]  # as above
    operations.change_component(jo.id, **(JO | {"cost_weekly": 200_00}), by=nell, on=ON)  # type: ignore[arg-type]  # as above
    operations.remove_component(pete.id, by=nell, on=ON)

    assert [
        one.cost_weekly for one in queries.plan_for_reading(plan, by=nell, on=ON).components
    ] == [200_00]
    with pytest.raises(NotFound):
        operations.remove_component(pete.id, by=nell, on=ON)


def test_a_signed_plan_stays_and_the_next_begins_as_its_copy(
    ruth: Person, plan: UUID, nell: SignIn, asif: SignIn
) -> None:
    operations.sign_off(sent(plan, nell), judged=making.SOUND, reasons="Yes", by=asif, on=ON)
    assessed = queries.plan_for_reading(plan, by=nell, on=ON).line.assessment_id

    with pytest.raises(Refused, match="stays as it is"):
        operations.describe_plan(plan, what_matters="Other", by=nell, on=ON)
    second = operations.begin_plan(assessed, by=nell, on=ON)
    with pytest.raises(Refused, match="being written already"):
        operations.begin_plan(assessed, by=nell, on=ON)
    with pytest.raises(Refused, match="not waiting"):
        operations.sign_off(second, judged=making.SOUND, reasons="Yes", by=asif, on=ON)

    copy = queries.plan_for_reading(second, by=nell, on=ON)
    assert copy.line.version == 2
    assert [one.activity for one in copy.components] == [PETE["activity"], JO["activity"]]
    operations.send_for_sign_off(second, first_day=date(2027, 1, 4), by=nell, on=ON)
    with pytest.raises(Refused, match="with a manager"):
        operations.describe_plan(second, what_matters="Other", by=nell, on=ON)
    operations.sign_off(second, judged=making.SOUND, reasons="Yes", by=asif, on=ON)
    assert [one.state for one in queries.plans_of(ruth.pk, by=nell)] == [
        State.SIGNED_OFF,
        State.SUPERSEDED,
    ]


def test_the_next_plan_starts_after_the_one_before(plan: UUID, nell: SignIn, asif: SignIn) -> None:
    operations.sign_off(sent(plan, nell), judged=making.SOUND, reasons="Yes", by=asif, on=ON)
    assessed = queries.plan_for_reading(plan, by=nell, on=ON).line.assessment_id
    second = operations.begin_plan(assessed, by=nell, on=ON)

    with pytest.raises(Refused, match="Choose a first day after it"):
        operations.send_for_sign_off(second, first_day=START, by=nell, on=ON)
    with pytest.raises(Refused, match="Check the year"):
        operations.send_for_sign_off(second, first_day=date(2062, 1, 4), by=nell, on=ON)


def test_a_plan_above_its_range_needs_a_reason_and_then_goes(
    ruth: Person, plan: UUID, nell: SignIn, asif: SignIn
) -> None:
    making.marlshires_card()
    assessed = queries.plan_for_reading(plan, by=nell, on=ON).line.assessment_id
    allocation.propose_budget(assessed, by=nell, on=ON)
    operations.add_component(plan, **(JO | {"cost_weekly": 136_01}), by=nell, on=ON)  # type: ignore[arg-type]  # as above

    with pytest.raises(Refused, match="say why it is needed"):
        sent(plan, nell)
    operations.describe_plan(
        plan, what_matters="", over_range_reason="Nights need two people", by=nell, on=ON
    )
    operations.sign_off(
        sent(plan, nell), judged=making.SOUND, reasons="Enough and safe", by=asif, on=ON
    )

    budget = queries.budget_of(ruth.pk, by=nell, on=START)
    assert budget is not None
    assert budget.cost_weekly == 402_01


def test_an_agreed_plan_keeps_the_figure_and_the_contribution_it_was_agreed_by(
    ruth: Person, plan: UUID, nell: SignIn, asif: SignIn
) -> None:
    making.marlshires_card()
    assessed = queries.plan_for_reading(plan, by=nell, on=ON).line.assessment_id
    figure = allocation.propose_budget(assessed, by=nell, on=ON)
    operations.sign_off(sent(plan, nell), judged=making.SOUND, reasons="Yes", by=asif, on=ON)
    later = ON + timedelta(days=60)
    less = making.assessed(ruth, by=nell, on=later, levels={**making.RUTHS_LEVELS, "q_washing": 0})
    allocation.propose_budget(less, by=nell, on=later)
    charging.decide_contribution(
        ruth.pk,
        contribution_weekly=90_00,
        first_day=START - timedelta(days=1),
        basis="Found out late",
        by=making.finance(),
        on=later,
    )

    agreed = queries.plan_for_reading(plan, by=nell, on=later)
    second = queries.plan_for_reading(
        operations.begin_plan(less, by=nell, on=later), by=nell, on=later
    )

    assert agreed.budget
    assert agreed.contribution
    assert (agreed.budget.id, agreed.contribution.basis) == (figure, "Pension")
    assert second.budget
    assert second.contribution
    assert second.budget.total_weekly < agreed.budget.total_weekly
    assert second.contribution.basis == "Found out late"


def test_saying_the_same_again_is_no_fact(ruth: Person, plan: UUID, nell: SignIn) -> None:
    operations.describe_plan(plan, what_matters="Choir", by=nell, on=ON)
    told = len(timeline(ruth.pk))
    operations.describe_plan(plan, what_matters=" Choir ", by=nell, on=ON)

    assert len(timeline(ruth.pk)) == told


def test_only_those_who_help_or_the_person_write(plan: UUID) -> None:
    with pytest.raises(NotAllowed, match="practitioner"):
        operations.describe_plan(plan, what_matters="x", by=making.finance(), on=ON)
    for nobody in (agree, operations.return_plan):
        with pytest.raises(NotFound):
            nobody(uuid4(), reasons="x", by=making.manager(), on=ON)
    with pytest.raises(NotFound):
        operations.describe_plan(uuid4(), what_matters="x", by=making.manager(), on=ON)


def test_an_empty_plan_is_not_sent(ruth: Person, nell: SignIn) -> None:
    plan = operations.begin_plan(making.assessed(ruth, by=nell), by=nell, on=ON)

    with pytest.raises(Refused, match="nothing in the plan"):
        sent(plan, nell)


def test_no_plan_without_eligible_needs_nor_for_someone_who_has_died(nell: SignIn) -> None:
    none = making.person()
    refused = making.assessed(none, by=nell, eligible_needs="No needs identified")
    gone = making.person()
    assessed = making.assessed(gone, by=nell)
    Person.objects.filter(pk=gone.pk).update(died_on=ON)

    with pytest.raises(Refused, match="found eligible needs"):
        operations.begin_plan(refused, by=nell, on=ON)
    with pytest.raises(Refused, match="died on"):
        operations.begin_plan(assessed, by=nell, on=ON)


def test_another_team_and_another_person_see_no_plan(
    plan: UUID, client: Client, ruth: Person
) -> None:
    for stranger in (
        making.practitioner(of=making.team("West team")),
        making.own_sign_in(making.person(given_name="Ivor")),
    ):
        with pytest.raises(NotFound):
            queries.plan_for_reading(plan, by=stranger, on=ON)
        with pytest.raises(NotFound):
            operations.describe_plan(plan, what_matters="x", by=stranger, on=ON)
        with pytest.raises(NotFound):
            operations.sign_off(plan, judged=making.SOUND, reasons="x", by=stranger, on=ON)
    assert queries.plans_to_sign(by=making.manager(of=making.team("West team")), on=ON) == []
    assert queries.plans_of(ruth.pk, by=making.own_sign_in(ruth))[0].id == plan
