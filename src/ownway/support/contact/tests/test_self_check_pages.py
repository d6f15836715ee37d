"""The public self-check works without a name or a script, loses nothing, and refuses kindly."""

import re
from datetime import date, timedelta
from typing import Any

import making
import pytest
from django.test import Client

from ownway.commissioning.directory import operations as directory
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import Session
from ownway.support.contact.domain import self_checks as checks
from ownway.support.contact.domain.self_checks import MATTERS, Whom
from ownway.support.contact.models import CheckOnRecord, SelfCheck, SupportRequest
from ownway.support.contact.operations import advice
from ownway.support.contact.operations import self_checks as operations
from ownway.support.contact.queries import advice as advice_queries
from ownway.support.contact.queries.self_checks import held_check
from ownway.support.contact.tests.test_self_check_domain import DISCOURAGING
from ownway.support.contact.views import self_checks as views
from ownway.support.people.models import Person

pytestmark = pytest.mark.django_db
STEPS = checks.steps(checks.NEWEST, Whom.OTHER)
SENDER = {
    "your_name": "Ellie Okafor",
    "relation": "child",
    "consent": "agrees",
    "telephone": "07700 900123",
    "given_name": "Grace",
    "family_name": "Okafor",
    "born_on_day": "4",
    "born_on_month": "7",
    "born_on_year": "1941",
    "postcode": "qm1 4ab",
    "needs": ["large-print"],
}


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


def begun(client: Client, whom: str = "other") -> SelfCheck:
    client.post("/check/", {"whom": whom})
    return SelfCheck.objects.get()


def answer(client: Client, page: str, **said: str) -> Any:
    return client.post(f"/check/questions/{page}/", {"whom": "other", "go": "on"} | said)


def said_in(row: SelfCheck) -> checks.Said:
    held = held_check(row.pk, on=making.DAY)
    assert held is not None
    return held.said


def saved(client: Client) -> tuple[str, str]:
    page = client.post("/check/save/", follow=True)
    reference, code = re.findall(r"([A-Z0-9]{4} [A-Z0-9]{4})</b>", page.text)[:2]
    return reference, code


def sent(client: Client) -> SelfCheck:
    row = begun(client)
    answer(client, "safe", safe="yes")
    answer(client, "every-day", nutrition="hard", words="She lives on toast.")
    assert client.post("/check/send/", SENDER).headers["Location"] == "/check/sent/"
    row.refresh_from_db()
    return row


def main_of(page: Any) -> str:
    return re.sub(r"<[^>]+>", " ", page.text[page.text.index("<main") : page.text.index("</main>")])


def test_a_daughter_goes_through_without_a_name(client: Client) -> None:
    page = client.post("/check/", {"whom": "other"}, follow=True)
    assert "Are they safe now?" in page.text

    for key, after in zip(STEPS, [*STEPS[1:], ""], strict=True):
        page = answer(client, key)
        expected = f"/check/questions/{after}/" if after else "/check/result/"
        assert page.headers["Location"] == expected

    page = client.get("/check/result/")
    assert "They can have an assessment." in page.text
    assert not DISCOURAGING.search(main_of(page))
    assert "They can have an assessment." in client.get("/check/result/easy/").text


@pytest.mark.parametrize("whom", list(Whom))
def test_every_page_of_every_kind_opens(client: Client, whom: Whom) -> None:
    begun(client, whom.value)

    steps = checks.steps(checks.NEWEST, whom)
    assert [client.get(f"/check/questions/{key}/").status_code for key in steps] == [200] * len(
        steps
    )
    for address in ("result/", "result/easy/", "save/", "send/", "now/", ""):
        assert client.get(f"/check/{address}").status_code == 200


