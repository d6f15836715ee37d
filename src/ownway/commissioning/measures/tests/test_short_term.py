"""2A: what is one episode, who is new, and what followed, each clause of the published code.

Every case is somebody of their own in one file; the year is 2025-26. What followed stands beside
the rows it is worked out from; nothing means that no episode counts.
"""

from functools import cache

import pytest

from ownway.commissioning.measures.domain.method import words
from ownway.commissioning.measures.tests.submitted import (
    AT_HOME,
    SHORT,
    Ran,
    Row,
    a_file,
    assessment,
    ran,
    request,
    row,
    service,
)

PLANNED = words.AS_PLANNED
CONTINUES = words.CONTINUES


def st(start: str, end: str = "", outcome: str = PLANNED, **fields: str) -> Row:
    """A row of short-term support to maximise independence."""
    return service("", start, end, **{**SHORT, "Event_Outcome": outcome, **fields})


def other(service_type: str, start: str, end: str = "", component: str = "", **more: str) -> Row:
    said = {"Service_Type": service_type, "Service_Component": component}
    return service("", start, end, **said, **more)


def looked(start: str, end: str, outcome: str, **more: str) -> Row:
    return assessment("", start, end, Event_Outcome=outcome, **more)


MAY = ("2025-05-01", "2025-05-31")  # an episode of 31 days
FOR_CARER = "Unpaid carer support: Support involving the person cared-for"

