"""The home folder: where this installation keeps what must outlive a command.

One folder holds the embedded database, backups, collected static files, the secret key and the
word that says what the installation is for. Every file with a secret in it is readable by its
owner alone. Nothing here needs Django, so settings may ask.

Errors    CannotRun: the folder cannot be used, with what to do about it.
          Refused: the installation is already for something else.
"""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Literal, cast, get_args

from ownway.kernel.refusal import Refused

Mode = Literal["production", "demo", "test"]


class CannotRun(Exception):
    """The machine stands in the way, not the request: what is wrong, and what to do about it."""

    def __init__(self, what: str, fix: str = "") -> None:
        super().__init__(f"{what} {fix}".strip())
        self.what = what
        self.fix = fix


def is_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0


def home() -> Path:
    """The folder of this installation: `OWNWAY_HOME`, else the usual place for the one who asks.

    Root's own home is closed to the account that runs the database, so root gets a folder which
    that account can reach.
    """
    if named := os.environ.get("OWNWAY_HOME", "").strip():
        return Path(named).expanduser().resolve()
    if is_root():
        return Path("/var/lib/ownway")
    if xdg := os.environ.get("XDG_DATA_HOME", "").strip():
        return Path(xdg).expanduser().resolve() / "ownway"
    return Path.home() / ".local" / "share" / "ownway"


def made_home() -> Path:
    """The home folder, made if need be; one that exists keeps the permissions it was given."""
    folder = home()
    make_folder(folder, mode=0o755 if is_root() else 0o700)
    return folder


def make_folder(folder: Path, *, mode: int = 0o700) -> None:
    """Make a folder and the missing ones above it; raise CannotRun where that is not allowed."""
    if folder.is_dir():
        return
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(exist_ok=True)
        folder.chmod(mode)
    except OSError as error:
        raise CannotRun(
            f"The folder {folder} cannot be made ({error.strerror}).",
            "Set OWNWAY_HOME to a folder you may write to.",
        ) from error


def mode() -> Mode:
    """What this installation is for: `OWNWAY_MODE`, else what its home says, else production."""
    if said := os.environ.get("OWNWAY_MODE", "").strip():
        return _known(said, "The environment variable OWNWAY_MODE")
    recorded = recorded_mode()
    return recorded or "production"


def recorded_mode() -> Mode | None:
    """The mode written in the home folder, or None when nobody has said."""
    file = home() / "mode"
    try:
        text = file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(file, error) from error
    return _known(text, f"The file {file}")


def set_mode(wanted: Mode) -> None:
    """Write down, once, what this installation is for.

    Raises Refused: it is already for something else. Invented people must never meet real ones,
    so this is not something to change; another home folder is.
    """
    said = os.environ.get("OWNWAY_MODE", "").strip()
    found = said if said and said != wanted else make_once(made_home() / "mode", wanted)
    if found != wanted:
        raise Refused(
            f"{home()} is a {found} installation and cannot become a {wanted} one. "
            "Set OWNWAY_HOME to another folder."
        )


def secret_key() -> str:
    """The key that signs sessions: read from `OWNWAY_SECRET_KEY_FILE`, else made here once."""
    if named := os.environ.get("OWNWAY_SECRET_KEY_FILE", "").strip():
        file = Path(named).expanduser()
        fix = "Put a long random text in it, or unset OWNWAY_SECRET_KEY_FILE."
        try:
            text = file.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise CannotRun(f"The secret key file {file} does not exist.", fix) from None
        except (OSError, UnicodeDecodeError) as error:
            raise CannotRun(f"The secret key file {file} cannot be read.", fix) from error
        if len(text) < 32:
            raise CannotRun(f"The secret key file {file} holds fewer than 32 characters.", fix)
        return text
    return make_once(made_home() / "secret-key", secrets.token_urlsafe(64))


def secret_key_file() -> Path:
    """Where the key is kept, whether or not it has been made."""
    named = os.environ.get("OWNWAY_SECRET_KEY_FILE", "").strip()
    return Path(named).expanduser() if named else home() / "secret-key"


def write_private(file: Path, text: str) -> None:
    """Replace a file as a whole, readable by its owner alone; a crash leaves the old one."""
    try:
        written = _written_beside(file, text)
        written.replace(file)
    except OSError as error:
        raise CannotRun(
            f"The file {file} cannot be written ({error.strerror}).",
            "Give this account the folder, free some space, or set OWNWAY_HOME to another folder.",
        ) from error


def make_once(file: Path, text: str) -> str:
    """Write a file unless it is there, and return what it holds; two makers get one answer."""
    try:
        if not file.exists():
            written = _written_beside(file, text)
            try:
                os.link(written, file)
            except FileExistsError:
                pass
            except OSError:  # a file system without links: the last of two makers wins
                written.replace(file)
            finally:
                written.unlink(missing_ok=True)
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise _unreadable(file, error) from error


def _written_beside(file: Path, text: str) -> Path:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # made 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    return Path(name)


def _known(text: str, where: str) -> Mode:
    if text not in get_args(Mode):
        raise CannotRun(
            f"{where} says {text!r}, which is not a kind of installation.",
            "Write production, demo or test.",
        )
    return cast(Mode, text)


def _unreadable(file: Path, error: OSError) -> CannotRun:
    return CannotRun(
        f"The file {file} cannot be read or written ({error.strerror}).",
        "Run this as the account that owns the folder, or set OWNWAY_HOME to another one.",
    )
