"""`ownway keys`: the keys that private words and documents are sealed with."""

import json
from collections import Counter
from datetime import UTC, date, datetime

import click

from ownway.cli import exits, ready
from ownway.kernel.refusal import Refused

DAYS_BACKUPS_ARE_KEPT = 35  # a copy made before a rotation needs the key of before


@click.group()
def command() -> None:
    """Make, list, change and retire the keys that private words and documents are sealed with.

    The keys are in a file beside the database (OWNWAY_KEY_FILE, else keys.json in the home folder)
    and in no backup. Keep a copy of it where the backups are not: without it, nobody can read what
    is sealed.
    """


@command.command()
def new() -> int:
    """Make the key file, with its first key.

    A demonstration does this by itself; a production installation does not, so that somebody knows
    of the file and keeps a copy.
    """
    from ownway.foundation.keys import ring

    made = ring.make_first(on=_today())
    click.echo(f"Made the key {made.id} in {ring.key_file()}.")
    click.echo("Copy this file now to where the backups are not. It is not in any backup.")
    return exits.DONE


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the list, for programs.")
def list_(as_json: bool) -> int:
    """Say which keys there are, and how much each seals.

    Ends with 1 when something is sealed with a key that is not in the file, and says what.
    """
    ready()

    from ownway.foundation.keys import ring

    known, used = ring.ring(), _used()
    total: Counter[str] = sum(used.values(), Counter())
    lost = {key_id for key_id in total if key_id and key_id not in known.keys}
    if as_json:
        click.echo(
            json.dumps(
                {
                    "file": str(ring.key_file()),
                    "current": known.current_id,
                    "keys": [
                        {
                            "id": key.id,
                            "made_on": key.made_on.isoformat(),
                            "replaced_on": key.replaced_on and key.replaced_on.isoformat(),
                            "seals": total[key.id],
                        }
                        for key in known.keys.values()
                    ],
                    "lost": {
                        key_id: {place: found[key_id] for place, found in used.items()}
                        for key_id in sorted(lost)
                    },
                    "not_sealed": total[""],
                },
                indent=1,
            )
        )
        return exits.FOUND if lost else exits.DONE
    click.echo(f"{ring.key_file()}")
    for key in sorted(known.keys.values(), key=lambda one: (one.made_on, one.id)):
        state = (
            "seals now"
            if key.id == known.current_id
            else f"replaced {key.replaced_on}"
            if key.replaced_on
            else "not in use"
        )
        click.echo(f"  {key.id}  made {key.made_on}, {state}: {_values(total[key.id])}")
    if total[""]:
        click.echo(f"  {_values(total[''])} not sealed yet. Run `ownway keys rotate`.")
    for key_id in sorted(lost):
        click.echo(f"LOST {key_id}: not in the file, so these cannot be opened:")
        for place, found in used.items():
            if found[key_id]:
                click.echo(f"       {_values(found[key_id])} of {place}")
    if lost:
        click.echo("Put the key file back from where it is kept; nothing else opens them.")
    return exits.FOUND if lost else exits.DONE


@command.command()
def rotate() -> int:
    """Make a new key and seal everything with it.

    Work goes on meanwhile. A run that was stopped is taken up where it was by running this again:
    as long as something is sealed with an older key, no further one is made. The older key stays
    in the file, because backups of before need it; see ownway keys retire.
    """
    ready()

    from ownway.foundation.keys import places, ring

    known, total = ring.ring(), sum(_used().values(), Counter[str]())
    left = {key_id for key_id, count in total.items() if count and key_id != known.current_id}
    if left & {*known.keys, places.NOT_SEALED}:
        click.echo(f"Sealing what is left with the key {known.current_id}.")
    else:
        click.echo(f"Made the key {ring.add(on=_today()).id} in {ring.key_file()}.")
        click.echo("Copy this file now to where the backups are not.")
    sealed, shut = 0, 0
    for place in places.places():
        done = closed = 0
        for more, not_opened in place.seal_anew():
            done, closed = done + more, closed + not_opened
        if done:
            click.echo(f"  {_values(done)} of {place.words}")
        if closed:
            click.echo(
                f"  {_values(closed)} of {place.words} CANNOT BE OPENED and stay as they are."
            )
        sealed, shut = sealed + done, shut + closed
    click.echo(f"Sealed {_values(sealed)} with the key {ring.ring().current_id}.")
    if shut:
        click.echo("`ownway keys list` says which keys are missing.")
    return exits.FOUND if shut else exits.DONE


@command.command()
@click.argument("key_id")
@click.option(
    "--now",
    is_flag=True,
    help="Though backups of before may still be kept: what is sealed in them is lost with the key.",
)
def retire(key_id: str, now: bool) -> int:
    """Take the key KEY_ID out of the file for good.

    Refused while anything here is sealed or signed with it, and for 35 days after it was replaced,
    because backups of before need it.
    """
    ready()

    from ownway.foundation.audit.queries import keys_in_use
    from ownway.foundation.keys import ring

    key = ring.ring().key(key_id)
    used = {place: found[key_id] for place, found in _used().items() if found[key_id]}
    if used:
        first = "; ".join(f"{_values(count)} of {place}" for place, count in used.items())
        raise Refused(f"{key_id} still seals {first}. Run `ownway keys rotate` first.")
    if key_id in keys_in_use():
        raise Refused(
            f"{key_id} signed the record of what happened, which could not be checked without it. "
            "Keep it in the file."
        )
    age = (_today() - key.replaced_on).days if key.replaced_on else 0
    if key_id != ring.ring().current_id and age < DAYS_BACKUPS_ARE_KEPT and not now:
        raise Refused(
            f"{key_id} was replaced {age} days ago, and backups of before need it. Wait until they "
            f"are gone ({DAYS_BACKUPS_ARE_KEPT} days), or say --now to lose what is sealed in them."
        )
    ring.remove(key_id)
    click.echo(
        f"{key_id} is gone from {ring.key_file()}. Take it out of the copies of the file too."
    )
    return exits.DONE


def _used() -> dict[str, Counter[str]]:
    """How many values each key seals, by place."""
    from ownway.foundation.keys import places

    return {place.words: place.by_key() for place in places.places()}


def _values(count: int) -> str:
    return "1 value" if count == 1 else f"{count:,} values"


def _today() -> date:
    return datetime.now(UTC).date()
