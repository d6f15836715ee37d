"""The figures of a day: what the law and the council set, each with where it comes from.

Units     Whole pence, weekly unless the name says otherwise; shares in whole hundredths.
Errors    NotKnown: a case needs a figure that has no amount for the day. Nothing is guessed, and
          last year's is not taken in its place.
Source    One file each in `ownway.parameters`; the council's own rules are handed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ownway.kernel.period import in_words
from ownway.kernel.refusal import Refused
from ownway.parameters import NotInForce, decimal_on, parameter, value_on


class Set(StrEnum):
    """Every figure that the rules ask for, by the name of its file."""

    LOWER_LIMIT = "capital_lower_limit"
    UPPER_LIMIT = "capital_upper_limit"
    TARIFF_STEP = "tariff_income_step"
    TARIFF_WEEKLY = "tariff_income_weekly"
    SINGLE_UNDER_25 = "minimum_income_single_under_25"
    SINGLE_25_OR_OVER = "minimum_income_single_25_or_over"
    SINGLE_PENSION_AGE = "minimum_income_single_pension_age"
    LONE_PARENT = "minimum_income_lone_parent"
    COUPLE = "minimum_income_couple"
    COUPLE_PENSION_AGE = "minimum_income_couple_pension_age"
    CHILD = "minimum_income_child"
    DISABILITY_SINGLE = "minimum_income_disability_single"
    DISABILITY_COUPLE = "minimum_income_disability_couple"
    ENHANCED_SINGLE = "minimum_income_enhanced_disability_single"
    ENHANCED_COUPLE = "minimum_income_enhanced_disability_couple"
    CARER = "minimum_income_carer"
    PERSONAL_EXPENSES = "personal_expenses_allowance"
    SAVINGS_CREDIT_SINGLE = "savings_credit_ignored_single"
    SAVINGS_CREDIT_COUPLE = "savings_credit_ignored_couple"
    WAR_PENSION = "war_pension_ignored"


class NotKnown(Refused):
    """A figure that this case needs has no amount for the day."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure on one day; `pence` is None where nobody here knows it."""

    name: str
    words: str
    pence: int | None
    reference: str
    verified: bool
    first_day: date


@dataclass(frozen=True, slots=True)
class LocalRules:
    """What a council adds to the law, always to the good of the person.

    `buffer_weekly` is left to everybody at home beside the Minimum Income Guarantee;
    `taken_percent` is the share of what is left that it asks for; a contribution below
    `least_weekly` is not collected; `upper_limit_at_home` may be higher than the law's.
    """

    reference: str
    buffer_weekly: int = 0
    taken_percent: int = 100
    least_weekly: int = 0
    upper_limit_at_home: int | None = None

    def __post_init__(self) -> None:
        if not self.reference.strip():
            raise Refused("Write down where the council set these rules.")
        if self.buffer_weekly < 0 or self.least_weekly < 0:
            raise Refused("A council may leave people more than the law does, never less.")
        if not 0 <= self.taken_percent <= 100:
            raise Refused("The share of what is left is between 0 and 100 in a hundred.")


NONE_OF_ITS_OWN = LocalRules("No rules of the council's own: the law's alone.")


@dataclass(frozen=True, slots=True)
class Figures:
    """Every figure on a day, and the council's own rules."""

    on: date
    figures: Mapping[Set, Figure]
    local: LocalRules

    def pence(self, one: Set) -> int:
        """The amount of a figure. Raises NotKnown."""
        found = self.figures[one]
        if found.pence is None:
            raise NotKnown(
                f"No amount is known on {in_words(self.on)} for this: {found.words} "
                "It has to come from the circular before anybody is charged by it."
            )
        return found.pence


def local_on(on: date) -> LocalRules:
    """The council's own rules on a day, as its parameters say. Raises Refused, NotInForce."""
    whole = parameter("charging_buffer_weekly")
    limit = value_on("charging_upper_limit_at_home", on)
    return LocalRules(
        reference=whole.dated_on(on).reference,
        buffer_weekly=int(decimal_on("charging_buffer_weekly", on)),
        taken_percent=int(decimal_on("charging_taken_percent", on)),
        least_weekly=int(decimal_on("charging_least_weekly", on)),
        upper_limit_at_home=limit if isinstance(limit, int) else None,
    )


def figures_on(on: date, local: LocalRules = NONE_OF_ITS_OWN) -> Figures:
    """The figures of the law in force on a day, and the rules a council adds.

    Raises NotKnown where the law's figures do not go back so far, and Refused where the council's
    own limit is below the law's.
    """
    found: dict[Set, Figure] = {}
    for one in Set:
        whole = parameter(one.value)
        try:
            dated = whole.dated_on(on)
        except NotInForce:
            first = whole.values[0].first_day
            found[one] = Figure(one.value, whole.words, None, whole.reference, False, first)
            continue
        pence = dated.value if isinstance(dated.value, int) else None
        found[one] = Figure(
            one.value, whole.words, pence, dated.reference, dated.verified, dated.first_day
        )
    made = Figures(on, found, local)
    own = local.upper_limit_at_home
    if own is not None and own < made.pence(Set.UPPER_LIMIT):
        raise Refused("A council may set a higher limit than the law's, not a lower one.")
    return made
