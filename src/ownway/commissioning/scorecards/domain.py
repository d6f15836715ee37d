"""The life of a model, from a draft to the scorecard in force and out of it again; and its data."""

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from ownway.kernel.refusal import Refused


class State(StrEnum):
    DRAFT = "draft"
    CALIBRATED = "calibrated"
    PROPOSED = "proposed"
    APPROVED = "approved"
    IN_FORCE = "in force"
    RETIRED = "retired"


class Stage(StrEnum):
    """Where one calibration stands. A refused one ran, and says why data cannot carry a model."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class Source(StrEnum):
    LIVE = "live"
    FILE = "file"


class Way(NamedTuple):
    """A step that a model may take, from where to where."""

    before: State
    after: State


WAYS = (
    Way(State.DRAFT, State.CALIBRATED),
    Way(State.CALIBRATED, State.PROPOSED),
    Way(State.PROPOSED, State.CALIBRATED),
    Way(State.PROPOSED, State.APPROVED),
    Way(State.APPROVED, State.CALIBRATED),
    Way(State.APPROVED, State.IN_FORCE),
    Way(State.IN_FORCE, State.RETIRED),
    Way(State.DRAFT, State.RETIRED),
    Way(State.CALIBRATED, State.RETIRED),
)
# From here on the card stays as it is.
FIXED = (State.PROPOSED, State.APPROVED, State.IN_FORCE, State.RETIRED)
VERSION = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,58}[a-z0-9])")
MOST_VALUES = 40  # a column with more different words tells people apart, and compares nobody
MONTH, TEAM = "month", "team"
PART = 5_000  # people in one sealed stretch
BLANK = 255  # as a byte; -1 as a level


@dataclass(frozen=True, slots=True)
class Rows:
    """Answers and costs of people who are not named.

    `levels` has one byte a person and question, 255 for a blank; `cost` whole pence a week;
    `group` is empty where none is known; each of `columns` has one word a person.
    """

    questions: tuple[str, ...]
    levels: bytes
    cost: tuple[int, ...]
    group: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.cost)

    def in_order(self) -> "Rows":
        """The same rows sorted by what they say, so that their order tells nothing."""
        wide = len(self.questions)
        said = list(self.columns.values())
        order = sorted(
            range(len(self)),
            key=lambda at: (
                self.levels[at * wide : (at + 1) * wide],
                self.cost[at],
                self.group[at] if self.group else "",
                *(column[at] for column in said),
            ),
        )
        return self._of(order)

    def parts(self) -> Iterator["Rows"]:
        for begin in range(0, len(self), PART):
            yield self._of(range(begin, min(begin + PART, len(self))))

    def _of(self, order: Sequence[int]) -> "Rows":
        wide = len(self.questions)
        return Rows(
            self.questions,
            b"".join(self.levels[at * wide : (at + 1) * wide] for at in order),
            tuple(self.cost[at] for at in order),
            tuple(self.group[at] for at in order) if self.group else (),
            {name: tuple(column[at] for at in order) for name, column in self.columns.items()},
        )

    @property
    def digest(self) -> str:
        """SHA-256 of every row, whatever order they came in."""
        return hashlib.sha256(_spelt(self.in_order())).hexdigest()


def packed(rows: Rows) -> str:
    """Rows as words to seal."""
    return base64.b64encode(zlib.compress(_spelt(rows))).decode()


def unpacked(words: str) -> Rows:
    said = json.loads(zlib.decompress(base64.b64decode(words)))
    return Rows(
        tuple(said["questions"]),
        bytes.fromhex(said["levels"]),
        tuple(said["cost"]),
        tuple(said["group"]),
        {name: tuple(column) for name, column in said["columns"].items()},
    )


def joined(parts: Sequence[Rows]) -> Rows:
    """Stretches of rows as one. Needs at least one."""
    first = parts[0]
    return Rows(
        first.questions,
        b"".join(part.levels for part in parts),
        tuple(chain.from_iterable(part.cost for part in parts)),
        tuple(chain.from_iterable(part.group for part in parts)),
        {
            name: tuple(chain.from_iterable(part.columns[name] for part in parts))
            for name in first.columns
        },
    )


def _spelt(rows: Rows) -> bytes:
    said = {
        "questions": rows.questions,
        "levels": rows.levels.hex(),
        "cost": rows.cost,
        "group": rows.group,
        "columns": rows.columns,
    }
    return json.dumps(said, sort_keys=True, ensure_ascii=False).encode()


def compared(columns: Mapping[str, Sequence[str]]) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Columns that people can be compared by, and names of those that tell people apart."""
    kept, left = {}, []
    for name, column in columns.items():
        if len(set(column)) <= MOST_VALUES or name == MONTH:
            kept[name] = tuple(column)
        else:
            left.append(name)
    return kept, left


def check_version(version: str) -> None:
    """Raises Refused for a name that cannot stand in an address or a letter."""
    if not VERSION.fullmatch(version):
        raise Refused("Name it with small letters, figures and hyphens, like marlshire-2027.")


def may_follow(before: State, after: State) -> bool:
    return Way(before, after) in WAYS
