"""What was told in confidence shows on no page, in no row and in no file but a lead's.

Words nobody else uses are planted in a concern about Ruth, whose record her team, her son who was
let in and she herself read. The control writes them on the record, and finds them everywhere.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from making import DAY, Role, manager, own_sign_in, person, practitioner, staff, team

from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.second_lock import reading_as
from ownway.foundation.data_rights.operations.packing import pack_of
from ownway.foundation.facts.models import Fact, FactContent
from ownway.foundation.hand_overs.models import HandOver
from ownway.support.people.domain.letting_in import As, Part
from ownway.support.people.models import LetIn, Person
from ownway.support.safeguarding import operations
from ownway.support.safeguarding.models import Concern, ConcernReader

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
CANARY = "Zq7bruise"
PAGES_OF_STAFF = (
    "/team/",
    "/team/people/?find=Ruth",
    "/team/people/{ruth}/",
    "/team/people/{ruth}/?all=yes&lines=50",
    "/team/people/{ruth}/readings/",
    "/team/people/{ruth}/life/",
    "/team/people/{ruth}/worried/",
    "/team/people/{ruth}/documents/",
    "/team/people/{ruth}/messages/",
)
OWN_PAGES = ("/my/", "/my/record/", "/my/who-looked/", "/my/who-looked/list.csv", "/my/worried/")


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = DAY


@pytest.fixture
def ruth() -> Person:
    return person()


@pytest.fixture
def jude() -> SignIn:
    """A colleague of another team, who told it."""
    return practitioner(team("South team"), name="Jude Harker")


@pytest.fixture
def concern(ruth: Person, jude: SignIn) -> UUID:
    return operations.raise_concern(
        about_id=ruth.pk,
        words=f"{CANARY} on both arms.",
        wishes=f"{CANARY} wishes",
        told_by=f"{CANARY} teller",
        reach=f"{CANARY} reach",
        who=f"{CANARY} who",
        danger_now=True,
        by=jude,
        on=DAY,
        at=AT,
    )


def let_in_son(ruth: Person) -> SignIn:
    son = access.add_sign_in(email="son@example.org", name="Carl Calloway", kind=Kind.CARER)
    LetIn.objects.create(
        person=ruth,
        sign_in=son,
        name=son.name,
        email=son.email,
        standing=As.FAMILY,
        parts=[part.value for part in Part],
        first_day=DAY,
    )
    return son


def said_to(who: SignIn, addresses: tuple[str, ...], ruth: Person) -> str:
    client = Client()
    client.force_login(who)
    found = []
    for address in addresses:
        page = client.get(address.format(ruth=ruth.pk), follow=True)
        assert page.status_code in (200, 404), (address, page.status_code)
        body = page.getvalue() if page.streaming else page.content
        found.append(body.decode())
    return "\n".join(found)


def everywhere(ruth: Person) -> Iterator[tuple[str, str]]:
    nell, asif = practitioner(), manager()
    son = let_in_son(ruth)
    yield "her worker", said_to(nell, PAGES_OF_STAFF, ruth)
    yield "the manager", said_to(asif, PAGES_OF_STAFF, ruth)
    yield "herself", said_to(own_sign_in(ruth), OWN_PAGES, ruth)
    yield "her son", said_to(son, ("/my/", "/my/record/", "/my/worried/"), ruth)
    into = io.BytesIO()
    pack_of(ruth.pk, into, name="Ruth", on=DAY)
    with zipfile.ZipFile(into) as pack:
        yield "her pack", "\n".join(pack.read(one).decode() for one in pack.namelist())


def test_it_stands_nowhere_but_with_a_lead(ruth: Person, concern: UUID) -> None:
    assert [where for where, said in everywhere(ruth) if CANARY in said] == []
    lead = staff(Role.SAFEGUARDING_LEAD, name="Odile Marsh")
    assert CANARY in said_to(lead, ("/team/concerns/", f"/team/concerns/{concern}/"), ruth)


def test_the_control_finds_what_a_lead_wrote_on_the_record(ruth: Person, concern: UUID) -> None:
    lead = staff(Role.SAFEGUARDING_LEAD, name="Odile Marsh")
    operations.tell_record(concern, words=f"{CANARY}: we are with her.", by=lead, on=DAY)

    found = [where for where, said in everywhere(ruth) if CANARY in said]

    assert found == ["her worker", "the manager", "herself", "her pack"]


def test_not_even_that_there_is_one_can_be_told(ruth: Person, jude: SignIn) -> None:
    """Every page about her says the same before and after, but for the page that takes it."""
    nell = practitioner()
    pages = tuple(one for one in PAGES_OF_STAFF if "readings" not in one and "worried" not in one)
    before = _without_tokens(said_to(nell, pages, ruth))
    operations.raise_concern(
        about_id=ruth.pk, words="x", danger_now=False, by=jude, on=DAY, at=AT, who="Ruth"
    )
    assert _without_tokens(said_to(nell, pages, ruth)) == before


def _without_tokens(said: str) -> list[str]:
    return [line for line in said.splitlines() if "csrfmiddlewaretoken" not in line]


def test_the_database_shows_the_rows_to_nobody_else(
    ruth: Person, concern: UUID, jude: SignIn
) -> None:
    lead = staff(Role.SAFEGUARDING_LEAD, name="Odile Marsh")
    nell, gwen = practitioner(), staff(Role.INFORMATION_GOVERNANCE, name="Gwen Rowntree")
    operations.share_with(concern, staff(Role.FINANCE), because="Money", by=lead, on=DAY)

    seen = {}
    for who in (lead, jude, nell, gwen, manager(), own_sign_in(ruth)):
        with reading_as(who, at=AT):
            seen[who.name] = (
                Concern.objects.count(),
                ConcernReader.objects.count(),
                HandOver.objects.count(),
            )
    assert seen == {
        "Odile Marsh": (1, 1, 1),
        "Jude Harker": (1, 0, 0),
        "Nell Farraday": (0, 0, 0),
        "Gwen Rowntree": (0, 0, 1),  # that something was passed on, which names nobody
        "Asif Karim": (0, 0, 0),
        "Ruth Calloway": (0, 0, 0),
    }


def test_who_looked_does_not_tell_that_a_lead_read_it(ruth: Person, concern: UUID) -> None:
    lead = staff(Role.SAFEGUARDING_LEAD, name="Odile Marsh")
    said_to(lead, ("/team/concerns/", f"/team/concerns/{concern}/"), ruth)
    assert "Odile" not in said_to(own_sign_in(ruth), ("/my/who-looked/",), ruth)
    assert Fact.objects.filter(name="safeguarding.concern-read", of_id=concern).count() == 1


def test_no_fact_of_it_names_her_or_says_a_word(ruth: Person, concern: UUID) -> None:
    assert not Fact.objects.filter(about_id=ruth.pk).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, before::text, after::text FROM facts_factcontent")
        said = io.StringIO()
        csv.writer(said).writerows(cursor.fetchall())
    assert FactContent.objects.exists()
    assert CANARY not in said.getvalue()
    assert "Ruth" not in said.getvalue()
