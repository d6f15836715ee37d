"""What staff meet on pages: why a record of others opens, and nothing at all of a hidden one.

A restricted record answers as an id that nobody has: the same status, the same bytes.
"""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import making
import pytest
from django.test import Client

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.access.routes import REGISTRY
from ownway.foundation.facts.queries import readings
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.foundation.hand_overs.models import HandOver
from ownway.support.people import operations
from ownway.support.people.domain.protecting import ProtectedKind
from ownway.support.people.models import AboutMe, Opening, Person, ProtectedFact, RestrictedReader

pytestmark = pytest.mark.django_db

ON = making.DAY
CANARY = "Zyxcanary"


@pytest.fixture
def west(client: Client) -> SignIn:
    one = making.practitioner(of=making.team("West team"), name="Mina Castell")
    client.force_login(one)
    return one


def test_a_record_of_others_asks_why_and_leads_on(client: Client, west: SignIn) -> None:
    ruth = making.person()
    page = f"/team/people/{ruth.pk}/?lines=50"

    asked = client.get(page)
    why = client.get(asked.headers["Location"])
    unsaid = client.post(asked.headers["Location"], {"reason": "other", "words": "", "next": page})
    said = {"reason": "safety", "words": "", "next": page}
    opened = client.post(asked.headers["Location"], said, follow=True)

    assert asked.status_code == 302
    assert asked.headers["Location"].startswith(f"/team/people/{ruth.pk}/why/?next=")
    assert "This record is outside your own work" in why.content.decode()
    assert "Physical Support" not in why.content.decode()
    assert "QM1 4AB" not in why.content.decode()
    assert unsaid.status_code == 422
    assert "Say in a few words why you need this record" in unsaid.content.decode()
    assert opened.redirect_chain == [(page, 302)]
    assert opened.status_code == 200
    assert {one.words for one in readings(ruth.pk)} == {"Somebody may be at risk of harm"}
    assert client.get(f"/team/people/{ruth.pk}/").status_code == 200


def test_where_one_is_led_on_is_always_here(client: Client, west: SignIn) -> None:
    ruth = making.person()

    for elsewhere in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        said = {"reason": "safety", "words": "", "next": elsewhere}
        answer = client.post(f"/team/people/{ruth.pk}/why/", said)
        assert answer.headers["Location"] == f"/team/people/{ruth.pk}/"


def test_what_is_sent_without_a_reason_is_refused_kindly(client: Client, west: SignIn) -> None:
    ruth = making.person()

    answer = client.post(f"/team/people/{ruth.pk}/about-me/", {"own_words": "I paint"})

    assert answer.status_code == 409
    assert "nothing is lost" in answer.content.decode()
    assert not AboutMe.objects.exists()


def test_a_reason_that_lapsed_is_asked_for_again(client: Client, west: SignIn) -> None:
    ruth = making.person()
    made = making.opening(ruth, west)
    before = client.get(f"/team/people/{ruth.pk}/").status_code

    made.until = made.given_at - timedelta(minutes=1)
    made.save()

    assert (before, client.get(f"/team/people/{ruth.pk}/").status_code) == (200, 302)


def test_finance_opens_money_pages_without_a_reason_and_the_record_with_one(
    client: Client,
) -> None:
    ruth = making.person()
    client.force_login(making.finance())

    assert client.get(f"/team/people/{ruth.pk}/contribution/").status_code == 200
    assert client.get(f"/team/people/{ruth.pk}/").status_code == 302
    assert [one.words for one in readings(ruth.pk)] == ["For their work: payments and money"]


def test_the_worker_is_told_and_may_ask_why(client: Client) -> None:
    nell, west = making.practitioner(), making.practitioner(of=making.team("West team"))
    gwen = making.staff(Role.INFORMATION_GOVERNANCE, name="Gwen Idle")
    ruth = making.person(worker=nell)
    opening = making.opening(ruth, west)
    client.force_login(nell)

    told = client.get("/team/").content.decode()
    client.post(f"/team/openings/{opening.pk}/ask/")

    assert "Opened outside the team" in told
    assert "I am covering for their team or their worker" in told
    assert "Opened outside the team" not in client.get("/team/").content.decode()
    assert [(one.about_id, one.to_sign_in_id) for one in HandOver.objects.all()] == [
        (ruth.pk, gwen.pk)
    ]


def test_a_manager_is_told_where_nobody_is_the_worker_and_others_are_not(client: Client) -> None:
    asif, nell = making.manager(), making.practitioner()
    ruth = making.person()
    opening = making.opening(ruth, making.practitioner(of=making.team("West team")))

    def told(by: SignIn) -> bool:
        client.force_login(by)
        return "Opened outside the team" in client.get("/team/").content.decode()

    assert (told(asif), told(nell)) == (True, False)
    client.force_login(nell)
    assert client.post(f"/team/openings/{opening.pk}/seen/").status_code == 404
    client.force_login(asif)
    client.post(f"/team/openings/{opening.pk}/seen/")
    assert not told(asif)


