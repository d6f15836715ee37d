"""Which files count for which days, and what a later file changes, as the published code has it."""

from datetime import date, datetime

import pytest

from ownway.commissioning.measures.domain import Year
from ownway.commissioning.measures.domain.method.chosen import (
    MonthEnd,
    Submitted,
    choose,
    covered,
    quarters_of,
    quarters_until,
)
from ownway.commissioning.measures.tests.submitted import (
    AT_HOME,
    IN_CARE,
    AFile,
    a_file,
    assessment,
    filler,
    ran,
    request,
    row,
    service,
)

APRIL, JUNE, JULY, SEPTEMBER = (
    date(2025, 4, 1),
    date(2025, 6, 30),
    date(2025, 7, 1),
    date(2025, 9, 30),
)


def months(*counts: tuple[int, int], first: int = 1) -> list[MonthEnd]:
    return [MonthEnd(date(2025, first + n, 1), *each) for n, each in enumerate(counts)]


def test_a_file_of_few_events_covers_from_the_first_to_the_last_month_they_end_in() -> None:
    """99 events in two months, one of each kind in the other: below 100, every month counts."""
    found = covered(months((1, 1), (0, 0), (98, 4))[0:1] + months((98, 4), first=3))
    assert found == (date(2025, 1, 1), date(2025, 3, 31))


def test_a_month_below_two_in_a_hundred_is_left_out() -> None:
    """Of 100 events 1 in January is 1%, so the file begins in February; 2 are enough."""
    assert covered(months((1, 4), (99, 4))) == (date(2025, 2, 1), date(2025, 2, 28))
    assert covered(months((2, 4), (98, 4))) == (date(2025, 1, 1), date(2025, 2, 28))


def test_a_month_may_lack_one_type_of_event_but_not_two() -> None:
    """Four types are in the file: January with three counts, with two it does not."""
    assert covered(months((50, 3), (50, 4))) == (date(2025, 1, 1), date(2025, 2, 28))
    assert covered(months((50, 2), (50, 4))) == (date(2025, 2, 1), date(2025, 2, 28))


def test_a_thin_month_between_full_ones_is_covered() -> None:
    """A period runs from its first full month to its last, whatever lies between."""
    assert covered(months((49, 4), (1, 1), (50, 4))) == (date(2025, 1, 1), date(2025, 3, 31))


def test_a_file_without_ended_events_covers_nothing() -> None:
    assert covered([]) is None


def test_december_ends_on_its_last_day() -> None:
    assert covered(months((5, 1), first=12)) == (date(2025, 12, 1), date(2025, 12, 31))


def a_submission(key: str, received: str, rank: int, covers: tuple[date, date]) -> Submitted:
    return Submitted(key, datetime.fromisoformat(received), rank, covers)


def test_the_last_file_received_counts_for_each_quarter() -> None:
    """Both cover April to June; only the first covers nothing later, so it counts for nothing."""
    old = a_submission("old", "2025-07-20", 1, (APRIL, JUNE))
    new = a_submission("new", "2025-10-20", 2, (APRIL, SEPTEMBER))
    found, without = choose([old, new], [(APRIL, JUNE), (JULY, SEPTEMBER)])
    assert [(one.submitted.key, one.first_day, one.last_day) for one in found] == [
        ("new", APRIL, SEPTEMBER)
    ]
    assert without == []


def test_a_quarter_that_no_file_covers_is_named() -> None:
    only = a_submission("only", "2025-07-20", 1, (APRIL, JUNE))
    found, without = choose([only], [(APRIL, JUNE), (JULY, SEPTEMBER)])
    assert [one.submitted.key for one in found] == ["only"]
    assert without == [JULY]


def test_a_file_must_cover_the_quarter_whole() -> None:
    """From 2 April, or to 29 June, is not the quarter."""
    for covers in ((date(2025, 5, 1), JUNE), (APRIL, date(2025, 5, 31))):
        assert choose([a_submission("one", "2025-07-20", 1, covers)], [(APRIL, JUNE)]) == (
            [],
            [APRIL],
        )


