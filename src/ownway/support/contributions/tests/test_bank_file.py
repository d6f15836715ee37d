"""A file of payments that came in: each counts once, and no row is lost in silence."""

from collections.abc import Collection
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.kernel.refusal import Refused
from ownway.support.contributions.domain.bank_file import Rejected, Told, read

TODAY = date(2026, 7, 1)
HEAD = "Date,Reference,Amount\n"


def told(text: str, known: Collection[str] = ()) -> Told:
    return read(text.encode(), on=TODAY, known=known)


def test_columns_in_any_order_and_days_as_banks_write_them() -> None:
    found = told('Amount,Other,date,REFERENCE\n"£1,234.50",x,01/06/2026,P100\n5,,2026-06-02,\n')

    assert [(one.row, one.on, one.reference, one.pence) for one in found.receipts] == [
        (2, date(2026, 6, 1), "P100", 123450),
        (3, date(2026, 6, 2), "", 500),
    ]
    assert found.rejected == ()


def test_a_row_that_cannot_be_read_is_kept_and_the_others_count() -> None:
    rows = "31/02/2026,P1,5\n2026-06-01,P2,five\n2026-07-02,P3,5\n2026-06-01,P4,0\n"
    found = told(HEAD + rows + "2026-06-01,P5,-3\n2026-06-01\n2026-06-01,P6,5\n")

    assert [(one.row, one.field, one.said) for one in found.rejected] == [
        (2, "date", "31/02/2026"),
        (3, "amount", "five"),
        (4, "date", "2026-07-02"),
        (5, "amount", "0"),
        (6, "amount", "-3"),
        (7, "amount", ""),
    ]
    assert all(one.why.endswith(".") for one in found.rejected)
    assert [one.reference for one in found.receipts] == ["P6"]


def test_what_is_rejected_says_what_to_do() -> None:
    (found,) = told(HEAD + "soon,P1,5\n").rejected

    assert found == Rejected(2, "date", "soon", "Write the day like 2026-06-01 or 01/06/2026.")


def test_the_same_file_brings_nothing_twice() -> None:
    text = HEAD + "2026-06-01,P1,5\n2026-06-01,p1,5\n2026-06-02,P1,5\n"
    first = told(text)
    keys = {one.key for one in first.receipts}

    second = told(text, known=keys)

    assert len(keys) == 3
    assert second.receipts == ()
    assert second.again == first.receipts


def test_one_more_alike_counts_as_one_more() -> None:
    first = told(HEAD + "2026-06-01,P1,5\n")
    second = told(
        HEAD + "2026-06-01,P1,5\n2026-06-01,P1,5\n", known={one.key for one in first.receipts}
    )

    assert len(second.receipts) == len(second.again) == 1


def test_a_number_as_long_as_a_cards_is_masked() -> None:
    (found,) = told(HEAD + "2026-06-01,4111 1111 1111 1111 P1,5\n").receipts

    assert found.reference == "(number masked) P1"


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"\xff\xfe\x00", b"Date,Amount\n", HEAD.encode() + b"\n" + b"a,b,c\n" * 20_001],
)
def test_a_file_of_which_nothing_can_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match=r"\.$"):
        read(data, on=TODAY)


lines = st.tuples(
    st.sampled_from(["2026-06-01", "1/6/2026", "never"]),
    st.text("PA1 -", max_size=5),
    st.sampled_from(["5", "5.00", "7.10", "", "x"]),
)


@given(st.lists(lines, max_size=12))
def test_every_row_is_a_payment_or_a_reason(rows: list[tuple[str, str, str]]) -> None:
    found = told(HEAD + "".join(f"{','.join(row)}\n" for row in rows))

    assert len(found.receipts) + len(found.rejected) == len(rows)
    assert len({one.key for one in found.receipts}) == len(found.receipts)
