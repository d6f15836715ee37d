"""What one cell says: dates, numbers, NHS numbers and list values, and their class.

Each cell of each row is classed. The classes are those of the national checks, and one of ours
(`unlisted`: a value outside a list whose whole wording we have not read).

Dates     2025-04-30, 30/04/2025 or 30-Apr-2025, each with or without a time. Nothing else: a
          two-figure year or a month first cannot be told apart safely. Years 1880 to 2150; a
          far-off placeholder such as 31/12/9999 is not a day.
Numbers   A plain number. "£1,234.50" is read as the amount it plainly is, and classed invalid
          because the national check wants a plain number.
Source    NHS number: Modulus 11 check digit, NHS Data Dictionary.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final

from ownway.commissioning.returns.domain.code_lists import CodeList, code_list, letters
from ownway.commissioning.returns.domain.fields import Field

VALID: Final = "v"
BLANK_ALLOWED: Final = "b"
BLANK_MANDATORY: Final = "m"
INVALID: Final = "i"
RELEASE_1: Final = "r"
UNLISTED: Final = "u"

CLASS_WORDS: Final = {
    VALID: "valid",
    BLANK_ALLOWED: "blank allowed",
    BLANK_MANDATORY: "blank but mandatory",
    INVALID: "invalid",
    RELEASE_1: "release 1",
    UNLISTED: "unlisted",
}

FIRST_YEAR, LAST_YEAR = 1880, 2150
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
TIME = r"(?:[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[AP]M)?(?:Z|[+-][0-9:]{4,6})?)?"
ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})" + TIME, re.IGNORECASE)
BRITISH = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})" + TIME, re.IGNORECASE)
NAMED = re.compile(r"([0-9]{1,2})-([A-Z]{3})-([0-9]{4})" + TIME, re.IGNORECASE)
LONGEST_DATE = 40

# No more figures than a cost or a week could have: a longer one is a slip, and no sum overflows.
NUMBER = re.compile(r"[+-]?[0-9]{1,7}(?:\.[0-9]{0,6})?|[+-]?\.[0-9]{1,6}")
COUNT = re.compile(r"[0-9]{1,3}")
PATTERNS = {
    "Postcode": re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", re.IGNORECASE),
    "GP_Practice_Code": re.compile(r"[A-Z][0-9A-Z]{5}", re.IGNORECASE),
    "Provider_CQC_Location_ID": re.compile(r"[0-9]+-[0-9]{6,}|[A-Z0-9]{3,10}", re.IGNORECASE),
}


def day(text: str) -> date | None:
    """The day a cell states, or None when it states none that can be read safely."""
    if len(text) > LONGEST_DATE:
        return None
    if found := ISO.fullmatch(text):
        year, month, number = (int(part) for part in found.groups())
    elif found := BRITISH.fullmatch(text):
        number, month, year = (int(part) for part in found.groups())
    elif (found := NAMED.fullmatch(text)) and found[2].casefold() in MONTHS:
        number, month, year = int(found[1]), MONTHS.index(found[2].casefold()) + 1, int(found[3])
    else:
        return None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def amount(text: str) -> Decimal | None:
    """The number a cell states, or None; the currency sign and commas do not count."""
    plain = text.replace("£", "").replace(",", "").replace(" ", "")
    return Decimal(plain) if NUMBER.fullmatch(plain) else None


def count(text: str) -> int | None:
    """A small whole number, or None."""
    return int(text) if COUNT.fullmatch(text) else None


def nhs_number(text: str) -> str | None:
    """The ten figures of a valid NHS number, or None. Spaces and dashes do not count.

    Ten equal figures pass the check digit but are only ever placeholders, so they are refused.
    """
    figures = text.replace(" ", "").replace("-", "")
    if len(figures) != 10 or not (figures.isascii() and figures.isdecimal()):
        return None
    if len(set(figures)) == 1:
        return None
    total = sum(
        int(figure) * weight for figure, weight in zip(figures[:9], range(10, 1, -1), strict=True)
    )
    return figures if (11 - total % 11) % 11 == int(figures[9]) else None


def event_type(text: str) -> str | None:
    """One of the four types of event, or None."""
    return code_list("Event_Type").stands_for(text)


def form_of(field: Field) -> Callable[[str], str]:
    """How a field's cell is written down once differences that mean nothing are gone.

    The form of a value that cannot be read is the value itself. Text has no form but itself.
    """
    if field.kind == "list":
        listed = code_list(field.name)
        return lambda value: listed.stands_for(value) or value
    if field.kind == "date":
        return _date_form
    if field.kind == "number":
        return _number_form
    if field.kind == "nhs number":
        return lambda value: nhs_number(value) or value
    return str


def _date_form(value: str) -> str:
    found = day(value)
    return value if found is None else found.isoformat()


def _number_form(value: str) -> str:
    found = amount(value)
    return value if found is None else f"{found.normalize():f}"


def class_of(field: Field) -> Callable[[str], str]:
    """How a field's cell that is not blank is classed."""
    if field.kind == "list":
        listed = code_list(field.name)
        return lambda value: _list_class(listed, value)
    check = CHECKS.get(field.kind) or _matches(field.name)
    return lambda value: VALID if check(value) else INVALID


def _list_class(listed: CodeList, value: str) -> str:
    if value.casefold() in listed.by_case:
        return VALID
    plain = letters(value)
    if plain in listed.old or plain in listed.by_letters:
        return RELEASE_1
    return INVALID if listed.verified else UNLISTED


def _matches(name: str) -> Callable[[str], bool]:
    pattern = PATTERNS[name]
    return lambda value: pattern.fullmatch(value) is not None


CHECKS: dict[str, Callable[[str], bool]] = {
    "text": bool,
    "date": lambda value: day(value) is not None,
    "number": lambda value: NUMBER.fullmatch(value) is not None,
    "count": lambda value: count(value) is not None,
    "nhs number": lambda value: nhs_number(value) is not None,
}