def test_a_file_chosen_for_quarters_apart_counts_for_all_between() -> None:
    """As the code takes the least and the greatest day of a file's quarters."""
    wide = a_submission("wide", "2026-01-20", 1, (APRIL, date(2025, 12, 31)))
    middle = a_submission("middle", "2026-01-21", 2, (JULY, SEPTEMBER))
    quarters = [(APRIL, JUNE), (JULY, SEPTEMBER), (date(2025, 10, 1), date(2025, 12, 31))]
    found, _ = choose([wide, middle], quarters)
    assert [(one.submitted.key, one.first_day, one.last_day) for one in found] == [
        ("wide", APRIL, date(2025, 12, 31)),
        ("middle", JULY, SEPTEMBER),
    ]


@pytest.mark.parametrize(
    ("as_of", "last"),
    [
        (date(2026, 3, 30), date(2025, 12, 31)),
        (date(2026, 3, 31), date(2026, 3, 31)),
        (date(2026, 5, 5), date(2026, 3, 31)),
        (date(2026, 6, 30), date(2026, 6, 30)),
        (date(2027, 6, 30), date(2026, 6, 30)),
    ],
)
def test_quarters_run_from_april_2023_to_one_past_the_year(as_of: date, last: date) -> None:
    """Those that have ended; a year's revised figures join one quarter more, never two."""
    quarters = quarters_of(Year.named("2025-26"), as_of=as_of)
    assert quarters[0] == (date(2023, 4, 1), date(2023, 6, 30))
    assert quarters[-1][1] == last


def test_no_quarter_has_ended_before_the_first() -> None:
    assert list(quarters_until(date(2023, 6, 29))) == []


def test_a_file_that_states_a_year_but_holds_less_is_not_taken() -> None:
    """The later file says April 2023 to March 2026 in every row, but its events end in
    February at the latest: the quarter to March stays with the earlier file, where Ann lives in
    a care home, and the others go to the later one."""
    period = {
        "Reporting_Period_Start_Date": "01/04/2023",
        "Reporting_Period_End_Date": "31/03/2026",
    }
    earlier = a_file([service("Ann", "2026-02-01", **IN_CARE)], received="2026-04-10")
    short = a_file([service("Bea", "2025-05-01", **IN_CARE)], received="2026-04-20", last="2026-02")
    stated = AFile(short.received, tuple({**one, **period} for one in short.rows))
    found = ran(earlier, stated)
    assert found.chosen == [
        ("0", date(2026, 1, 1), date(2026, 3, 31)),
        ("1", date(2023, 4, 1), date(2025, 12, 31)),
    ]
    assert found.who("2E", "65 and above | Total", side="denominator") == ["Ann", "Bea"]


def test_events_that_end_in_the_month_of_receipt_do_not_show_what_a_file_covers() -> None:
    """Received on 31 March, the file's March is not yet whole: it covers to February, so the
    quarter to March has none."""
    early = a_file([], received="2026-03-31 18:00")
    found = ran(early, a_file([], received="2026-01-10", last="2025-12"))
    assert found.quarters_without == [date(2026, 1, 1)]


def test_a_file_received_after_the_day_asked_for_does_not_count() -> None:
    """Bea is only in the file of 6 May."""
    first = a_file([service("Ann", "2025-05-01", **AT_HOME)])
    late = a_file([service("Bea", "2025-05-01", **AT_HOME)], received="2026-05-06 00:00")
    by_the_fifth = ran(first, late)
    by_the_sixth = ran(first, late, as_of=date(2026, 5, 6))
    part = "65 and above | Total"
    assert by_the_fifth.who("2E", part, side="denominator") == ["Ann"]
    assert by_the_sixth.who("2E", part, side="denominator") == ["Bea"]


def test_a_later_file_without_some_events_replaces_them_all_the_same() -> None:
    """Both files cover everything. The earlier had Ann and Bea, the later has Ann: one person
    with support, and nobody remembers Bea."""
    first = a_file(
        [service("Ann", "2025-05-01", **AT_HOME), service("Bea", "2025-05-01", **AT_HOME)],
        received="2026-04-10",
    )
    later = a_file([service("Ann", "2025-05-01", **AT_HOME)], received="2026-04-20")
    found = ran(first, later)
    assert found.figures[("2E", "65 and above | Total")] == (1, 1)
    assert set(found.people) == {"Ann", "filler"}


# Three files, each for the quarters that no later one covers.
FIRST = {"received": "2025-07-20", "last": "2025-06"}
SECOND = {"received": "2025-10-20", "first": "2025-07", "last": "2025-09"}
THIRD = {"received": "2026-04-20", "first": "2025-10", "last": "2026-03"}
ENDS = date(2025, 6, 30)


