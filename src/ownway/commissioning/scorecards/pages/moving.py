"""What trying a policy, comparing models and watching one show: sentences first, then tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ownway.commissioning.scorecards.pages.charts import Chart, bars
from ownway.kernel.money import about_pounds, pounds

if TYPE_CHECKING:
    from ownway.commissioning.scorecards.queries import Compared, WhatIf
    from ownway.support.allocation.domain.calibration import Moved, Ratio, Watched

FEW = 5  # fewer people are never told of
FEWER = "fewer than 5"
WEEKS_A_YEAR = 52
BANDS = (
    "Loses £100 or more",
    "Loses £50 to £100",
    "Loses £20 to £50",
    "Loses £5 to £20",
    "Stays within £5",
    "Gains £5 to £20",
    "Gains £20 to £50",
    "Gains £50 to £100",
    "Gains £100 or more",
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its heading; a chart of the same beside it, or None."""

    key: str
    heading: str
    sentences: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class MovingPage:
    headline: str
    lead: str
    tables: tuple[Table, ...]


def what_if_page(found: "WhatIf") -> MovingPage:
    """A policy tried: who gains and loses, what it comes to, what protection would."""
    moved = found.moved
    keeps = ""
    if found.to_share_weekly is not None:
        kept = found.to_share_weekly - moved.after.total
        keeps = f" Of {pounds(found.to_share_weekly)} to share, {pounds(kept)} would be left."
    return MovingPage(
        headline=_who(moved),
        lead=f"Figures would come to {pounds(moved.after.total)} a week, now "
        f"{pounds(moved.before.total)}.{keeps}",
        tables=(
            _sides(moved, "Now", "Tried"),
            _bands(moved),
            *_groups(moved),
            _protection(found),
        ),
    )


def compared_page(found: "Compared") -> MovingPage:
    """Two models for the same people, and what each said of itself."""
    first, second = found.first, found.second
    tables = [_sides(found.moved, first, second), _bands(found.moved), *_groups(found.moved)]
    judged = _judged(found, first, second)
    if judged:
        tables.insert(1, judged)
    return MovingPage(
        headline=_who(found.moved),
        lead=f"From {first} to {second}, for the {found.moved.people:,} people that {first} was "
        "calibrated on. Nobody’s figure changes by looking.",
        tables=tuple(tables),
    )


def watched_page(found: "Watched", version: str) -> MovingPage:
    """A model in force: months, groups, teams, drift, and where the money is heading."""
    people = sum(month.people for month in found.months)
    if people < FEW:
        return MovingPage(
            f"Too few plans were agreed on figures of {version} to watch it yet",
            "Each agreed plan counts from the day it is signed off. Fewer than five are not told "
            "of, so that nobody can be known again.",
            (),
        )
    figures = sum(month.figures for month in found.months)
    agreed = sum(month.agreed for month in found.months)
    share = agreed / figures if figures else 0.0
    tables = [_months(found), *_outturn(found)]
    for key, heading, ratios in (
        ("groups", "By main reason for support", found.by_group),
        ("teams", "By team", found.by_team),
    ):
        if ratios:
            tables.append(_ratios(key, heading, ratios))
    lead = f"{people:,} plans came to {pounds(agreed)} a week, on figures of {pounds(figures)}."
    if found.drift is not None:
        lead += " " + _drift(found.drift.a_month, found.drift.low, found.drift.high)
    return MovingPage(f"Plans cost {share:.0%} of what {version} said", lead, tuple(tables))


def _who(moved: "Moved") -> str:
    if not moved.gain and not moved.lose:
        return "Nobody’s figure would change"
    return f"{_people(moved.gain)} would gain, {_people(moved.lose)} would lose"


def _people(count: int) -> str:
    if 0 < count < FEW:
        return f"{FEWER} people"
    return "1 person" if count == 1 else f"{count:,} people"


def _count(count: int) -> str:
    return FEWER if 0 < count < FEW else f"{count:,}"


def _sides(moved: "Moved", before: str, after: str) -> Table:
    both = (moved.before, moved.after)
    return Table(
        "sides",
        "Both, side by side",
        (
            f"Most gained by one person: {about_pounds(moved.most_gained)} a week. Most lost: "
            f"{about_pounds(moved.most_lost)}.",
        ),
        ("", before, after),
        (
            ("A week, for all", *(pounds(side.total) for side in both)),
            ("A year, for all", *(about_pounds(side.total * WEEKS_A_YEAR) for side in both)),
            (
                "Figures more than a fifth short of the agreed plan",
                *(_count(side.short) for side in both),
            ),
        ),
    )


def _bands(moved: "Moved") -> Table:
    lines = tuple(zip(BANDS, moved.bands, strict=True))
    return Table(
        "bands",
        "How much figures would change, a week",
        (),
        ("Change", "People"),
        tuple((words, _count(count)) for words, count in lines),
        bars(
            "People by change of their figure",
            [
                (words, 0.0 if 0 < count < FEW else float(count), _count(count), "Loses" in words)
                for words, count in lines
            ],
        ),
    )


