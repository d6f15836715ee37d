"""`ownway snapshot`: how many people have long-term support on a day, and what it costs a week."""

import json
from datetime import date
from typing import TYPE_CHECKING

import click

from ownway.cli import ready

if TYPE_CHECKING:
    from ownway.commissioning.insight.domain import Compared, Snapshot

FIRST_YEAR, LAST_YEAR = 1948, 2199


def a_day(ctx: click.Context, param: click.Parameter, said: str | None) -> date | None:
    """A day as 2026-11-23. Raises BadParameter for anything else."""
    if said is None:
        return None
    try:
        day = date.fromisoformat(said) if len(said) == 10 else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise click.BadParameter(f"Give a day like 2026-11-23, not {said!r}.", ctx, param)
    return day


@click.command()
@click.option("--on", metavar="DAY", callback=a_day, help="The day, like 2026-11-23; else today.")
@click.option("--compare", metavar="DAY", callback=a_day, help="Another day to hold it against.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures for programs.")
def command(on: date | None, compare: date | None, as_json: bool) -> None:
    """Count people with long-term support on a day, and what it costs a week.

    By main reason for support, age, how it is arranged, service and place. Everybody counts once
    in each, with their whole cost: the lines of each table add up to the total.

    With --compare also what changed from that day to this one: who came in, who left, whose cost
    went up or down. It adds up.
    """
    ready()
    from ownway.commissioning.insight import queries
    from ownway.config.clock import today

    on = on or today()
    if compare == on:
        raise click.BadParameter("Give another day than the first.", param_hint="--compare")
    if compare is None:
        found = queries.snapshot(on=on)
        click.echo(json.dumps(found.as_json(), indent=1) if as_json else _in_words(found))
        return
    both = queries.compared(then=compare, now=on)
    if as_json:
        click.echo(json.dumps(both.now.as_json() | {"compared": both.as_json()}, indent=1))
    else:
        click.echo("\n".join([_in_words(both.now), "", *_changes_in_words(both)]))


def _changes_in_words(found: "Compared") -> list[str]:
    from ownway.commissioning.insight.pages import comparing

    steps = comparing.steps(found)
    wide = max(len(step.words) for step in steps)
    return [
        f"Since {steps[0].words}",
        *(f"{step.words:<{wide}}  {step.people:>9}  {step.cost:>16}" for step in steps),
    ]


def _in_words(found: "Snapshot") -> str:
    from ownway.commissioning.insight.domain import TITLES
    from ownway.commissioning.insight.pages import figures as pages
    from ownway.kernel.money import pounds
    from ownway.kernel.period import in_words

    said = [f"{in_words(found.on)}: {pages.headline(found.everyone)}"]
    for dimension in found.by:
        rows = [
            (row.label, f"{row.sum.people:,}", pounds(row.sum.total_weekly))
            for row in pages.lines(found, dimension)
        ]
        rows.append(("Everyone", f"{found.everyone.people:,}", pounds(found.everyone.total_weekly)))
        wide = max(len(TITLES[dimension]), *(len(label) for label, _, _ in rows))
        said += ["", f"{TITLES[dimension]:<{wide}}  {'People':>9}  {'Cost a week':>16}"]
        said += [f"{label:<{wide}}  {people:>9}  {cost:>16}" for label, people, cost in rows]
    if found.everyone.without_cost:
        without = pages.people_in_words(found.everyone.without_cost)
        said += ["", f"No weekly cost is known for {without}."]
    return "\n".join(said)
