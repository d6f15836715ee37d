"""What the money page says first, and the file of its lines."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from ownway.kernel.money import FOUR_WEEKS, plain_pounds, pounds
from ownway.kernel.period import in_words
from ownway.support.wallet.queries import Money

# What a spreadsheet would take for a formula.
_LIVE = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class MoneyPage:
    money: Money
    lead: str
    figure: str
    then: str
    sum_rows: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, money: Money, *, mine: bool) -> "MoneyPage":
        you = "you" if mine else "them"
        coming = money.coming[0] if money.coming else None
        if money.owed > 0:
            lead = f"The council owes {you} today"
            figure, then = pounds(money.owed), f"It pays {you} from its own bank account."
        elif coming is not None:
            lead = f"Agreed, and on its way to {you}"
            figure = pounds(coming.pence)
            then = f"To be paid on {in_words(coming.pay_on)}."
        else:
            lead, figure = f"The council owes {you} today", pounds(0)
            then = _nothing_owed(money, mine=mine)
        return cls(money, lead, figure, then, _sum(money, mine=mine))


def _nothing_owed(money: Money, *, mine: bool) -> str:
    if money.being_checked:
        one = money.being_checked[0]
        return f"{pounds(one.pence)} is being checked, to pay on {in_words(one.pay_on)}."
    if money.schedules:
        return "Everything agreed so far is paid."
    return "No direct payment is set up." if not mine else "No direct payment is set up for you."


def _sum(money: Money, *, mine: bool) -> tuple[tuple[str, str], ...]:
    """How four weeks' money is made, so that it adds up in front of the reader."""
    if money.shares is None or not money.schedules:
        return ()
    weekly = sum(one.pence_weekly for one in money.schedules)
    costs = "My plan costs, a week" if mine else "The plan costs, a week"
    paid = "I pay, a week" if mine else "They pay, a week"
    return (
        (costs, pounds(money.shares.cost_weekly)),
        (paid, pounds(-money.shares.contribution_weekly)),
        ("The council pays, a week", pounds(weekly)),
        ("Four weeks of it", pounds(weekly * FOUR_WEEKS)),
    )  # fmt: skip


def as_csv(money: Money) -> Iterator[str]:
    """The lines as a file for a spreadsheet: no cell can run as a formula."""
    yield _row(("Day", "What", "Pounds", "Owed after"))
    for line in money.lines:
        yield _row(
            (line.on.isoformat(), line.words, plain_pounds(line.pence), plain_pounds(line.balance))
        )


def _row(cells: tuple[str, ...]) -> str:
    out = StringIO()
    safe = [
        f"'{cell}" if cell.startswith(_LIVE) and not _is_number(cell) else cell for cell in cells
    ]
    csv.writer(out).writerow(safe)
    return out.getvalue()


def _is_number(cell: str) -> bool:
    return cell.removeprefix("-").replace(".", "", 1).isdecimal()
