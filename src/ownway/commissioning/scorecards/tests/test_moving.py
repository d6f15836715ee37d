"""A policy tried, two models compared, one watched: counted rightly, kept nowhere, nobody known.

Who gains and who loses is counted for the people a model was calibrated on; fewer than five are
never told of; and whoever may not read the register learns nothing.
"""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import making
import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from making import Role

from ownway.commissioning.scorecards import operations, queries
from ownway.commissioning.scorecards.models import Envelope
from ownway.commissioning.scorecards.pages import moving as pages
from ownway.commissioning.scorecards.tests.files import QUESTIONNAIRE, a_file
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.models import Fact
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.allocation import operations as allocation
from ownway.support.allocation.domain import calibration
from ownway.support.allocation.domain.calibration import baselines, report
from ownway.support.allocation.operations import publish_scorecard

pytestmark = pytest.mark.django_db
ON = making.DAY


@pytest.fixture(autouse=True)
def the_day(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.OWNWAY_TODAY = ON
    monkeypatch.setattr(report, "RESAMPLED", 2)
    monkeypatch.setattr(baselines, "BASELINES", {})


@pytest.fixture
def priya() -> SignIn:
    return making.staff(Role.COMMISSIONER, name="Priya Maker")


def a_model(by: SignIn, version: str = "test-2027", **said: Any) -> UUID:
    model_id = operations.start_model(
        version=version, title="For 2027", questionnaire=QUESTIONNAIRE, by=by, on=ON
    )
    run_id = operations.ask_for_calibration(
        model_id, file=a_file(**said), file_name="answers.csv", by=by, on=ON
    )
    operations.calibrate(run_id, by=by.pk, on=ON)
    return model_id


def page_of(who: SignIn, address: str, **asked: str) -> Any:
    client = Client()
    client.force_login(who)
    return client.get(address, asked)


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()).replace("&#39;", "'")


def test_half_the_money_makes_everybody_lose_and_keeps_to_the_envelope(priya: SignIn) -> None:
    model_id = a_model(priya)
    facts = Fact.objects.count()
    _, now = queries.what_if(model_id, {}, cap=Decimal("0.1"), by=priya)
    half = now.moved.before.total // 2
    policy = {"envelope_weekly": half, "reserve": "0.1"}

    found, tried = queries.what_if(model_id, policy, cap=Decimal("0.1"), by=priya)

    assert (now.moved.gain, now.moved.lose) == (0, 0), "its own policy moves nothing"
    assert (tried.moved.lose, tried.moved.gain, tried.moved.people) == (240, 0, 240)
    assert tried.to_share_weekly is not None
    assert tried.moved.after.total <= tried.to_share_weekly == half * 9 // 10
    assert tried.reserve_weekly == half - tried.to_share_weekly
    assert tried.moved.after.short > now.moved.after.short
    assert tried.protected.people > 200
    assert sum(one.people for one in tried.moved.by_group.values()) == 240
    assert queries.model(model_id, by=priya).card_digest == found.card_digest
    assert Fact.objects.count() == facts, "trying leaves nothing behind"


def test_the_page_of_a_try_says_who_gains_and_keeps_what_was_typed(priya: SignIn) -> None:
    model_id = a_model(priya)
    address = reverse("scorecards.what_if", args=[model_id])

    empty = page_of(priya, address)
    tried = page_of(priya, address, **{"try": "yes", "floor_weekly": "250", "cap": "5"})
    too_much = page_of(
        priya, address, **{"try": "yes", "envelope_weekly": "1,000", "floor_weekly": "250"}
    )
    nonsense = page_of(priya, address, **{"try": "yes", "floor_weekly": "lots", "cap": "500"})

    assert "What if the policy were another?" in words(empty)
    assert "would gain" in words(tried)
    assert 'value="250"' in tried.content.decode()
    assert "£250.00 a week" in words(tried) or "would lose" in words(tried)
    assert too_much.status_code == 422
    assert "a week more than there is to share" in words(too_much)
    assert nonsense.status_code == 422
    assert 'value="lots"' in nonsense.content.decode()
    assert "Enter a percentage from 0 to 99, like 5" in words(nonsense)


def test_two_models_are_compared_for_the_same_people(priya: SignIn) -> None:
    first, second = a_model(priya), a_model(priya, "test-2028", seed=9, noise=0.3)
    draft = operations.start_model(
        version="draft", title="Draft", questionnaire=QUESTIONNAIRE, by=priya, on=ON
    )

    found = queries.compare(first, second, by=priya)
    shown = page_of(priya, reverse("scorecards.compare", args=[first]), other=str(second))
    none = page_of(priya, reverse("scorecards.compare", args=[first]), other=str(draft))

    assert found.moved.people == 240
    assert found.moved.gain + found.moved.lose > 200
    assert [key for key, _ in queries.comparable(first, by=priya)] == [str(second)]
    assert "From test-2027 to test-2028" in words(shown)
    assert "What each said of itself" in words(shown)
    assert none.status_code == 422
    assert "Choose a model from the list" in words(none)
    with pytest.raises(Refused, match="not calibrated yet"):
        queries.compare(first, draft, by=priya)


