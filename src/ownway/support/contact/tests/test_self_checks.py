"""A self-check is kept sealed until a known day, sent once with every answer, and taken up once."""

import json
from datetime import timedelta
from threading import Thread
from typing import Any

import making
import pytest
from django.db import connection

from ownway.config.clock import now
from ownway.foundation.facts.models import Fact, FactContent
from ownway.kernel.refusal import NotAllowed, NotFound, ReasonNeeded, Refused
from ownway.support.contact import operations as contact
from ownway.support.contact import queries as asked_queries
from ownway.support.contact.domain import TO_ASSESSMENT, TO_REABLEMENT
from ownway.support.contact.domain import self_checks as checks
from ownway.support.contact.domain.self_checks import MATTERS, NEWEST, Said, Whom
from ownway.support.contact.models import CheckOnRecord, SelfCheck, SupportRequest
from ownway.support.contact.operations import ask_for_support
from ownway.support.contact.operations import self_checks as operations
from ownway.support.contact.queries import self_checks as queries
from ownway.support.people import queries as people
from ownway.support.people.models import Person
from ownway.support.people.operations import NewPerson

pytestmark = pytest.mark.django_db
ON = making.DAY
SAID = Said({"safe": "yes", "nutrition": "hard"}, {"every-day": "Toast", MATTERS: "Her garden"})
SENDER = {
    "your_name": "Ellie Okafor",
    "relation": "child",
    "relation_words": "their daughter or son",
    "consent": "agrees",
    "telephone": "07700 900123",
    "given_name": "Grace",
    "family_name": "Okafor",
    "born_on": "1941-07-04",
    "needs": ["large-print"],
    "needs_in_words": ["large print"],
    "needs_words": "Speak to her left side",
}


def begun(whom: Whom = Whom.OTHER, said: Said = SAID) -> SelfCheck:
    return SelfCheck.objects.get(pk=operations.begin_check(whom, said=said, on=ON))


def sent(whom: Whom = Whom.OTHER, said: Said = SAID, **sender: Any) -> SelfCheck:
    row = begun(whom, said)
    operations.send_check(row.pk, SENDER | sender, on=ON, at=now())
    return SelfCheck.objects.get(pk=row.pk)


def test_words_are_sealed_and_the_code_is_nowhere() -> None:
    row = begun()
    saved = operations.save_to_come_back(row.pk, on=ON)

    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text, answers, code_digest FROM contact_selfcheck t")
        text, *sealed = cursor.fetchone()
    kept = text + "".join(bytes(one).decode("latin-1") for one in sealed)
    for words in ("Toast", "Her garden", "nutrition", saved.code):
        assert words not in kept
    assert queries.held_check(row.pk, on=ON).said == SAID  # type: ignore[union-attr]  # just begun


def test_reference_and_code_open_it_and_nothing_else_does() -> None:
    row = begun()
    saved = operations.save_to_come_back(row.pk, on=ON)

    assert operations.come_back(saved.reference.lower(), f" {saved.code} ", on=ON) == row.pk
    wrong = [
        (saved.reference, "AAAAAAAA"),
        ("AAAAAAAA", saved.code),
        (saved.reference, ""),
        ("", ""),
    ]
    told = set()
    for reference, code in wrong:
        with pytest.raises(NotFound) as refused:
            operations.come_back(reference, code, on=ON)
        told.add(str(refused.value))
    assert told == {operations.NOT_HERE}


def test_a_check_that_was_never_saved_opens_with_no_code() -> None:
    row = begun()
    SelfCheck.objects.filter(pk=row.pk).update(reference="ABCDEFGH")

    with pytest.raises(NotFound):
        operations.come_back("ABCDEFGH", "", on=ON)


def test_a_new_code_makes_the_one_before_worthless() -> None:
    row = begun()
    first = operations.save_to_come_back(row.pk, on=ON)
    second = operations.save_to_come_back(row.pk, on=ON)

    assert first.reference == second.reference
    assert operations.come_back(second.reference, second.code, on=ON) == row.pk
    with pytest.raises(NotFound):
        operations.come_back(first.reference, first.code, on=ON)


def test_it_is_kept_until_the_day_it_says_and_erased_the_night_after() -> None:
    row, other = begun(), begun()
    saved = operations.save_to_come_back(row.pk, on=ON)
    assert saved.until == ON + timedelta(days=30)

    assert operations.erase_abandoned(on=ON + timedelta(days=1)) == 0
    assert operations.erase_abandoned(on=ON + timedelta(days=2)) == 1  # never saved
    assert not SelfCheck.objects.filter(pk=other.pk).exists()
    assert operations.come_back(saved.reference, saved.code, on=saved.until) == row.pk
    with pytest.raises(NotFound):  # also when the job has not run yet
        operations.come_back(saved.reference, saved.code, on=saved.until + timedelta(days=1))
    assert operations.erase_abandoned(on=saved.until + timedelta(days=1)) == 1
    assert operations.erase_abandoned(on=saved.until + timedelta(days=1)) == 0
    assert not SelfCheck.objects.exists()
    counted = Fact.objects.filter(name=operations.ERASED.name)
    assert [one.about_id for one in counted] == [None, None]
    assert set(FactContent.objects.filter(fact__in=counted).values_list("words", flat=True)) == {
        "1 erased"
    }


