"""What the money page says first, and the file of its lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from ownway.kernel import spreadsheet
from ownway.kernel.money import FOUR_WEEKS, plain_pounds, pounds
from ownway.kernel.period import in_words
from ownway.support.wallet.domain import Made
from ownway.support.wallet.queries import Money, OwnAccount


@dataclass(frozen=True, slots=True)
class MoneyPage:
    """The answer first: `lead`, `figure` and `then` are one sentence; then how it is made."""

    money: Money
    lead: str
    figure: str
    then: str
    sum_rows: tuple[tuple[str, str], ...]
    account: tuple[str, str, str] | None = None  # lead, figure and then of their own account

    @classmethod
    def of(cls, money: Money, *, mine: bool) -> "MoneyPage":
        you = "you" if mine else money.person.name
        soonest = money.coming[0].pay_on if money.coming else None
        coming = [one for one in money.coming if one.pay_on == soonest]
        pence = sum(one.pence for one in coming)
        if money.owed > 0:
            lead, figure = f"The council owes {you} today", pounds(money.owed)
            then = "It pays from its own bank account. When it has paid, that shows below."
            if soonest:
                then += f" Another {pounds(pence)} is agreed, to be paid by {in_words(soonest)}."
        elif soonest:
            lead, figure = f"The council has agreed to pay {you}", pounds(pence)
            then = f"by {in_words(soonest)}, from its own bank account."
        else:
            lead, figure = f"The council owes {you} today", pounds(0)
            then = _nothing_owed(money, mine=mine)
        account = _account(money.account, mine=mine) if money.account else None
        return cls(money, lead, figure, then, _sum(money.made, mine=mine), account)


def _account(account: OwnAccount, *, mine: bool) -> tuple[str, str, str]:
    whose = "my" if mine else "their"
    lead = f"Left on {whose} account on {in_words(account.told_on)}"
    figure = pounds(account.left)
    if account.promised is None or account.next_on is None:
        return lead, figure, "It is what the bank told in the last statement that came here."
    until = f"until money comes on {in_words(account.next_on)}"
    over = account.left - account.promised
    if over < 0:
        then = (
            f"What the plan buys {until} comes to about {pounds(account.promised)}: "
            f"{pounds(-over)} more than is there. "
            + ("Tell us early if it will not do." if mine else "Ask them how they manage.")
        )
    else:
        then = (
            f"About {pounds(account.promised)} of it is for what the plan buys {until}; "
            f"{pounds(over)} is over."
        )
    return lead, figure, then


def _nothing_owed(money: Money, *, mine: bool) -> str:
    if money.being_checked:
        one = money.being_checked[0]
        return f"{pounds(one.pence)} is being checked, to pay by {in_words(one.pay_on)}."
    if money.lines:
        return "Everything agreed so far is paid."
    if money.schedules:
        return "Payments are set up. The first is not agreed yet."
    return "No direct payment is set up." if not mine else "No direct payment is set up for you."


def _sum(made: Made | None, *, mine: bool) -> tuple[tuple[str, str], ...]:
    """How the payment is made, so that it adds up in front of the reader."""
    if made is None:
        return ()
    others = "The council pays others for my support, a week"
    if not mine:
        others = "The council pays others for their support, a week"
    rows = [
        ("My plan costs, a week" if mine else "The plan costs, a week", pounds(made.cost_weekly)),
        ("I pay, a week" if mine else "They pay, a week", pounds(-made.contribution_weekly)),
        (others, pounds(-made.others_weekly)),
        ("The council pays me, a week" if mine else "The council pays them, a week",
         pounds(made.direct_weekly)),
        ("Four weeks of it" if made.weeks == FOUR_WEEKS else f"For every {made.weeks} weeks",
         pounds(made.total)),
    ]  # fmt: skip
    return tuple(row for row in rows if made.others_weekly or row[0] != others)


def as_csv(money: Money) -> Iterator[str]:
    """The lines as a file for a spreadsheet: no cell can run as a formula."""
    yield spreadsheet.line(("Day", "What", "Pounds", "Owed after"))
    for line in money.lines:
        yield spreadsheet.line(
            (line.on.isoformat(), line.words, plain_pounds(line.pence), plain_pounds(line.balance))
        )
