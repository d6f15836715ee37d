"""The pages of a plan: from both doors, what was typed kept, and nothing shown to strangers."""

import re
from datetime import date
from typing import Any
from uuid import UUID

import making
import pytest
from django.test import Client

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import readings
from ownway.foundation.look.filters import day
from ownway.support.charging import operations as charging
from ownway.support.people.models import Person
from ownway.support.planning import operations, queries
from ownway.support.planning.domain import State

pytestmark = pytest.mark.django_db
ON = making.DAY
DAY = {"first_day_day": "1", "first_day_month": "12", "first_day_year": "2026"}
SOUND = {"safety": "as it is", "value": "good value"}
JO = {
    "activity": "Mornings",
    "actor": "paid",
    "who": "Jo Lindqvist",
    "when_words": "Every morning",
    "outcome": "Out by half nine",
    "bought_by": "direct payment",
    "cost_weekly": "266.00",
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
def plan(ruth: Person, nell: SignIn) -> UUID:
    return operations.begin_plan(making.assessed(ruth, by=nell), by=nell, on=ON)


def be(client: Client, who: SignIn) -> Client:
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def decided(ruth: Person) -> None:
    charging.decide_contribution(
        ruth.pk,
        contribution_weekly=61_45,
        first_day=date(2026, 6, 1),
        basis="Half of what is left after rent.",
        by=making.finance(),
        on=ON,
    )


def test_the_person_writes_their_plan_and_a_manager_agrees_it(
    client: Client, ruth: Person, plan: UUID
) -> None:
    decided(ruth)
    old = making.arrangement(ruth)
    be(client, making.own_sign_in(ruth))
    bare = client.post(f"/my/plan/{plan}/add/", {"activity": "Choir", "actor": "paid"})
    added = client.post(f"/my/plan/{plan}/add/", JO, follow=True)
    client.post(f"/my/plan/{plan}/describe/", {"what_matters": "Choir on Tuesdays"})
    sent = client.post(f"/my/plan/{plan}/send/", DAY, follow=True)
    be(client, making.manager())
    page = client.get(f"/team/plans/{plan}/sign-off/")
    silent = client.post(f"/team/plans/{plan}/sign-off/", {"act": "agree", "replaces": [old.pk]})
    done = client.post(
        f"/team/plans/{plan}/sign-off/",
        {"act": "agree", "reasons": "Enough, and safe", "replaces": [old.pk], **SOUND},
        follow=True,
    )

    assert bare.status_code == 422
    assert "Say what it is for" in bare.text
    assert 'value="Choir"' in bare.text
    assert added.redirect_chain == [("/my/plan/", 302)]
    assert "£204.55" in added.text
    assert "Half of what is left after rent." in added.text
    assert "With a manager" in sent.text
    assert f"It starts on <b>{day(date(2026, 12, 1))}</b>" in page.text
    assert "Choir on Tuesdays" in page.text
    assert len(re.findall('name="replaces"[^>]* checked>', page.text)) == 1
    assert silent.status_code == 422
    assert "Say whether it is safe enough" in silent.text
    assert "Say whether it is good value" in silent.text
    assert "It is safe enough as it is." in client.get(f"/team/plans/{plan}/").text
    assert "Write your reasons" in silent.text
    assert "Asif Karim agreed it on" in done.text
    assert {
        one.words: one.last_day for one in queries.arrangements_of(ruth.pk, by=making.finance())
    } == {"Jo Lindqvist": None, "Home support or domiciliary care": date(2026, 11, 30)}


def test_the_worker_changes_and_takes_out_a_part(
    client: Client, ruth: Person, plan: UUID, nell: SignIn
) -> None:
    be(client, nell)
    client.post(f"/team/plans/{plan}/add/", JO)
    (jo,) = queries.plan_for_reading(plan, by=nell, on=ON).components
    address = f"/team/plans/parts/{jo.id}/"
    shown = client.get(address)
    unclear = client.post(
        address, JO | {"cost_weekly": "2660", "units_weekly": "10", "unit_cost": "26.60"}
    )
    half = client.post(address, JO | {"cost_weekly": "", "units_weekly": "10"})
    given = client.post(address, JO | {"cost_weekly": "", "bought_by": ""})
    costless = client.post(address, JO | {"cost_weekly": ""})
    changed = client.post(
        address, JO | {"cost_weekly": "", "units_weekly": "10.5", "unit_cost": "16.40"}, follow=True
    )
    asked = client.get(f"{address}remove/")
    gone = client.post(f"{address}remove/", follow=True)

    assert 'value="266.00"' in shown.text
    for answer in (unclear, half, given, costless):
        assert answer.status_code == 422
        assert 'value="Jo Lindqvist"' in answer.text
    assert "10 at £26.60 makes £266.00 a week, not £2,660.00" in unclear.text
    assert "Give both how many a week and what each costs" in half.text
    assert "Say how it is bought" in given.text
    assert "Say what it costs" in costless.text
    assert "10.5 at £16.40" in changed.text
    assert "£172.20" in changed.text
    assert "Take this out of the plan?" in asked.text
    assert "Taken out: Jo Lindqvist, Mornings." in gone.text
    assert queries.plan_for_reading(plan, by=nell, on=ON).components == ()


def test_what_i_do_myself_needs_no_name_and_anybody_else_does(
    client: Client, ruth: Person, plan: UUID
) -> None:
    be(client, making.own_sign_in(ruth))
    mine = {"activity": "My stretches", "actor": "self", "outcome": "Moving well"}
    client.post(f"/my/plan/{plan}/add/", mine)
    nameless = client.post(f"/my/plan/{plan}/add/", mine | {"actor": "friend"})

    assert nameless.status_code == 422
    assert "Write a name, or what you call them" in nameless.text
    (one,) = queries.plan_for_reading(plan, by=making.practitioner(), on=ON).components
    assert (one.who, one.activity) == ("Me", "My stretches")


def test_no_figure_is_shown_for_what_nobody_has_decided(
    client: Client, ruth: Person, plan: UUID, nell: SignIn
) -> None:
    be(client, nell)
    client.post(f"/team/plans/{plan}/add/", JO)
    before = client.get(f"/team/plans/{plan}/").text
    charging.decide_contribution(
        ruth.pk,
        contribution_weekly=61_45,
        first_day=date(2026, 12, 1),
        basis="Pension",
        by=making.finance(),
        on=ON,
    )
    after = client.get(f"/team/plans/{plan}/").text

    assert "Not decided yet" in before
    assert "£0.00" not in before
    assert "Not decided yet" not in after
    assert "£61.45" in after


def test_a_plan_comes_back_with_what_should_change(
    client: Client, ruth: Person, plan: UUID, nell: SignIn
) -> None:
    be(client, nell)
    early = client.post(f"/team/plans/{plan}/send/", DAY)
    client.post(f"/team/plans/{plan}/add/", JO)
    (jo,) = queries.plan_for_reading(plan, by=nell, on=ON).components
    far = client.post(f"/team/plans/{plan}/send/", DAY | {"first_day_year": "2062"})
    client.post(f"/team/plans/{plan}/send/", DAY)
    late = [
        client.post(f"/team/plans/{plan}/add/", JO),
        client.post(f"/team/plans/parts/{jo.id}/", JO | {"who": "Another"}),
        client.post(f"/team/plans/{plan}/describe/", {"what_matters": "Late"}),
        client.post(f"/team/plans/{plan}/send/", DAY),
    ]
    kept = client.post(f"/team/plans/parts/{jo.id}/remove/", follow=True)
    be(client, making.manager())
    undecided = client.post(
        f"/team/plans/{plan}/sign-off/", {"act": "agree", "reasons": "Good and enough", **SOUND}
    )
    back = client.post(
        f"/team/plans/{plan}/sign-off/",
        {"act": "return", "reasons": "Who comes if Jo is ill?"},
        follow=True,
    )

    assert early.status_code == 422
    assert "There is nothing in the plan yet." in early.text
    assert "Check the year" in far.text
    assert 'value="2062"' in far.text
    for answer in late:
        assert answer.status_code == 422
        assert "The plan is with a manager" in answer.text
    assert "The plan is with a manager" in kept.text
    assert undecided.status_code == 422
    assert "Good and enough" in undecided.text
    assert "Finance has not decided the contribution yet." in undecided.text
    assert "Who comes if Jo is ill?" in back.text
    assert queries.plan_for_reading(plan, by=nell, on=ON).line.state is State.DRAFT


def test_a_manager_who_wrote_it_is_told_that_another_decides(
    client: Client, ruth: Person, plan: UUID
) -> None:
    asif = making.manager()
    decided(ruth)
    be(client, asif)
    client.post(f"/team/plans/{plan}/add/", JO)
    client.post(f"/team/plans/{plan}/send/", DAY)

    for page in (f"/team/plans/{plan}/", f"/team/plans/{plan}/sign-off/"):
        shown = client.get(page).text
        assert "You wrote or sent this plan, so another manager decides on it." in shown
        assert "Agree the plan" not in shown
        assert "Decide on this plan</a>" not in shown
    tried = client.post(
        f"/team/plans/{plan}/sign-off/", {"act": "agree", "reasons": "Mine", **SOUND}
    )
    assert tried.status_code == 422
    assert "Somebody else must sign it off" in tried.text


def test_an_agreed_plan_stays_and_the_person_begins_the_next_as_a_copy(
    client: Client, ruth: Person, plan: UUID, nell: SignIn
) -> None:
    decided(ruth)
    be(client, nell)
    client.post(f"/team/plans/{plan}/add/", JO)
    client.post(f"/team/plans/{plan}/send/", DAY)
    operations.sign_off(plan, judged=making.SOUND, reasons="Yes", by=making.manager(), on=ON)
    assessed = queries.plan_for_reading(plan, by=nell, on=ON).line.assessment_id
    her = making.own_sign_in(ruth)
    be(client, her)
    agreed = client.get("/my/plan/").text
    begun = client.post(f"/my/plan/begin/{assessed}/", follow=True)
    twice = client.post(f"/my/plan/begin/{assessed}/", follow=True)
    first = client.get(f"/my/plan/{plan}/").text
    be(client, nell)
    third = client.post(f"/team/assessments/{assessed}/plan/", follow=True)

    assert "Change my plan" in agreed
    assert "Add something" not in agreed
    assert "Version 2. A draft" in begun.text
    assert "Jo Lindqvist" in begun.text
    assert f"/my/plan/{plan}/" in begun.text
    assert "A plan is being written already" in twice.text
    assert "Asif Karim agreed it on" in first
    assert "Change my plan" not in first
    assert "A plan is being written already" in third.text
    assert [one.version for one in queries.plans_of(ruth.pk, by=her)] == [2, 1]


def test_a_plan_begins_where_the_assessment_ended(
    client: Client, ruth: Person, nell: SignIn
) -> None:
    be(client, making.own_sign_in(ruth))
    none = client.get("/my/plan/").text
    assessed = making.assessed(ruth, by=nell)
    one = client.get("/my/plan/").text
    begun = client.post(f"/my/plan/begin/{assessed}/", follow=True)

    assert "There is no plan yet" in none
    assert "Begin my plan" in one
    assert "Nothing yet. Start with what already works" in begun.text


def test_strangers_are_told_that_there_is_nothing(
    client: Client, ruth: Person, plan: UUID, nell: SignIn
) -> None:
    be(client, nell)
    client.post(f"/team/plans/{plan}/add/", JO)
    (jo,) = queries.plan_for_reading(plan, by=nell, on=ON).components
    west, ivor = making.team("West team"), making.person(given_name="Ivor")
    pages = [f"plans/{plan}/{tail}" for tail in ("", "describe/", "add/", "send/", "sign-off/")]
    pages += [f"plans/parts/{jo.id}/", f"plans/parts/{jo.id}/remove/"]
    before = len(readings(ruth.pk))

    be(client, making.staff(Role.PRACTITIONER, Role.TEAM_MANAGER, of=west))
    team = {page: client.get(f"/team/{page}").status_code for page in pages}
    be(client, making.own_sign_in(ivor))
    mine = {
        page: client.get(f"/my/{page.replace('plans', 'plan')}").status_code
        for page in pages
        if "sign-off" not in page
    }

    assert set(team.values()) == {404}
    assert set(mine.values()) == {404}
    assert client.post(f"/my/plan/parts/{jo.id}/remove/").status_code == 404
    assert len(readings(ruth.pk)) == before
    assert len(queries.plan_for_reading(plan, by=nell, on=ON).components) == 1


def test_finance_reads_a_plan_and_does_not_write_in_it(
    client: Client, ruth: Person, plan: UUID
) -> None:
    finance = making.finance()
    making.opening(ruth, finance)
    wanda = be(client, finance)

    assert "Add something" not in wanda.get(f"/team/plans/{plan}/").text
    assert wanda.get(f"/team/plans/{plan}/add/").status_code == 403
    assert wanda.get(f"/team/plans/{plan}/sign-off/").status_code == 403
    assert [(seen.by_name, seen.heading) for seen in readings(ruth.pk)] == [
        ("Wanda Price", "The support plan opened")
    ]
