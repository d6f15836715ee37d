"""Making the next version of a questionnaire: change, add, move and take out questions. Pure.

Promise   What is published never changes; every function here gives a new questionnaire back.
Errors    Refused in plain words, for whoever edits.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ownway.kernel.refusal import Refused
from ownway.support.assessment.domain.questionnaire import (
    HIGHEST,
    Asked,
    Question,
    Questionnaire,
)

MOST_QUESTIONS = 60
LONGEST_WORDS, LONGEST_HINT, LONGEST_LEVEL = 120, 300, 160
# The outcomes and other headings of SocialCareData/standard, PUB05, that a question may belong to.
NATIONAL_IDS: dict[str, str] = {
    "": "None of them",
    "CA-NUTRITION-01": "Managing and maintaining nutrition",
    "CA-HYGIENE-01": "Maintaining personal hygiene",
    "CA-TOILET-01": "Managing toilet needs",
    "CA-CLOTHING-01": "Being appropriately clothed",
    "CA-HOMESAFETY-01": "Being able to use the home safely",
    "CA-HABITABLEHOME-01": "Maintaining a habitable home",
    "CA-RELATIONSHIPS-01": "Family and other personal relationships",
    "CA-WTEV-01": "Work, training, education or volunteering",
    "CA-COMMUNITY-01": "Using facilities and services in the community",
    "CA-CARINGOTHERS-01": "Caring responsibilities for a child",
    "STAT-HEALTH-01": "Health",
    "STAT-HOUSING-01": "Housing",
    "STAT-FINANCE-01": "Money",
}


def changed(
    asked: Questionnaire,
    question: str,
    *,
    words: str,
    hint: str,
    levels: Sequence[str],
    national_id: str,
) -> Questionnaire:
    """The same questionnaire with one question said otherwise. Raises Refused."""
    asked.asked(question)
    said = _said(Question(question), words, hint, levels, national_id)
    return replace(
        asked,
        questions=tuple(said if one.id == question else one for one in asked.questions),
    )


def added(
    asked: Questionnaire, *, words: str, hint: str, levels: Sequence[str], national_id: str
) -> Questionnaire:
    """With one more question at the end, before the one about unpaid care if that is last."""
    if len(asked.questions) >= MOST_QUESTIONS:
        raise Refused(f"{MOST_QUESTIONS} questions are the most. Take one out first.")
    said = _said(new_id(words, asked), words, hint, levels, national_id)
    rows = list(asked.questions)
    last = rows and rows[-1].id == asked.unpaid_care
    rows.insert(len(rows) - 1 if last else len(rows), said)
    return replace(asked, questions=tuple(rows))


def without(asked: Questionnaire, question: str) -> Questionnaire:
    """With one question fewer. Raises Refused for the one about unpaid care, and for the last."""
    asked.asked(question)
    if question == asked.unpaid_care:
        raise Refused(
            "The question about help that is still needed after unpaid care stays: a first figure "
            "must never count on more than family and friends are happy to do."
        )
    rows = tuple(one for one in asked.questions if one.id != question)
    if len(rows) < 2:
        raise Refused("An assessment needs at least one question about needs.")
    return replace(asked, questions=rows)


def moved(asked: Questionnaire, question: str, *, up: bool) -> Questionnaire:
    """With one question a place further up or down; at either end nothing changes."""
    rows = list(asked.questions)
    at = asked.ids.index(asked.asked(question).id)
    to = at - 1 if up else at + 1
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
    return replace(asked, questions=tuple(rows))


def named(asked: Questionnaire, *, version: str, words: str, in_use_from: date) -> Questionnaire:
    """Ready to publish: with a version, what it is called, and its first day. Raises Refused."""
    version, words = version.strip(), words.strip()
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", version) or len(version) > 40:
        raise Refused(
            "Give the version a short name of small letters, numbers and hyphens, "
            "like “everyday-2027”."
        )
    if not words:
        raise Refused("Say what these questions are called.")
    return replace(asked, version=version, words=words, in_use_from=in_use_from)


def differences(before: Questionnaire, after: Questionnaire) -> list[str]:
    """What changes for whoever answers, a sentence each, in the order of the new questions."""
    old = {one.id: one for one in before.questions}
    told = []
    for one in after.questions:
        was = old.get(one.id)
        if was is None:
            told.append(f"New question: {one.words}.")
            continue
        if was.words != one.words:
            told.append(f"“{was.words}” is now asked as “{one.words}”.")
        if was.hint != one.hint:
            told.append(f"Other words of help beside “{one.words}”.")
        if was.levels != one.levels:
            told.append(f"Other answers to “{one.words}”.")
        if was.national_id != one.national_id:
            told.append(f"“{one.words}” belongs to another national outcome.")
    kept = {one.id for one in after.questions}
    told += [f"No longer asked: {one.words}." for one in before.questions if one.id not in kept]
    stay = [one.id for one in before.questions if one.id in kept]
    if stay != [one.id for one in after.questions if one.id in old]:
        told.append("The questions come in another order.")
    return told


def new_id(words: str, asked: Questionnaire) -> Question:
    """An id nobody has in this questionnaire, out of the first words of a question."""
    slug = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:30].strip("_") or "question"
    made, number = f"q_{slug}", 1
    while made in asked.ids:
        number += 1
        made = f"q_{slug}_{number}"
    return Question(made)


def _said(
    question: Question, words: str, hint: str, levels: Sequence[str], national_id: str
) -> Asked:
    words, hint = words.strip(), hint.strip()
    steps = tuple(level.strip() for level in levels)
    if not words:
        raise Refused("Write the question.")
    if len(words) > LONGEST_WORDS or len(hint) > LONGEST_HINT:
        raise Refused(
            f"Keep the question to {LONGEST_WORDS} letters and the help to {LONGEST_HINT}."
        )
    if len(steps) != HIGHEST + 1 or not all(steps):
        raise Refused("Write an answer for each level, from no need to the most.")
    if len(set(steps)) != len(steps):
        raise Refused("Two levels have the same words. Nobody could tell them apart.")
    if any(len(step) > LONGEST_LEVEL for step in steps):
        raise Refused(f"Keep each answer to {LONGEST_LEVEL} letters.")
    if national_id not in NATIONAL_IDS:
        raise Refused("Choose the national outcome from the list.")
    return Asked(question, national_id, words, hint, steps)
