"""A document of the draft national standard out of a file that somebody else made. Pure.

Promise   Nothing is half read: a file that cannot be used is refused with every problem at once,
          each with the field, what stands there, why not, and what to do. A field the standard
          does not know is passed over, and named.
Errors    NotReadable: the text is no document of this standard; `problems` say why.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ownway.kernel.refusal import Refused
from ownway.support.assessment.domain.exchange.document import (
    CATEGORIES,
    CHOICES,
    FINISHED,
    KIND,
    NATIONAL,
    NHS_NUMBER,
    AnswerType,
    AskedAnswered,
    CareNeedsAssessment,
    Identifier,
    Reviewed,
    Status,
)

MOST_BYTES = 5 * 1024 * 1024
MOST_QUESTIONS = 1000
DEEPEST = 12  # a document of the standard is five deep
LONGEST_SHOWN = 60
YES_OR_NO = frozenset({"yes", "no", "true", "false"})
KNOWN = frozenset(
    {
        "identifier",
        "personId",
        "professionalId",
        "dateCompleted",
        "capacityToCompleteAssessment",
        "advocateRequired",
        "consentToInformationSharing",
        "review",
        "serviceEpisodeId",
        "planId",
        "status",
        "assessmentQuestion",
    }
)
KNOWN_OF_QUESTION = frozenset(
    {"questionId", "category", "questionText", "answer", "answerType", "required"}
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that stands in the way: where, what stands there, why not, and what to do."""

    where: str
    found: str
    why: str
    to_do: str

    def __str__(self) -> str:
        found = f" It says {self.found}." if self.found else ""
        return f"{self.where}: {self.why}{found} {self.to_do}"