def test_touching_it_keeps_it_longer() -> None:
    row = begun()
    operations.save_to_come_back(row.pk, on=ON)
    operations.say(row.pk, Said({"work": "well"}, {}), on=ON + timedelta(days=20))

    assert queries.held_check(row.pk, on=ON).kept_until == ON + timedelta(days=50)  # type: ignore[union-attr]  # just begun


def test_what_waits_for_us_is_never_erased() -> None:
    row = sent()

    assert operations.erase_abandoned(on=ON + timedelta(days=900)) == 0
    assert SelfCheck.objects.filter(pk=row.pk).exists()


def test_deleting_leaves_nothing_and_a_sent_one_stays() -> None:
    row, waiting = begun(), sent()
    operations.delete_check(row.pk)
    operations.delete_check(row.pk)
    operations.delete_check(waiting.pk)

    assert list(SelfCheck.objects.values_list("pk", flat=True)) == [waiting.pk]


def test_sending_twice_sends_once() -> None:
    row = begun()
    code = operations.send_check(row.pk, SENDER, on=ON, at=now())
    again = operations.send_check(
        row.pk, SENDER | {"given_name": "Eve"}, on=ON + timedelta(days=1), at=now()
    )

    row.refresh_from_db()
    assert len(code) == 8
    assert again == ""
    assert row.sent_on == ON
    assert row.answer_by == ON + timedelta(days=2)
    assert json.loads(row.sender)["given_name"] == "Grace"
    assert Fact.objects.filter(name=operations.SENT.name).count() == 1


def test_staff_see_who_waits_danger_first_and_nobody_else_does() -> None:
    calm = sent()
    danger = sent(said=Said({"safe": "unsure"}, {}))
    begun()
    nell = making.practitioner()

    lines = queries.waiting_self_checks(by=nell, on=ON + timedelta(days=3))

    assert [one.id for one in lines] == [danger.pk, calm.pk]
    assert [(one.unsafe, one.late, one.days) for one in lines] == [
        (True, True, 3),
        (False, True, 3),
    ]
    assert (lines[1].name, lines[1].sent_by) == (
        "Grace Okafor",
        "Ellie Okafor, their daughter or son",
    )
    assert queries.waiting_self_checks(by=making.finance(), on=ON) == []
    with pytest.raises(NotAllowed):
        queries.self_check_for_reading(calm.pk, by=making.finance(), on=ON)


def test_on_a_record_it_is_a_request_with_every_answer() -> None:
    row, grace = sent(), making.person(given_name="Grace", family_name="Okafor")
    nell = making.practitioner(of=grace.team)

    request_id = operations.attach_self_check(row.pk, grace.pk, by=nell, on=ON + timedelta(days=1))

    made = SupportRequest.objects.get(pk=request_id)
    assert (made.person_id, made.requested_on, made.client_type) == (grace.pk, ON, "Service user")
    assert (made.relation, made.consent, made.urgency) == ("family", "given", "")
    assert "Her garden" in made.words
    (told,) = queries.answers_for_request(request_id, by=nell)
    answered = {
        one.question.id: one.words for part in told.parts for one in part.answers if one.words
    }
    assert answered == {
        "safe": "Yes, for now",
        "nutrition": "It is hard, or they cannot do it on their own",
    }
    assert [part.words for part in told.parts if part.words] == ["Toast"]
    assert told.matters == "Her garden"
    assert ("Telephone of the sender", "07700 900123") in told.who
    row.refresh_from_db()
    assert (row.answers, row.sender, row.added) == ("", "", "")
    assert row.kept_until == ON + timedelta(days=31)


def test_old_answers_keep_the_questions_they_answered() -> None:
    row = sent()
    SelfCheck.objects.filter(pk=row.pk).update(version=NEWEST)
    grace = making.person()
    nell = making.practitioner(of=grace.team)
    operations.attach_self_check(row.pk, grace.pk, by=nell, on=ON)

    assert CheckOnRecord.objects.get().version == NEWEST


def test_somebody_who_may_not_be_safe_makes_it_urgent_and_a_carer_asks_as_a_carer() -> None:
    grace = making.person()
    nell = making.practitioner(of=grace.team)
    row = sent(Whom.CARER, Said({"safe": "no", "too-much": "often"}, {}))

    request_id = operations.attach_self_check(row.pk, grace.pk, by=nell, on=ON)

    made = SupportRequest.objects.get(pk=request_id)
    assert (made.urgency, made.client_type, made.relation) == ("today", "Carer", "self")


