"""How a command ends: one number for programs, one sentence for people.

Raise Refused, UnusableInput or CannotRun anywhere in a verb; or return a number from it. Nobody is
shown a stack trace, unless they ask for it with `OWNWAY_DEBUG=1`.
"""

import errno
import os
import sys
import traceback
from collections.abc import Callable
from typing import Final

import click

from ownway.config.home import CannotRun
from ownway.kernel.refusal import NotFound, Refused

DONE: Final = 0
FOUND: Final = 1  # ran, and found something to look at
USAGE: Final = 2
REFUSED: Final = 3  # with the reason
UNUSABLE: Final = 4  # what was given cannot be used
ENVIRONMENT: Final = 5  # the machine, the disk, the network, the database
DEFECT: Final = 70  # our own mistake; sysexits.h calls it EX_SOFTWARE
INTERRUPTED: Final = 130  # as shells say it

ASK_DOCTOR = "Run `ownway doctor` to see what is wrong and how to put it right."


class UnusableInput(Exception):
    """A file or a figure that cannot be used: the text says what is wrong with it."""


def ending_of(run: Callable[[], object]) -> int:
    """Run a command to its end, say on stderr why it stopped short, and return its number."""
    try:
        answer = run()
    except click.UsageError as error:
        error.show()
        return USAGE
    except click.FileError as error:
        return _said(error.format_message(), UNUSABLE)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _said("Stopped.", INTERRUPTED)
    except Exception as error:
        if os.environ.get("OWNWAY_DEBUG") == "1":
            traceback.print_exc()
        return _said(*_meaning_of(error))
    return answer if isinstance(answer, int) and not isinstance(answer, bool) else DONE


def _said(sentence: str, number: int) -> int:
    click.echo(sentence, err=True)
    return number


def _meaning_of(error: Exception) -> tuple[str, int]:
    match error:
        case Refused() | NotFound():
            return str(error), REFUSED
        case UnusableInput():
            return str(error), UNUSABLE
        case CannotRun():
            return str(error), ENVIRONMENT
        case OSError():
            return _trouble_with(error), ENVIRONMENT
    kinds = _kinds(error)
    first_line = (str(error).splitlines() or [""])[0].strip()
    if kinds & {"psycopg.OperationalError", "django.db.utils.OperationalError"}:
        return f"The database does not answer: {first_line}\n{ASK_DOCTOR}", ENVIRONMENT
    if kinds & {"psycopg.InterfaceError", "django.db.utils.InterfaceError"}:
        return f"The connection to the database was lost: {first_line}", ENVIRONMENT
    if kinds & {"psycopg.errors.UndefinedTable", "psycopg.errors.UndefinedColumn"} or (
        error.__cause__ is not None and _kinds(error.__cause__) & {"psycopg.errors.UndefinedTable"}
    ):
        return f"The database is not prepared for this version. {ASK_DOCTOR}", ENVIRONMENT
    if kinds & {"django.core.exceptions.ImproperlyConfigured"}:
        return f"The settings cannot be used: {first_line}\n{ASK_DOCTOR}", ENVIRONMENT
    # What went wrong may quote somebody's data, so only its kind is named.
    return (
        f"Ownway made a mistake ({type(error).__name__}); what was not finished was not kept. "
        "Run the command again with OWNWAY_DEBUG=1 to see where, and tell whoever looks after it.",
        DEFECT,
    )


def _kinds(error: BaseException) -> set[str]:
    """The classes of an error by name, so that a message needs no database library loaded."""
    return {f"{kind.__module__}.{kind.__name__}" for kind in type(error).__mro__}


def _trouble_with(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return f"There is no room left on the disk{where}. Free some and run this again."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return (
                f"This account may not read or write a file that is needed{where}. "
                "Run the command as the account that owns it."
            )
        case _:
            return f"The system said: {error.strerror or error}{where}."


def leave(run: Callable[[], object]) -> None:
    sys.exit(ending_of(run))
