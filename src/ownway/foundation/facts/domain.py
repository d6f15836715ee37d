"""The names facts go by, each declared once, and the digest that ties a fact to its words."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DECLARED: dict[str, "FactName"] = {}


@dataclass(frozen=True, slots=True)
class FactName:
    """`name` is past tense, context first ("allocation.budget-proposed"); `words` head its line on
    a timeline even after the words were erased; `reading` is a look at somebody's data."""

    name: str
    words: str
    reading: bool = False


def declare(name: str, words: str, *, reading: bool = False) -> FactName:
    """Name a fact that a context records. Raises ValueError when the name is taken already."""
    made = FactName(name, words, reading)
    if DECLARED.setdefault(name, made) != made:
        raise ValueError(f"{name} is declared twice with different words.")
    return made


def digest(words: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> str:
    """SHA-256 of a fact's content in one canonical spelling; empty content has no digest."""
    if not words and before is None and after is None:
        return ""
    spelt = json.dumps([words, before, after], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(spelt.encode()).hexdigest()
