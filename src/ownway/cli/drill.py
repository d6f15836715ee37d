"""`ownway drill`: rehearse a restore, and prove that what comes back is what was there."""

import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ownway.cli import exits, ready

if TYPE_CHECKING:
    from ownway.config.backups import Contents


@dataclass(slots=True)
class Rehearsal:
    """What came back, how long each part took (seconds), and what differs."""

    tables: int = 0
    rows: int = 0
    accounts: int = 0
    seals: int = 0
    bytes: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)

    @contextmanager
    def timed(self, part: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[part] = round(time.perf_counter() - began, 1)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print what was found, for programs.")
def command(as_json: bool) -> int:
    """Rehearse a restore: back up, restore beside, compare, and clear away.

    Every table is counted, the ledger is added up, and the audit is verified in what came back.
    Work goes on meanwhile: both sides are looked at as of one instant. Ends with 1 when anything
    differs. Needs room for a copy and a second database.
    """
    ready(migrate=False)
    done = _rehearsed()
    if as_json:
        click.echo(json.dumps(asdict(done), indent=1))
    else:
        _say(done)
    return exits.FOUND if done.differences else exits.DONE


def _rehearsed() -> Rehearsal:
    from ownway.config import backups
    from ownway.config.home import made_home
    from ownway.config.postgres import database_url
    from ownway.foundation.audit import queries

    url, done, at = database_url(), Rehearsal(), datetime.now(UTC)
    folder = Path(tempfile.mkdtemp(prefix=".drill-", dir=made_home()))
    try:
        with queries.one_instant(url) as here:
            instant = backups.shared_instant(here)
            with done.timed("back up"):
                made = backups.back_up(url, folder / "drill.dump", at=at, instant=instant)
            before = backups.contents_of(here)
            head = queries.head_in(here)
        done.bytes = made.size
        with done.timed("restore"):
            backups.check(made.file)
            beside = backups.restore_beside(url, made.file, stamp=f"drill{at:%Y%m%d%H%M%S}")
        try:
            with queries.one_instant(beside) as there:
                with done.timed("compare"):
                    _compare(done, before, backups.contents_of(there))
                with done.timed("verify the audit"):
                    verdict = queries.verify(there, heads=[head] if head else [])
        finally:
            backups.drop(url, backups.database_of(beside))
    except backups.Damaged as error:
        done.differences.append(str(error))
        return done
    finally:
        shutil.rmtree(folder)
    done.seals = verdict.seals
    done.differences += [finding.words for finding in verdict.findings]
    return done


def _compare(done: Rehearsal, before: "Contents", after: "Contents") -> None:
    done.tables, done.rows = len(before.rows), sum(before.rows.values())
    done.accounts = len(before.balances)
    for name in sorted(before.rows.keys() | after.rows.keys()):
        was, came = before.rows.get(name), after.rows.get(name)
        if was != came:
            done.differences.append(f"{name}: {_rows(was)} before, {_rows(came)} after.")
    moved = {
        account
        for account in before.balances.keys() | after.balances.keys()
        if before.balances.get(account, 0) != after.balances.get(account, 0)
    }
    if moved:
        accounts = "1 ledger account has" if len(moved) == 1 else f"{len(moved)} accounts have"
        done.differences.append(f"{accounts} another balance.")


def _rows(count: int | None) -> str:
    return "no such table" if count is None else f"{count:,} rows"


def _say(done: Rehearsal) -> None:
    took = ", ".join(f"{part} {seconds:.1f} s" for part, seconds in done.seconds.items())
    if done.differences:
        click.echo("What came back is not what was there.")
        for difference in done.differences:
            click.echo(f"- {difference}")
    else:
        click.echo(
            f"What came back is what was there: {done.tables} tables, {done.rows:,} rows, "
            f"{done.accounts:,} ledger accounts to the penny, and the audit in "
            f"{done.seals:,} seals."
        )
    click.echo(f"Took: {took}. The copy was {done.bytes / 1_000_000:.1f} MB and is gone again.")
