"""What whoever looks after an account sees first: what does not fit, each in a sentence. Pure.

Nothing here decides anything: a person reads it, asks the one whose money it is, gives them time to
answer, and then says what follows.

Source    Care Act 2014, section 33 and the Care and Support (Direct Payments) Regulations 2014,
          regulation 7; statutory guidance 12.24 and 12.58 to 12.67: monitoring is proportionate.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ownway.kernel.money import pounds
from ownway.kernel.period import in_words


class Kind(StrEnum):
    """What does not fit, the first to look at first."""

    NOT_PERMITTED = "not permitted"
    NOT_EXPLAINED = "not explained"
    NOT_COME = "payment not seen"
    HIGH = "much is left"
    QUIET = "nothing moved"


@dataclass(frozen=True, slots=True)
class Limits:
    """When something is worth a look; weeks and days that a council sets."""

    weeks_of_payments: int
    quiet_weeks: int
    days_to_explain: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A line as it stands: what it is said to be ("" for nothing yet) and a rule it does not keep.

    `known_on` is the day it came here.
    """

    id: str
    on: date
    pence: int
    words: str
    what: str
    breach: str
    known_on: date


@dataclass(frozen=True, slots=True)
class NotFit:
    """Something that does not fit; `key` names it from day to day."""

    kind: Kind
    key: str
    words: str
    line: str = ""


def high_key(on: date | None) -> str:
    """What names a balance as it was told on a day."""
    return f"balance:{on.isoformat() if on else ''}"


def quiet_key(last: date) -> str:
    """What names the quiet time since a day."""
    return f"quiet:{last.isoformat()}"


def not_fitting(
    lines: Sequence[Seen],
    *,
    balance: int | None,
    balance_on: date | None,
    paid_weekly: int,
    not_come: Iterable[tuple[str, date, int]],
    looked_at: Collection[str] = (),
    limits: Limits,
    on: date,
) -> tuple[NotFit, ...]:
    """What does not fit on one account, the first to look at first.

    `not_come` are the council's payments that no line shows: id, day and pence. `looked_at` are
    the keys of what somebody has looked at and settled.
    """
    found: list[NotFit] = []
    for line in lines:
        told = f"{pounds(abs(line.pence))}, {line.words}, {in_words(line.on)}"
        if line.breach:
            found.append(
                NotFit(Kind.NOT_PERMITTED, f"line:{line.id}", f"{told}. {line.breach}", line.id)
            )
        elif not line.what and (on - line.known_on).days >= limits.days_to_explain:
            words = f"{told}. Nobody has said what it was."
            found.append(NotFit(Kind.NOT_EXPLAINED, f"line:{line.id}", words, line.id))
    for payment, day, pence in not_come:
        found.append(
            NotFit(
                Kind.NOT_COME,
                f"payment:{payment}",
                f"{pounds(pence)} paid for {in_words(day)} does not stand in the statements.",
            )
        )
    if balance is not None and paid_weekly and balance > paid_weekly * limits.weeks_of_payments:
        weeks = balance // paid_weekly
        since = f" on {in_words(balance_on)}" if balance_on else ""
        found.append(
            NotFit(
                Kind.HIGH,
                high_key(balance_on),
                f"{pounds(balance)} is left{since}: what {weeks} weeks of payments come to.",
            )
        )
    last = max((line.on for line in lines if line.pence), default=None)
    if last is not None and on - last > timedelta(weeks=limits.quiet_weeks):
        words = f"Nothing has moved since {in_words(last)}."
        found.append(NotFit(Kind.QUIET, quiet_key(last), words))
    order = list(Kind)
    found = [one for one in found if one.key not in looked_at]
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), one.key)))
