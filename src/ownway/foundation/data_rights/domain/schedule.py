"""The retention schedule as it is written in `schedule.yaml`.

Errors    ValueError: two rules of one name, or a period nobody can count.
"""

from functools import cache
from pathlib import Path

import yaml

from ownway.foundation.data_rights.domain.retention import CountedFrom, Rule

FILE = Path(__file__).resolve().parents[1] / "schedule.yaml"


@cache
def rules(file: Path = FILE) -> dict[str, Rule]:
    """Every rule by its id, in the order of the file."""
    found: dict[str, Rule] = {}
    for name, said in yaml.safe_load(file.read_text(encoding="utf-8")).items():
        counted = CountedFrom[said["counted_from"].upper().replace(" ", "_")]
        months = said.get("months")
        if (months is None) != (counted is CountedFrom.NEVER):
            raise ValueError(f"{name}: a period without a start, or a start without a period.")
        found[name] = Rule(
            id=name,
            label=said["label"],
            months=months,
            counted_from=counted,
            reference=said["reference"],
            verified=said["verified"],
            note=said.get("note", ""),
        )
    return found
