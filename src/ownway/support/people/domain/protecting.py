"""Facts that could put somebody in danger if the wrong one read them, and letters that must not
go astray. Pure.

Source    Care and Support Statutory Guidance ch. 14 (safeguarding, sharing what must be shared);
          Data Protection Act 2018, Sch. 2 para. 16 (what concerns another person) and Sch. 3
          para. 5 (serious harm).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ownway.kernel.refusal import Refused


class ProtectedKind(StrEnum):
    REFUGE_ADDRESS = "refuge address"
    THIRD_PARTY = "what a third party said"
    ALLEGED_VICTIM = "alleged victim"
    CARERS_HOME = "a carer's home"
    STAFF_HOME = "staff home"


# Kinds that say where the person lives: the record itself then holds no address.
TAKES_THE_ADDRESS = frozenset({ProtectedKind.REFUGE_ADDRESS, ProtectedKind.CARERS_HOME})
# Nobody outside those cleared may learn that there is such a thing at all.
SILENT = frozenset(
    {ProtectedKind.REFUGE_ADDRESS, ProtectedKind.CARERS_HOME, ProtectedKind.STAFF_HOME}
)
REVIEW_AT_MOST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a letter goes, line by line."""

    name: str
    line_1: str
    line_2: str
    town: str
    postcode: str


def check_review_by(review_by: date, *, on: date) -> None:
    """Raises Refused when a protected fact would stand for more than a year unlooked at."""
    if not on <= review_by <= on + REVIEW_AT_MOST:
        raise Refused("Choose a day within a year by which somebody looks at this again.")


def second_look_needed(
    address_since: date | None, last_used: date | None, *, looked_on: date | None = None
) -> bool:
    """Whether another person must look before a letter goes to this address.

    address_since  the day the address was changed to this one; None when it never changed
    last_used      the last day a letter went to it, if one did
    looked_on      the last day somebody else said that the address is right

    The first letter after a change needs it; a look before the change does not count.
    """
    if address_since is None:
        return False
    return all(day is None or day < address_since for day in (last_used, looked_on))
