"""A stranger who types what the guide says, block by block, gets what the guide says."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from .conftest import Installation

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "your-first-afternoon.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PORT_IN_THE_GUIDE = "8000"
PASSWORD = "a long enough password\n"
LONGEST = 900  # seconds for one block, on a machine that does much else


def blocks() -> list[str]:
    return BLOCK.findall(GUIDE.read_text(encoding="utf-8"))


def free_port() -> str:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return str(one.getsockname()[1])


def wait_until_ready(port: str) -> None:
    """Wait for the pages; an answer of any kind but none will do, the last is judged."""
    until = time.monotonic() + LONGEST
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready/", timeout=10) as answer:
                assert answer.status == 200
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def typed(block: str, installation: Installation, folder: Path) -> str:
    """Type a block as a person would, and give what the screen says; it fails as a shell would."""
    environment = installation.environment(PYTHONWARNINGS="default")
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    screen = folder / "screen.txt"
    with screen.open("w", encoding="utf-8") as out:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block],
            cwd=folder,
            env=environment,
            input=PASSWORD * 2,
            stdout=out,
            stderr=out,
            text=True,
            check=False,
            start_new_session=True,  # no terminal: a password is read from what is typed here
            timeout=LONGEST,
        )
    said = screen.read_text(encoding="utf-8")
    assert done.returncode == 0, f"{block}\n{said}"
    return said


@pytest.mark.slow
def test_every_block_of_the_guide_in_order(installation: Installation, tmp_path: Path) -> None:
    port = free_port()
    said: dict[str, str] = {}
    for block in blocks():
        name = re.search(r"ownway ([a-z-]+)", block)
        assert name is not None, f"no command in {block}"
        heard = typed(block.replace(PORT_IN_THE_GUIDE, port), installation, tmp_path)
        said.setdefault(name[1], "")
        said[name[1]] += heard
        if name[1] == "serve":
            wait_until_ready(port)

    files = said["import-cld"]
    assert len(re.findall(r"^cld-\d{4}-Q\d\.csv: [\d,]+ rows: ", files, re.MULTILINE)) == 12
    assert re.search(r"^131 rows: 1 new, \d+ unchanged, 0 superseded, 5 put aside\.$", files, re.M)
    assert "Your Name can sign in with you@example.gov.uk." in said["add-sign-in"]
    assert "National measures for 2025-26, by files received by 5 May 2026." in said["measures"]
    assert "National measures for 2025-26, by today's records." in said["measures"]
    with (tmp_path / "return-2026-Q3.csv").open(encoding="utf-8") as made:
        assert made.readline().startswith("LA_Code,")
    assert len(list((installation.home / "backups").glob("*.dump"))) == 1
    assert not (installation.home / "serve.json").exists()


def test_the_guide_leaves_no_command_out() -> None:
    """Each verb of the afternoon is typed, and what is typed is the path from file to return."""
    verbs = [verb for block in blocks() for verb in re.findall(r"\bownway ([a-z-]+)", block)]

    assert verbs == [
        "demo",
        "keys",
        "import-places",
        "import-teams",
        "add-sign-in",
        "import-cld",
        "import-people",
        "serve",
        "import-cld",
        "snapshot",
        "measures",
        "measures",
        "export-cld",
        "backup",
        "stop",
    ]
