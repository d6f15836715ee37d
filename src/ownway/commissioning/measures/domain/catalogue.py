"""What each national measure is called and how to read it: one YAML file each in `catalogue/`.

Source    Adult Social Care Outcomes Framework, handbook of definitions (December 2024); the
          published code named in each file, which decides where the two differ.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

FOLDER = Path(__file__).parent / "catalogue"

Better = Literal["higher", "lower", "neither"]
KINDS = ("measure", "wait")


@dataclass(frozen=True, slots=True)
class Described:
    """A measure, or a wait, in words.

    better  which way is good; "neither" where more says nothing by itself
    unit    what a value is: "%", "per 100,000 people" or "days"
    parts   the parts of its results, as they are written there; of a wait, its age bands
    """

    id: str
    kind: Literal["measure", "wait"]
    place: int
    name: str
    counts: str
    reading: str
    numerator: str
    denominator: str
    better: Better
    unit: str
    source: str
    parts: tuple[str, ...]

    @property
    def explanation(self) -> str:
        """Two sentences: what it counts, and how to read it."""
        return f"{self.counts} {self.reading}"


@cache
def every() -> tuple[Described, ...]:
    """All of them, in the order of the framework, waits last."""
    found = []
    for path in FOLDER.glob("*.yaml"):
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        found.append(Described(**{**said, "parts": tuple(said["parts"])}))
    return tuple(sorted(found, key=lambda one: one.place))


def catalogue() -> tuple[Described, ...]:
    """The measures of the framework, in its order."""
    return tuple(one for one in every() if one.kind == "measure")


def described(measure_id: str) -> Described:
    """Raises KeyError: there is no such measure or wait."""
    for one in every():
        if one.id == measure_id:
            return one
    raise KeyError(measure_id)
