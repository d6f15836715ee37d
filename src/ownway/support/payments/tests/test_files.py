"""A bank's file has each figure in its place, and the same run gives the same bytes."""

from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ownway.kernel.refusal import Refused
from ownway.support.payments.domain.banking import BankAccount
from ownway.support.payments.domain.files import Content, FileLine, Format, PaysFrom, file_of
from ownway.support.payments.domain.returned import Returned, read_returned

OURS = PaysFrom(BankAccount("Quarrymoor Council", "080000", "11112222"), "123456")
RUTH = FileLine("DP 000007-00001", BankAccount("Ruth Calloway", "090126", "12345678"), 818_20)
IVO = FileLine("DP 000007-00002", BankAccount("Zoë O’Brien", "090127", "00000019"), 5)


def content(*lines: FileLine, **more: Any) -> Content:
    said: dict[str, Any] = {
        "number": 7,
        "pays_from": OURS,
        "made_at": datetime(2026, 6, 1, 9, 30, tzinfo=UTC),
        "process_on": date(2026, 6, 3),
        "pay_on": date(2026, 6, 4),
        "lines": lines,
    }
    return Content(**(said | more))


def test_standard_18_to_the_letter() -> None:
    told = file_of(content(RUTH, IVO), Format.STANDARD_18).decode("ascii").split("\r\n")

    assert told == [
        "VOL10000070" + " " * 30 + "123456" + " " * 32 + "1",
        "HDR1A123456S  1123456000007" + "00010001" + " " * 6 + " 26152 261540000000" + " " * 20,
        "HDR2F0200000100" + " " * 35 + "00" + " " * 28,
        "UHL1 26154999999    000000001 DAILY  001" + " " * 40,
        "0901261234567809908000011112222    00000081820"
        "QUARRYMOOR COUNCILDP 000007-00001   RUTH CALLOWAY     ",
        "0901270000001909908000011112222    00000000005QUARRYMOOR COUNCILDP 000007-00002   "
        "ZOE OBRIEN        ",
        "0800001111222201708000011112222    00000081825RUN 000007        CONTRA            "
        "QUARRYMOOR COUNCIL",
        "EOF1A123456S  1123456000007" + "00010001" + " " * 6 + " 26152 261540000000" + " " * 20,
        "EOF2F0200000100" + " " * 35 + "00" + " " * 28,
        "UTL1" + "0000000081825" * 2 + "0000001" + "0000002" + " " * 36,
        "",
    ]
    assert [len(line) for line in told[:-1]] == [80, 80, 80, 80, 100, 100, 100, 80, 80, 80]


def schema() -> etree.XMLSchema:
    """The published schema, as a library that writes such files carries it."""
    found = files("sepaxml") / "schemas" / "pain.001.001.09.xsd"
    return etree.XMLSchema(etree.fromstring(found.read_bytes()))


def test_pain_001_keeps_to_its_schema_and_says_the_same() -> None:
    document = etree.fromstring(file_of(content(RUTH, IVO), Format.PAIN_001))

    schema().assertValid(document)
    name = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
    assert document.xpath("//p:GrpHdr/p:CtrlSum/text()", namespaces=name) == ["818.25"]
    assert document.xpath("//p:ReqdExctnDt/p:Dt/text()", namespaces=name) == ["2026-06-04"]
    assert document.xpath("//p:CdtTrfTxInf//p:InstdAmt/text()", namespaces=name) == [
        "818.20",
        "0.05",
    ]
    assert document.xpath("//p:CdtrAgt//p:MmbId/text()", namespaces=name) == ["090126", "090127"]
    assert document.xpath("//p:EndToEndId/text()", namespaces=name) == [
        "DP 000007-00001",
        "DP 000007-00002",
    ]


@pytest.mark.parametrize("format_", Format)
def test_made_again_it_is_the_same_to_the_byte(format_: Format) -> None:
    assert file_of(content(RUTH, IVO), format_) == file_of(content(RUTH, IVO), format_)


@pytest.mark.parametrize("format_", Format)
def test_nothing_and_too_much_are_refused(format_: Format) -> None:
    with pytest.raises(Refused, match="nothing to pay"):
        file_of(content(), format_)
    much = FileLine("X", RUTH.account, 10**11)
    with pytest.raises(Refused, match="more than the file has room"):
        file_of(content(much), format_)
    with pytest.raises(ValueError, match="one reference"):
        file_of(content(RUTH, RUTH), format_)


names = st.text(min_size=1, max_size=60).map(lambda text: f"X{text}")


@given(st.lists(st.tuples(names, st.integers(1, 10**9)), min_size=1, max_size=20))
def test_whatever_the_names_the_layout_holds_and_the_sum_is_right(
    said: list[tuple[str, int]],
) -> None:
    lines = [
        FileLine(f"DP 000007-{n:05d}", BankAccount(name, "090126", "12345678"), pence)
        for n, (name, pence) in enumerate(said)
    ]
    told = file_of(content(*lines), Format.STANDARD_18).decode("ascii").split("\r\n")[:-1]

    records = told[4:-3]
    assert {len(one) for one in records} == {100}
    assert sum(int(one[35:46]) for one in records[:-1]) == int(records[-1][35:46])
    assert int(told[-1][4:17]) == int(told[-1][17:30]) == sum(pence for _, pence in said)
    schema().assertValid(etree.fromstring(file_of(content(*lines), Format.PAIN_001)))


def test_a_table_of_returns_is_read() -> None:
    data = (
        "\ufeffReference,Amount,Return code,Date\r\nDP 000007-00001,818.20,B,05/06/2026\r\n,,,\r\n"
    ).encode()

    (found,) = read_returned(data)

    assert found == Returned("DP 000007-00001", "B", 818_20, date(2026, 6, 5))
    assert found.why == "the account was closed (code B)"


PAIN_002 = b"""<?xml version="1.0"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10">
<CstmrPmtStsRpt><OrgnlPmtInfAndSts>
<TxInfAndSts><OrgnlEndToEndId>A</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts>
<TxInfAndSts><OrgnlEndToEndId>B</OrgnlEndToEndId><TxSts>RJCT</TxSts>
<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>
</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"""
CAMT = b"""<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<Ntry><Amt Ccy="GBP">9.00</Amt><BookgDt><Dt>2026-06-05</Dt></BookgDt><NtryDtls>
<TxDtls><Refs><EndToEndId>C</EndToEndId></Refs><Amt Ccy="GBP">9.00</Amt>
<RtrInf><Rsn><Cd>AC01</Cd></Rsn></RtrInf></TxDtls>
<TxDtls><Refs><EndToEndId>D</EndToEndId></Refs></TxDtls>
</NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"""


def test_documents_of_banks_are_read() -> None:
    assert read_returned(PAIN_002) == [Returned("B", "AC04")]
    assert read_returned(CAMT) == [Returned("C", "AC01", 9_00, date(2026, 6, 5))]
    assert Returned("B", "XX").why == "code XX"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "nothing in this file"),
        (b"\xff\xfe\x00", "not text"),
        (b"a,b\n1,2\n", "no column"),
        (b"reference,amount\n,1\n", "Line 2 has no reference"),
        (b"reference,amount\nA,x\n", "Line 2: the amount"),
        (b"reference,date\nA,soon\n", "Line 2: the day"),
        (b"<a", "not whole"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "types of its own"),
        (PAIN_002.replace(b"<OrgnlEndToEndId>B</OrgnlEndToEndId>", b""), "no reference"),
        (CAMT.replace(b"<EndToEndId>C</EndToEndId>", b""), "no reference"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_returned(data)
