"""What somebody means who types words to find a person: a name, a day, a number, a place. Pure.

Promise   Whatever order and shape the words come in, each is read as what it can be: a birth date
          in the ways people write one, an NHS number with or without blanks, a postcode or its
          first part, a telephone number with or without +44; what is left is a name.
"""

import re
from dataclasses import dataclass
from datetime import date

from ownway.support.people.domain.likeness import valid_nhs_number
from ownway.support.people.domain.nicknames import also_called

LONGEST = 100
WORDS_AT_MOST = 6
SHORTEST_TO_FORGIVE = 4  # letters; a shorter word must begin a name as it is typed
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAYS = (
    re.compile(r"(?<![\d/.-])(?P<y>\d{4})[/.-](?P<m>\d{1,2})[/.-](?P<d>\d{1,2})(?![\d/.-])"),
    re.compile(r"(?<![\d/.-])(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4}|\d{2})(?![\d/.-])"),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m>{_MONTH}),? (?P<y>\d{{4}})\b"),
    re.compile(rf"\b(?P<m>{_MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})\b"),
    re.compile(r"(?<!\S)(?P<d>\d{1,2}) (?P<m>\d{1,2}) (?P<y>\d{4})(?!\S)"),
    re.compile(r"(?<!\S)(?P<d>\d{2})(?P<m>\d{2})(?P<y>(?:18|19|20)\d{2})(?!\S)"),
)
_POSTCODE = re.compile(r"(?<!\S)([a-z]{1,2}\d[a-z\d]?) ?(\d[a-z]{2})(?!\S)")
_PART_OF_POSTCODE = re.compile(r"(?<!\S)([a-z]{1,2}\d[a-z\d]?(?: \d)?)(?!\S)")
_TELEPHONE = re.compile(r"(?<!\S)(?:\+44 ?(?:\(0\))?|0)[\d ()-]{8,14}(?!\S)")
_NUMBERS = re.compile(r"(?<!\S)[\d][\d -]*[\d](?!\S)")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, read: everything that is said must fit."""

    whole: str = ""  # as typed, for the numbers of any system
    names: tuple[str, ...] = ()
    born_on: date | None = None
    nhs_number: str = ""
    postcode: str = ""  # capitals without blanks; whole, or how it begins
    telephone: str = ""  # the figures it ends in, without the first 0 or +44

    @property
    def is_empty(self) -> bool:
        return not self.whole


@dataclass(frozen=True, slots=True)
class NameWord:
    """One word of a name, with the other names its owner may go by."""

    typed: str
    nicknames: tuple[str, ...]

    @property
    def is_forgiven(self) -> bool:
        return len(self.typed) >= SHORTEST_TO_FORGIVE


def read_search(words: str, *, on: date) -> Asked:
    """Read what was typed; `on` tells the century of a year in two figures."""
    whole = " ".join(words.split())[:LONGEST].strip()
    left = whole.casefold()
    left, born_on = _take_day(left, on)
    left, nhs_number, telephone = _take_numbers(left)
    left, postcode = _take_postcode(left)
    plain = " ".join(word for word in left.split() if not re.search(r"\d", word))
    names = tuple(re.findall(r"[^\W\d_]+", plain))[:WORDS_AT_MOST]
    return Asked(whole, names, born_on, nhs_number, postcode, telephone)


def name_words(names: tuple[str, ...]) -> tuple[NameWord, ...]:
    return tuple(NameWord(name, also_called(name)) for name in names)


def _take_day(left: str, on: date) -> tuple[str, date | None]:
    for shape in _DAYS:
        for found in shape.finditer(left):
            month = found["m"]
            number = _MONTHS.get(month) or int(month)
            if day := _a_day(found["y"], number, int(found["d"]), on):
                return f"{left[: found.start()]} {left[found.end() :]}", day
    return left, None


def _a_day(year: str, month: int, day: int, on: date) -> date | None:
    said = int(year)
    if len(year) == 2:
        said += on.year // 100 * 100
        if said > on.year:
            said -= 100
    try:
        return date(said, month, day)
    except ValueError:
        return None


def _take_numbers(left: str) -> tuple[str, str, str]:
    for found in _NUMBERS.finditer(left):
        figures = re.sub(r"\D", "", found[0])
        if valid_nhs_number(figures):
            return f"{left[: found.start()]} {left[found.end() :]}", figures, ""
    if rung := _TELEPHONE.search(left):
        figures = re.sub(r"\D", "", rung[0])
        figures = figures.removeprefix("44") if rung[0].startswith("+") else figures
        return f"{left[: rung.start()]} {left[rung.end() :]}", "", figures.removeprefix("0")
    for found in _NUMBERS.finditer(left):
        figures = re.sub(r"\D", "", found[0])
        if 6 <= len(figures) <= 9:
            return f"{left[: found.start()]} {left[found.end() :]}", "", figures
    return left, "", ""


def _take_postcode(left: str) -> tuple[str, str]:
    for shape in (_POSTCODE, _PART_OF_POSTCODE):
        if found := shape.search(left):
            postcode = re.sub(r"\s", "", found[0]).upper()
            return f"{left[: found.start()]} {left[found.end() :]}", postcode
    return left, ""
