"""Nothing is collected without a mandate and notice, and the file has each figure in its place."""

from datetime import UTC, date, datetime

import pytest

from ownway.kernel.refusal import Refused
from ownway.support.contributions.domain.direct_debit import (
    RETURNS,
    Collection,
    Collects,
    Mandate,
    Next,
    after_return,
    check_may_collect,
    earliest,
    file_of,
    meaning,
)
from ownway.support.payments.domain.banking import BankAccount
from ownway.support.payments.domain.files import Content, FileLine, PaysFrom, standard_18

OURS = BankAccount("Quarrymoor Council", "080000", "11112222")
RUTH = BankAccount("Ruth Calloway", "090126", "12345678")
ZOE = BankAccount("Zoë O’Brien", "090127", "00000019")
MADE, PROCESS = date(2026, 6, 1), date(2026, 6, 3)
COLLECTS = Collects(OURS, "123456", 7, MADE, PROCESS)
BOTH = [Collection("INV-0001", RUTH, 24580, first=True), Collection("INV-0002", ZOE, 5)]


def test_notice_is_ten_working_days_unless_agreed() -> None:
    assert earliest(date(2026, 6, 1)) == date(2026, 6, 15)
    assert earliest(date(2026, 6, 1), 3) == date(2026, 6, 4)
    assert earliest(date(2026, 12, 18)) == date(2027, 1, 6)  # Christmas and New Year between


def test_it_may_be_collected_from_the_first_day_after_the_notice() -> None:
    check_may_collect(Mandate.ACTIVE, told_on=MADE, on=date(2026, 6, 15))
    with pytest.raises(Refused, match="15 June 2026"):
        check_may_collect(Mandate.ACTIVE, told_on=MADE, on=date(2026, 6, 12))


@pytest.mark.parametrize(
    ("mandate", "on", "why"),
    [
        (Mandate.CANCELLED, date(2026, 7, 1), "stopped"),
        (Mandate.LODGED, date(2026, 7, 1), "not taken up"),
        (Mandate.ACTIVE, date(2026, 7, 4), "working day"),
    ],
)
def test_without_a_mandate_or_a_working_day_it_is_refused(
    mandate: Mandate, on: date, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        check_may_collect(mandate, told_on=MADE, on=on)


@pytest.mark.parametrize(
    ("code", "following", "left"),
    [
        ("0", Next.ASK, Mandate.ACTIVE),
        ("1", Next.STOP, Mandate.CANCELLED),
        ("2", Next.DEATH, Mandate.CANCELLED),
        ("b", Next.STOP, Mandate.CANCELLED),
        ("7", Next.OURS, Mandate.ACTIVE),
        ("?", Next.OURS, Mandate.ACTIVE),
        ("", Next.OURS, Mandate.ACTIVE),
    ],
)
def test_what_a_return_means(code: str, following: Next, left: Mandate) -> None:
    assert meaning(code)[1] is following
    assert after_return(Mandate.ACTIVE, code) is left


@pytest.mark.parametrize("code", RETURNS)
def test_what_was_stopped_stays_stopped(code: str) -> None:
    assert after_return(Mandate.CANCELLED, code) is Mandate.CANCELLED


def test_the_file_has_debits_and_one_credit_for_their_sum() -> None:
    told = file_of(COLLECTS, BOTH).decode("ascii").split("\r\n")

    assert told[4:7] == [
        "0901261234567800108000011112222    00000024580"
        "QUARRYMOOR COUNCILINV-0001          RUTH CALLOWAY     ",
        "0901270000001901708000011112222    00000000005"
        "QUARRYMOOR COUNCILINV-0002          ZOE OBRIEN        ",
        "0800001111222209908000011112222    00000024585"
        "RUN 000007        CONTRA            QUARRYMOOR COUNCIL",
    ]
    assert told[9] == "UTL1" + "0000000024585" * 2 + "0000002" + "0000001" + " " * 36
    assert [len(line) for line in told[:-1]] == [80, 80, 80, 80, 100, 100, 100, 80, 80, 80]


def test_its_labels_are_those_of_the_file_of_payments() -> None:
    paid = Content(
        7,
        PaysFrom(OURS, "123456"),
        datetime(2026, 6, 1, 9, tzinfo=UTC),
        PROCESS,
        date(2026, 6, 4),
        [FileLine("A", RUTH, 24580), FileLine("B", ZOE, 5)],
    )
    theirs = standard_18(paid).decode().split("\r\n")
    ours = file_of(COLLECTS, BOTH).decode().split("\r\n")

    assert ours[:4] + ours[7:9] == theirs[:4] + theirs[7:9]


@pytest.mark.parametrize("pence", [[], [0], [-5], [10**11], [10**11 - 1, 1]])
def test_what_the_file_has_no_room_for_is_refused(pence: list[int]) -> None:
    lines = [Collection(f"INV-{number}", RUTH, one) for number, one in enumerate(pence)]
    with pytest.raises(Refused):
        file_of(COLLECTS, lines)


@pytest.mark.parametrize("references", [["A", "A"], ["A" * 19]])
def test_a_reference_is_its_own_and_fits(references: list[str]) -> None:
    with pytest.raises(ValueError, match="reference"):
        file_of(COLLECTS, [Collection(one, RUTH, 5) for one in references])
