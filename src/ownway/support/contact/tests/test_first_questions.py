"""What is asked with a request is kept until it is decided, and its due day is never typed.

A worry about safety stays off every page that the person or whom they let in can read.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import timeline
from ownway.foundation.hand_overs import queries as hand_overs
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.contact import domain, operations, queries
from ownway.support.contact.domain import asking
from ownway.support.contact.models import Screening, SupportRequest
from ownway.support.safeguarding.models import Concern

ON = making.DAY
CANARY = "Her nephew takes her pension"
ANSWERS: dict[str, Any] = {
    "worry": "yes",
    "worry_words": CANARY,
    "risk": "some",
    "risk_words": "She has no food in",
    "carer": "yes",
    "carer_name": "Pete Calloway",
    "carer_offer": "to offer",
    "talk_asked": True,
    "discharge_pathway": 1,
    "leaving_on": ON + timedelta(days=2),
}


def ask(of: Any, by: Any, **more: Any) -> UUID:
    said: dict[str, Any] = {
        "who_asked": "Pete",
        "words": "She fell twice.",
        "route_of_access": domain.FROM_THE_PERSON,
        "by": by,
        "on": ON,
    }
    return operations.ask_for_support(of.pk, **(said | more))


@given(st.sampled_from([*asking.URGENCIES, ""]), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_the_due_day_is_never_before_the_day_it_was_asked(urgency: str, asked: date) -> None:
    assert asking.due_on(urgency, asked) >= asked
    assert asking.due_on(asking.TODAY, asked) == asked
    assert asking.due_on(asking.TODAY, asked) <= asking.due_on(urgency, asked)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"relation": "neighbour"}, "Choose from the list who they are to the person."),
        ({"consent": "perhaps"}, "Choose from the list whether the person agrees."),
        ({"consent": "not asked"}, "Say why the person has not agreed themself."),
        (
            {"consent": "best interests", "consent_because": " "},
            "Say why the person has not agreed themself.",
        ),
        ({"urgency": "whenever"}, "Choose from the list how soon help is needed."),
        ({"urgency": "today"}, "Say why it cannot wait."),
        (
            {"requested_on": ON - timedelta(days=29)},
            "Say why it is written down only now: the day is more than 28 days ago.",
        ),
    ],
)
@pytest.mark.django_db
def test_a_request_says_what_is_missing_and_keeps_nothing(
    wrong: dict[str, Any], words: str
) -> None:
    ruth, nell = making.person(), making.practitioner()

    with pytest.raises(Refused) as refusal:
        ask(ruth, nell, **wrong)

    assert str(refusal.value) == words
    assert SupportRequest.objects.count() == 0


@pytest.mark.parametrize(("days", "because"), [(28, ""), (29, "The form lay in the post room")])
@pytest.mark.django_db
def test_a_day_of_the_past_is_taken_and_one_long_ago_with_its_reason(
    days: int, because: str
) -> None:
    ruth, nell = making.person(), making.practitioner()

    ask(ruth, nell, requested_on=ON - timedelta(days=days), late_because=because)

    (line,) = queries.requests_of(ruth.pk, by=nell)
    assert (line.requested_on, line.late_because) == (ON - timedelta(days=days), because)


@pytest.mark.django_db
def test_all_that_was_said_is_read_back() -> None:
    ruth, nell = making.person(), making.practitioner()

    made = ask(
        ruth,
        nell,
        relation="carer",
        consent="best interests",
        consent_because="She cannot follow it; her sister was asked",
        matters="Her garden",
        wanted="Somebody in the morning",
        urgency="today",
        urgency_because="Pete goes into hospital tonight",
    )

    line = queries.request_for_reading(made, by=nell, on=ON)
    assert (line.relation, line.consent, line.matters, line.wanted, line.due_on) == (
        "Somebody who looks after them, unpaid",
        "They cannot decide this; it is in their best interests",
        "Her garden",
        "Somebody in the morning",
        ON,
    )


@pytest.mark.django_db
def test_how_soon_may_be_said_anew_and_the_due_day_follows() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = ask(ruth, nell, urgency="when you can")

    operations.change_urgency(made, urgency="today", because="She fell again", by=nell, on=ON)

    line = queries.request_for_reading(made, by=nell, on=ON)
    assert (line.urgency, line.due_on) == ("today", ON)
    assert timeline(ruth.pk)[0].words == "Today: She fell again"
    for urgency, because in (("soon", "x"), ("days", " ")):
        with pytest.raises(Refused):
            operations.change_urgency(made, urgency=urgency, because=because, by=nell, on=ON)


@pytest.mark.django_db
def test_the_answers_are_kept_changed_and_then_stand() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = ask(ruth, nell)

    operations.note_screening(made, **ANSWERS, by=nell, on=ON)
    operations.note_screening(
        made, worry="no", risk="none", carer="not sure", by=nell, on=ON + timedelta(days=1)
    )
    line = queries.screening_of(made, by=nell)
    assert line
    assert (line.worry, line.worry_words, line.carer_offer, line.noted_on) == (
        "no",
        "",
        "",
        ON + timedelta(days=1),
    )
    operations.decide_request(made, outcome=domain.TO_ASSESSMENT, by=nell, on=ON)

    with pytest.raises(Refused, match="Nell Farraday answered it on 23 November"):
        operations.note_screening(made, **ANSWERS, by=nell, on=ON)
    assert Screening.objects.get().worry == "no"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"worry": "maybe"}, "Answer each question from its list. “Not sure” is an answer."),
        ({"worry_words": ""}, "Write down what worries you about their safety."),
        ({"risk_words": ""}, "Write down what may go wrong, and what was done about it."),
        (
            {"carer_offer": ""},
            "Say whether the carer was offered an assessment of their own.",
        ),
        ({"discharge_pathway": 4}, "Choose the pathway out of hospital from the list."),
        ({"discharge_pathway": None}, "Choose the pathway out of hospital too."),
        (
            {"leaving_on": ON - timedelta(days=29)},
            "The day of leaving hospital is long before they asked. Look at it again.",
        ),
    ],
)
@pytest.mark.django_db
def test_the_questions_refuse_in_words(wrong: dict[str, Any], words: str) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = ask(ruth, nell)

    with pytest.raises(Refused) as refusal:
        operations.note_screening(made, **(ANSWERS | wrong), by=nell, on=ON)

    assert str(refusal.value) == words
    assert Screening.objects.count() == 0


@pytest.mark.django_db
def test_nothing_is_asked_of_somebody_who_has_died_meanwhile() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = ask(ruth, nell)
    ruth.died_on = ON
    ruth.save()

    with pytest.raises(Refused, match="There is nothing left to ask"):
        operations.note_screening(made, **ANSWERS, by=nell, on=ON)


@pytest.mark.django_db
def test_a_worry_about_safety_is_on_no_page_of_the_person(client: Client, settings: Any) -> None:
    settings.OWNWAY_TODAY = ON
    ruth, nell = making.person(), making.practitioner()
    made = ask(ruth, nell)
    operations.note_screening(made, **ANSWERS, by=nell, on=ON)
    client.force_login(making.own_sign_in(ruth))

    pages = [client.get(at) for at in ("/my/", "/my/record/", "/my/record/?all=yes", "/my/ask/")]

    assert [page.status_code for page in pages] == [200] * 4
    assert [CANARY in page.text or "nephew" in page.text for page in pages] == [False] * 4
    assert "First questions asked" in pages[2].text
    client.force_login(nell)
    assert CANARY in client.get(f"/team/requests/{made}/").text
    assert CANARY not in client.get(f"/team/people/{ruth.pk}/").text


@pytest.mark.django_db
def test_the_questions_are_typed_kept_and_shown(client: Client, settings: Any) -> None:
    settings.OWNWAY_TODAY = ON
    ruth, nell = making.person(), making.practitioner()
    made = ask(ruth, nell)
    client.force_login(nell)
    at = f"/team/requests/{made}/first-questions/"
    assert "Ask the first questions" in client.get(f"/team/requests/{made}/").text

    wrong = client.post(at, {"worry": "yes", "risk": "none", "carer": "no"})
    assert wrong.status_code == 422
    assert "Write down what worries you" in wrong.text
    shown = client.post(
        at,
        {
            "worry": "no",
            "risk": "now",
            "risk_words": "No heating; the neighbour took her in",
            "carer": "yes",
            "carer_name": "Pete",
            "carer_offer": "to offer",
            "discharge_pathway": "1",
            "leaving_on_day": "25",
            "leaving_on_month": "11",
            "leaving_on_year": "2026",
        },
        follow=True,
    )

    assert "<b>Danger today.</b> No heating; the neighbour took her in" in shown.text
    assert "Pathway 1: Home with support to get better, expected on 25" in shown.text
    assert "still to be offered an assessment of their own" in shown.text
    assert 'value="Pete"' in client.get(at).text


@pytest.mark.django_db
def test_the_second_of_two_is_told_who_decided(client: Client, settings: Any) -> None:
    settings.OWNWAY_TODAY = ON
    team = making.team()
    ruth = making.person(team=team)
    nell, idris = making.practitioner(team), making.practitioner(team, name="Idris Vaughan")
    made = ask(ruth, nell)
    client.force_login(idris)
    assert client.get(f"/team/requests/{made}/").status_code == 200
    operations.decide_request(made, outcome=domain.TO_ASSESSMENT, by=nell, on=ON)

    late = client.post(
        f"/team/requests/{made}/", {"outcome": domain.DECLINED, "words": "She said no"}
    )

    assert late.status_code == 422
    assert "Nell Farraday answered it on 23 November 2026" in late.text
    assert "Decided on 23" in late.text
    assert SupportRequest.objects.get().outcome == domain.TO_ASSESSMENT


@pytest.mark.django_db
def test_the_person_withdraws_and_nothing_that_was_said_goes(client: Client, settings: Any) -> None:
    settings.OWNWAY_TODAY = ON
    ruth = making.person()
    her = making.own_sign_in(ruth)
    made = ask(ruth, her)
    client.force_login(her)
    assert "/my/ask/withdraw/" in client.get("/my/ask/").text

    assert client.get("/my/ask/withdraw/").status_code == 200
    after = client.post("/my/ask/withdraw/", {"words": ""}, follow=True)

    row = SupportRequest.objects.get(pk=made)
    assert (row.outcome, row.finished_on, row.withdrawn_on, row.words, row.decided_by) == (
        domain.DECLINED,
        ON,
        ON,
        "She fell twice.",
        her,
    )
    assert "What I asked before" in after.text
    assert client.post("/my/ask/withdraw/", {})["Location"] == "/my/ask/"
    with pytest.raises(Refused, match="Ruth Calloway answered it"):
        operations.withdraw_request(made, by=her, on=ON)
    assert ask(ruth, her) != made


@pytest.mark.django_db
def test_a_worker_withdraws_on_the_persons_word_alone() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = ask(ruth, nell)

    with pytest.raises(Refused, match="Write down what the person said"):
        operations.withdraw_request(made, by=nell, on=ON)
    with pytest.raises(Refused, match="400 letters"):
        operations.withdraw_request(made, words="x" * 401, by=nell, on=ON)
    operations.withdraw_request(made, words="My son moves in.", by=nell, on=ON)

    told = timeline(ruth.pk)[0]
    assert (told.name, told.words) == ("contact.request-withdrawn", "My son moves in.")


@pytest.mark.django_db
def test_who_may_not_touch_a_request() -> None:
    ruth, nell, wanda = making.person(), making.practitioner(), making.finance()
    other = making.own_sign_in(making.person(given_name="Ivor"))
    made = ask(ruth, nell)

    acts: list[Callable[[SignIn], None]] = [
        lambda by: operations.withdraw_request(made, words="x", by=by, on=ON),
        lambda by: operations.change_urgency(made, urgency="days", because="x", by=by, on=ON),
        lambda by: operations.note_screening(made, **ANSWERS, by=by, on=ON),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act(wanda)
        with pytest.raises(NotFound):
            act(other)
    assert SupportRequest.objects.get().urgency == ""
    assert queries.screening_of(made, by=other) is None


@pytest.mark.django_db
def test_a_worry_goes_to_the_safeguarding_team_once_and_names_nobody_in_the_timeline(
    client: Client, settings: Any
) -> None:
    settings.OWNWAY_TODAY = ON
    ruth, nell = making.person(), making.practitioner()
    made = ask(ruth, nell)
    client.force_login(nell)
    at = f"/team/requests/{made}/tell-safeguarding/"
    assert "No worry about their safety" in client.post(at, follow=True).text
    operations.note_screening(made, **(ANSWERS | {"risk": "now"}), by=nell, on=ON)
    assert "Tell the safeguarding team" in client.get(f"/team/requests/{made}/").text

    for _ in range(2):
        told = client.post(at, follow=True)
    assert "<b>The safeguarding team was told.</b>" in told.text

    concern = Concern.objects.get()
    assert (concern.words, concern.danger_now, concern.whom_id) == (CANARY, True, ruth.pk)
    said = [f"{one.name} {one.words}" for one in timeline(ruth.pk)]
    assert [one for one in said if "safeguarding" in one or CANARY in one] == []


@pytest.mark.django_db
def test_an_assessment_still_to_offer_to_a_carer_is_owed_by_somebody_until_it_is_offered() -> None:
    ruth, nell = making.person(), making.practitioner()
    asked = operations.ask_for_support(
        ruth.pk,
        who_asked="Ellie",
        words="?",
        route_of_access=domain.FROM_THE_PERSON,
        by=nell,
        on=ON,
    )
    said: dict[str, Any] = {"worry": "no", "risk": "none", "carer": "yes", "by": nell, "on": ON}
    for _ in range(2):  # asked again, it is owed once
        operations.note_screening(asked, carer_offer="to offer", carer_name="Pete", **said)
    (owed,) = hand_overs.about(ruth.pk, by=nell, on=ON, open_only=True)
    assert owed.what == "Offer the carer an assessment of their own"
    assert owed.due_on > ON
    operations.note_screening(asked, carer_offer="offered", carer_name="Pete", **said)
    assert hand_overs.about(ruth.pk, by=nell, on=ON, open_only=True) == []
