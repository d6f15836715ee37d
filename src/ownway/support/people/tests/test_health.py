"""Who has not had a yearly check shows by practice, to whoever works with them and nobody else."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from making import DAY, manager, own_sign_in, person, practitioner, staff, team

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.models import Fact
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.people.domain.health import AtPractice, Health, Passport
from ownway.support.people.models import Person
from ownway.support.people.operations.health import say_health_care
from ownway.support.people.queries import health

pytestmark = pytest.mark.django_db
LD = "Learning Disability Support"


def somebody(name: str = "Ruth", **more: Any) -> Person:
    return person(given_name=name, **({"primary_support_reason": LD} | more))


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = DAY


@pytest.fixture
def nell() -> SignIn:
    return practitioner()


@pytest.mark.parametrize(
    ("known", "lacks"),
    [
        (Health(), ("a health check", "a health action plan", "a hospital passport")),
        (
            Health(check_on=date(2025, 11, 23), plan_on=DAY, passport=Passport.YES),
            (),
        ),
        (
            Health(check_on=date(2025, 11, 22), plan_on=DAY, passport=Passport.NO),
            ("a health check", "a hospital passport"),
        ),
    ],
)
def test_a_check_counts_for_a_year(known: Health, lacks: tuple[str, ...]) -> None:
    assert known.lacks(on=DAY, months=12) == lacks


def test_what_was_said_replaces_what_stood_and_a_fact_keeps_it(nell: SignIn) -> None:
    ruth = somebody()
    say_health_care(ruth.pk, practice="Mill Lane", check_on=DAY, by=nell, on=DAY)
    say_health_care(
        ruth.pk, practice="Mill Lane", passport="no", passport_where="drawer", by=nell, on=DAY
    )

    known = health.health_care_of(ruth.pk, by=nell)
    assert (known.practice, known.check_on, known.passport, known.passport_where) == (
        "Mill Lane",
        None,
        Passport.NO,
        "",
    )
    assert Fact.objects.filter(name="people.health-care-said", about_id=ruth.pk).count() == 2


def test_days_to_come_and_nothing_at_all_are_refused(nell: SignIn) -> None:
    ruth = somebody()
    with pytest.raises(Refused, match="what has been"):
        say_health_care(ruth.pk, check_on=DAY + timedelta(days=1), by=nell, on=DAY)
    with pytest.raises(Refused, match="at least one"):
        say_health_care(ruth.pk, by=nell, on=DAY)
    with pytest.raises(NotAllowed):
        say_health_care(ruth.pk, practice="x", by=own_sign_in(ruth), on=DAY)
    jude = practitioner(team("South team"))
    with pytest.raises(NotFound):
        health.health_care_of(ruth.pk, by=jude)


def test_the_list_is_of_those_who_lack_something_by_practice(nell: SignIn) -> None:
    ruth, edna, done = somebody(), somebody("Edna", gp_practice_code="Z00001"), somebody("Ann")
    somebody("Other", team=team("South team"))
    person(given_name="Not")
    say_health_care(ruth.pk, practice="Mill Lane", passport="yes", by=nell, on=DAY)
    say_health_care(done.pk, check_on=DAY, plan_on=DAY, passport="yes", by=nell, on=DAY)

    found = health.without_checks(by=manager(), on=DAY)

    assert [(one.name, one.practice, len(one.lacks)) for one in found.lines] == [
        ("Ruth Calloway", "Mill Lane", 2),
        ("Edna Calloway", "Z00001", 3),
    ]
    assert found.by_practice == (("Mill Lane", 1), ("Z00001", 1))
    assert found.looked_at == 3
    read = Fact.objects.filter(name="people.listed", about_id__in=[ruth.pk, edna.pk, done.pk])
    assert {one.about_id for one in read} == {ruth.pk, edna.pk}


def test_the_pages_note_list_and_show_it_to_the_person(client: Client, nell: SignIn) -> None:
    ruth = somebody(family_name="=Calloway")
    client.force_login(nell)
    page = client.post(
        f"/team/people/{ruth.pk}/health/",
        {"practice": "Mill Lane", "check_on_day": "40", "check_on_month": "1", "passport": "yes"},
    )
    assert page.status_code == 422
    assert "Mill Lane" in page.text
    page = client.post(
        f"/team/people/{ruth.pk}/health/",
        {"practice": "Mill Lane", "passport": "yes", "passport_where": "red folder"},
        follow=True,
    )
    assert "No health check is known" in page.text
    assert "red folder" in page.text
    assert "a health check, a health action plan" in client.get("/team/health-checks/").text
    said = client.get("/team/health-checks.csv").getvalue().decode()
    assert 'Mill Lane,Ruth =Calloway,"a health check, a health action plan",,,yes' in said
    client.force_login(own_sign_in(ruth))
    assert "red folder" in client.get("/my/health/").text


def test_commissioners_count_by_practice_and_learn_of_nobody(client: Client, nell: SignIn) -> None:
    for number in range(12):
        one = somebody(f"Mill{number}", gp_practice_code="Z00001")
        if number < 4:
            say_health_care(one.pk, check_on=DAY, passport="yes", by=nell, on=DAY)
    for number in range(3):
        somebody(f"Few{number}", gp_practice_code=f"Y0000{number}")
    person(given_name="Not")

    whole, found = health.practices(by=commissioner(), on=DAY)

    assert found == (
        AtPractice("Z00001", 10, 5, 10, 5),
        AtPractice("Practices with fewer than 5 people, together", None, None, None, None),
    )
    assert (whole.people, whole.no_check) == (15, 10)
    with pytest.raises(NotAllowed):
        health.practices(by=nell, on=DAY)
    client.force_login(commissioner())
    page = client.get("/commissioning/health-checks/").text
    assert "Of 15 to 19 people with a learning disability, 10 to 14 have no" in page
    assert "Calloway" not in page
    csv = client.get("/commissioning/health-checks/?as=csv").content.decode("utf-8-sig")
    assert csv.splitlines()[1] == "Z00001,10 to 14,5 to 9,10 to 14,5 to 9"


def test_a_commissioner_keeps_their_own_menu_on_a_page_of_another_door(client: Client) -> None:
    client.force_login(commissioner())

    page = client.get("/team/advice/").text
    menu = page[page.index('aria-label="Menu"') : page.index("<main")]

    assert 'href="/commissioning/"' in menu
    assert "Snapshot" in menu
    assert 'aria-current="true"' in menu or 'aria-current="page"' in menu


def commissioner() -> SignIn:
    return staff(Role.COMMISSIONER, name="Priya Nair")
