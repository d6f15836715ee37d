"""What is sealed opens to exactly what it was, where it belongs, or not at all."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ownway.config.home import CannotRun
from ownway.foundation import keys
from ownway.foundation.keys import ring, sealing
from ownway.foundation.keys.sealing import FileSealer, opened_parts, sealed_parts
from ownway.kernel.refusal import Refused

DAY = date(2026, 11, 23)
SIZE = 16  # bytes a part, so that a few bytes make several


@pytest.fixture
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "kept apart" / "keys.json"
    file.parent.mkdir()
    monkeypatch.setenv("OWNWAY_KEY_FILE", str(file))
    return file


@given(st.binary(max_size=200), st.text(max_size=30))
def test_a_value_comes_back_as_it_was(plain: bytes, about: str) -> None:
    assert keys.open_(keys.seal(plain, about=about), about=about) == plain


@given(st.text(max_size=100))
def test_words_come_back_as_they_were(words: str) -> None:
    assert keys.open_text(keys.seal_text(words, about="x"), about="x") == words


def test_the_same_words_are_never_sealed_alike() -> None:
    assert keys.seal(b"refuge") != keys.seal(b"refuge")


def test_a_value_copied_to_another_row_does_not_open() -> None:
    sealed = keys.seal(b"14 Larch Road", about="people_protected.words.1")

    with pytest.raises(keys.CannotOpen):
        keys.open_(sealed, about="people_protected.words.2")


@given(st.data())
def test_no_altered_byte_goes_unnoticed(data: st.DataObject) -> None:
    sealed = keys.seal(b"what was said")
    at = data.draw(st.integers(0, len(sealed) - 1))
    flip = data.draw(st.integers(1, 255))

    altered = sealed[:at] + bytes([sealed[at] ^ flip]) + sealed[at + 1 :]

    with pytest.raises((keys.CannotOpen, keys.KeyLost)):
        keys.open_(altered)


@given(st.integers(0, 200))
def test_nothing_cut_short_opens(length: int) -> None:
    sealed = keys.seal(b"x" * 201)

    with pytest.raises(keys.CannotOpen):
        keys.open_(sealed[:length])


@given(st.lists(st.binary(max_size=40), max_size=6))
@example([])
@example([b"x" * SIZE])
@example([b"x" * (SIZE - 1)])
@example([b"x" * (SIZE + 1)])
@example([b"x" * SIZE * 3])
def test_a_file_comes_back_as_it_was(stretches: list[bytes]) -> None:
    sealer = FileSealer(about="file")

    parts = list(sealed_parts(stretches, sealer, size=SIZE))

    whole = b"".join(stretches)
    assert len(parts) == max(1, -(-len(whole) // SIZE))
    assert b"".join(opened_parts(sealer.sealed_key, parts, about="file")) == whole


@pytest.fixture
def file() -> tuple[bytes, list[bytes]]:
    sealer = FileSealer(about="file")
    whole = bytes(range(256))[: SIZE * 4]
    return sealer.sealed_key, list(sealed_parts([whole], sealer, size=SIZE))


@pytest.mark.parametrize(
    "order",
    [
        (0, 2, 1, 3), (0, 1, 2), (1, 2, 3), (0, 1, 1, 2, 3), (0, 1, 2, 3, 3), (0, 1, 3), (3,), (),
    ],
)  # fmt: skip
def test_parts_swapped_left_out_or_repeated_do_not_open(
    file: tuple[bytes, list[bytes]], order: tuple[int, ...]
) -> None:
    sealed_key, parts = file

    with pytest.raises(keys.CannotOpen):
        list(opened_parts(sealed_key, [parts[at] for at in order], about="file"))


def test_a_part_of_another_file_does_not_open(file: tuple[bytes, list[bytes]]) -> None:
    sealed_key, parts = file
    other = FileSealer(about="file")
    theirs = list(sealed_parts([b"y" * SIZE * 4], other, size=SIZE))

    with pytest.raises(keys.CannotOpen):
        list(opened_parts(sealed_key, [theirs[0], *parts[1:]], about="file"))


def test_a_file_moved_to_another_row_does_not_open(file: tuple[bytes, list[bytes]]) -> None:
    sealed_key, parts = file

    with pytest.raises(keys.CannotOpen):
        list(opened_parts(sealed_key, parts, about="another file"))


# The key file


def test_the_first_key_is_made_when_needed_for_its_owner_alone(key_file: Path) -> None:
    sealed = keys.seal(b"x")

    assert key_file.stat().st_mode & 0o777 == 0o600
    assert sealing.key_id_of(sealed) == json.loads(key_file.read_text())["current"]


def test_a_new_key_seals_and_the_old_one_still_opens(key_file: Path) -> None:
    before = keys.seal(b"before")

    made = ring.add(on=DAY)

    assert keys.open_(before) == b"before"
    assert sealing.key_id_of(keys.seal(b"after")) == made.id
    assert sealing.key_id_of(sealing.resealed(before, about="")) == made.id


def test_a_lost_key_is_named_and_what_it_sealed_stays_shut(key_file: Path) -> None:
    before = keys.seal(b"before")
    first = ring.ring().current_id
    ring.add(on=DAY)
    ring.remove(first)

    with pytest.raises(keys.KeyLost, match=first):
        keys.open_(before)


def test_the_key_that_seals_cannot_be_removed(key_file: Path) -> None:
    keys.seal(b"x")

    with pytest.raises(Refused, match="is the key that seals now"):
        ring.remove(ring.ring().current_id)


def test_another_key_with_the_same_name_opens_nothing(key_file: Path) -> None:
    sealed = keys.seal(b"x")
    said = json.loads(key_file.read_text())
    said["keys"][0]["key"] = "A" * 43 + "="
    key_file.write_text(json.dumps(said))

    with pytest.raises(keys.CannotOpen):
        keys.open_(sealed)


def test_production_makes_no_key_by_itself(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNWAY_MODE", "production")

    with pytest.raises(CannotRun, match="ownway keys new"):
        keys.seal(b"x")

    assert not key_file.exists()


def test_keys_that_others_may_read_are_not_used(key_file: Path) -> None:
    keys.seal(b"x")
    key_file.chmod(0o644)

    with pytest.raises(CannotRun, match="Other accounts may read"):
        keys.seal(b"x")


def test_keys_do_not_lie_beside_the_backups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OWNWAY_HOME", str(tmp_path))
    (tmp_path / "backups").mkdir()
    monkeypatch.setenv("OWNWAY_KEY_FILE", str(tmp_path / "backups" / "keys.json"))

    with pytest.raises(CannotRun, match="copied with the records it protects"):
        keys.seal(b"x")

    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.parametrize(
    "words", ["", "{}", "[]", "null", '{"version": 1, "keys": [], "current": "aa"}', "\x00"]
)
def test_what_is_no_key_file_is_said_to_be_none(key_file: Path, words: str) -> None:
    key_file.write_text(words)
    key_file.chmod(0o600)

    with pytest.raises(CannotRun, match="is not a key file"):
        keys.seal(b"x")


def test_a_damaged_key_file_is_not_quoted(key_file: Path) -> None:
    keys.seal(b"x")
    said = json.loads(key_file.read_text())
    secret = said["keys"][0]["key"]
    said["keys"][0]["key"] = secret + "!"
    key_file.write_text(json.dumps(said))

    with pytest.raises(CannotRun) as refused:
        keys.seal(b"x")

    assert secret not in f"{refused.value}{refused.value.__context__.__class__}"
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_a_key_does_not_show_itself(key_file: Path) -> None:
    keys.seal(b"x")
    secret = json.loads(key_file.read_text())["keys"][0]["key"]

    shown = repr(ring.ring()) + str(ring.ring().current)

    assert ring.ring().current_id in shown
    assert secret not in shown
    assert repr(ring.ring().current.secret) not in shown
