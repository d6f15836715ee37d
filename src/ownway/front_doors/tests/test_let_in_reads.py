"""Somebody who was let in reads what belongs to their parts: no sums, no words about others."""

import re
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import making
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ownway.config.urls import urlpatterns  # noqa: F401  (hangs every route in the registry)
from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import FrontDoor, Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.routes import REGISTRY
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.domain import DECLARED, declare
from ownway.front_doors.own_door import NOT_FOR_READERS, PARTS, SUPPORTERS_WRITE
from ownway.front_doors.told_to import TOLD, TOLD_WHO_ACTS
from ownway.support.people import operations as people
from ownway.support.people.domain.letting_in import As, Part
from ownway.support.people.models import Person
from ownway.support.people.operations import letting_in

pytestmark = pytest.mark.django_db
CANARY = "SANDPIPER-GROYNE"
# Every part that one only reads.
READING = tuple(part for part in Part if part is not Part.HELP_PLAN)
NEW_KIND = declare("front_doors.kind-made-for-a-test", "A kind that nobody put anywhere")


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


@pytest.fixture
def ruth() -> Person:
    return making.person()


def let(ruth: Person, *parts: Part, own: SignIn | None = None, standing: As = As.FRIEND) -> Client:
    """Somebody let in to these parts, at their own door: by herself, or by law by a worker."""
    paper: Any = {}
    if standing is As.ATTORNEY:
        paper = {"document": "LPA 7001 2345", "seen_on": making.DAY}
    mo = access.add_sign_in(email="mo.tarn@example.org", name="Mo Tarn", kind=Kind.CARER)
    letting_in.let_in(
        ruth.pk,
        name="Mo Tarn",
        email=mo.email,
        standing=standing,
        parts=parts,
        last_day=None,
        by=making.practitioner() if paper else own or making.own_sign_in(ruth),
        on=making.DAY,
        **paper,
    )
    return as_(mo)


def as_(who: SignIn) -> Client:
    client = Client()
    client.force_login(who)
    return client


def happened(ruth: Person, name: str, words: str) -> None:
    with transaction.atomic():
        facts.record(DECLARED[name], about=ruth.pk, by=None, on=making.DAY, words=words)


def record(client: Client) -> str:
    answer = client.get(reverse("my.record"), {"all": "yes", "lines": "400"})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_whom_she_shares_with_and_who_is_around_is_hers_wherever_it_stands(ruth: Person) -> None:
    nell = making.practitioner()
    people.note_deciding_and_sharing(
        ruth.pk,
        shares_with="her sister",
        does_not_share_with=CANARY,
        by=nell,
        on=making.DAY,
    )
    people.note_around(
        ruth.pk, name="Alan Firth", who="Brother", words=CANARY, by=nell, on=making.DAY
    )
    her = making.own_sign_in(ruth)
    friend = let(ruth, *Part, own=her)
    shown = record(friend)
    assert CANARY not in shown
    assert "Alan Firth" not in shown
    assert friend.get(reverse("people.my_sharing")).status_code == 403
    assert CANARY in record(as_(her))  # it could have leaked
    assert CANARY in as_(her).get(reverse("people.my_sharing")).content.decode()


def test_whoever_decides_in_her_place_reads_it_as_she_does(ruth: Person) -> None:
    nell = making.practitioner()
    people.note_around(
        ruth.pk, name="Alan Firth", who="Brother", words=CANARY, by=nell, on=making.DAY
    )
    assert CANARY in record(let(ruth, Part.RECORD, standing=As.ATTORNEY))


@pytest.mark.parametrize(
    "name",
    ["planning.plan-signed-off", "charging.contribution-decided", "payments.instruction-paid"],
)
def test_sums_are_told_to_those_let_in_to_the_money(ruth: Person, name: str) -> None:
    happened(ruth, name, f"{CANARY} £61.45 a week")
    her = making.own_sign_in(ruth)
    without = record(let(ruth, *(one for one in Part if one is not Part.MONEY), own=her))
    assert CANARY not in without
    assert CANARY in record(as_(her))  # it could have leaked


def test_the_sums_of_a_plan_are_read_with_the_plan_and_the_money(ruth: Person) -> None:
    happened(ruth, "planning.plan-signed-off", f"{CANARY} £61.45 a week")
    shown = record(let(ruth, Part.RECORD, Part.PLAN, Part.MONEY))
    assert CANARY in shown


def test_a_plan_agreed_is_told_without_its_sums_to_those_of_the_plan_alone(ruth: Person) -> None:
    happened(ruth, "planning.plan-signed-off", f"{CANARY} £61.45 a week")
    shown = record(let(ruth, Part.RECORD, Part.PLAN))
    assert ("Plan agreed" in shown, CANARY in shown) == (True, False)


def test_the_plan_tells_who_pays_what_to_those_let_in_to_the_money_alone(ruth: Person) -> None:
    plan = making.signed_off_plan(ruth, making.practitioner(), making.DAY)
    plan.components.create(actor="family", who="Pete", activity="Supper", outcome="Eating")
    her = making.own_sign_in(ruth)
    friend = let(ruth, Part.RECORD, Part.PLAN, own=her)
    shown = friend.get(reverse("my.plan")).content.decode()
    assert ("The council pays" in shown, "I pay" in shown) == (False, False)
    own = as_(her).get(reverse("my.plan")).content.decode()
    assert ("The council pays" in own, "I pay" in own) == (True, True)  # it could have leaked