def test_information_governance_sees_the_odd_ones_first(client: Client) -> None:
    ruth, hal = making.person(), making.person(given_name="Hal", family_name="Castell")
    west = making.practitioner(of=making.team("West team"), name="Mina Castell")
    plain, odd = making.opening(ruth, west), making.opening(hal, west)
    client.force_login(making.staff(Role.INFORMATION_GOVERNANCE, name="Gwen Idle"))
    month = f"{plain.given_at:%Y-%m}"

    page = client.get(f"/team/openings/?month={month}").content.decode()
    file = client.get(f"/team/openings/openings.csv?month={month}").content.decode()
    unsaid = client.post(f"/team/openings/{odd.pk}/", {"words": ""})
    client.post(f"/team/openings/{odd.pk}/", {"words": "Not related: asked both."})

    assert "2 records were opened outside somebody's own work" in page
    assert page.index("Hal Castell") < page.index("Ruth Calloway")
    assert "same family name" in page
    assert [line.split(",")[1] for line in file.splitlines()] == [
        "Person",
        "Hal Castell",
        "Ruth Calloway",
    ]
    assert unsaid.status_code == 422
    assert Opening.objects.get(pk=odd.pk).looked_into_words == "Not related: asked both."
    client.force_login(west)
    assert client.get("/team/openings/").status_code == 403


# A restricted record


def test_a_restricted_record_answers_as_an_id_that_nobody_has(client: Client) -> None:
    ruth = making.person(restricted=True)
    nobody = uuid4()
    roles = [role for role in Role if role is not Role.ADMINISTRATOR]

    for role in roles:
        client.force_login(making.staff(role, of=ruth.team))
        for page in _pages_of_a_person():
            hidden = client.get(page.replace("<uuid:person_id>", str(ruth.pk)))
            none = client.get(page.replace("<uuid:person_id>", str(nobody)))
            assert (hidden.status_code, _told(hidden, ruth.pk)) == (
                none.status_code,
                _told(none, nobody),
            ), page
            assert hidden.status_code in (403, 404, 405)


def _told(answer: Any, asked: UUID) -> bytes:
    """What an answer says, but for the id that was asked for and the mark against forged forms."""
    plain = answer.content.replace(str(asked).encode(), b"ID")
    return re.sub(rb'(name="csrfmiddlewaretoken" value=")[^"]+', rb"\1", plain)


def _pages_of_a_person() -> list[str]:
    """Every page about one person, but those on which restricted records are kept."""
    return [
        placed.address
        for placed in REGISTRY.values()
        if placed.address.startswith("/team/")
        and not placed.address.startswith("/team/restricted/")
        and placed.address.count("<") == placed.address.count("<uuid:person_id>") == 1
    ]


def test_what_was_passed_on_about_a_restricted_record_is_there_for_its_readers_alone(
    client: Client,
) -> None:
    nell, asif = making.practitioner(), making.manager()
    ruth = making.person()
    made = hand_overs.hand_over(
        ruth.pk,
        about_name="Ruth Calloway",
        what="Hearing loop",
        to_team=nell.team,
        due_on=making.DAY,
        by=asif,
        on=making.DAY,
    )
    page = f"/team/hand-overs/{made}/"
    client.force_login(nell)
    assert "Hearing loop" in client.get("/team/").text
    assert client.get(page).status_code == 200

    gwen = making.staff(Role.INFORMATION_GOVERNANCE, name="Gwen Orme")
    operations.restrict(
        ruth.pk, because="Her brother works here.", readers=[gwen.pk], by=gwen, on=making.DAY
    )
    for who in (nell, asif):
        client.force_login(who)
        assert "Hearing loop" not in client.get("/team/").text
        assert "Calloway" not in client.get("/team/").text
        assert client.get(page).status_code == 404
        assert client.post(page, {"act": "acknowledge"}).status_code == 404
    client.force_login(gwen)
    kept = f"/team/restricted/{ruth.pk}/"
    waits = client.get(kept).text
    assert "passed on to East team, answer due 23 November 2026" in waits
    assert "Hearing loop" not in waits

    client.post(kept, {"reader": str(nell.pk)})
    assert "nobody who may read the record sees to it" not in client.get(kept).text
    client.force_login(nell)
    assert client.get(page).status_code == 200
    client.force_login(asif)
    assert client.get(page).status_code == 404


