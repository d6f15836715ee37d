"""`ownway import-cld`: take a council's Client Level Data file."""

import json
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ownway.cli import exits, ready

if TYPE_CHECKING:
    from ownway.commissioning.returns.operations import Progress, Report

SECONDS_BETWEEN_LINES = 2.0
SECONDS_BETWEEN_STROKES = 0.1
BAR = 30


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--received",
    type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y-%m-%dT%H:%M"]),
    help="When the file was given, as “2025-07-24 10:15”; now, unless said.",
)
@click.option("--by", "email", help="The email address of whoever brings it in.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print what became of the rows, for programs."
)
def command(file: Path, received: datetime | None, email: str | None, as_json: bool) -> int:
    """Take a Client Level Data file (release 2, comma-separated).

    Rows that cannot be attached to a person, typed or dated are put aside with what would let
    them in. The same file twice changes nothing, and a run cut short can be run again. A file with
    rows of another council is refused as a whole.
    """
    check_file(file)
    ready()
    from django.utils import timezone

    from ownway.commissioning.returns.domain import UnusableFile
    from ownway.commissioning.returns.operations import import_cld
    from ownway.config.clock import now, today
    from ownway.foundation.access.queries import sign_in_by_email

    try:
        report = import_cld(
            file,
            file_name=file.name,
            received_at=timezone.make_aware(received) if received else now(),
            by=sign_in_by_email(email) if email else None,
            on=today(),
            progress=Telling(),
        )
    except UnusableFile as unusable:
        raise exits.UnusableInput(str(unusable)) from None
    if as_json:
        click.echo(json.dumps(as_plain(report), ensure_ascii=False))
    else:
        click.echo(in_words(report))
    return exits.DONE


def check_file(file: Path) -> None:
    """Raise UnusableInput, before anything is started, when there is no such file to read."""
    if not file.exists():
        raise exits.UnusableInput(f"There is no file {file}.")
    if not file.is_file():
        raise exits.UnusableInput(f"{file} is not a file.")


def as_plain(report: "Report") -> dict[str, object]:
    return {
        "rows": report.rows,
        "accepted": report.accepted,
        "unchanged": report.unchanged,
        "superseded": report.superseded,
        "quarantined": report.quarantined,
        "by_field": list(report.by_field),
    }


def in_words(report: "Report") -> str:
    said = [
        f"{report.rows:,} rows: {report.accepted:,} new, {report.unchanged:,} unchanged, "
        f"{report.superseded:,} superseded, {report.quarantined:,} put aside."
    ]
    if report.quarantined:
        said.append(
            "The rows put aside are listed with what would let them in, on the page Files "
            f"(/commissioning/imports/{report.submission_id}/)."
        )
    said += report.warnings
    faults = [
        count for count in report.by_field if count["class"] not in ("valid", "blank allowed")
    ]
    faults.sort(key=lambda count: -count["rows"])
    if faults:
        said.append("Most faults:")
        said += [f"  {one['rows']:>9,}  {one['field']}: {one['class']}" for one in faults[:10]]
    return "\n".join(said)


class Telling:
    """Progress on stderr: a bar where somebody watches, a line now and then where a file does."""

    def __init__(self) -> None:
        self._watched = sys.stderr.isatty()
        self._last = 0.0
        self._words = ""
        self._open = False

    def __call__(self, progress: "Progress") -> None:
        news = progress.words != self._words
        pause = SECONDS_BETWEEN_STROKES if self._watched else SECONDS_BETWEEN_LINES
        ended = bool(progress.total) and progress.done >= progress.total
        if not (news or ended) and time.monotonic() - self._last < pause:
            return
        self._last, self._words = time.monotonic(), progress.words
        line = progress.words + (f", {progress.rows:,} rows" if progress.rows else "")
        if self._watched and progress.total:
            filled = BAR * progress.done // progress.total
            bar = "█" * filled + "·" * (BAR - filled)
            click.echo(f"\r{bar} {line}", err=True, nl=ended)
            self._open = not ended
            return
        click.echo(("\n" if self._open else "") + line, err=True)
        self._open = False