def test_the_second_worker_is_told_kindly_who_did() -> None:
    row, grace = sent(), making.person()
    nell = making.practitioner(of=grace.team)
    asif = making.practitioner(of=grace.team, name="Asif Karim")
    operations.attach_self_check(row.pk, grace.pk, by=nell, on=ON)

    with pytest.raises(Refused, match="Nell Farraday put it on a record on 23 November 2026"):
        operations.attach_self_check(row.pk, grace.pk, by=asif, on=ON)
    with pytest.raises(Refused, match="Nell Farraday"):
        operations.attach_to_new_record(
            row.pk, NewPerson("Grace", "Okafor", how_they_came="Wrote"), by=asif, on=ON
        )
    assert Person.objects.count() == 1
    assert SupportRequest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_request() -> None:
    row, grace = sent(), making.person()
    workers = [making.practitioner(of=grace.team, name=name) for name in ("Nell", "Asif")]
    told: list[str] = []

    def take_up(by: Any) -> None:
        try:
            operations.attach_self_check(row.pk, grace.pk, by=by, on=ON)
            told.append("")
        except Refused as refused:
            told.append(str(refused))
        finally:
            connection.close()

    threads = [Thread(target=take_up, args=(one,)) for one in workers]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(bool(one) for one in told) == [False, True]
    assert SupportRequest.objects.count() == CheckOnRecord.objects.count() == 1


def test_a_request_that_waits_takes_the_answers_and_no_second_is_made() -> None:
    row, grace = sent(), making.person()
    nell = making.practitioner(of=grace.team)
    waits = ask_for_support(
        grace.pk,
        who_asked="Grace",
        words="Help",
        route_of_access="Community / other route",
        by=nell,
        on=ON,
    )

    assert operations.attach_self_check(row.pk, grace.pk, by=nell, on=ON) == waits
    assert len(queries.answers_for_request(waits, by=nell)) == 1


def test_a_new_record_begins_with_what_was_told() -> None:
    row, nell = sent(), making.practitioner()

    request_id = operations.attach_to_new_record(
        row.pk, NewPerson("Grace", "Okafor", how_they_came="A self-check"), by=nell, on=ON
    )

    grace = SupportRequest.objects.get(pk=request_id).person
    assert (grace.given_name, grace.worker_id, grace.how_to_talk) == (
        "Grace",
        nell.pk,
        "Speak to her left side",
    )
    assert [one.code for one in grace.communication_needs.all()] == ["large-print"]


def test_a_record_outside_their_work_asks_why_first_and_the_dead_are_asked_nothing() -> None:
    row, grace = sent(), making.person()
    stranger = making.practitioner(of=making.team("West team"))
    dead = making.person(died_on=ON - timedelta(days=5))

    with pytest.raises(ReasonNeeded):
        operations.attach_self_check(row.pk, grace.pk, by=stranger, on=ON)
    with pytest.raises(Refused, match="died on"):
        operations.attach_self_check(row.pk, dead.pk, by=making.practitioner(of=dead.team), on=ON)
    row.refresh_from_db()
    assert row.taken_up_on is None


def test_others_read_nothing_of_answers_on_a_record() -> None:
    row, grace = sent(), making.person()
    request_id = operations.attach_self_check(
        row.pk, grace.pk, by=making.practitioner(of=grace.team), on=ON
    )
    stranger = making.practitioner(of=making.team("West team"))

    assert queries.answers_for_request(request_id, by=stranger) == []
    with pytest.raises(ReasonNeeded):
        queries.checks_of(grace.pk, by=stranger)


def test_taking_back_and_adding_words_while_nobody_took_it_up() -> None:
    row = sent()
    operations.add_words(row.pk, "She fell again.", on=ON)
    operations.add_words(row.pk, "She fell again.", on=ON)
    assert queries.held_check(row.pk, on=ON).added == ((ON, "She fell again."),)  # type: ignore[union-attr]  # it stands

    operations.take_back(row.pk, on=ON)
    operations.take_back(row.pk, on=ON)
    held = queries.held_check(row.pk, on=ON)
    assert held is not None
    assert (held.is_sent, held.said) == (False, SAID)
    assert queries.waiting_self_checks(by=making.practitioner(), on=ON) == []


def test_once_taken_up_it_cannot_be_taken_back_or_added_to() -> None:
    row, grace = sent(), making.person()
    operations.attach_self_check(row.pk, grace.pk, by=making.practitioner(of=grace.team), on=ON)

    with pytest.raises(Refused, match="Somebody took this up"):
        operations.take_back(row.pk, on=ON)
    with pytest.raises(Refused, match="Somebody took this up"):
        operations.add_words(row.pk, "More", on=ON)


