"""The file that the council's own bank takes: Bacs Standard 18, or ISO 20022 pain.001. Pure.

Ownway sends nothing. The same lines give the same bytes, always.

Units     Whole pence.
Errors    Refused: nothing to pay, or an amount that the file has no room for.
Source    Bacs Standard 18 (labels of 80 characters, records of 100, one processing day), from
          banks' published guides to it; ISO 20022 pain.001.001.09, checked against its schema.
          A council has its bureau try a file before the first real one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ownway.kernel.money import plain_pounds
from ownway.kernel.refusal import Refused
from ownway.support.payments.domain.banking import BankAccount, name_for_bank

PAIN_001 = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
CREDIT, CONTRA_DEBIT = "99", "17"
MOST_PENCE = 10**11 - 1
LABEL, RECORD = 80, 100


class Format(StrEnum):
    STANDARD_18 = "Bacs Standard 18"
    PAIN_001 = "ISO 20022 pain.001"


@dataclass(frozen=True, slots=True)
class PaysFrom:
    """The council's account and its number as a user of Bacs."""

    account: BankAccount
    user_number: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """One payment: `reference` is what a returned payment comes back under; 18 characters."""

    reference: str
    account: BankAccount
    pence: int


@dataclass(frozen=True, slots=True)
class Content:
    """A run as a file needs it. `process_on` is the working day before the money is there."""

    number: int
    pays_from: PaysFrom
    made_at: datetime
    process_on: date
    pay_on: date
    lines: Sequence[FileLine]

    @property
    def pence(self) -> int:
        return sum(line.pence for line in self.lines)


def file_of(content: Content, format_: Format) -> bytes:
    """The file in a format. Raises Refused as above."""
    if not content.lines:
        raise Refused("There is nothing to pay in this run.")
    if any(not 0 < line.pence <= MOST_PENCE for line in content.lines):
        raise Refused("An amount is nothing, or more than the file has room for.")
    if len({line.reference for line in content.lines}) != len(content.lines):
        raise ValueError("Two payments of a file have one reference.")
    return standard_18(content) if format_ is Format.STANDARD_18 else pain_001(content)


def standard_18(content: Content) -> bytes:
    """One file of one processing day: labels, a record for each payment, and one contra."""
    if content.pence > MOST_PENCE:
        raise Refused("The sum of the run is more than the file has room for. Make two runs.")
    ours, user = content.pays_from.account, content.pays_from.user_number
    serial = f"{content.number % 10**6:06d}"
    made_on = content.made_at.date()
    named = f"A{user}S  1{user}"
    dates = _yyddd(made_on) + _yyddd(content.process_on)
    rest = f"{serial}00010001{'':4}{'':2}{dates}0000000{'':13}{'':7}"
    second = f"F02000{RECORD:05d}{'':35}00{'':28}"
    records = [
        f"VOL1{serial}0{'':20}{'':6}{'':4}{user}{'':4}{'':28}1",
        f"HDR1{named}{rest}",
        f"HDR2{second}",
        f"UHL1{_yyddd(content.process_on)}999999{'':4}000000001 DAILY  001{'':7}{'':7}{'':26}",
        *(
            _record(
                line.account, CREDIT, ours, line.pence, ours.name, line.reference, line.account.name
            )
            for line in content.lines
        ),
        _record(ours, CONTRA_DEBIT, ours, content.pence, f"RUN {serial}", "CONTRA", ours.name),
        f"EOF1{named}{rest}",
        f"EOF2{second}",
        f"UTL1{content.pence:013d}{content.pence:013d}{1:07d}{len(content.lines):07d}{'':8}"
        f"{'':7}{'':21}",
    ]
    for record in records:
        assert len(record) in (LABEL, RECORD), record
    return "".join(f"{record}\r\n" for record in records).encode("ascii")


def pain_001(content: Content) -> bytes:
    """One payment instruction with a transaction for each payment."""
    ours, number = content.pays_from, f"OWNWAY-{content.number:06d}"
    count, total = str(len(content.lines)), plain_pounds(content.pence)
    root = Element("Document", {"xmlns": PAIN_001})
    said = SubElement(root, "CstmrCdtTrfInitn")
    head = SubElement(said, "GrpHdr")
    _put(head, "MsgId", number)
    _put(head, "CreDtTm", content.made_at.replace(microsecond=0, tzinfo=None).isoformat())
    _put(head, "NbOfTxs", count)
    _put(head, "CtrlSum", total)
    _put(head, "InitgPty/Nm", name_for_bank(ours.account.name))
    batch = SubElement(said, "PmtInf")
    _put(batch, "PmtInfId", number)
    _put(batch, "PmtMtd", "TRF")
    _put(batch, "BtchBookg", "true")
    _put(batch, "NbOfTxs", count)
    _put(batch, "CtrlSum", total)
    _put(batch, "ReqdExctnDt/Dt", content.pay_on.isoformat())
    _put(batch, "Dbtr/Nm", name_for_bank(ours.account.name))
    _account(batch, "DbtrAcct", ours.account)
    _agent(batch, "DbtrAgt", ours.account)
    for line in content.lines:
        one = SubElement(batch, "CdtTrfTxInf")
        _put(one, "PmtId/EndToEndId", line.reference)
        amount = _put(one, "Amt/InstdAmt", plain_pounds(line.pence))
        amount.set("Ccy", "GBP")
        _agent(one, "CdtrAgt", line.account)
        _put(one, "Cdtr/Nm", name_for_bank(line.account.name))
        _account(one, "CdtrAcct", line.account)
        _put(one, "RmtInf/Ustrd", line.reference)
    indent(root)
    made: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return made + b"\n"


def _record(
    to: BankAccount,
    code: str,
    from_: BankAccount,
    pence: int,
    user_name: str,
    reference: str,
    name: str,
) -> str:
    return (
        f"{to.sort_code}{to.number}0{code}{from_.sort_code}{from_.number}{'':4}{pence:011d}"
        f"{name_for_bank(user_name):18}{reference:18}{name_for_bank(name):18}"
    )


def _yyddd(day: date) -> str:
    return f" {day:%y%j}"


def _put(under: Element, path: str, words: str) -> Element:
    for tag in path.split("/"):
        under = SubElement(under, tag)
    under.text = words
    return under


def _account(under: Element, tag: str, account: BankAccount) -> None:
    _put(under, f"{tag}/Id/Othr/Id", account.number)


def _agent(under: Element, tag: str, account: BankAccount) -> None:
    found = SubElement(under, tag)
    member = SubElement(SubElement(found, "FinInstnId"), "ClrSysMmbId")
    _put(member, "ClrSysId/Cd", "GBDSC")
    _put(member, "MmbId", account.sort_code)
