"""The link goes one way and the code another: no page and no message holds both, neither stays
readable once it went, and whatever works no more answers in the same words."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from django.core.serializers import serialize
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ownway.config.clock import instant
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import Invitation, SignIn
from ownway.foundation.facts import operations as facts
from ownway.foundation.facts.models import Fact, FactContent
from ownway.foundation.notices import adapters, operations, queries
from ownway.foundation.notices.adapters import Rendered
from ownway.foundation.notices.domain import MASK, Channel, State
from ownway.foundation.notices.models import Attempt, Notice
from ownway.kernel.refusal import Refused
from ownway.support.people.domain.letting_in import As, Part
from ownway.support.people.models import Person
from ownway.support.people.operations import letting_in
from ownway.support.people.queries.reaching import reached
from ownway.support.people.queries.records import RECORD_OPENED

pytestmark = pytest.mark.django_db
GOOD = "nine-calm-otters-4"
CODE = re.compile(r"\b\d{4}[ \xa0]\d{4}\b")
LINK = re.compile(r"link=([\w-]{40,})")


class Way:
    """A way out that remembers what it was handed."""

    name = "way"

    def __init__(self) -> None:
        self.got: list[Rendered] = []

    def send(self, said: Rendered) -> str:
        self.got.append(said)
        return "ref"

    def known(self, key: str) -> str:
        return ""


@pytest.fixture
def way(monkeypatch: pytest.MonkeyPatch) -> Way:
    made = Way()
    monkeypatch.setattr(adapters, "adapter_for", lambda channel: made)
    return made


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


@pytest.fixture
def ruth() -> Person:
    return making.person(
        email="ruth@example.org",
        telephone="01632 960101",
        address_line_1="3 Tannery Row",
        town="Thornbeck",
        postcode="QM3 4AB",
    )


def as_(who: SignIn) -> Client:
    client = Client()
    client.force_login(who)
    return client


def invite(ruth: Person, by: SignIn, **said: str) -> str:
    """The page that a worker sees after inviting."""
    typed = {"how_checked": "known", "link_by": "email", "code_by": "hand"} | said
    answer = as_(by).post(reverse("team.invite", args=[ruth.pk]), typed)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def go() -> None:
    """The background work sends what waits."""
    for row in Notice.objects.filter(state=State.QUEUED.value):
        operations.send_now(row.pk, reach=reached, on=making.DAY)


def everything_kept() -> str:
    """Every row that the sending leaves, opened as only the application opens it, and the proof."""
    rows = [*Notice.objects.all(), *Attempt.objects.all(), *Fact.objects.all()]
    rows += [*FactContent.objects.all(), *Invitation.objects.all()]
    told = [repr(queries.one(row.pk, on=making.DAY)) for row in Notice.objects.all()]
    return str(serialize("json", rows)) + "".join(told)


def test_the_worker_has_the_code_the_mail_has_the_link_and_what_is_kept_has_neither(
    ruth: Person, way: Way
) -> None:
    page = invite(ruth, making.practitioner())
    code = CODE.search(page)
    before = everything_kept()
    go()
    (mail,) = way.got
    link = LINK.search(mail.text)
    assert code is not None
    assert link is not None
    assert link[1] not in page
    assert not CODE.search(mail.text)
    assert (mail.channel, mail.to) == (Channel.EMAIL, "ruth@example.org")
    assert link[1] in before  # the control: while it waits, this is how it would be found
    kept = everything_kept()
    assert "See what is written about you" in kept
    for secret in (link[1], code[0], code[0].replace("\xa0", " "), code[0].replace("\xa0", "")):
        assert secret not in kept
    assert MASK in Notice.objects.get().words


def test_no_page_of_the_worker_or_the_person_shows_the_link_even_while_it_waits(
    ruth: Person,
) -> None:
    nell = making.practitioner()
    invite(ruth, nell)
    waits = Notice.objects.get()
    assert LINK.search(waits.once)  # the control: there is a link that could leak
    for name in ("team.notices", "team.invite", "people.record"):
        page = as_(nell).get(reverse(name, args=[ruth.pk])).content.decode()
        assert LINK.findall(page) == []
    told = as_(SignIn.objects.get(own_person_id=ruth.pk)).get(reverse("notices.mine"))
    assert LINK.findall(told.content.decode()) == []


def test_the_code_goes_by_text_to_the_number_on_the_record_and_no_worker_sees_it(
    ruth: Person, way: Way
) -> None:
    page = invite(ruth, making.practitioner(), code_by="text")
    assert not CODE.search(page)
    go()
    by_way = {one.channel: one for one in way.got}
    assert by_way[Channel.TEXT].to == "01632 960101"
    assert CODE.search(by_way[Channel.TEXT].text)
    assert not LINK.search(by_way[Channel.TEXT].text)
    assert not CODE.search(by_way[Channel.EMAIL].text)
    assert not CODE.search(everything_kept())


def test_without_e_mail_letters_to_type_go_by_post_and_a_name_to_sign_in_with(way: Way) -> None:
    wilf = making.person(
        given_name="Wilf", address_line_1="4 Kiln Row", town="Thornbeck", postcode="QM3 1KN"
    )
    nell = making.practitioner()
    page = invite(wilf, nell, link_by="letter")
    code = CODE.search(page)
    letters = Notice.objects.get().once
    assert code is not None
    assert letters not in page
    go()
    assert [one.channel for one in way.got] == [Channel.LETTER]
    client = Client()
    typed = client.post(reverse("access.invitation"), {"link": letters.lower()})
    assert typed.status_code == 200
    done = client.post(
        reverse("access.invitation"), {"link": letters, "code": code[0], "password": GOOD}
    )
    assert done.status_code == 302
    name = SignIn.objects.get(own_person_id=wilf.pk).email.partition("@")[0]
    assert re.fullmatch(r"wilf\d{4}", name)
    again = Client().post(reverse("sign-in"), {"email": name, "password": GOOD})
    assert again.status_code == 302


def test_both_never_go_the_same_way(ruth: Person) -> None:
    typed = {"how_checked": "known", "link_by": "letter", "code_by": "letter"}
    answer = as_(making.practitioner()).post(reverse("team.invite", args=[ruth.pk]), typed)
    assert answer.status_code == 422
    assert "the code goes another way" in answer.content.decode()
    assert Notice.objects.count() == 0


def test_a_new_invitation_makes_the_old_one_void_and_stops_what_waits(
    ruth: Person, way: Way
) -> None:
    nell = making.practitioner()
    invite(ruth, nell)
    first = LINK.findall(Notice.objects.get().once)[0]
    invite(ruth, nell)
    states = sorted(Notice.objects.values_list("state", flat=True))
    assert states == ["queued", "stopped"]
    go()
    assert [LINK.findall(one.text) == [first] for one in way.got] == [False]
    assert Client().get(f"/invitation/?link={first}").status_code == 404


def test_whatever_works_no_more_answers_alike(ruth: Person, monkeypatch: Any) -> None:
    nell = making.practitioner()
    answers = []

    def link() -> str:
        invite(ruth, nell)
        return str(LINK.findall(Notice.objects.get(state=State.QUEUED.value).once)[0])

    def ask(asked: str) -> None:
        found = Client().get(f"/invitation/?link={asked}")
        nonce = re.sub(r'nonce="[^"]*"', "", found.content.decode())
        answers.append((found.status_code, nonce))

    unknown = "A" * 43
    ask(unknown)
    taken_back = link()
    as_(nell).post(reverse("team.invite", args=[ruth.pk]), {"act": "cancel"})
    ask(taken_back)
    guessed = link()
    for _ in range(5):
        Client().post("/invitation/", {"link": guessed, "code": "1111 1111", "password": GOOD})
    ask(guessed)
    late = link()
    Invitation.objects.update(until=instant() - timedelta(minutes=1))
    ask(late)
    assert [status for status, _ in answers] == [404, 404, 404, 404]
    assert len(set(answers)) == 1


def test_an_invitation_is_not_written_by_hand(ruth: Person) -> None:
    with pytest.raises(Refused, match="goes by itself"):
        operations.send(
            "own-record",
            about=ruth.pk,
            to=reached(ruth.pk, making.DAY),
            values={"link": "https://elsewhere.example", "until": "then", "sign_in": "x"},
            by=making.practitioner(),
            on=making.DAY,
        )


# A friend


def let(her: SignIn, name: str, email: str) -> str:
    typed = {"name": name, "email": email, "standing": As.FRIEND.value, "parts": ["record"]}
    answer = as_(her).post(reverse("my.let_somebody_in"), typed, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_who_lets_a_friend_in_passes_on_the_code_and_never_sees_the_link(
    ruth: Person, way: Way
) -> None:
    her = making.own_sign_in(ruth)
    page = let(her, "Mo Tarn", "mo.tarn@example.org")
    code = CODE.search(page)
    go()
    (mail,) = way.got
    link = LINK.search(mail.text)
    assert code is not None
    assert link is not None
    assert (mail.to, link[1] in page, bool(CODE.search(mail.text))) == (
        "mo.tarn@example.org",
        False,
        False,
    )
    kept = everything_kept()
    assert (link[1] in kept, code[0] in kept) == (False, False)
    assert "mo.tarn" not in as_(her).get(reverse("notices.mine")).content.decode()


def test_one_who_did_not_take_it_up_is_sent_a_new_link_and_the_old_one_is_void(
    ruth: Person, way: Way
) -> None:
    her = making.own_sign_in(ruth)
    let(her, "Mo Tarn", "mo.tarn@example.org")
    go()
    line = UUID(
        re.findall(r"/my/let-in/([\w-]+)/again/", str(as_(her).get("/my/let-in/").content))[0]
    )
    assert CODE.search(
        as_(her).post(reverse("my.invite_again", args=[line]), follow=True).content.decode()
    )
    go()
    first, second = (LINK.findall(one.text)[0] for one in way.got)
    asked = [Client().get(f"/invitation/?link={one}").status_code for one in (first, second)]
    assert asked == [404, 200]


def test_ending_it_also_ends_the_invitation(ruth: Person, way: Way) -> None:
    her = making.own_sign_in(ruth)
    let(her, "Mo Tarn", "mo.tarn@example.org")
    go()
    link = LINK.findall(way.got[0].text)[0]
    line = re.findall(r"/my/let-in/([\w-]+)/end/", str(as_(her).get("/my/let-in/").content))[0]
    assert Client().get(f"/invitation/?link={link}").status_code == 200
    as_(her).post(reverse("my.let_out", args=[line]))
    assert Client().get(f"/invitation/?link={link}").status_code == 404


def test_somebody_let_in_does_not_see_who_else_was(ruth: Person, way: Way) -> None:
    her = making.own_sign_in(ruth)
    mo = making.own_sign_in(making.person())
    letting_in.let_in(
        ruth.pk,
        name="Mo Tarn",
        email=mo.email,
        standing=As.FRIEND,
        parts=[Part.RECORD],
        by=her,
        on=making.DAY,
    )
    let(her, "Zelda Quince", "zelda@example.org")
    go()
    mine = as_(her).get(reverse("my.record") + "?lines=500&all=1").content.decode()
    assert "Zelda Quince" in mine  # the control
    client = as_(mo)
    line = re.findall(r'name="record" value="([\w-]{36})"', str(client.get("/my/whose/").content))
    client.post(reverse("my.look_at"), {"record": line[-1]})
    page = client.get(reverse("my.record") + "?lines=500&all=1").content.decode()
    assert "3 Tannery Row" in page  # the control: it is her record
    for word in ("Zelda", "zelda", "You can see parts of a record", "Let somebody in"):
        assert word not in page


# Who looked


def test_a_look_is_one_line_and_the_newest_is_first(ruth: Person) -> None:
    her = making.own_sign_in(ruth)
    nell = making.practitioner()
    checks = making.staff(Role.INFORMATION_GOVERNANCE, name="Bea Watchet")
    with transaction.atomic():
        for by, on, what in (
            (nell, making.DAY, RECORD_OPENED),
            (nell, making.DAY, facts.PAGE_OPENED),
            (checks, making.DAY - timedelta(days=2), RECORD_OPENED),
        ):
            facts.record_reading(what, about=ruth.pk, by=by, on=on)
    rows = as_(her).get(reverse("my.who_looked_file")).content.decode().splitlines()[1:]
    assert [(row.split(",")[0], row.split(",")[1]) for row in rows] == [
        ("2026-11-23", "Nell Farraday"),
        ("2026-11-21", "Bea Watchet"),
    ]
    page = as_(her).get(reverse("my.who_looked")).content.decode()
    assert "Outside your team" not in page
