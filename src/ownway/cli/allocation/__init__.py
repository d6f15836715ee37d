"""`ownway allocation`: calibrate a scorecard on a file, look at it, use it, test it. No database.

Only `replay` opens the database; everything else reads files and writes files.
"""

import csv
import json
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from ownway.cli import exits, ready
from ownway.cli.allocation.reading import (
    card_from,
    check_new,
    columns_of,
    costs_of,
    known_from,
    policy_from,
    prior_from,
    read_people,
    with_costs,
    write_new,
)
from ownway.cli.allocation.saying import (
    end_unsuitable,
    judged_in_words,
    measures_of,
    number,
    or_none,
    report_in_words,
)
from ownway.kernel.money import plain_pounds, pounds

A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
answers_option = click.option(
    "--answers", "file", required=True, type=A_FILE, help="Answers, one row a person (CSV)."
)
card_option = click.option(
    "--card", "card_file", required=True, type=A_FILE, help="A scorecard (JSON)."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print for programs.")
seed_option = click.option(
    "--seed", default=0, show_default=True, help="Decides every draw by chance."
)
aside_option = click.option(
    "--put-aside", type=NEW_FILE, help="Write rows that could not be used here, with why."
)
by_option = click.option(
    "--by", "columns", multiple=True, metavar="COLUMN", help="Compare people by this column."
)
prior_option = click.option(
    "--prior", type=A_FILE, help="Experts' points: columns question, level, points; or a scorecard."
)


def _amount(ctx: click.Context, param: click.Parameter, said: str | None) -> int | None:
    """Whole pence from pounds on the command line."""
    if said is None:
        return None
    try:
        pence = Decimal(said.replace(",", "").removeprefix("£")) * 100
    except InvalidOperation:
        pence = Decimal("NaN")
    if not pence.is_finite() or pence < 0 or pence != pence.to_integral_value():
        raise click.BadParameter(f"Give pounds like 2692499.57, not {said!r}.", ctx, param)
    return int(pence)


def _share(ctx: click.Context, param: click.Parameter, said: str) -> Decimal:
    """A share from a percentage on the command line."""
    try:
        share = Decimal(said.removesuffix("%")) / 100
    except InvalidOperation:
        share = Decimal("NaN")
    if not share.is_finite() or not 0 <= share < 1:
        raise click.BadParameter(f"Give a percentage from 0 to 99, not {said!r}.", ctx, param)
    return share


@click.group()
def command() -> None:
    """Calibrate a scorecard on a file of answers and costs; use, explain and test it.

    A file has one row a person: person_id; group (optional); each question a column q_NAME with
    whole levels 0 to 9 or blank; cost_weekly in pounds. Further columns are kept.
    """


@command.command("calibrate")
@answers_option
@click.option("--out", required=True, type=NEW_FILE, help="Write the scorecard here (JSON).")
@click.option("--report", "report_out", type=NEW_FILE, help="Write the whole report here (JSON).")
@prior_option
@click.option(
    "--known", type=A_FILE, help="Everybody's totals: columns group, people, cost_weekly."
)
@click.option("--envelope", callback=_amount, metavar="£", help="The money there is for a week.")
@click.option("--reserve", default="0", callback=_share, metavar="%", help="Held back of it.")
@click.option("--floor", callback=_amount, metavar="£", help="No figure lies below this.")
@click.option("--ceiling", callback=_amount, metavar="£", help="No figure lies above this.")
@click.option("--step", callback=_amount, metavar="£", help="One point adds no more than this.")
@click.option("--group-terms", is_flag=True, help="Give groups terms of their own.")
@click.option(
    "--group-band",
    default="1",
    callback=_share,
    metavar="%",
    help="How far a group's total may lie from its cost, with terms for groups.",
)
@click.option("--equality-record", default="", help="What a board recorded of such terms.")
@by_option
@click.option("--months", metavar="COLUMN", help="The column that says the month, like 2026-05.")
@click.option("--version", default="draft", show_default=True, help="The scorecard's name.")
@click.option("--questionnaire", default="", help="The questionnaire it reads.")
@click.option("--alone", is_flag=True, help="Leave out the methods it is compared with.")
@seed_option
@aside_option
@json_option
def calibrate(
    file: Path,
    out: Path,
    report_out: Path | None,
    prior: Path | None,
    known: Path | None,
    columns: tuple[str, ...],
    months: str | None,
    version: str,
    questionnaire: str,
    alone: bool,
    seed: int,
    put_aside: Path | None,
    as_json: bool,
    **policy: Any,
) -> int:
    """Make a scorecard from what assessments said and what agreed plans cost, and judge it.

    Everything said of it is measured on people left out of the fit. A model that accounts for too
    little is refused (3), and nothing is written.
    """
    from ownway.support.allocation.domain import calibration as engine
    from ownway.support.allocation.domain.card_file import card_text

    check_new(out, report_out)
    held, cost = with_costs(file, put_aside)
    rules = policy_from(policy)
    done = engine.calibrate(
        held.answers,
        cost,
        questions=held.questions,
        group=held.group,
        prior=prior_from(prior),
        known=known_from(known),
        policy=rules,
        by=columns_of(held, columns),
        months=None if months is None else columns_of(held, (months,))[months],
        seed=seed,
        version=version,
        questionnaire=questionnaire,
        basis=f"{len(held.ids):,} people of {file.name}",
        beside=not alone,
        told=lambda what, now, of: None if as_json else click.echo(f"{now}/{of} {what}", err=True),
    )
    plain = engine.report_plain(done.report)
    if not done.report.suitable:
        end_unsuitable(done.report.why, as_json)
        return exits.REFUSED
    write_new(out, card_text(done.scorecard))
    if report_out is not None:
        write_new(report_out, json.dumps(plain, indent=1) + "\n")
    if as_json:
        click.echo(json.dumps({"digest": done.scorecard.digest, "report": plain}, indent=1))
    else:
        click.echo(f"Wrote {out}, {done.scorecard.digest[:12]}.\n\n{report_in_words(plain)}")
    return exits.DONE


@command.command("report")
@click.argument("report", type=A_FILE)
@json_option
def report(report: Path, as_json: bool) -> int:
    """Print a REPORT that `calibrate` wrote, in words or for programs."""
    from ownway.support.allocation.domain import calibration as engine

    try:
        plain = engine.report_plain(engine.report_from(json.loads(report.read_text("utf-8"))))
    except (ValueError, KeyError, TypeError):
        raise exits.UnusableInput(f"{report} is no report of a calibration.") from None
    click.echo(json.dumps(plain, indent=1) if as_json else report_in_words(plain))
    return exits.DONE


@command.command("allocate")
@card_option
@answers_option
@click.option("--out", required=True, type=NEW_FILE, help="Write everybody's figure here (CSV).")
@click.option("--envelope", callback=_amount, metavar="£", help="The money there is for a week.")
@aside_option
@json_option
def allocate(
    card_file: Path,
    file: Path,
    out: Path,
    envelope: int | None,
    put_aside: Path | None,
    as_json: bool,
) -> int:
    """Work out everybody's figure. Figures and the remainder are the envelope, to the penny."""
    from ownway.support.allocation.domain import calibration as engine

    card = card_from(card_file)
    check_new(out)
    held = read_people(file, put_aside, with_cost=False, questions=list(card.points))
    if not held.ids:
        raise exits.UnusableInput("There is nobody to work a figure out for.")
    done = engine.allocate(card, held.answers, held.group, envelope=envelope)
    names = list(done.flags)
    with out.open("x", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(
            ["person_id", "score", "figure_weekly", "low_weekly", "high_weekly", "look_at"]
        )
        for at, person in enumerate(held.ids):
            looked = " ".join(name for name in names if done.flags[name][at])
            amounts = (done.figures[at], done.low[at], done.high[at])
            writer.writerow(
                [person, int(done.scores[at]), *(plain_pounds(int(one)) for one in amounts), looked]
            )
    total = int(done.figures.sum())
    look_at = {name: int(flag.sum()) for name, flag in done.flags.items()}
    said = {
        "people": len(held.ids),
        "total_weekly": plain_pounds(total),
        "envelope_weekly": None if envelope is None else plain_pounds(envelope),
        "remainder_weekly": None if done.remainder is None else plain_pounds(done.remainder),
        "look_at": look_at,
        "scorecard": card.version,
        "digest": card.digest,
    }
    if as_json:
        click.echo(json.dumps(said, indent=1))
    else:
        click.echo(f"{len(held.ids):,} figures come to {pounds(total)} a week. Wrote {out}.")
        if done.remainder is not None:
            click.echo(f"The envelope keeps {pounds(done.remainder)}.")
        for name, count in look_at.items():
            if count:
                click.echo(f"  {count:,} to look at: {name.replace('_', ' ')}")
    return exits.FOUND if done.remainder is not None and done.remainder < 0 else exits.DONE


@command.command("explain")
@card_option
@answers_option
@click.option("--person", required=True, help="Whose figure to explain.")
@json_option
def explain(card_file: Path, file: Path, person: str, as_json: bool) -> int:
    """Show how one person's figure comes about, line by line."""
    import numpy as np

    from ownway.support.allocation.domain import calibration as engine
    from ownway.support.allocation.domain import estimate
    from ownway.support.assessment.domain import Level, Question

    card = card_from(card_file)
    held = read_people(file, None, with_cost=False, questions=list(card.points))
    if person not in held.ids:
        raise exits.UnusableInput(f"There is no {person} in {file.name} that could be used.")
    at = held.ids.index(person)
    group = "" if held.group is None else str(held.group[at])
    some = held.answers[at : at + 1]
    done = engine.allocate(card, some, None if held.group is None else np.array([group]))
    levels = engine.with_blanks_filled(card, some)[0]
    answers = {
        Question(question): Level(int(level))
        for question, level in zip(held.questions, levels, strict=True)
    }
    budget = estimate(answers, scorecard=card, group=group)
    lines = [
        {
            "question": question,
            "level": int(answers[question]),
            "answered": bool(some[0][held.questions.index(question)] >= 0),
            "points": int(points),
        }
        for question, points in sorted(budget.points.items(), key=lambda one: -one[1])
    ]
    said = {
        "person_id": person,
        "start": budget.start,
        "lines": lines,
        "score": budget.score,
        "figure_weekly": plain_pounds(budget.total_weekly),
        "low_weekly": plain_pounds(budget.low_weekly),
        "high_weekly": plain_pounds(budget.high_weekly),
        "look_at": [name for name, flag in done.flags.items() if flag[0]],
        "scorecard": card.version,
        "digest": card.digest,
    }
    if as_json:
        click.echo(json.dumps(said, indent=1))
        return exits.DONE
    click.echo(
        f"{person}: {budget.score} points, {pounds(budget.total_weekly)} a week "
        f"({card.in_ten} in 10 between {pounds(budget.low_weekly)} and "
        f"{pounds(budget.high_weekly)})."
    )
    if budget.start:
        click.echo(f"  {budget.start:>4}  to start with, as {group}")
    for line in lines:
        words = "" if line["answered"] else ", not answered: as people alike usually say"
        click.echo(f"  {line['points']:>4}  {line['question']}, level {line['level']}{words}")
    return exits.DONE


@command.command("backtest")
@answers_option
@click.option("--folds", default=10, show_default=True, type=click.IntRange(2, 100))
@by_option
@prior_option
@click.option("--card", "card_file", type=A_FILE, help="Test this scorecard instead of new fits.")
@click.option("--group-terms", is_flag=True, help="With terms for groups.")
@seed_option
@aside_option
@json_option
def backtest(
    file: Path,
    folds: int,
    columns: tuple[str, ...],
    prior: Path | None,
    card_file: Path | None,
    group_terms: bool,
    seed: int,
    put_aside: Path | None,
    as_json: bool,
) -> int:
    """Say how near figures would have come to what plans cost, on people no fit has seen.

    Each fold's people have figures by a scorecard fitted on the others. Where no model can be
    carried, it says why and ends with 3.
    """
    from ownway.support.allocation.domain import calibration as engine

    card = None if card_file is None else card_from(card_file)
    held, cost = with_costs(file, put_aside, [] if card is None else list(card.points))
    by = columns_of(held, columns)
    if card is None:
        found = engine.backtest(
            held.answers,
            cost,
            questions=held.questions,
            group=held.group,
            prior=prior_from(prior),
            folds=folds,
            by=by,
            group_terms=group_terms,
            seed=seed,
        )
    else:
        found = engine.tried(card, held.answers, cost, group=held.group, by=by)
    if not found.suitable:
        end_unsuitable(found.why, as_json, found.judged, found.ratios)
        return exits.REFUSED
    assert found.judged is not None
    if as_json:
        click.echo(json.dumps(measures_of(found.judged, found.ratios), indent=1))
    else:
        click.echo(judged_in_words(found.judged))
        for column, values in found.ratios.items():
            click.echo(f"\n{column}: figures to costs")
            for value, one in values.items():
                said = number(or_none(one.ratio))
                click.echo(f"  {value or '(blank)':<30} {one.people:>6,} people  {said}")
    return exits.DONE


@command.command("risk")
@click.option(
    "--frame",
    required=True,
    type=A_FILE,
    help="Everybody: columns person_id, group, cost_weekly (what is spent now).",
)
@click.option(
    "--answers", "file", type=A_FILE, help="The test group: columns person_id, cost_weekly."
)
@click.option("--sample", type=int, help="Instead, name so many people to assess first.")
@seed_option
@json_option
def risk(frame: Path, file: Path | None, sample: int | None, seed: int, as_json: bool) -> int:
    """Say how far the envelope may be off when a test group stands for everybody.

    Or, with --sample, whom to assess first so that it is off the least.
    """
    from ownway.support.allocation.domain import calibration as engine

    if (file is None) == (sample is None):
        raise click.UsageError("Give --answers for the risk, or --sample for whom to assess.")
    everybody = costs_of(frame, with_group=True)
    known = engine.frame_from(
        [cost for cost, _ in everybody.values()], [group for _, group in everybody.values()]
    )
    ids = list(everybody)
    if sample is not None:
        drawn = [ids[at] for at in engine.design_sample(known, sample, seed=seed)]
        click.echo(json.dumps({"people": drawn}, indent=1) if as_json else "\n".join(drawn))
        return exits.DONE
    assert file is not None
    test = costs_of(file, with_group=False)
    strangers = sorted(set(test) - set(everybody))
    if strangers:
        raise exits.UnusableInput(
            f"Not everybody of the test group is in {frame.name}: {', '.join(strangers[:5])}."
        )
    place = {person: at for at, person in enumerate(ids)}
    band = engine.envelope_risk(
        [cost for cost, _ in test.values()], [place[person] for person in test], known
    )
    if as_json:
        said = {
            "people": band.people,
            "total_weekly": plain_pounds(band.total),
            "low_weekly": plain_pounds(band.low),
            "high_weekly": plain_pounds(band.high),
            "half_width": band.half_width,
            "reserve": band.reserve,
        }
        click.echo(json.dumps(said, indent=1))
    else:
        click.echo(
            f"{band.people:,} people say that everybody's plans come to {pounds(band.total)} a "
            f"week, and in 19 of 20 such test groups to between {pounds(band.low)} and "
            f"{pounds(band.high)} (± {band.half_width:.1%})."
        )
    return exits.DONE


@command.command("replay")
@click.argument("figure", type=click.UUID)
@json_option
def replay(figure: UUID, as_json: bool) -> int:
    """Work a kept FIGURE out again, by its number, from its stored answers and its own card.

    Ends with 1 where the pence differ from what was kept.
    """
    ready()
    from ownway.support.allocation import queries

    kept, again = queries.replayed_by_command(figure)
    same = kept == again.total_weekly
    if as_json:
        said = {
            "figure": str(figure),
            "scorecard": again.scorecard_version,
            "score": again.score,
            "kept_weekly": plain_pounds(kept),
            "again_weekly": plain_pounds(again.total_weekly),
            "same": same,
        }
        click.echo(json.dumps(said, indent=1))
    elif same:
        click.echo(f"The same pence: {pounds(kept)} a week, by {again.scorecard_version}.")
    else:
        click.echo(f"Kept {pounds(kept)}, and again {pounds(again.total_weekly)}.")
    return exits.DONE if same else exits.FOUND
