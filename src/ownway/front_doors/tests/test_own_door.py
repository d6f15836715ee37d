"""The person's door: whoever was let in sees the parts let in, for as long as it holds; no more."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import making
import pytest
from django.test import Client
from django.urls import reverse

from ownway.config.clock import now
from ownway.config.urls import urlpatterns  # noqa: F401  (hangs every route in the registry)
from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import FrontDoor, Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.routes import REGISTRY
from ownway.foundation.facts.queries import readings
from ownway.front_doors.own_door import FIRST_PAGE, PARTS, For
from ownway.support.people.domain.letting_in import As, Part
from ownway.support.people.models import LetIn
from ownway.support.people.operations import letting_in
from ownway.support.planning import operations as planning

pytestmark = pytest.mark.django_db
CANARY = "KINGFISHER-LEDGE"  # what the worker wrote for colleagues alone


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


def friend(email: str = "mo.tarn@example.org") -> SignIn:
    return access.add_sign_in(email=email, name="Mo Tarn", kind=Kind.CARER)


def let(
    ruth: Any,
    *parts: Part,
    by: SignIn,
    last_day: date | None = None,
    standing: As = As.FRIEND,
    **more: Any,
) -> Any:
    return letting_in.let_in(
        ruth.pk,
        name="Mo Tarn",
        email="mo.tarn@example.org",
        standing=standing,
        parts=parts,
        last_day=last_day,
        by=by,
        on=making.DAY,
        **more,
    )


def as_(who: SignIn) -> Client:
    client = Client()
    client.force_login(who)
    return client


def addresses() -> dict[str, str]:
    """Every address behind the person's door that one may simply open, by its name."""
    found = {}
    for name, placed in REGISTRY.items():
        if placed.door is not FrontDoor.MY or name in ("my.look_at", "my.stop_looking"):
            continue
        said = placed.address.replace("<str:kind>", "detail").replace("<str:key>", "name")
        found[name] = re.sub(r"<uuid:\w+>", str(uuid4()), said)
    return found


def test_every_address_says_which_part_of_a_record_it_shows() -> None:
    ours = {name for name, placed in REGISTRY.items() if placed.door is FrontDoor.MY}
    assert ours - PARTS.keys() == set()


@pytest.mark.parametrize("part", list(Part))
def test_somebody_let_in_to_one_part_opens_it_and_no_other(part: Part) -> None:
    ruth, mo = making.person(), friend()
    let(ruth, part, by=making.own_sign_in(ruth))
    client = as_(mo)
    seen = {one: client.get(reverse(name)).status_code for one, name in FIRST_PAGE.items()}
    assert seen == {one: 200 if one is part else 404 for one in FIRST_PAGE}


@pytest.mark.parametrize("part", list(Part))
def test_no_address_of_another_part_tells_that_it_is_there(part: Part) -> None:
    ruth, mo = making.person(), friend()
    let(ruth, *(one for one in Part if one is not part), by=making.own_sign_in(ruth))
    client = as_(mo)
    shut = {
        name: address
        for name, address in addresses().items()
        if PARTS.get(name, For.PERSON) in (part, For.PERSON)
    }
    assert {
        name: client.get(address).status_code for name, address in shut.items()
    } == dict.fromkeys(shut, 404)


def test_the_bar_says_whose_record_it_is_and_what_is_let_in() -> None:
    ruth, mo = making.person(), friend()
    let(ruth, Part.RECORD, Part.MESSAGES, by=making.own_sign_in(ruth))
    page = as_(mo).get(reverse("my.record")).content.decode()
    assert "You are looking at Ruthie Calloway&#39;s record as a friend" in page
    assert "You can see: the record and messages." in page


def test_whoever_was_let_out_sees_nothing_with_their_next_page() -> None:
    ruth, mo = making.person(), friend()
    own = making.own_sign_in(ruth)
    made = let(ruth, Part.RECORD, by=own)
    client = as_(mo)
    assert client.get(reverse("my.record")).status_code == 200
    letting_in.let_out(made, by=own, at=now(), on=making.DAY)
    assert client.get(reverse("my.record")).status_code == 404
    assert client.get(reverse("my.home")).headers["Location"] == reverse("nothing-shared")


