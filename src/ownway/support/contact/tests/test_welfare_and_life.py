"""Nobody answering the door is never the end; whoever wants no offers is never prompted about."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from django.test import Client

from ownway.commissioning.directory import operations as directory
from ownway.commissioning.directory.domain import TOPICS
from ownway.foundation.facts.queries import timeline
from ownway.foundation.hand_overs import queries as hand_overs
from ownway.foundation.hand_overs.models import HandOver
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.contact import operations, queries
from ownway.support.contact.domain.life_events import EVENTS, NOT_OFFERED
from ownway.support.contact.domain.welfare import Outcome
from ownway.support.contact.models import LifeEvent, NoOffers, WelfareCheck

pytestmark = pytest.mark.django_db
ON = making.DAY


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = ON


def ask(of: Any, by: Any, **more: Any) -> UUID:
    said: dict[str, Any] = {"why": "No answer since yesterday.", "basis": "danger"}
    if not {"to_team", "service_id"} & set(more):
        said["to_team"] = making.team("Volunteers")
    return operations.ask_welfare_check(of.pk, **(said | more), by=by, on=ON)


def group() -> UUID:
    return directory.list_service(
        by=None, on=ON, name="Good neighbours", organisation="Thornbeck Hall", what="Look in",
        topics=["company"], telephone="01632 960 172", may_be_referred=True,
    )  # fmt: skip


def test_due_today_and_back_with_how_they_were_found() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = ask(ruth, nell, service_id=group())
    (line,) = hand_overs.concerning(nell, on=ON)
    assert (line.due_on, line.receiver, line.call) == (
        ON,
        "Good neighbours",
        "Good neighbours, 01632 960 172",
    )

    assert (
        operations.note_welfare_outcome(
            made, outcome=Outcome.WELL, words="She was in the garden", by=nell, on=ON
        )
        is None
    )

    (check,) = queries.welfare_checks_of(ruth.pk, by=nell)
    assert (check.outcome, check.outcome_words, check.is_open) == (
        "Seen, and well",
        "She was in the garden",
        False,
    )
    assert hand_overs.concerning(nell, on=ON) == []
    assert timeline(ruth.pk)[0].words == "Seen, and well. She was in the garden"


def test_no_reply_goes_to_the_team_at_once() -> None:
    team = making.team()
    ruth, nell = making.person(team=team), making.practitioner(team)
    made = ask(ruth, nell)

    passed = operations.note_welfare_outcome(made, outcome=Outcome.NO_REPLY, by=nell, on=ON)

    (line,) = hand_overs.concerning(nell, on=ON)
    assert (line.id, line.due_on, line.receiver, line.to_me) == (passed, ON, "East team", True)
    assert line.what == "Welfare check: no reply. Decide now"
    assert "ring 999" in line.words


def test_without_any_team_it_comes_back_to_whoever_asked() -> None:
    ruth = making.person(team=making.team())
    ruth.team = None
    ruth.save()
    nell = making.staff(making.Role.PRACTITIONER, name="Nell Farraday")
    ruth.worker = nell
    ruth.save()
    made = ask(ruth, nell)

    passed = operations.note_welfare_outcome(made, outcome=Outcome.NO_REPLY, by=nell, on=ON)

    assert passed
    assert HandOver.objects.get(pk=passed).to_sign_in == nell


def test_what_is_refused_of_a_check() -> None:
    ruth, nell = making.person(), making.practitioner()
    dead = making.person(died_on=ON)
    team = making.team("Volunteers")
    for more, words in (
        ({"why": " "}, "Say why somebody"),
        ({"basis": ""}, "Say why they may be told"),
        ({"to_team": None}, "Choose one team or one group"),
        ({"to_team": team, "service_id": group()}, "Choose one team or one group"),
    ):
        with pytest.raises(Refused, match=words):
            ask(ruth, nell, **({"to_team": team} | more))
    with pytest.raises(Refused, match="died on"):
        ask(dead, nell, to_team=team)
    with pytest.raises(NotAllowed):
        ask(ruth, making.finance(), to_team=team)
    made = ask(ruth, nell, to_team=team)
    with pytest.raises(Refused, match="asked already and is not back"):
        ask(ruth, nell, to_team=team)
    with pytest.raises(Refused, match="Write down what was wrong"):
        operations.note_welfare_outcome(made, outcome=Outcome.NOT_WELL, by=nell, on=ON)
    stranger = making.practitioner(making.team("West team"))
    with pytest.raises(NotFound):
        operations.note_welfare_outcome(made, outcome=Outcome.WELL, by=stranger, on=ON)
    operations.note_welfare_outcome(
        made, outcome=Outcome.NOT_WELL, words="Cold; took her home", by=nell, on=ON
    )
    with pytest.raises(Refused, match="back already: seen, and not well"):
        operations.note_welfare_outcome(made, outcome=Outcome.WELL, by=nell, on=ON)


def test_the_team_that_was_asked_opens_it_answers_and_has_it_no_more(client: Client) -> None:
    east, helpers = making.team(), making.team("Volunteers")
    ruth, nell = making.person(team=east), making.practitioner(east)
    helper = making.practitioner(helpers, name="Bron Tate")
    client.force_login(nell)
    assert "Nobody was asked to look in yet" in client.get(
        f"/team/people/{ruth.pk}/welfare-checks/"
    ).text  # fmt: skip
    assert client.post(f"/team/people/{ruth.pk}/welfare-checks/", {"why": "x"}).status_code == 422
    client.post(
        f"/team/people/{ruth.pk}/welfare-checks/",
        {"to": f"team:{helpers.pk}", "why": "No answer", "basis": "danger"},
    )
    made = WelfareCheck.objects.get()
    at = f"/team/welfare-checks/{made.pk}/"
    assert "Ruth Calloway: welfare check today" in client.get("/team/").text

    client.force_login(helper)
    assert client.get("/team/").text.count("Ruth Calloway: Welfare check today") == 1
    assert client.get(f"/team/hand-overs/{made.hand_over_id}/")["Location"] == at
    assert client.post(at, {"outcome": "not well"}).status_code == 422
    done = client.post(at, {"outcome": "no reply"})
    assert done["Location"] == "/team/"
    assert client.get(at).status_code == 404
    client.force_login(nell)
    assert "Welfare check: no reply. Decide now" in client.get("/team/").text
    assert "Nobody answered the door" in client.get(at).text


def happened(of: Any, by: Any, **more: Any) -> UUID:
    said: dict[str, Any] = {"kind": "bereavement", "happened_on": ON, "told_by": "Her sister"}
    return operations.note_life_event(of.pk, **(said | more), by=by, on=ON)


@pytest.mark.parametrize("kind", sorted(EVENTS))
def test_an_event_prompts_one_offer(kind: str) -> None:
    assert set(EVENTS[kind].topics) <= set(TOPICS)
    ruth, nell = making.person(), making.practitioner()
    made = happened(ruth, nell, kind=kind)
    assert [one.id for one in queries.offers_to_make(by=nell)] == [made]

    operations.note_offer(made, offer="made", words="A visit", by=nell, on=ON)

    assert queries.offers_to_make(by=nell) == []
    with pytest.raises(Refused, match="written down already"):
        operations.note_offer(made, offer="declined", by=nell, on=ON)


def test_an_opted_out_person_is_never_prompted_about_again() -> None:
    ruth, nell = making.person(), making.practitioner()
    her = making.own_sign_in(ruth)
    before = happened(ruth, nell)

    for _ in range(2):
        operations.want_no_offers(ruth.pk, by=her, on=ON)
    after = happened(ruth, nell, kind="discharge")

    assert queries.offers_to_make(by=nell) == []
    came = {one.id: one.came_of_it for one in queries.life_events_of(ruth.pk, by=nell)}
    assert came == dict.fromkeys((before, after), NOT_OFFERED)
    with pytest.raises(Refused):
        operations.note_offer(after, offer="made", by=nell, on=ON)
    assert NoOffers.objects.count() == 1
    for _ in range(2):
        operations.want_offers_again(ruth.pk, by=her, on=ON)
    assert queries.offers_to_make(by=nell) == []  # what was not offered then stays so
    assert queries.no_offers_since(ruth.pk, by=nell) is None
    assert happened(ruth, nell, kind="benefit claim") in {
        one.id for one in queries.offers_to_make(by=nell)
    }


def test_what_is_refused_of_an_event() -> None:
    ruth, nell = making.person(), making.practitioner()
    happened(ruth, nell)
    for more, words in (
        ({}, "written down already"),
        ({"kind": "lottery"}, "Choose from the list"),
        ({"told_by": " "}, "Say who told us"),
        ({"happened_on": ON + timedelta(days=1)}, "cannot be in the future"),
    ):
        with pytest.raises(Refused, match=words):
            happened(ruth, nell, **more)
    with pytest.raises(Refused, match="died on"):
        happened(making.person(died_on=ON), nell)
    with pytest.raises(NotAllowed):
        happened(ruth, making.finance())
    with pytest.raises(NotFound):
        operations.want_no_offers(ruth.pk, by=making.own_sign_in(making.person()), on=ON)
    with pytest.raises(Refused, match="Choose what came"):
        operations.note_offer(LifeEvent.objects.get().pk, offer="x", by=nell, on=ON)
    ruth.died_on = ON
    ruth.save()
    assert queries.offers_to_make(by=nell) == []


def test_the_pages_of_events_show_the_law_and_keep_the_choice(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    client.force_login(nell)
    at = f"/team/people/{ruth.pk}/life-events/"
    typed = {"act": "note", "kind": "bereavement", "told_by": "Her sister"}
    day = {"happened_on_day": "20", "happened_on_month": "11", "happened_on_year": "2026"}
    assert client.post(at, typed).status_code == 422
    late = client.post(at, typed | day | {"happened_on_day": "24"})
    assert (late.status_code, "cannot be in the future" in late.text) == (422, True)
    shown = client.post(at, typed | day, follow=True).text
    assert "UK GDPR article 6(1)(e)" in shown
    assert "Ruth Calloway: offer help" in client.get("/team/").text
    event = LifeEvent.objects.get()
    assert client.post(at, {"act": "offer", "event": str(event.pk)}).status_code == 422

    client.force_login(making.own_sign_in(ruth))
    assert "Somebody close to you has died" in client.get("/my/offers/").text
    assert "You do not want us to offer" in client.post(
        "/my/offers/", {"act": "none"}, follow=True
    ).text  # fmt: skip
    client.force_login(nell)
    assert "offer help" not in client.get("/team/").text
    assert "They do not want to be offered help unasked" in client.get(at).text
    client.post(at, {"act": "again"})
    made = happened(ruth, nell, kind="discharge")
    said = {"act": "offer", "event": str(made), "offer-offer": "made", "offer-words": "A visit"}
    assert "A visit" in client.post(at, said, follow=True).text
