"""What each table holds about whom, and what becomes of it: the words of `policies/*.yaml`.

A table that holds something about a person says how the person is reached (`about`), how long it
is kept, what erasing does to it, and whether it goes into a subject access pack. One that holds
nothing about a person says so, and what it holds instead. `policies/README.md` tells how to write
one.

Errors    WrongPolicy: the file does not say what it must, or says something nobody knows.
Source    UK GDPR articles 5(1)(c) and (e), 15, 17 and 30 (a record of what is held and how long).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[1] / "policies"


class WrongPolicy(ValueError):
    """A policy that cannot be used; the text says which and why."""


class Erasing(StrEnum):
    """What erasing a person does to the rows of a table that are about them."""

    DELETE = "delete"
    EMPTY = "empty"  # the row stays, its words and what tells who it is about go
    KEEP = "keep"


class Emptied(StrEnum):
    """What is put in the place of a value that goes."""

    BLANK = "blank"  # nothing, in whatever way the column says nothing
    UNIQUE = "unique"  # a word that no other row has, and that tells nothing
    ERASED = "erased"  # that word, where something must be said
    NO_LONGER = "no longer"  # false


@dataclass(frozen=True, slots=True)
class Active:
    """Which columns say that something about a person happened or goes on.

    `days` are looked at for the last one; a row without a value in `open_without` still goes on.
    """

    days: tuple[str, ...]
    open_without: str = ""


@dataclass(frozen=True, slots=True)
class HoldsBack:
    """A row without a value in `while_blank` lets nothing of the person be erased; `words` say so.

    `person` is the column with the person's id.
    """

    person: str
    while_blank: str
    words: str


@dataclass(frozen=True, slots=True)
class Policy:
    """What one table holds, about whom, and what becomes of it."""

    table: str  # "people.Person"
    holds: str
    personal: bool
    because: str = ""  # why it is not personal, why it stays, or why it is not in the pack
    about: tuple[str, ...] = ()  # columns that lead to the person, directly or through other rows
    rows_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # ids without a key
    mentions: str = ""  # a JSON column of a file's cells, in which the person's numbers are
    mentions_at: tuple[str, ...] = ()  # the names of the cells that say whom the row is about
    ids_within: tuple[str, ...] = ()  # columns in which numbers of others may stand, as cells
    part: str = ""
    kept: str = ""  # the id of a rule of the schedule
    erase: Erasing = Erasing.KEEP
    empties: Mapping[str, Emptied] = field(default_factory=dict)
    stays: Mapping[str, str] = field(default_factory=dict)  # words that stay in an emptied row
    cuts: tuple[str, ...] = ()  # links that are cut before what they lead to goes
    pack: bool = False
    not_in_pack: Mapping[str, str] = field(default_factory=dict)  # columns left out -> why
    masks: Mapping[str, str] = field(default_factory=dict)  # columns masked -> why
    masks_if: Mapping[str, str] = field(default_factory=dict)  # column masked if this one is filled
    names: tuple[str, ...] = ()  # columns with names of others, left out wherever they stand
    own_names: tuple[str, ...] = ()  # columns with the person's own names
    known_by: tuple[str, ...] = ()  # columns with the person's identifiers
    active: Active | None = None
    holds_back: HoldsBack | None = None
    swept_by: str = ""  # a path to a day: rows go when it is old enough, whoever they are about

    @property
    def app(self) -> str:
        return self.table.split(".")[0]

    def erasing_in_words(self) -> str:
        return {
            Erasing.DELETE: "Deleted",
            Erasing.EMPTY: "Emptied: the row stays, without words or anything that tells whose",
            Erasing.KEEP: "Kept",
        }[self.erase]


_SHAPE: dict[str, type] = {
    "holds": str,
    "personal": bool,
    "because": str,
    "about": list,
    "rows_of": dict,
    "mentions": str,
    "mentions_at": list,
    "ids_within": list,
    "part": str,
    "kept": str,
    "erase": str,
    "empties": dict,
    "stays": dict,
    "cuts": list,
    "pack": bool,
    "not_in_pack": dict,
    "masks": dict,
    "masks_if": dict,
    "names": list,
    "own_names": list,
    "known_by": list,
    "active": dict,
    "holds_back": dict,
    "swept_by": str,
}


def load(folder: Path = FOLDER) -> dict[str, Policy]:
    """Every policy by the table it is for. Raises WrongPolicy."""
    found: dict[str, Policy] = {}
    for file in sorted(folder.glob("*.yaml")):
        for policy in _read(file):
            if policy.table in found:
                raise WrongPolicy(f"{policy.table} has two policies.")
            found[policy.table] = policy
    return found


def _read(file: Path) -> Iterator[Policy]:
    said = yaml.safe_load(file.read_text(encoding="utf-8"))
    part, kept = str(said.pop("part", "")), str(said.pop("kept", ""))
    for model, about in said.items():
        table = f"{file.stem}.{model}"
        yield _policy(table, {"part": part, "kept": kept} | about)


def _policy(table: str, said: dict[str, Any]) -> Policy:
    for name, value in said.items():
        if name not in _SHAPE:
            raise WrongPolicy(f"{table}: nobody knows the word {name}.")
        if not isinstance(value, _SHAPE[name]):
            raise WrongPolicy(f"{table}: {name} is not written as it should be.")
    lists = ("about", "mentions_at", "ids_within", "cuts", "names", "own_names", "known_by")
    values: dict[str, Any] = {
        name: tuple(value) if name in lists else value for name, value in said.items()
    }
    values["rows_of"] = {
        column: tuple(tables) for column, tables in values.get("rows_of", {}).items()
    }
    empties = values.get("empties", {})
    values["empties"] = {column: Emptied(how) for column, how in empties.items()}
    values["erase"] = Erasing(values.get("erase", Erasing.KEEP))
    if "active" in values:
        values["active"] = Active(
            tuple(values["active"]["days"]), values["active"].get("open_without", "")
        )
    if "holds_back" in values:
        values["holds_back"] = _holds_back(table, values["holds_back"])
    made = Policy(table=table, personal=values.pop("personal", True), **values)
    _check(made)
    return made


def _holds_back(table: str, said: dict[str, Any]) -> HoldsBack:
    if set(said) != {"person", "while_blank", "words"} or not all(said.values()):
        raise WrongPolicy(f"{table}: say whose erasing waits, while what is blank, and in words.")
    return HoldsBack(said["person"], said["while_blank"], " ".join(said["words"].split()))


def _check(policy: Policy) -> None:
    """Raise WrongPolicy where something is not said that must be."""
    wrong = ""
    if not policy.holds:
        wrong = "say what it holds"
    elif not policy.personal:
        if not policy.because:
            wrong = "say why it holds nothing about a person"
        elif policy.about or policy.pack or policy.erase is not Erasing.KEEP:
            wrong = "it cannot be about a person and not personal"
    elif not (policy.about or policy.rows_of or policy.mentions):
        wrong = "say how the person is reached"
    elif bool(policy.mentions) != bool(policy.mentions_at):
        wrong = "say which cells tell whom a row is about"
    elif not policy.kept:
        wrong = "say by which rule it is kept"
    elif policy.pack and not policy.part:
        wrong = "say which part of the pack it is in"
    elif not policy.because and (policy.erase is Erasing.KEEP or not policy.pack):
        wrong = "say why it stays, or why it is not in the pack"
    elif (policy.erase is Erasing.EMPTY) != bool(policy.empties):
        wrong = "say what is emptied, and of emptied rows alone"
    if wrong:
        raise WrongPolicy(f"{policy.table}: {wrong}.")