def test_the_result_points_to_what_the_council_lists_and_advises(client: Client) -> None:
    on, (priya, asif) = making.DAY, (making.staff(Role.COMMISSIONER), making.manager())
    for name, topics in (("Lunch club", ["nutrition"]), ("Jobs club", ["work"])):
        directory.list_service(
            organisation="Tannery Row",
            name=name,
            what="On Tuesdays",
            topics=topics,
            telephone="01632 960 500",
            by=None,
            on=on,
        )
    for title, topic in (("Eating well", "nutrition"), ("Finding work", "work")):
        slug = advice.write_advice(
            "",
            title=title,
            summary=title,
            body="Ring us.",
            easy_read="Ring us.",
            topics=[topic],
            by=priya,
            on=on,
        )
        made = advice_queries.advice_page(slug).open
        assert made
        advice.ask_review(made.id, by=priya, on=on)
        advice.publish(made.id, review_by=on + timedelta(days=90), by=asif, on=on)
    begun(client)
    answer(client, "every-day", nutrition="hard")

    shown = main_of(client.get("/check/result/"))

    assert ("Lunch club" in shown, "Eating well" in shown) == (True, True)
    assert ("Jobs club" in shown, "Finding work" in shown) == (False, False)
    assert "Lunch club" in client.get("/check/result/easy/").text


def test_what_was_said_stands_there_again_and_back_keeps_it(client: Client) -> None:
    row = begun(client)

    back = answer(client, "every-day", nutrition="hard", words="Toast & tea", go="back")
    assert back.headers["Location"] == "/check/questions/safe/"
    page = client.get("/check/questions/every-day/")
    assert re.search(r'value="hard" checked', page.text)
    assert "Toast &amp; tea" in page.text
    assert said_in(row).choices["nutrition"] == "hard"


def test_danger_is_answered_at_once(client: Client) -> None:
    begun(client)

    page = answer(client, "safe", safe="unsure")
    assert page.headers["Location"] == "/check/now/"
    page = client.get("/check/now/")
    assert "tel:999" in page.text
    assert "/worried/" in page.text
    assert "/check/questions/every-day/" in page.text
    assert Client().get("/check/now/").status_code == 200


def test_saving_tells_reference_code_and_day_and_another_device_opens_it(client: Client) -> None:
    begun(client)
    answer(client, "every-day", nutrition="hard")
    reference, code = saved(client)
    assert "23\u00a0December" in client.get("/check/save/").text
    assert saved(client) == (reference, code)  # pressed twice

    phone = Client()
    page = phone.post("/check/back/", {"reference": reference.lower(), "code": code})
    assert page.headers["Location"] == "/check/"
    assert 'value="hard" checked' in phone.get("/check/questions/every-day/").text


def test_closed_on_this_device_it_is_still_there_for_the_code(client: Client) -> None:
    begun(client)
    reference, code = saved(client)
    client.post("/check/close/")

    assert client.get("/check/questions/safe/").status_code == 404
    client.post("/check/back/", {"reference": reference, "code": code})
    assert client.get("/check/questions/safe/").status_code == 200


def test_no_browser_keeps_a_page_of_a_check(client: Client) -> None:
    begun(client)

    for address in ("", "questions/safe/", "result/", "save/", "send/"):
        assert "no-store" in client.get(f"/check/{address}").headers["Cache-Control"]


def test_guesses_are_answered_alike_and_slowed(client: Client) -> None:
    begun(client)
    reference, _ = saved(client)
    guesser = Client()
    known = guesser.post("/check/back/", {"reference": reference, "code": "AAAA AAAA"})
    unknown = guesser.post("/check/back/", {"reference": "AAAA AAAA", "code": "AAAA AAAA"})
    assert (known.status_code, unknown.status_code) == (422, 422)
    told = re.compile(r"That reference and code do not open anything[^<]*")
    assert told.findall(known.text) == told.findall(unknown.text) != []

    tried = [
        guesser.post("/check/back/", {"reference": reference, "code": "BBBB BBBB"}).status_code
        for _ in range(6)
    ]
    assert tried[-1] == 429
    assert (
        "Wait 15 minutes"
        in guesser.post("/check/back/", {"reference": reference, "code": "C"}).text
    )


