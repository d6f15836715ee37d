"""The values a list field may hold: one YAML file each in `code_lists/`.

A list that has not been read in full says `verified: false`: a value outside it is then kept and
classed `unlisted`, never called invalid. `release_1` holds values of the release before, which
are kept as they are and classed. A value that differs from a release 2 value only in case,
punctuation or dashes stands for it.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "code_lists"


@dataclass(frozen=True, slots=True)
class CodeList:
    """The values of one field. Look a value up with `meaning`."""

    field: str
    verified: bool
    reference: str
    values: tuple[str, ...]
    release_1: tuple[str, ...]
    by_case: dict[str, str]  # a value without its case -> the value as the list writes it
    by_letters: dict[str, str]  # a value's letters and figures only -> the same
    old: frozenset[str]  # release 1 values, letters and figures only

    def stands_for(self, value: str) -> str | None:
        """The release 2 value that a cell stands for, or None."""
        return self.by_case.get(value.casefold()) or self.by_letters.get(letters(value))


def letters(value: str) -> str:
    """What is left of a value when case, spaces and punctuation do not count; & reads as and."""
    plain = value.casefold().replace("&", "and")
    return "".join(letter for letter in plain if letter.isalnum())


@cache
def code_list(field: str) -> CodeList:
    """The list of one field; every field of kind "list" has one."""
    path = FOLDER / f"{field.lower()}.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    values = tuple(content["values"])
    release_1 = tuple(content["release_1"])
    by_letters = {letters(value): value for value in values}
    return CodeList(
        field=content["field"],
        verified=content["verified"],
        reference=content["reference"],
        values=values,
        release_1=release_1,
        by_case={value.casefold(): value for value in values},
        by_letters=by_letters,
        old=frozenset(letters(value) for value in release_1) - by_letters.keys(),
    )
