"""What a person says stands beside what was written; who looked is told with why; both answered."""

import csv
import re
from datetime import date, timedelta
from io import StringIO
from typing import Any

import making
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ownway.config.clock import now
from ownway.config.urls import urlpatterns  # noqa: F401  (hangs every route in the registry)
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.data_rights.models import Pack
from ownway.foundation.facts import operations as facts
from ownway.foundation.hand_overs import operations as hand_overs
from ownway.foundation.hand_overs.models import HandOver
from ownway.kernel.refusal import NotFound, Refused
from ownway.support.people import operations as people_operations
from ownway.support.people import queries as people
from ownway.support.people.domain.letting_in import As, Part
from ownway.support.people.domain.own_record import Answer, Check, CodeBy
from ownway.support.people.models import AboutMe, InvitedToOwnRecord, Person, SaidWrong
from ownway.support.people.operations import inviting, letting_in, own_record
from ownway.support.people.queries import said_wrong

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


@pytest.fixture
def ruth() -> Person:
    return making.person(telephone="01632 960101")


@pytest.fixture
def her(ruth: Person) -> SignIn:
    return making.own_sign_in(ruth)


def as_(who: SignIn) -> Client:
    client = Client()
    client.force_login(who)
    return client


def read(ruth: Person, by: SignIn, why: str = "") -> None:
    with transaction.atomic():
        people.person_for_reading(ruth.pk, by=by, on=making.DAY, why=why)


# What is wrong


def test_what_is_wrong_stands_beside_the_original_and_changes_nothing(
    ruth: Person, her: SignIn
) -> None:
    before = Person.objects.filter(pk=ruth.pk).values().get()
    typed = {"wrong": "This is my old number.", "should_say": "01632 960999"}
    as_(her).post(reverse("my.say_wrong", args=["detail", "telephone"]), typed)
    assert Person.objects.filter(pk=ruth.pk).values().get() == before
    (line,) = said_wrong.said_wrong_of(ruth.pk, on=making.DAY)
    assert (line.what, line.stands, line.wrong, line.should_say, line.due_on) == (
        "Phone",
        "01632 960101",
        "This is my old number.",
        "01632 960999",
        date(2026, 12, 23),
    )


def test_a_line_of_the_timeline_keeps_its_words_and_shows_both_to_staff(
    ruth: Person, her: SignIn
) -> None:
    nell = making.practitioner()
    people_operations.say_about_me(ruth.pk, own_words="I sing.", by=nell, on=making.DAY)
    page = as_(her).get(reverse("my.record")).content.decode()
    link = page.split("/my/wrong/line/")[1].split("/")[0]
    as_(her).post(
        reverse("my.say_wrong", args=["line", link]), {"wrong": "Nell wrote it, I did not."}
    )
    assert AboutMe.objects.get().own_words == "I sing."
    shown = as_(nell).get(reverse("people.record", args=[ruth.pk])).content.decode()
    assert "Nell wrote it, I did not." in shown
    assert "says 1 thing is wrong here" in shown


def test_the_answer_is_given_once_and_the_person_reads_it(ruth: Person, her: SignIn) -> None:
    nell = making.practitioner()
    made = own_record.say_wrong(
        ruth.pk, kind="detail", key="name", wrong="One l", by=her, on=making.DAY
    )
    work = as_(nell).get(reverse("team.home")).content.decode()
    assert "says something is wrong in the record" in work
    answered = {"answer": "put right", "words": "It has one l now."}
    as_(nell).post(reverse("team.answer_wrong", args=[made]), answered)
    assert "It has one l now." in as_(her).get(reverse("my.wrong")).content.decode()
    with pytest.raises(Refused, match="answered already"):
        own_record.answer_wrong(made, answer=Answer.NOT, words="No", by=nell, on=making.DAY)


