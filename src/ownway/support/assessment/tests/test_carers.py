"""A carer is assessed in their own right, beside their own needs, by the carers' test."""

from datetime import UTC, date, datetime
from typing import Any

import making
import pytest
from django.test import Client

from ownway.kernel.refusal import Refused
from ownway.support.assessment import operations, queries
from ownway.support.assessment.domain import ELIGIBLE
from ownway.support.assessment.domain.caring import SOON, THIS_WEEK, urgency
from ownway.support.assessment.operations import CaringSaid, OutcomeSaid, WholeSaid

AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
TIRED = CaringSaid(
    cares_for="Ruth, his wife",
    hours_weekly=40,
    able="for-now",
    willing="partly",
    signs=("worn-out", "own-health"),
    if_i_cannot="Ellie comes; the tablets are in the kitchen.",
)


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


@pytest.mark.parametrize(
    ("signs", "able", "willing", "said"),
    [
        ((), "yes", "yes", ""),
        (("worn-out",), "yes", "partly", ""),
        (("worn-out", "alone"), "yes", "yes", SOON),
        ((), "for-now", "yes", SOON),
        (("stop",), "yes", "yes", THIS_WEEK),
        ((), "yes", "no", THIS_WEEK),
    ],
)
def test_signs_that_caring_may_break_down_propose_how_soon_to_act(
    signs: tuple[str, ...], able: str, willing: str, said: str
) -> None:
    assert urgency(signs, able=able, willing=willing) == said


@pytest.mark.django_db
def test_one_as_a_carer_may_be_open_beside_one_of_their_own_needs() -> None:
    pete, nell = making.person(given_name="Pete"), making.practitioner()

    own = making.begun(pete, nell)
    carer = operations.begin(pete.pk, as_carer=True, by=nell, on=making.DAY)

    with pytest.raises(Refused, match="open already"):
        operations.begin(pete.pk, as_carer=True, by=nell, on=making.DAY)
    first = queries.open_assessment_of(pete.pk, by=nell)
    second = queries.open_assessment_of(pete.pk, as_carer=True, by=nell)
    assert first
    assert second
    assert (first.id, second.id, second.of_carer) == (own, carer, True)
    record = queries.assessment_for_reading(carer, by=nell, on=making.DAY)
    assert record.questionnaire.questions == ()
    sections = [one.id for one in queries.written_in(carer, by=nell).sections]
    assert len([one for one in sections if one.startswith("carer-")]) == 8
    with pytest.raises(Refused, match="carer's own assessment"):
        operations.find_caring(own, TIRED, by=nell, at=AT)
    with pytest.raises(Refused, match="168 hours"):
        operations.find_caring(carer, CaringSaid(hours_weekly=200), by=nell, at=AT)
    with pytest.raises(Refused, match="from the lists"):
        operations.find_caring(carer, CaringSaid(able="x"), by=nell, at=AT)


@pytest.mark.django_db
def test_the_carers_own_test_decides_what_the_findings_support() -> None:
    pete, nell = making.person(given_name="Pete"), making.practitioner()
    carer = operations.begin(pete.pk, as_carer=True, by=nell, on=making.DAY)
    work = OutcomeSaid(unable=True, because=("distress",))
    operations.find(carer, "carer-work", work, by=nell, at=AT)
    whole = WholeSaid(arises=True, health_at_risk=False, impact=True, areas=("health",))
    operations.find_whole(carer, whole, by=nell, at=AT)

    operations.complete(
        carer, eligible_needs=ELIGIBLE, reasons="He cannot work.", by=nell, on=making.DAY
    )

    decision = queries.decision_of(carer, by=nell)
    assert decision
    assert (decision.supported, decision.why_differs, decision.needs) == (
        True,
        "",
        ("Work, training, learning or volunteering",),
    )
    assert queries.worked_out_again(carer, by=nell)
    assert queries.finished(by=nell, on=making.DAY) == []  # no first figure follows from it


@pytest.mark.django_db
def test_older_carers_are_listed_those_without_a_plan_first_and_go_into_a_file(
    client: Client,
) -> None:
    nell = making.practitioner()
    for name, born, later in (
        ("Abel", date(1940, 1, 1), "Their niece takes over."),
        ("Bert", date(1950, 1, 1), ""),
        ("Young", date(1990, 1, 1), ""),
    ):
        who = making.person(given_name=name, born_on=born)
        carer = operations.begin(who.pk, as_carer=True, by=nell, on=making.DAY)
        said = CaringSaid(cares_for="a son", later=later)
        operations.find_caring(carer, said, by=nell, at=AT)
    client.force_login(nell)

    page = client.get("/team/older-carers/").text
    csv = client.get("/team/older-carers/?as=csv").content.decode("utf-8-sig").splitlines()

    assert "1 of 2 older carers has no plan for later" in page
    assert [line.split(",")[0].split()[0] for line in csv[1:]] == ["Bert", "Abel"]
    assert queries.older_carers(by=making.finance(), on=making.DAY) == []


@pytest.mark.django_db
def test_the_pages_of_a_carers_assessment(client: Client) -> None:
    pete, nell = making.person(given_name="Pete"), making.practitioner()
    him = making.own_sign_in(pete)
    client.force_login(nell)
    here = f"/team/people/{pete.pk}/as-carer/"

    assert "Not assessed as a carer yet" in client.get(here).text
    sent = client.post(here)
    made = queries.open_assessment_of(pete.pk, as_carer=True, by=nell)
    assert made
    assert sent["Location"] == f"/team/assessments/{made.id}/"
    assert client.post(here)["Location"] == sent["Location"]
    assert "Pete Calloway’s own assessment, as a carer" in client.get(sent["Location"]).text
    caring = f"/team/assessments/{made.id}/findings/caring/"
    assert client.post(caring, {"hours_weekly": "200"}).status_code == 422
    client.post(caring, {"cares_for": "Ruth", "signs": ["stop"], "hours_weekly": "40"})
    page = client.get(f"/team/assessments/{made.id}/findings/").text
    assert "Act this week" in page
    assert "40 hours a week" in page

    client.force_login(him)
    mine = client.get("/my/assessment/").text
    assert "My assessment as a carer" in mine
    assert "Time for what I enjoy" in mine
    making.begun(pete, nell)
    assert "My assessment of what I need myself" in client.get("/my/assessment/as-carer/").text
    part = client.get(f"/my/assessments/{made.id}/carer-work/").text
    assert "/my/assessment/as-carer/#together" in part