def test_the_last_day_is_the_last(settings: Any) -> None:
    ruth, mo = making.person(), friend()
    let(ruth, Part.RECORD, by=making.own_sign_in(ruth), last_day=making.DAY)
    client = as_(mo)
    assert client.get(reverse("my.record")).status_code == 200
    settings.OWNWAY_TODAY = making.DAY + timedelta(days=1)
    assert client.get(reverse("my.record")).status_code == 404


def test_a_worker_ends_it_and_the_words_for_colleagues_stay_with_them() -> None:
    ruth, mo, nell = making.person(), friend(), making.practitioner()
    own = making.own_sign_in(ruth)
    made = let(ruth, Part.RECORD, by=own)
    letting_in.let_out(made, because=f"He asks her for money. {CANARY}", by=nell, at=now(),
                       on=making.DAY)  # fmt: skip
    let(ruth, Part.RECORD, by=own)  # she lets him in again: he reads her record, not why it ended
    shown = [
        as_(who).get(address).getvalue().decode(errors="replace")  # one of them is a PDF
        for who in (own, mo)
        for address in addresses().values()
    ]
    assert [page for page in shown if CANARY in page] == []
    staff = as_(nell).get(reverse("team.let_in", args=[ruth.pk])).content.decode()
    assert CANARY in staff  # it could have leaked


def test_a_friend_reads_and_does_not_decide() -> None:
    ruth, mo = making.person(), friend()
    let(ruth, *Part, by=making.own_sign_in(ruth))
    client = as_(mo)
    sent = client.post(reverse("my.about_me"), {"own_words": "Give her money to me."})
    assert sent.status_code == 403
    wrong = client.post(reverse("my.say_wrong", args=["detail", "name"]), {"wrong": "All of it"})
    assert wrong.status_code == 403


def test_an_attorney_acts_in_the_parts_let_in() -> None:
    ruth, mo, nell = making.person(), friend(), making.practitioner()
    paper: Any = {"document": "LPA 7001 2345", "seen_on": making.DAY}
    let(ruth, Part.RECORD, by=nell, standing=As.ATTORNEY, **paper)
    client = as_(mo)
    sent = client.post(reverse("my.say_wrong", args=["detail", "name"]), {"wrong": "It is Ruthe"})
    assert sent.status_code == 302
    assert client.get(reverse("my.let_in")).status_code == 404  # nobody lends what they were lent


def test_each_look_of_somebody_let_in_is_recorded_for_the_person() -> None:
    ruth, mo = making.person(), friend()
    let(ruth, Part.MONEY, by=making.own_sign_in(ruth))
    as_(mo).get(reverse("my.money"))
    assert [(one.by_name, one.name, one.words) for one in readings(ruth.pk)] == [
        ("Mo Tarn", "wallet.money-read", ""),
        ("Mo Tarn", "people.let-in-looked", "As friend"),
    ]


def test_somebody_with_a_record_of_their_own_looks_at_the_one_they_chose_and_comes_back() -> None:
    ruth, idris = making.person(), making.person(given_name="Idris", known_as="")
    his = making.own_sign_in(idris)
    let_in_id = letting_in.let_in(
        ruth.pk,
        name="Idris",
        email=his.email,
        standing=As.FAMILY,
        parts=[Part.RECORD],
        by=making.own_sign_in(ruth),
        on=making.DAY,
    )
    client = as_(his)
    assert "Idris" in client.get(reverse("my.record")).content.decode()
    client.post(reverse("my.look_at"), {"record": str(let_in_id)})
    page = client.get(reverse("my.record")).content.decode()
    assert "You are looking at Ruthie Calloway" in page
    client.post(reverse("my.look_at"), {"record": "own"})
    assert "You are looking at" not in client.get(reverse("my.record")).content.decode()


