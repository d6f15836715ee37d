"""A first figure is worked out once, kept with its inputs, and can be worked out again."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import making
import pytest
from django.db import DatabaseError, transaction

from ownway.foundation.access.domain import Role
from ownway.foundation.facts.models import Fact
from ownway.foundation.facts.queries import readings, timeline
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.allocation import operations, queries
from ownway.support.allocation.domain import BeyondTable, LessForMore, prepared
from ownway.support.allocation.models import Allocation, PublishedScorecard
from ownway.support.allocation.pages import BudgetPage
from ownway.support.assessment.domain import Points, Question

pytestmark = pytest.mark.django_db
MARLSHIRE = prepared("marlshire-2026")
GAP = Question("q_gap")


def publish(**more: Any) -> None:
    said: dict[str, Any] = {
        "card": MARLSHIRE.card,
        "in_force_from": MARLSHIRE.in_force_from,
        "approved_words": MARLSHIRE.approved_words,
        "by": None,
        "on": making.DAY,
    }
    operations.publish_scorecard(**(said | more))


def test_ruths_figure_is_kept_with_its_workings_and_shared() -> None:
    ruth, nell = making.person(), making.practitioner()
    making.marlshires_card()
    assessment = making.assessed(ruth, nell)

    made = operations.propose_budget(assessment, by=nell, on=making.DAY)

    line = queries.latest_budget_of(ruth.pk, by=nell)
    assert line
    assert (line.id, line.score, line.total_weekly, line.low_weekly, line.high_weekly) == (
        made,
        46,
        286_00,
        198_00,
        402_00,
    )
    newest = timeline(ruth.pk, limit=1)[0]
    assert (newest.name, newest.words, newest.by_name) == (
        "allocation.budget-proposed",
        "First figure shared, £286 a week",
        "Nell Farraday",
    )


def test_replayed_from_what_was_stored_it_is_the_same_to_the_penny() -> None:
    ruth, nell = making.person(), making.practitioner()
    making.marlshires_card()
    assessment = making.assessed(ruth, nell)
    made = operations.propose_budget(assessment, by=nell, on=making.DAY)
    dearer = replace(
        MARLSHIRE.card,
        version="Marlshire 2027",
        table=tuple(type(line)(line * 2) for line in MARLSHIRE.card.table),
    )
    publish(card=dearer, in_force_from=making.DAY)  # a later card changes no earlier figure

    kept = queries.budget_for_reading(assessment, by=nell, on=making.DAY)

    assert queries.replayed(made, by=nell) == kept.budget
    assert kept.table.card == MARLSHIRE.card
    with pytest.raises(NotFound):
        queries.replayed(uuid4(), by=nell)


def test_proposing_twice_is_proposing_once() -> None:
    ruth, nell = making.person(), making.practitioner()
    making.marlshires_card()
    assessment = making.assessed(ruth, nell)

    first = operations.propose_budget(assessment, by=nell, on=making.DAY)
    again = operations.propose_budget(assessment, by=nell, on=making.DAY + timedelta(days=1))

    assert first == again
    assert Fact.objects.filter(name="allocation.budget-proposed").count() == 1


def test_a_new_card_gives_a_new_figure_beside_the_old_one() -> None:
    ruth, nell = making.person(), making.practitioner()
    making.marlshires_card()
    assessment = making.assessed(ruth, nell)
    operations.propose_budget(assessment, by=nell, on=making.DAY)
    publish(card=replace(MARLSHIRE.card, version="Next"), in_force_from=making.DAY)

    newer = operations.propose_budget(assessment, by=nell, on=making.DAY)

    found = queries.budget_of_assessment(assessment, by=nell)
    assert found
    assert found.id == newer
    assert Allocation.objects.count() == 2


def test_a_figure_once_proposed_can_not_be_changed_or_removed() -> None:
    ruth, nell = making.person(), making.practitioner()
    making.marlshires_card()
    made = operations.propose_budget(making.assessed(ruth, nell), by=nell, on=making.DAY)

    for act in (
        lambda: Allocation.objects.filter(pk=made).update(total_weekly=286_01),
        lambda: Allocation.objects.filter(pk=made).delete(),
        lambda: PublishedScorecard.objects.update(digest=""),
    ):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            act()


def test_refuses_what_a_figure_cannot_follow_from() -> None:
    ruth, nell = making.person(), making.practitioner()
    unfinished = making.begun(making.person(), nell)
    from_file = making.assessment_from_file(ruth)
    without = making.assessed(making.person(), nell, eligible_needs="No needs identified")
    fine = making.assessed(ruth, nell)

    with pytest.raises(Refused, match="No scorecard is in force on 23 November 2026"):
        operations.propose_budget(fine, by=nell, on=making.DAY)
    making.marlshires_card()
    for assessment, words in (
        (unfinished, "not finished yet"),
        (from_file, "came in a file"),
        (without, "found none"),
    ):
        with pytest.raises(Refused, match=words):
            operations.propose_budget(assessment, by=nell, on=making.DAY)
    with pytest.raises(Refused, match="No scorecard is in force on 3 March 2026"):
        operations.propose_budget(fine, by=nell, on=date(2026, 3, 3))


def test_a_card_that_moves_nothing_for_one_answer_still_explains_itself() -> None:
    """Where one level gives no other points than the next, the page says so."""
    nell, flat = making.practitioner(), {**MARLSHIRE.card.points, GAP: (Points(6),) * 5}
    publish(card=replace(MARLSHIRE.card, points=flat))
    assessment = making.assessed(making.person(), nell)
    operations.propose_budget(assessment, by=nell, on=making.DAY)

    page = BudgetPage.of(queries.budget_for_reading(assessment, by=nell, on=making.DAY), mine=False)

    assert {(change.total_weekly, change.difference) for change in page.changes} == {
        (286_00, "the same points")
    }


def test_a_score_beyond_the_table_is_refused_and_nothing_is_kept() -> None:
    nell = making.practitioner()
    publish(card=replace(MARLSHIRE.card, table=MARLSHIRE.card.table[:41]))
    assessment = making.assessed(making.person(), nell)

    with pytest.raises(BeyondTable, match="ends at 40 points"):
        operations.propose_budget(assessment, by=nell, on=making.DAY)
    assert Allocation.objects.count() == 0


def test_another_team_and_another_person_find_no_figure() -> None:
    ruth, nell = making.person(), making.practitioner()
    making.marlshires_card()
    assessment = making.assessed(ruth, nell)
    made = operations.propose_budget(assessment, by=nell, on=making.DAY)
    west = making.practitioner(of=making.team("West team"))
    ivor = making.own_sign_in(making.person(given_name="Ivor"))

    for stranger in (west, ivor, making.staff(Role.COMMISSIONER)):
        with pytest.raises(NotFound):
            queries.budget_for_reading(assessment, by=stranger, on=making.DAY)
        with pytest.raises(NotFound):
            queries.latest_budget_for_reading(ruth.pk, by=stranger, on=making.DAY)
        with pytest.raises(NotFound):
            queries.latest_budget_of(ruth.pk, by=stranger)
        with pytest.raises(NotFound):
            queries.replayed(made, by=stranger)
        with pytest.raises(NotFound):
            queries.budget_line(made, by=stranger)
        with pytest.raises(NotFound):
            operations.propose_budget(assessment, by=stranger, on=making.DAY)
        assert queries.budget_of_assessment(assessment, by=stranger) is None
    assert readings(ruth.pk) == []


def test_she_and_finance_read_and_do_not_propose() -> None:
    ruth, nell, wanda = making.person(), making.practitioner(), making.finance()
    her = making.own_sign_in(ruth)
    making.marlshires_card()
    assessment = making.assessed(ruth, nell)

    for reader in (her, wanda):
        assert queries.latest_budget_of(ruth.pk, by=reader) is None
        with pytest.raises(NotAllowed):
            operations.propose_budget(assessment, by=reader, on=making.DAY)
    operations.propose_budget(assessment, by=nell, on=making.DAY)

    mine = queries.latest_budget_for_reading(ruth.pk, by=her, on=making.DAY)
    same = queries.budget_for_reading(assessment, by=wanda, on=making.DAY)
    assert mine == same
    assert [(one.name, one.by_name) for one in readings(ruth.pk)] == [
        ("allocation.budget-read", "Wanda Price"),
        ("allocation.budget-read", "Ruth Calloway"),
    ]


def test_publishing_is_for_everyone_to_read_and_happens_once() -> None:
    publish()
    publish()

    table = queries.published_table(making.DAY)
    assert table
    assert (table.card, table.digest) == (MARLSHIRE.card, MARLSHIRE.card.digest)
    assert queries.published_table(date(2026, 3, 3)) is None
    assert Fact.objects.filter(name="allocation.scorecard-published").count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"approved_words": " "}, "Say who agreed the scorecard"),
        ({"card": replace(MARLSHIRE.card, in_ten=7)}, "what is published stays"),
        ({"in_force_from": making.DAY}, "what is published stays"),
        ({"card": replace(MARLSHIRE.card, version="Other")}, "in force from 4 March 2026"),
        (
            {
                "card": replace(
                    MARLSHIRE.card,
                    version="Few",
                    points={GAP: MARLSHIRE.card.points[GAP]},
                )
            },
            "gives points for other questions",
        ),
    ],
)
def test_publishing_is_refused_in_words(wrong: dict[str, Any], words: str) -> None:
    publish()

    with pytest.raises(Refused, match=words):
        publish(**wrong)
    assert PublishedScorecard.objects.count() == 1


def test_only_those_who_may_publish_do() -> None:
    with pytest.raises(NotAllowed):
        publish(by=making.practitioner())
    publish(by=making.staff(Role.COMMISSIONER))
    assert queries.scorecard_on(making.DAY) == MARLSHIRE.card


def test_a_card_that_was_tampered_with_is_never_used() -> None:
    """What comes out of the database is checked like what goes in."""
    publish()
    row = PublishedScorecard.objects.get()
    PublishedScorecard.objects.create(
        version="Fallen",
        in_force_from=making.DAY,
        approved_words="nobody",
        card=row.card | {"table": list(reversed(row.card["table"]))},
        digest="",
    )

    with pytest.raises(LessForMore):
        queries.scorecard_on(making.DAY)
