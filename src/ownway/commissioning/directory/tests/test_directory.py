"""Anybody finds a service by topic, place and forgiven spelling; what nobody checked says so, and
only those who look after the list change it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from django.test import Client

from ownway.commissioning.directory import operations, queries
from ownway.commissioning.directory.models import Service
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db
LUNCH: dict[str, Any] = {
    "name": "Lunch club",
    "organisation": "Thornbeck Hall",
    "what": "A hot lunch and company",
    "topics": ["company", "nutrition"],
    "districts": ["QM3"],
    "telephone": "01632 960 301",
    "email": "lunch@example.org",
    "may_be_referred": True,
}
ALARM = LUNCH | {
    "name": "Alarms",
    "organisation": "CallRound",
    "what": "A button that somebody answers",
    "topics": ["technology"],
    "districts": [],
}


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


@pytest.fixture
def priya() -> SignIn:
    return making.staff(Role.COMMISSIONER, name="Priya Nair")


def listed(on: date = making.DAY, **said: Any) -> UUID:
    return operations.list_service(by=None, on=on, **(LUNCH | said))


def names(found: list[Any]) -> list[str]:
    return [getattr(one, "brief", one).name for one in found]


def test_a_topic_gives_what_is_near_first_and_what_is_elsewhere_last() -> None:
    listed(name="Far", districts=["QM9"])
    listed(name="Everywhere", districts=[])
    listed(name="Near", districts=["QM3"])
    listed(name="Both topics", topics=["company", "carers"], districts=["QM3"])

    found = queries.services_for(["company", "carers", "no such"], postcode_district="qm3")

    assert names(found) == ["Both topics", "Near", "Everywhere", "Far"]
    assert names(queries.services_for(["company"], limit=2)) == ["Both topics", "Everywhere"]
    assert queries.services_for([]) == []


@pytest.mark.parametrize("said", ["lunch", "lunsh club", "Thornbek", "things to do"])
def test_words_find_it_with_spelling_forgiven(said: str) -> None:
    listed()
    operations.list_service(by=None, on=making.DAY, **ALARM)

    assert names(queries.search(said, on=making.DAY)) == ["Lunch club"]


def test_words_that_fit_nothing_find_nothing() -> None:
    listed()

    assert queries.search("zebra crossing", on=making.DAY) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "Write what it is called."),
        ({"what": ""}, "Say what happens there, in a sentence or two."),
        ({"topics": []}, "Choose at least one thing it may help with."),
        ({"topics": ["chess"]}, "Choose from the list what it may help with: chess is not."),
        (
            {"telephone": "", "email": ""},
            "Give one way to reach it: a telephone number, an e-mail or a web address.",
        ),
        ({"web": "http://example.org"}, "Give the web address with https:// in front."),
        (
            {"telephone": "", "email": "", "web": "https://example.org"},
            "To pass people on to it we need a telephone number or an e-mail address.",
        ),
    ],
)
def test_what_nobody_could_use_is_refused(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused) as refusal:
        listed(**wrong)
    assert str(refusal.value) == words
    assert not Service.objects.exists()


def test_half_a_year_without_a_look_says_so(priya: SignIn) -> None:
    old = listed(on=making.DAY - timedelta(days=184))
    assert queries.listing(old, on=making.DAY).stale
    assert not queries.listing(old, on=making.DAY - timedelta(days=1)).stale

    operations.check_today(old, by=priya, on=making.DAY)

    now = queries.listing(old, on=making.DAY)
    assert (now.stale, now.assured_by) == (False, "Priya Nair")


def test_taken_off_nobody_is_pointed_to_it_and_it_can_be_put_back(priya: SignIn) -> None:
    made = listed()
    operations.take_off(made, by=priya, on=making.DAY)

    with pytest.raises(NotFound):
        queries.service_briefly(made)
    assert queries.services_for(["company"]) == []
    assert names(queries.everything_listed(on=making.DAY, ended=True)) == ["Lunch club"]
    again = listed()
    with pytest.raises(Refused, match="listed by now"):
        operations.put_back(made, by=priya, on=making.DAY)
    operations.take_off(again, by=priya, on=making.DAY)
    operations.put_back(made, by=priya, on=making.DAY)
    assert queries.service_briefly(made).name == "Lunch club"


def test_only_those_who_look_after_the_list_change_it(priya: SignIn) -> None:
    made, nell = listed(), making.practitioner()

    for act in (operations.check_today, operations.take_off, operations.put_back):
        with pytest.raises(NotAllowed):
            act(made, by=nell, on=making.DAY)
    with pytest.raises(Refused, match="is listed already"):
        operations.list_service(by=priya, on=making.DAY, **LUNCH)
    assert listed() == made


def test_anybody_reads_the_pages_and_no_name_of_staff_is_on_them(
    client: Client, priya: SignIn
) -> None:
    made = listed(what='<script>alert("x")</script> Lunch')
    operations.check_today(made, by=priya, on=making.DAY)

    assert client.get("/help-near-you/").status_code == 200
    found = client.get("/help-near-you/", {"find": "lunsh", "near": "QM3 4AB"})
    page = client.get(f"/help-near-you/{made}/")

    assert "1 place that may help" in found.text
    assert "Last checked on 23\N{NO-BREAK SPACE}November" in page.text
    assert "Priya" not in page.text + found.text
    assert "<script>alert" not in page.text + found.text
    assert client.get("/help-near-you/", {"find": "'; drop", "topic": "x"}).status_code == 200
    assert client.get("/help-near-you/", {"find": "\x00"}).status_code == 400
    assert client.get(f"/help-near-you/{UUID(int=1)}/").status_code == 404


def test_what_was_typed_stays_beside_its_error(client: Client, priya: SignIn) -> None:
    client.force_login(priya)
    typed = {**LUNCH, "districts": "QM3, nowhere", "may_be_referred": "on"}

    wrong = client.post("/team/directory/add/", typed)
    assert wrong.status_code == 422
    assert "Not: NOWHERE" in wrong.text
    assert 'value="QM3, nowhere"' in wrong.text
    assert client.post("/team/directory/add/", typed | {"districts": "QM3"}).status_code == 302
    made = Service.objects.get()
    changed = client.post(
        f"/team/directory/{made.pk}/", typed | {"districts": "qm1 qm3", "alert": "Closed"}
    )
    assert changed.status_code == 302
    made.refresh_from_db()
    assert (made.districts, made.alert) == (["QM1", "QM3"], "Closed")
    sheet = b"".join(client.get("/team/directory/listed.csv")).decode()
    assert "Lunch club,Thornbeck Hall" in sheet
    client.force_login(making.practitioner())
    assert client.get("/team/directory/").status_code == 403
