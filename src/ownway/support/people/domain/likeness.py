"""Whether two records are of the same person, and why one may think so. Pure.

Promise   `compare` gives the same answer whichever record stands first. It is never sure without
          one valid NHS number on both and one birth date on both, and never where anything at all
          speaks against it: a wrong joining puts one person's life into another's record.
Points    how much speaks for one person, for and against; they order questions, nothing more.
Method    identifiers before details, and a person for every doubt, as the NHS asks of whoever
          links records (Personal Demographics Service matching; NHS number check by modulus 11,
          NHS Data Dictionary). Names are compared without case, accents, marks and order, then by
          sound (Soundex) and by shared letters; never by nickname, which is a guess.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from ownway.kernel.period import in_words

ASK_FROM = 35  # points
SHARED_FROM = 0.5  # of letter triples, for two words to be alike
# Births and names that systems fill in when they know none.
STAND_IN_BIRTHS = frozenset({(1, 1, 1900), (1, 1, 1901), (31, 12, 1899), (1, 1, 1753)})
STAND_IN_NAMES = frozenset(
    {
        "unknown",
        "notknown",
        "unk",
        "none",
        "noname",
        "test",
        "xx",
        "xxx",
        "unnamed",
        "anonymous",
        "withheld",
        "client",
    }
)
_TITLES = frozenset({"mr", "mrs", "miss", "ms", "dr", "sir", "lady", "rev"})
_NO_GENDER = frozenset({"", "unknown", "not known", "not stated", "indeterminate"})


class Verdict(StrEnum):
    SURE = "sure"
    DOUBTFUL = "doubtful"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one record; `last_told_on` is the last day of anything held about it."""

    council_ids: tuple[str, ...] = ()
    nhs_number: str = ""
    given_name: str = ""
    family_name: str = ""
    known_as: str = ""
    born_on: date | None = None
    died_on: date | None = None
    gender: str = ""
    address: str = ""
    postcode: str = ""
    last_told_on: date | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    verdict: Verdict
    points: int
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    """One thing compared: what it is worth, the sentence about it, and whether it forbids a sure
    verdict though it speaks for one person."""

    points: int
    words: str
    in_doubt: bool = False


def compare(a: Known, b: Known) -> Likeness:
    """How alike two records are, with the reasons in plain words."""
    first, second = sorted((a, b), key=_in_order)
    nhs, birth = _nhs(first, second), _birth(first, second)
    said = [
        word
        for word in (
            nhs,
            birth,
            _names(first, second),
            _where(first, second),
            _gender(first, second),
            _death(first, second),
        )
        if word
    ]
    same_nhs = nhs is not None and nhs.points > 0
    same_birth = birth is not None and birth.points > 0 and not birth.in_doubt
    points = sum(word.points for word in said)
    if same_nhs and same_birth and not any(word.points < 0 or word.in_doubt for word in said):
        verdict = Verdict.SURE
    elif same_nhs or points >= ASK_FROM:
        verdict = Verdict.DOUBTFUL
    else:
        verdict = Verdict.DIFFERENT
    return Likeness(
        verdict,
        points,
        tuple(word.words for word in said if word.points > 0),
        tuple(word.words for word in said if word.points <= 0),
    )


def digest_of(a: Known, b: Known) -> str:
    """A digest of what was compared: an answered question comes back only when this changes.

    Which day was told of last is left out, or every new file would ask again.
    """
    spelt = sorted(
        "\x1f".join(
            (
                *one.council_ids[:1],
                one.nhs_number,
                " ".join(_tokens(one.given_name)),
                " ".join(_tokens(one.family_name)),
                " ".join(_tokens(one.known_as)),
                str(one.born_on),
                str(one.died_on),
                one.gender.casefold(),
                _tidy(one.postcode),
            )
        )
        for one in (a, b)
    )
    return sha256("\x1e".join(spelt).encode()).hexdigest()