def test_a_model_is_compared_with_the_table_that_is_published(priya: SignIn) -> None:
    made = a_model(priya)
    card = queries.model(made, by=priya).card
    assert card is not None
    publish_scorecard(
        replace(card, version="before-2027"),
        in_force_from=ON,
        approved_words="approved by the board",
        by=None,
        on=ON,
    )
    asked = reverse("scorecards.compare", args=[made])

    assert [key for key, _ in queries.comparable(made, by=priya)] == ["before-2027"]
    found = queries.compare(made, "before-2027", by=priya)
    shown = page_of(priya, asked, other="before-2027")

    assert (found.moved.gain, found.moved.lose) == (0, 0)
    assert "From test-2027 to before-2027" in words(shown)


def test_fewer_than_five_are_never_told_of() -> None:
    import numpy as np

    before = np.full(100, 10_000)
    after = before.copy()
    after[:3] += 700
    found = calibration.moved(before, after, cost=before, group=["Rare"] * 4 + ["Common"] * 96)
    what = queries.WhatIf(found, calibration.transition(before, after), None, 0, 0, 0)

    page = pages.what_if_page(what)
    told = str(page)

    assert page.headline == "fewer than 5 people would gain, 0 people would lose"
    assert "Rare" not in told
    assert "'3'" not in told


def test_a_model_in_force_is_watched_against_agreed_plans(priya: SignIn) -> None:
    card = making.marlshires_card()
    allocation.publish_scorecard(
        card.card,
        in_force_from=card.in_force_from,
        approved_words=card.approved_words,
        by=None,
        on=ON,
    )
    nell = making.practitioner()
    for number in range(6):
        who = making.person(council_id=f"W-{number}", team=nell.team)
        day = ON - timedelta(days=30 * (number % 3))
        assessment_id = making.assessed(who, nell, day)
        allocation.propose_budget(assessment_id, by=nell, on=day)
        making.agreed_plan(who, assessment_id, nell, day, cost_weekly=30_000 + 1_000 * number)

    shown = page_of(priya, reverse("scorecards.watching"))
    assert f"of what {card.card.version} said" in words(shown)
    assert "over the envelope" not in words(shown)
    assert queries.over_the_envelope(card.card.version, by=priya, on=ON) == 0

    operations.say_envelope(card.card.version, weekly=9_999_999, by=priya, on=ON)
    assert "The envelope holds it" in words(page_of(priya, reverse("scorecards.watching")))
    assert "over the money" not in words(page_of(priya, reverse("scorecards.register")))
    for _ in range(2):
        operations.say_envelope(card.card.version, weekly=100, by=priya, on=ON)

    found = queries.watched(card.card.version, by=priya, on=ON)
    assert Envelope.objects.count() == 2
    assert sum(month.people for month in found.months) == 6
    assert found.outturn is not None
    assert found.outturn.over == queries.over_the_envelope(card.card.version, by=priya, on=ON) > 0
    assert "over the envelope" in words(page_of(priya, reverse("scorecards.watching")))
    assert "over the money there is" in words(page_of(priya, reverse("scorecards.register")))
    assert page_of(priya, reverse("scorecards.watching"), version="nobody's").status_code == 404


def test_the_money_there_is_is_said_by_those_who_hold_it(priya: SignIn) -> None:
    card = making.marlshires_card().card
    client = Client()
    client.force_login(priya)
    address = reverse("scorecards.watching")

    wrong = client.post(address, {"envelope_weekly": "plenty"})
    nothing = client.post(address, {"envelope_weekly": "0"})
    kept = client.post(address, {"envelope_weekly": "80,000"}, follow=True)

    assert (wrong.status_code, nothing.status_code) == (422, 422)
    assert "plenty" in wrong.text
    assert "more than nothing" in nothing.text
    assert 'value="80000.00"' in kept.text
    assert queries.envelope_of(card.version) == 80_000_00
    with pytest.raises(NotFound):
        operations.say_envelope("nobody's", weekly=1, by=priya, on=ON)
    manager = making.manager()
    with pytest.raises(NotAllowed):
        operations.say_envelope(card.version, weekly=1, by=manager, on=ON)
    with pytest.raises(DatabaseError), transaction.atomic():
        Envelope.objects.update(weekly=1)


def test_a_model_with_few_plans_is_not_told_of(priya: SignIn) -> None:
    page = pages.watched_page(calibration.monitor([]), "test-2027")

    assert page.headline.startswith("Too few plans")
    assert page.tables == ()


def test_whoever_may_not_read_the_register_learns_nothing(priya: SignIn) -> None:
    model_id = a_model(priya)
    nell = making.practitioner()

    with pytest.raises(NotAllowed):
        queries.what_if(model_id, {}, cap=Decimal(0), by=nell)
    with pytest.raises(NotAllowed):
        queries.watched("test-2027", by=nell, on=ON)
    for name in ("scorecards.what_if", "scorecards.compare"):
        assert page_of(nell, reverse(name, args=[model_id])).status_code in (403, 404)