def test_nobody_chooses_a_record_that_was_not_let_in_to_them() -> None:
    ruth, mo = making.person(), friend()
    let(ruth, Part.RECORD, by=making.own_sign_in(ruth))
    other = making.person(given_name="Wilf", family_name="Ames")
    theirs = letting_in.let_in(
        other.pk,
        name="Somebody",
        email="somebody@example.org",
        standing=As.FRIEND,
        parts=[Part.RECORD],
        by=making.own_sign_in(other),
        on=making.DAY,
    )
    client = as_(mo)
    assert client.post(reverse("my.look_at"), {"record": str(theirs)}).status_code == 404
    assert "Wilf" not in client.get(reverse("my.record")).content.decode()


def test_several_records_are_chosen_from() -> None:
    ruth, wilf, mo = making.person(), making.person(given_name="Wilf", known_as=""), friend()
    for one in (ruth, wilf):
        let(one, Part.RECORD, by=making.own_sign_in(one))
    client = as_(mo)
    assert client.get(reverse("my.record")).headers["Location"] == reverse("my.whose")
    page = client.get(reverse("my.whose")).content.decode()
    assert "Ruthie Calloway" in page
    assert "Wilf Calloway" in page


def test_letting_in_through_the_page_and_out_again() -> None:
    ruth = making.person()
    own = as_(making.own_sign_in(ruth))
    typed = {
        "name": "Mo Tarn",
        "email": "Mo.Tarn@example.org",
        "standing": "friend",
        "parts": ["record", "money"],
        "last_day_0": "",
    }
    told = own.post(reverse("my.let_somebody_in"), typed, follow=True).content.decode()
    assert "Tell Mo Tarn this code" in told
    row = LetIn.objects.get()
    assert (row.email, row.parts, row.ended_at) == (
        "mo.tarn@example.org",
        ["record", "money"],
        None,
    )
    own.post(reverse("my.let_out", args=[row.pk]))
    row.refresh_from_db()
    assert row.ended_at is not None


def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_stays() -> None:
    own = as_(making.own_sign_in(making.person()))
    page = own.post(reverse("my.let_somebody_in"), {"name": "Mo Tarn"})
    assert page.status_code == 422
    words = page.content.decode()
    assert "Write their e-mail address" in words
    assert "Choose at least one" in words
    assert 'value="Mo Tarn"' in words


def test_whoever_was_asked_to_help_writes_in_the_plan_and_sends_nothing() -> None:
    ruth, mo = making.person(), friend()
    own = making.own_sign_in(ruth)
    assessed = making.assessed(ruth, by=making.practitioner())
    plan = planning.begin_plan(assessed, by=own, on=making.DAY)
    made = let(ruth, Part.PLAN, Part.HELP_PLAN, by=own)
    client = as_(mo)
    typed = {
        "activity": "Sunday lunch",
        "actor": "family",
        "who": "Mo",
        "outcome": "Company",
        "days": ["6"],
        "starts_at": "12:30",
        "ends_at": "4pm",
        "said_yes": "yes",
    }
    added = client.post(reverse("my.add_component", args=[plan]), typed)
    shown = client.get(reverse("my.plan"))
    sent = client.post(reverse("my.send_plan", args=[plan]), {})
    letting_in.let_out(made, by=own, at=now(), on=making.DAY)
    after = client.post(reverse("my.add_component", args=[plan]), typed)
    assert (added.status_code, sent.status_code, after.status_code) == (302, 403, 404)
    assert "Mo: Sunday lunch" in shown.content.decode()
    assert "Family: 3½ hours a week" in shown.content.decode()
    assert "Send it to be agreed" not in shown.content.decode()


def test_whoever_only_reads_the_plan_writes_nothing_in_it() -> None:
    ruth, mo = making.person(), friend()
    own = making.own_sign_in(ruth)
    assessed = making.assessed(ruth, by=making.practitioner())
    plan = planning.begin_plan(assessed, by=own, on=making.DAY)
    let(ruth, Part.PLAN, by=own)
    refused = as_(mo).get(reverse("my.add_component", args=[plan]))
    assert refused.status_code == 403
