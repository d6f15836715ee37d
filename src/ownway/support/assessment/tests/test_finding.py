"""Findings keep their author; the worker decides, and where they part a reason stands."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import making
import pytest
from django.test import Client

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import timeline
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.assessment import operations, queries
from ownway.support.assessment.domain import ELIGIBLE, Level
from ownway.support.assessment.models import EligibilityDecision, OutcomeFinding
from ownway.support.assessment.operations import OutcomeSaid, WholeSaid

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
UNABLE = OutcomeSaid(unable=True, because=("help",), why="Cannot reach her feet.")
NONE = "No needs identified"


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


def levels_agreed(assessment_id: UUID, by: SignIn) -> None:
    asked = queries.assessment_for_reading(assessment_id, by=by, on=making.DAY).questionnaire
    said = {question: operations.Said(Level(2)) for question in asked.ids}
    operations.answer_all(assessment_id, said, by=by, at=AT)


def test_a_finding_stands_with_its_author_and_earlier_ones_are_kept() -> None:
    ruth, nell, asif = making.person(), making.practitioner(), making.manager()
    made = making.begun(ruth, nell)

    operations.find(made, "hygiene", UNABLE, by=nell, at=AT)
    operations.find(made, "hygiene", UNABLE, by=asif, at=AT + MINUTE)  # the same again
    able = OutcomeSaid(unable=False, because=("help",), met_by_carers=" Pete, daily ")
    operations.find(made, "hygiene", able, by=asif, at=AT + 2 * MINUTE)

    line = queries.found_in(made, by=nell).outcomes["hygiene"]
    assert (line.unable, line.because, line.met_by_carers, line.by, line.earlier) == (
        False,
        (),
        "Pete, daily",
        "Asif Karim",
        1,
    )
    assert OutcomeFinding.objects.count() == 2


def test_a_colleagues_later_finding_is_noticed_and_a_wrong_one_refused() -> None:
    ruth, nell, asif = making.person(), making.practitioner(), making.manager()
    made = making.begun(ruth, nell)
    operations.find(made, "hygiene", UNABLE, by=nell, at=AT)

    with pytest.raises(operations.FoundMeanwhile, match="Nell Farraday wrote down"):
        operations.find(
            made, "hygiene", OutcomeSaid(unable=False), seen=uuid4(), compare=True, by=asif, at=AT
        )
    with pytest.raises(Refused, match="not part of this assessment"):
        operations.find(made, "carer-work", UNABLE, by=nell, at=AT)
    with pytest.raises(Refused, match="reasons from the list"):
        operations.find(made, "toilet", OutcomeSaid(unable=True, because=("x",)), by=nell, at=AT)
    with pytest.raises(Refused, match="parts of wellbeing"):
        operations.find_whole(made, WholeSaid(impact=True, areas=("x",)), by=nell, at=AT)
    with pytest.raises(NotAllowed):
        operations.find(made, "hygiene", UNABLE, by=making.own_sign_in(ruth), at=AT)
    with pytest.raises(NotFound):
        queries.found_in(made, by=making.own_sign_in(making.person()))


def test_levels_propose_and_a_worker_confirms_without_touching_what_is_found() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    operations.find(made, "hygiene", OutcomeSaid(unable=False), by=nell, at=AT)
    levels_agreed(made, nell)

    many = operations.confirm_proposed(made, by=nell, at=AT + MINUTE)

    found = queries.found_in(made, by=nell).outcomes
    asked = queries.assessment_for_reading(made, by=nell, on=making.DAY).questionnaire
    of_outcomes = {one.national_id for one in asked.questions} - {"", "CA-HYGIENE-01"}
    assert many == len(of_outcomes)
    assert found["hygiene"].unable is False
    assert (found["nutrition"].unable, found["nutrition"].from_levels) == (True, True)
    assert operations.confirm_proposed(made, by=nell, at=AT + MINUTE) == 0


def test_what_the_decision_rested_on_is_kept_and_works_out_the_same_again() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    levels_agreed(made, nell)
    making.found(made, nell)

    operations.complete(made, eligible_needs=ELIGIBLE, reasons="Seen.", by=nell, on=making.DAY)

    decision = queries.decision_of(made, by=nell)
    assert decision
    assert (decision.eligible, decision.supported, decision.why_differs, decision.rules) == (
        True,
        True,
        "",
        "england-2015",
    )
    assert decision.needs == (
        "Keeping clean",
        "Getting to places and doing things where I live",
    )
    assert [step.met for step in decision.steps] == [True, True, True]
    assert queries.worked_out_again(made, by=nell)
    EligibilityDecision.objects.update(workings={"rules": "england-2015", "steps": []})
    assert not queries.worked_out_again(made, by=nell)


@pytest.mark.parametrize(
    ("supports", "decides", "asks"),
    [
        (True, NONE, "The findings support eligible needs"),
        (False, ELIGIBLE, "do not support eligible needs as they stand"),
        (None, ELIGIBLE, "Nothing is written down yet"),
        (None, NONE, "Nothing is written down yet"),
    ],
)
def test_a_decision_that_parts_from_the_findings_asks_why_and_keeps_it(
    supports: bool | None, decides: str, asks: str
) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    levels_agreed(made, nell)
    if supports is not None:
        making.found(made, nell, supports=supports)

    with pytest.raises(operations.Differs, match=asks):
        operations.complete(made, eligible_needs=decides, reasons="x", by=nell, on=making.DAY)
    assert queries.decision_of(made, by=nell) is None
    operations.complete(
        made, eligible_needs=decides, reasons="x", why_differs="Seen.", by=nell, on=making.DAY
    )

    decision = queries.decision_of(made, by=nell)
    assert decision
    assert (decision.eligible, decision.why_differs) == (decides == ELIGIBLE, "Seen.")


def test_a_reason_that_nobody_asked_for_is_not_kept_as_one() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    levels_agreed(made, nell)
    making.found(made, nell)

    operations.complete(
        made, eligible_needs=ELIGIBLE, reasons="x", why_differs="Idle.", by=nell, on=making.DAY
    )

    assert EligibilityDecision.objects.get().why_differs == ""


def test_the_pages_write_it_down_say_the_answer_first_and_ask_why(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    her = making.own_sign_in(ruth)
    made = making.begun(ruth, nell)
    operations.write(made, "hygiene", "I wash by myself.", by=her, at=AT)
    levels_agreed(made, nell)
    client.force_login(nell)
    here = f"/team/assessments/{made}/findings/"

    assert "Nothing is found about the outcomes yet" in client.get(here).text
    page = client.get(f"{here}hygiene/").text
    assert page.index("I wash by myself.") < page.index('name="unable"')
    wrong = client.post(f"{here}hygiene/", {"unable": "yes", "why": "Kept as typed"})
    assert wrong.status_code == 422
    assert "Tick why they are unable to" in wrong.text
    assert "Kept as typed" in wrong.text
    sent = client.post(f"{here}hygiene/", {"unable": "yes", "because": ["help"], "why": "Feet"})
    assert sent["Location"] == here
    stale = client.post(f"{here}hygiene/", {"unable": "no", "why": "My view", "seen": ""})
    assert stale.status_code == 422
    assert "Feet" in stale.text
    assert "My view" in stale.text
    client.post(f"{here}take-over/")
    assert client.post(f"{here}whole/", {"impact": "yes"}).status_code == 422
    whole = {"arises": "yes", "impact": "yes", "areas": ["dignity"], "impact_why": "It wears her"}
    client.post(f"{here}whole/", whole)

    page = client.get(here).text
    assert "The findings support eligible needs: " in page
    finish = client.post(
        f"/team/assessments/{made}/complete/", {"eligible_needs": NONE, "reasons": "Kept reasons"}
    )
    assert finish.status_code == 422
    assert "You may well be right" in finish.text
    assert "Kept reasons" in finish.text
    client.post(
        f"/team/assessments/{made}/complete/",
        {"eligible_needs": NONE, "reasons": "R", "why_differs": "She manages with the new rail."},
    )
    assert "She manages with the new rail." in client.get(f"/team/assessments/{made}/").text
    assert client.get(f"{here}hygiene/")["Location"] == here
    assert client.get(f"{here}weather/").status_code == 404

    client.force_login(her)
    mine = client.get("/my/assessment/").text
    assert "What you need help with" in mine
    assert "She manages with the new rail." in mine


def test_every_act_of_finding_is_on_the_record() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)

    making.found(made, nell)

    assert [(one.name, one.words) for one in timeline(ruth.pk, limit=3)] == [
        ("assessment.finding-written", "Wellbeing as a whole"),
        ("assessment.finding-written", "Getting to places and doing things where I live"),
        ("assessment.finding-written", "Keeping clean"),
    ]


def test_no_eligible_needs_rests_on_everything_that_was_asked_about() -> None:
    nell = making.practitioner()
    made = making.begun(making.person(), nell)
    at = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
    asked = queries.assessment_for_reading(made, by=nell, on=making.DAY).questionnaire.ids
    said = {question: operations.Said(Level(0)) for question in asked}
    operations.answer_all(made, said, by=nell, at=at)
    able = operations.OutcomeSaid(unable=False)
    outcomes = [one.id for one in queries.found_in(made, by=nell).test.outcomes]
    operations.find(made, outcomes[0], able, by=nell, at=at)
    decide = {"eligible_needs": "No needs identified", "reasons": "She manages."}
    with pytest.raises(operations.Differs, match="9 outcomes, what the needs arise from and the"):
        operations.complete(made, **decide, by=nell, on=making.DAY)
    for outcome in outcomes[1:]:
        operations.find(made, outcome, able, by=nell, at=at)
    whole = operations.WholeSaid(arises=True, impact=False)
    operations.find_whole(made, whole, by=nell, at=at)
    operations.complete(made, **decide, by=nell, on=making.DAY)
