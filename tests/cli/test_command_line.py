"""A command ends with a number for programs and a sentence for people, never with a trace."""

import errno
import subprocess
import sys
from collections.abc import Callable

import click
import psycopg
import pytest

from ownway.cli import exits, ownway
from ownway.config.home import CannotRun
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from tests.cli.conftest import Beginning, Installation

HELP = """
import sys
from ownway.cli import ownway
ownway(["--help"], standalone_mode=False)
heavy = {"django", "numpy", "gunicorn", "procrastinate"} & set(sys.modules)
assert not heavy, heavy
"""


def test_help_names_every_verb_without_loading_the_application() -> None:
    """Asking what there is stays quick, whatever the verbs need."""
    done = subprocess.run([sys.executable, "-c", HELP], capture_output=True, text=True, check=False)

    assert done.stderr == ""
    shown = [line.split()[0] for line in done.stdout.split("Commands:")[1].splitlines() if line]
    assert {"backup", "doctor", "restore", "serve", "stop", "worker"} <= set(shown)


def test_every_verb_and_option_says_what_it_is_for() -> None:
    """Nobody has to read the code to use a verb."""
    context = click.Context(ownway)
    silent = []
    for name in ownway.list_commands(context):
        verb = ownway.get_command(context, name)
        if verb is None:
            continue
        if not verb.help:
            silent.append(name)
        silent += [
            f"{name} {option.opts[0]}"
            for option in verb.params
            if isinstance(option, click.Option) and not option.help
        ]
    assert silent == []


@pytest.mark.parametrize("arguments", [["no-such-verb"], ["serve", "--port", "high"], ["restore"]])
def test_a_wrong_way_of_asking_ends_with_two(
    installation: Installation, arguments: list[str]
) -> None:
    """Nothing is made or started for a command that was not understood."""
    done = installation.run(*arguments)

    assert done.returncode == exits.USAGE
    assert list(installation.home.iterdir()) == []


def raises(error: BaseException) -> Callable[[], object]:
    def run() -> object:
        raise error

    return run


@pytest.mark.parametrize(
    ("run", "number", "sentence"),
    [
        (lambda: None, 0, ""),
        (lambda: True, 0, ""),
        (lambda: 1, 1, ""),
        (raises(Refused("Not today.")), 3, "Not today.\n"),
        (raises(NotAllowed("Ask finance.")), 3, "Ask finance.\n"),
        (raises(NotFound("There is none.")), 3, "There is none.\n"),
        (raises(exits.UnusableInput("Line 3 is torn.")), 4, "Line 3 is torn.\n"),
        (raises(CannotRun("No disk.", "Buy one.")), 5, "No disk. Buy one.\n"),
        (
            raises(OSError(errno.ENOSPC, "x", "/data")),
            5,
            "There is no room left on the disk (/data). Free some and run this again.\n",
        ),
        (
            raises(PermissionError(errno.EACCES, "x", "/data")),
            5,
            "This account may not read or write a file that is needed (/data). "
            "Run the command as the account that owns it.\n",
        ),
        (
            raises(psycopg.OperationalError("gone\nfor good")),
            5,
            f"The database does not answer: gone\n{exits.ASK_DOCTOR}\n",
        ),
        (
            raises(psycopg.errors.UndefinedTable("a name")),
            5,
            f"The database is not prepared for this version. {exits.ASK_DOCTOR}\n",
        ),
        (raises(KeyboardInterrupt()), 130, "Stopped.\n"),
    ],
)
def test_each_way_to_end_has_its_number(
    capsys: pytest.CaptureFixture[str],
    run: Callable[[], object],
    number: int,
    sentence: str,
) -> None:
    """Programs read the number; people read one sentence on stderr, and stdout stays clean."""
    assert exits.ending_of(run) == number
    assert capsys.readouterr() == ("", sentence)


def test_our_own_mistake_quotes_nobodys_data(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What broke may hold a name, so only its kind is said, until somebody asks to see."""
    monkeypatch.delenv("OWNWAY_DEBUG", raising=False)
    assert exits.ending_of(raises(ValueError("Ruth Calloway"))) == exits.DEFECT
    said = capsys.readouterr().err
    assert said.startswith("Ownway made a mistake (ValueError);")
    assert "Ruth" not in said
    assert "Traceback" not in said

    monkeypatch.setenv("OWNWAY_DEBUG", "1")
    assert exits.ending_of(raises(ValueError("Ruth Calloway"))) == exits.DEFECT
    assert "Traceback" in capsys.readouterr().err


def test_a_database_that_does_not_answer_ends_with_five(installation: Installation) -> None:
    """A server that is down is said plainly, with the next thing to run."""
    done = installation.run("backup", DATABASE_URL="postgresql://owner:x@127.0.0.1:1/ownway")

    assert done.returncode == exits.ENVIRONMENT
    assert done.stderr.startswith("The database does not answer:")
    assert done.stderr.endswith(f"{exits.ASK_DOCTOR}\n")
    assert "Traceback" not in done.stderr


def test_commands_that_start_together_prepare_the_database_once(beginning: Beginning) -> None:
    """Two first commands at once both succeed, and one of them says that it prepares."""
    assert beginning.numbers == [0, 0]
    assert beginning.said == ["", "Preparing the database…\n"]
    assert (beginning.installation.home / "mode").read_text() == "production"


def test_a_database_is_not_used_for_something_else(lived_in: Installation) -> None:
    """Real and invented people never meet, whatever the environment says."""
    done = lived_in.run("backup", OWNWAY_MODE="demo")

    assert done.returncode == exits.REFUSED
    assert done.stderr == (
        f"This database is a production one, and {lived_in.home} is for demo. "
        "Set OWNWAY_HOME, OWNWAY_MODE or DATABASE_URL so that they agree.\n"
    )