def test_the_lead_restricts_names_and_lifts(client: Client) -> None:
    nell, west = making.practitioner(), making.practitioner(of=making.team("West team"))
    ruth = making.person()
    client.force_login(making.staff(Role.SAFEGUARDING_LEAD, name="Ina Moss"))
    address = f"/team/people/{ruth.pk}/restrict/"

    unsaid = client.post(address, {"because": ""})
    nobody = client.post(address, {"because": "Her sister works here."})
    said = {"because": "Her sister works here.", "readers": [str(west.pk)]}
    done = client.post(address, said, follow=True).content.decode()
    client.post(f"/team/restricted/{ruth.pk}/", {"reader": str(nell.pk)})
    listed = client.get("/team/restricted/").content.decode()

    assert (unsaid.status_code, nobody.status_code) == (422, 422)
    assert "1 person may read this record" in done
    assert "1 record is restricted" in listed
    assert "Her sister works here." in listed
    assert {one.reader_id for one in RestrictedReader.objects.all()} == {nell.pk, west.pk}
    client.post(f"/team/restricted/{ruth.pk}/readers/{west.pk}/remove/")
    client.post(f"/team/restricted/{ruth.pk}/lift/", {"because": "Her sister left."})
    assert not Person.objects.get(pk=ruth.pk).restricted
    assert client.get(f"/team/restricted/{ruth.pk}/").status_code == 404


# Protected facts


def canaries(person: Person, by: SignIn) -> list[UUID]:
    return [
        operations.protect(
            person.pk,
            kind=kind.value,
            words=f"{CANARY}-{kind.name}, 4 Hidden Lane, ZZ9 9ZZ",
            because=f"{CANARY} because",
            review_by=ON + timedelta(days=30),
            by=by,
            on=ON,
        )
        for kind in ProtectedKind
    ]


def leaks(client: Client, person: Person, roles: list[Role]) -> list[str]:
    """Every page on which one of the roles reads a canary, walking every registered route."""
    found = []
    for role in roles:
        who = making.staff(role, of=person.team)
        making.opening(person, who)
        client.force_login(who)
        for placed in REGISTRY.values():
            address = placed.address.replace("<uuid:person_id>", str(person.pk))
            if "<" in address or placed.door.value not in ("team/", "commissioning/", ""):
                continue
            answer = client.get(address)
            body = answer.content if not answer.streaming else b"".join(answer)
            if CANARY.encode() in body:
                found.append(f"{role.value}: {address}")
    return found


@pytest.mark.slow
def test_no_page_shows_what_is_protected_to_whoever_is_not_cleared(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    canaries(ruth, nell)
    everybody = list(Role)

    assert leaks(client, ruth, everybody) == []

    # The control: cleared for one role, the same walk does find it, on its two pages alone.
    ProtectedFact.objects.update(roles=[Role.PRACTITIONER.value])
    assert leaks(client, ruth, everybody) == [
        f"practitioner: /team/people/{ruth.pk}/",
        f"practitioner: /team/people/{ruth.pk}/protected/",
    ]


def test_who_writes_it_reads_it_and_it_ends_with_a_reason(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    client.force_login(nell)
    said = {
        "kind": ProtectedKind.THIRD_PARTY.value,
        "words": "Her brother rang.",
        "because": "He fears for her.",
        "review_by_day": "1",
        "review_by_month": "2",
        "review_by_year": "2027",
    }

    wrong = client.post(f"/team/people/{ruth.pk}/protected/add/", said | {"review_by_year": "2031"})
    done = client.post(f"/team/people/{ruth.pk}/protected/add/", said, follow=True)
    fact = ProtectedFact.objects.get()
    record = client.get(f"/team/people/{ruth.pk}/").content.decode()
    client.force_login(making.practitioner())
    other = client.get(f"/team/people/{ruth.pk}/").content.decode()
    hidden = client.get(f"/team/protected/{fact.pk}/end/")

    assert wrong.status_code == 422
    assert "Her brother rang." in done.content.decode()
    assert "Protected: for your eyes" in record
    assert "Her brother rang." not in other
    assert "Something here is not shown to you" in other
    assert hidden.status_code == 404
    client.force_login(nell)
    client.post(f"/team/protected/{fact.pk}/end/", {"because": "He told her himself."})
    assert "Her brother rang." not in client.get(f"/team/people/{ruth.pk}/").content.decode()


def test_where_letters_go_is_kept_from_a_page(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    client.force_login(nell)
    said = {"name": "c/o Pell", "line_1": "1 Market St", "town": "Thornbeck", "postcode": "qm1 1aa"}

    unsaid = client.post(f"/team/people/{ruth.pk}/letters-to/", said | {"name": ""})
    done = client.post(f"/team/people/{ruth.pk}/letters-to/", said, follow=True).content.decode()

    assert unsaid.status_code == 422
    assert "Letters go to c/o Pell, 1 Market St, Thornbeck, QM1 1AA" in done
