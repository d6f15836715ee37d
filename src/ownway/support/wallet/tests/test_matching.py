"""Lines find what they are: sure ones at once with reasons, doubtful ones as a question."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ownway.support.wallet.domain.awaited import Paid, PlannedPart, awaited
from ownway.support.wallet.domain.looking import Kind, Limits, Seen, not_fitting
from ownway.support.wallet.domain.matching import (
    Expected,
    Moved,
    Rule,
    What,
    holds,
    match,
    rule_words,
)

JUNE = date(2026, 6, 1)
LAST = date(2026, 6, 28)
JO = PlannedPart(
    id="jo",
    label="Mornings: Jo Lindqvist",
    payee="Jo Lindqvist",
    outcome="Out by half nine",
    goes_to="employee",
    pence_weekly=266_00,
    pence_once=0,
    first_day=JUNE,
    last_day=None,
    by_hours=True,
)
SWIM = PlannedPart(
    id="swim",
    label="Swimming: Thornbeck Baths",
    payee="Thornbeck Baths",
    outcome="Stronger",
    goes_to="day",
    pence_weekly=12_50,
    pence_once=40_00,
    first_day=JUNE,
    last_day=None,
    by_hours=False,
)
PAID = Paid("p1", JUNE, 818_20)


def line(at: int, pence: int, words: str, name: str = "") -> Moved:
    return Moved(name or f"{at}{words}", JUNE + timedelta(days=at), pence, words)


def expected() -> list[Expected]:
    return awaited([PAID], [JO, SWIM], first_day=JUNE, last_day=LAST)


def test_a_payment_and_a_part_are_told_by_amount_day_and_name() -> None:
    found = match(
        [line(1, 818_20, "MARLSHIRE BACS"), line(4, -266_00, "J LINDQVIST SO")], expected(), []
    )

    assert [(one.what, one.label, one.score) for one in found.sure] == [
        (What.PART, "Mornings: Jo Lindqvist", 100),
        (What.PAYMENT, "Paid by the council", 80),
    ]
    assert found.sure[0].reasons == (
        "The amount is the same.",
        "The day fits.",
        "The bank names Jo Lindqvist.",
    )
    assert found.asked == {}


def test_the_same_amount_without_the_name_is_asked_with_a_suggestion() -> None:
    found = match([line(1, -12_50, "CASH WITHDRAWN")], expected(), [])

    assert found.sure == ()
    ((asked,),) = found.asked.values()
    assert (asked.label, asked.score) == ("Swimming: Thornbeck Baths", 70)


def test_another_amount_to_the_same_name_is_asked() -> None:
    found = match([line(1, -290_00, "JO LINDQVIST")], expected(), [])

    ((asked,),) = found.asked.values()
    assert asked.reasons[0] == "The amount is near £266.00."
    assert found.sure == ()


def test_what_nobody_expects_is_asked_without_a_suggestion() -> None:
    found = match([line(2, -23_40, "CAFE NERO")], expected(), [])

    assert found.asked == {"2CAFE NERO": ()}


def test_four_weeks_paid_at_once_are_four() -> None:
    found = match([line(21, -1064_00, "JO LINDQVIST")], expected(), [])

    (sure,) = found.sure
    assert len(sure.expected) == 4
    assert "It pays 4 at once." in sure.reasons


def test_a_payment_that_came_in_two_lines_is_one() -> None:
    found = match([line(0, 800_00, "MARLSHIRE"), line(1, 18_20, "MARLSHIRE")], expected(), [])

    (sure,) = found.sure
    assert (len(sure.lines), sure.what) == (2, What.PAYMENT)
    assert "2 lines make it together." in sure.reasons


def test_two_payments_that_came_as_one_are_both_met() -> None:
    paid = [PAID, Paid("p2", JUNE + timedelta(days=2), 100_00)]
    found = match(
        [line(2, 918_20, "MARLSHIRE"), line(27, -1_00, "X")],
        awaited(paid, [], first_day=JUNE, last_day=LAST),
        [],
    )

    assert found.sure[0].expected == ("p1", "p2")
    assert found.not_come == ()


def test_one_amount_that_fits_two_parts_is_asked() -> None:
    other = PlannedPart(**{**_as(SWIM), "id": "gym", "label": "Gym", "payee": "Thornbeck Gym"})
    found = match(
        [line(1, -12_50, "THORNBECK")],
        awaited([], [SWIM, other], first_day=JUNE, last_day=LAST),
        [],
    )

    assert found.sure == ()
    assert [one.label for one in found.asked["1THORNBECK"]] == ["Gym", "Swimming: Thornbeck Baths"]


def _as(part: PlannedPart) -> dict[str, Any]:
    return {name: getattr(part, name) for name in part.__slots__}


def test_a_payment_that_is_not_seen_is_said_once_the_days_are_past() -> None:
    late, early = [line(0, -1_00, "X"), line(25, -1_00, "X")], [line(0, -1_00, "X")]

    assert [one.id for one in match(late, expected(), []).not_come] == ["p1"]
    assert match(early, expected(), []).not_come == ()


def test_nothing_moved_needs_no_answer() -> None:
    (sure,) = match([line(0, 0, "NOTICE OF INTEREST")], expected(), []).sure

    assert sure.what is What.NOTHING


def test_an_answer_is_a_rule_for_the_next() -> None:
    rule = Rule("cafe nero", False, What.PART, "swim", "Swimming", JUNE)
    found = match(
        [line(2, -23_40, "CAFE NERO 1234 LONDON 02JUN"), line(3, 23_40, "CAFE NERO REFUND")],
        expected(),
        [rule],
    )

    (sure,) = found.sure
    assert (sure.series, sure.by_rule) == ("swim", True)
    assert sure.reasons == ("So it was said on 1 June 2026 of “cafe nero”.",)
    assert list(found.asked) == ["3CAFE NERO REFUND"]


def test_the_closer_rule_wins_and_then_the_later() -> None:
    rules = [
        Rule("cafe", False, What.OWN, "", "Own", LAST),
        Rule("cafe nero", False, What.PART, "swim", "Swimming", JUNE),
        Rule("cafe nero", False, What.OTHER, "", "Other", JUNE - timedelta(days=1)),
    ]

    assert match([line(2, -1_00, "CAFE NERO")], [], rules).sure[0].series == "swim"


def test_rules_remember_who_and_not_when() -> None:
    assert rule_words("CARD PAYMENT TO CAFE NERO ON 02 JUN CD 1234") == "cafe nero"
    assert rule_words("J LINDQVIST WEEK 23") == "lindqvist week"
    assert rule_words("DIRECT DEBIT") == "direct debit"
    assert rule_words("12345") == "12345"
    assert holds("VISA CAFE NERO LEEDS", "cafe nero")
    assert not holds("CAFENERO", "cafe nero")
    assert not holds("CAFE NERO", "")


amounts = st.sampled_from([-266_00, -532_00, -12_50, -25_00, -133_00, -23_40, 818_20, 409_10, 0])
names = st.sampled_from(["JO LINDQVIST", "THORNBECK BATHS", "MARLSHIRE", "CAFE NERO", "CASH"])
moved = st.lists(st.tuples(st.integers(0, 27), amounts, names), max_size=12)


@given(moved, st.randoms(use_true_random=False))
def test_every_line_is_sure_or_asked_once_whatever_the_order(
    rows: list[tuple[int, int, str]], chance: Any
) -> None:
    lines = [line(*row, name=f"{at:02d}") for at, row in enumerate(rows)]
    rules = [Rule("cafe nero", False, What.OWN, "", "Own", JUNE)]
    found = match(lines, expected(), rules)
    told = Counter([each for one in found.sure for each in one.lines] + list(found.asked))
    met = Counter(each for one in found.sure for each in one.expected)
    by_id = {one.id: one.pence for one in lines}
    due = {one.id: one.pence for one in expected()}

    assert told == Counter(by_id.keys())
    assert set(met.values()) <= {1}
    for one in found.sure:
        if one.expected:
            assert sum(map(by_id.__getitem__, one.lines)) == sum(map(due.__getitem__, one.expected))

    chance.shuffle(lines)
    assert match(lines, expected()[::-1], rules) == found


# What does not fit

LIMITS = Limits(weeks_of_payments=8, quiet_weeks=8, days_to_explain=14)


def seen(at: int, what: str = "part of the plan", breach: str = "", name: str = "a") -> Seen:
    return Seen(name, JUNE + timedelta(days=at), -5_00, "TEA", what, breach, JUNE)


def kinds(lines: list[Seen], on: date = LAST, **more: Any) -> list[Kind]:
    said: dict[str, Any] = {
        "balance": 100_00,
        "balance_on": JUNE,
        "paid_weekly": 204_55,
        "not_come": [],
        "limits": LIMITS,
    }
    return [one.kind for one in not_fitting(lines, **(said | more), on=on)]


def test_what_fits_is_not_listed() -> None:
    assert kinds([seen(1)]) == []


def test_what_does_not_fit_is_listed_the_gravest_first() -> None:
    lines = [seen(1, what="", name="a"), seen(2, breach="Not gambling.", name="b")]

    assert kinds(
        lines,
        on=JUNE + timedelta(weeks=12),
        balance=204_55 * 8 + 1,
        not_come=[("p1", JUNE, 818_20)],
    ) == [Kind.NOT_PERMITTED, Kind.NOT_EXPLAINED, Kind.NOT_COME, Kind.HIGH, Kind.QUIET]


def test_each_limit_is_where_it_says() -> None:
    fresh = [seen(1, what="")]

    assert kinds(fresh, on=JUNE + timedelta(days=13)) == []
    assert kinds(fresh, on=JUNE + timedelta(days=14)) == [Kind.NOT_EXPLAINED]
    assert kinds([seen(0)], on=JUNE + timedelta(weeks=8)) == []
    assert kinds([seen(0)], on=JUNE + timedelta(weeks=8, days=1)) == [Kind.QUIET]
    assert kinds([seen(1)], balance=204_55 * 8) == []
    assert kinds([seen(1)], balance=None) == []
    assert kinds([], balance=None) == []
