"""The self-check: its questions, what answers may be, and what a result says. Pure.

A check is for an adult (`me`, or `other` by somebody who speaks for them) or for a `carer` about
their own life. Its questions follow the outcomes of the law; every one may be skipped.

Units     A level is 0 (manages), 1 (sometimes hard) or 2 (hard); a question that was skipped, or
          that they would rather speak about, has none.
Promise   Whatever was answered or left out, the result offers an assessment, and no answer takes
          anything away: this is a start of a talk and decides nothing.
Errors    UnknownVersion: nobody was asked that version.
Source    Care Act 2014, sections 4, 9 and 10; Care and Support (Eligibility Criteria) Regulations
          2015. The questions are data beside this file, a file a version.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "self_check_questions"
NEWEST = max(int(path.stem) for path in FOLDER.glob("*.yaml"))
RATHER_SAY = "say"
RATHER_SAY_WORDS = "I would rather say it to someone"
UNSAFE = ("no", "unsure")
MATTERS = "matters"  # the last page: in their own words, and where
WORDS_LENGTH = 2000
MATTERS_LENGTH = 4000
WHO_LENGTH = 150
ADDED_AT_MOST = 20  # times somebody may add words after sending
DISTRICT_AND_REST = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}")
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that is taken for another in print
LETTERS_EACH = 8  # 39 bits


class UnknownVersion(LookupError):
    """There are no questions of this version."""


class Whom(StrEnum):
    """Who a check is about."""

    ME = "me"
    OTHER = "other"
    CARER = "carer"


WHOM_WORDS = {
    Whom.ME: "Me",
    Whom.OTHER: "Someone I look after, know or speak for",
    Whom.CARER: "I look after someone: this is about my own life",
}


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    words: str
    level: int | None = None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it is asked of one kind of sender; `national` may be empty."""

    id: str
    words: str
    choices: tuple[Choice, ...]
    hint: str = ""
    national: str = ""
    topics: tuple[str, ...] = ()

    def chosen(self, value: str) -> Choice | None:
        """The choice of a value; None for one that was never offered."""
        return next((one for one in self.choices if one.value == value), None)


@dataclass(frozen=True, slots=True)
class Page:
    key: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What was said so far.

    `choices` is question -> value, `words` page -> words of their own (`MATTERS`: what matters).
    What no page asks for stays in it and is never shown.
    """

    choices: Mapping[str, str]
    words: Mapping[str, str]
    postcode: str = ""

    def with_page(self, said: "Said") -> "Said":
        """The same with one page said anew; what other pages hold stays."""
        where = said.postcode if MATTERS in said.words else self.postcode
        return Said({**self.choices, **said.choices}, {**self.words, **said.words}, where)

    def plain(self) -> dict[str, Any]:
        return {
            "choices": dict(self.choices),
            "words": dict(self.words),
            "postcode": self.postcode,
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Said":
        return cls(plain.get("choices", {}), plain.get("words", {}), plain.get("postcode", ""))


NOTHING_SAID = Said({}, {})


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with what was answered, for whoever reads it; words are empty if skipped."""

    question: Question
    words: str
    level: int | None
    rather_say: bool


