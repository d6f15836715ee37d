"""Account numbers are checked by the published method; without a table nothing is pretended.

The weights here are invented: the published table is loaded by a council, and never kept here.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.kernel.refusal import Refused
from ownway.support.payments.domain.modulus import Outcome, check, read_table

ONES = "0 0 0 0 0 0 1 1 1 1 1 1 1 1"
TENS = read_table(f"100000 199999 MOD10 {ONES}")


@pytest.mark.parametrize(
    ("method", "number", "outcome"),
    [
        ("MOD10", "12340000", "passed"),
        ("MOD10", "12340001", "failed"),
        ("MOD11", "12340001", "passed"),
        ("MOD11", "12340000", "failed"),
        ("DBLAL", "12340000", "passed"),
        ("DBLAL", "12340001", "failed"),
    ],
)
def test_each_method(method: str, number: str, outcome: str) -> None:
    assert check("150000", number, read_table(f"100000 199999 {method} {ONES}")) == outcome


def test_without_a_table_or_a_line_it_is_not_checked() -> None:
    assert check("150000", "12340000", None) is Outcome.NOT_CHECKED
    assert check("990000", "12340000", TENS) is Outcome.NOT_CHECKED


def test_double_alternate_adds_the_figures_of_each_product() -> None:
    twos = read_table("100000 199999 DBLAL 0 0 0 0 0 0 2 1 2 1 2 1 2 1")

    assert check("150000", "90000001", twos) == "passed"  # 18 is 1 + 8
    assert check("150000", "90000002", twos) == "failed"


@pytest.mark.parametrize(
    ("exception", "method", "number", "outcome"),
    [
        (1, "DBLAL", "00000003", "passed"),  # 27 more
        (4, "MOD11", "30000003", "failed"),  # 6 against 03
        (4, "MOD11", "10000001", "failed"),
        (6, "MOD10", "41234533", "passed"),  # a foreign currency account
        (6, "MOD10", "31234533", "failed"),
        (7, "MOD10", "12345690", "failed"),
        (7, "MOD10", "12345091", "failed"),
        (8, "MOD10", "12340000", "passed"),
    ],
)
def test_exceptions_of_one_line(exception: int, method: str, number: str, outcome: str) -> None:
    found = check("150000", number, read_table(f"100000 199999 {method} {ONES} {exception}"))
    assert found == outcome


def test_exception_4_compares_the_rest_with_the_last_two_figures() -> None:
    some = read_table("100000 199999 MOD11 0 0 0 0 0 0 1 1 1 1 1 1 0 0 4")

    assert check("150000", "12300006", some) == "passed"
    assert check("150000", "12300007", some) == "failed"
    assert check("150000", "55000010", some) == "passed"


def test_exception_7_leaves_out_the_first_eight_where_g_is_9() -> None:
    some = read_table("100000 199999 MOD10 1 1 1 1 1 1 1 1 1 1 1 1 1 1 7")

    assert check("150000", "12100091", some) == "failed"
    assert check("150000", "77100090", some) == "passed"


def test_exception_14_tries_again_without_the_last_figure() -> None:
    weights = "0 0 0 0 0 0 0 1 2 3 4 5 6 7"
    some = read_table(f"180000 189999 MOD11 {weights} 14")
    plain = read_table(f"180000 189999 MOD11 {weights}")

    assert check("180002", "00000190", plain) == "failed"
    shifted = check("180002", "00000019", plain)
    assert check("180002", "00000190", some) == shifted
    assert check("180002", "00000195", some) == "failed"


def test_exception_3_needs_no_second_check_for_some() -> None:
    some = read_table(f"100000 199999 MOD10 {ONES}\n100000 199999 MOD11 {ONES} 3")

    assert check("150000", "00640000", some) == "passed"
    assert check("150000", "00550000", some) == "failed"


def test_exception_5_puts_another_sort_code_and_both_checks_count() -> None:
    both = (
        "100000 199999 MOD11 1 0 0 0 0 0 1 1 1 1 1 1 0 0 5\n"
        "100000 199999 DBLAL 1 0 0 0 0 0 1 1 1 1 1 1 0 0 5"
    )
    some = read_table(both, "150000 050000")

    assert check("150000", "05000065", some) == "passed"
    assert check("150001", "05000065", some) == "failed"
    assert check("150000", "05000064", some) == "failed"


def test_of_some_pairs_either_check_will_do() -> None:
    some = read_table(f"100000 199999 MOD10 {ONES} 12\n100000 199999 MOD11 {ONES} 13")

    assert check("150000", "12340000", some) == "passed"
    assert check("150000", "12340001", some) == "passed"
    assert check("150000", "12340002", some) == "failed"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "100000 199999 MOD12 " + ONES,
        "199999 100000 MOD10 " + ONES,
        "100000 199999 MOD10 1 2 3",
        "1000 199999 MOD10 " + ONES,
        "100000 199999 MOD10 " + ONES + " 1 2",
        "100000 199999 MOD10 " + ONES.replace("0", "x", 1),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_table(text)


def test_substitutions_that_cannot_be_read_are_refused() -> None:
    with pytest.raises(Refused, match="Line 2 of the substitutions"):
        read_table(f"100000 199999 MOD10 {ONES}", "\n150000")


@given(st.from_regex(r"[0-9]{8}", fullmatch=True), st.integers(0, 7), st.integers(1, 9))
def test_one_figure_typed_wrongly_is_found(number: str, at: int, more: int) -> None:
    wrong = number[:at] + str((int(number[at]) + more) % 10) + number[at + 1 :]

    assert not check("150000", number, TENS) == check("150000", wrong, TENS) == "passed"
