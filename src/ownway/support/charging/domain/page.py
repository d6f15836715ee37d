"""What one person pays, with every line of the sum and where it comes from.

Units     Whole pence a week.
Promise   The figure depends on the case and the figures of the day, on nothing and nobody else.
Errors    Refused: an amount nobody can mean. NotKnown: a figure that is needed has no amount.
Source    Care Act 2014, section 17; SI 2014/2672, regulation 10 (light-touch assessment).
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from ownway.kernel.money import PenceWeekly, pounds
from ownway.kernel.refusal import Refused
from ownway.support.charging.domain import rules
from ownway.support.charging.domain.figures import Figures
from ownway.support.charging.domain.means import Case
from ownway.support.charging.domain.sums import Exact, Note, Part, Working, pence

PersonCase: TypeAlias = Case[Decimal, bool]
MOST = Decimal(100_000_000)  # more is a slip of the pen
MOST_CHILDREN = 30


class LightTouch(StrEnum):
    """Why nobody's whole means need to be asked about (regulation 10)."""

    MEANS_ARE_CLEAR = "the full cost can be paid, and we have seen that it can"
    SMALL_CHARGE = "the support costs so little that it can plainly be paid"
    ON_BENEFITS = "the benefits that come in show that nothing can be paid"


class Free(StrEnum):
    """Support that may not be charged for at all."""

    ASSESSMENT = "an assessment of needs, and planning the support"
    REABLEMENT = "reablement and intermediate care in its first six weeks"
    EQUIPMENT = "aids and minor adaptations, each up to £1,000"
    SECTION_117 = "after-care under section 117 of the Mental Health Act 1983"
    CJD = "support for somebody with variant Creutzfeldt-Jakob disease"
    CARERS_HELP = "help given to the person cared for so that a carer can have a break"


@dataclass(frozen=True, slots=True)
class Worked:
    """What is paid, its workings, and whether each figure behind it was read in its source."""

    contribution_weekly: PenceWeekly
    cost_weekly: PenceWeekly
    figures: Figures
    workings: tuple[Working, ...]

    @property
    def council_weekly(self) -> PenceWeekly:
        """What is left for the council (and others who pay) to find."""
        return PenceWeekly(self.cost_weekly - self.contribution_weekly)

    @property
    def unverified(self) -> tuple[Working, ...]:
        """The lines that rest on a figure nobody read in its source; the page says so."""
        return tuple(line for line in self.workings if not line.verified)

    def of(self, part: Part) -> tuple[Working, ...]:
        """The lines of one part, in the order of the sum."""
        return tuple(line for line in self.workings if line.part is part)


def work_out(case: PersonCase, figures: Figures, *, free: Free | None = None) -> Worked:
    """What somebody pays a week, and why. `free` says why a case whose `free` is set is free.

    Raises Refused, NotKnown as above.
    """
    _check(case)
    sums = Exact(figures)
    if case.free:
        return _plainly(sums, case, 0, "Nothing to pay: " + (free.value if free else "free"),
                        "Care Act 2014, section 14; SI 2014/2672, regulations 3 and 4")  # fmt: skip
    if case.refused:
        return _plainly(
            sums, case, _price(case), "The full cost, as nobody told us what there is",
            "Care Act 2014, section 17; Care and support statutory guidance, chapter 8",
        )  # fmt: skip
    paid = rules.contribution(sums, case)
    sums.note(paid, Note(Part.PAYS, "To pay each week", rules.ACT + ", section 17"))
    return Worked(pence(paid), pence(case.cost_weekly), figures, tuple(sums.workings))


def lightly(case: PersonCase, figures: Figures, *, why: LightTouch) -> Worked:
    """What is paid when the council need not ask for more (regulation 10). Raises Refused."""
    _check(case)
    paid = Decimal(0) if why is LightTouch.ON_BENEFITS or case.free else _price(case)
    return _plainly(
        Exact(figures), case, paid, f"Agreed without asking for more: {why.value}",
        "SI 2014/2672, regulation 10",
    )  # fmt: skip


def _plainly(sums: Exact, case: PersonCase, paid: Decimal | int, words: str, source: str) -> Worked:
    paid = Decimal(paid)
    sums.note(_price(case), Note(Part.PAYS, "What the support costs, without what is free",
                                 "SI 2014/2672, regulation 3"))  # fmt: skip
    sums.note(paid, Note(Part.PAYS, words, source))
    return Worked(pence(paid), pence(case.cost_weekly), sums.figures, tuple(sums.workings))


def _price(case: PersonCase) -> Decimal:
    return max(case.cost_weekly - case.free_weekly, Decimal(0))


def _check(case: PersonCase) -> None:
    """Raises Refused for amounts nobody can mean, and for a part greater than its whole."""
    lines = [(one.amount, one.shared_by) for one in case.incomes]
    lines += [(one.amount, one.shared_by) for one in case.capital]
    lines += [(one.amount, one.shared_by) for one in case.housing + case.disability]
    for amount in (case.cost_weekly, case.free_weekly, *(amount for amount, _ in lines)):
        if not 0 <= amount <= MOST or amount * 100 != (amount * 100).to_integral_value():
            raise Refused("An amount is below nothing, beyond belief, or has part of a penny.")
    if any(not 1 <= shared_by <= MOST_CHILDREN for _, shared_by in lines):
        raise Refused("Say how many people share a joint amount: at least one.")
    if case.free_weekly > case.cost_weekly:
        over = pounds(pence(case.cost_weekly))
        raise Refused(f"What is free cannot be more than all of the support costs, {over}.")
    if not 0 <= case.children <= MOST_CHILDREN or case.children % 1:
        raise Refused("Enter how many children they are responsible for.")
    if case.stays and case.visits:
        raise Refused("A stay in a care home is for good or for a time, not both.")
    if case.partner_pension_age and not case.couple:
        raise Refused("A partner's age counts only where there is a partner.")
