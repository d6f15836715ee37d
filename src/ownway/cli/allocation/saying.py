"""What the allocation commands print: measures for programs, and reports in words."""

import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from ownway.kernel.money import pounds

if TYPE_CHECKING:
    from ownway.support.allocation.domain.calibration import Judged, Ratio


def measures_of(judged: "Judged", ratios: "dict[str, dict[str, Ratio]] | Any") -> dict[str, Any]:
    return {
        "suitable": True,
        "r2": judged.r2,
        "within_20": judged.within_20,
        "median_error": judged.median_error,
        "short_20": judged.short_20,
        "ratios": {
            column: {
                value: {"people": one.people, "ratio": or_none(one.ratio)}
                for value, one in values.items()
            }
            for column, values in ratios.items()
        },
    }


def end_unsuitable(
    why: Sequence[str], as_json: bool, judged: "Judged | None" = None, ratios: Any = None
) -> None:
    if as_json:
        measured = measures_of(judged, ratios) if judged is not None else {}
        click.echo(json.dumps({**measured, "suitable": False, "why": list(why)}, indent=1))
    else:
        click.echo("These data cannot carry a model.\n" + "\n".join(why), err=True)


def judged_in_words(one: "Judged | dict[str, Any]") -> str:
    def said(name: str) -> Any:
        return one[name] if isinstance(one, dict) else getattr(one, name)

    return (
        f"On {said('people'):,} people no fit had seen, at equal totals: R² {said('r2'):.3f}, "
        f"{said('within_20'):.1%} within 20% of the cost, {said('short_20'):.1%} more than 20% "
        f"short, half within {said('median_error'):.1%}."
    )


def or_none(said: float) -> float | None:
    """A number, or nothing where it is none: JSON knows no other way to say it."""
    return said if math.isfinite(said) else None


def number(said: float | None) -> str:
    """A ratio with three places, or why there is none: one person alone shows no spread."""
    return "none " if said is None else f"{said:.3f}"


def _interval(one: dict[str, Any]) -> str:
    """The 95% interval of a ratio; one person alone has none."""
    if one["low"] is None or one["high"] is None:
        return "[no interval]"
    return f"[{one['low']:.3f}-{one['high']:.3f}]"


def report_in_words(plain: dict[str, Any]) -> str:
    lines: list[str] = [judged_in_words(plain["ours"]), "", "Beside it, on the same people"]
    others = {"This scorecard": plain["ours"], **plain["beside"]}
    if plain["with_terms"]:
        others["Terms for groups the other way"] = plain["with_terms"]
    lines += [
        f"  {name:<30} R² {one['r2']:.3f}  within {one['within_20']:.1%}  "
        f"short {one['short_20']:.1%}  median error {one['median_error']:.1%}"
        for name, one in others.items()
    ]
    lines += ["", "By tenth of figure: what it said, what plans cost (pounds a week)"]
    lines += [
        f"  {at:>2}  {one['figure']:>9,.2f} {one['cost']:>9,.2f}"
        for at, one in enumerate(plain["tenths"], 1)
    ]
    for column, values in plain["by"].items():
        lines += ["", f"By {column}: figures to costs, 95% interval; at equal need"]
        lines += [
            f"  {value or '(blank)':<28} {one['people']:>6,}  {number(one['ratio'])} "
            f"{_interval(one)}  {number(one['at_equal_need'])}"
            for value, one in values.items()
        ]
    band = plain["band"]
    lines += [
        "",
        f"The envelope: plans of such people come to {pounds(band['total'])} a week, in 19 of 20 "
        f"test groups to between {pounds(band['low'])} and {pounds(band['high'])}.",
        f"Of people left out, {plain['covered']:.1%} cost what their range had said.",
    ]
    if plain["steps"]:
        lines += ["", "In how many of 100 resamples each step was worth something"]
        lines += [
            f"  {question:<28} {' '.join(f'{one:>3}' for one in steps)}"
            for question, steps in plain["steps"].items()
        ]
    if plain["drift"]:
        lines += ["", f"Drift: {plain['drift']['a_month']:+.3%} a month."]
    if plain["worth_nothing"]:
        lines += ["", f"Worth nothing: {', '.join(plain['worth_nothing'])}."]
    lines += [
        f"Far from the experts: {one['question']} level {one['level']}, {one['experts']} points by "
        f"them, {one['ours']} here."
        for one in plain["moved"]
    ]
    lines += [f"Always together: {a} and {b}." for a, b in plain["together"]]
    if plain["small_groups"]:
        lines.append(
            f"Groups too small for a range of their own: {', '.join(plain['small_groups'])}."
        )
    lines += ["", "Suitable to propose." if plain["suitable"] else "Not suitable."]
    return "\n".join([*lines, *plain["why"]])