CASES: dict[str, tuple[list[Row], list[str]]] = {
    # One episode or two
    "seven days apart is one": (
        [st("2025-05-01", "2025-05-10"), st("2025-05-17", "2025-05-30")],
        [PLANNED],
    ),
    "eight days apart are two": (
        [st("2025-05-01", "2025-05-10"), st("2025-05-18", "2025-05-30")],
        [PLANNED, PLANNED],
    ),
    "apart from the latest end so far": (
        [
            st("2025-05-01", "2025-06-30"),
            st("2025-05-05", "2025-05-10"),
            st("2025-07-05", "2025-07-20"),
        ],
        [PLANNED],
    ),
    "the outcome of the latest end": (
        [
            st("2025-05-01", "2025-05-20", words.MOVED_AWAY),
            st("2025-05-03", "2025-05-31", words.OTHER),
        ],
        [words.OTHER],
    ),
    "of ends alike the higher outcome": (
        [
            st("2025-05-01", "2025-05-31", words.OTHER),
            st("2025-05-03", "2025-05-31", words.DECLINED),
        ],
        [words.DECLINED],
    ),
    # Of the year
    "open is not of the year": ([st("2025-05-01")], []),
    "ended the day before the year": ([st("2025-03-01", "2025-03-31")], []),
    "ended on its first day": ([st("2025-03-01", "2025-04-01")], [PLANNED]),
    "ended on its last day": ([st("2026-03-01", "2026-03-31")], [PLANNED]),
    "ends the day after": ([st("2026-03-01", "2026-04-01")], []),
    "ends before it starts": ([st("2025-05-31", "2025-05-01")], []),
    "a carer's is not a client's": ([st(*MAY, Client_Type="Unpaid carer")], []),
    # New to support
    "long-term support ended 90 days before": (
        [other(words.COMMUNITY, "2020-01-01", "2025-04-02"), st("2025-07-01", "2025-07-31")],
        [],
    ),
    "long-term support ended 91 days before": (
        [other(words.COMMUNITY, "2020-01-01", "2025-04-01"), st("2025-07-01", "2025-07-31")],
        [PLANNED],
    ),
    "long-term support begun before and still open": (
        [other(words.PRISON, "2025-04-30"), st(*MAY)],
        [],
    ),
    "long-term support begun with it follows it": (
        [other(words.COMMUNITY, "2025-05-01"), st(*MAY)],
        [words.COMMUNITY],
    ),
    "short-term support before does not matter": (
        [other(words.LOW_LEVEL, "2025-04-01"), st(*MAY)],
        [PLANNED],
    ),
    # Alive, and of what age
    "died before it began": (
        [looked("2025-01-01", "2025-01-02", words.OTHER, Date_of_Death="30/04/2025"), st(*MAY)],
        [],
    ),
    "under 18 at the end": ([st(*MAY, Date_of_Birth="10/06/2007")], []),
    "18 by the first of the month of birth": ([st(*MAY, Date_of_Birth="31/05/2007")], [PLANNED]),
    "of unknown age": ([st(*MAY, Date_of_Birth="")], [PLANNED]),
    # What followed: death, then hospital
    "died seven days after": (
        [st(*MAY), other(words.NURSING, "2025-06-01", "2025-06-07", Date_of_Death="07/06/2025")],
        [words.DECEASED],
    ),
    "died eight days after": (
        [st(*MAY), other(words.NURSING, "2025-06-01", "2025-06-08", Date_of_Death="08/06/2025")],
        [words.NURSING],
    ),
    "died during it": ([st(*MAY, Date_of_Death="20/05/2025")], [words.DECEASED]),
    "hospital before services": (
        [st(*MAY, words.HOSPITAL), other(words.NURSING, "2025-06-01")],
        [words.HOSPITAL],
    ),
    # What followed: services
    "a service seven days after": (
        [st(*MAY), other(words.COMMUNITY, "2025-06-07")],
        [words.COMMUNITY],
    ),
    "a service eight days after": ([st(*MAY), other(words.COMMUNITY, "2025-06-08")], [PLANNED]),
    "a service begun during it that goes on": (
        [st(*MAY), other(words.LOW_LEVEL, "2025-05-20")],
        [words.LOW_LEVEL],
    ),
    "a service that ends with it": (
        [st(*MAY), other(words.LOW_LEVEL, "2025-05-20", "2025-05-31")],
        [PLANNED],
    ),
    "a service that ends a day later": (
        [st(*MAY), other(words.LOW_LEVEL, "2025-05-20", "2025-06-01")],
        [words.LOW_LEVEL],
    ),
    "a service begun before it": ([other(words.LOW_LEVEL, "2025-04-30"), st(*MAY)], [PLANNED]),
    "the highest service": (
        [st(*MAY), other(words.COMMUNITY, "2025-06-01"), other(words.NURSING, "2025-06-05")],
        [words.NURSING],
    ),
    "long before short": (
        [st(*MAY), other(words.LOW_LEVEL, "2025-06-01"), other(words.PRISON, "2025-06-05")],
        [words.PRISON],
    ),
    "a short stay in a home": (
        [
            st(*MAY),
            other(words.OTHER_SHORT, "2025-06-01", component="Transport"),
            other(words.OTHER_SHORT, "2025-06-02", component="Short term nursing care"),
        ],
        [words.SHORT_STAY],
    ),
    "other short-term support": (
        [st(*MAY), other(words.OTHER_SHORT, "2025-06-01", component="Transport")],
        [words.OTHER_SHORT],
    ),
    "a short stay beside low-level support": (
        [
            st(*MAY),
            other(words.LOW_LEVEL, "2025-06-01"),
            other(words.OTHER_SHORT, "2025-06-02", component="Short term residential care"),
        ],
        [words.LOW_LEVEL],
    ),
    # What followed: outcomes
    "an assessment after it says more": (
        [st(*MAY), looked("2025-06-01", "2025-06-03", words.TO_NHS)],
        [words.TO_NHS],
    ),
    "an assessment after it says less": (
        [st(*MAY, words.TO_NHS), looked("2025-06-01", "2025-06-03", words.ADVICE)],
        [words.TO_NHS],
    ),
    "a request after it that led nowhere": (
        [st(*MAY, CONTINUES), request("", "2025-06-01", "2025-06-02", Event_Outcome=words.OTHER)],
        [words.OTHER],
    ),
    "an assessment after it that answers nothing": (
        [st(*MAY, words.OTHER), looked("2025-06-01", "2025-06-03", words.TO_PLANNING)],
        [words.OTHER],
    ),
    "nothing says what followed": (
        [st(*MAY, CONTINUES), looked("2025-06-01", "2025-06-03", words.TO_PLANNING)],
        [CONTINUES],
    ),
    "its own outcome when nothing follows": ([st(*MAY, words.DECLINED)], [words.DECLINED]),
    "no outcome at all": ([st(*MAY, "")], [words.NOT_MAPPED]),
    "an outcome not in the list": ([st(*MAY, "Gone home")], [words.NOT_MAPPED]),
    "its own when only carers' services follow": (
        [st(*MAY, words.MOVED_AWAY), other(FOR_CARER, "2025-06-01")],
        [words.MOVED_AWAY],
    ),
    "its own last when only carers' services follow": (
        [
            st(*MAY, words.MOVED_AWAY),
            other(FOR_CARER, "2025-06-01"),
            looked("2025-05-20", "2025-05-25", words.ADVICE),
        ],
        [words.ADVICE],
    ),
    "its own last when what follows ended as planned": (
        [
            st(*MAY, words.TO_NHS),
            row("", "Review", "2025-06-01", "2025-06-02", Event_Outcome=PLANNED),
        ],
        [words.TO_NHS],
    ),
    "before its own, when what follows ended as planned, what was near its end": (
        [
            st(*MAY, words.TO_NHS),
            row("", "Review", "2025-06-01", "2025-06-02", Event_Outcome=PLANNED),
            looked("2025-05-20", "2025-05-25", words.OTHER),
        ],
        [words.OTHER],
    ),
    # What was inside it
    "an assessment 13 days before its end": (
        [st(*MAY, CONTINUES), looked("2025-05-02", "2025-05-18", words.ADVICE)],
        [words.ADVICE],
    ),
    "an assessment 14 days before its end": (
        [st(*MAY, CONTINUES), looked("2025-05-02", "2025-05-17", words.ADVICE)],
        [CONTINUES],
    ),
    "an assessment done on its first day": (
        [
            st("2025-05-20", "2025-05-31", CONTINUES),
            looked("2025-05-20", "2025-05-20", words.ADVICE),
        ],
        [CONTINUES],
    ),
    "an assessment begun before it": (
        [
            st("2025-05-20", "2025-05-31", CONTINUES),
            looked("2025-05-19", "2025-05-25", words.ADVICE),
        ],
        [CONTINUES],
    ),
    "a request inside it says nothing": (
        [st(*MAY, CONTINUES), request("", "2025-05-20", "2025-05-25", Event_Outcome=words.ADVICE)],
        [CONTINUES],
    ),
    "inside it the latest counts": (
        [
            st(*MAY, CONTINUES),
            looked("2025-05-20", "2025-05-22", words.MOVED_AWAY),
            looked("2025-05-20", "2025-05-30", words.OTHER),
        ],
        [words.OTHER],
    ),
    "what was inside it beats a lower outcome of its own": (
        [st(*MAY), looked("2025-05-20", "2025-05-25", words.ADVICE)],
        [words.ADVICE],
    ),
    # Equipment
    "equipment during it": (
        [st(*MAY, CONTINUES), other(words.LOW_LEVEL, "2025-05-10", "2025-05-10", "Equipment")],
        [words.LOW_LEVEL],
    ),
    "equipment on its first day alone": (
        [st(*MAY, CONTINUES), other(words.LOW_LEVEL, "2025-05-01", "2025-05-01", "Equipment")],
        [CONTINUES],
    ),
    "equipment where its own outcome answers": (
        [st(*MAY, words.OTHER), other(words.LOW_LEVEL, "2025-05-10", "2025-05-10", "Equipment")],
        [words.OTHER],
    ),
    "home care during it is no equipment": (
        [st(*MAY, CONTINUES), other(words.LOW_LEVEL, "2025-05-10", "2025-05-12", "Meals")],
        [CONTINUES],
    ),
}