def test_a_service_missing_from_the_very_next_file_is_closed_there() -> None:
    """Cat's open service is in the first file and the third but not the second: its rows of the
    first end on 30 June, but the third tells it open again, and the later telling wins. Dot's is
    in the first alone: it ended on 30 June. Eve's is in all three: open."""
    cat, dot, eve = (service(name, "2025-05-01", **AT_HOME) for name in ("Cat", "Dot", "Eve"))
    found = ran(
        a_file([cat, dot, eve], **FIRST), a_file([eve], **SECOND), a_file([cat, eve], **THIRD)
    )
    assert (found.ends("Cat"), found.ends("Dot"), found.ends("Eve")) == ([None], [ENDS], [None])


def test_a_service_with_an_end_after_its_file_is_closed_too_when_it_is_missing_next() -> None:
    """Told to end in August by the file to June, and not told of again."""
    fay = service("Fay", "2025-05-01", "2025-08-15", **AT_HOME)
    guy = service("Guy", "2025-05-01", "2025-06-30", **AT_HOME)
    found = ran(a_file([fay, guy], **FIRST), a_file([], **SECOND), a_file([], **THIRD))
    assert found.ends("Fay") == [ENDS]
    assert found.ends("Guy") == [ENDS]


def test_a_service_of_the_last_file_stays_open() -> None:
    hal = service("Hal", "2026-01-05", **AT_HOME)
    found = ran(a_file([], **FIRST), a_file([], **SECOND), a_file([hal], **THIRD))
    assert found.ends("Hal") == [None]


def test_where_the_next_quarter_has_no_file_every_open_service_is_closed() -> None:
    """No file covers July to September, so nothing follows the file to June, though Ida's service
    is told again from October: the later telling wins for her, not for Joe."""
    ida, joe = (service(name, "2025-05-01", **AT_HOME) for name in ("Ida", "Joe"))
    found = ran(a_file([ida, joe], **FIRST), a_file([ida], **THIRD))
    assert found.quarters_without == [date(2025, 7, 1)]
    assert (found.ends("Ida"), found.ends("Joe")) == ([None], [ENDS])


def test_a_respelt_component_ends_one_service_and_starts_another() -> None:
    """Identity is of values as told: “Home support/domiciliary care” is not the same service as
    “Home support or domiciliary care”, even where both mean one. Case and outer spaces are not
    seen by the ministry's database, so Lea has one service."""
    told = service("Kim", "2025-05-01", **{**AT_HOME, "Service_Component": "Day support"})
    respelt = service("Kim", "2025-05-01", **{**AT_HOME, "Service_Component": "Day-support"})
    lea = service("Lea", "2025-05-01", **{**AT_HOME, "Service_Component": "Day support"})
    louder = service("Lea", "2025-05-01", **{**AT_HOME, "Service_Component": " DAY SUPPORT "})
    found = ran(
        a_file([told, lea], **FIRST), a_file([respelt, louder], **SECOND),
        a_file([respelt, louder], **THIRD),
    )  # fmt: skip
    assert found.ends("Kim") == [ENDS, None]
    assert found.ends("Lea") == [None]


def test_rows_of_one_event_count_once_the_open_end_first() -> None:
    """Max's rows differ in their end alone: one service, and open wins. Ned's assessment told
    with two ends is two events: an end is part of what an assessment is."""
    found = ran(
        a_file(
            [
                service("Max", "2025-05-01", "2025-06-01", **AT_HOME),
                service("Max", "2025-05-01", **AT_HOME),
                service("Max", "2025-05-01", "2025-07-01", **AT_HOME),
                assessment("Ned", "2025-05-01", "2025-05-02"),
                assessment("Ned", "2025-05-01", "2025-05-03"),
                assessment("Ned", "2025-05-01", "2025-05-03"),
            ]
        )
    )
    assert found.ends("Max") == [None]
    assert [one["end"] for one in found.rows_of("Ned")] == [
        date(2025, 5, 2),
        date(2025, 5, 3),
    ]


