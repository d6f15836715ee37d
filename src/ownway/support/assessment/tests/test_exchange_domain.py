"""A document of the draft national standard says the same after it was written and read again, our
levels and words come out as they went in, and what cannot be used is refused in plain words."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownway.support.assessment.domain import QUESTIONNAIRES, Answered, Level, Question, Voice
from ownway.support.assessment.domain.exchange import (
    NHS_NUMBER,
    Identifier,
    NotReadable,
    Ours,
    Wrote,
    answers_in,
    as_plain,
    check_finished,
    digest_of,
    eligibility_in,
    heard,
    read,
    spelt,
    statutory_without,
    written_out,
)
from ownway.support.assessment.domain.exchange.document import (
    CATEGORIES,
    CHOICES,
    NATIONAL,
    AnswerType,
    AskedAnswered,
    CareNeedsAssessment,
    Reviewed,
    Status,
)
from ownway.support.assessment.domain.exchange.ours import Carried

WHOLE_LIFE = QUESTIONNAIRES["whole-life-2026"]
PERSON = Identifier("9434765919", NHS_NUMBER)

letters = st.characters(exclude_categories=("Cs", "Cc"))
words = st.text(letters, min_size=1, max_size=60).filter(lambda text: text.strip() != "")
identifiers = st.builds(Identifier, words, st.sampled_from([NHS_NUMBER, "urn:a:b", "tag:x"]))
local = st.builds(
    AskedAnswered,
    st.sampled_from(sorted(CATEGORIES)),
    words,
    st.lists(words, min_size=1, max_size=3).map(tuple),
    st.just(AnswerType.STRING),
    st.booleans(),
    st.one_of(st.just(""), words).filter(lambda id_: id_ not in NATIONAL),
    st.one_of(st.just(""), words),
)
national = st.sampled_from(sorted(NATIONAL)).flatmap(
    lambda id_: st.builds(
        AskedAnswered,
        st.just(NATIONAL[id_]),
        words,
        st.sampled_from(CHOICES.get(id_, ("Yes", "No"))).map(lambda one: (one,)),
        st.just(AnswerType.ENUM if id_ in CHOICES else AnswerType.BOOLEAN),
        st.just(True),
        st.just(id_),
    )
)
documents = st.builds(
    CareNeedsAssessment,
    identifiers,
    identifiers,
    identifiers,
    st.datetimes(
        min_value=datetime(2015, 4, 1),  # noqa: DTZ001  # bounds carry no zone
        max_value=datetime(2030, 1, 1),  # noqa: DTZ001
        timezones=st.sampled_from([None, UTC, timezone(timedelta(hours=1))]),
    ),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.lists(
        st.builds(Reviewed, st.booleans(), st.lists(identifiers, max_size=2).map(tuple)),
        min_size=1,
        max_size=2,
    ).map(tuple),
    st.sampled_from(Status),
    st.lists(st.one_of(local, national), min_size=1, max_size=6).map(tuple),
    st.one_of(st.none(), identifiers),
    st.lists(identifiers, max_size=2).map(tuple),
)
levels = st.one_of(st.none(), st.integers(0, 4).map(Level))
said = st.builds(
    Carried, levels, levels, st.one_of(st.just(""), words), st.one_of(st.just(""), words)
)
sides = st.fixed_dictionaries(dict.fromkeys(WHOLE_LIFE.ids, said))


@settings(max_examples=50, deadline=None)
@given(documents)
def test_what_is_written_and_read_again_says_the_same(document: CareNeedsAssessment) -> None:
    found = read(spelt(document).encode())

    assert found.document == document
    assert found.not_read == ()
    assert digest_of(found.document) == digest_of(document)


@settings(max_examples=40, deadline=None)
@given(sides)
def test_every_level_and_word_of_ours_comes_out_as_it_went_in(
    told: dict[Question, Carried],
) -> None:
    document = read(spelt(written_out(ours(told))).encode()).document

    empty = Carried()
    assert answers_in(document, WHOLE_LIFE.version) == {
        question: one for question, one in told.items() if one != empty
    }
    assert answers_in(document, "everyday-2026") == {}


def test_a_question_of_ours_keeps_its_national_id_and_its_own() -> None:
    told = {Question("q_cooking"): Carried(Level(3), Level(2), "I burnt the pan", "Needs meals")}

    rows = as_plain(written_out(ours(told)))["assessmentQuestion"]

    assert rows[:4] == [
        {
            "@type": "AssessmentQuestion",
            "@id": f"urn:ownway:whole-life-2026:q_cooking:{part}",
            "questionId": "CA-NUTRITION-01",
            "category": "CA.nutrition",
            "questionText": f"Making meals and drinks{whose}",
            "answer": [answer],
            "answerType": kind,
            "required": required,
        }
        for part, whose, answer, kind, required in (
            ("agreed", "", "3 of 4: Someone has to make my meals", "Enum", True),
            (
                "their-level",
                ", as the person sees it",
                "2 of 4: I make drinks, but cannot cook safely",
                "Enum",
                False,
            ),
            ("their-words", ", in the person's words", "I burnt the pan", "String", False),
            ("worker-words", ", in the worker's words", "Needs meals", "String", False),
        )
    ]


def test_what_was_written_and_decided_travels_with_it() -> None:
    document = written_out(ours({}))

    assert [(one.category, one.text, one.answers) for one in document.questions] == [
        ("CA.hygiene", "Keeping clean, in the person's words", ("I like a bath",)),
        ("CA.hygiene", "Keeping clean, in the person's words", ("I prefer a bath",)),
        ("Eligibility", "Were eligible needs found?", ("Eligible needs identified",)),
        ("Eligibility", "The reasons for the decision", ("Two outcomes",)),
    ]
    assert eligibility_in(document) == "Eligible needs identified"
    assert [one.heading for one in heard(document)] == ["Keeping clean", "Eligibility"]
    assert statutory_without(document) == tuple(
        one for one in NATIONAL if one not in ("CA-HYGIENE-01", "CA-ELIGIBILITY-01")
    )


def test_every_problem_is_named_at_once_with_what_to_do() -> None:
    plain = example()
    del plain["personId"]
    plain["status"] = "finished"
    plain["advocateRequired"] = "no"
    plain["dateCompleted"] = "2026-08-11"
    plain["assessmentQuestion"][0]["answer"] = ["perhaps"]
    plain["assessmentQuestion"][1]["category"] = "CA.toilet"
    plain["professionalId"]["system"] = "our own numbers"

    assert problems_of(plain) == [
        "personId: It is missing. Ask whoever made the file to add it.",
        "professionalId, system: It is to be the address of a system. It says “our own numbers”. "
        f"Write it like {NHS_NUMBER}.",
        "dateCompleted: It is to be a day with a time. It says “2026-08-11”. "
        "Write it like 2026-01-31T14:30:00Z.",
        "advocateRequired: It is to be true or false. It says “no”. Write one of them.",
        "status: It is not on the list. It says “finished”. Use draft, active, on-hold, "
        "entered-in-error, ended, completed, revoked, unknown.",
        "assessmentQuestion, number 1, answer, number 1: It is to be Yes or No. "
        "It says “perhaps”. Write one of them.",
        "assessmentQuestion, number 2, category: It does not fit the id. It says “CA.toilet”. "
        "Questions with the id CA-NUTRITION-01 belong to “CA.nutrition”.",
    ]


def test_a_field_that_the_standard_does_not_know_is_passed_over_and_named() -> None:
    plain = example() | {"shoeSize": 9, "@id": "ex:1"}

    assert read(json.dumps(plain).encode()).not_read == ("The file, “shoeSize”",)


def test_one_answer_without_brackets_is_a_list_of_one() -> None:
    plain = example()
    plain["assessmentQuestion"][0]["answer"] = "Yes"

    found = read(json.dumps(plain).encode()).document

    assert found.questions[0].answers == ("Yes",)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "It is no JSON file. It stops making sense in line 1."),
        (b"\xff\xfe\x00{", "It is no JSON file. Its letters are not UTF-8, from byte 0 on."),
        (b"[" * 100_000, "Its parts are nested far deeper than an assessment is."),
        (b"[" * 40 + b"]" * 40, "Its parts are nested far deeper than an assessment is."),
        (b'{"a": NaN}', "“NaN” stands where a number belongs, and is none."),
        (b'{"a": -Infinity}', "“-Infinity” stands where a number belongs, and is none."),
        (
            b'{"status": "active", "status": "draft"}',
            "It stands twice in the same part, and nobody can tell which counts.",
        ),
        (b'{"a": ' + b"9" * 10_000 + b"}", "It is no JSON file. A number in it is far too long."),
        (b" " * (5 * 1024 * 1024 + 1), "It is larger than 5 MB."),
        (b"[]", "It is to be a part with named fields."),
        (b'"hello"', "It is to be a part with named fields."),
        (b'{"@type": "CarePlan"}', "It is to be “CareNeedsAssessment”."),
    ],
)
def test_a_hostile_or_broken_file_is_refused_in_plain_words(raw: bytes, why: str) -> None:
    with pytest.raises(NotReadable) as refused:
        read(raw)

    assert [one.why for one in refused.value.problems] == [why]


@pytest.mark.parametrize("text", ["a\\u0000b", "a\\ud800b", "\\u0007"])
def test_signs_that_are_no_letters_are_refused(text: str) -> None:
    raw = json.dumps(example()).replace("Needs help with hot meals", text)

    with pytest.raises(NotReadable) as refused:
        read(raw.encode())

    assert [(one.where, one.why) for one in refused.value.problems] == [
        ("assessmentQuestion, number 2, answer, number 1", "It holds signs that are no letters.")
    ]


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("draft", "Whoever made it says that it is not finished."),
        ("on-hold", "Whoever made it says that it is not finished."),
        ("unknown", "Whoever made it says that it is not finished."),
        ("entered-in-error", "Whoever made it says that it was written down by mistake."),
        ("revoked", "Whoever made it says that it was taken back."),
    ],
)
def test_only_what_is_finished_and_stands_is_taken(status: str, why: str) -> None:
    document = read(json.dumps(example() | {"status": status}).encode()).document

    with pytest.raises(NotReadable) as refused:
        check_finished(document, on=date(2026, 11, 23))

    assert [one.why for one in refused.value.problems] == [why]


def test_an_assessment_of_a_day_to_come_is_not_taken() -> None:
    document = read(json.dumps(example()).encode()).document

    check_finished(document, on=date(2026, 8, 11))
    with pytest.raises(NotReadable, match="a day to come"):
        check_finished(document, on=date(2026, 8, 10))


def ours(told: dict[Question, Carried]) -> Ours:
    return Ours(
        identifier="A-1",
        person=PERSON,
        professional="S-1",
        completed_at=datetime(2026, 8, 11, tzinfo=UTC),
        capacity=True,
        advocate_required=False,
        consent_to_sharing=True,
        questionnaire=WHOLE_LIFE,
        answers={
            question: Answered(
                question,
                level=one.level,
                person_level=one.person_level,
                person_words=one.person_words,
                worker_words=one.worker_words,
            )
            for question, one in told.items()
        },
        wrote=(
            Wrote(
                "hygiene",
                "Keeping clean",
                Voice.PERSON,
                ("I like a bath", " ", "I prefer a bath"),
                "CA-HYGIENE-01",
            ),
        ),
        eligible_needs="Eligible needs identified",
        reasons="Two outcomes",
        summary="",
    )


def example() -> dict[str, Any]:
    """A document as another council might send it."""
    return {
        "@type": "CareNeedsAssessment",
        "identifier": {"value": "ASS-1", "system": "https://council.example/assessment"},
        "personId": {"value": "9434765919", "system": NHS_NUMBER},
        "professionalId": {"value": "SW-1", "system": "https://council.example/registration"},
        "dateCompleted": "2026-08-11T14:30:00Z",
        "capacityToCompleteAssessment": True,
        "advocateRequired": False,
        "consentToInformationSharing": True,
        "review": [{"isReview": False}],
        "status": "active",
        "assessmentQuestion": [
            {
                "questionId": "STAT-HOUSING-01",
                "category": "Housing",
                "questionText": "Do you live alone?",
                "answer": ["Yes"],
                "answerType": "Boolean",
                "required": True,
            },
            {
                "questionId": "CA-NUTRITION-01",
                "category": "CA.nutrition",
                "questionText": "Can you manage food and drink?",
                "answer": ["Needs help with hot meals"],
                "answerType": "String",
                "required": True,
            },
        ],
    }


def problems_of(plain: dict[str, Any]) -> list[str]:
    with pytest.raises(NotReadable) as refused:
        read(json.dumps(plain).encode())
    return [str(one) for one in refused.value.problems]
