"""Every table says what it holds about whom, and what becomes of it; a new one cannot be forgotten.

The control takes one policy away and sees it missed.
"""

from pathlib import Path

import pytest

from ownway.foundation.data_rights.domain import policies
from ownway.foundation.data_rights.domain.policies import WrongPolicy
from ownway.foundation.data_rights.queries import catalogue


def test_a_new_table_without_a_policy_fails() -> None:
    assert catalogue.without_policy() == []


def test_no_policy_is_of_a_table_that_is_gone() -> None:
    assert catalogue.policies_of_nothing() == []


def test_what_policies_say_is_borne_out_by_the_tables() -> None:
    assert catalogue.wrongly_said() == []


def test_taking_one_policy_away_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = {name: one for name, one in policies.load().items() if name != "review.Review"}
    monkeypatch.setattr(catalogue, "load", lambda: fewer)
    catalogue.tables.cache_clear()
    try:
        assert catalogue.without_policy() == ["review.Review", "review.ReviewEvent"]
    finally:
        monkeypatch.undo()
        catalogue.tables.cache_clear()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("{holds: x, personal: false}", "say why it holds nothing about a person"),
        ("{holds: x, kept: money, pack: true, erase: delete, part: y}", "say how the person is"),
        ("{holds: x, about: [a], pack: true, erase: delete, part: y}", "by which rule"),
        ("{holds: x, about: [a], kept: money, erase: delete}", "why it is not in the pack"),
        ("{holds: x, about: [a], kept: money, pack: true, part: y}", "why it stays"),
        ("{holds: x, about: [a], kept: money, pack: true, erase: empty, part: y, because: z}",
         "what is emptied"),
        ("{holds: x, abuot: [a]}", "nobody knows the word abuot"),
        ("{holds: x, about: a}", "not written as it should be"),
    ],
)  # fmt: skip
def test_a_policy_that_leaves_something_out_is_refused(tmp_path: Path, said: str, why: str) -> None:
    (tmp_path / "review.yaml").write_text(f"Review: {said}\n")
    with pytest.raises(WrongPolicy, match=why):
        policies.load(tmp_path)
