"""Pages of information and advice: plain writing, how hard it reads, how fresh it is. Pure.

Writing   A line a paragraph. "# " begins a heading, "- " an item of a list, and [words](address)
          is a link to a page of ours (/advice/…) or to https://. Nothing else is read as anything
          but words, so no page can carry a script.
Reading   The Flesch-Kincaid grade (Kincaid, Fishburne, Rogers and Chissom, 1975: derivation of new
          readability formulas for Navy enlisted personnel), and five years on it for an age; long
          sentences and long words are named beside it. It counts letters and stops, not sense: it
          warns an editor and never refuses.
Source    Care Act 2014, section 4: information and advice that people can understand and use.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from ownway.commissioning.directory.domain import TOPICS
from ownway.foundation.notices.domain import PICTURES
from ownway.kernel.refusal import Refused

FOLDER = Path(__file__).parent
GOAL_AGE = 9
LONG_SENTENCE = 20  # words
HARD_SYLLABLES, HARD_LETTERS = 3, 8  # "decision" is hard, "family" is not
EVERYDAY = {"somebody", "everybody", "everyone", "anything", "everything", "telephone", "hospital"}
EVERYDAY |= {"themselves", "grandmother", "grandfather", "together", "tomorrow", "yesterday"}
LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_BODY = 100, 300, 12_000
SOON_DAYS = 31  # before its day, a page stands on the editors' list
MOST_DAYS = 366  # no page is trusted for longer than a year
NOT_A_SLUG = ("new",)  # the address where a page is begun
LINK = re.compile(r"\[([^\]\[\n]{1,200})\]\(((?:[^()\s]|\([^()\s]*\)){1,500})\)")
OURS = re.compile(r"/(?!/)[A-Za-z0-9/_\-]*")
ELSEWHERE = re.compile(r"https://[A-Za-z0-9.\-]+(?:[:/?#]\S*)?")
PICTURED = re.compile(r"^\[([^\]]*)\] ")


class State(StrEnum):
    DRAFT = "draft"
    REVIEW = "waits for review"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line: words, and where they lead if they are a link."""

    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a list; one line of parts each, a list has several."""

    kind: str
    lines: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True, slots=True)
class Starter:
    """A text that comes with Ownway, for a council to begin from."""

    slug: str
    title: str
    summary: str
    body: str
    easy_read: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """How hard a text reads: an age in years, its long sentences and its hard words."""

    age: int
    long: tuple[str, ...] = field(default=())
    hard: tuple[str, ...] = field(default=())

    @property
    def is_plain(self) -> bool:
        return self.age <= GOAL_AGE


def blocks_of(body: str) -> tuple[Block, ...]:
    """The page, block by block. Raises Refused as `check_links`."""
    made: list[Block] = []
    items: list[tuple[Part, ...]] = []

    def end_list() -> None:
        if items:
            made.append(Block("list", tuple(items)))
            items.clear()

    for line in (one.strip() for one in body.splitlines()):
        if line.startswith("- "):
            items.append(_parts(line[2:].strip()))
            continue
        end_list()
        if line.startswith("# "):
            made.append(Block("heading", (_parts(line[2:].strip()),)))
        elif line:
            made.append(Block("paragraph", (_parts(line),)))
    end_list()
    return tuple(made)


def check_advice(
    *, title: str, summary: str, body: str, easy_read: str, topics: Sequence[str]
) -> None:
    """Whether somebody could read it. Raises Refused, in words for the editor."""
    if not title.strip():
        raise Refused("Write the question as people would ask it: it is the title.")
    if not summary.strip():
        raise Refused("Write the answer in a sentence or two: it stands at the top.")
    if not body.strip():
        raise Refused("Write the page.")
    if not easy_read.strip():
        raise Refused("Write the Easy Read version. Nobody should have to ask for it.")
    for words, most, what in (
        (title, LONGEST_TITLE, "title"),
        (summary, LONGEST_SUMMARY, "answer at the top"),
        (body, LONGEST_BODY, "page"),
        (easy_read, LONGEST_BODY, "Easy Read version"),
    ):
        if len(words.strip()) > most:
            raise Refused(f"Keep the {what} to {most:,} letters.")
    if unknown := [one for one in topics if one not in TOPICS]:
        raise Refused(f"Choose topics from the list: {', '.join(unknown)} is not on it.")
    blocks_of(body)
    for line in easy_read.splitlines():
        named = PICTURED.match(line.strip())
        if named and named[1] not in PICTURES:
            raise Refused(f"There is no picture [{named[1]}]. There are {', '.join(PICTURES)}.")


def links_of(body: str) -> tuple[str, ...]:
    """The addresses of our own pages that a text leads to, each once."""
    found = [
        part.address
        for block in blocks_of(body)
        for line in block.lines
        for part in line
        if part.address.startswith("/")
    ]
    return tuple(dict.fromkeys(found))


def reading_of(body: str) -> Reading:
    """How hard the words read. A heading or an item counts as a sentence."""
    sentences = [
        sentence
        for block in blocks_of(body)
        for line in block.lines
        for sentence in re.split(r"(?<=[.!?:])\s+", "".join(part.words for part in line))
        if re.search(r"[A-Za-z]", sentence)
    ]
    words = [re.findall(r"[A-Za-z']+", one) for one in sentences]
    count = sum(map(len, words))
    if not count:
        return Reading(age=5)
    syllables = sum(_syllables(word) for line in words for word in line)
    grade = 0.39 * count / len(sentences) + 11.8 * syllables / count - 15.59
    long = tuple(
        sentence
        for sentence, said in zip(sentences, words, strict=True)
        if len(said) > LONG_SENTENCE
    )
    hard = {
        word.lower()
        for line in words
        for word in line
        if _syllables(word) >= HARD_SYLLABLES
        and len(word) >= HARD_LETTERS
        and word.lower() not in EVERYDAY
    }
    return Reading(age=max(5, round(grade) + 5), long=long, hard=tuple(sorted(hard)))


def check_review_by(review_by: date, *, on: date) -> None:
    """Raises Refused for a day that is over, or further off than a page is trusted."""
    if review_by <= on:
        raise Refused("The day to look at it again must be after today.")
    if review_by - on > timedelta(days=MOST_DAYS):
        raise Refused("Somebody looks at every page within a year. Choose an earlier day.")


def slug_of(title: str) -> str:
    """A piece of address out of a title: "i-need-help-at-home"."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-") or "page"


