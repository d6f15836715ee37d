"""Read by the block or row by row, a file says the same: rows, classes, digests and counts."""

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownway.commissioning.returns.domain import (
    EVENT_TYPES,
    NAMES,
    Block,
    Quarantined,
    Row,
    copy_of_block,
    copy_of_rows,
    read,
    reading,
)
from ownway.commissioning.returns.tests.examples import EVENTS, SERVICE, any_row, file_of, files

HEADER = (",".join(NAMES) + "\n").encode()
DIRT = [
    b"",
    b"\n",
    b"," * (len(NAMES) - 1) + b"\n",
    b'"' + b"," * (len(NAMES) - 1) + b"\n",
    b"\xe9" + b"," * (len(NAMES) - 1) + b"\n",
    b"a,b\n",
    b"a\rb" + b"," * (len(NAMES) - 1) + b"\n",
    b"\0" + b"," * (len(NAMES) - 1) + b"\n",
    b'"two\nlines"' + b"," * (len(NAMES) - 1) + b"\n",
    b'x"y"' + b"," * (len(NAMES) - 1) + b"\r\n",
    b'"he said ""no"""' + b"," * (len(NAMES) - 1) + b"\n",
    b"," * len(NAMES) + b"\n",
    b"901,2025-04-01",
]


def plain_of(block: Block) -> list[Any]:
    """What a block says of each of its rows, as far as an import asks."""
    said: dict[int, Any] = {}
    types = block.columns[NAMES.index("Event_Type")]
    for kind in EVENT_TYPES:
        (at,) = np.nonzero(block.accepted & types.where(kind.__eq__))
        for row, key, content, letters in zip(
            at.tolist(),
            block.keys(kind, at, "999").to_pylist(),
            block.contents(kind, at).to_pylist(),
            block.class_texts(at).to_pylist(),
            strict=True,
        ):
            said[row] = (block.number + row, kind, key, content, letters, block.values(row))
    for row in block.aside:
        values = block.values(row)
        said[row] = reading.put_aside(block.number + row, values, block.cells(row))
    return [said[row] for row in sorted(said)]


def plain(items: Sequence[Row | Quarantined]) -> list[Any]:
    """The same of rows that were read one by one."""
    return [
        item
        if isinstance(item, Quarantined)
        else (
            item.number,
            item.values["Event_Type"] and type(item.event).__name__.removeprefix("Imported"),
            item.event.cld_key,
            item.event.cld_content,
            item.classes,
            item.cells,
        )
        for item in items
    ]


def both(content: bytes) -> tuple[Any, Any, int]:
    """The rows and counts, by stretches and one by one; and how many blocks there were."""
    by_row = read(io.BytesIO(content), la_code="999")
    by_block = read(io.BytesIO(content), la_code="999")
    stretches = list(by_block.stretches())
    one = plain(list(by_row))
    two = [
        row
        for stretch in stretches
        for row in (plain_of(stretch) if isinstance(stretch, Block) else plain(stretch))
    ]
    told = [
        (cld.rows, cld.accepted, cld.blank_lines, cld.by_field(), cld.submissions, cld.warnings)
        for cld in (by_row, by_block)
    ]
    return (one, told[0]), (two, told[1]), sum(isinstance(one, Block) for one in stretches)


@settings(max_examples=150, deadline=None)
@given(files, st.lists(st.tuples(st.integers(0, 8), st.sampled_from(DIRT)), max_size=3), st.data())
def test_both_ways_say_the_same(
    rows: list[dict[str, str]], dirt: list[tuple[int, bytes]], data: st.DataObject
) -> None:
    """Whatever the rows, whatever is wrong with the lines, wherever stretches are cut."""
    lines = file_of(rows).splitlines(keepends=True)
    for place, line in dirt:
        lines.insert(1 + place, line)
    size = data.draw(st.sampled_from([1, 100, 700, 2_000, 1_000_000]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "LARGEST_STRETCH", size)
        patch.setattr(reading, "SMALLEST_STRETCH", min(size, 100))
        one, two, _ = both(b"".join(lines))
    assert one == two


@settings(max_examples=100, deadline=None)
@given(st.lists(any_row, max_size=12))
def test_both_ways_copy_the_same(rows: list[dict[str, str]]) -> None:
    """The text that a database reads in bulk is the same, letter for letter.

    Of a person a block says once what several of its rows say, with the days that count most.
    """
    content = file_of(rows)
    taken = [row for row in read(io.BytesIO(content), la_code="999") if isinstance(row, Row)]
    expected = {kind: set(text.split(b"\n")) for kind, text in copy_of_rows(taken).items()}
    copied: dict[str, set[bytes]] = {}
    for stretch in read(io.BytesIO(content), la_code="999").stretches():
        told = (
            copy_of_block(stretch, leave_out=[], la_code="999")
            if isinstance(stretch, Block)
            else copy_of_rows(row for row in stretch if isinstance(row, Row))
        )
        for kind, text in told.items():
            copied.setdefault(kind, set()).update(text.split(b"\n"))
    said, all_said = copied.pop("said", set()), expected.pop("said", set())
    assert copied == expected
    assert said <= all_said
    assert {people_of(line) for line in said} == {people_of(line) for line in all_said}


def people_of(line: bytes) -> bytes:
    """Whom a line is about and the digest of what it says of them."""
    return b",".join(line.replace(b"\\,", b"").split(b",")[1:4])


def test_an_honest_file_is_read_by_the_block() -> None:
    """Quoted cells and Windows line ends are no doubt."""
    row = SERVICE | {"Event_Description": "one, two", "Event_Reference": " E-1 "}
    content = file_of([*EVENTS, row]).replace(b"\n", b"\r\n")
    one, two, blocks = both(content)
    assert one == two
    assert blocks == 1


def test_one_bad_line_leaves_most_to_be_read_by_the_block() -> None:
    content = bytearray(file_of(EVENTS * 500))
    content[len(content) // 2] = 0x22
    one, two, blocks = both(bytes(content))
    assert one == two
    assert blocks > 2


def test_columns_in_another_order_or_left_out_make_no_difference() -> None:
    header = [name for name in reversed(NAMES) if name != "Gender"] + ["Ours"]
    one, two, blocks = both(file_of([row | {"Ours": "x"} for row in EVENTS], header))
    assert one == two
    assert blocks == 1
