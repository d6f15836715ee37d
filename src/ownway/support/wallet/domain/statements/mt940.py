"""MT940, the older statement between banks. Pure.

Read by our own few lines: the well-kept reader gives up the whole file for one bad line, and writes
what stood in it to the log, where nobody's spending belongs.

Source    SWIFT, Customer Statement Message MT 940: fields 25, 60a, 61, 62a and 86.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from ownway.support.wallet.domain.statements import parts
from ownway.support.wallet.domain.statements.values import (
    Format,
    Line,
    NotReadable,
    Problem,
    Statement,
)

_FIELD = re.compile(r"^:(?P<name>\d{2}[A-Z]?):(?P<text>.*)$")
_MOVED = re.compile(
    r"(?P<value>\d{6})(?P<entry>\d{4})?(?P<sign>R?[CD])(?P<funds>[A-Z])?(?P<amount>\d[\d,]{0,14})"
    r"(?P<kind>[A-Z][A-Z0-9]{3})?(?P<own>(?:(?!//).){0,34})(?://(?P<bank>.{0,34}))?"
)
_STANDS = re.compile(r"(?P<sign>[CD])(?P<on>\d{6})(?P<currency>[A-Z]{3})(?P<amount>[\d,]{1,15})")
_SUBFIELD = re.compile(r"[?>](\d{2})")
_WORDS = {*(str(number) for number in range(20, 30)), *(str(number) for number in range(60, 64))}
_NAMES = {"32", "33"}


@dataclass
class _Found:
    account: str = ""
    opening: int | None = None
    closing: int | None = None
    closing_on: date | None = None
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def is_mt940(text: str) -> bool:
    head = text[:4000]
    return re.search(r"^(\{4:\s*)?:20:", head, re.M) is not None and ":25:" in head


def read(text: str) -> tuple[Statement, ...]:
    """The statements of a file, one a message. Raises NotReadable for one not in pounds."""
    found: list[_Found] = []
    number = 0
    for name, said in _fields(text):
        if name == "20":
            found.append(_Found())
        if not found:
            continue
        of = found[-1]
        if name in ("25", "25P"):
            of.account = said.split("\n")[0]
        elif name in ("60F", "60M"):
            standing = _standing(said)
            of.opening = standing[0] if standing and of.opening is None else of.opening
        elif name in ("62F", "62M"):
            standing = _standing(said)
            of.closing, of.closing_on = standing or (of.closing, of.closing_on)
        elif name == "61":
            number += 1
            _take(of, number, said)
        elif name == "86" and of.lines and of.lines[-1].row == number:
            of.lines[-1] = _with_words(of.lines[-1], said)
    if not found:
        raise NotReadable(f"There is no statement in this file. {parts.INSTEAD}")
    return tuple(
        Statement(
            Format.MT940,
            parts.ending(of.account),
            tuple(of.lines),
            tuple(of.problems),
            of.opening,
            of.closing,
            of.closing_on,
        )
        for of in found
    )


def _fields(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for line in re.sub(r"\{4:\s*|\{[1235]:[^}]*\}", "", text).split("\n"):
        if line.strip() in ("-", "-}", ""):
            continue
        begins = _FIELD.match(line.strip())
        if begins:
            found.append((begins["name"], begins["text"]))
        elif found:
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{line.strip()}")
    return found


def _standing(said: str) -> tuple[int, date] | None:
    told = _STANDS.match(said)
    if told is None:
        return None
    if told["currency"] != parts.POUNDS:
        raise NotReadable(
            f"This account is in {told['currency']}. Bring the statement of the account in pounds "
            "that the direct payment is paid into."
        )
    try:
        pence, on = _pence(told["amount"]), _day(told["on"])
    except ValueError:
        return None
    return (-pence if told["sign"] == "D" else pence), on


def _take(of: _Found, number: int, said: str) -> None:
    first, _, more = said.partition("\n")
    told = _MOVED.fullmatch(first.strip())

    def wrong(what: str, why: str) -> None:
        of.problems.append(
            Problem(
                number,
                what,
                parts.tidy(said),
                why,
                "Look for it in your statement and add it by hand.",
            )
        )

    if told is None:
        return wrong("Transaction", "It is not written as this format asks.")
    try:
        on = _day(told["value"])
        if told["entry"]:
            on = _near(on, int(told["entry"][:2]), int(told["entry"][2:]))
    except ValueError:
        return wrong("Date", "It is not a day.")
    try:
        pence = _pence(told["amount"])
    except ValueError as why:
        return wrong("Amount", f"{why}.")
    away = told["sign"] in ("D", "RC")
    own = parts.tidy(told["own"] or "")
    of.lines.append(
        Line(
            number,
            on,
            -pence if away else pence,
            parts.tidy(more) or own,
            own if own not in ("NONREF", "") and more else "",
            parts.tidy(told["bank"] or "")[:100],
        )
    )
    return None


def _with_words(line: Line, said: str) -> Line:
    joined = said.replace("\n", "")
    pieces = _SUBFIELD.split(joined)
    if len(pieces) > 2:
        told = list(zip(pieces[1::2], pieces[2::2], strict=True))
        name = parts.tidy(" ".join(text for key, text in told if key in _NAMES))
        purpose = parts.tidy(" ".join(text for key, text in told if key in _WORDS))
    else:
        name, purpose = "", parts.tidy(said)
    words = name or purpose or line.words
    reference = purpose if name and purpose else line.reference
    return Line(line.row, line.on, line.pence, words, reference, line.bank_id, line.balance)


def _pence(said: str) -> int:
    whole, _, part = said.partition(",")
    return parts.pence(f"{whole or 0}.{part or '00'}")


def _day(said: str) -> date:
    return date(2000 + int(said[:2]), int(said[2:4]), int(said[4:6]))


def _near(value_on: date, month: int, day: int) -> date:
    """The day of booking, whose year is not written: the one nearest to the value day."""
    tried = []
    for year in (value_on.year - 1, value_on.year, value_on.year + 1):
        try:
            tried.append(date(year, month, day))
        except ValueError:
            continue
    if not tried:
        raise ValueError("It is not a day")
    return min(tried, key=lambda one: abs((one - value_on).days))
