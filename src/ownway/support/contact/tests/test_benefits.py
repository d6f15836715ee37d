"""It says what may be unclaimed and never that something is not; what was gained counts by team."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from making import DAY, manager, own_sign_in, person, practitioner, team

from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.contact.domain.benefits import benefits_list, may_be_unclaimed
from ownway.support.contact.models import BenefitClaim
from ownway.support.contact.operations.benefits import check_benefits, note_claim
from ownway.support.contact.queries.benefits import TeamGain, benefits_checks_of, gains_by_team

QUESTIONS = sorted(benefits_list().questions)
ANSWERS = st.dictionaries(st.sampled_from(QUESTIONS), st.booleans())
OLD_AND_ILL = {"pension_age": True, "help": True, "some_months": True}


def keys(answers: Mapping[str, bool], **more: Any) -> list[str]:
    return [one.key for one in may_be_unclaimed(answers, **more)]


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({}, []),
        (OLD_AND_ILL, ["attendance-allowance", "pension-credit"]),
        (OLD_AND_ILL | {"short": False}, ["attendance-allowance"]),
        (
            OLD_AND_ILL | {"pension_age": False, "short": False, "looks_after": False},
            ["pip"],
        ),
        (
            {"looks_after": True, "they_get": True, "help": False, "pension_age": False},
            ["carers-allowance"],
        ),
        (
            {"short": True, "pension_age": False, "pays_council_tax": True, "help": False},
            ["council-tax-reduction"],
        ),
    ],
)
def test_what_speaks_for_a_benefit_suggests_it(answers: dict[str, bool], found: list[str]) -> None:
    assert keys(answers) == found


def test_what_they_get_already_is_not_suggested() -> None:
    assert keys(OLD_AND_ILL, already=["attendance-allowance"]) == ["pension-credit"]


@settings(max_examples=50)
@given(answers=ANSWERS, benefit=st.sampled_from(sorted(benefits_list().benefits)))
def test_one_more_yes_to_what_it_needs_never_takes_a_benefit_away(
    answers: dict[str, bool], benefit: str
) -> None:
    for question in benefits_list().benefits[benefit].needs:
        more = answers | {question: True}
        assert benefit not in keys(answers) or benefit in keys(more)


def test_every_benefit_names_its_act_and_no_amount() -> None:
    for one in benefits_list().benefits.values():
        assert "Act" in one.reference
        assert "£" not in one.words
        assert set(one.needs) | set(one.unless) <= set(QUESTIONS)


def claims(of: Any, by: SignIn) -> dict[str, UUID]:
    check_benefits(of.pk, answers=OLD_AND_ILL, by=by, on=DAY)
    return {one.benefit.key: one.id for one in benefits_checks_of(of.pk, by=by)[0].claims}


@pytest.mark.django_db
def test_what_came_of_it_counts_for_the_team_that_asked() -> None:
    ruth, nell = person(), practitioner()
    found = claims(ruth, nell)
    note_claim(
        found["attendance-allowance"],
        state="awarded",
        gained_weekly=73_90,
        by=nell,
        on=DAY,
    )
    note_claim(found["pension-credit"], state="claimed", by=nell, on=DAY)

    assert gains_by_team(by=manager()) == [TeamGain("East team", 1, 2, 2, 1, 73_90)]
    assert gains_by_team(by=manager(team("South team"))) == []
    with pytest.raises(NotAllowed):
        gains_by_team(by=nell)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "gained", "why"),
    [
        ("awarded", None, "how much"),
        ("refused", 1, "Only an award"),
        ("awarded", 1_000_01, "from £0 to"),
        ("lost", None, "Choose"),
    ],
)
def test_an_amount_belongs_to_an_award(state: str, gained: int | None, why: str) -> None:
    ruth, nell = person(), practitioner()
    found = claims(ruth, nell)
    with pytest.raises(Refused, match=why):
        note_claim(found["pension-credit"], state=state, gained_weekly=gained, by=nell, on=DAY)
    assert {one.state for one in BenefitClaim.objects.all()} == {"suggested"}


@pytest.mark.django_db
def test_nobody_of_another_team_sees_or_notes_it() -> None:
    ruth, nell = person(), practitioner()
    found = claims(ruth, nell)
    jude = practitioner(team("South team"), name="Jude Harker")
    with pytest.raises(NotFound):
        benefits_checks_of(ruth.pk, by=jude)
    with pytest.raises(NotFound):
        note_claim(found["pension-credit"], state="claimed", by=jude, on=DAY)
    with pytest.raises(NotAllowed):
        check_benefits(ruth.pk, answers=OLD_AND_ILL, by=own_sign_in(ruth), on=DAY)
    with pytest.raises(Refused, match="at least one"):
        check_benefits(ruth.pk, answers={}, by=nell, on=DAY)


@pytest.mark.django_db
def test_the_pages_ask_show_and_count(client: Client, settings: Any) -> None:
    settings.OWNWAY_TODAY = DAY
    ruth, nell = person(), practitioner()
    client.force_login(nell)
    here = f"/team/people/{ruth.pk}/benefits/"
    assert here in client.get(f"/team/people/{ruth.pk}/").text
    assert client.post(here, {}).status_code == 422
    page = client.post(
        here,
        {"pension_age": "yes", "help": "yes", "some_months": "yes", "short": "no"},
        follow=True,
    )
    assert "1 benefit to ask about" in page.text
    assert "Attendance Allowance" in page.text
    claim = BenefitClaim.objects.get()
    wrong = client.post(f"{here}{claim.pk}/", {"state": "awarded"})
    assert wrong.status_code == 422
    assert "Say how much a week they gain" in wrong.text
    page = client.post(
        f"{here}{claim.pk}/", {"state": "awarded", "gained_weekly": "73.90"}, follow=True
    )
    assert "£73.90" in page.text
    client.force_login(manager())
    assert "£73.90 a week gained" in client.get("/team/benefits/").text
    assert "East team,1,1,1,1,73.90" in client.get("/team/benefits.csv").getvalue().decode()
    client.force_login(own_sign_in(ruth))
    assert "Attendance Allowance" in client.get("/my/benefits/").text
    client.force_login(own_sign_in(person(given_name="Edna")))
    assert "Attendance" not in client.get("/my/benefits/").text