def test_words_can_be_added_only_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    row = sent()
    monkeypatch.setattr(checks, "ADDED_AT_MOST", 2)
    operations.add_words(row.pk, "One", on=ON)
    operations.add_words(row.pk, "Two", on=ON)

    with pytest.raises(Refused, match="added a lot"):
        operations.add_words(row.pk, "Three", on=ON)
    with pytest.raises(Refused, match="2,000 letters"):
        operations.add_words(row.pk, "x" * 2001, on=ON)


def test_putting_aside_needs_a_reason_and_ends_it() -> None:
    row, nell = sent(), making.practitioner()

    with pytest.raises(Refused, match="why"):
        operations.put_aside(row.pk, " ", by=nell, on=ON)
    operations.put_aside(row.pk, "Sent twice", by=nell, on=ON)

    assert queries.waiting_self_checks(by=nell, on=ON) == []
    assert queries.held_check(row.pk, on=ON).put_aside  # type: ignore[union-attr]  # it stands
    with pytest.raises(NotAllowed):
        operations.put_aside(row.pk, "Spam", by=making.finance(), on=ON)
    assert operations.erase_abandoned(on=ON + timedelta(days=31)) == 1


def test_there_is_an_end_to_open_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "MOST_OPEN", 2)
    begun()
    begun()

    with pytest.raises(operations.TooManyOpen, match="Call us"):
        begun()


def test_ones_own_goes_straight_onto_ones_own_record() -> None:
    ruth = making.person()
    me = making.own_sign_in(ruth)
    check_id = operations.begin_check(Whom.ME, said=SAID, person_id=ruth.pk, by=me, on=ON)
    assert queries.own_check(ruth.pk, by=me, on=ON) is not None
    assert queries.held_check(check_id, on=ON) is None

    request_id = operations.send_own_check(check_id, {"when": "Mornings"}, by=me, on=ON)

    (told,) = queries.answers_for_request(request_id, by=me)
    assert (told.matters, told.who) == ("Her garden", (("Good times", "Mornings"),))
    assert not SelfCheck.objects.exists()
    with pytest.raises(NotFound):
        operations.send_own_check(check_id, {}, by=me, on=ON)


def test_who_may_not_be_safe_is_answered_today_and_stands_first() -> None:
    nell = making.practitioner()
    sent()
    danger = sent(said=Said({"safe": "no"}, {}))
    first, _ = asked_queries.queue(by=nell, on=ON)
    assert (first.id, first.due_on, first.may_be_unsafe) == (danger.pk, ON, True)


def test_nothing_is_decided_before_the_first_questions_where_somebody_is_not_safe() -> None:
    ruth, nell = making.person(), making.practitioner()
    asked = operations.attach_self_check(
        sent(said=Said({"safe": "no"}, {})).pk, ruth.pk, by=nell, on=ON
    )
    with pytest.raises(Refused, match="Ask the first questions first"):
        contact.decide_request(asked, outcome=TO_ASSESSMENT, by=nell, on=ON)
    contact.note_screening(asked, worry="no", risk="none", carer="no", by=nell, on=ON)
    contact.decide_request(asked, outcome=TO_ASSESSMENT, by=nell, on=ON)


def test_the_day_that_was_promised_stays_when_it_is_taken_up() -> None:
    ruth, nell = making.person(), making.practitioner()
    row = sent()
    promised = row.answer_by
    asked = operations.attach_self_check(row.pk, ruth.pk, by=nell, on=ON)
    assert promised is not None
    assert asked_queries.request_for_reading(asked, by=nell, on=ON).due_on == promised


def test_whoever_wrote_for_somebody_is_around_them_on_a_new_record() -> None:
    nell = making.practitioner()
    row = sent(your_name="Joan Marsden", relation_words="their daughter", telephone="01632 960 100")
    asked = operations.attach_to_new_record(
        row.pk, NewPerson("Edith", "Marsden", how_they_came="A self-check"), by=nell, on=ON
    )
    person_id = asked_queries.request_for_reading(asked, by=nell, on=ON).person_id
    around = people.around_of(person_id, by=nell, on=ON)
    joan = next(one for one in around if one.name == "Joan Marsden")
    assert joan.who == "their daughter"
    assert "01632 960 100" in joan.words


def test_short_term_help_first_still_leads_to_an_assessment_and_waits_for_both() -> None:
    ruth, nell = making.person(), making.practitioner()
    asked = operations.attach_self_check(sent().pk, ruth.pk, by=nell, on=ON)
    contact.decide_request(asked, outcome=TO_REABLEMENT, by=nell, on=ON)
    assert [one.id for one in asked_queries.decided_to_assess(by=nell, on=ON)] == [asked]
    assert [one.id for one in asked_queries.decided_to_reable(by=nell, on=ON)] == [asked]
