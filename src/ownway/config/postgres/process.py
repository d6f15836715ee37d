"""Which live processes are the server of one data folder, and which merely hold its old number."""

from contextlib import suppress
from pathlib import Path

import psutil


def server_of(data: Path) -> psutil.Process | None:
    """The live server, or None: a number in a file may be long dead, or someone else's now."""
    try:
        pid = int((data / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        process = psutil.Process(pid) if pid > 0 else None
    except (FileNotFoundError, IndexError, ValueError, psutil.Error):
        return None
    return process if process and _belongs(process, data) else None


def end_orphans(data: Path) -> None:
    """End what is left of a killed server: most leave by themselves, a busy one may not.

    Two generations writing one data folder would ruin it.
    """
    left = [process for process in psutil.process_iter() if _belongs(process, data)]
    _, left = psutil.wait_procs(left, timeout=2)
    for process in left:
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(left, timeout=5)


def _belongs(process: psutil.Process, data: Path) -> bool:
    with suppress(psutil.Error):
        if process.name().startswith("postgres"):
            return str(data) in process.cmdline() or process.cwd() == str(data)
    return False
