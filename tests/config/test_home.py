"""The home folder says once what an installation is for, and keeps its secrets to itself."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ownway.config.home import CannotRun, home, mode, secret_key, set_mode, write_private
from ownway.kernel.refusal import Refused


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("OWNWAY_MODE", "OWNWAY_SECRET_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OWNWAY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def permissions(file: Path) -> int:
    return file.stat().st_mode & 0o777


def test_home_is_where_the_environment_says(here: Path) -> None:
    """Asking where it is makes nothing."""
    assert home() == here
    assert not here.exists()


def test_an_ordinary_persons_home_is_with_their_other_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without OWNWAY_HOME the desktop's own convention decides."""
    monkeypatch.delenv("OWNWAY_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("ownway.config.home.is_root", lambda: False)

    assert home() == tmp_path / "ownway"


def test_roots_home_can_be_reached_by_the_servers_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """Root's own folder is closed to others, so it is not used."""
    monkeypatch.delenv("OWNWAY_HOME", raising=False)
    monkeypatch.setattr("ownway.config.home.is_root", lambda: True)

    assert home() == Path("/var/lib/ownway")


def test_an_installation_is_for_real_people_unless_somebody_said_otherwise(here: Path) -> None:
    """Forgetting to say leaves the careful answer."""
    assert mode() == "production"


def test_a_mode_is_written_once(here: Path) -> None:
    """Saying it again is harmless; saying otherwise is refused and changes nothing."""
    set_mode("demo")
    set_mode("demo")

    with pytest.raises(Refused, match="is a demo installation and cannot become a production one"):
        set_mode("production")
    assert mode() == "demo"
    assert permissions(here / "mode") == 0o600


def test_a_mode_named_for_one_command_is_not_contradicted(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A demonstration is not begun where this very command says production."""
    monkeypatch.setenv("OWNWAY_MODE", "production")

    with pytest.raises(Refused):
        set_mode("demo")
    assert not (here / "mode").exists()


def test_an_unknown_mode_is_never_guessed_at(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip of the pen must not open a demonstration onto real people."""
    monkeypatch.setenv("OWNWAY_MODE", "Demo ")

    with pytest.raises(CannotRun, match="says 'Demo', which is not a kind of installation"):
        mode()


def test_a_secret_key_is_made_once_and_kept_private(here: Path) -> None:
    """Many processes that start together sign with one key."""
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: secret_key(), range(8)))

    assert len(keys) == 1
    assert len(keys.pop()) >= 64
    assert permissions(here / "secret-key") == 0o600
    assert sorted(file.name for file in here.iterdir()) == ["secret-key"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [(None, "does not exist"), ("short", "holds fewer than 32 characters")],
)
def test_a_key_file_that_cannot_serve_is_said(
    here: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str | None,
    sentence: str,
) -> None:
    """No key of our own is put in the place of one that was asked for."""
    file = tmp_path / "key"
    if text is not None:
        file.write_text(text)
    monkeypatch.setenv("OWNWAY_SECRET_KEY_FILE", str(file))

    with pytest.raises(CannotRun, match=sentence):
        secret_key()
    assert not here.exists()


def test_a_private_file_is_replaced_whole(tmp_path: Path) -> None:
    """Readers see the old text or the new, whatever the account's usual permissions are."""
    file = tmp_path / "file"
    usual = os.umask(0)
    try:
        write_private(file, "old")
        write_private(file, "new")
    finally:
        os.umask(usual)

    assert file.read_text() == "new"
    assert permissions(file) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_a_home_that_cannot_be_made_is_said_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence names the folder and the setting."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("OWNWAY_HOME", str(tmp_path / "file" / "home"))
    monkeypatch.delenv("OWNWAY_SECRET_KEY_FILE", raising=False)

    with pytest.raises(CannotRun, match="Set OWNWAY_HOME to a folder you may write to"):
        secret_key()
