"""Nobody sets another's password: a link and a code that came another way do, once, for seven days;
and an administrator's pages say and record who may sign in."""

import re
from datetime import timedelta
from typing import Any

import making
import pytest
from django.core import mail
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from ownway.config.clock import instant
from ownway.foundation.access import operations, tasks
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import Invitation, SignIn
from ownway.foundation.access.operations import Invited
from ownway.foundation.facts.models import Fact
from ownway.kernel.refusal import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db
DAY = making.DAY
GOOD = "nine-calm-otters-4"


def invited() -> Invited:
    who = making.staff(Role.COMMISSIONER)
    return operations.invite(who, by=None, on=DAY, at=instant())


def accept(made: Invited, *, code: str = "", password: str = GOOD, days: int = 0) -> SignIn:
    at = instant() + timedelta(days=days)
    return operations.accept_invitation(
        made.link, code=code or made.code, password=password, on=DAY, at=at
    )


def boss() -> Client:
    client = Client()
    client.force_login(
        making.staff(Role.ADMINISTRATOR, name="Tom Reyes"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def test_an_invitation_sets_a_password_once() -> None:
    made = invited()

    who = accept(made)

    assert who.check_password(GOOD)
    with pytest.raises(NotFound, match="no more"):
        accept(made)


def test_the_page_of_an_invitation_signs_in_and_keeps_what_was_typed_wrong_beside_its_field() -> (
    None
):
    made, client = invited(), Client()
    wrong = client.post(made.address, {"link": made.link, "code": "1", "password": GOOD})
    weak = client.post(made.address, {"link": made.link, "code": made.code, "password": "short"})

    done = client.post(made.address, {"link": made.link, "code": made.code, "password": GOOD})

    assert "That is not the code" in wrong.content.decode()
    assert "too short" in weak.content.decode()
    assert (wrong.status_code, weak.status_code, done["Location"]) == (422, 422, "/commissioning/")


def test_five_wrong_codes_end_an_invitation_even_for_the_right_one(client: Client) -> None:
    made = invited()
    got = [
        client.post(made.address, {"link": made.link, "code": "00000000", "password": GOOD})
        for _ in range(5)
    ]

    assert [one.status_code for one in got] == [422] * 5
    with pytest.raises(NotFound, match="no more"):
        accept(made)


def test_it_lasts_seven_days() -> None:
    made, late = invited(), invited()

    accept(made, days=6)
    with pytest.raises(NotFound):
        accept(late, days=8)


def test_a_new_invitation_ends_the_one_before() -> None:
    made = invited()
    operations.invite(made.who, by=None, on=DAY, at=instant())

    with pytest.raises(NotFound):
        accept(made)


def test_a_code_of_another_invitation_does_not_do() -> None:
    made, other = invited(), invited()

    with pytest.raises(Refused, match="not the code"):
        accept(made, code=other.code if other.code != made.code else "00000000")


def test_a_closed_sign_in_is_invited_no_more_and_its_link_ends() -> None:
    made = invited()
    operations.close_sign_in(made.who.email)

    with pytest.raises(NotFound):
        accept(made)
    with pytest.raises(Refused, match="Reopen"):
        operations.invite(SignIn.objects.get(pk=made.who.pk), by=None, on=DAY, at=instant())


def test_the_table_tells_neither_link_nor_code() -> None:
    made = invited()
    row = Invitation.objects.get()

    told = f"{row.link_digest} {row.code_digest}"
    assert made.link not in told
    assert made.code.replace(" ", "") not in told


# The administrator's pages


def test_an_administrator_adds_somebody_and_sees_the_invitation_once() -> None:
    client, team = boss(), making.team("North team")

    page = client.post(
        "/team/sign-ins/add/",
        {
            "name": "Ola Berg",
            "email": "Ola@example.org",
            "roles": ["finance"],
            "team": str(team.pk),
        },
    ).content.decode()

    made = SignIn.objects.get(email="ola@example.org")
    assert "http://testserver/invitation/?link=" in page
    assert (made.roles, made.team, made.has_usable_password()) == (["finance"], team, False)
    assert set(Fact.objects.filter(of_id=made.pk).values_list("name", flat=True)) == {
        "access.added",
        "access.invited",
    }


def test_with_a_mail_server_no_page_and_no_message_holds_both_link_and_code(settings: Any) -> None:
    settings.OWNWAY_MAIL_SERVER = "mail.example.org:587"
    ola = making.staff(Role.FINANCE, name="Ola Berg")

    page = boss().post(f"/team/sign-ins/{ola.pk}/invite/").content.decode()

    code = re.search(r'<b class="ow-money">([^<]+)</b>', page)
    assert code is not None
    assert "?link=" not in page
    assert f"The link goes to {ola.email} now." in page
    (job,) = ProcrastinateJob.objects.filter(task_name__endswith="send_invitation")
    assert "link=" not in str(job.args)
    assert ola.email not in str(job.args)

    tasks.send_invitation(**job.args)

    (sent,) = mail.outbox
    assert (sent.to, "http://testserver/invitation/?link=" in sent.body) == ([ola.email], True)
    assert code[1] not in sent.body


def test_the_list_finds_by_name_and_says_who_has_no_second_factor() -> None:
    making.staff(Role.FINANCE, name="Wanda Price")
    making.staff(Role.FINANCE, name="Colm Doyle")

    page = boss().get("/team/sign-ins/?find=wand").content.decode()

    assert "Wanda Price" in page
    assert "Colm Doyle" not in page
    assert "1 sign-in fit" in page


def test_changing_closing_and_reopening_are_facts_with_who_did_it() -> None:
    client, who = boss(), making.staff(Role.FINANCE)
    at = f"/team/sign-ins/{who.pk}/"

    client.post(at, {"roles": ["performance"], "job_title": "Analyst", "team": ""})
    client.post(f"{at}close/")
    client.post(f"{at}reopen/")

    told = Fact.objects.filter(of_id=who.pk).order_by("pk").values_list("name", "by__name")
    assert list(told) == [
        ("access.work-changed", "Tom Reyes"),
        ("access.closed", "Tom Reyes"),
        ("access.reopened", "Tom Reyes"),
    ]


def test_ones_own_page_offers_nothing_to_press() -> None:
    client = boss()
    own = SignIn.objects.get(name="Tom Reyes")
    page = client.get(f"/team/sign-ins/{own.pk}/").content.decode()

    assert "Another administrator may" in page
    assert client.post(f"/team/sign-ins/{own.pk}/close/").status_code == 403
    assert client.post(f"/team/sign-ins/{own.pk}/", {"roles": ["finance"]}).status_code == 403
    own.refresh_from_db()
    assert (own.is_active, own.roles) == (True, ["administrator"])


def test_adding_needs_the_role_below_the_page_too() -> None:
    with pytest.raises(NotAllowed):
        operations.add_sign_in(
            email="x@example.org", name="X", by=making.staff(Role.FINANCE), on=DAY
        )