def test_an_answer_that_does_not_come_is_late(ruth: Person, her: SignIn) -> None:
    own_record.say_wrong(ruth.pk, kind="other", wrong="All of it", by=her, on=making.DAY)
    (line,) = said_wrong.said_wrong_of(ruth.pk, on=date(2026, 12, 26))
    assert line.days_late == 3


def test_nobody_objects_to_a_line_of_another_record(ruth: Person, her: SignIn) -> None:
    wilf, nell = making.person(given_name="Wilf"), making.practitioner()
    people_operations.say_about_me(wilf.pk, own_words="Mine.", by=nell, on=making.DAY)
    page = as_(making.own_sign_in(wilf)).get(reverse("my.record")).content.decode()
    theirs = page.split("/my/wrong/line/")[1].split("/")[0]
    sent = as_(her).post(reverse("my.say_wrong", args=["line", theirs]), {"wrong": "Mine"})
    assert sent.status_code == 404
    assert SaidWrong.objects.count() == 0


# Who looked


def test_each_look_stands_with_who_from_where_and_why(ruth: Person, her: SignIn) -> None:
    nell = making.practitioner()
    read(ruth, nell)
    read(ruth, nell)
    read(ruth, her)
    rows = list(csv.reader(StringIO(as_(her).get(reverse("my.who_looked_file")).content.decode())))[
        1:
    ]
    assert rows == [
        [
            "2026-11-23",
            "Nell Farraday",
            "Social worker",
            "East team",
            "Record opened",
            "They are of the team that looks after your record",
            "2",
        ]
    ]


def test_a_look_that_seems_wrong_goes_to_somebody_else_than_the_one_who_looked(
    ruth: Person, her: SignIn
) -> None:
    nell = making.practitioner()
    nosy = making.staff(Role.INFORMATION_GOVERNANCE, name="Ann Nosy")
    checks = making.staff(Role.INFORMATION_GOVERNANCE, name="Bea Watchet")
    read(ruth, nell)
    fact = as_(her).get(reverse("my.who_looked")).content.decode()
    number = fact.split("/my/wrong/reading/")[1].split("/")[0]
    as_(her).post(reverse("my.say_wrong", args=["reading", number]), {"wrong": "She is my cousin"})
    passed = HandOver.objects.get()
    assert passed.to_sign_in in (nosy, checks)
    assert passed.due_on == date(2026, 12, 23)
    hand_overs.finish(
        passed.pk, answer="We asked. She covered a shift.", by=passed.to_sign_in, on=making.DAY
    )
    page = as_(her).get(reverse("my.who_looked")).content.decode()
    assert "We asked. She covered a shift." in page


def test_an_objection_about_the_one_who_checks_goes_to_another(ruth: Person, her: SignIn) -> None:
    bea = making.staff(Role.INFORMATION_GOVERNANCE, name="Bea Watchet")
    asif = making.manager()
    with transaction.atomic():
        looked = facts.record_reading(
            people.RECORD_OPENED, about=ruth.pk, by=bea, on=making.DAY, words="Checking"
        )
    own_record.say_wrong(
        ruth.pk, kind="reading", key=str(looked.pk), wrong="Why?", by=her, on=making.DAY
    )
    assert HandOver.objects.get().to_sign_in == asif


# Letting in: what may be asked


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"parts": []}, "at least one part"),
        ({"last_day": making.DAY - timedelta(days=1)}, "cannot be in the past"),
        ({"standing": As.ATTORNEY}, "Your worker writes down"),
        ({"email": "nobody"}, "e-mail address"),
    ],
)
def test_letting_in_is_refused(
    ruth: Person, her: SignIn, said: dict[str, Any], refusal: str
) -> None:
    asked: dict[str, Any] = {
        "name": "Mo Tarn",
        "email": "mo@example.org",
        "standing": As.FRIEND,
        "parts": [Part.RECORD],
        "last_day": None,
    }
    with pytest.raises(Refused, match=refusal):
        letting_in.let_in(ruth.pk, **(asked | said), by=her, on=making.DAY)


