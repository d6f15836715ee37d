"""Amounts, days, words and letters as banks write them. Pure.

Source    ISO/IEC 7812-1, annex B (the check digit by which a card number is told).
"""

import re
from datetime import date, datetime

from ownway.support.wallet.domain.statements.values import NotReadable

MOST_BYTES = 5_000_000
POUNDS = "GBP"
_BINARY = {
    b"%PDF": "This is a PDF, which is made to be printed.",
    b"PK\x03\x04": "This is a workbook or a packed folder.",
    b"\xd0\xcf\x11\xe0": "This is an old workbook.",
    b"\xff\xd8\xff": "This is a picture.",
    b"\x89PNG": "This is a picture.",
}
INSTEAD = (
    "In your bank’s app or web page look for “download” or “export transactions” and choose CSV, "
    "OFX, camt.053 or MT940."
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_AMOUNT = re.compile(
    r"(?P<minus>[-−(]?)(?:£|GBP)?(?P<sign>[-−+]?)"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,12})?(?:\.(?P<part>\d{1,2})0*)?\)?"
    r"(?P<mark>[-−]|CR|DR|OD)?",
    re.IGNORECASE | re.ASCII,
)
_DAYS = ("%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y",
         "%d-%b-%Y", "%d-%b-%y", "%d %b %y", "%d/%b/%Y", "%Y/%m/%d", "%Y%m%d")  # fmt: skip
_CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")


def letters(content: bytes) -> str:
    """The text of a file. Raises NotReadable for an empty one, a picture, a PDF, a workbook."""
    if not content.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise NotReadable(f"The file is empty. {INSTEAD}")
    if len(content) > MOST_BYTES:
        raise NotReadable(
            "The file is larger than 5 MB. Choose fewer months at a time; what stands in two files "
            "counts once."
        )
    for mark, words in _BINARY.items():
        if content.startswith(mark):
            raise NotReadable(f"{words} The lines in it cannot be read. {INSTEAD}")
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise NotReadable(f"This is not a file of letters and figures. {INSTEAD}")


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    return ("utf-8-sig", "cp1252")


def pence(said: str) -> int:
    """Pence from an amount as banks write it: 1,234.50, -£23.40, (23.40), 23.40 DR.

    Raises ValueError with a sentence when it is none.
    """
    cleaned = "".join(said.split())
    found = _AMOUNT.fullmatch(cleaned)
    if found is None or (found["whole"] is None and found["part"] is None):
        if re.search(r"[€$¥]|[A-Z]{3}", cleaned):
            raise ValueError("It is not in pounds")
        if re.fullmatch(r"[-−+]?\d+,\d{1,2}", cleaned):
            raise ValueError("It has a comma where the point before the pence should be")
        raise ValueError("It is not an amount")
    if (found["minus"] == "(") != cleaned.rstrip("CRDOcrdo-−").endswith(")"):
        raise ValueError("It is not an amount")
    whole = int((found["whole"] or "0").replace(",", "")) * 100
    amount = whole + int(((found["part"] or "") + "00")[:2])
    minus = bool(found["minus"]) or (found["sign"] or "") in ("-", "−")
    marked = (found["mark"] or "").upper() in ("-", "−", "DR", "OD")
    return -amount if minus or marked else amount


def day(said: str) -> date:
    """A day as banks here write it, day first. Raises ValueError with a sentence."""
    cleaned = " ".join(said.replace("T", " ", 1).split()) if said[:4].isdigit() else said.strip()
    tried = [cleaned]
    head = cleaned.split(" ")[0]
    if ":" in cleaned and head != cleaned:
        tried.append(head)
    for text in tried:
        for form in _DAYS:
            try:
                found = datetime.strptime(text, form).date()  # noqa: DTZ007  # a day, not an instant
            except ValueError:
                continue
            if 1970 <= found.year <= 2100:
                return found
    if re.fullmatch(r"\d{1,2}/(1[3-9]|2\d|3[01])/\d{2,4}", cleaned):
        raise ValueError("It has the month before the day")
    raise ValueError("It is not a day" if cleaned else "There is no day")


def tidy(said: str) -> str:
    """Words on one line, card numbers masked; at most 300 letters."""
    return masked(" ".join(said.split()))[:300]


def masked(said: str) -> str:
    """The same words with every card number cut to its last four digits."""
    return _CARD.sub(_mask, said)


def ending(account: str) -> str:
    """The last four digits of an account's number; "" where it has fewer."""
    digits = re.sub(r"\D", "", account)
    return digits[-4:] if len(digits) >= 4 else ""


def _mask(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    return f"(card ending {digits[-4:]})" if _is_card(digits) else found[0]


def _is_card(digits: str) -> bool:
    doubled = (int(one) * (2 if at % 2 else 1) for at, one in enumerate(reversed(digits)))
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0
