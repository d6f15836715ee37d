"""A published table is kept as it stands, and every place where it disagrees with itself is named.

The figures of two real tables are quoted: Dorset Council, commissioning strategy for working-age
people with support needs 2022 to 2027 (people and weekly cost by primary support reason; weekly
spend on adults aged 18 to 65), and Derby City Council, Cabinet report on personalisation, April
2010 (numbers of direct payments by client group).
"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.commissioning.measures.domain import published as pub
from ownway.commissioning.measures.domain.published import Finding, NotATable, findings, read

DORSET = """Primary Support Reason\tTotal number of people\tCost per week
Learning Disability support\t957\t893,566.29
Mental Health support\t324\t217,663.07
Physical Support\t2237\t1,261,281.35
Sensory Support\t19\t3,512.03
Social support\t453\t52,107.78
Support with memory and cognition\t335\t246,056.01
Other\t47\t18,313.04
"""
DORSET_18_TO_65 = """Primary Support Reason\tWeekly Spend
Physical Support\t£204,807.88
Mental Health support\t£133,107.12
Learning Disability support\t£814,353.50
Social support\t£10,963.50
Third Party Contribution\t£2,050.83
Support with memory and cognition\t£17,127.79
Other\t£7,463.37
Total\t£1,197,337.36
"""
DERBY = """Client group,DPs
Carers,29
LD,35
PD,180
OP,87
MH,16
Total,347
"""


def test_a_true_table_is_read_and_agrees_with_itself() -> None:
    table = read(DORSET)

    assert table.columns == (
        pub.Column("Total number of people", pub.PEOPLE),
        pub.Column("Cost per week", pub.MONEY),
    )
    assert table.rows[3] == pub.Row("Sensory Support", ("19", "3,512.03"))
    assert table.total == ()
    assert findings(table) == ()


def test_what_it_claims_of_people_and_cost_can_be_put_to_it() -> None:
    """957 of 4,372 people and £893,566 of £2,692,500 a week: 21.9% and 33.2%."""
    table = read(
        "Reason,People,Cost,Share of people %,Share of cost %,Each\n"
        'LD,957,"893,566.29",22%,33%,£933.72\n'
        'Rest,3415,"1,798,933.28",78%,76%,£526.77\n'
        'Total,4372,"2,692,499.57",100%,100%,£615.85\n'
    )

    assert [column.kind for column in table.columns] == [
        pub.PEOPLE,
        pub.MONEY,
        pub.SHARE_PEOPLE,
        pub.SHARE_MONEY,
        pub.AVERAGE,
    ]
    assert findings(table) == (
        Finding(1, 3, "£1,798,933.28 of £2,692,499.57 is 66.8%, not 76%."),
        Finding(
            None,
            3,
            "The total says 100.0%; the parts add up to 109.0%. The total is 9.0% too small.",
        ),
    )


def test_a_total_that_counts_a_line_twice_is_said_to() -> None:
    assert findings(read(DORSET_18_TO_65)) == (
        Finding(
            None,
            0,
            "The total says £1,197,337.36; the parts add up to £1,189,873.99. The total is "
            "£7,463.37 too large. That is exactly the figure of Other, as if it were counted "
            "twice.",
        ),
    )


def test_a_total_that_leaves_a_line_out_is_said_to() -> None:
    assert findings(read(DERBY)) == ()
    assert [one.words for one in findings(read(DERBY.replace("347", "331")))] == [
        "The total says 331; the parts add up to 347. The total is 16 too small. That is exactly "
        "the figure of MH, as if it were left out of it."
    ]


def test_rounding_alone_is_no_disagreement() -> None:
    """Thousands: 894 + 218 + 1,261 = 2,373; the total may say 2,372 to 2,375, not 2,376."""
    rounded = "Reason,Cost\nLD,£894k\nMH,£218k\nPhysical,£1261k\nTotal,£{}k\n"
    assert findings(read(rounded.format("2375"))) == ()
    assert len(findings(read(rounded.format("2376")))) == 1

    spelt_out = 'Reason,Cost\nLD,"£894,000"\nMH,"£218,000"\nTotal,"£1,113,000"\n'
    assert findings(read(spelt_out)) == ()

    thirds = "Part,Share of people %\nA,33.3%\nB,33.3%\nC,33.3%\n"
    assert findings(read(thirds)) == ()
    assert [one.words for one in findings(read(thirds.replace("C,33.3", "C,36.3")))] == [
        "The parts add up to 102.9%, not to 100%."
    ]


def test_people_and_pennies_are_counted_and_not_rounded() -> None:
    assert len(findings(read("Part,People\nA,3\nB,4\nTotal,8\n"))) == 1
    assert len(findings(read("Part,Cost\nA,£3.01\nB,£4.00\nTotal,£7.02\n"))) == 1


def test_a_share_that_does_not_follow_is_named_in_its_own_cell() -> None:
    table = read("Part,People,Share %\nA,3,30%\nB,7,60%\n")

    assert findings(table) == (
        Finding(1, 1, "7 of 10 is 70.0%, not 60%."),
        Finding(None, 1, "The parts add up to 90.0%, not to 100%."),
    )


def test_an_average_that_does_not_follow_is_named_in_its_own_cell() -> None:
    table = read(
        "Part,People,Cost,Each\nA,3,£303.00,£101\nB,4,£501.00,£130\nTotal,7,£804.00,£114.86\n"
    )

    assert findings(table) == (Finding(1, 2, "£501 for 4 people is £125.25 each, not £130."),)


def test_a_blank_cell_is_not_known_to_be_nothing() -> None:
    assert findings(read("Part,People\nA,3\nB,\nTotal,8\n")) == ()
    assert findings(read("Part,People,Share %\nA,3,30%\nB,,60%\nC,2,10%\n")) == ()


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("£1,261,281.35", "1261281.35"),
        ("46.8%", "46.8"),
        ("41k", "41000"),
        ("£1.2m", "1200000"),
        ("−3", "-3"),
        ("-3", "-3"),
        ("2 237", "2237"),
        ("0", "0"),
    ],
)
def test_a_figure_is_read_as_it_is_written(cell: str, value: str) -> None:
    found = pub.number(cell)
    assert found is not None
    assert found.value == Decimal(value)


@pytest.mark.parametrize("cell", ["", "n/a", "*", "about 40", "1.2.3", "=1+1", "٣"])
def test_what_is_no_figure_is_none(cell: str) -> None:
    assert pub.number(cell) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Give a line of headings, and under it at least one line."),
        ("Part,People\n", "Give a line of headings, and under it at least one line."),
        ("Part\nA\n", "Give at least two columns: what the part is called, and a figure."),
        ("Part,People\nA,3,4\n", "Line 2 has 3 cells, and there are 2 headings."),
        ("Part,People\nA,3\n,4\n", "Line 3 has no name in its first column."),
        ("Part,People\nA,3\na,4\n", "A stands there twice. Give each part one line."),
        (
            "Part,People\nA,\x003\n",
            "There is a character in it that is no text. Copy the table again.",
        ),
        ("P" + ",x" * 9 + "\nA,1\n", "Give at most 8 columns of figures."),
        ("P,x\n" + "".join(f"A{n},1\n" for n in range(61)), "Give at most 60 lines."),
        ("P,x\n" + "A" * 101 + ",1\n", f"A cell is too long: {'A' * 40}…"),
    ],
)
def test_what_is_no_table_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(NotATable) as refused:
        read(text)
    assert str(refused.value) == words


def test_a_table_can_be_read_again_as_it_was_written() -> None:
    for text in (DORSET, DORSET_18_TO_65, DERBY):
        table = read(text)
        kinds = [column.kind for column in table.columns]
        again = read(pub.written(table), kinds=kinds)
        assert (again.rows, again.total, again.columns) == (table.rows, table.total, table.columns)


@given(st.lists(st.integers(0, 5000), min_size=2, max_size=12))
def test_a_table_made_from_its_own_parts_never_disagrees(counts: list[int]) -> None:
    total = sum(counts)
    lines = [
        f"P{n},{count},{Decimal(count) / total * 100 if total else 0:.1f}%"
        for n, count in enumerate(counts)
    ]
    text = "\n".join(["Part,People,Share %", *lines, f"Total,{total},100.0%"])

    assert findings(read(text)) == () or not total


@given(st.lists(st.integers(1, 5000), min_size=2, max_size=12), st.integers(1, 400))
def test_a_total_that_is_wrong_is_always_found(counts: list[int], apart: int) -> None:
    total = sum(counts) + apart
    text = "\n".join(
        ["Part,People", *(f"P{n},{c}" for n, c in enumerate(counts)), f"Total,{total}"]
    )
    table = read(text)
    rounded = all(count % 5 == 0 for count in counts)

    assert rounded or [(one.row, one.column) for one in findings(table)] == [(None, 0)]


def test_what_cannot_be_compared_is_left_alone() -> None:
    """Two columns of people, nobody at all, a wrong quotation mark, and an average of nobody."""
    assert findings(read("Part,People,Carers,Share of people %\nA,3,1,10%\nB,7,2,90%\n")) == ()
    assert findings(read("Part,People,Each,Cost\nA,0,£5,£10.01\nB,0,£5,£10.01\n")) == ()
    assert read("Part;People\nA;3\n").rows == (pub.Row("A", ("3",)),)
    assert read("Part,People,\n\nA,3,\n").columns == (pub.Column("People", pub.PEOPLE),)


def test_figures_are_said_in_the_words_of_their_column() -> None:
    assert pub.said(Decimal("-7463.37"), pub.MONEY) == "−£7,463.37"
    assert pub.said(Decimal("4372"), pub.PEOPLE) == "4,372"
    assert pub.said(Decimal("21.889"), pub.SHARE_PEOPLE) == "21.9%"