def test_somebody_by_law_needs_a_paper_that_was_seen(ruth: Person) -> None:
    nell = making.practitioner()
    asked: dict[str, Any] = {
        "name": "Mo Tarn",
        "email": "mo@example.org",
        "standing": As.DEPUTY,
        "parts": [Part.MONEY],
    }
    with pytest.raises(Refused, match="which paper"):
        letting_in.let_in(ruth.pk, **asked, by=nell, on=making.DAY)


def test_another_team_lets_nobody_in_or_out(ruth: Person, her: SignIn) -> None:
    made = letting_in.let_in(
        ruth.pk,
        name="Mo Tarn",
        email="mo@example.org",
        standing=As.FRIEND,
        parts=[Part.RECORD],
        by=her,
        on=making.DAY,
    )
    other = making.practitioner(of=making.team("West team"), name="Mina Castell")
    with pytest.raises(NotFound):
        letting_in.let_out(made, because="I say so", by=other, at=now(), on=making.DAY)


# The invitation


def invited(ruth: Person, **said: Any) -> Any:
    asked: dict[str, Any] = {
        "how_checked": Check.SEEN,
        "words": "Bus pass with photo",
        "email": "ruth@example.org",
        "code_by": CodeBy.HAND,
        "site": "https://ownway.test",
        "by": making.practitioner(),
        "on": making.DAY,
        "at": now(),
    }
    return inviting.invite_to_own_record(ruth.pk, **(asked | said))


def test_somebody_invited_signs_in_to_their_own_record_and_no_other(ruth: Person) -> None:
    told = invited(ruth)
    assert told.who.own_person_id == ruth.pk
    assert len(told.code.replace(" ", "")) == 8
    page = as_(told.who).get(reverse("my.home"))
    assert page.status_code == 200
    assert InvitedToOwnRecord.objects.get().accepted_on == making.DAY


def test_without_having_met_them_nothing_goes_to_what_is_typed_now(ruth: Person) -> None:
    Person.objects.filter(pk=ruth.pk).update(email="old@example.org")
    code = {"how_checked": Check.CODE, "code_by": CodeBy.TEXT}
    with pytest.raises(Refused, match="only to the e-mail on the record"):
        invited(ruth, **code, email="thief@example.org")
    with pytest.raises(Refused, match="changed within the last 28 days"):
        invited(ruth, **code, email="old@example.org")


def test_a_cancelled_invitation_opens_nothing(ruth: Person) -> None:
    told = invited(ruth)
    link = told.address
    assert Client().get(link).status_code == 200
    inviting.cancel_invitation(ruth.pk, by=making.practitioner(), on=making.DAY)
    assert Client().get(link).status_code == 404


def test_the_worker_sees_the_code_once_and_the_link_never(ruth: Person) -> None:
    nell = as_(making.practitioner())
    typed = {
        "how_checked": "known",
        "email": "ruth@example.org",
        "link_by": "email",
        "code_by": "hand",
    }
    told = nell.post(reverse("team.invite", args=[ruth.pk]), typed).content.decode()
    assert re.search(r"\d{4}\xa0\d{4}", told)
    assert "?link=" not in told
    later = nell.get(reverse("team.invite", args=[ruth.pk])).content.decode()
    assert not re.search(r"\d{4}\xa0\d{4}", later)
    assert "?link=" not in later


# Everything held


def test_a_copy_of_everything_is_asked_for_once_and_goes_out_once_it_was_looked_over(
    ruth: Person, her: SignIn
) -> None:
    for _ in range(2):
        as_(her).post(reverse("my.everything"))
    (pack,) = Pack.objects.all()
    assert "is being made ready" in as_(her).get(reverse("my.everything")).content.decode()
    assert as_(her).get(reverse("my.everything_file", args=[pack.pk])).status_code == 404
