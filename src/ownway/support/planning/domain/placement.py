"""What a placement should cost a week: the hours, the nights, the home and the running of it.

A figure to talk about with a provider, not a price that anybody has to take: what is agreed has to
let the provider deliver the support (statutory guidance 4.31) and the person's needs be met.

Units     Whole pence a week; shares in per cent. Each line is rounded to the penny, half a penny
          up, and the price is the sum of the lines.
Promise   Depends on what is said and on the day's minimum wage alone. The lines add up.
Errors    Refused: a wage below the minimum, by how much; sharing, hours or shares that cannot be.
Source    Care Act 2014, section 5 (a market that lasts); Care and Support Statutory Guidance,
          4.27 to 4.35; National Minimum Wage Act 1998; for nights on which staff sleep, Royal
          Mencap Society v Tomlinson-Blake [2021] UKSC 8.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import quantiles

from ownway.kernel.money import pounds, to_whole
from ownway.kernel.refusal import Refused
from ownway.parameters import decimal_on, parameter
from ownway.support.planning.domain.employing import NO_FIGURE, Line

WAGE = "employing_minimum_wage_21_or_over"
HOURS_IN_A_WEEK = 168
FEW = 5  # fewer people than this are not told
# Like is what lies in the same of these, pence a week. They are fixed, so that no two questions
# can be put a penny apart to learn what one person's support costs.
LIKE = (0, 500_00, 1_000_00, 1_500_00, 2_500_00, 4_000_00)


@dataclass(frozen=True, slots=True)
class Placement:
    """What support a home gives one person in a week, and what it pays for giving it.

    `shared_hours` of one worker are shared by `shared_by` people; in `two_to_one_hours` two workers
    are with the person; nights are shared by `night_shared_by`. `on_costs_percent` is what comes on
    top of a wage; the rest of the shares are of what stands before them in the sum.
    """

    wage_hourly: int
    on_costs_percent: Decimal
    one_to_one_hours: Decimal = Decimal(0)
    two_to_one_hours: Decimal = Decimal(0)
    shared_hours: Decimal = Decimal(0)
    shared_by: int = 1
    waking_night_hours: Decimal = Decimal(0)
    sleep_in_nights: int = 0
    sleep_in_each: int = 0
    night_shared_by: int = 1
    rent_weekly: int = 0
    food_weekly: int = 0
    heating_weekly: int = 0
    household_weekly: int = 0
    management_percent: Decimal = Decimal(0)
    overheads_percent: Decimal = Decimal(0)
    voids_percent: Decimal = Decimal(0)
    return_percent: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Price:
    """What it should cost, with every line."""

    lines: tuple[Line, ...]

    @property
    def cost_weekly(self) -> int:
        return sum(line.cost_weekly for line in self.lines)

    @property
    def all_verified(self) -> bool:
        return all(line.verified for line in self.lines)


@dataclass(frozen=True, slots=True)
class Like:
    """What like support costs: at least so many people, the middle and the quarters, pence a week,
    to the nearest ten pounds."""

    people: int
    low_weekly: int
    middle_weekly: int
    high_weekly: int


def price_of(one: Placement, *, on: date) -> Price:
    """The weekly price by what was said. Raises Refused, NotInForce."""
    _check(one, on=on)
    staff = _staff(one, on=on)
    home = [
        Line(words, "As typed", amount)
        for words, amount in (
            ("Rent", one.rent_weekly),
            ("Food", one.food_weekly),
            ("Heating and light", one.heating_weekly),
            ("Household and upkeep", one.household_weekly),
        )
    ]
    paid = sum(line.cost_weekly for line in staff)
    lines = [*staff, *home]
    lines.append(_share("Management", one.management_percent, paid, "of the staff"))
    spent = sum(line.cost_weekly for line in lines)
    lines.append(_share("Overheads", one.overheads_percent, spent, "of the lines above"))
    spent += lines[-1].cost_weekly
    empty = one.voids_percent
    lines.append(
        Line(
            "Days on which a room is empty",
            f"{_plain(empty)}% of days, so that {_plain(100 - empty)} pay for 100",
            to_whole(spent * empty / (100 - empty)),
        )
    )
    spent += lines[-1].cost_weekly
    lines.append(_share("Return", one.return_percent, spent, "of the lines above"))
    found = Price(tuple(line for line in lines if line.cost_weekly))
    if not found.cost_weekly:
        raise Refused("That comes to less than a penny. Check the hours of staff.")
    return found


def beside_offer(should_weekly: int, offer_weekly: int) -> str:
    """An offer beside what it should cost, in a sentence."""
    apart = offer_weekly - should_weekly
    if not apart:
        return "The offer is what the figures come to."
    part = to_whole(Decimal(abs(apart)) * 100 / should_weekly)
    if apart > 0:
        return (
            f"The offer of {pounds(offer_weekly)} is {pounds(apart)} a week ({part}%) above the "
            "figures. Ask which line differs, and why."
        )
    return (
        f"The offer of {pounds(offer_weekly)} is {pounds(-apart)} a week ({part}%) below the "
        "figures. Ask how the support will be given for that: a price that does not carry it "
        "does not last."
    )


def like(costs: Sequence[int], cost_weekly: int) -> Like | None:
    """What like support costs, one amount a person; None where fewer than five people have it."""
    low, high = band_of(cost_weekly)
    found = [cost for cost in costs if low <= cost and (high is None or cost < high)]
    if len(found) < FEW:
        return None
    quarters = quantiles(found, n=4, method="inclusive")
    return Like(len(found) // FEW * FEW, *(_tens(quarter) for quarter in quarters))


def band_of(cost_weekly: int) -> tuple[int, int | None]:
    """From where to below where a cost counts as like this one, pence a week."""
    at = max(at for at, low in enumerate(LIKE) if low <= cost_weekly)
    return LIKE[at], LIKE[at + 1] if at + 1 < len(LIKE) else None


def _check(one: Placement, *, on: date) -> None:
    least = int(decimal_on(WAGE, on))
    if one.wage_hourly < least:
        raise Refused(
            f"{pounds(one.wage_hourly)} an hour is {pounds(least - one.wage_hourly)} below the "
            f"minimum wage of {pounds(least)}."
        )
    hours = (one.one_to_one_hours, one.two_to_one_hours, one.shared_hours, one.waking_night_hours)
    amounts = (one.rent_weekly, one.food_weekly, one.heating_weekly, one.household_weekly)
    nights = (one.sleep_in_nights, one.sleep_in_each)
    if any(value < 0 for value in (*hours, *amounts, *nights)):
        raise Refused("Hours, nights and amounts are nothing or more.")
    if sum(hours) > HOURS_IN_A_WEEK:
        raise Refused("A week has 168 hours. Check the hours of staff.")
    if one.sleep_in_nights > 7:
        raise Refused("A week has seven nights.")
    if one.sleep_in_nights and not one.sleep_in_each:
        raise Refused("Say what a sleep-in night is paid.")
    if one.shared_by < 1 or one.night_shared_by < 1:
        raise Refused("Support is shared by one person or more.")
    if not any((*hours, one.sleep_in_nights)):
        raise Refused("Say how many hours of staff a week, or how many nights.")
    shares = (
        one.on_costs_percent,
        one.management_percent,
        one.overheads_percent,
        one.return_percent,
    )
    if min(shares) < 0 or max(shares) > 100 or not 0 <= one.voids_percent <= 50:
        raise Refused("A share is between 0 and 100 in a hundred; empty days at most 50.")


def _staff(one: Placement, *, on: date) -> list[Line]:
    source = parameter(WAGE).dated_on(on)
    hourly = one.wage_hourly * (100 + one.on_costs_percent) / 100

    def worked(words: str, hours: Decimal, how: str) -> Line:
        return Line(
            words,
            f"{how} at {pounds(to_whole(hourly))}: {pounds(one.wage_hourly)} and "
            f"{_plain(one.on_costs_percent)}% on top",
            to_whole(hours * hourly),
            source.reference,
            source.verified,
        )

    sleeps = Decimal(one.sleep_in_nights * one.sleep_in_each) / one.night_shared_by
    return [
        worked(
            "One worker, with this person alone",
            one.one_to_one_hours,
            f"{_plain(one.one_to_one_hours)} hours",
        ),
        worked(
            "Two workers",
            one.two_to_one_hours * 2,
            f"{_plain(one.two_to_one_hours)} hours, twice",
        ),
        worked(
            "One worker, shared",
            one.shared_hours / one.shared_by,
            f"{_plain(one.shared_hours)} hours shared by {one.shared_by}",
        ),
        worked(
            "Nights awake",
            one.waking_night_hours / one.night_shared_by,
            f"{_plain(one.waking_night_hours)} hours shared by {one.night_shared_by}",
        ),
        Line(
            "Sleep-in nights",
            f"{one.sleep_in_nights} nights at {pounds(one.sleep_in_each)} and "
            f"{_plain(one.on_costs_percent)}% on top, shared by {one.night_shared_by}",
            to_whole(sleeps * (100 + one.on_costs_percent) / 100),
            NO_FIGURE,
        ),
    ]


def _share(words: str, percent: Decimal, of: int, of_words: str) -> Line:
    return Line(
        words, f"{_plain(percent)}% {of_words}, {pounds(of)}", to_whole(of * percent / Decimal(100))
    )


def _tens(pence: float) -> int:
    return to_whole(Decimal(pence) / 1000) * 1000


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