def _groups(moved: "Moved") -> tuple[Table, ...]:
    large = {name: one for name, one in moved.by_group.items() if one.people >= FEW}
    if not large:
        return ()
    hidden = len(moved.by_group) - len(large)
    return (
        Table(
            "groups",
            "By main reason for support",
            ("Groups of fewer than five people are left out.",) if hidden else (),
            ("Reason", "People", "Gain", "Lose", "Change of the total"),
            tuple(
                (
                    name,
                    f"{one.people:,}",
                    _count(one.gain),
                    _count(one.lose),
                    f"{(one.after - one.before) / one.before:+.1%}" if one.before else "–",
                )
                for name, one in sorted(large.items(), key=lambda pair: -pair[1].people)
            ),
        ),
    )


def _protection(found: "WhatIf") -> Table:
    one = found.protected
    first = one.extra[0] if one.extra else 0
    beside = (
        f"The reserve is {pounds(found.reserve_weekly)} a week, "
        + ("and would hold it." if first <= found.reserve_weekly else "and would not hold it.")
        if found.reserve_weekly
        else "No reserve was named, so nothing is held back for it."
    )
    return Table(
        "protection",
        "If nobody stepped down faster than that",
        (
            f"{_people(one.people).capitalize()} have a plan that costs more than the figure "
            f"tried. Nobody’s support changes without a review (Care Act 2014, section 27).",
            f"Keeping them up would come to {pounds(first)} a week above figures in the first "
            f"year. {beside}",
        ),
        ("Year", "Above figures, a week"),
        tuple((str(year), pounds(extra)) for year, extra in enumerate(one.extra, 1)),
    )


def _judged(found: "Compared", first: str, second: str) -> Table | None:
    if not found.first_report or not found.second_report:
        return None
    both = (found.first_report["ours"], found.second_report["ours"])
    rows = (
        ("Differences in cost accounted for (R²)", "r2", ".2f"),
        ("Within a fifth of the agreed plan", "within_20", ".0%"),
        ("More than a fifth short", "short_20", ".0%"),
        ("Half of people are nearer than", "median_error", ".0%"),
    )
    return Table(
        "judged",
        "What each said of itself, on people left out",
        (),
        ("", first, second),
        tuple((words, *(format(one[key], form) for one in both)) for words, key, form in rows),
    )


def _months(found: "Watched") -> Table:
    return Table(
        "months",
        "By month of the figure",
        (),
        ("Month", "Plans", "Figures", "Agreed", "Agreed of figures", "Above their figure"),
        tuple(
            (
                _month(month.month),
                _count(month.people),
                *(
                    (pounds(month.figures), pounds(month.agreed))
                    if month.people >= FEW
                    else ("not shown", "not shown")
                ),
                f"{month.agreed / month.figures:.0%}"
                if month.people >= FEW and month.figures
                else "not shown",
                _count(month.above) if month.people >= FEW else "not shown",
            )
            for month in found.months
        ),
        bars(
            "Agreed plans as a share of figures, by month",
            [
                (
                    _month(month.month),
                    month.agreed / month.figures,
                    f"{month.agreed / month.figures:.0%}",
                    False,
                )
                for month in found.months
                if month.people >= FEW and month.figures
            ],
        )
        if any(month.people >= FEW and month.figures for month in found.months)
        else None,
    )


def _month(month: str) -> str:
    return date.fromisoformat(f"{month}-01").strftime("%B %Y")


def _outturn(found: "Watched") -> tuple[Table, ...]:
    one = found.outturn
    if one is None:
        return ()
    alert = (
        f"It may go {pounds(one.over)} a week over the envelope. Look at it before it does."
        if one.over
        else "The envelope holds it."
    )
    return (
        Table(
            "outturn",
            "Where the money is heading",
            (
                f"If plans go on as they did, they come to {pounds(one.expected)} a week, in 19 of "
                f"20 such cases to between {pounds(one.low)} and {pounds(one.high)}. {alert}",
            ),
            ("", "A week"),
            (
                ("Envelope", pounds(one.envelope)),
                ("Expected", pounds(one.expected)),
                ("At least", pounds(one.low)),
                ("At most", pounds(one.high)),
            ),
        ),
    )


def _ratios(key: str, heading: str, found: "Mapping[str, Ratio]") -> Table:
    return Table(
        key,
        heading,
        (
            "Figures over agreed costs. Below 100% figures fell short. An interval that reaches "
            "over 100% on both sides may be chance.",
        ),
        ("", "Plans", "Figures of costs", "In 19 of 20 cases between"),
        tuple(
            (
                name,
                f"{one.people:,}",
                f"{one.ratio:.0%}",
                f"{one.low:.0%} and {one.high:.0%}",
            )
            for name, one in found.items()
            if one.people >= FEW
        ),
    )


def _drift(a_month: float, low: float, high: float) -> str:
    if low <= 0 <= high:
        return "Figures have not drifted from plans by more than chance."
    return f"Figures over plans move by {a_month:+.1%} a month: look at how points are given."
