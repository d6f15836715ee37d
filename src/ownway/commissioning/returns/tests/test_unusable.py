"""Bad files: refused in words when nothing can be read, else only the bad line is put aside."""

import io

import pytest

from ownway.commissioning.returns.domain import (
    NAMES,
    Quarantined,
    Row,
    UnusableFile,
    read,
)
from ownway.commissioning.returns.domain.records import LINE_LIMIT
from ownway.commissioning.returns.tests.examples import (
    EVENTS,
    REQUEST,
    REVIEW,
    SERVICE,
    file_of,
    opened,
    put_aside,
)

HEADER = ",".join(NAMES)
SAVE = "Save the file as “CSV UTF-8 (comma delimited)” and import it again."


def refusal(content: bytes) -> UnusableFile:
    with pytest.raises(UnusableFile) as refused:
        read(io.BytesIO(content))
    return refused.value


@pytest.mark.parametrize("content", [b"", b"\n\r\n", b"\xef\xbb\xbf", b",,,\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    """Nothing at all is not a file of no rows."""
    assert str(refusal(content)).startswith("The file is empty.")


def test_a_header_alone_is_a_file_of_no_rows() -> None:
    """A quarter in which nothing happened is read as such."""
    cld, items = opened(file_of([]))
    assert (cld.rows, items, cld.by_field()) == (0, [], [])


def test_all_missing_columns_are_named_at_once() -> None:
    """One refusal names each column that reading needs."""
    refused = refusal(b"LA_Code,Gender\n901,Female\n")
    assert refused.missing == (
        "Event_Type",
        "Event_Start_Date",
        "LA_Person_Unique_Identifier",
        "NHS_Number",
    )
    assert "Event_Start_Date" in str(refused)


@pytest.mark.parametrize("number", ["LA_Person_Unique_Identifier", "NHS_Number"])
def test_either_number_of_a_person_is_enough(number: str) -> None:
    """A file may leave out one of the two, and every other column but type and start."""
    cld, (row,) = opened(file_of([SERVICE], [number, "Event_Type", "Event_Start_Date"]))
    assert isinstance(row, Row)
    assert len(cld.columns.missing) == len(NAMES) - 3 - 2  # two columns are of release 1


def test_columns_there_twice_are_named() -> None:
    """We never choose between two columns of one name, however they are spelt."""
    refused = refusal(f"{HEADER},event type,Notes,Notes\n".encode())
    assert refused.twice == ("Event_Type", "Notes")
    assert str(refused).startswith("These columns are there more than once: Event_Type, Notes.")


@pytest.mark.parametrize(
    ("separator", "words"), [(";", "semicolons"), ("\t", "tabs"), ("|", "upright lines")]
)
def test_another_separator_is_named(separator: str, words: str) -> None:
    """A file with another separator is refused with the one it has."""
    refused = str(refusal(HEADER.replace(",", separator).encode() + b"\n"))
    assert refused.startswith(f"The columns of this file are separated by {words}, not commas.")


@pytest.mark.parametrize(
    "content",
    [
        HEADER.encode("utf-16"),
        file_of([SERVICE]).replace(b"\n", b"\r"),
        b'"' + HEADER.encode(),
        b"x" * (LINE_LIMIT + 1),
    ],
)
def test_a_file_of_another_kind_is_refused(content: bytes) -> None:
    """Another encoding, other line ends, or no text at all: refused with the way out."""
    refused = str(refusal(content))
    assert refused == f"The first row is not the header of a comma-separated file. {SAVE}"


def test_a_spreadsheet_file_is_refused() -> None:
    """An Excel workbook given by mistake is refused in words."""
    refused = str(refusal(b"PK\x03\x04\x14\x06\x08!bad\x9c\n"))
    assert refused.startswith("The first row holds no Client Level Data column names.")


def test_encodings_of_real_files_are_read() -> None:
    """UTF-8 with or without its mark, and Windows-1252, give the same words."""
    row = SERVICE | {"Event_Description": "Café lunch at Renée’s"}
    plain, marked, windows = (
        file_of([row]),
        b"\xef\xbb\xbf" + file_of([row]),
        file_of([row]).decode().encode("cp1252"),
    )
    assert opened(marked)[1] == opened(plain)[1] == opened(windows)[1]
    assert opened(windows)[0].warnings == [
        "1 lines are not UTF-8 and were read as Windows-1252. Check names with accents."
    ]


def lines(*rows: str) -> bytes:
    return (HEADER + "\n" + "".join(rows)).encode()


def line(row: dict[str, str], description: str = "") -> str:
    """A row with its description put in as it is, quotation marks and all."""
    quoted = {name: f'"{value}"' if "," in value else value for name, value in row.items()}
    return ",".join((quoted | {"Event_Description": description}).get(n, "") for n in NAMES) + "\n"


def numbers(content: bytes) -> tuple[list[int], list[int]]:
    items = opened(content)[1]
    return (
        [item.number for item in items if isinstance(item, Row)],
        [item.row_number for item in items if isinstance(item, Quarantined)],
    )


@pytest.mark.parametrize(
    ("description", "reason"),
    [
        ('"never closed', "A quotation mark opens"),
        ("one,too,many", "This row has 50 cells where the header has 48"),
        ("a\0b", "This row holds a character (NUL)"),
        ("x" * 200_000, "A cell of this row is far longer"),
        ("x" * (10 * LINE_LIMIT), "A cell of this row is far longer"),
        ("a\rb", "This row holds a line end of another kind"),
    ],
)
def test_a_bad_line_is_put_aside_alone(description: str, reason: str) -> None:
    """A line that cannot be read takes no other line with it, and is kept with its number."""
    content = lines(line(REQUEST), line(SERVICE, description), line(REVIEW), line(SERVICE))
    assert numbers(content) == ([2, 4, 5], [3])
    (aside,) = put_aside(content)
    assert aside.reason.startswith(reason)
    assert "\0" not in "".join(aside.cells)
    assert "M0001" in "".join(aside.cells)


def test_a_quotation_mark_closed_rows_later_swallows_nothing() -> None:
    """Rows between two stray quotation marks are rows, not one long description."""
    strays = lines(line(SERVICE, '"a stray'), line(REQUEST), line(REVIEW, '"and another'))
    assert numbers(strays) == ([3], [2, 4])


def test_a_description_over_several_lines_is_one_row() -> None:
    """A line end inside quotation marks belongs to the cell."""
    content = file_of([SERVICE | {"Event_Description": 'Said "yes",\nthen\r\nno'}, REQUEST])
    _, items = opened(content)
    assert numbers(content) == ([2, 3], [])
    assert isinstance(items[0], Row)
    assert items[0].event.description == 'Said "yes",\nthen\r\nno'


@pytest.mark.parametrize("end", ['"open', "Home sup"])
def test_a_file_cut_short_puts_its_last_line_aside(end: str) -> None:
    """The rows before the cut are read."""
    content = lines(line(SERVICE), line(REVIEW)) + f"901,,,,{end}".encode()
    assert numbers(content) == ([2, 3], [4])


def test_a_row_of_too_few_cells_is_put_aside() -> None:
    """Cells that may belong anywhere are never guessed at."""
    (aside,) = put_aside(lines("901,2025-04-01\n"))
    assert aside.reason == (
        "This row has 2 cells where the header has 48, so they cannot be told apart."
    )
    assert aside.cells == ("901", "2025-04-01")


def test_blank_lines_and_empty_cells_at_the_end_are_no_rows() -> None:
    """What a spreadsheet leaves behind is counted apart and does not shift row numbers."""
    empty = "," * (len(NAMES) - 1) + "\n"
    content = lines("\n", empty, ",,\n", line(SERVICE).rstrip("\n") + ",, \n", empty + "\n")
    cld, items = opened(content)
    assert [type(item) for item in items] == [Row]
    assert (cld.rows, cld.blank_lines, items[0][0]) == (1, 5, 5)


def test_two_files_glued_together_put_the_second_header_aside() -> None:
    """A header in the middle is a row that has no start."""
    content = file_of(EVENTS)
    assert numbers(content + content) == ([2, 3, 4, 5, 7, 8, 9, 10], [6])


def test_commas_in_free_text_do_not_make_a_row_in_a_narrow_file() -> None:
    """In a file of few columns a line of text with many commas may still be one cell."""
    header = "LA_Person_Unique_Identifier,Event_Type,Event_Start_Date,Event_Description\n"
    content = header + 'M1,Review,2025-04-01,"a, b,\nc, d, e, f, g"\n'
    _, items = opened(content.encode())
    assert [type(item) for item in items] == [Row]


def test_a_header_cell_over_two_lines_is_recognised() -> None:
    """A spreadsheet may have broken a long column name."""
    content = file_of([SERVICE]).replace(b"Event_Start_Date", b'"Event Start\nDate"')
    assert opened(content)[1] == opened(file_of([SERVICE]))[1]