def test_deleting_leaves_nothing(client: Client) -> None:
    begun(client)
    answer(client, MATTERS, words="Secret")

    page = client.post("/check/delete/", follow=True)

    assert "Nothing of it is kept" in page.text
    assert not SelfCheck.objects.exists()
    assert client.get("/check/result/").status_code == 404


def test_sending_carries_every_answer_and_says_by_which_day(client: Client) -> None:
    row = sent(client)

    page = client.get("/check/sent/")
    assert "We have it" in page.text
    assert "25\u00a0November" in page.text
    assert "She lives on toast." in page.text
    assert re.search(r"[A-Z0-9]{4} [A-Z0-9]{4}", page.text)
    assert row.sent_on == making.DAY
    again = client.post("/check/send/", SENDER | {"given_name": "Eve"})
    assert again.headers["Location"] == "/check/sent/"
    assert "Eve" not in client.get("/check/sent/").text
    assert client.get("/check/questions/safe/").headers["Location"] == "/check/sent/"


def test_a_name_and_one_way_to_reach_them_is_all_that_is_needed(client: Client) -> None:
    begun(client, "me")

    page = client.post("/check/send/", {"town": "Thornbeck <b>"})
    assert page.status_code == 422
    assert "Tell us a name" in page.text
    assert "Give one way to reach you" in page.text
    assert "Thornbeck &lt;b&gt;" in page.text
    page = client.post("/check/send/", {"given_name": "Ruth", "email": "ruth@example.org"})
    assert page.headers["Location"] == "/check/sent/"


def test_the_sender_adds_words_and_takes_it_back(client: Client) -> None:
    row = sent(client)

    page = client.post("/check/sent/", {"go": "add", "words": "She fell."}, follow=True)
    assert "She fell." in page.text
    client.post("/check/sent/", {"go": "take-back"})
    row.refresh_from_db()
    assert row.sent_at is None
    assert client.get("/check/result/").status_code == 200


def test_the_sender_sees_that_it_was_taken_up_and_no_words_of_the_record(client: Client) -> None:
    row, grace = sent(client), making.person(given_name="Grace", family_name="Okafor")
    operations.attach_self_check(
        row.pk, grace.pk, by=making.practitioner(of=grace.team), on=making.DAY
    )

    page = client.get("/check/sent/")

    assert "Somebody is dealing with it" in page.text
    assert "toast" not in page.text
    assert "Nell Farraday" not in page.text
    page = client.post("/check/sent/", {"go": "take-back"}, follow=True)
    assert "Somebody took this up" in page.text


# Staff


def test_staff_read_it_whole_and_put_it_on_the_record_it_is_about(client: Client) -> None:
    row = sent(Client())
    grace = making.person(given_name="Grace", family_name="Okafor", born_on=date(1941, 7, 4))
    nell = making.practitioner(of=grace.team)
    client.force_login(nell)

    assert "Grace Okafor" in client.get("/team/self-checks/").text
    page = client.get(f"/team/self-checks/{row.pk}/")
    for words in ("She lives on toast.", "Ellie Okafor", "07700 900123", "Large print".lower()):
        assert words in page.text
    them = f"/team/self-checks/{row.pk}/person/{grace.pk}/"
    assert them in page.text
    assert "Is this " in client.get(them).text
    page = client.post(them, follow=True)
    assert page.status_code == 200
    assert "She lives on toast." in page.text
    assert SupportRequest.objects.get().person_id == grace.pk

    page = client.post(them)
    assert page.status_code == 409
    assert "Nell Farraday put it on a record" in page.text


