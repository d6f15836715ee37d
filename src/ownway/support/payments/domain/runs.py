"""What to look at before a run of payments is approved, and why a line is not paid. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ownway.kernel.money import pounds
from ownway.kernel.period import in_words


class RunState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    FILED = "file made"
    PAID = "paid"
    DECLINED = "declined"


class LineState(StrEnum):
    """What becomes of a line. HELD waits for an account; OUT is not paid with this run."""

    IN = "in"
    HELD = "held"
    OUT = "out"
    PAID = "paid"
    RETURNED = "returned"


class Look(StrEnum):
    """Why somebody looks at a line first. The first three are never paid as they stand."""

    DIED = "the person has died"
    NO_PAYEE = "there is no account to pay to"
    CHANGED = "the account changed lately, and nobody has asked the person"
    SHARED = "somebody else is paid to the same account"
    DIFFERS = "the amount differs much from the last one"
    STILL = "the support stands still on some of these days"
    RATE = "the plan says another amount a week, or none"
    ENDED = "the support ends before the last of these days"


NEVER_PAID = (Look.DIED, Look.ENDED)
HOLDS = (Look.NO_PAYEE, Look.CHANGED)
LIVE = (LineState.IN.value, LineState.HELD.value, LineState.PAID.value)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one line when it is looked at. Amounts are for whole payments, in pence."""

    pence: int
    died_on: date | None
    has_payee: bool
    payee_held: bool
    shared: bool
    last_pence: int | None
    stands_still: bool
    rate_differs: bool
    ended: bool


def looks_at(known: Known, *, differs_percent: int) -> tuple[Look, ...]:
    """What somebody should look at, the gravest first."""
    differs = known.last_pence is not None and (
        abs(known.pence - known.last_pence) * 100 > known.last_pence * differs_percent
    )
    said = (
        (Look.DIED, known.died_on is not None),
        (Look.ENDED, known.ended),
        (Look.NO_PAYEE, not known.has_payee),
        (Look.CHANGED, known.payee_held),
        (Look.SHARED, known.shared),
        (Look.DIFFERS, differs),
        (Look.STILL, known.stands_still),
        (Look.RATE, known.rate_differs),
    )
    return tuple(look for look, there in said if there)


def state_for(looks: Collection[Look]) -> LineState:
    """Where a line stands by what there is to look at."""
    if any(one in NEVER_PAID for one in looks):
        return LineState.OUT
    return LineState.HELD if any(one in HOLDS for one in looks) else LineState.IN


def reference(run: int, line: int) -> str:
    """What a payment is sent under; at most 18 characters, and no other has it."""
    return f"DP {run:06d}-{line:05d}"


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """One payment as its payee is told of it."""

    name: str
    ending: str
    what_for: str
    pence: int
    less: int
    reference: str


def advice(lines: Collection[AdviceLine], *, council: str, pay_on: date) -> str:
    """A page of plain words for each payment: what it is for, how much, when and under which name.

    Pages are parted by a form feed, so that each prints on its own sheet.
    """
    pages = []
    for line in lines:
        less = (
            f"We took off {pounds(line.less)} that was paid too much before.\n" if line.less else ""
        )
        pages.append(
            f"{council}\n\nTo {line.name}\n\n"
            f"We pay you {pounds(line.pence)} on {in_words(pay_on)}.\n"
            f"It is for: {line.what_for}.\n{less}"
            f"It goes to your account ending {line.ending}, under the name {line.reference}.\n\n"
            "If something is not right, ring us. You do not have to give a reason.\n"
        )
    return "\f".join(pages)
