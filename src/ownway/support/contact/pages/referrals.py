"""What the page of counted referrals sees."""

from collections.abc import Sequence
from dataclasses import dataclass

from ownway.support.contact.queries import Counted


@dataclass(frozen=True, slots=True)
class CountsPage:
    """One line a service, and all of them as a sentence."""

    headline: str
    lines: list[Counted]

    @classmethod
    def of(cls, lines: Sequence[Counted]) -> "CountsPage":
        return cls(headline(lines), list(lines))


def headline(lines: Sequence[Counted]) -> str:
    """How many were passed on, how many of those were answered, and how many helped."""
    sent, answered, started, said, helped = (
        sum(one.sent for one in lines),
        sum(one.answered for one in lines),
        sum(one.started for one in lines),
        sum(one.helped + one.partly + one.not_helped for one in lines),
        sum(one.helped for one in lines),
    )
    if not sent:
        return "Nobody was passed to a service in these twelve months."
    words = f"{sent:,} referral{'s' if sent != 1 else ''} went to services. "
    words += f"{answered:,} {'was' if answered == 1 else 'were'} answered, and {started:,} started."
    if said:
        words += f" Of {said:,} who said whether it helped, {helped:,} said yes."
    return words
