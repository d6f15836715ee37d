"""`ownway import-cld`: take a council's Client Level Data files."""

import json
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ownway.cli import exits, ready

if TYPE_CHECKING:
    from ownway.commissioning.returns.operations import Progress, Report, Waiting

SECONDS_BETWEEN_LINES = 2.0
SECONDS_BETWEEN_STROKES = 0.1
BAR = 30


@click.command()
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--received",
    "received",
    multiple=True,
    type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y-%m-%dT%H:%M"]),
    help="When the file was given, by the council's clock, as “2025-07-24 10:15”; now, unless "
    "said. For several files, say it once for each, in the order of the files.",
)
@click.option("--by", "email", help="The email address of whoever brings them in.")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print what became of the rows, for programs; one line a file.",
)
def command(
    files: tuple[Path, ...], received: tuple[datetime, ...], email: str | None, as_json: bool
) -> int:
    """Take Client Level Data files (release 2, comma-separated).

    Several are taken in the order of their reporting periods, and of when they were given. Rows
    that cannot be attached to a person, typed or dated are put aside with what would let them in.
    The same file twice changes nothing, and a run cut short can be run again. A file with rows of
    another council is refused as a whole: those before it stay, those after it are not begun. Each
    file that is taken is kept as it is.
    """
    if received and len(received) != len(files):
        raise click.UsageError(
            "Say --received once for each file, in the order of the files, or leave it out."
        )
    for file in files:
        check_file(file)
    ready()
    from django.utils import timezone

    from ownway.commissioning.returns.domain import UnusableFile
    from ownway.commissioning.returns.operations import import_cld, in_order
    from ownway.config.clock import now, today
    from ownway.foundation.access.queries import sign_in_by_email

    at = [timezone.make_aware(one) for one in received] or [now()] * len(files)
    ordered = in_order([(path, path.name, when) for path, when in zip(files, at, strict=True)])
    by = sign_in_by_email(email) if email else None
    for number, one in enumerate(ordered):
        try:
            report = import_cld(
                one.path,
                file_name=one.name,
                received_at=one.received_at,
                by=by,
                on=today(),
                progress=Telling(one.name if len(ordered) > 1 else ""),
            )
        except UnusableFile as unusable:
            raise exits.UnusableInput(_stopped(str(unusable), ordered, number)) from None
        named = {"file": one.name} if len(ordered) > 1 else {}
        if as_json:
            click.echo(json.dumps(named | as_plain(report), ensure_ascii=False))
        else:
            click.echo((f"{one.name}: " if named else "") + in_words(report))
    return exits.DONE


def _stopped(reason: str, ordered: Sequence["Waiting"], number: int) -> str:
    """Why it stops here, and what became of the files before and after."""
    if len(ordered) == 1:
        return reason
    after = ", ".join(one.name for one in ordered[number + 1 :])
    return f"{ordered[number].name}: {reason}" + (f" Not begun: {after}." if after else "")


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
        "ended_in_doubt": report.ended_in_doubt,
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
    if report.ended_in_doubt:
        one = report.ended_in_doubt == 1
        said.append(
            f"{report.ended_in_doubt:,} {'service' if one else 'services'} of earlier files "
            f"{'runs' if one else 'run'} in this period and {'is' if one else 'are'} missing from "
            f"it: {'its end is' if one else 'their ends are'} presumed, and listed on that page."
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

    def __init__(self, file_name: str = "") -> None:
        self._before = f"{file_name}: " if file_name else ""
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
        line = (
            self._before + progress.words + (f", {progress.rows:,} rows" if progress.rows else "")
        )
        if self._watched and progress.total:
            filled = BAR * progress.done // progress.total
            bar = "█" * filled + "·" * (BAR - filled)
            click.echo(f"\r{bar} {line}", err=True, nl=ended)
            self._open = not ended
            return
        click.echo(("\n" if self._open else "") + line, err=True)
        self._open = False