def starters() -> tuple[Starter, ...]:
    """The texts that come with Ownway, in the order of the public page."""
    rows: list[dict[str, Any]] = yaml.safe_load((FOLDER / "advice.yaml").read_text("utf-8"))
    return tuple(Starter(**(row | {"topics": tuple(row["topics"])})) for row in rows)


def _parts(line: str) -> tuple[Part, ...]:
    made, at = [], 0
    for found in LINK.finditer(line):
        if found.start() > at:
            made.append(Part(line[at : found.start()]))
        words, address = found[1], found[2]
        if not (OURS.fullmatch(address) or ELSEWHERE.fullmatch(address)):
            raise Refused(
                f"“{words}” leads to {address[:80]}. A link leads to a page of ours, like "
                "/help-near-you/, or begins with https://."
            )
        made.append(Part(words, address))
        at = found.end()
    if at < len(line):
        made.append(Part(line[at:]))
    return tuple(made)


def _syllables(word: str) -> int:
    low = word.lower().strip("'")
    groups = len(re.findall(r"[aeiouy]+", low))
    if low.endswith("e") and not low.endswith(("le", "ee")) and groups > 1:
        groups -= 1
    if low.endswith("ed") and not low.endswith(("ted", "ded")) and groups > 1:
        groups -= 1
    return max(1, groups)
