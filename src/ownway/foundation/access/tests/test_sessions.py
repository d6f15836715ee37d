"""A session ends when its time has come or somebody ends it, at the next request; nothing typed is
lost, and what is kept opens for nobody else."""

from datetime import datetime, timedelta

import making
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from ownway.config.clock import instant
from ownway.foundation.access import operations, queries
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import KeptForm, Session, SignIn
from ownway.foundation.access.sessions import digest_of
from ownway.kernel.refusal import NotAllowed

pytestmark = pytest.mark.django_db
PASSWORD = "seven-quiet-herons-9"
DAY = making.DAY


def signed_in(who: SignIn) -> Client:
    client = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def aged(client: Client, **minutes: int) -> None:
    """Make the session older: `used_at=16` is sixteen minutes ago."""
    session = client.session
    for name, ago in minutes.items():
        session[name] = (instant() - timedelta(minutes=ago)).isoformat()
    session.save()


def opens(client: Client, path: str = "/how-i-sign-in/") -> bool:
    return client.get(path).status_code == 200


def test_signing_in_takes_a_new_key_and_the_one_before_opens_nothing() -> None:
    who = making.staff(Role.COMMISSIONER, password=PASSWORD)
    client = Client()
    planted = client.session
    planted["planted"] = "yes"
    planted.save()
    client.cookies["sessionid"] = str(planted.session_key)

    client.post("/sign-in/", {"email": who.email, "password": PASSWORD})

    thief = Client()
    thief.cookies["sessionid"] = str(planted.session_key)
    assert client.session.session_key != planted.session_key
    assert (opens(client), opens(thief)) == (True, False)


def test_the_table_of_sessions_holds_no_key_that_opens_one() -> None:
    client = signed_in(making.staff(Role.COMMISSIONER))
    key = client.session.session_key
    row = Session.objects.get(session_key=digest_of(str(key)))

    thief = Client()
    thief.cookies["sessionid"] = row.session_key

    assert str(key) not in f"{row.session_key}{row.session_data}"
    assert (opens(client), opens(thief)) == (True, False)


def test_changed_roles_end_what_is_open_with_the_next_request() -> None:
    who, boss = making.staff(Role.FINANCE), making.staff(Role.ADMINISTRATOR)
    one, another = signed_in(who), signed_in(who)
    before = (opens(one), opens(another))

    operations.change_work(
        who.pk, roles=[Role.COMMISSIONER], team=None, job_title="", by=boss, on=DAY
    )

    assert (before, (opens(one), opens(another))) == ((True, True), (False, False))


def test_saving_the_same_roles_ends_nothing() -> None:
    who, boss = making.staff(Role.FINANCE), making.staff(Role.ADMINISTRATOR)
    client = signed_in(who)

    operations.change_work(who.pk, roles=[Role.FINANCE], team=None, job_title="", by=boss, on=DAY)

    assert opens(client)


def test_nobody_changes_their_own_roles_nor_anybody_without_being_an_administrator() -> None:
    boss, other = making.staff(Role.ADMINISTRATOR), making.staff(Role.FINANCE)

    for by, of in ((boss, boss), (other, boss)):
        with pytest.raises(NotAllowed):
            operations.change_work(
                of.pk, roles=[Role.FINANCE], team=None, job_title="", by=by, on=DAY
            )


def test_a_closed_sign_in_does_not_live_on_when_it_is_reopened() -> None:
    who, boss = making.staff(Role.FINANCE), making.staff(Role.ADMINISTRATOR)
    client = signed_in(who)

    operations.close_sign_in(who.email, by=boss, on=DAY)
    operations.reopen_sign_in(who.pk, by=boss, on=DAY)

    assert not opens(client)
    assert opens(signed_in(SignIn.objects.get(pk=who.pk)))


def test_one_place_is_ended_and_the_others_stay() -> None:
    who = making.staff(Role.COMMISSIONER, password=PASSWORD)
    here, there = signed_in(who), signed_in(who)
    for client in (here, there):
        client.post("/sign-in/", {"email": who.email, "password": PASSWORD})
    place = digest_of(str(there.session.session_key))

    page = here.get("/how-i-sign-in/").content.decode()
    here.post("/how-i-sign-in/places/end/", {"place": place})

    assert page.count("Firefox on a Linux computer") >= 2
    assert (opens(here), opens(there)) == (True, False)


def test_nobody_ends_anothers_place() -> None:
    mine, theirs = signed_in(making.staff(Role.FINANCE)), signed_in(making.staff(Role.FINANCE))

    mine.post("/how-i-sign-in/places/end/", {"place": digest_of(str(theirs.session.session_key))})

    assert opens(theirs)