class NotReadable(Refused):
    """The text is no finished assessment of this standard; `problems` say everything at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("This file cannot be used. " + " ".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Read:
    """A document, and the fields of its file that the standard does not know."""

    document: CareNeedsAssessment
    not_read: tuple[str, ...]


def read(raw: bytes) -> Read:
    """The document that a file holds. Raises NotReadable with every problem found."""
    reader = _Reader()
    document = reader.document(_parsed(raw))
    if reader.problems or document is None:
        raise NotReadable(reader.problems)
    return Read(document, tuple(dict.fromkeys(reader.not_read)))


def check_finished(document: CareNeedsAssessment, *, on: date) -> None:
    """Raises NotReadable for one that is not finished, was withdrawn, or is of a day to come."""
    problems = []
    if document.status not in FINISHED:
        told = {
            Status.IN_ERROR: "it was written down by mistake.",
            Status.REVOKED: "it was taken back.",
        }.get(document.status, "it is not finished.")
        problems.append(
            Problem(
                "status",
                f"“{document.status.value}”",
                f"Whoever made it says that {told}",
                "Ask them for the finished assessment.",
            )
        )
    if document.completed_on > on:
        problems.append(
            Problem(
                "dateCompleted",
                f"“{document.completed_at.isoformat()}”",
                "An assessment cannot be finished on a day to come.",
                "Ask whoever made it for the right day.",
            )
        )
    if problems:
        raise NotReadable(problems)


def _parsed(raw: bytes) -> Any:
    if len(raw) > MOST_BYTES:
        raise NotReadable([
            Problem(
                "The file",
                "",
                f"It is larger than {MOST_BYTES // 1024 // 1024} MB.",
                "Send one assessment in a file, without pictures.",
            )
        ])  # fmt: skip
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_json(f"Its letters are not UTF-8, from byte {error.start:,} on.") from None
    try:
        said = json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_number)
    except NotReadable:
        raise
    except json.JSONDecodeError as error:
        raise _not_json(f"It stops making sense in line {error.lineno}.") from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError:
        raise _not_json("A number in it is far too long.") from None
    if _deeper_than(said, DEEPEST):
        raise _too_deep()
    return said


def _not_json(why: str) -> NotReadable:
    return NotReadable(
        [Problem("The file", "", f"It is no JSON file. {why}", "Ask for the file once more.")]
    )


def _too_deep() -> NotReadable:
    why = "Its parts are nested far deeper than an assessment is."
    return NotReadable([Problem("The file", "", why, "Ask for the file once more.")])


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise NotReadable([
                Problem(
                    _shown(name),
                    "",
                    "It stands twice in the same part, and nobody can tell which counts.",
                    "Ask whoever made the file to write it once.",
                )
            ])  # fmt: skip
        found[name] = value
    return found


def _no_number(said: str) -> Any:
    why = f"“{said}” stands where a number belongs, and is none."
    raise NotReadable([Problem("The file", "", why, "Ask whoever made the file to put it right.")])


def _deeper_than(said: Any, most: int) -> bool:
    level = [said]
    for _ in range(most):
        parts: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                parts.extend(one.values())
            elif isinstance(one, list):
                parts.extend(one)
        if not parts:
            return False
        level = parts
    return True


def _shown(said: Any) -> str:
    """What stands in a file, short enough to read in a sentence."""
    try:
        text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=True)
    except ValueError:
        text = str(type(said).__name__)
    text = "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)
    return f"“{text[:LONGEST_SHOWN]}{'…' if len(text) > LONGEST_SHOWN else ''}”"


_A_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass
class _Reader:
    """One reading: what stood in the way, and what was passed over."""

    problems: list[Problem] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)

    def document(self, said: Any) -> CareNeedsAssessment | None:
        plain = self._part(said, "The file", KIND, KNOWN)
        if plain is None:
            return None
        made = {
            "identifier": self._identifier(plain, "identifier"),
            "person": self._identifier(plain, "personId"),
            "professional": self._identifier(plain, "professionalId"),
            "completed_at": self._instant(plain, "dateCompleted"),
            "capacity": self._yes_or_no(plain, "capacityToCompleteAssessment"),
            "advocate_required": self._yes_or_no(plain, "advocateRequired"),
            "consent_to_sharing": self._yes_or_no(plain, "consentToInformationSharing"),
            "reviews": self._several(plain, "review", self._reviewed),
            "status": self._one_of(plain, "status", [one.value for one in Status]),
            "questions": self._several(plain, "assessmentQuestion", self._asked),
            "plan": self._identifier(plain, "planId") if "planId" in plain else None,
            "episodes": self._several(plain, "serviceEpisodeId", self._known_by, needed=False),
        }
        if self.problems:
            return None
        return CareNeedsAssessment(**made | {"status": Status(str(made["status"]))})  # type: ignore[arg-type]  # every part is there once there is no problem

    # One field each: what it says, or a problem and None.

    def _part(
        self, said: Any, where: str, kind: str, known: frozenset[str]
    ) -> dict[str, Any] | None:
        if not isinstance(said, dict):
            self._wrong(where, said, "It is to be a part with named fields.", f"Write a {kind}.")
            return None
        told = said.get("@type", kind)
        if told not in (kind, f"Care{kind}", [kind]):
            self._wrong(f"{where}, @type", told, f"It is to be “{kind}”.", "Send an assessment.")
            return None
        self.not_read += [
            f"{where}, {_shown(name)}" for name in said if name not in known and name[:1] != "@"
        ]
        return said

    def _text(self, plain: Mapping[str, Any], name: str, where: str) -> str | None:
        if name not in plain:
            self._missing(where)
            return None
        return self._words(plain[name], where)

    def _words(self, said: Any, where: str) -> str | None:
        if not isinstance(said, str):
            self._wrong(where, said, "It is to be text.", "Put it in quotation marks.")
        elif not said.strip():
            self._wrong(where, "", "It is empty.", "Write it, or leave the question out.")
        elif _NOT_TEXT.search(said):
            self._wrong(where, said, "It holds signs that are no letters.", "Take them out.")
        else:
            return said
        return None

    def _yes_or_no(self, plain: Mapping[str, Any], name: str) -> bool | None:
        if name not in plain:
            self._missing(name)
            return None
        said = plain[name]
        if isinstance(said, bool):
            return said
        self._wrong(name, said, "It is to be true or false.", "Write one of them.")
        return None

    def _one_of(
        self, plain: Mapping[str, Any], name: str, values: Iterable[str], where: str = ""
    ) -> str | None:
        where = where or name
        said = self._text(plain, name, where)
        if said is None or said in (listed := list(values)):
            return said
        self._wrong(where, said, "It is not on the list.", f"Use {', '.join(listed)}.")
        return None

    def _instant(self, plain: Mapping[str, Any], name: str) -> datetime | None:
        said = self._text(plain, name, name)
        if said is None:
            return None
        try:
            if len(said) <= len("2026-01-31"):
                raise ValueError
            return datetime.fromisoformat(said)
        except ValueError:
            to_do = "Write it like 2026-01-31T14:30:00Z."
            self._wrong(name, said, "It is to be a day with a time.", to_do)
            return None

    def _identifier(
        self, plain: Mapping[str, Any], name: str, where: str = ""
    ) -> Identifier | None:
        where = where or name
        if name in plain:
            return self._known_by(plain[name], where)
        self._missing(where)
        return None

    def _known_by(self, said: Any, where: str) -> Identifier | None:
        plain = self._part(said, where, "Identifier", frozenset({"value", "system"}))
        if plain is None:
            return None
        value = self._text(plain, "value", f"{where}, value")
        system = self._text(plain, "system", f"{where}, system")
        if system is not None and not _A_URI.fullmatch(system):
            to_do = f"Write it like {NHS_NUMBER}."
            self._wrong(f"{where}, system", system, "It is to be the address of a system.", to_do)
            return None
        return None if value is None or system is None else Identifier(value, system)

    def _several(
        self,
        plain: Mapping[str, Any],
        name: str,
        each: Callable[[Any, str], Any],
        *,
        needed: bool = True,
        where: str = "",
    ) -> tuple[Any, ...]:
        where = where or name
        if name not in plain and not needed:
            return ()
        if name not in plain:
            self._missing(where)
            return ()
        said = plain[name] if isinstance(plain[name], list) else [plain[name]]
        if not said and needed:
            self._wrong(where, "", "It is empty.", "Write at least one.")
        if len(said) > MOST_QUESTIONS:
            why = f"There are {len(said):,} of them; {MOST_QUESTIONS:,} are taken at most."
            self._wrong(where, "", why, "Send one assessment in a file.")
            return ()
        return tuple(each(one, f"{where}, number {at}") for at, one in enumerate(said, 1))

    def _reviewed(self, said: Any, where: str) -> Reviewed | None:
        plain = self._part(said, where, "Review", frozenset({"isReview", "previousId"}))
        if plain is None:
            return None
        previous = self._several(
            plain, "previousId", self._known_by, needed=False, where=f"{where}, previousId"
        )
        if not isinstance(plain.get("isReview"), bool):
            found = plain.get("isReview", "")
            self._wrong(
                f"{where}, isReview", found, "It is to be true or false.", "Write one of them."
            )
            return None
        return Reviewed(plain["isReview"], previous)

    def _asked(self, said: Any, where: str) -> AskedAnswered | None:
        plain = self._part(said, where, "AssessmentQuestion", KNOWN_OF_QUESTION)
        if plain is None:
            return None
        at = self._words(plain["@id"], f"{where}, @id") if "@id" in plain else ""
        own_id = plain.get("questionId", "")
        if own_id not in ("", None):
            own_id = self._words(own_id, f"{where}, questionId")
        category = self._one_of(plain, "category", CATEGORIES, f"{where}, category")
        text = self._text(plain, "questionText", f"{where}, questionText")
        answers = self._several(plain, "answer", self._words, where=f"{where}, answer")
        kinds = [one.value for one in AnswerType]
        kind = self._one_of(plain, "answerType", kinds, f"{where}, answerType")
        required = plain.get("required")
        if not isinstance(required, bool):
            found = plain.get("required", "")
            self._wrong(
                f"{where}, required", found, "It is to be true or false.", "Write one of them."
            )
            return None
        if None in (at, category, text, kind) or None in answers:
            return None
        asked = AskedAnswered(
            category=str(category),
            text=str(text),
            answers=answers,
            kind=AnswerType(str(kind)),
            required=required,
            question_id=own_id or "",
            at=at or "",
        )
        self._fits(asked, where)
        return asked

    def _fits(self, asked: AskedAnswered, where: str) -> None:
        """Whether answers are of the kind they say, and a national id is used as it is meant."""
        meant = NATIONAL.get(asked.question_id)
        if meant is not None and asked.category != meant:
            to_do = f"Questions with the id {asked.question_id} belong to “{meant}”."
            self._wrong(f"{where}, category", asked.category, "It does not fit the id.", to_do)
        for at, answer in enumerate(asked.answers, 1):
            here = f"{where}, answer, number {at}"
            if asked.kind is AnswerType.BOOLEAN and answer.strip().lower() not in YES_OR_NO:
                self._wrong(here, answer, "It is to be Yes or No.", "Write one of them.")
            elif asked.kind is AnswerType.NUMBER and not _is_number(answer):
                self._wrong(here, answer, "It is to be a number.", "Write it in digits.")
            elif asked.kind is AnswerType.DATE and not _is_day(answer):
                self._wrong(here, answer, "It is to be a day.", "Write it like 2026-01-31.")
            elif (
                asked.kind is AnswerType.ENUM
                and asked.question_id in CHOICES
                and answer not in CHOICES[asked.question_id]
            ):
                to_do = f"Use {', '.join(CHOICES[asked.question_id])}."
                self._wrong(here, answer, "It is not on the list.", to_do)

    def _missing(self, where: str) -> None:
        self.problems.append(
            Problem(where, "", "It is missing.", "Ask whoever made the file to add it.")
        )

    def _wrong(self, where: str, found: Any, why: str, to_do: str) -> None:
        shown = _shown(found) if found not in ("", None) else ""
        self.problems.append(Problem(where, shown, why, to_do))


def _is_number(said: str) -> bool:
    return re.fullmatch(r"\s*[+-]?\d{1,18}(\.\d{1,18})?\s*", said) is not None


def _is_day(said: str) -> bool:
    try:
        datetime.fromisoformat(said.strip())
    except ValueError:
        return False
    return True