def test_of_rows_alike_the_higher_outcome_wins_then_a_conversation_then_the_later_row() -> None:
    def asked(outcome: str, **more: str) -> dict[str, str]:
        return request("Oli", "2025-05-01", "2025-05-02", Event_Outcome=outcome, **more)

    found = ran(
        a_file(
            [
                asked("NFA: Other", Event_Description="Initial conversation"),
                asked("Progress to support planning or services", Gender="Male"),
                asked("Progress to support planning or services", Event_Description="conversation"),
                asked("Progress to support planning or services", Event_Description="Conversation"),
                asked(""),
            ]
        )
    )
    (kept,) = found.rows_of("Oli")
    assert kept["outcome"] == "Progress to support planning or services"
    assert (kept["conversation"], kept["row"]) == (1, 6)


def test_only_what_happens_in_the_days_of_a_file_counts() -> None:
    """For April to June: a service that ended on 31 March is out, on 1 April in; one begun on 30
    June is in, on 1 July out. An assessment counts by its end."""
    second = {"received": "2025-07-20", "first": "2025-04", "last": "2025-06"}
    rows = [
        service("out", "2025-01-01", "2025-03-31", **AT_HOME),
        service("in", "2025-01-01", "2025-04-01", **AT_HOME),
        service("begun", "2025-06-30", **AT_HOME),
        service("later", "2025-07-01", **AT_HOME),
        assessment("before", "2025-01-01", "2025-03-31"),
        assessment("done", "2025-01-01", "2025-06-30"),
        assessment("open", "2025-05-01", ""),
        row("odd", "Supervision", "2025-05-01", "2025-05-01"),
        row("no type", "", "2025-05-01", "2025-05-01"),
        row("", "Service", "2025-05-01", **AT_HOME),
    ]
    found = ran(a_file(rows, **second), as_of=date(2025, 7, 30))
    assert {one["person"] for one in found.events} == {
        "council in",
        "council begun",
        "council done",
        "council odd",
        "council filler",
    }  # fmt: skip


def test_a_death_inside_an_event_ends_it() -> None:
    """A death on the day an open service began leaves it open; one day later closes it. A death on
    the first or the last day of an ended one is its end. Who died before the days of the file, or
    before the event, is left out with it."""

    def died(person: str, on: str, end: str = "") -> dict[str, str]:
        return service(person, "2025-05-01", end, Date_of_Death=on, **AT_HOME)

    found = ran(
        a_file(
            [
                died("on the day", "01/05/2025"),
                died("a day later", "02/05/2025"),
                died("ended on the day", "01/05/2025", "2025-06-01"),
                died("ended later", "20/05/2025", "2025-06-01"),
                died("ended before", "20/06/2025", "2025-06-01"),
                died("never began", "30/04/2025"),
                service("long ago", "2020-01-01", Date_of_Death="31/03/2023", **AT_HOME),
                service("just", "2020-01-01", Date_of_Death="01/04/2023", **AT_HOME),
            ]
        )
    )
    assert {
        name: found.ends(name)
        for name in ("on the day", "a day later", "ended on the day", "ended later", "ended before")
    } == {
        "on the day": [None],
        "a day later": [date(2025, 5, 2)],
        "ended on the day": [date(2025, 5, 1)],
        "ended later": [date(2025, 5, 20)],
        "ended before": [date(2025, 6, 1)],
    }
    assert not {"never began", "long ago"} & set(found.people)
    assert found.ends("just") == [date(2023, 4, 1)]


def test_people_are_told_apart_by_nhs_number_then_by_the_councils_id() -> None:
    """Two ids with one NHS number are one person; a number that fails its check is none."""
    number = {"NHS_Number": "943 476 5919"}
    wrong = {"NHS_Number": "9434765918"}
    found = ran(
        a_file(
            [
                service("a1", "2025-05-01", **number, **AT_HOME),
                service("a2", "2025-06-01", **number, **AT_HOME),
                service("b1", "2025-05-01", **wrong, **AT_HOME),
                service("b2", "2025-05-01", **wrong, **AT_HOME),
                service("B2", "2025-07-01", **AT_HOME),
            ]
        )
    )
    assert found.who("2E", "65 and above | Total", side="denominator") == ["a1", "b1", "b2"]


def test_the_filler_of_these_tests_counts_in_no_measure() -> None:
    found = ran(AFile("2026-04-20", (filler("2023-04"), filler("2026-03"))))
    assert (found.figures, found.waits) == ({}, {})
