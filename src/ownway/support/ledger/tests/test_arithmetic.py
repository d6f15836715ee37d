"""The arithmetic of the ledger, for any legs and entries."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.kernel.refusal import Refused
from ownway.support.ledger.domain import NATURES, AccountKind, Entry, Leg, balance, keys_of, running

DAY = date(2026, 6, 1)
A, B = UUID(int=1), UUID(int=2)
entries = st.lists(
    st.builds(
        Entry,
        on=st.integers(0, 60).map(lambda days: DAY + timedelta(days=days)),
        words=st.just("Direct payment"),
        pence=st.integers(-(10**9), 10**9),
    )
)


@given(st.integers(1, 10**12))
def test_what_one_account_gains_the_other_loses(pence: int) -> None:
    leg = Leg(debit=A, credit=B, pence=pence)

    assert (leg.for_account(A), leg.for_account(B), leg.for_account(UUID(int=3))) == (
        -pence,
        pence,
        0,
    )


@pytest.mark.parametrize("pence", [0, -1])
def test_a_leg_moves_something(pence: int) -> None:
    with pytest.raises(Refused, match="more than nothing"):
        Leg(debit=A, credit=B, pence=pence)


def test_a_leg_has_two_ends() -> None:
    with pytest.raises(Refused, match="two different accounts"):
        Leg(debit=A, credit=A, pence=1)


@given(entries)
def test_each_line_carries_the_balance_after_it(given_entries: list[Entry]) -> None:
    lines = running(given_entries)

    assert [line.balance for line in lines] == [
        balance(given_entries[: count + 1]) for count in range(len(given_entries))
    ]


@given(entries, st.integers(0, 60))
def test_a_balance_on_a_day_counts_that_day(given_entries: list[Entry], days: int) -> None:
    day = DAY + timedelta(days=days)
    later = [entry for entry in given_entries if entry.on > day]

    assert balance(given_entries, on=day) == balance(given_entries) - balance(later)


def test_the_keys_of_one_and_of_several_legs() -> None:
    assert keys_of("instruction:a", 1) == ["instruction:a"]
    assert keys_of("instruction:a", 2) == ["instruction:a", "instruction:a:2"]


@pytest.mark.parametrize("key", ["", "instruction:1", ":7"])
def test_a_key_that_could_be_anothers_leg_is_a_mistake(key: str) -> None:
    with pytest.raises(ValueError, match="cannot be the key"):
        keys_of(key, 1)


def test_every_kind_of_account_says_whose_it_is_and_where_its_floor_is() -> None:
    assert set(NATURES) == set(AccountKind)
    assert {kind for kind, nature in NATURES.items() if nature.floor is not None} == {
        AccountKind.LEFT_TO_SPEND,
        AccountKind.PROMISED,
    }
