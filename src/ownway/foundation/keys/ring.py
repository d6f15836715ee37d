"""The key file: several keys, one of which seals; the others still open what they sealed.

The file is `OWNWAY_KEY_FILE`, else `keys.json` in the home folder. It is readable by its owner
alone and lies outside the folders that a backup copies, because a copy of the records with their
keys beside them is a copy in the clear. A demonstration makes its own; in production somebody does
so on purpose (`ownway keys new`), because a key that nobody knows of is a key nobody keeps.

Every process looks at the file again when it changes, so a new key is used at once by all.

Errors    CannotRun: the file is missing, open to others, or not a key file.
          KeyLost: something is sealed with a key that the file does not hold.
Source    UK GDPR, article 32(1)(a): encryption of personal data.
          NIST SP 800-57 part 1, 5.3.5: a key that no longer seals may still open.
"""

import base64
import binascii
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from ownway.config.home import CannotRun, home, made_home, make_once, mode, write_private
from ownway.kernel.refusal import Refused

KEY_BYTES = 32  # AES-256
ID_BYTES = 4
VERSION = 1


class KeyLost(Refused):
    """What was asked for is sealed with a key that this installation does not hold."""

    def __init__(self, key_id: str) -> None:
        super().__init__(
            f"This is sealed with the key {key_id}, which is not in the key file here. "
            "Whoever looks after Ownway can put it back from where the keys are kept."
        )
        self.key_id = key_id


@dataclass(frozen=True, slots=True)
class Key:
    """One key. `secret` never shows in a message: its representation leaves it out."""

    id: str  # eight hexadecimal digits
    made_on: date
    secret: bytes
    replaced_on: date | None = None

    def __repr__(self) -> str:
        return f"Key({self.id})"


@dataclass(frozen=True, slots=True)
class Ring:
    """All keys of an installation, by id, and which of them seals."""

    keys: Mapping[str, Key]
    current_id: str

    @property
    def current(self) -> Key:
        return self.keys[self.current_id]

    def key(self, key_id: str) -> Key:
        """Raises KeyLost."""
        try:
            return self.keys[key_id]
        except KeyError:
            raise KeyLost(key_id) from None


def key_file() -> Path:
    """Where the keys are, whether or not they have been made."""
    named = os.environ.get("OWNWAY_KEY_FILE", "").strip()
    return Path(named).expanduser().absolute() if named else home() / "keys.json"


def ring() -> Ring:
    """The keys of this installation. Outside production the first is made when first needed."""
    file = key_file()
    try:
        found = file.stat()
    except FileNotFoundError:
        if mode() == "production":
            raise CannotRun(
                f"There is no key file {file}, so nothing private can be sealed or opened.",
                "Run `ownway keys new` once, or put the key file back from where it is kept.",
            ) from None
        _first(date.today())  # noqa: DTZ011  (the machine's own day, for the file's history alone)
        found = file.stat()
    except OSError as error:
        raise _unreadable(file, error) from error
    return _read(file, found.st_mtime_ns, found.st_ino, found.st_size, found.st_mode)


def make_first(*, on: date) -> Key:
    """Make the key file with its first key. Raises Refused when there is one already."""
    file = key_file()
    if file.exists():
        raise Refused(
            f"{file} has keys already. `ownway keys rotate` makes a new one and seals all with it."
        )
    _first(on)
    return ring().current


def add(*, on: date) -> Key:
    """Make a new key the one that seals; the others stay, to open what they sealed."""
    known = ring()
    made = _made(on)
    kept = {key.id: key for key in known.keys.values()}
    kept[known.current_id] = replace(known.current, replaced_on=on)
    _write(Ring({**kept, made.id: made}, made.id))
    return made


def remove(key_id: str) -> None:
    """Take a key out of the file for good. Raises KeyLost; Refused when it is the one that seals.

    Whoever calls has made sure that nothing is sealed with it.
    """
    known = ring()
    if known.key(key_id).id == known.current_id:
        raise Refused(f"{key_id} is the key that seals now. Run `ownway keys rotate` first.")
    _write(Ring({key.id: key for key in known.keys.values() if key.id != key_id}, known.current_id))


def misplaced(file: Path) -> str:
    """What is wrong with where the key file lies or who may read it; empty when nothing is."""
    for folder in (home() / "backups", home() / "postgres"):
        if file.resolve().is_relative_to(folder.resolve()):
            return (
                f"The key file {file} lies in {folder}, which is copied with the records it "
                "protects."
            )
    if os.name == "posix" and file.exists() and file.stat().st_mode & 0o077:
        return f"Other accounts may read the key file {file}."
    return ""


@lru_cache(maxsize=4)
def _read(file: Path, _changed: int, _inode: int, _size: int, _mode: int) -> Ring:
    """The keys in a file; asked again only when the file is another."""
    if wrong := misplaced(file):
        raise CannotRun(wrong, f"Run: chmod 600 {file}, or move it and name it in OWNWAY_KEY_FILE.")
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        if said["version"] != VERSION:
            raise ValueError
        keys = {one["id"]: _key(one) for one in said["keys"]}
        current = said["current"]
        if current not in keys or len(keys) != len(said["keys"]):
            raise ValueError
    except OSError as error:
        raise _unreadable(file, error) from error
    except (ValueError, KeyError, TypeError, binascii.Error):
        # From None: the chain would quote what the file says.
        raise CannotRun(
            f"{file} is not a key file of Ownway, or is damaged.",
            "Put it back from where the keys are kept.",
        ) from None
    return Ring(MappingProxyType(keys), current)


def _key(said: Mapping[str, str | None]) -> Key:
    key_id, made_on, text = said["id"], said["made_on"], said["key"]
    if key_id is None or made_on is None or text is None:
        raise ValueError
    secret = base64.b64decode(text, validate=True)
    if len(secret) != KEY_BYTES or len(bytes.fromhex(key_id)) != ID_BYTES:
        raise ValueError
    replaced = said.get("replaced_on")
    return Key(
        key_id,
        date.fromisoformat(made_on),
        secret,
        date.fromisoformat(replaced) if replaced else None,
    )


def _made(on: date) -> Key:
    return Key(secrets.token_hex(ID_BYTES), on, secrets.token_bytes(KEY_BYTES))


def _first(on: date) -> None:
    file, made = key_file(), _made(on)
    if file.parent == home():
        made_home()
    if wrong := misplaced(file):
        raise CannotRun(wrong, "Name another place in OWNWAY_KEY_FILE.")
    make_once(file, _text(Ring({made.id: made}, made.id)))


def _write(made: Ring) -> None:
    write_private(key_file(), _text(made))


def _text(made: Ring) -> str:
    keys = [
        {
            "id": key.id,
            "made_on": key.made_on.isoformat(),
            "replaced_on": key.replaced_on.isoformat() if key.replaced_on else None,
            "key": base64.b64encode(key.secret).decode(),
        }
        for key in made.keys.values()
    ]
    said = {
        "what": "Keys of Ownway. Keep a copy where backups of the database are not.",
        "version": VERSION,
        "current": made.current_id,
        "keys": keys,
    }
    return json.dumps(said, indent=1) + "\n"


def _unreadable(file: Path, error: OSError) -> CannotRun:
    return CannotRun(
        f"The key file {file} cannot be read ({error.strerror}).",
        "Give this account the file, or name another in OWNWAY_KEY_FILE.",
    )