def valid_nhs_number(number: str) -> bool:
    """Ten figures, the last of which checks the others (modulus 11), not all of them alike."""
    if len(number) != 10 or not (number.isascii() and number.isdecimal()) or len({*number}) == 1:
        return False
    total = sum(
        int(figure) * weight for figure, weight in zip(number, range(10, 1, -1), strict=False)
    )
    return (11 - total % 11) % 11 == int(number[9])


def soundex(word: str) -> str:
    """The Soundex code of a word of letters a to z: how it begins, and the sounds that follow."""
    letters = [letter for letter in word if letter.isalpha()]
    if not letters:
        return ""
    codes = [_SOUNDS.get(letter, "") for letter in letters]
    kept, before = "", codes[0]
    for letter, code in zip(letters[1:], codes[1:], strict=True):
        if code and code != before:
            kept += code
        if letter not in "hw":
            before = code
    return (letters[0] + kept + "000")[:4]


_SOUNDS = {
    letter: code
    for code, letters in {
        "1": "bfpv",
        "2": "cgjkqsxz",
        "3": "dt",
        "4": "l",
        "5": "mn",
        "6": "r",
    }.items()
    for letter in letters
}


def names_alike(one: str, other: str) -> bool:
    """Whether two names are the same or sound alike, word by word in any order."""
    words, others = sorted(_tokens(one)), sorted(_tokens(other))
    pairs = zip(words, others, strict=False)
    same_length = len(words) == len(others) > 0
    return "".join(words) == "".join(others) != "" or (
        same_length and all(_alike((a,), (b,)) for a, b in pairs)
    )


def is_stand_in_birth(born_on: date) -> bool:
    return (born_on.day, born_on.month, born_on.year) in STAND_IN_BIRTHS


def _nhs(a: Known, b: Known) -> _Word | None:
    if not (valid_nhs_number(a.nhs_number) and valid_nhs_number(b.nhs_number)):
        return None
    if a.nhs_number == b.nhs_number:
        return _Word(50, "Same NHS number")
    return _Word(-20, "Two different NHS numbers")


def _birth(a: Known, b: Known) -> _Word | None:
    one, other = a.born_on, b.born_on
    if one is None or other is None:
        return None
    if is_stand_in_birth(one) or is_stand_in_birth(other):
        return _Word(0, "A birth date that stands for one nobody knew", in_doubt=True)
    if one == other:
        return _Word(25, f"Born on the same day, {in_words(one)}")
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return _Word(15, "Born on the same day if day and month were swapped", in_doubt=True)
    if _one_figure_apart(one, other):
        return _Word(12, "Birth dates that differ in one figure", in_doubt=True)
    years = abs(one.year - other.year)
    if years >= 2:
        return _Word(-35, f"Born {_count(years)} years apart")
    return _Word(-25, "Born on different days")


def _names(a: Known, b: Known) -> _Word | None:
    one, other = _name_of(a), _name_of(b)
    given, other_given = _given(a), _given(b)
    family, other_family = _tokens(a.family_name), _tokens(b.family_name)
    if not (given or family) or not (other_given or other_family):
        return None
    whole, other_whole = sorted((*given, *family)), sorted((*other_given, *other_family))
    if (whole == other_whole and len(whole) > 1) or (
        family and family == other_family and _called_alike(a, b)
    ):
        return _Word(25, f"Same name: {one}" if one == other else f"Same name: {one} / {other}")
    if not (given and family and other_given and other_family):
        if set(whole) & set(other_whole):
            return _Word(5, f"Part of the name is the same: {one} / {other}", in_doubt=True)
        return _Word(-10, f"Different names: {one} / {other}")
    family_alike = _alike(family, other_family)
    given_alike = any(_alike((x,), (y,)) for x in _calls(a) for y in _calls(b)) or _alike(
        given, other_given
    )
    if family_alike and given_alike:
        return _Word(18, f"Names sound alike: {one} / {other}", in_doubt=True)
    if family_alike and _initial(given, other_given):
        return _Word(18, f"Same family name and initial: {one} / {other}", in_doubt=True)
    if given_alike:
        return _Word(5, f"Same first name, another family name: {one} / {other}", in_doubt=True)
    if family_alike:
        return _Word(-10, f"Same family name, another first name: {one} / {other}")
    return _Word(-25, f"Different names: {one} / {other}")