def test_staff_begin_a_record_once_they_looked_at_the_likely_ones(client: Client) -> None:
    row = sent(Client())
    nell = making.practitioner()
    making.person(
        given_name="Grace", family_name="Okafor", born_on=date(1941, 7, 4), team=nell.team
    )
    client.force_login(nell)
    typed = {"go": "new", "given_name": "Grace", "family_name": "Okafor"}

    page = client.post(f"/team/self-checks/{row.pk}/", typed)
    assert page.status_code == 422
    assert "Look at the people above first" in page.text
    page = client.post(f"/team/self-checks/{row.pk}/", typed | {"none_of_these": "on"}, follow=True)
    assert "with everything that was said" in page.text
    assert Person.objects.count() == 2
    assert CheckOnRecord.objects.get().person.worker_id == nell.pk


def test_a_record_outside_their_work_asks_why_and_comes_back(client: Client) -> None:
    row, grace = sent(Client()), making.person()
    client.force_login(making.practitioner(of=making.team("West team")))
    them = f"/team/self-checks/{row.pk}/person/{grace.pk}/"

    page = client.get(them)

    assert page.status_code == 302
    assert "/why/" in page.headers["Location"]


def test_putting_it_aside_asks_for_a_reason(client: Client) -> None:
    row = sent(Client())
    client.force_login(making.practitioner())

    page = client.post(f"/team/self-checks/{row.pk}/", {"go": "aside", "because": ""})
    assert page.status_code == 422
    page = client.post(f"/team/self-checks/{row.pk}/", {"go": "aside", "because": "Sent twice"})
    assert page.headers["Location"] == "/team/self-checks/"
    assert "No self-check waits" in client.get("/team/self-checks/").text


def test_people_and_finance_do_not_see_what_was_sent(client: Client) -> None:
    row = sent(Client())
    for who in (making.finance(), making.own_sign_in(making.person())):
        client.force_login(who)
        assert client.get(f"/team/self-checks/{row.pk}/").status_code in (302, 403)
    client.logout()
    assert client.get(f"/team/self-checks/{row.pk}/").status_code == 302


def test_a_person_checks_on_their_own_pages_and_it_lands_on_their_record(client: Client) -> None:
    ruth = making.person()
    client.force_login(making.own_sign_in(ruth))

    client.post("/my/check/", {"whom": "me"})
    for key, said in (("safe", {"safe": "yes"}), (MATTERS, {"words": "My allotment"})):
        client.post(f"/my/check/questions/{key}/", {"whom": "me", "go": "on"} | said)
    assert "You can have an assessment." in client.get("/my/check/result/").text
    page = client.post("/my/check/send/", {"best_way": "letter"}, follow=True)
    assert "We have your request" in page.text
    assert "My allotment" in SupportRequest.objects.get(person=ruth).words
    assert CheckOnRecord.objects.get().person_id == ruth.pk
    assert not SelfCheck.objects.exists()


def test_nobody_elses_check_opens_behind_ones_own_door(client: Client) -> None:
    client.force_login(making.own_sign_in(making.person()))
    client.post("/my/check/", {"whom": "me"})
    client.post("/my/check/questions/matters/", {"whom": "me", "words": "Mine alone"})

    other = Client()
    other.force_login(making.own_sign_in(making.person()))
    assert "Mine alone" not in other.get("/my/check/questions/matters/", follow=True).text
    assert SelfCheck.objects.count() == 1


# Hostile


def test_five_megabytes_are_refused_and_what_was_said_before_stays(client: Client) -> None:
    row = begun(client)
    answer(client, "every-day", nutrition="hard")

    page = answer(client, "every-day", words="x" * 5_000_000)

    assert page.status_code == 400
    assert "Traceback" not in page.text
    assert said_in(row).choices["nutrition"] == "hard"


def test_too_many_words_are_refused_beside_the_field_and_kept_there(client: Client) -> None:
    row = begun(client)

    page = answer(client, "every-day", words="y" * 2001)

    assert page.status_code == 422
    assert "2,001 letters" in page.text
    assert "y" * 2001 in page.text
    assert said_in(row).words == {}


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "{{ 7*7 }}", "'; DROP TABLE x;--"]
)
def test_scripts_are_words_like_any_other(client: Client, hostile: str) -> None:
    row = begun(client)
    answer(client, MATTERS, words=hostile, postcode=hostile[:10])

    page = client.get("/check/result/")

    assert said_in(row).words[MATTERS] == hostile
    assert "<script>alert" not in page.text
    assert "49" not in main_of(page)