@dataclass(frozen=True, slots=True)
class PartTold:
    """One page of a check as it was answered, with their own words."""

    title: str
    answers: tuple[Answer, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a check leads to. `offer` is the answer, and always an assessment.

    `worth_a_talk` names what seemed hard, in the words of the questions; `topics` what may help in
    the directory, best first; `now` is set where somebody may not be safe; `for_carers` where
    whoever helps may have an assessment of their own.
    """

    offer: str
    because: str
    worth_a_talk: tuple[str, ...]
    topics: tuple[str, ...]
    now: bool
    for_carers: bool


@cache
def pages(version: int, whom: Whom) -> tuple[Page, ...]:
    """The pages of questions as one kind of sender is asked them. Raises UnknownVersion."""
    path = FOLDER / f"{version}.yaml"
    if not path.is_file():
        raise UnknownVersion(f"There is no version {version} of the questions.")
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(
        Page(
            page["page"],
            page["title"][whom],
            tuple(_question(one, data["scales"], whom) for one in page["questions"]),
        )
        for page in data["carer" if whom is Whom.CARER else "adult"]
    )


def _question(one: Mapping[str, Any], scales: Mapping[str, Any], whom: Whom) -> Question:
    choices = [
        Choice(row["value"], row[whom], row.get("level"), tuple(row.get("topics", ())))
        for row in scales[one["scale"]]
    ]
    return Question(
        id=one["id"],
        words=one[whom],
        choices=(*choices, Choice(RATHER_SAY, RATHER_SAY_WORDS)),
        hint=one.get("hint", ""),
        national=one.get("national", ""),
        topics=tuple(one.get("topics", ())),
    )


def steps(version: int, whom: Whom) -> tuple[str, ...]:
    """The keys of the pages in their order; the last asks what matters and where."""
    return (*(page.key for page in pages(version, whom)), MATTERS)


def next_page(version: int, whom: Whom, said: Said) -> str:
    """The key of the first page on which nothing was said; the last one if there is none."""
    for page in pages(version, whom):
        answered = any(said.choices.get(one.id) for one in page.questions)
        if not answered and not said.words.get(page.key):
            return page.key
    return MATTERS


def questions(version: int, whom: Whom) -> Iterator[Question]:
    for page in pages(version, whom):
        yield from page.questions


def told(version: int, whom: Whom, said: Said) -> tuple[PartTold, ...]:
    """Everything that was asked and said, page by page, with what was skipped left blank."""
    return tuple(
        PartTold(
            page.title,
            tuple(_answer(one, said) for one in page.questions),
            said.words.get(page.key, ""),
        )
        for page in pages(version, whom)
    )


def _answer(question: Question, said: Said) -> Answer:
    choice = question.chosen(said.choices.get(question.id, ""))
    if choice is None:
        return Answer(question, "", None, rather_say=False)
    return Answer(question, choice.words, choice.level, choice.value == RATHER_SAY)


def levels(version: int, whom: Whom, said: Said) -> dict[str, int]:
    """Question -> level, of those that were answered with one; what an early view may count on."""
    found = {}
    for question in questions(version, whom):
        answer = _answer(question, said)
        if answer.level is not None:
            found[question.id] = answer.level
    return found


def is_unsafe(said: Said) -> bool:
    """Whether they said that somebody is not safe, or may not be."""
    return said.choices.get("safe", "") in UNSAFE


_MAY = {
    Whom.ME: "You can have an assessment",
    Whom.OTHER: "They can have an assessment",
    Whom.CARER: "You can have an assessment of your own, as a carer",
}
_MEANS = {
    Whom.ME: "We talk with you about what is hard, what matters to you and what would help.",
    Whom.OTHER: "We talk with them, and with you if they like, about what is hard and what would "
    "help.",
    Whom.CARER: "We talk with you about your life and what would help, whether or not the person "
    "you look after has support.",
}


def result(version: int, whom: Whom, said: Said) -> Result:
    """What a check leads to: an assessment, always, and what may help now."""
    hard: list[str] = []
    topics: dict[str, int] = {}
    for question in questions(version, whom):
        choice = question.chosen(said.choices.get(question.id, ""))
        if choice is None or question.id == "safe":
            continue
        weight = choice.level or (1 if choice.value == RATHER_SAY or choice.topics else 0)
        if choice.level:
            hard.append(question.words)
        for topic in (*choice.topics, *(question.topics if weight else ())):
            topics[topic] = topics.get(topic, 0) + weight
    if whom is Whom.CARER:
        topics["carers"] = topics.get("carers", 0) + 1
    return Result(
        offer=f"{_MAY[whom]}. It is free, and anyone may ask.",
        because=f"{_MEANS[whom]} {_because(whom, len(hard))}",
        worth_a_talk=tuple(hard),
        topics=tuple(sorted(topics, key=lambda one: -topics[one])),
        now=is_unsafe(said),
        for_carers=whom is not Whom.CARER
        and said.choices.get("helpers", "") in ("often", "too-much"),
    )


def _because(whom: Whom, hard: int) -> str:
    if not hard:
        return "You know best: if something worries you, now or later, ask us."
    things = "one thing that is" if hard == 1 else f"{hard} things that are"
    return f"You told us of {things} hard at times: we would like to talk about it with " + (
        "them and you." if whom is Whom.OTHER else "you."
    )


# What whoever sends a check tells of themselves and the person, in the order it is shown.
SENDER_LABELS = {
    Whom.ME: {
        "name": "Name",
        "born_on": "Born on",
        "place": "Address",
        "telephone": "Telephone",
        "email": "E-mail",
        "best_way_words": "Best way to get in touch",
        "when": "Good times",
        "needs": "How to talk with them",
        "needs_words": "More about that",
    },
    Whom.OTHER: {
        "name": "Who it is about",
        "born_on": "Born on",
        "place": "Where they live",
        "your_name": "Sent by",
        "relation_words": "Who that is",
        "telephone": "Telephone of the sender",
        "email": "E-mail of the sender",
        "their_telephone": "Telephone of the person",
        "first_words": "Whom to get in touch with first",
        "best_way_words": "Best way to get in touch",
        "when": "Good times",
        "consent_words": "Does the person agree?",
        "speaks_words": "Who speaks for them",
        "needs": "How to talk with them",
        "needs_words": "More about that",
    },
    Whom.CARER: {
        "name": "Name of the carer",
        "born_on": "Born on",
        "place": "Address",
        "cared_for": "Who they look after",
        "telephone": "Telephone",
        "email": "E-mail",
        "best_way_words": "Best way to get in touch",
        "when": "Good times",
        "needs": "How to talk with them",
        "needs_words": "More about that",
    },
}


def sender_rows(whom: Whom, sender: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Label and words of everything the sender told about who they are; blanks are left out."""
    told_of = {
        **sender,
        "name": _joined(sender, " ", "given_name", "family_name"),
        "place": _joined(sender, ", ", "address_line_1", "town", "postcode"),
        "needs": ", ".join(sender.get("needs_in_words", ())),
        "born_on": sender.get("born_on_words", ""),
    }
    return tuple(
        (label, str(told_of[key])) for key, label in SENDER_LABELS[whom].items() if told_of.get(key)
    )


def who_sent(sender: Mapping[str, Any], whom: Whom) -> str:
    """Who asks, in words: a name, and what they are to the person."""
    name = str(sender.get("your_name", "")).strip()
    if whom is not Whom.OTHER or not name:
        name = " ".join(
            part for part in (sender.get("given_name", ""), sender.get("family_name", "")) if part
        )
    relation = str(sender.get("relation_words", "")).strip() if whom is Whom.OTHER else ""
    return (f"{name}, {relation}" if relation else name)[:WHO_LENGTH] or "Somebody who gave no name"


def _joined(sender: Mapping[str, Any], between: str, *names: str) -> str:
    return between.join(str(sender[name]) for name in names if sender.get(name))


def in_a_few_words(version: int, whom: Whom, said: Said) -> str:
    """What a request for support says of a check: what matters, and what they said is hard."""
    matters = said.words.get(MATTERS, "").strip()
    hard = result(version, whom, said).worth_a_talk
    parts = [matters] if matters else []
    if is_unsafe(said):
        parts.append("They say that somebody is not safe, or may not be.")
    if hard:
        parts.append("Hard, or hard at times: " + " ".join(hard))
    if not parts:
        parts.append("They sent a self-check and would rather talk about it.")
    return "\n\n".join(parts)[:MATTERS_LENGTH]


def plain_words(typed: str) -> str:
    """What somebody typed without signs that no keyboard has, which no database keeps."""
    return "".join(
        one
        for one in typed.replace("\r\n", "\n").replace("\r", "\n")
        if one == "\n" or one == "\t" or unicodedata.category(one) not in ("Cc", "Cs")
    )


def district_of(postcode: str) -> str:
    """The first half of a postcode, however it was typed; empty where there is none."""
    letters = "".join(postcode.upper().split())
    return letters[:-3] if DISTRICT_AND_REST.fullmatch(letters) else ""


def new_letters() -> str:
    """Eight letters and figures that are not misread: a reference, or a code."""
    return "".join(secrets.choice(LETTERS) for _ in range(LETTERS_EACH))


def tidy_letters(typed: str) -> str:
    """Letters as they were made, however they were typed."""
    return "".join(one for one in typed.upper() if one.isalnum() and one.isascii())[:40]


def in_fours(letters: str) -> str:
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))