@cache
def everybody() -> Ran:
    return ran(
        a_file(
            {**told, "LA_Person_Unique_Identifier": person}
            for person, (rows, _) in CASES.items()
            for told in rows
        )
    )


@pytest.mark.parametrize("person", CASES)
def test_what_followed(person: str) -> None:
    assert everybody().followed().get(person, []) == CASES[person][1]


COUNTED = {
    words.LOW_LEVEL, words.OTHER_SHORT, words.ADVICE, PLANNED, words.MOVED_AWAY, words.OTHER,
    words.NO_SERVICES, words.ENDED_OTHERWISE, words.OTHER_SERVICE,
}  # fmt: skip
NOT_AGAIN = {words.COMMUNITY, words.NURSING, words.RESIDENTIAL, words.PRISON, words.SHORT_STAY}


def test_what_counts_in_the_numerator_and_what_in_the_denominator() -> None:
    """No ongoing support counts; long-term support and short stays are in the denominator alone;
    death, hospital, health care, self-funding, support declined and what says nothing are out."""
    expected = [(person, what) for person, (_, said) in CASES.items() for what in said]
    numerator = sorted(person for person, what in expected if what in COUNTED)
    denominator = sorted(person for person, what in expected if what in COUNTED | NOT_AGAIN)
    assert everybody().who("2A") == numerator
    assert everybody().who("2A", side="denominator") == denominator


def test_unknown_ages_are_in_the_total_alone() -> None:
    by_band = everybody().who("2A", "65 and above") + everybody().who("2A", "18 to 64")
    assert sorted([*by_band, "of unknown age"]) == everybody().who("2A")


def test_every_outcome_is_on_one_side_or_out() -> None:
    """One person for each official outcome, nothing else: nine count of the seventeen."""
    found = ran(
        a_file(
            {**st(*MAY, outcome), "LA_Person_Unique_Identifier": outcome}
            for outcome in words.OUTCOMES
        )
    )
    counted = sorted(COUNTED - {words.LOW_LEVEL, words.OTHER_SHORT})
    assert found.who("2A") == counted
    assert found.who("2A", side="denominator") == counted
    assert found.figures[("2A", "65 and above")] == (7, 7)
    home = ran(
        a_file(
            [
                {**st(*MAY), "LA_Person_Unique_Identifier": "a"},
                service("a", "2025-06-01", **AT_HOME),
            ]
        )
    )
    assert home.figures[("2A", "Total")] == (0, 1)
