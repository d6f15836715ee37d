"""What a row said can be read back from its line, whatever its cells hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.commissioning.returns.domain import NAMES, line_cells, line_of

cells = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
    min_size=len(NAMES),
    max_size=len(NAMES),
)


@given(cells)
def test_a_line_says_what_the_row_said_after_the_period(row: list[str]) -> None:
    assert line_cells(line_of(row)) == tuple(row[3:])


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("plain", "plain"),
        ("a, b", '"a, b"'),
        ('"quoted"', '"""quoted"""'),
        ("two\nlines", '"two\nlines"'),
        ("two\rlines", '"two\rlines"'),
        ("=1+1", "=1+1"),
    ],
)
def test_a_cell_is_quoted_only_where_it_must_be(cell: str, written: str) -> None:
    row = [""] * len(NAMES)
    row[3] = cell

    assert line_of(row) == written + "," * (len(NAMES) - 4)