@pytest.mark.parametrize(
    "name",
    [
        "notices.written",
        "notices.sent",
        "people.sharing-decided",
        "people.around-noted",
        "people.let-in",
        "hand_overs.handed-over",
        "safeguarding.told-on-record",
        NEW_KIND.name,
    ],
)
def test_what_belongs_to_no_part_is_told_to_nobody_who_reads(ruth: Person, name: str) -> None:
    happened(ruth, name, CANARY)
    her = making.own_sign_in(ruth)
    shown = record(let(ruth, *Part, own=her))
    assert (CANARY in shown, DECLARED[name].words in shown) == (False, False)
    assert CANARY in record(as_(her))  # it could have leaked


def test_words_that_somebody_wrote_may_be_about_others_and_stay_away(ruth: Person) -> None:
    happened(ruth, "contact.first-questions-asked", f"Pete: back pain since August {CANARY}")
    shown = record(let(ruth, *READING))
    assert ("First questions asked" in shown, CANARY in shown) == (True, False)


def test_names_of_those_around_are_left_out_of_what_is_told(ruth: Person) -> None:
    nell = making.practitioner()
    people.note_around(ruth.pk, name="Alan Firth", who="Brother", by=nell, on=making.DAY)
    happened(ruth, "people.asked-how-to-talk", "Large print. Ring Alan Firth, not Ruth")
    shown = record(let(ruth, *READING))
    assert "Large print. Ring [name left out], not Ruth" in shown


def test_who_else_was_let_in_is_not_told_by_what_they_wrote(ruth: Person) -> None:
    other = access.add_sign_in(email="wyn@example.org", name=CANARY, kind=Kind.CARER)
    with transaction.atomic():
        facts.record(DECLARED["conversations.written"], about=ruth.pk, by=other, on=making.DAY)
    her = making.own_sign_in(ruth)
    assert CANARY not in record(let(ruth, *Part, own=her))
    assert CANARY in record(as_(her))  # it could have leaked


def test_every_kind_that_is_told_is_one_that_is_recorded_and_no_reading() -> None:
    told = [*TOLD, *TOLD_WHO_ACTS]
    assert [name for name in told if name not in DECLARED or DECLARED[name].reading] == []
    assert sorted(set(TOLD) & set(TOLD_WHO_ACTS)) == []


# Forms


class _Forms(HTMLParser):
    """Where the forms of a page that are sent go, in its main part."""

    def __init__(self) -> None:
        super().__init__()
        self.main = False
        self.actions: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.main = self.main or tag == "main"
        if tag == "form" and self.main and said.get("method") == "post":
            self.actions.append(said.get("action") or "")
        if tag == "a":
            self.links.append(said.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        self.main = self.main and tag != "main"


def addresses() -> dict[str, str]:
    return {
        name: re.sub(r"<uuid:\w+>", str(uuid4()), placed.address)
        .replace("<str:kind>", "detail")
        .replace("<str:key>", "name")
        for name, placed in REGISTRY.items()
        if placed.door is FrontDoor.MY
    }


def test_a_reader_sees_no_form_that_would_be_refused_and_no_link_to_one(ruth: Person) -> None:
    client = let(ruth, *READING)
    shut = {address for name, address in addresses().items() if name in NOT_FOR_READERS}
    forms, links = {}, {}
    for name, address in addresses().items():
        answer = client.get(address)
        if name in SUPPORTERS_WRITE or answer.status_code != 200 or answer.streaming:
            continue
        if not answer["Content-Type"].startswith("text/html"):
            continue
        found = _Forms()
        found.feed(answer.content.decode())
        forms[name] = found.actions
        links[name] = sorted(set(found.links) & shut)
    assert {name: one for name, one in forms.items() if one} == {}
    assert {name: one for name, one in links.items() if one} == {}
    assert {"my.record", "my.plan", "contact.my_equipment"} <= forms.keys()  # they were opened


def test_a_typed_address_of_a_form_is_refused_before_anything_is_written(ruth: Person) -> None:
    client = let(ruth, *READING)
    shut = {name: one for name, one in addresses().items() if name in NOT_FOR_READERS}
    assert {name: client.get(one).status_code for name, one in shut.items()} == dict.fromkeys(
        shut, 403
    )
    assert (
        "Only Ruthie Calloway opens this page"
        in client.get(reverse("my.about_me")).content.decode()
    )


def test_every_page_kept_from_readers_is_one_behind_the_door() -> None:
    assert NOT_FOR_READERS - PARTS.keys() == frozenset()


# Whose it is


def test_the_record_of_another_says_whose_it_is_and_nothing_is_my(ruth: Person) -> None:
    page = record(let(ruth, *READING))
    main = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main")])
    assert "Ruthie’s record" in main
    assert re.findall(r"\b(?:[Mm]y|me|about you|I said)\b", main) == []


def test_her_own_record_stays_hers(ruth: Person) -> None:
    page = record(as_(making.own_sign_in(ruth)))
    assert ("My record" in page, "Everything I said is wrong" in page) == (True, True)
