"""Collecting by Direct Debit: when it may be, what goes in the bank's file, what a return means.

Pure. Nothing is collected without a mandate that stands, nor before the payer had their notice.
Ownway sends nothing: the council's bureau takes the file.

Units     Whole pence; notice in working days.
Errors    Refused with a sentence: no mandate that stands, notice too short, nothing to collect, an
          amount that the file has no room for.
Source    Bacs Standard 18 as payments writes it, debits with a credit contra; what the codes of
          ARUDD mean is general knowledge. A council has its bureau try a file before a real one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ownway.kernel.period import in_words
from ownway.kernel.refusal import Refused
from ownway.kernel.working_days import is_working_day, working_days_after
from ownway.parameters import decimal_on
from ownway.support.payments.domain.banking import BankAccount, name_for_bank

FIRST, REGULAR, CONTRA_CREDIT = "01", "17", "99"
MOST_PENCE = 10**11 - 1
REFERENCE_LETTERS = 18


class Mandate(StrEnum):
    """Where a mandate stands: LODGED with the bank, taken up (ACTIVE), or stopped."""

    LODGED = "lodged"
    ACTIVE = "active"
    CANCELLED = "cancelled"


class Next(StrEnum):
    """What is proposed once a collection came back. Each is for a person to do."""

    ASK = "Ask kindly whether another day would do; the mandate stands"
    STOP = "The mandate is stopped; offer another way to pay"
    DEATH = "The mandate is stopped, and nobody is chased: the bank says that they have died"
    OURS = "Collect nothing until somebody has found out what the council did wrong"


RETURNS = {
    "0": ("the bank asks to speak with whoever pays", Next.ASK),
    "1": ("they stopped the mandate", Next.STOP),
    "2": ("they have died", Next.DEATH),
    "3": ("the account moved to another bank", Next.STOP),
    "4": ("they say that they were not told ahead", Next.OURS),
    "5": ("there is no such account", Next.STOP),
    "6": ("the bank has no mandate", Next.STOP),
    "7": ("the amount is not the one told ahead", Next.OURS),
    "8": ("it was collected too early", Next.OURS),
    "9": ("it was collected too late", Next.OURS),
    "A": ("it was collected under another user's number", Next.OURS),
    "B": ("the account is closed", Next.STOP),
}


@dataclass(frozen=True, slots=True)
class Collection:
    """One collection: `reference` is what a return comes back under."""

    reference: str
    account: BankAccount
    pence: int
    first: bool = False


@dataclass(frozen=True, slots=True)
class Collects:
    """The council's account, its number as a user of Bacs, and the file's own number and days.

    `process_on` is the working day before the money is there.
    """

    account: BankAccount
    user_number: str
    number: int
    made_on: date
    process_on: date


def earliest(told_on: date, agreed_working_days: int | None = None) -> date:
    """The first day a collection may be made of which somebody was told on a day."""
    days = agreed_working_days
    if days is None:
        days = int(decimal_on("contribution_notice_working_days", told_on))
    return working_days_after(told_on, max(1, days))


def check_may_collect(
    mandate: Mandate, *, told_on: date, on: date, agreed_working_days: int | None = None
) -> None:
    """Raises Refused unless a collection may be made on a day."""
    if mandate is Mandate.CANCELLED:
        raise Refused("This mandate was stopped, so nothing is collected by it.")
    if mandate is Mandate.LODGED:
        raise Refused("The bank has not taken up this mandate yet.")
    if not is_working_day(on):
        raise Refused("Choose a working day: banks collect on no other.")
    first = earliest(told_on, agreed_working_days)
    if on < first:
        raise Refused(f"They were told too late for that. Choose {in_words(first)} or after it.")


def meaning(code: str) -> tuple[str, Next]:
    """Why a collection came back, and what is proposed; a code nobody knows is looked at."""
    known = RETURNS.get(code.strip().upper())
    return known or (f"code {code.strip() or 'not given'}", Next.OURS)


def after_return(mandate: Mandate, code: str) -> Mandate:
    """Where a mandate stands once a collection came back. What was stopped stays so."""
    stops = meaning(code)[1] in (Next.STOP, Next.DEATH)
    return Mandate.CANCELLED if stops else mandate


def file_of(collects: Collects, collections: Sequence[Collection]) -> bytes:
    """The Standard 18 file: labels of 80, a record of 100 for each, one contra. Same in, same out.

    Raises Refused as above; ValueError where two collections have one reference, or one too long.
    """
    total = sum(one.pence for one in collections)
    if not collections:
        raise Refused("There is nothing to collect.")
    if any(one.pence <= 0 for one in collections) or total > MOST_PENCE:
        raise Refused("An amount is nothing, or more than the file has room for.")
    references = {one.reference for one in collections}
    if len(references) != len(collections) or max(map(len, references)) > REFERENCE_LETTERS:
        raise ValueError("Each collection has a reference of its own, of 18 letters at most.")
    ours, user = collects.account, collects.user_number
    serial, day = f"{collects.number % 10**6:06d}", _yyddd(collects.process_on)
    head = f"A{user}S  1{user}{serial}00010001{'':6}{_yyddd(collects.made_on)}{day}0000000{'':20}"
    records = [
        f"VOL1{serial}0{'':30}{user}{'':32}1",
        f"HDR1{head}",
        f"HDR2F0200000100{'':35}00{'':28}",
        f"UHL1{day}999999{'':4}000000001 DAILY  001{'':40}",
        *(
            _record(
                one.account,
                FIRST if one.first else REGULAR,
                ours,
                one.pence,
                (ours.name, one.reference, one.account.name),
            )
            for one in collections
        ),
        _record(ours, CONTRA_CREDIT, ours, total, (f"RUN {serial}", "CONTRA", ours.name)),
        f"EOF1{head}",
        f"EOF2F0200000100{'':35}00{'':28}",
        f"UTL1{total:013d}{total:013d}{len(collections):07d}{1:07d}{'':36}",
    ]
    return "".join(f"{record}\r\n" for record in records).encode("ascii")


def _record(
    to: BankAccount, code: str, ours: BankAccount, pence: int, words: tuple[str, str, str]
) -> str:
    user_name, reference, name = words
    return (
        f"{to.sort_code}{to.number}0{code}{ours.sort_code}{ours.number}{'':4}{pence:011d}"
        f"{name_for_bank(user_name):18}{reference:18}{name_for_bank(name):18}"
    )


def _yyddd(day: date) -> str:
    return f" {day:%y%j}"
