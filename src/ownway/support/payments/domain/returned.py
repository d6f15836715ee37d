"""Payments that did not arrive: a table from the bureau, or pain.002 and camt lines. Pure.

What is read: the reference that the payment was sent under, a code, and the day. Everything else
is left alone. A line that is not about a return is passed over.

Errors    Refused, with the line: no reference, a day or an amount that cannot be read; a document
          that declares types of its own.
Source    Bacs ARUCS reports (unapplied credits) as bureaus give them in a table; ISO 20022
          pain.002 (transaction status RJCT) and camt.053 or camt.054 (return information).
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree.ElementTree import Element, ParseError, XMLParser, fromstring

from ownway.kernel.money import pence_of
from ownway.kernel.refusal import Refused

REFERENCE = ("reference", "original reference", "service user reference", "endtoendid")
CODE = ("return code", "code", "reason code")
AMOUNT = ("amount", "value")
DAY = ("date", "return date", "original processing date", "processing date")
# What banks' codes for returned credits mean.
MEANINGS = {
    "0": "the account details are not valid",
    "2": "the person asked for it back",
    "3": "the account is not theirs, or its name does not fit",
    "5": "the account is closed",
    "B": "the account was closed",
    "AC01": "the account number is not right",
    "AC04": "the account is closed",
    "AC06": "the account is blocked",
    "BE01": "the name does not fit the account",
    "MD07": "the holder has died",
}


@dataclass(frozen=True, slots=True)
class Returned:
    """A payment that came back. `pence` and `on` are None where the file does not say."""

    reference: str
    code: str
    pence: int | None = None
    on: date | None = None

    @property
    def why(self) -> str:
        meaning = MEANINGS.get(self.code.upper())
        return f"{meaning} (code {self.code})" if meaning else f"code {self.code or 'not given'}"


def read_returned(data: bytes) -> list[Returned]:
    """The returned payments of a file, in its order. Raises Refused as above."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("This file is not text that can be read.") from None
    if not text.strip():
        raise Refused("There is nothing in this file.")
    if text.lstrip().startswith("<"):
        return list(_of_xml(text))
    return list(_of_table(text))


def _of_table(text: str) -> Iterator[Returned]:
    rows = csv.reader(io.StringIO(text))
    head = [cell.strip().lower() for cell in next(rows)]
    reference, code = _column(head, REFERENCE), _column(head, CODE)
    amount, day = _column(head, AMOUNT), _column(head, DAY)
    if reference is None:
        raise Refused("The first line names no column “reference”.")
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        said = _cell(row, reference)
        if not said:
            raise Refused(f"Line {number} has no reference.")
        try:
            pence = pence_of(_cell(row, amount)) if _cell(row, amount) else None
        except ValueError:
            raise Refused(f"Line {number}: the amount cannot be read.") from None
        on = _day(_cell(row, day), f"Line {number}") if _cell(row, day) else None
        yield Returned(said, _cell(row, code), pence, on)


def _of_xml(text: str) -> Iterator[Returned]:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Refused("This document declares types of its own, so it is not read.")
    try:
        root = fromstring(text.encode(), parser=XMLParser())
    except ParseError:
        raise Refused("This document is not whole: it cannot be read.") from None
    for one in root.iter():
        if _tag(one) == "TxInfAndSts" and _text(one, "TxSts") == "RJCT":
            reference = _text(one, "OrgnlEndToEndId")
            if not reference:
                raise Refused("A payment that was not accepted has no reference.")
            code = _text(one, "StsRsnInf/Rsn/Cd") or _text(one, "StsRsnInf/Rsn/Prtry")
            yield Returned(reference, code)
        if _tag(one) == "Ntry":
            booked = _text(one, "BookgDt/Dt")
            for details in one.iter():
                if _tag(details) != "TxDtls" or _find(details, "RtrInf") is None:
                    continue
                reference = _text(details, "Refs/EndToEndId")
                if not reference:
                    raise Refused("A returned payment has no reference.")
                amount = _text(details, "Amt")
                yield Returned(
                    reference,
                    _text(details, "RtrInf/Rsn/Cd") or _text(details, "RtrInf/Rsn/Prtry"),
                    pence_of(amount) if amount else None,
                    _day(booked, "A returned payment") if booked else None,
                )


def _column(head: list[str], names: tuple[str, ...]) -> int | None:
    return next((head.index(name) for name in names if name in head), None)


def _cell(row: list[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""


def _day(text: str, where: str) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(text[:10], form).date()  # noqa: DTZ007  # a day, not an instant
        except ValueError:
            continue
    raise Refused(f"{where}: the day “{text[:20]}” cannot be read.")


def _tag(one: Element) -> str:
    return one.tag.rpartition("}")[2]


def _find(under: Element, path: str) -> Element | None:
    for name in path.split("/"):
        found = next((child for child in under if _tag(child) == name), None)
        if found is None:
            return None
        under = found
    return under


def _text(under: Element, path: str) -> str:
    found = _find(under, path)
    return (found.text or "").strip() if found is not None else ""
