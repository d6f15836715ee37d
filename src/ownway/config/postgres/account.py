"""Who runs the database server: the one who asks, or another account when that is root.

PostgreSQL will not run as root. The usual way round is to open root's folders to the account that
runs it; here nobody's folders are opened, and a place that cannot be reached is named instead.
"""

import os
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ownway.config.home import CannotRun, is_root

CANNOT_EXECUTE = 126  # as a shell says it
KEPT_FROM_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP")


@dataclass(frozen=True, slots=True)
class Account:
    """A system account to act as; without numbers, the one who asks."""

    name: str
    uid: int | None = None
    gid: int | None = None

    def run(
        self, program: Path | str, *arguments: Path | str, at: Path, seconds: int, outlived: bool
    ) -> subprocess.CompletedProcess[str]:
        """Run one program as this account in the folder `at`, and wait for its end.

        It sees almost nothing of our environment, which may hold secrets. `outlived`: it leaves a
        child behind, whose output would keep us waiting, so none is read.
        """
        who: dict[str, Any] = {}
        if self.uid is not None:
            who = {"user": self.uid, "group": self.gid, "extra_groups": []}
        seen = {name: os.environ[name] for name in KEPT_FROM_ENVIRONMENT if name in os.environ}
        output = subprocess.DEVNULL if outlived else subprocess.PIPE
        command = [str(program), *map(str, arguments)]
        try:
            return subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                text=True,
                check=False,
                cwd=at,
                env=seen | {"LC_ALL": "C", "TZ": "UTC"},
                timeout=seconds,
                **who,
            )
        except subprocess.TimeoutExpired as error:
            raise CannotRun(
                f"{Path(program).name} has not ended in {seconds} seconds.",
                "Look at the server's log in the home folder.",
            ) from error
        except PermissionError as error:
            if error.filename == str(program):
                return subprocess.CompletedProcess(command, CANNOT_EXECUTE, "", str(error))
            raise CannotRun(
                f"The database cannot run as root, and root may not act as {self.name} here.",
                "Run Ownway as an ordinary user, or set DATABASE_URL to a PostgreSQL server.",
            ) from error

    def own(self, path: Path) -> None:
        """Hand a path over to this account."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def check_can_enter(self, folder: Path) -> None:
        """Raise CannotRun, naming the folder that is closed, where this account cannot walk."""
        if self.uid is None or self._may_enter(folder):
            return
        from_the_top = reversed([folder, *folder.parents])
        closed = next((above for above in from_the_top if not self._may_enter(above)), folder)
        raise CannotRun(
            f"The database cannot run as root, and the account {self.name}, which runs it "
            f"instead, may not enter {closed}.",
            "Set OWNWAY_HOME to a folder that every account may enter, such as /var/lib/ownway.",
        )

    def _may_enter(self, folder: Path) -> bool:
        tried = self.run(
            "/bin/sh", "-c", 'cd "$1"', "sh", folder, at=Path("/"), seconds=30, outlived=False
        )
        return tried.returncode == 0


def account_for(data: Path) -> Account:
    """The account that runs the server over `data`; a folder once made keeps its owner."""
    if not is_root():
        return Account("you")
    import pwd  # only where there are such accounts

    if data.exists() and (owner := data.stat()).st_uid != 0:
        with suppress(KeyError):
            found = pwd.getpwuid(owner.st_uid)
            return Account(found.pw_name, found.pw_uid, found.pw_gid)
        return Account(f"number {owner.st_uid}", owner.st_uid, owner.st_gid)
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            found = pwd.getpwnam(name)
            return Account(name, found.pw_uid, found.pw_gid)
    raise CannotRun(
        "The database cannot run as root, and there is no account postgres or nobody.",
        "Run Ownway as an ordinary user, or set DATABASE_URL to a PostgreSQL server.",
    )