def test_a_nul_and_other_signs_no_keyboard_has_are_left_out(client: Client) -> None:
    row = begun(client)

    page = answer(client, "every-day", words="A\x00B\x1b", nutrition="hard\x00")
    assert page.status_code == 422  # no such answer
    assert answer(client, "every-day", words="A\x00B\x1b").status_code == 302
    assert said_in(row).words["every-day"] == "AB"
    assert client.get("/check/questions/%00/").status_code == 400


def test_an_answer_that_was_never_offered_is_refused_kindly(client: Client) -> None:
    row = begun(client)

    page = answer(client, "every-day", nutrition="tampered")

    assert page.status_code == 422
    assert "Choose one of these, or leave it out" in page.text
    assert said_in(row).choices == {}


@pytest.mark.parametrize("address", ["questions/every-day/", "result/", "send/", "sent/", "save/"])
def test_steps_in_the_wrong_order_lead_somewhere(client: Client, address: str) -> None:
    page = client.get(f"/check/{address}")

    assert page.status_code == 404
    assert "Begin a check" in page.text
    assert client.post(f"/check/{address}", {"go": "on"}).status_code in (404, 405)
    assert not SelfCheck.objects.exists()


def test_tampered_names_of_pages_and_kinds_are_refused_kindly(client: Client) -> None:
    begun(client)

    assert client.get("/check/questions/nowhere/").status_code == 404
    assert client.post("/check/", {"whom": "everybody"}).status_code == 422
    assert client.post("/check/", {}).status_code == 422
    other = Client()
    other.cookies["sessionid"] = "made-up"
    assert other.get("/check/result/").status_code == 404


def test_words_sent_after_the_session_ended_are_kept_in_a_new_check(client: Client) -> None:
    page = client.post(
        "/check/questions/every-day/", {"whom": "other", "go": "on", "words": "Typed at midnight"}
    )

    assert page.headers["Location"] == "/check/questions/home/"
    assert said_in(SelfCheck.objects.get()).words["every-day"] == "Typed at midnight"


def test_the_same_post_again_changes_nothing(client: Client) -> None:
    row = begun(client)
    for _ in range(3):
        client.post("/check/", {"whom": "other"})
        answer(client, "every-day", nutrition="hard")

    assert SelfCheck.objects.count() == 1
    assert said_in(row).choices["nutrition"] == "hard"


def test_a_flood_from_one_address_is_slowed_and_loses_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "POSTS_AN_HOUR", 5)
    row = begun(client)

    told = [answer(client, "every-day", words=f"Time {time}") for time in range(7)]

    assert [page.status_code for page in told] == [302] * 4 + [429] * 3
    assert "what you typed is still here" in told[-1].text
    assert "Time 6" in told[-1].text
    assert said_in(row).words["every-day"] == "Time 3"


def test_a_flood_of_new_checks_from_one_address_is_slowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "BEGUN_AN_HOUR", 3)

    told = [Client().post("/check/", {"whom": "me"}).status_code for _ in range(5)]

    assert told == [302, 302, 302, 429, 429]
    assert SelfCheck.objects.count() == 3
    assert Client(REMOTE_ADDR="10.1.1.1").post("/check/", {"whom": "me"}).status_code == 302


def test_posts_of_strangers_leave_no_rows_behind() -> None:
    for address in ("delete/", "close/", "back/", "send/", "sent/", "save/"):
        Client().post(f"/check/{address}", {"reference": "A", "code": "B", "go": "add"})

    assert (SelfCheck.objects.count(), Session.objects.count()) == (0, 0)


def test_when_too_many_are_open_people_are_asked_to_call(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "MOST_OPEN", 0)

    page = client.post("/check/", {"whom": "me"})

    assert page.status_code == 422
    assert "Call us instead" in page.text
