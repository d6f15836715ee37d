"""Statements of any bank are read alike; what cannot be read is told, and nothing counts twice."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownway.support.wallet.domain.statements import (
    Format,
    Line,
    NotReadable,
    Statement,
    identity,
    join,
    read,
)
from ownway.support.wallet.domain.statements.parts import day, masked, pence

JUNE = date(2026, 6, 1)
SIGNED = """Date,Description,Amount,Balance
01/06/2026,MARLSHIRE COUNCIL,818.20,918.20
02/06/2026,CAFE NERO,-23.40,894.80
02/06/2026,J LINDQVIST,-266.00,628.80
"""
TOLD = [
    (date(2026, 6, 1), 818_20, "MARLSHIRE COUNCIL"),
    (date(2026, 6, 2), -23_40, "CAFE NERO"),
    (date(2026, 6, 2), -266_00, "J LINDQVIST"),
]
OFX = """OFXHEADER:100
DATA:OFXSGML
VERSION:102
CHARSET:1252

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>GBP
<BANKACCTFROM><BANKID>200000<ACCTID>20000012345678<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20260601<DTEND>20260630
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260601120000[0:GMT]<TRNAMT>818.20<FITID>A1<NAME>MARLSHIRE COUNCIL</STMTTRN>
<STMTTRN><TRNTYPE>POS<DTPOSTED>20260602<TRNAMT>-23.40<FITID>A2<NAME>CAFE NERO<MEMO>Tea &amp; cake</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260602<TRNAMT>-266.00<FITID>A3<NAME>J LINDQVIST</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>628.80<DTASOF>20260630</LEDGERBAL></STMTRS></STMTTRNRS>
</BANKMSGSRSV1></OFX>"""  # noqa: E501  # as banks write it
MT940 = """:20:STATEMENT
:25:20000012345678
:28C:00001/001
:60F:C260531GBP100,00
:61:2606010601C818,20NTRFNONREF//B1
:86:MARLSHIRE COUNCIL
:61:2606020602D23,40NMSCNONREF//B2
:86:CAFE NERO
:61:2606020602D266,00NSTONONREF//B3
:86:?20WEEK ONE?32J LINDQVIST
:62F:C260602GBP628,80
-"""


def entry(amount: str, direction: str, on: str, name: str, **more: str) -> str:
    """One entry of camt.053; `more` are `state`, `currency` and `id`."""
    other = "Dbtr" if direction == "CRDT" else "Cdtr"
    return (
        f'<Ntry><Amt Ccy="{more.get("currency", "GBP")}">{amount}</Amt>'
        f"<CdtDbtInd>{direction}</CdtDbtInd><Sts><Cd>{more.get('state', 'BOOK')}</Cd></Sts>"
        f"<BookgDt><Dt>{on}</Dt></BookgDt><AcctSvcrRef>{more.get('id', '')}</AcctSvcrRef>"
        f"<NtryDtls><TxDtls><RltdPties><{other}><Pty><Nm>{name}</Nm></Pty></{other}></RltdPties>"
        "</TxDtls></NtryDtls></Ntry>"
    )


def camt(*entries: str, closing: str = "628.80", currency: str = "GBP") -> bytes:
    balances = "".join(
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy='GBP'>{amount}</Amt>"
        f"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-06-02</Dt></Dt></Bal>"
        for kind, amount in (("OPBD", "100.00"), ("CLBD", closing))
    )
    return (
        '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
        "<BkToCstmrStmt><Stmt><Acct><Id><IBAN>GB33BUKB20000012345678</IBAN></Id>"
        f"<Ccy>{currency}</Ccy></Acct>{balances}{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


CAMT = camt(
    entry("818.20", "CRDT", "2026-06-01", "MARLSHIRE COUNCIL", id="B1"),
    entry("23.40", "DBIT", "2026-06-02", "CAFE NERO", id="B2"),
    entry("266.00", "DBIT", "2026-06-02", "J LINDQVIST", id="B3"),
)


def one(content: str | bytes) -> Statement:
    (found,) = read(content.encode() if isinstance(content, str) else content)
    return found


def told(of: Statement) -> list[tuple[date, int, str]]:
    return [(line.on, line.pence, line.words) for line in of.lines]


@pytest.mark.parametrize(
    ("content", "form", "ending"),
    [
        (SIGNED, Format.TABLE, ""),
        (OFX, Format.OFX, "5678"),
        (CAMT, Format.CAMT, "5678"),
        (MT940, Format.MT940, "5678"),
    ],
)
def test_every_format_says_the_same(content: str | bytes, form: Format, ending: str) -> None:
    found = one(content)

    assert told(found) == TOLD
    assert (found.format, found.ending, found.problems) == (form, ending, ())
    assert found.closing == 628_80


TABLES = {
    "paid in and out, newest first": (
        "Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,"
        "Debit Amount,Credit Amount,Balance\n"
        "02/06/2026,SO,'20-00-00,12345678,J LINDQVIST,266.00,,628.80\n"
        "02/06/2026,DEB,'20-00-00,12345678,CAFE NERO,23.40,,894.80\n"
        "01/06/2026,BGC,'20-00-00,12345678,MARLSHIRE COUNCIL,,818.20,918.20\n"
    ),
    "lines above the headings and signs of pounds": (
        '"Account Name:","Current account ****5678"\n"Account Balance:","£628.80"\n\n'
        '"Date","Transaction type","Description","Paid out","Paid in","Balance"\n'
        '"01 Jun 2026","Bank credit","MARLSHIRE COUNCIL","","£818.20","£918.20"\n'
        '"02 Jun 2026","Visa purchase","CAFE NERO","£23.40","","£894.80"\n'
        '"02 Jun 2026","Standing order","J LINDQVIST","£266.00","","£628.80"\n'
    ),
    "value and type": (
        "Date, Type, Description, Value, Balance, Account Name, Account Number\n"
        "01/06/2026,BAC,MARLSHIRE COUNCIL,818.20,918.20,MS R CALLOWAY,'200000-12345678\n"
        "02/06/2026,POS,CAFE NERO,-23.40,894.80,MS R CALLOWAY,'200000-12345678\n"
        "02/06/2026,S/O,J LINDQVIST,-266.00,628.80,MS R CALLOWAY,'200000-12345678\n"
    ),
    "an app": (
        "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes\n"
        "01/06/2026,MARLSHIRE COUNCIL,DP,FASTER PAYMENT,818.20,918.20,INCOME,\n"
        "02/06/2026,CAFE NERO,CAFE,CARD,-23.40,894.80,EATING_OUT,\n"
        "02/06/2026,J LINDQVIST,WEEK 1,FASTER PAYMENT,-266.00,628.80,BILLS,\n"
    ),
    "an app with money out below nothing": (
        "Transaction ID,Date,Time,Type,Name,Emoji,Currency,Money Out,Money In\n"
        "tx_1,01/06/2026,09:00:00,Credit,MARLSHIRE COUNCIL,,GBP,,818.20\n"
        "tx_2,02/06/2026,10:00:00,Card,CAFE NERO,,GBP,-23.40,\n"
        "tx_3,02/06/2026,11:00:00,Transfer,J LINDQVIST,,GBP,-266.00,\n"
    ),
    "without headings": (
        "01/06/2026,MARLSHIRE COUNCIL,818.20\n02/06/2026,CAFE NERO,-23.40\n"
        '02/06/2026,J LINDQVIST,"-266.00"\n'
    ),
    "semicolons, brackets and debit marks": (
        "Date;Details;Amount\n2026-06-01;MARLSHIRE COUNCIL;818.20 CR\n"
        "2026-06-02;CAFE NERO;(23.40)\n2026-06-02;J LINDQVIST;266.00 DR\n"
    ),
    "one amount and a column that says which way": (
        "Booking Date,Narrative,Amount,Debit/Credit\n01-Jun-2026,MARLSHIRE COUNCIL,818.20,C\n"
        "02-Jun-2026,CAFE NERO,23.40,D\n02-Jun-26,J LINDQVIST,266.00,Debit\n"
    ),
}


@pytest.mark.parametrize("content", TABLES.values(), ids=TABLES)
def test_a_table_is_known_by_its_headings(content: str) -> None:
    found = one(content)

    assert told(found) == TOLD
    assert found.problems == ()


def test_letters_of_older_programs_are_read() -> None:
    written = TABLES["lines above the headings and signs of pounds"].encode("cp1252")

    assert told(one(written)) == TOLD
    assert told(one(SIGNED.encode("utf-16"))) == TOLD
    assert told(one(b"\xef\xbb\xbf" + SIGNED.replace("\n", "\r\n").encode())) == TOLD


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b" \r\n\x00", "empty"),
        (b"%PDF-1.7 something", "PDF"),
        (b"PK\x03\x04workbook", "workbook"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (bytes(range(1, 40)) * 3, "not a file of letters"),
        (b"Date,Description,Amount\n", "no rows"),
        (b"Date,Description\n01/06/2026,TEA\n", "no column for the amount"),
        (b"Date,Amount,Balance\n01/06/2026,1.00,2.00\n", "no column for what it was for"),
        (b"Dear Ruth,\nthank you for your letter.\n", "does not look like a statement"),
        (b"<html><body>Log in</body></html>", "web page"),
        (b"Date,Description,Amount (EUR)\n01/06/2026,TEA,1.00\n", "This account is in EUR"),
        (OFX.replace("GBP", "USD").encode(), "This account is in USD"),
        (camt(currency="EUR"), "This account is in EUR"),
        (MT940.replace("GBP", "EUR").encode(), "This account is in EUR"),
        (CAMT[:-30], "cut short"),
        (CAMT.replace(b"<Document", b'<!DOCTYPE a [<!ENTITY b "c">]><Document'), "asks for other"),
        (b"OFXHEADER:100\n\n<OFX></OFX>", "holds no statement"),
        (b"x" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_what_is_no_statement_is_refused_with_what_to_do(content: bytes, says: str) -> None:
    with pytest.raises(NotReadable, match=says):
        read(content)


COMMA = "It has a comma where the point before the pence should be."


@pytest.mark.parametrize(
    ("row", "field", "why"),
    [
        ("31/02/2026,TEA,-1.00,1.00", "Date", "It is not a day."),
        ("02/13/2026,TEA,-1.00,1.00", "Date", "It has the month before the day."),
        (",TEA,-1.00,1.00", "Date", "There is no day."),
        ("02/06/2026,TEA,one,1.00", "Amount", "It is not an amount."),
        ("02/06/2026,TEA,,1.00", "Amount", "There is no amount."),
        ("02/06/2026,TEA,€4.00,1.00", "Amount", "It is not in pounds."),
        ('02/06/2026,TEA,"4,50",1.00', "Amount", COMMA),
        ("02/06/2026,TEA", "Amount", "There is no amount."),
    ],
)  # fmt: skip
def test_a_bad_row_is_kept_and_told_and_the_rest_is_read(row: str, field: str, why: str) -> None:
    found = one(SIGNED + row + "\n")

    assert told(found) == TOLD
    (problem,) = found.problems
    assert (problem.row, problem.field, problem.why) == (5, field, why)
    assert problem.left_out
    assert "TEA" in problem.said
    assert problem.what_to_do


def test_a_bad_entry_of_the_other_formats_is_told_too() -> None:
    in_ofx = one(
        OFX.replace(
            "</BANKTRANLIST>",
            "<STMTTRN><DTPOSTED>20261302<TRNAMT>-1.00<FITID>A4<NAME>TEA</STMTTRN>"
            "<STMTTRN><DTPOSTED>20260603<TRNAMT>x<FITID>A5<NAME>TEA</STMTTRN>"
            "<STMTTRN><DTPOSTED>20260602<TRNAMT>-23.40<FITID>A2<NAME>CAFE NERO</STMTTRN>"
            "</BANKTRANLIST>",
        )
    )
    in_camt = one(
        camt(
            entry("4.00", "DBIT", "2026-06-02", "TEA", currency="EUR"),
            entry("4.00", "DBIT", "2026-06-02", "TEA", state="PDNG"),
            entry("4.00", "DBIT", "2026-06-42", "TEA"),
            entry("four", "DBIT", "2026-06-02", "TEA"),
            entry("4.00", "BOTH", "2026-06-02", "TEA"),
            closing="100.00",
        )
    )
    in_mt = one(MT940.replace(":62F:", ":61:26130299XX\n:86:what\n:61:261302D1,00NMSC\n:62F:"))

    assert told(in_ofx) == TOLD
    assert [one.field for one in in_ofx.problems] == ["Date", "Amount", "Transaction"]
    assert in_camt.lines == ()
    assert [one.field for one in in_camt.problems] == [
        "Currency", "Status", "Date", "Amount", "Amount"
    ]  # fmt: skip
    assert told(in_mt) == TOLD
    assert [one.field for one in in_mt.problems] == ["Transaction", "Date"]


def test_money_turned_back_goes_the_other_way() -> None:
    found = one(
        ":20:A\n:25:12345678\n:60F:C260601GBP10,00\n:61:2606020602RD5,00NMSCNONREF\n"
        ":61:2606020602RC2,00NMSCNONREF\n:62F:C260602GBP13,00\n"
    )

    assert [line.pence for line in found.lines] == [5_00, -2_00]
    assert found.problems == ()


def test_a_row_in_another_currency_or_not_booked_is_told() -> None:
    found = one(
        "Type,Completed Date,Description,Amount,Currency,State\n"
        "CARD,2026-06-02 10:11:12,CAFE NERO,-23.40,GBP,COMPLETED\n"
        "CARD,2026-06-02 10:12:12,PARIS,-9.00,EUR,COMPLETED\n"
        "CARD,,TEA,-2.00,GBP,PENDING\n"
    )

    assert told(found) == [TOLD[1]]
    assert [one.field for one in found.problems] == ["Currency", "Status"]


def test_one_file_with_two_accounts_is_two_statements() -> None:
    found = read(
        b"Date,Description,Amount,Account Number\n01/06/2026,A,1.00,12345678\n"
        b"01/06/2026,B,2.00,87654321\n"
    )

    assert [(one.ending, told(one)) for one in found] == [
        ("5678", [(JUNE, 1_00, "A")]),
        ("4321", [(JUNE, 2_00, "B")]),
    ]


def test_rows_out_of_order_are_put_in_order_and_said() -> None:
    found = one(
        "Date,Description,Amount\n02/06/2026,B,1.00\n01/06/2026,A,1.00\n03/06/2026,C,1.00\n"
    )

    assert [line.words for line in found.lines] == ["A", "B", "C"]
    (problem,) = found.problems
    assert (problem.field, problem.left_out) == ("Date", False)


def test_a_balance_that_does_not_add_up_is_said_and_the_row_read() -> None:
    found = one(SIGNED.replace("628.80", "600.00"))

    assert told(found) == TOLD
    (problem,) = found.problems
    assert (problem.row, problem.field, problem.left_out) == (4, "Balance", False)
    assert "£628.80 should be left, and the bank says £600.00" in problem.why


def test_lines_that_do_not_make_the_last_balance_are_said() -> None:
    found = one(MT940.replace(":62F:C260602GBP628,80", ":62F:C260602GBP628,90"))

    assert [one.why for one in found.problems] == [
        "The lines make £628.80 of £100.00, and the bank says £628.90."
    ]


def test_amounts_of_nothing_are_lines_too() -> None:
    assert told(one("Date,Description,Amount\n01/06/2026,NOTICE OF INTEREST,0.00\n")) == [
        (JUNE, 0, "NOTICE OF INTEREST")
    ]


def test_a_card_number_is_masked_wherever_it_stands() -> None:
    found = one(
        "Date,Description,Amount\n01/06/2026,CARD 4111 1111 1111 1111 TEA,-1.00\n"
        "xx,4111111111111111,-1.00\n"
    )

    assert found.lines[0].words == "CARD (card ending 1111) TEA"
    assert "4111" not in found.problems[0].said.replace("ending 1111", "")
    assert masked("REF 1234567890123") == "REF 1234567890123"  # no card: its check digit is wrong


@pytest.mark.parametrize(
    ("said", "means"),
    [("1,234.50", 1234_50), ("-£23.40", -23_40), ("£-23.40", -23_40), ("−5", -5_00), ("+5.1", 5_10),
     (".50", 50), ("1234.5000", 1234_50), ("23.40-", -23_40), ("GBP 12.00", 12_00)],
)  # fmt: skip
def test_amounts_as_banks_write_them(said: str, means: int) -> None:
    assert pence(said) == means


@pytest.mark.parametrize("said", ["", "-", "1.234,50", "12.345", "(5", "5)", "£", "٣"])
def test_what_is_no_amount_is_said(said: str) -> None:
    with pytest.raises(ValueError, match="not"):
        pence(said)


@given(st.integers(-(10**11), 10**11))
def test_an_amount_survives_writing(amount: int) -> None:
    whole, part = divmod(abs(amount), 100)
    assert pence(f"{'-' if amount < 0 else ''}£{whole:,}.{part:02d}") == amount


@given(st.dates(date(1970, 1, 1), date(2068, 12, 31)))
def test_a_day_survives_writing(on: date) -> None:
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d %b %Y", "%d-%B-%Y".replace("%B", "%b"), "%Y%m%d"):
        assert day(on.strftime(form)) == on


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    refused = ""
    try:
        read(content)
    except NotReadable as refusal:
        refused = str(refusal)
    assert refused == "" or refused.endswith(".")


@given(st.text(alphabet='0123456789/,.\n"-ABCabc :<>£;', max_size=200))
def test_any_rows_below_headings_are_lines_or_problems(rows: str) -> None:
    try:
        found = read(f"Date,Description,Amount\n{rows}".encode())
    except NotReadable:
        return
    read_rows = [line.row for one in found for line in one.lines]
    assert len(set(read_rows)) == len(read_rows)


# Laying files over each other


def line(on: date, pence: int, words: str, **more: str | int) -> Line:
    return Line(0, on, pence, words, **more)  # type: ignore[arg-type]  # by name


def held_after(files: Sequence[Sequence[Line]]) -> list[Line]:
    held: list[Line] = []
    for file in files:
        held += [one for one, _ in join(held, file).new]
    return held


def counted(lines: Sequence[Line]) -> Counter[str]:
    return Counter(identity(one) for one in lines)


def test_the_same_file_twice_adds_nothing() -> None:
    lines = one(SIGNED).lines
    again = join(lines, lines)

    assert (again.new, again.held_already) == ((), 3)


def test_two_alike_on_one_day_are_two_and_stay_two() -> None:
    tea = line(JUNE, -3_00, "TEA")
    first = join([], [tea, tea])

    assert [number for _, number in first.new] == [1, 2]
    assert join([one for one, _ in first.new], [tea, tea]).new == ()


def test_a_third_one_later_that_day_is_the_third() -> None:
    tea, after = line(JUNE, -3_00, "TEA"), line(JUNE + timedelta(days=1), -1_00, "X")
    before = line(JUNE - timedelta(days=1), -1_00, "W")

    added = join([tea, tea], [before, tea, tea, tea, after]).new

    assert [number for one, number in added if one.words == "TEA"] == [3]


@pytest.mark.parametrize("first", [SIGNED, OFX, CAMT, MT940, MT940.replace("CAFE", "CD 1234 CAFE")])
@pytest.mark.parametrize("second", [SIGNED, OFX, CAMT, MT940])
def test_the_same_days_in_another_format_add_nothing(
    first: str | bytes, second: str | bytes
) -> None:
    if first != second and {one(first).format, one(second).format} == {Format.MT940}:
        return  # one format words a line one way

    assert join(one(first).lines, one(second).lines).new == ()


def test_a_cut_day_is_told_by_balances_and_by_the_banks_numbers() -> None:
    first, second = (line(JUNE, -3_00, "TEA", balance=left) for left in (97_00, 94_00))
    assert len(held_after([[first], [second]])) == 2

    first, second = (line(JUNE, -3_00, "TEA", bank_id=number) for number in ("a", "b"))
    assert len(held_after([[first], [second], [first, second]])) == 2


days = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from([-3_00, -1_00]), st.sampled_from(["TEA", "BUS"])),
    min_size=1,
    max_size=25,
)


def account(rows: list[tuple[int, int, str]], *, balances: bool, numbers: bool) -> list[Line]:
    left, lines = 500_00, []
    for at, (after, amount, words) in enumerate(sorted(rows, key=lambda row: row[0])):
        left += amount
        more: dict[str, str | int] = {"balance": left} if balances else {}
        more |= {"bank_id": f"n{at}"} if numbers else {}
        lines.append(line(JUNE + timedelta(days=after), amount, words, **more))
    return lines


@given(days, st.data(), st.booleans())
def test_any_overlapping_files_give_the_same_lines(
    rows: list[tuple[int, int, str]], data: st.DataObject, balances: bool
) -> None:
    """Cut anywhere, also in the middle of a day; brought in any order."""
    lines = account(rows, balances=balances, numbers=not balances)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(lines)), max_size=4)))
    begins, ends = [0, *cuts], [*cuts, len(lines)]
    files = [
        lines[max(0, begin - data.draw(st.integers(0, 5))) : end + data.draw(st.integers(0, 5))]
        for begin, end in zip(begins, ends, strict=True)
    ]
    data.draw(st.randoms(use_true_random=False)).shuffle(files)

    assert counted(held_after(files)) == counted(lines)


@given(days, st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=5), st.integers())
def test_any_files_of_whole_days_give_the_same_lines(
    rows: list[tuple[int, int, str]], spans: list[tuple[int, int]], seed: int
) -> None:
    """Without balances and without numbers, as the plainest tables are."""
    lines = account(rows, balances=False, numbers=False)
    files = [
        [one for one in lines if min(span) <= (one.on - JUNE).days <= max(span)]
        for span in [*spans, (0, 12)]
    ]
    random.Random(seed).shuffle(files)

    assert counted(held_after(files)) == counted(lines)
