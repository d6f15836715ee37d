"""Without a word from anybody, an installation is a closed one: production is the default."""

import json
import os
import subprocess
import sys
from pathlib import Path

ASKED = (
    "DEBUG", "DEMO", "PRODUCTION", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
    "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "OWNWAY_TODAY", "X_FRAME_OPTIONS",
)  # fmt: skip
TELL = (
    "import json; from ownway.config import settings as s; "
    f"print(json.dumps({{name: getattr(s, name) for name in {ASKED!r}}}))"
)


def settings_in(home: Path, **more: str) -> dict[str, object]:
    plain = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("OWNWAY_", "DATABASE_URL", "DJANGO_", "COV_"))
    }
    said = subprocess.run(
        [sys.executable, "-c", TELL],
        check=True,
        capture_output=True,
        text=True,
        env=plain | {"OWNWAY_HOME": str(home)} | more,
    )
    found: dict[str, object] = json.loads(said.stdout)
    return found


def test_a_new_home_is_closed_until_somebody_opens_it(tmp_path: Path) -> None:
    assert settings_in(tmp_path) == {
        "DEBUG": False,
        "DEMO": False,
        "PRODUCTION": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 365 * 24 * 60 * 60,
        "OWNWAY_TODAY": None,
        "X_FRAME_OPTIONS": "DENY",
    }


def test_nothing_in_the_environment_turns_debugging_on(tmp_path: Path) -> None:
    loud = settings_in(tmp_path, DEBUG="1", DJANGO_DEBUG="1", OWNWAY_DEBUG="1")

    assert loud["DEBUG"] is False
    assert loud["SESSION_COOKIE_SECURE"] is True
