"""When somebody's support is next reviewed, and which review that is. Pure.

Units     Days. Intervals are weeks and months, read from the dated parameters.
Rules     In this order:
          1. A plan was signed off and nothing was reviewed since: a first, light look some weeks
             after the plan, or after support began when that is later.
          2. A direct payment that had no review of its own: within some months of its start. A
             review held while the first light look was due does not count as its own, unless the
             payment is older than that.
          3. Otherwise yearly: some months after the last review, or after support began.
          Where 2 and 3 both apply, the earlier day counts. The plan of rule 1 is the first from its
          assessment. A version that came later has a light look of its own where that is earlier;
          it makes no review later, nor does support that it replaces without a day between.
          Somebody may ask for it sooner, or a risk may; then the earlier day counts until a review
          is held. A day that was moved, or held back, counts while the rules still give the day it
          was moved from; that day stays beside it, and lateness is counted from it.
Promise   The day is after support began and after the last review; a later review never makes the
          next one earlier. No statement makes a review less late than the rules do.
Source    Care Act 2014, section 27; Care and support statutory guidance, chapter 13; Care and
          Support (Direct Payments) Regulations 2014, regulation 7.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from ownway.kernel.period import add_months

_IN_WORDS = {3: "Three", 6: "Six", 9: "Nine", 12: "Twelve"}


@dataclass(frozen=True, slots=True)
class Intervals:
    """How long until a review is due. The direct payment's first comes after the light one.

    Raises ValueError for an interval that is not positive, or a first light look that would come
    after the reviews that follow it.
    """

    first_light_weeks: int
    direct_payment_first_months: int
    every_months: int

    def __post_init__(self) -> None:
        if min(self.first_light_weeks, self.direct_payment_first_months, self.every_months) < 1:
            raise ValueError("The time until a review is at least a week or a month.")
        if self.first_light_weeks > 4 * self.direct_payment_first_months:
            raise ValueError("The first light review comes before the direct payment's own.")
        if self.direct_payment_first_months > self.every_months:
            raise ValueError("A direct payment's first review comes before a yearly one.")


class Why(StrEnum):
    """Why a review has another day than the rules give it."""

    ASKED = "asked"
    RISK = "risk"
    MOVED = "moved"
    HELD = "held"


WHY_WORDS = {
    Why.ASKED: "Asked for sooner",
    Why.RISK: "Sooner, because something changed",
    Why.MOVED: "Moved",
    Why.HELD: "Held back",
}
SOONER = frozenset({Why.ASKED, Why.RISK})


@dataclass(frozen=True, slots=True)
class DaySet:
    """What was said about the day of a review, with the day the rules gave when it was said."""

    why: Why
    due_on: date
    rule_on: date
    set_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class NextDue:
    """Which review is next, in words, and the day it is due.

    `rule_on` is the day the rules alone give, where another was set; `said` is what set it.
    """

    which: str
    due_on: date
    rule_on: date | None = None
    said: DaySet | None = None

    @property
    def late_from(self) -> date:
        """The day after which it is late: moving a review does not make it less late."""
        return self.due_on if self.rule_on is None else min(self.due_on, self.rule_on)

    def days_late(self, on: date) -> int:
        """Days since it was due: 0 on the day itself, negative before."""
        return (on - self.late_from).days


def with_day_set(worked_out: NextDue, said: DaySet | None, last_review_on: date | None) -> NextDue:
    """The next review once somebody has said something about its day.

    A review that was held after that day answers what was said; one of the same day may have come
    before it. A sooner day never makes it later; another day counts only while the rules give the
    one it was moved from.
    """
    if said is None or (last_review_on is not None and last_review_on > said.set_on):
        return worked_out
    if said.why in SOONER:
        if said.due_on >= worked_out.due_on:
            return worked_out
        return replace(worked_out, due_on=said.due_on, rule_on=worked_out.due_on, said=said)
    if said.rule_on != worked_out.due_on:
        return worked_out
    return replace(worked_out, due_on=said.due_on, rule_on=worked_out.due_on, said=said)


def wrong_day(
    why: Why,
    due_on: date,
    *,
    worked_out: NextDue,
    direct_payment: bool,
    on: date,
    move_most_weeks: int,
    hold_most_weeks: int,
) -> str:
    """Why a day cannot be set, in words; empty when it can.

    Source: Care and Support (Direct Payments) Regulations 2014, regulation 7, for what cannot be
    moved; how far the rest may be moved is the council's.
    """
    if due_on < on:
        return "That day has passed. Choose today or a later day."
    if why in SOONER:
        if worked_out.due_on > on and due_on >= worked_out.due_on:
            return "That is not sooner: it is due by then anyway."
        return ""
    if why is Why.MOVED and direct_payment:
        return (
            "A direct payment is reviewed when the regulations say, so its review cannot be moved. "
            "If it cannot be held now, hold it back and say why."
        )
    if due_on <= worked_out.due_on:
        return "That is not later. To have it sooner, ask for it sooner."
    most = move_most_weeks if why is Why.MOVED else hold_most_weeks
    if due_on > max(worked_out.due_on, on) + timedelta(weeks=most):
        return f"That is too far away: at most {most} weeks. Nobody may be forgotten."
    return ""


def next_due(
    *,
    started_on: date,
    direct_payment_from: date | None,
    plan_decided_on: date | None,
    last_review_on: date | None,
    intervals: Intervals,
    version_decided_on: date | None = None,
) -> NextDue:
    """The next review of support that runs since `started_on`.

    `direct_payment_from` is the first day of the direct payment that runs, if one does;
    `plan_decided_on` the decision on the first plan from its assessment, `version_decided_on` that
    on the version in force. Raises ValueError when the direct payment begins before support.
    """
    found = _by_first_plan(
        started_on, direct_payment_from, plan_decided_on, last_review_on, intervals
    )
    light = _light(started_on, version_decided_on, intervals)
    if light is None or version_decided_on is None:
        return found
    if not _none_since(last_review_on, version_decided_on):
        return found
    return light if light.due_on < found.due_on else found


def _by_first_plan(
    started_on: date,
    direct_payment_from: date | None,
    plan_decided_on: date | None,
    last_review_on: date | None,
    intervals: Intervals,
) -> NextDue:
    if direct_payment_from is not None and direct_payment_from < started_on:
        raise ValueError("A direct payment cannot begin before support does.")
    light = _light(started_on, plan_decided_on, intervals)
    if (
        light is not None
        and plan_decided_on is not None
        and _none_since(last_review_on, plan_decided_on)
    ):
        return light
    since = max(last_review_on or started_on, started_on)
    yearly = NextDue(_yearly_words(intervals), add_months(since, intervals.every_months))
    own = _direct_payments_own(direct_payment_from, last_review_on, light, intervals)
    return own if own is not None and own.due_on <= yearly.due_on else yearly


def _none_since(last_review_on: date | None, plan_decided_on: date) -> bool:
    """A review on the very day of the decision led to the plan, so it is not one of the plan."""
    return last_review_on is None or last_review_on <= plan_decided_on


def _light(started_on: date, plan_decided_on: date | None, intervals: Intervals) -> NextDue | None:
    if plan_decided_on is None:
        return None
    weeks = intervals.first_light_weeks
    after = "the plan" if plan_decided_on >= started_on else "support began"
    from_day = max(plan_decided_on, started_on)
    return NextDue(f"First review, {weeks} weeks after {after}", from_day + timedelta(weeks=weeks))


def _direct_payments_own(
    direct_payment_from: date | None,
    last_review_on: date | None,
    light: NextDue | None,
    intervals: Intervals,
) -> NextDue | None:
    """The first review of a direct payment while it is still to come."""
    if direct_payment_from is None:
        return None
    months = intervals.direct_payment_first_months
    due_on = add_months(direct_payment_from, months)
    which = f"{_IN_WORDS.get(months, months)}-month review of the direct payment"
    if last_review_on is None or last_review_on <= direct_payment_from:
        return NextDue(which, due_on)
    if light is not None and last_review_on <= light.due_on and last_review_on < due_on:
        # That was the light look. The next never comes before the light look would have.
        return NextDue(which, max(due_on, light.due_on))
    return None


def _yearly_words(intervals: Intervals) -> str:
    months = intervals.every_months
    return "Yearly review" if months == 12 else f"Review after {months} months"
