"""A scorecard as a file that one council publishes and another loads: plain JSON and its hash."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence

from ownway.kernel.refusal import Refused
from ownway.support.allocation.domain.scorecard import Scorecard, as_plain, scorecard_from

FORMAT = "ownway-scorecard-1"


class NotAScorecard(Refused):
    """The file is no scorecard, or was changed since it was written."""


def card_text(card: Scorecard) -> str:
    """The file: its format, the card, and the SHA-256 of everything a figure depends on."""
    whole = {"format": FORMAT, "digest": card.digest, "scorecard": as_plain(card)}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def card_from_text(text: str) -> Scorecard:
    """The card of a file. Raises NotAScorecard where it cannot be used, or was changed."""
    try:
        whole = json.loads(text)
        if not isinstance(whole, dict) or whole.get("format") != FORMAT:
            raise NotAScorecard(f"The file is no scorecard: it does not say {FORMAT}.")
        card = scorecard_from(whole["scorecard"])
        digest = whole["digest"]
    except (ValueError, KeyError, TypeError, ArithmeticError, AttributeError) as error:
        raise NotAScorecard(f"The file is no scorecard that can be used: {error}.") from None
    if card.digest != digest:
        raise NotAScorecard(
            "The scorecard was changed since it was written: its hash is another. Ask whoever "
            "published it for their file."
        )
    return card


def points_from(lines: Iterable[str]) -> Mapping[str, Sequence[int]]:
    """Experts' points from a file with the columns question, level, points. Raises Refused.

    Levels of each question go from 0 without a gap; points are whole and never fall.
    """
    found: dict[str, dict[int, int]] = {}
    rows = csv.DictReader(lines)
    if not {"question", "level", "points"} <= set(rows.fieldnames or ()):
        raise Refused("Experts' points need the columns question, level and points.")
    for number, row in enumerate(rows, 2):
        try:
            question = (row["question"] or "").strip()
            level, points = int(row["level"] or ""), int(row["points"] or "")
        except ValueError:
            raise Refused(f"Row {number}: level and points are whole numbers.") from None
        if not question or level < 0 or points < 0:
            raise Refused(f"Row {number}: name a question; level and points are nothing or more.")
        if level in found.setdefault(question, {}):
            raise Refused(f"Row {number}: {question} has points for level {level} already.")
        found[question][level] = points
    if not found:
        raise Refused("There are no points in the file.")
    steps = {}
    for question, levels in found.items():
        if sorted(levels) != list(range(len(levels))):
            raise Refused(f"{question}: give points for every level from 0 without a gap.")
        steps[question] = [levels[level] for level in sorted(levels)]
    return steps
