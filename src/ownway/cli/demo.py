"""Load the invented council and serve it."""

import json
import sys
import tempfile
from pathlib import Path

import click

from ownway.cli import exits, ready, serve, stop
from ownway.config.home import home, mode, set_mode, write_private
from ownway.kernel.refusal import Refused

LOADED = "demo.json"  # in the home: which council is loaded, written when all of it is


@click.command()
@click.option(
    "--people",
    type=click.IntRange(20, 1_000_000),
    default=4372,
    show_default=True,
    help="How many people with running long-term support to invent.",
)
@click.option(
    "--seed",
    type=int,
    default=2026,
    show_default=True,
    help="The same seed gives the same council, to the byte.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to serve on, on this machine only; 0 takes any that is free.",
)
@click.option("--load-only", is_flag=True, help="Load the council and end, without serving it.")
@click.option(
    "--files",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Only write the council's files into this folder; needs no database.",
)
def command(people: int, seed: int, port: int, load_only: bool, files: Path | None) -> int:
    """Load the invented council of Marlshire, serve it, and say whom to sign in as.

    Twice is safe: what is loaded already stays, and a server that runs already is used.
    """
    if files is not None:
        from ownway.demo.cld_files import write_files

        made = write_files(files, people=people, seed=seed, progress=_bar("Inventing people"))
        click.echo(f"Wrote {made.rows:,} rows of national files, and names, into {files}.")
        return exits.DONE
    _check_home(people, seed)
    set_mode("demo")
    if (already := stop.running("serve")) is not None:
        _say_hello(already.address)
        return exits.DONE
    if not load_only:
        serve.listener("127.0.0.1", port).close()  # a taken port is said before the long loading
    ready()
    if not (home() / LOADED).exists():
        _load(people, seed)
    if load_only:
        click.echo("Marlshire is loaded.")
        return exits.DONE
    serve.serve(host="127.0.0.1", port=port, with_worker=True, announce=_say_hello)
    return exits.DONE


def _check_home(people: int, seed: int) -> None:
    """Raises Refused when this home holds another council, invented or real."""
    note = home() / LOADED
    if note.exists():
        held = json.loads(note.read_text())
        if (held["people"], held["seed"]) != (people, seed):
            raise Refused(
                f"This home holds the demonstration of {held['people']:,} people (seed "
                f"{held['seed']}). Set OWNWAY_HOME to another folder for another one."
            )
    elif (home() / "mode").exists() and mode() != "demo":
        raise Refused(
            f"{home()} is in use for {mode()}. Set OWNWAY_HOME to another folder: "
            "invented people never meet real ones."
        )


def _load(people: int, seed: int) -> None:
    from ownway.config.clock import today
    from ownway.demo.cld_files import write_files
    from ownway.demo.load import load

    with tempfile.TemporaryDirectory() as folder:
        made = write_files(
            Path(folder), people=people, seed=seed, progress=_bar("Inventing people")
        )
        bars: dict[str, _Bar] = {}

        def say(words: str, done: int, total: int) -> None:
            if words not in bars:
                bars[words] = _bar(words)
            bars[words](done, total)

        load(made, on=today(), say=say)
    write_private(home() / LOADED, json.dumps({"people": people, "seed": seed}) + "\n")
    click.echo("", err=True)


class _Bar:
    """One line of the terminal that fills as work goes on; a plain line without a terminal."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._shown = ""
        click.echo(f"\n{words}" if _terminal() else words, err=True, nl=not _terminal())

    def __call__(self, done: int, total: int) -> None:
        share = min(100, 100 * done // total) if total else 0
        line = f"{self._words}: {share}%"
        if _terminal() and line != self._shown:
            click.echo(f"\r{line}", err=True, nl=False)
            self._shown = line


def _bar(words: str) -> _Bar:
    return _Bar(words)


def _terminal() -> bool:
    return sys.stderr.isatty()


def _say_hello(address: str) -> None:
    from ownway.demo.personas import PERSONAS

    click.echo(f"\nMarlshire, an invented council, is served at {address}\n")
    click.echo(f"Sign in at {address}/sign-in/ as one of these invented people:")
    for persona in PERSONAS:
        click.echo(f"  {persona.name:<16} {persona.job_title}. {persona.words}")
    click.echo("\nStop with ctrl-C, or with: ownway stop")
