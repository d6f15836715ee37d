"""Cases of 2025–26, worked by hand in the order of the Care and support guidance, chapter 8.

Figures   LAC(DHSC)(2025)1: £89.15 (single, 18 to 24), £112.50 (single, 25 or over), disability
          premium £49.65, enhanced £24.25, personal expenses £30.65; limits £14,250 and £23,250,
          £1 for every £250 between them.
Each      what is asked, then the sum as somebody would do it on paper, then the rule it shows.
          All people are invented.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ownway.support.charging.domain.figures import NONE_OF_ITS_OWN, LocalRules
from ownway.support.charging.domain.means import (
    Capital,
    Case,
    Every,
    Income,
    Owned,
    Received,
    Spent,
)

DAY = date(2025, 10, 1)
REG = "SI 2014/2672"


def case(**said: Any) -> Case[Decimal, bool]:
    """Somebody of 40 who lives alone at home, whose support costs £400 a week."""
    plain: dict[str, Any] = {
        "cost_weekly": Decimal(400),
        "free_weekly": Decimal(0),
        "children": Decimal(0),
        "stays": False,
        "visits": False,
        "home_ignored": False,
        "couple": False,
        "under_25": False,
        "pension_age": False,
        "partner_pension_age": False,
        "disability_premium": False,
        "enhanced_disability_premium": False,
        "carer_premium": False,
        "free": False,
        "refused": False,
    }
    return Case(**(plain | said))


def comes(amount: str, kind: Income = Income.OTHER, every: Every = Every.WEEK) -> Received[Decimal]:
    return Received(kind, Decimal(amount), every)


def has(amount: str, kind: Capital = Capital.SAVINGS, shared_by: int = 1) -> Owned[Decimal]:
    return Owned(kind, Decimal(amount), shared_by)


def costs(amount: str, every: Every = Every.WEEK, what: str = "rent") -> Spent[Decimal]:
    return Spent(what, Decimal(amount), every)


@dataclass(frozen=True)
class Worked:
    """One case: who, the sum on paper, what it comes to in pence a week, and the rule it shows."""

    who: str
    case: Case[Decimal, bool]
    paper: str
    paid: int
    source: str
    local: LocalRules = NONE_OF_ITS_OWN


BOTH = {"disability_premium": True, "enhanced_disability_premium": True}
ESA = comes("140.55", Income.EMPLOYMENT_SUPPORT)
PIP = comes("441.60", Income.PIP_DAILY_LIVING, Every.FOUR_WEEKS)
PLAIN = (comes("150"),)
IN_HOME: dict[str, Any] = {
    "stays": True,
    "cost_weekly": Decimal(950),
    "incomes": (comes("230.25"),),
}
FIVE = LocalRules("An invented council's policy, 2025", buffer_weekly=5_00)
EIGHTY = LocalRules("An invented council's policy, 2025", taken_percent=80)
EIGHTY_FIVE = LocalRules("An invented council's policy, 2025", taken_percent=85)
NOT_TINY = LocalRules("An invented council's policy, 2025", least_weekly=1_25)
HIGHER = LocalRules("An invented council's policy, 2025", upper_limit_at_home=30_000_00)

CASES = [
    Worked("comes in is the guarantee", case(incomes=(comes("112.50"),)),
           "112.50 − 112.50 = 0", 0, f"{REG}, reg. 7(2)(b)"),
    Worked("a penny over the guarantee", case(incomes=(comes("112.51"),)),
           "112.51 − 112.50 = 0.01", 1, "Care Act 2014, s. 14(7)"),
    Worked("below the guarantee", case(incomes=(comes("90"),)),
           "90.00 − 112.50: nothing left", 0, "Care Act 2014, s. 14(7)"),
    Worked("19 with a disability premium",
           case(under_25=True, disability_premium=True, incomes=(comes("89.15"), comes("73.90"))),
           "163.05 − (89.15 + 49.65 = 138.80) = 24.25", 24_25, f"{REG}, reg. 7(2)(a), (5)(a)"),
    Worked("19 with both premiums", case(under_25=True, incomes=(ESA, PIP), **BOTH),
           "140.55 + 441.60 ÷ 4 = 250.95; − (89.15 + 49.65 + 24.25 = 163.05) = 87.90", 87_90,
           f"{REG}, reg. 7(5)"),
    Worked("40 with both premiums", case(incomes=(ESA, PIP), **BOTH),
           "250.95 − (112.50 + 49.65 + 24.25 = 186.40) = 64.55", 64_55, f"{REG}, reg. 7(5)"),
    Worked("the same, with rent and laundry",
           case(incomes=(ESA, PIP), housing=(costs("100", Every.MONTH),),
                disability=(costs("3.20", what="laundry"),), **BOTH),
           "100 × 12 ÷ 52 = 23.08 (up); 64.55 − 23.08 − 3.20 = 38.27", 38_27,
           f"{REG}, schedule 1, paragraphs 2 and 4"),
    Worked("costs of a disability above all that is left",
           case(incomes=PLAIN, disability=(costs("50", what="a garden kept safe"),)),
           "150 − 112.50 − 50: nothing left", 0, f"{REG}, schedule 1, paragraph 4"),
    Worked("£14,250 exactly", case(incomes=PLAIN, capital=(has("14250"),)),
           "nothing assumed; 150 − 112.50 = 37.50", 37_50, f"{REG}, reg. 25"),
    Worked("a penny above £14,250", case(incomes=PLAIN, capital=(has("14250.01"),)),
           "a step begun is whole: 1; 150 + 1 − 112.50 = 38.50", 38_50, f"{REG}, reg. 25"),
    Worked("a penny above a step", case(incomes=PLAIN, capital=(has("14500.01"),)),
           "250.01 ÷ 250, begun: 2; 150 + 2 − 112.50 = 39.50", 39_50, f"{REG}, reg. 25"),
    Worked("£14,500, a whole step", case(incomes=PLAIN, capital=(has("14500"),)),
           "250 ÷ 250 = 1; 150 + 1 − 112.50 = 38.50", 38_50, f"{REG}, reg. 25"),
    Worked("£20,000", case(incomes=PLAIN, capital=(has("20000"),)),
           "5,750 ÷ 250 = 23; 150 + 23 − 112.50 = 60.50", 60_50, f"{REG}, reg. 25"),
    Worked("£23,250 exactly", case(incomes=PLAIN, capital=(has("23250"),)),
           "9,000 ÷ 250 = 36; 150 + 36 − 112.50 = 73.50", 73_50, f"{REG}, regs 12 and 25"),
    Worked("£23,250.01", case(incomes=PLAIN, capital=(has("23250.01"),)),
           "above the limit: 400", 400_00, f"{REG}, reg. 12"),
    Worked("a joint account of £46,500", case(incomes=PLAIN, capital=(has("46500", shared_by=2),)),
           "46,500 ÷ 2 = 23,250; 36 steps; 73.50", 73_50, f"{REG}, reg. 24"),
    Worked("a joint account that leaves half a penny",
           case(incomes=PLAIN, capital=(has("28500.01", shared_by=2),)),
           "14,250.005 → 14,250.00: nothing assumed; 37.50", 37_50, f"{REG}, regs 11 and 24"),
    Worked("their own home", case(incomes=PLAIN, capital=(has("300000", Capital.OWN_HOME),)),
           "not counted at home; 37.50", 37_50, f"{REG}, schedule 2"),
    Worked("belongings and life insurance",
           case(incomes=PLAIN, capital=(has("50000", Capital.BELONGINGS),
                                        has("30000", Capital.LIFE_INSURANCE))),
           "not counted; 37.50", 37_50, f"{REG}, schedule 2"),
    Worked("another house", case(incomes=PLAIN, capital=(has("90000", Capital.OTHER_PROPERTY),)),
           "above the limit: 400", 400_00, f"{REG}, reg. 12"),
    Worked("pay from work", case(incomes=(*PLAIN, comes("200", Income.EARNINGS))),
           "pay is not counted; 37.50", 37_50, f"{REG}, reg. 14"),
    Worked("mobility", case(incomes=(*PLAIN, comes("77.05", Income.PIP_MOBILITY))),
           "not counted; 37.50", 37_50, f"{REG}, schedule 1, paragraph 8"),
    Worked("support that costs less than they could pay",
           case(incomes=PLAIN, cost_weekly=Decimal(20)),
           "37.50, and never more than 20", 20_00, "Care Act 2014, s. 14(4)"),
    Worked("a part that is free",
           case(incomes=PLAIN, cost_weekly=Decimal(60), free_weekly=Decimal(40)),
           "60 − 40 = 20; 37.50, and never more than 20", 20_00, f"{REG}, reg. 3"),
    Worked("section 117", case(incomes=PLAIN, capital=(has("90000"),), free=True),
           "free: 0", 0, "Mental Health Act 1983, s. 117"),
    Worked("chose not to say", case(incomes=PLAIN, refused=True),
           "the full cost: 400", 400_00, "Guidance, ch. 8"),
    Worked("a care home for good", case(**IN_HOME),
           "230.25 − 30.65 = 199.60", 199_60, f"{REG}, reg. 6"),
    Worked("a care home and £20,000", case(**IN_HOME, capital=(has("20000"),)),
           "230.25 + 23 − 30.65 = 222.60", 222_60, f"{REG}, regs 6 and 25"),
    Worked("a care home, and the home left empty",
           case(**IN_HOME, capital=(has("250000", Capital.OWN_HOME),)),
           "above the limit: 950", 950_00, f"{REG}, reg. 12"),
    Worked("a care home, and the first twelve weeks",
           case(**IN_HOME, capital=(has("250000", Capital.OWN_HOME),), home_ignored=True),
           "the home is left out: 199.60", 199_60, f"{REG}, schedule 2"),
    Worked("a care home for good, rent still due",
           case(**IN_HOME, housing=(costs("100", Every.MONTH),)),
           "rent is not left to them: 199.60", 199_60, f"{REG}, schedule 1, paragraph 2"),
    Worked("a care home for a time, rent still due",
           case(**(IN_HOME | {"stays": False, "visits": True}),
                housing=(costs("100", Every.MONTH),)),
           "199.60 − 23.08 = 176.52", 176_52, f"{REG}, schedule 1, paragraph 2"),
    Worked("a pension every month", case(incomes=(comes("500", every=Every.MONTH),)),
           "500 × 12 ÷ 52 = 115.3846 → 115.38; − 112.50 = 2.88", 2_88, f"{REG}, reg. 11"),
    Worked("council tax of a year", case(incomes=PLAIN, housing=(costs("1400", Every.YEAR),)),
           "1,400 ÷ 52 = 26.923 → 26.93; 37.50 − 26.93 = 10.57", 10_57,
           f"{REG}, schedule 1, paragraph 2; reg. 11"),
    Worked("a council that leaves £5 more", case(incomes=PLAIN),
           "37.50 − 5 = 32.50", 32_50, "Care Act 2014, s. 14; guidance, ch. 8", FIVE),
    Worked("a council that asks for 80 in a hundred", case(incomes=PLAIN),
           "37.50 × 0.80 = 30.00", 30_00, "Care Act 2014, s. 14; guidance, ch. 8", EIGHTY),
    Worked("a share that leaves half a penny", case(incomes=PLAIN),
           "37.50 × 0.85 = 31.875 → 31.87", 31_87, f"{REG}, reg. 11", EIGHTY_FIVE),
    Worked("a contribution too small to collect", case(incomes=(comes("113.74"),)),
           "1.24, below 1.25: 0", 0, "Care Act 2014, s. 14", NOT_TINY),
    Worked("a contribution just large enough", case(incomes=(comes("113.75"),)),
           "1.25", 1_25, "Care Act 2014, s. 14", NOT_TINY),
    Worked("a council with a higher limit at home",
           case(incomes=PLAIN, capital=(has("25000"),)),
           "10,750 ÷ 250 = 43; 150 + 43 − 112.50 = 80.50", 80_50, f"{REG}, reg. 12", HIGHER),
]  # fmt: skip
