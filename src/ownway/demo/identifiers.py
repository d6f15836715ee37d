"""Numbers that look right and belong to nobody.

Council ids are Marlshire's own. NHS numbers come from the range 999, kept for tests and never
given to a patient, with a true check digit. Telephone numbers come from the ranges that Ofcom
keeps for drama; e-mail addresses end in example.org.
"""

from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

FIRST_COUNCIL_NUMBER = 110_000  # the people named in `named` have numbers below
_TEST_RANGE = 1_000_000
_WEIGHTS = (10, 9, 8, 7, 6, 5, 4, 3, 2)
_PRIME_STEP = 611_953  # walks the whole range before it comes back, so that numbers look unordered


def check_digit(first_nine: str) -> int:
    """The tenth digit of an NHS number by modulus 11; 10 means that there is no such number.

    >>> check_digit("999112441")
    1
    """
    left = 11 - sum(int(d) * w for d, w in zip(first_nine, _WEIGHTS, strict=True)) % 11
    return 0 if left == 11 else left


class NhsNumbers:
    """A different test number for each position, in no visible order; blank when they run out."""

    def __init__(self, *, but: frozenset[str]) -> None:
        bodies: NDArray[np.int64] = np.arange(_TEST_RANGE, dtype=np.int64)
        total: NDArray[np.int64] = np.full(_TEST_RANGE, 9 * (10 + 9 + 8), dtype=np.int64)
        for place, weight in enumerate(_WEIGHTS[3:]):
            total += bodies // 10 ** (5 - place) % 10 * weight
        digits = (11 - total % 11) % 11
        numbers = 9_990_000_000 + bodies * 10 + digits
        taken = np.array(sorted(int(number) for number in but), dtype=np.int64)
        free: NDArray[Any] = (digits != 10) & ~np.isin(numbers, taken)
        self._numbers: NDArray[np.int64] = numbers[free]

    def at(self, position: int) -> str:
        many = len(self._numbers)
        if position >= many:
            return ""
        return str(self._numbers[position * _PRIME_STEP % many])


def council_id(number: int) -> str:
    return f"M-{FIRST_COUNCIL_NUMBER + number}"


def a_telephone(rng: Random, *, mobile: bool) -> str:
    return ("07700 900" if mobile else "01632 960") + f"{rng.randrange(1000):03d}"


def an_email(given: str, family: str, number: int) -> str:
    name = f"{given}.{family}".lower().replace(" ", "-").replace("'", "")
    return f"{name}.{number}@example.org"
