"""A backlog is cleared: everybody late is on it once, and stays until reviewed or without need."""

from datetime import date, timedelta
from typing import Any

import making
import pytest

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.review import operations, queries
from ownway.support.review.models import OnProgramme, Review

pytestmark = pytest.mark.django_db
DAY = making.DAY
TARGET = DAY + timedelta(days=182)


def late(number: int, days: int, **more: Any) -> Any:
    made = making.person(given_name=f"P{number:02}", **more)
    making.arrangement(made, first_day=DAY - timedelta(days=365 + days))
    return made


@pytest.fixture
def asif() -> SignIn:
    return making.manager()


def open_it(by: SignIn, **more: Any) -> Any:
    said: dict[str, Any] = {"name": "Winter reviews", "everywhere": False, "target_on": TARGET}
    return operations.open_programme(**(said | more), by=by, on=DAY)


def page(programme_id: Any, by: SignIn, on: date = DAY) -> queries.ProgrammePage:
    return queries.programme_for_reading(programme_id, by=by, on=on)


def adds_up(found: queries.ProgrammePage) -> bool:
    standing = found.programme.standing
    return found.reviewed + found.support_over + standing.left == standing.total


def test_the_board_counts_everybody_late_once(asif: SignIn) -> None:
    for number, days in enumerate((1, 30, 31, 182, 200, 400)):
        late(number, days)
    late(9, -5)
    found = queries.backlog(by=asif, on=DAY)
    assert found.total == 6
    assert [many for _, many in found.bands] == [2, 1, 1, 1, 1]
    assert (found.high, found.middle, found.low) == (1, 5, 0)  # nobody was ever reviewed
    (team,) = found.teams
    assert (team.team, team.total, team.longest) == ("East team", 6, 400)


def test_a_programme_takes_everybody_late_and_nobody_twice(asif: SignIn) -> None:
    made = [late(number, 10 + number) for number in range(5)]
    programme = open_it(asif)
    assert page(programme, asif).total == 5
    with pytest.raises(Refused, match="Nobody is late"):
        open_it(asif)
    assert OnProgramme.objects.filter(person=made[0]).count() == 1
    assert queries.backlog(by=asif, on=DAY).on_programmes == 5


def test_whoever_is_reviewed_or_has_no_support_leaves_it_and_all_add_up(asif: SignIn) -> None:
    made = [late(number, 10) for number in range(4)]
    programme = open_it(asif)
    soon = DAY + timedelta(days=7)
    Review.objects.create(person=made[0], started_on=soon, finished_on=soon)
    made[1].died_on = soon
    made[1].save()
    found = page(programme, asif, soon)
    assert (found.reviewed, found.support_over, found.programme.standing.left) == (1, 1, 2)
    assert adds_up(found)
    assert [one.left_on is not None for one in found.lines] == [False, False, True, True]
    assert page(programme, asif, DAY).reviewed == 0  # as it was on the first day


def test_it_is_shared_out_by_what_each_can_hold_and_anew_when_one_leaves(asif: SignIn) -> None:
    for number in range(9):
        late(number, 10 + number)
    one, two = making.practitioner(name="Ines Vale"), making.practitioner(name="Omar Reed")
    programme = open_it(asif)
    assert page(programme, asif).nobody_named == 9
    rest: dict[str, Any] = {"by": asif, "on": DAY}
    operations.add_reviewer(programme, reviewer_id=one.pk, per_week=4, **rest)
    assert page(programme, asif).nobody_named == 0
    operations.add_reviewer(programme, reviewer_id=two.pk, per_week=4, **rest)
    assert {who.name: who.has for who in page(programme, asif).reviewers} == {
        "Ines Vale": 9,
        "Omar Reed": 0,
    }
    operations.take_reviewer_off(programme, reviewer_id=one.pk, **rest)
    operations.take_reviewer_off(programme, reviewer_id=one.pk, **rest)
    found = page(programme, asif)
    assert [(who.name, who.has) for who in found.reviewers] == [("Omar Reed", 9)]
    assert operations.share_out_again(programme, **rest) == 0
    mine = queries.my_programme_lines(by=two, on=DAY)
    assert len(mine) == 9
    assert mine[0].late_from == min(line.late_from for line in mine)


def test_a_programme_closes_with_a_reason_and_nobody_drops_off_the_board(asif: SignIn) -> None:
    late(1, 10)
    programme = open_it(asif)
    with pytest.raises(Refused, match="why it closes"):
        operations.close_programme(programme, because=" ", by=asif, on=DAY)
    operations.close_programme(programme, because="Another begins.", by=asif, on=DAY)
    with pytest.raises(Refused, match="is closed"):
        operations.close_programme(programme, because="Again", by=asif, on=DAY)
    assert queries.backlog(by=asif, on=DAY).total == 1
    open_it(asif, name="Another")


def test_a_programme_may_take_the_most_pressing_and_leave_the_rest_on_the_board(
    asif: SignIn,
) -> None:
    made = [late(number, days) for number, days in enumerate((10, 500, 60, 400))]
    programme = open_it(asif, most=2)
    assert [one.person_id for one in page(programme, asif).lines] == [made[1].pk, made[3].pk]
    found = queries.backlog(by=asif, on=DAY)
    assert (found.total, found.on_programmes) == (4, 2)
    assert page(open_it(asif, name="The rest"), asif).total == 2


def test_whose_programme_it_is(asif: SignIn) -> None:
    late(1, 10)
    west = making.team("West team")
    late(2, 10, team=west)
    programme = open_it(asif)
    other = making.manager(of=west, name="Mae West")
    with pytest.raises(NotFound):
        page(programme, other)
    with pytest.raises(NotAllowed):
        open_it(making.practitioner())
    with pytest.raises(Refused, match="whole council"):
        open_it(other, everywhere=True)
    leads = making.staff(Role.HEAD_OF_SERVICE, name="Sunniva Hale")
    assert page(programme, leads).total == 1
    assert page(open_it(leads, everywhere=True), leads).total == 1  # the other one


@pytest.mark.parametrize(
    ("more", "words"),
    [({"name": " "}, "name"), ({"target_on": DAY}, "to come"), ({"most": 0}, "how many")],
)
def test_a_programme_needs_a_name_and_a_day(asif: SignIn, more: dict[str, Any], words: str) -> None:
    late(1, 10)
    with pytest.raises(Refused, match=words):
        open_it(asif, **more)
    assert OnProgramme.objects.count() == 0
