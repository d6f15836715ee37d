"""`ownway measures`: the national measures of a year, as the published code gives them."""

import json
from datetime import date
from typing import TYPE_CHECKING

import click

from ownway.cli import ready

if TYPE_CHECKING:
    from ownway.commissioning.measures.domain import Results, Year

FIRST_YEAR, LAST_YEAR = 1948, 2199


def _a_day(ctx: click.Context, param: click.Parameter, said: str | None) -> date | None:
    if said is None:
        return None
    try:
        day = date.fromisoformat(said) if len(said) == 10 else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise click.BadParameter(f"Give a day like 2026-05-05, not {said!r}.", ctx, param)
    return day


def _a_year(ctx: click.Context, param: click.Parameter, said: str) -> "Year":
    from ownway.commissioning.measures.domain import Year

    try:
        return Year.named(said)
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, param) from None


def _populations(
    ctx: click.Context, param: click.Parameter, said: tuple[str, ...]
) -> dict[str, int]:
    from ownway.commissioning.measures.domain import POPULATION_PARTS

    found: dict[str, int] = {}
    parts = tuple(POPULATION_PARTS.values())
    for one in said:
        part, equals, number = (word.strip() for word in one.partition("="))
        figures = number.replace(",", "")
        if part not in parts or not equals or not (figures.isascii() and figures.isdecimal()):
            raise click.BadParameter(
                f"Give a population like “{parts[0]}=200000”, for {' or '.join(parts)}; "
                f"not {one!r}.",
                ctx,
                param,
            )
        if part in found:
            raise click.BadParameter(f"The population of {part} is given twice.", ctx, param)
        if int(figures) == 0:
            raise click.BadParameter("A population is more than nought.", ctx, param)
        found[part] = int(figures)
    return found


@click.command()
@click.option(
    "--year", required=True, metavar="YEAR", callback=_a_year, help="The year, like 2025-26."
)
@click.option(
    "--as-of",
    metavar="DAY",
    callback=_a_day,
    help="Count files received by the end of this day, like 2026-05-05; else today.",
)
@click.option(
    "--population",
    "populations",
    multiple=True,
    metavar="PART=PEOPLE",
    callback=_populations,
    help="How many people live in the area, like “18 to 64=200000”; also “65 and above=…”.",
)
@click.option(
    "--live",
    is_flag=True,
    help="By today's records, as if they were sent now: the figure you are heading for.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures for programs.")
def command(
    year: "Year", as_of: date | None, populations: dict[str, int], live: bool, as_json: bool
) -> None:
    """Work out the national measures (ASCOF) and waiting times of a year.

    From the files as they were submitted, by the method as its published code runs it: the figure
    the ministry will publish. 2B and 2C are shares of the population, which you give.
    """
    ready()
    from ownway.commissioning.measures import queries
    from ownway.config.clock import today

    found = queries.results(year, as_of=as_of or today(), populations=populations, live=live)
    click.echo(json.dumps(found.as_json(), indent=1) if as_json else _in_words(found))


def _in_words(found: "Results") -> str:
    from ownway.commissioning.measures.domain.catalogue import catalogue
    from ownway.kernel.period import in_words

    by = "today's records" if found.live else f"files received by {in_words(found.as_of)}"
    said = [f"National measures for {found.year}, by {by}.", ""]
    rows = []
    for one in catalogue():
        for line in found.measures:
            if line.id == one.id:
                rows.append((one.id, one.name, line.part, line))
    wide = max(len(part) for _, _, part, _ in rows)
    name = ""
    for measure_id, title, part, line in rows:
        if measure_id != name:
            said += [f"{measure_id}  {title}"]
            name = measure_id
        of = "population not given" if line.denominator is None else f"of {line.denominator:,}"
        value = "" if line.value is None else f"{line.value:>8}"
        said.append(f"  {part:<{wide}}  {line.numerator:>8,} {of:<22} {value}".rstrip())
    said += ["", "Waiting times, in days"]
    said += [
        f"  {wait.metric:<15} {wait.band:<13} quarter from {in_words(wait.quarter):<15} "
        f"median {wait.median_days:>6} of {wait.n:,}"
        for wait in found.waits
    ] or ["  None could be measured."]
    said += ["", "Worked out from"]
    said += [
        f"  {one.file_name}: {in_words(one.first_day)} to {in_words(one.last_day)}"
        for one in found.used
    ]
    if found.quarters_without:
        quarters = ", ".join(in_words(day) for day in found.quarters_without)
        said.append(f"No file covers the quarters from {quarters}.")
    return "\n".join(said)
