"""What moved a figure: everybody who came or went is counted once, with a reason both runs show."""

from ownway.commissioning.measures.domain import Behind
from ownway.commissioning.measures.domain import moved as m
from ownway.commissioning.measures.domain.moved import DENOMINATOR, NUMERATOR, Lists, Moved, Side

WORKING, OLDER, TOTAL = "18 to 64", "65 and above", "Total"


def somebody(*council_ids: str, nhs_number: str | None = None) -> Behind:
    return Behind(council_ids, nhs_number, 1)


def lists(
    numerator: list[Behind], denominator: list[Behind], part: str = WORKING, measure: str = "2E"
) -> Lists:
    return {(measure, part, NUMERATOR): numerator, (measure, part, DENOMINATOR): denominator}


ANNE, BEN, CYN, DAN = (somebody(letter) for letter in "ABCD")


def test_nobody_moves_between_a_run_and_itself() -> None:
    run = lists([ANNE], [ANNE, BEN])

    found = m.moved(run, run, measure="2E", part=WORKING)
    assert found == Moved()
    assert not found.anything


def test_who_came_and_went_on_each_side_and_why() -> None:
    """Ben stops counting above the line; Cyn is new to both sides; Anne died; Dan is nowhere."""
    before = lists([ANNE, BEN], [ANNE, BEN, DAN])
    now = lists([CYN], [BEN, CYN])

    assert m.moved(before, now, measure="2E", part=WORKING, died=["A"]) == Moved(
        numerator=Side(
            entered=((m.NEW_BELOW_TOO, 1),),
            left=((m.GONE_BELOW_TOO, 1), (m.STILL_BELOW, 1)),
        ),
        denominator=Side(
            entered=((m.NOT_COUNTED_BEFORE, 1),), left=((m.DIED, 1), (m.IN_NONE_NOW, 1))
        ),
    )


def test_a_birthday_moves_somebody_between_age_groups() -> None:
    before = {**lists([], [ANNE]), **lists([], [BEN], OLDER)}
    now = {**lists([], []), **lists([], [ANNE, BEN], OLDER)}

    assert m.moved(before, now, measure="2E", part=WORKING).denominator == Side(
        left=((m.TO_ANOTHER_PART, 1),)
    )
    assert m.moved(before, now, measure="2E", part=OLDER).denominator == Side(
        entered=((m.FROM_ANOTHER_PART, 1),)
    )


def test_other_measures_are_told_from_no_measure_and_the_total_has_nothing_beside_it() -> None:
    before = {**lists([], [], TOTAL), **lists([], [ANNE], TOTAL, measure="2A")}
    now = {**lists([], [ANNE, BEN], TOTAL), **lists([], [ANNE], WORKING)}

    assert m.moved(before, now, measure="2E", part=TOTAL).denominator == Side(
        entered=((m.COUNTED_ELSEWHERE, 1), (m.NOT_COUNTED_BEFORE, 1))
    )
    assert m.moved(now, before, measure="2E", part=TOTAL).denominator == Side(
        left=((m.STILL_ELSEWHERE, 1), (m.IN_NONE_NOW, 1))
    )


def test_one_shared_identifier_makes_the_same_person() -> None:
    before = lists([], [somebody("A", nhs_number="9990000018")])

    for told in (somebody("A", "Z"), somebody(nhs_number="9990000018")):
        assert not m.moved(before, lists([], [told]), measure="2E", part=WORKING).anything
    stranger = lists([], [somebody("9990000018")])
    assert m.moved(before, stranger, measure="2E", part=WORKING).anything