def test_signing_out_everywhere_ends_every_place() -> None:
    who = making.staff(Role.COMMISSIONER)
    here, there = signed_in(who), signed_in(who)

    here.post("/how-i-sign-in/places/end-all/")

    assert (opens(here), opens(there)) == (False, False)
    assert queries.sessions(who, at=timezone.now()) == []


def test_changing_a_password_ends_every_place_but_here() -> None:
    who = making.staff(Role.COMMISSIONER, password=PASSWORD)
    here, there = signed_in(who), signed_in(who)

    answer = here.post(
        "/how-i-sign-in/password/", {"old_password": PASSWORD, "password": "nine-calm-otters-4"}
    )

    assert answer.status_code == 302
    assert (opens(here), opens(there)) == (True, False)


@pytest.mark.parametrize(
    ("minutes", "staff", "lives"),
    [(14, True, True), (16, True, False), (59, False, True), (61, False, False)],
)
def test_pressing_nothing_for_a_while_signs_out(minutes: int, staff: bool, lives: bool) -> None:
    who = making.staff(Role.COMMISSIONER) if staff else making.own_sign_in(making.person())
    client = signed_in(who)
    aged(client, used_at=minutes)

    assert opens(client) is lives


@pytest.mark.parametrize(
    ("hours", "staff", "lives"),
    [(7, True, True), (9, True, False), (11, False, True), (13, False, False)],
)
def test_no_session_outlives_a_day_of_work(hours: int, staff: bool, lives: bool) -> None:
    who = making.staff(Role.COMMISSIONER) if staff else making.own_sign_in(making.person())
    client = signed_in(who)
    aged(client, signed_in_at=hours * 60)

    assert opens(client) is lives


def test_a_press_is_noted_so_that_work_goes_on() -> None:
    client = signed_in(making.staff(Role.COMMISSIONER))
    aged(client, used_at=10)
    client.post("/still-here/")

    session = client.session
    assert instant() - datetime.fromisoformat(session["used_at"]) < timedelta(minutes=1)


TYPED = {"words": "Someone on Tuesdays, so that I can go to choir."}


def late(client: Client) -> str:
    """Send a form after the session ended; the address at which it is kept."""
    aged(client, used_at=61)
    answer = client.post("/my/ask/", TYPED, headers={"referer": "http://testserver/my/ask/"})
    assert (answer.status_code, answer["Location"][:20]) == (302, "/sign-in/?next=/kept")
    return str(answer["Location"]).removeprefix("/sign-in/?next=")


def test_what_was_sent_too_late_is_shown_again_and_sent_once() -> None:
    her = making.own_sign_in(making.person())
    client = signed_in(her)
    kept = late(client)
    client.force_login(her, backend="django.contrib.auth.backends.ModelBackend")

    shown = client.get(kept).content.decode()
    on = client.post(kept, TYPED)
    sent = client.post(on["Location"], TYPED)

    assert TYPED["words"] in shown
    assert (on.status_code, on["Location"], sent.status_code) == (307, "/my/ask/", 302)
    assert client.post(kept, TYPED).status_code == client.get(kept).status_code == 404


def test_what_is_kept_opens_for_nobody_else_and_for_nobody_signed_out() -> None:
    client = signed_in(making.own_sign_in(making.person()))
    kept = late(client)
    other = signed_in(making.own_sign_in(making.person()))
    boss = signed_in(making.staff(Role.ADMINISTRATOR))

    seen = [one.get(kept) for one in (other, boss, client)]

    assert [one.status_code for one in seen] == [404, 404, 302]
    assert all(TYPED["words"] not in one.content.decode() for one in seen)
    assert KeptForm.objects.count() == 1


def test_what_is_kept_lies_sealed_in_the_database() -> None:
    late(signed_in(making.own_sign_in(making.person())))

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM access_keptform")
        content = bytes(cursor.fetchone()[0])

    assert b"choir" not in content
    assert TYPED["words"] in KeptForm.objects.get().content


def test_what_is_kept_goes_after_an_hour() -> None:
    her = making.own_sign_in(making.person())
    client = signed_in(her)
    kept = late(client)
    KeptForm.objects.update(kept_at=instant() - timedelta(minutes=61))

    client.force_login(her, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(kept).status_code == 404


def test_a_password_is_never_kept() -> None:
    client = signed_in(making.staff(Role.FINANCE, password=PASSWORD))
    aged(client, used_at=16)

    client.post("/how-i-sign-in/password/", {"old_password": PASSWORD, "password": "x"})

    assert KeptForm.objects.count() == 0


def test_a_forged_form_is_not_kept() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        making.own_sign_in(making.person()), backend="django.contrib.auth.backends.ModelBackend"
    )
    aged(client, used_at=61)

    answer = client.post("/my/ask/", TYPED)

    assert (answer.status_code, KeptForm.objects.count()) == (403, 0)
