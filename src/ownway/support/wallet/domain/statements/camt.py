"""camt.053, the statement of ISO 20022, in any of its versions. Pure.

An entry is one line, also where it gathers many payments: it is what moved on the account. What the
bank has not booked is told and left out; it comes with the next statement.

Source    ISO 20022, BankToCustomerStatement (camt.053.001.02 to .13).
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ownway.support.wallet.domain.statements import parts
from ownway.support.wallet.domain.statements.values import (
    Format,
    Line,
    NotReadable,
    Problem,
    Statement,
)

_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)


def is_camt(text: str) -> bool:
    return "BkToCstmrStmt" in text[:4000] or "BkToCstmrAcctRpt" in text[:4000]


def read(text: str) -> tuple[Statement, ...]:
    """The statements of a message, one an account. Raises NotReadable when it cannot be read."""
    try:
        root: Any = fromstring(text.encode(), forbid_dtd=True)
    except DefusedXmlException:
        raise NotReadable(
            "This file asks for other files to be opened, which a statement never does. It was not "
            "read. Download it again from your bank."
        ) from None
    except ParseError:
        raise NotReadable(
            "The file is damaged or was cut short. Download it again and bring it as it is."
        ) from None
    found = [_statement(one) for one in root.iter() if _name(one) in ("Stmt", "Rpt")]
    if not found:
        raise NotReadable(f"There is no statement in this file. {parts.INSTEAD}")
    return tuple(found)


def _statement(of: Element) -> Statement:
    account = _said(of, "Acct", "Id", "IBAN") or _said(of, "Acct", "Id", "Othr", "Id")
    currency = _said(of, "Acct", "Ccy")
    if currency and currency != parts.POUNDS:
        raise NotReadable(
            f"This account is in {currency}. Bring the statement of the account in pounds that the "
            "direct payment is paid into."
        )
    lines: list[Line] = []
    problems: list[Problem] = []
    for number, entry in enumerate(_all(of, "Ntry"), 1):
        read_as = _entry(number, entry)
        (lines if isinstance(read_as, Line) else problems).append(read_as)  # type: ignore[arg-type]
    opening, _ = _balance(of, _OPENING)
    closing, closing_on = _balance(of, _CLOSING)
    return Statement(
        Format.CAMT,
        parts.ending(account),
        tuple(lines),
        tuple(problems),
        opening,
        closing,
        closing_on,
    )


def _entry(number: int, of: Element) -> Line | Problem:
    said = parts.tidy(", ".join(text.strip() for text in of.itertext() if text.strip()))

    def wrong(field: str, why: str, what_to_do: str = "") -> Problem:
        what_to_do = what_to_do or "Look for it in your statement and add it by hand."
        return Problem(number, field, said, why, what_to_do)

    state = _said(of, "Sts", "Cd") or _said(of, "Sts") or _said(of, "Sts", "Prtry")
    if state and state != "BOOK":
        return wrong(
            "Status",
            f"The bank had not booked it yet ({state}).",
            "Nothing to do: it comes with your next statement if the bank books it.",
        )
    amount = _first(of, "Amt")
    currency = amount.get("Ccy", parts.POUNDS) if amount is not None else parts.POUNDS
    if currency != parts.POUNDS:
        return wrong("Currency", f"It is in {currency}, not in pounds.")
    try:
        pence = parts.pence((amount.text or "").strip() if amount is not None else "")
    except ValueError as why:
        return wrong("Amount", f"{why}.")
    direction = _said(of, "CdtDbtInd")
    if direction not in ("CRDT", "DBIT") or pence < 0:
        return wrong("Amount", "It does not say whether money came in or went out.")
    try:
        on = parts.day(_day_of(of, "BookgDt") or _day_of(of, "ValDt"))
    except ValueError as why:
        return wrong("Date", f"{why}.")
    details = next(_deep(of, "TxDtls"), None)
    other = "Dbtr" if direction == "CRDT" else "Cdtr"
    name = remittance = reference = ""
    if details is not None:
        name = _said(details, "RltdPties", other, "Nm") or _said(
            details, "RltdPties", other, "Pty", "Nm"
        )
        remittance = " ".join(one.text or "" for one in _deep(details, "Ustrd"))
        reference = _said(details, "Refs", "EndToEndId")
    also = parts.tidy(_said(of, "AddtlNtryInf"))
    words = parts.tidy(name) or parts.tidy(remittance) or also or parts.tidy(reference)
    second = parts.tidy(remittance) if name else also
    if not second and reference != "NOTPROVIDED":
        second = parts.tidy(reference)
    return Line(
        number,
        on,
        pence if direction == "CRDT" else -pence,
        words,
        "" if second == words else second,
        parts.tidy(_said(of, "AcctSvcrRef"))[:100],
    )


def _balance(of: Element, kinds: tuple[str, ...]) -> tuple[int | None, date | None]:
    told = {_said(one, "Tp", "CdOrPrtry", "Cd"): one for one in _all(of, "Bal")}
    for kind in kinds:
        if kind in told:
            try:
                pence = parts.pence(_said(told[kind], "Amt"))
                on = parts.day(_day_of(told[kind], "Dt"))
            except ValueError:
                continue
            return (-pence if _said(told[kind], "CdtDbtInd") == "DBIT" else pence), on
    return None, None


def _day_of(of: Element, name: str) -> str:
    return _said(of, name, "Dt") or _said(of, name, "DtTm")[:10]


def _name(of: Element) -> str:
    return of.tag.rpartition("}")[2]


def _all(of: Element, name: str) -> list[Element]:
    return [one for one in of if _name(one) == name]


def _first(of: Element, name: str) -> Element | None:
    return next((one for one in of if _name(one) == name), None)


def _deep(of: Element, name: str) -> Iterator[Element]:
    return (one for one in of.iter() if _name(one) == name)


def _said(of: Element, *names: str) -> str:
    """The words at the end of a way through the names; "" where it does not lead so far."""
    at: Element | None = of
    for name in names:
        at = _first(at, name) if at is not None else None
    return (at.text or "").strip() if at is not None else ""