def _where(a: Known, b: Known) -> _Word | None:
    if not (_tidy(a.postcode) and _tidy(a.postcode) == _tidy(b.postcode)):
        return None
    if _tidy(a.address) and _tidy(a.address) == _tidy(b.address):
        return _Word(15, f"Same address, {a.address.strip()}")
    return _Word(10, f"Same postcode, {a.postcode.strip().upper()}")


def _gender(a: Known, b: Known) -> _Word | None:
    one, other = a.gender.strip().casefold(), b.gender.strip().casefold()
    if one in _NO_GENDER or other in _NO_GENDER or one == other:
        return None
    return _Word(-8, f"Gender written differently: {a.gender.strip()} / {b.gender.strip()}")


def _death(a: Known, b: Known) -> _Word | None:
    if a.died_on and b.died_on and a.died_on != b.died_on:
        return _Word(-20, "Two different days of death")
    for dead, alive in ((a, b), (b, a)):
        if dead.died_on and not alive.died_on:
            if alive.last_told_on and alive.last_told_on > dead.died_on:
                return _Word(-30, "One died, and the other had support after that day")
            return _Word(-1, "One died; nobody noted a death on the other")
    return None


def _alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    one, other = "".join(a), "".join(b)
    if one == other:
        return True
    if len(one) < 2 or len(other) < 2:
        return False
    return (
        soundex(one) == soundex(other)
        or _shared(one, other) >= SHARED_FROM
        or _one_letter_apart(one, other)
    )


def _shared(a: str, b: str) -> float:
    """The share of letter triples that two words have in common, 0 to 1."""
    one, other = _triples(a), _triples(b)
    return len(one & other) / len(one | other)


def _triples(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def _one_letter_apart(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    if len(short) < 3 or len(long) - len(short) > 1:
        return False
    at = next((n for n, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    if len(short) == len(long):
        return short[at + 1 :] == long[at + 1 :]
    return short[at:] == long[at + 1 :]


def _one_figure_apart(a: date, b: date) -> bool:
    return sum(x != y for x, y in zip(a.strftime("%d%m%Y"), b.strftime("%d%m%Y"), strict=True)) == 1


def _initial(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return min(len(a[0]), len(b[0])) == 1 and a[0][0] == b[0][0]


def _called_alike(a: Known, b: Known) -> bool:
    """The first name of one is that of the other, or what the other likes to be called."""
    one, other = _given(a)[:1], _given(b)[:1]
    return (
        bool(one)
        and bool(other)
        and (one == other or one == _tokens(b.known_as) or other == _tokens(a.known_as))
    )


def _calls(one: Known) -> frozenset[str]:
    """The first names somebody goes by."""
    given, known_as = _given(one), _tokens(one.known_as)
    return frozenset((*given[:1], *known_as[:1]))


def _given(one: Known) -> tuple[str, ...]:
    return _tokens(one.given_name) or _tokens(one.known_as)


def _tokens(name: str) -> tuple[str, ...]:
    """The words of a name in small plain letters; none of a name that stands for no name."""
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss")).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"['’`.]", "", plain)
    words = [word for word in re.split(r"[^\w]+|_", plain) if word and word not in _TITLES]
    joined = "".join(words)
    if not joined or joined in STAND_IN_NAMES or joined.isdecimal() or plain.strip() == "n/a":
        return ()
    return tuple(words)


def _name_of(one: Known) -> str:
    return " ".join(f"{one.given_name or one.known_as} {one.family_name}".split())


def _tidy(words: str) -> str:
    return re.sub(r"[\W_]+", "", words).casefold()


def _count(years: int) -> str:
    small = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return small[years - 2] if years - 2 < len(small) else str(years)


def _in_order(one: Known) -> tuple[tuple[str, ...], str]:
    return one.council_ids, repr(one)
