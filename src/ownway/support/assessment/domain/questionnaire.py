"""Questionnaires as versioned data: one YAML file each in `questionnaires/`.

A file with a day is in use from that day wherever Ownway runs. One without is ready for a council
to publish, as it is or as the start of its own.

Errors    BadQuestionnaire: a file says something twice, or leaves a level without words.
          Refused: no questionnaire of that name, or none in use on that day.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NewType

import yaml

from ownway.kernel.refusal import Refused

Question = NewType("Question", str)
Level = NewType("Level", int)
Points = NewType("Points", int)

HIGHEST = Level(4)
FOLDER = Path(__file__).parent / "questionnaires"


class BadQuestionnaire(ValueError):
    """A questionnaire file that cannot be asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is asked; `levels` are the words for level 0, 1, 2, 3 and 4."""

    id: Question
    national_id: str  # of PUB05; empty where the standard has none
    words: str
    hint: str
    levels: tuple[str, ...]

    def words_of(self, level: int) -> str:
        return self.levels[level]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """`unpaid_care` is the question about what is left after family and friends have helped."""

    version: str
    words: str
    in_use_from: date | None
    unpaid_care: Question
    questions: tuple[Asked, ...]

    def __post_init__(self) -> None:
        ids = [asked.id for asked in self.questions]
        if len(set(ids)) != len(ids):
            raise BadQuestionnaire(f"{self.version} asks a question twice.")
        if self.unpaid_care not in ids and (ids or self.unpaid_care):
            raise BadQuestionnaire(f"{self.version} does not ask {self.unpaid_care}.")
        for asked in self.questions:
            if len(asked.levels) != HIGHEST + 1 or not all(asked.levels):
                raise BadQuestionnaire(f"{asked.id} needs words for each level from 0 to 4.")

    @property
    def ids(self) -> tuple[Question, ...]:
        return tuple(asked.id for asked in self.questions)

    def asked(self, question: str) -> Asked:
        """Raises Refused for a question that is not asked here."""
        for asked in self.questions:
            if asked.id == question:
                return asked
        raise Refused("That question is not part of this assessment.")


def questionnaire_from(plain: Mapping[str, Any]) -> Questionnaire:
    """A questionnaire out of what a file says. Raises BadQuestionnaire when it cannot be asked."""
    return Questionnaire(
        version=plain["version"],
        words=plain["words"],
        in_use_from=_day(plain.get("in_use_from")),
        unpaid_care=Question(plain["unpaid_care"]),
        questions=tuple(
            Asked(
                Question(row["id"]),
                row["national_id"],
                row["words"],
                row["hint"],
                tuple(row["levels"]),
            )
            for row in plain["questions"]
        ),
    )


def as_plain(asked: Questionnaire) -> dict[str, Any]:
    """The questionnaire in words and whole numbers, to keep and to compare."""
    return {
        "version": asked.version,
        "words": asked.words,
        "in_use_from": asked.in_use_from.isoformat() if asked.in_use_from else None,
        "unpaid_care": asked.unpaid_care,
        "questions": [
            {
                "id": one.id,
                "national_id": one.national_id,
                "words": one.words,
                "hint": one.hint,
                "levels": list(one.levels),
            }
            for one in asked.questions
        ],
    }


def digest_of(asked: Questionnaire) -> str:
    """SHA-256 of everything that is asked, in one canonical spelling."""
    spelt = json.dumps(as_plain(asked), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(spelt.encode()).hexdigest()


def _day(said: date | str | None) -> date | None:
    return date.fromisoformat(said) if isinstance(said, str) else said


QUESTIONNAIRES: Mapping[str, Questionnaire] = {
    made.version: made
    for made in (
        questionnaire_from(yaml.safe_load(file.read_text(encoding="utf-8")))
        for file in sorted(FOLDER.glob("*.yaml"))
    )
}


# A carer's assessment is written in words and findings: levels and points are not asked of it.
WITHOUT_LEVELS = Questionnaire("carer-in-words", "A carer's own assessment", None, Question(""), ())


def questionnaire_named(version: str) -> Questionnaire:
    """Raises Refused when there is no questionnaire of that name."""
    if version == WITHOUT_LEVELS.version:
        return WITHOUT_LEVELS
    try:
        return QUESTIONNAIRES[version]
    except KeyError:
        raise Refused("This assessment was not made with questions that we keep.") from None


def questionnaire_on(on: date, published: Iterable[Questionnaire] = ()) -> Questionnaire:
    """The questionnaire in use on a day, of those that come with Ownway and those published.

    Raises Refused before the first one.
    """
    used = [
        (one.in_use_from, order, one)
        for order, one in enumerate([*QUESTIONNAIRES.values(), *published])
        if one.in_use_from is not None and one.in_use_from <= on
    ]
    if not used:
        raise Refused("There were no questions to ask on that day.")
    return max(used)[2]
