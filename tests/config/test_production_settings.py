"""Without a word from anybody, an installation is a closed one: production is the default."""

import json
import os
import subprocess
import sys
from pathlib import Path

ASKED = (
    "DEBUG", "DEMO", "PRODUCTION", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
    "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "OWNWAY_TODAY", "X_FRAME_OPTIONS",
    "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_REFERRER_POLICY",
)  # fmt: skip
TELL = (
    "import json; from ownway.config import settings as s; "
    f"print(json.dumps({{name: getattr(s, name) for name in {ASKED!r}}}))"
)


TELL_DATABASE = (
    "import json; from ownway.config import settings as s; "
    "print(json.dumps(s.DATABASES['default']['OPTIONS']))"
)


def settings_in(home: Path, tell: str = TELL, **more: str) -> dict[str, object]:
    plain = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("OWNWAY_", "DATABASE_URL", "DJANGO_", "COV_"))
    }
    said = subprocess.run(
        [sys.executable, "-c", tell],
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
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "SESSION_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_REFERRER_POLICY": "same-origin",
    }


def test_nothing_in_the_environment_turns_debugging_on(tmp_path: Path) -> None:
    loud = settings_in(tmp_path, DEBUG="1", DJANGO_DEBUG="1", OWNWAY_DEBUG="1")

    assert loud["DEBUG"] is False
    assert loud["SESSION_COOKIE_SECURE"] is True


def test_words_to_a_database_elsewhere_do_not_travel_in_the_clear(tmp_path: Path) -> None:
    """On this machine they need no cover; to another they have it unless somebody says no."""

    def mode_to(url: str) -> object:
        return settings_in(tmp_path, TELL_DATABASE, DATABASE_URL=url).get("sslmode")

    assert [
        mode_to("postgresql://o:p@127.0.0.1:5432/ownway"),
        mode_to("postgresql://o:p@db.example/ownway"),
        mode_to("postgresql://o:p@db.example/ownway?sslmode=verify-full"),
    ] == [None, "require", "verify-full"]
