"""A figure can be said to be not right: somebody else answers, and another figure stands beside it.

The first figure never changes, and whoever set it does not judge it again.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import timeline
from ownway.foundation.hand_overs import queries as hand_overs
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.allocation import operations, queries
from ownway.support.allocation.domain.another import Reason
from ownway.support.allocation.models import Challenge, OtherFigure
from ownway.support.people.models import Person

pytestmark = pytest.mark.django_db
DAY = making.DAY
NIGHTS = "You did not count the nights."


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = DAY
    settings.OWNWAY_TELEPHONE = "01632 960 140"


def figure_of(ruth: Person, nell: SignIn) -> tuple[UUID, UUID]:
    making.marlshires_card()
    assessment = making.assessed(ruth, nell)
    return assessment, operations.propose_budget(assessment, by=nell, on=DAY)


def test_what_she_says_goes_to_the_team_and_a_colleague_answers() -> None:
    ruth, nell = making.person(), making.practitioner()
    asif = making.manager(of=nell.team)
    _, figure = figure_of(ruth, nell)
    her = making.own_sign_in(ruth)

    made = operations.challenge(figure, words=f"  {NIGHTS} ", by=her, on=DAY)

    (open_one,) = queries.challenges_of(figure, by=her, on=DAY)
    assert (open_one.words, open_one.goes_to, open_one.acknowledged_by, open_one.is_open) == (
        NIGHTS,
        "East team",
        "",
        True,
    )
    assert open_one.due_on > DAY + timedelta(days=11)  # ten working days
    (passed,) = hand_overs.about(ruth.pk, by=nell, on=DAY, open_only=True)
    assert (passed.what, passed.receiver, passed.due_on) == (
        "A first figure is said to be not right",
        "East team",
        open_one.due_on,
    )
    with pytest.raises(Refused, match="We have what you told us"):
        operations.challenge(figure, words="And the evenings.", by=her, on=DAY)
    with pytest.raises(Refused, match="You set this figure"):
        operations.acknowledge_challenge(made, by=nell, on=DAY)
    with pytest.raises(Refused, match="You set this figure"):
        operations.answer_challenge(made, answer="It stands.", by=nell, on=DAY)

    operations.acknowledge_challenge(made, by=asif, on=DAY)
    operations.acknowledge_challenge(made, by=asif, on=DAY)
    assert queries.challenges_of(figure, by=her, on=DAY)[0].acknowledged_by == asif.name
    operations.answer_challenge(made, answer="You are right: we assess again.", by=asif, on=DAY)

    (answered,) = queries.challenges_of(figure, by=her, on=DAY)
    assert (answered.answer, answered.answered_by, answered.is_open) == (
        "You are right: we assess again.",
        asif.name,
        False,
    )
    assert hand_overs.about(ruth.pk, by=nell, on=DAY, open_only=True) == []
    with pytest.raises(Refused, match="answered already"):
        operations.answer_challenge(made, answer="Again.", by=asif, on=DAY)
    names = [one.name for one in timeline(ruth.pk, limit=10)]
    assert names.count("allocation.challenge-acknowledged") == 1
    assert "allocation.challenge-answered" in names
    operations.challenge(figure, words="And the evenings.", by=her, on=DAY)


def test_words_are_needed_and_others_find_nothing() -> None:
    ruth, nell = making.person(), making.practitioner()
    _, figure = figure_of(ruth, nell)
    her = making.own_sign_in(ruth)
    stranger = making.practitioner(of=making.team("West team"), name="Wes Tuckwell")

    with pytest.raises(Refused, match="in your own words"):
        operations.challenge(figure, words="  ", by=her, on=DAY)
    with pytest.raises(NotFound):
        operations.challenge(figure, words=NIGHTS, by=stranger, on=DAY)
    with pytest.raises(NotAllowed):
        operations.challenge(figure, words=NIGHTS, by=making.finance(), on=DAY)
    made = operations.challenge(figure, words=NIGHTS, by=her, on=DAY)
    with pytest.raises(NotFound):
        operations.answer_challenge(made, answer="No.", by=stranger, on=DAY)
    assert queries.challenges_of(figure, by=stranger, on=DAY) == []
    assert Challenge.objects.get().answer == ""


def test_another_figure_stands_beside_the_first_and_changes_nothing() -> None:
    ruth, nell = making.person(), making.practitioner()
    assessment, figure = figure_of(ruth, nell)
    said: dict[str, Any] = {
        "total_weekly": 350_00,
        "reason": Reason.TWO_PEOPLE,
        "words": "Two people lift her.",
        "questions": ["q_washing"],
        "by": nell,
        "on": DAY,
    }

    made = operations.set_other_figure(figure, **said)

    assert operations.set_other_figure(figure, **said) == made
    (other,) = queries.other_figures_of(figure, by=making.own_sign_in(ruth))
    assert (other.total_weekly, other.reason, other.questions, other.by_panel) == (
        350_00,
        "Two people are needed at once",
        ("q_washing",),
        False,
    )
    first = queries.budget_of_assessment(assessment, by=nell)
    assert first is not None
    assert first.total_weekly == 286_00
    with pytest.raises(DatabaseError), transaction.atomic():
        OtherFigure.objects.update(total_weekly=1)
    for wrong, why in (
        ({"total_weekly": 286_00}, "first figure itself"),
        ({"total_weekly": -1}, "Give an amount"),
        ({"total_weekly": 60_000_00}, "Give an amount"),
        ({"words": " "}, "Say why"),
        ({"questions": ["q_unheard_of"]}, "questions that were asked"),
    ):
        with pytest.raises(Refused, match=why):
            operations.set_other_figure(figure, **(said | wrong))
    with pytest.raises(NotAllowed):
        operations.set_other_figure(figure, **(said | {"by_panel": True}))
    with pytest.raises(NotAllowed):
        operations.set_other_figure(figure, **(said | {"by": making.finance()}))
    operations.set_other_figure(
        figure, **(said | {"by_panel": True, "by": making.manager(of=nell.team)})
    )
    assert [one.by_panel for one in queries.other_figures_of(figure, by=nell)].count(True) == 1


def test_few_are_never_told_of_and_the_last_figure_counts() -> None:
    nell, priya = making.practitioner(), making.staff(Role.COMMISSIONER, name="Priya Osei")
    making.marlshires_card()
    with pytest.raises(NotAllowed):
        queries.sufficiency_counts(by=nell)
    assert queries.sufficiency_counts(by=priya).figures == 0

    for number in range(12):
        ruth = making.person(given_name=f"Ruth {number}")
        figure = operations.propose_budget(making.assessed(ruth, nell), by=nell, on=DAY)
        for total in (900_00, 350_00):
            operations.set_other_figure(
                figure,
                total_weekly=total,
                reason=Reason.CARER if number > 5 else Reason.PRICE if number else Reason.OTHER,
                words="As it is here.",
                questions=["q_washing"],
                by=nell,
                on=DAY if total == 350_00 else DAY - timedelta(days=1),
            )

    counts = queries.sufficiency_counts(by=priya)
    assert (counts.figures, counts.higher, counts.lower) == (12, 12, 0)
    assert {one.name: one.figures for one in counts.by_reason} == {
        "What family and friends can really do": 6,
        "What such help costs here": None,  # five, untold with the one below
        "Something else": None,
    }
    assert [(one.name, one.figures) for one in counts.by_question] == [("q_washing", 12)]


def test_the_pages_of_saying_and_answering(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    asif = making.manager(of=nell.team)
    assessment, _ = figure_of(ruth, nell)
    her = making.own_sign_in(ruth)

    client.force_login(her)
    assert "Choose" not in client.get("/my/budget/not-right/").text
    empty = client.post("/my/budget/not-right/", {"words": ""})
    assert (empty.status_code, "Say what is not right" in empty.text) == (422, True)
    said = client.post("/my/budget/not-right/", {"words": NIGHTS}, follow=True).text
    assert NIGHTS in said
    assert "Passed to East team" in said
    assert "We answer that first" in client.get("/my/budget/not-right/").text

    address = f"/team/figures-not-right/{Challenge.objects.get().pk}/"
    client.force_login(nell)
    assert "You set this figure" in client.get(address).text
    assert "You set this figure" in client.post(address, {"answer": "No."}).text
    client.force_login(asif)
    assert "Look again and answer" in client.get(f"/team/people/{ruth.pk}/").text
    assert f"{asif.name} looks at it again" in client.post(f"{address}mine/", follow=True).text
    assert client.post(address, {"answer": ""}).status_code == 422
    answered = client.post(address, {"answer": "We come and look."}, follow=True)
    assert "We come and look." in answered.text
    client.force_login(her)
    assert "We come and look." in client.get("/my/budget/").text

    other = f"/team/assessments/{assessment}/budget/another/"
    client.force_login(nell)
    assert "by_panel" not in client.get(other).text
    wrong = client.post(other, {"total_weekly": "a lot", "words": "Nights."})
    assert (wrong.status_code, "Nights." in wrong.text, "Choose why" in wrong.text) == (
        422,
        True,
        True,
    )
    kept = client.post(
        other,
        {
            "total_weekly": "340.50",
            "reason": Reason.CARER.value,
            "words": "She cannot go on.",
            "questions": ["q_gap"],
        },
        follow=True,
    )
    assert "Another figure: £341 a week" in kept.text
    client.force_login(making.staff(Role.COMMISSIONER, name="Priya Osei"))
    counted = client.get("/commissioning/other-figures/").text
    assert "Fewer than 5" in counted
    assert "under 5" in client.get("/commissioning/other-figures/?csv=1").text


def test_an_answer_that_is_late_says_so(client: Client, settings: Any) -> None:
    ruth, nell = making.person(), making.practitioner()
    _, figure = figure_of(ruth, nell)
    her = making.own_sign_in(ruth)
    operations.challenge(figure, words=NIGHTS, by=her, on=DAY)
    settings.OWNWAY_TODAY = DAY + timedelta(days=40)
    client.force_login(her)

    assert "That day has passed, and we are sorry." in client.get("/my/budget/").text


def test_the_answer_and_the_figure_that_stands_reach_her_in_every_form(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    asif = making.manager(of=nell.team)
    _, figure = figure_of(ruth, nell)
    her = making.own_sign_in(ruth)
    made = operations.challenge(figure, words=NIGHTS, by=her, on=DAY)
    operations.answer_challenge(made, answer="We count the nights now.", by=asif, on=DAY)
    said: dict[str, Any] = {"reason": next(iter(Reason)), "words": "Nights.", "by": asif, "on": DAY}
    for total in (400_00, 350_00, 390_00):
        operations.set_other_figure(figure, total_weekly=total, **said)
    stands, answered = queries.said_of_figure(figure, by=her, on=DAY)
    assert stands is not None
    assert stands.total_weekly == 390_00  # of several of one day, the last
    assert answered is not None
    client.force_login(her)
    easy = client.get("/my/budget/easy/").text
    home = client.get("/my/").text
    page = client.get("/my/budget/").text
    for words in ("We count the nights now.", "It is £390 a week."):
        assert words in easy
    assert "answered what you said" in home
    assert "about £390 a week" in home
    assert page.index("Another figure: £390") < page.index("Earlier ones, which no longer stand")
    assert "/published-table/Marlshire%202026/" in page  # the table that this figure came from
    assert str(figure) in page  # its number, to work it out again


def test_the_work_list_leads_to_where_it_is_answered_and_it_closes_no_other_way(
    client: Client,
) -> None:
    ruth, nell = making.person(), making.practitioner()
    _, figure = figure_of(ruth, nell)
    made = operations.challenge(figure, words=NIGHTS, by=making.own_sign_in(ruth), on=DAY)
    (passed,) = hand_overs.about(ruth.pk, by=nell, on=DAY, open_only=True)
    client.force_login(nell)
    for press in ({}, {"act": "done", "answer": "Done"}, {"act": "give-back", "answer": "No"}):
        answer = client.post(f"/team/hand-overs/{passed.id}/", press)
        assert answer["Location"] == f"/team/figures-not-right/{made}/"
    assert len(hand_overs.about(ruth.pk, by=nell, on=DAY, open_only=True)) == 1


def test_a_card_for_older_questions_stays_in_force_for_them(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    figure_of(ruth, nell)
    page = client.get("/published-table/Marlshire%202026/").text
    assert "is not in force today" not in page
