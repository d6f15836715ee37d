"""What is known of somebody's health care: their practice, yearly check, plan and passport. Pure.

People with a learning disability have a health check each year and a plan that follows from it; a
hospital passport tells a ward how to care for them. What nobody has asked is not the same as "no".
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ownway.kernel.period import add_months

LEARNING_DISABILITY = "Learning Disability"  # how reasons for support of that kind begin
NO_PRACTICE = "Practice not known"


class Passport(StrEnum):
    UNKNOWN = ""
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Health:
    """What was said last, by whoever said it."""

    practice: str = ""
    check_on: date | None = None
    plan_on: date | None = None
    passport: Passport = Passport.UNKNOWN
    passport_where: str = ""
    said_on: date | None = None
    said_by: str = ""

    def lacks(self, *, on: date, months: int) -> tuple[str, ...]:
        """What somebody with a learning disability has not had, or not within so many months."""
        since = add_months(on, -months)
        found = []
        if self.check_on is None or self.check_on < since:
            found.append("a health check")
        if self.plan_on is None or self.plan_on < since:
            found.append("a health action plan")
        if self.passport is not Passport.YES:
            found.append("a hospital passport")
        return tuple(found)
