"""OFX, as accounting programs take it: both the older tags without ends and the newer XML. Pure.

Read by our own few lines: one reader that is well kept may not be passed on with this software, and
the other gives up the whole file for one bad transaction. Here a bad one is told and the rest read.

Source    Open Financial Exchange 1.6 and 2.3, section 11 (STMTRS, BANKTRANLIST, LEDGERBAL).
"""

import re
from dataclasses import dataclass, field
from datetime import date
from html import unescape

from ownway.support.wallet.domain.statements import parts
from ownway.support.wallet.domain.statements.values import (
    Format,
    Line,
    NotReadable,
    Problem,
    Statement,
)

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z0-9.]+)\s*/?>(?P<text>[^<]*)")
_STATEMENT = ("STMTRS", "CCSTMTRS")


@dataclass
class _Found:
    currency: str = ""
    account: str = ""
    closing: int | None = None
    closing_on: date | None = None
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def is_ofx(text: str) -> bool:
    return text.lstrip()[:2000].upper().startswith("OFXHEADER") or "<OFX>" in text[:4000].upper()


def read(text: str) -> tuple[Statement, ...]:
    """The statements of a file, one an account. Raises NotReadable when it holds none."""
    found: list[_Found] = []
    cells: dict[str, str] | None = None
    path: list[str] = []
    number = 0
    for tag in _TAG.finditer(text):
        name, said = tag["name"].upper(), unescape(tag["text"]).strip()
        if tag["end"]:
            if name == "STMTTRN" and cells is not None and found:
                number += 1
                _take(found[-1], number, cells)
                cells = None
            if name in path:
                del path[path.index(name) :]
        elif name in _STATEMENT:
            found.append(_Found())
            path = [name]
        elif name == "STMTTRN":
            if cells is not None and found:  # the one before was not closed
                number += 1
                _take(found[-1], number, cells)
            cells = {}
        elif said:
            if cells is not None:
                cells.setdefault(name, said)
            elif found:
                _note(found[-1], name, said, path)
        else:
            path.append(name)
    if cells is not None and found:
        number += 1
        found[-1].problems.append(
            Problem(
                number,
                "Transaction",
                parts.tidy(", ".join(cells.values())),
                "The file ends in the middle of it.",
                "Download the file again: it was cut short.",
            )
        )
    if not found:
        raise NotReadable(
            "This OFX file holds no statement of an account. Choose the account that the direct "
            "payment is paid into, and download again."
        )
    return tuple(_statement(one) for one in found)


def _note(of: _Found, name: str, said: str, path: list[str]) -> None:
    if name == "CURDEF":
        of.currency = said.upper()
    elif name == "ACCTID" and not of.account:
        of.account = said
    elif name in ("BALAMT", "DTASOF") and "LEDGERBAL" in path:
        try:
            if name == "BALAMT":
                of.closing = parts.pence(said.replace(",", "."))
            else:
                of.closing_on = parts.day(said[:8])
        except ValueError:
            return


def _take(of: _Found, number: int, cells: dict[str, str]) -> None:
    said = parts.tidy(", ".join(cells.values()))

    def wrong(what: str, why: str) -> None:
        of.problems.append(
            Problem(number, what, said, why, "Look for it in your statement and add it by hand.")
        )

    if cells.get("CURSYM", parts.POUNDS).upper() != parts.POUNDS and "CURRATE" not in cells:
        return wrong("Currency", f"It is in {cells['CURSYM']}, not in pounds.")
    try:
        on = parts.day(cells.get("DTPOSTED", "")[:8])
    except ValueError as why:
        return wrong("Date", f"{why}.")
    amount = cells.get("TRNAMT", "")
    if re.fullmatch(r"[-+]?\d+,\d{1,2}", amount):
        amount = amount.replace(",", ".")
    try:
        pence = parts.pence(amount)
    except ValueError as why:
        return wrong("Amount", f"{why}." if amount else "There is no amount.")
    bank_id = parts.tidy(cells.get("FITID", ""))[:100]
    name, memo = parts.tidy(cells.get("NAME", "")), parts.tidy(cells.get("MEMO", ""))
    line = Line(number, on, pence, name or memo, memo if name and memo != name else "", bank_id)
    if bank_id and any(
        (one.bank_id, one.on, one.pence, one.words) == (bank_id, on, pence, line.words)
        for one in of.lines
    ):
        return wrong("Transaction", "The file tells it twice, with the same number of the bank.")
    of.lines.append(line)
    return None


def _statement(of: _Found) -> Statement:
    if of.currency and of.currency != parts.POUNDS:
        raise NotReadable(
            f"This account is in {of.currency}. Bring the statement of the account in pounds that "
            "the direct payment is paid into."
        )
    return Statement(
        Format.OFX,
        parts.ending(of.account),
        tuple(of.lines),
        tuple(of.problems),
        closing=of.closing,
        closing_on=of.closing_on,
    )
