"""Which invoices a payment goes to, and that no penny is lost or put on somebody else's."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.support.contributions.domain.receipts import How, Share, Unpaid, assign, match

DAY = date(2026, 6, 1)
OLD = Unpaid("INV-0001", "P100", DAY, 5000)
NEW = Unpaid("INV-0002", "P100", DAY + timedelta(days=28), 7000)
OTHERS = Unpaid("INV-0003", "P200", DAY, 7000)
ALL = [NEW, OTHERS, OLD]


def test_an_invoice_that_is_named_comes_first_and_what_is_over_goes_to_the_oldest() -> None:
    found = match("ref inv 0002 INV-0002", 8000, ALL)

    assert found.how is How.INVOICE
    assert found.shares == (Share("INV-0002", 7000), Share("INV-0001", 1000))


def test_hyphens_and_small_letters_do_not_matter() -> None:
    assert match("inv0001", 5000, ALL).shares == (Share("INV-0001", 5000),)


def test_the_same_amount_decides_among_one_payers_own() -> None:
    found = match("P100", 7000, ALL)

    assert (found.how, found.shares) == (How.AMOUNT, (Share("INV-0002", 7000),))


def test_else_the_oldest_first() -> None:
    found = match("P100 thank you", 6000, ALL)

    assert found.how is How.OLDEST
    assert found.shares == (Share("INV-0001", 5000), Share("INV-0002", 1000))


def test_what_is_more_than_owed_is_in_hand() -> None:
    assert match("P200", 9000, ALL).in_hand == 2000


@pytest.mark.parametrize("reference", ["", "care", "P1000", "P100 P200", "INV-0001 INV-0003"])
def test_an_amount_alone_or_two_payers_decide_nothing(reference: str) -> None:
    found = match(reference, 7000, ALL)

    assert (found.how, found.payer, found.shares, found.in_hand) == (How.NOBODY, None, (), 7000)


def test_somebody_assigns_what_named_nobody() -> None:
    assert assign("P200", 7000, ALL).shares == (Share("INV-0003", 7000),)


def test_a_payment_of_nothing_is_none() -> None:
    with pytest.raises(ValueError, match="more than nothing"):
        match("P100", 0, ALL)


words = st.sampled_from(["P100", "P200", "INV-0001", "INV-0002", "INV-0003", "care"])


@given(st.lists(words, max_size=3).map(" ".join), st.integers(1, 30000))
def test_every_penny_is_on_one_payers_invoices_or_in_hand(reference: str, pence: int) -> None:
    found = match(reference, pence, ALL)
    left = {one.number: one for one in ALL}

    assert sum(share.pence for share in found.shares) + found.in_hand == pence
    for share in found.shares:
        assert 0 < share.pence <= left[share.number].left
        assert left[share.number].payer == found.payer
