"""A virus scanner of the council's own, asked about every file before it is kept.

`OWNWAY_SCANNER` is a command that reads the file on its standard input and ends with 0 when there
is nothing wrong, such as `clamdscan --no-summary -`. It is run without a shell. A scanner that
cannot be asked stops the file: unlooked-at files are not let through by its absence.
"""

import logging
import shlex
import subprocess

from django.conf import settings

from ownway.foundation.documents.domain import UnsafeFile

SECONDS = 60
FOUND = 1  # how scanners end that found something

log = logging.getLogger(__name__)


def scanner() -> list[str]:
    """The command to ask, in its parts; empty when there is none."""
    return shlex.split(str(getattr(settings, "OWNWAY_SCANNER", "")))


def scan(content: bytes) -> None:
    """Raises UnsafeFile when the scanner found something, or could not be asked."""
    command = scanner()
    if not command:
        return
    try:
        done = subprocess.run(
            command,
            input=content,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        log.error("documents.scanner-silent", extra={"reason": type(error).__name__})
        raise UnsafeFile(_SILENT) from None
    if done.returncode == FOUND:
        raise UnsafeFile(
            "The virus scanner found something in this file, so it was not kept. "
            "Tell whoever gave it to you."
        )
    if done.returncode:
        log.error("documents.scanner-silent", extra={"reason": f"ended with {done.returncode}"})
        raise UnsafeFile(_SILENT)


_SILENT = (
    "The virus scanner did not answer, so the file was not kept. Try again in a while, and tell "
    "whoever looks after Ownway if this comes back."
)
