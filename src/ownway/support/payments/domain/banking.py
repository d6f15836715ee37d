"""A bank account in the United Kingdom: as typed, as shown, as a bank's file spells its name. Pure.

A number is never shown whole to anybody who did not just type it: the last four figures name it.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from ownway.kernel.refusal import Refused

SORT_CODE_FIGURES, ACCOUNT_FIGURES, NAME_LETTERS = 6, 8, 18
NOT_FOR_A_BANK = re.compile(r"[^A-Z0-9./& -]")
PROPOSED, CONFIRMED, DECLINED, REPLACED = "proposed", "confirmed", "declined", "replaced"


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Whose name it is in, its sort code and its number: six and eight figures.

    Raises Refused with what is wrong.
    """

    name: str
    sort_code: str
    number: str

    def __post_init__(self) -> None:
        if not name_for_bank(self.name):
            raise Refused("Enter the name on the account, as the bank has it.")
        if not re.fullmatch(r"[0-9]{6}", self.sort_code):
            raise Refused("A sort code has 6 figures, like 09-01-26.")
        if not re.fullmatch(r"[0-9]{8}", self.number):
            raise Refused("An account number has 8 figures. Put a 0 in front of one that has 7.")

    @property
    def ending(self) -> str:
        """The last four figures, which name the account on a page."""
        return self.number[-4:]

    def __repr__(self) -> str:
        return f"BankAccount(ending {self.ending})"


def account_of(name: str, sort_code: str, number: str) -> BankAccount:
    """The account as typed, with its spaces and dashes taken out. Raises Refused."""
    return BankAccount(
        " ".join(name.split()), re.sub(r"[ -]", "", sort_code), re.sub(r"[ -]", "", number)
    )


def name_for_bank(name: str) -> str:
    """At most 18 capitals and figures, and the few marks that every bank takes."""
    return " ".join(NOT_FOR_A_BANK.sub("", _plain(name).upper()).split())[:NAME_LETTERS].strip()


def is_held(
    *, changed: bool, confirmed_on: date, asked_on: date | None, days: int, on: date
) -> bool:
    """Whether payments wait: the account took another's place within so many days, and nobody has
    asked the person since by a way known before."""
    return changed and asked_on is None and on < confirmed_on + timedelta(days=days)


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name)
    return "".join(one for one in apart if not unicodedata.combining(one))
