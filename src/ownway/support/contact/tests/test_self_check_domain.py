"""Whatever is answered, a self-check offers an assessment, loses no word and turns nobody away."""

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ownway.commissioning.directory.domain import TOPICS
from ownway.kernel.working_days import working_days_after
from ownway.support.contact.domain import self_checks as checks
from ownway.support.contact.domain.self_checks import MATTERS, NEWEST, Said, Whom

ADULT_OUTCOMES = {
    "CA-NUTRITION-01",
    "CA-HYGIENE-01",
    "CA-TOILET-01",
    "CA-CLOTHING-01",
    "CA-HOMESAFETY-01",
    "CA-HABITABLEHOME-01",
    "CA-RELATIONSHIPS-01",
    "CA-WTEV-01",
    "CA-COMMUNITY-01",
    "CA-CARINGOTHERS-01",
}
# Reg. 3(2): the two outcomes of carers that the draft standard gives no id.
CARER_OUTCOMES = {
    "nutrition",
    "habitable-home",
    "children",
    "others",
    "relationships",
    "work",
    "community",
    "recreation",
}
DISCOURAGING = re.compile(
    r"not eligible|not qualify|unlikely|no need to|not need|not worth|only if|unfortunately|"
    r"too little|cannot have|not entitled|do not ask|instead of|unless|sorry|\bbut\b|wait until",
    re.IGNORECASE,
)
WORDS = st.text(max_size=40)


def choices_of(whom: Whom) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries(
        {},
        optional={
            one.id: st.sampled_from([*(choice.value for choice in one.choices), "", "never"])
            for one in checks.questions(NEWEST, whom)
        },
    )


def saids(whom: Whom) -> st.SearchStrategy[Said]:
    return st.builds(
        Said,
        choices_of(whom),
        st.dictionaries(st.sampled_from(checks.steps(NEWEST, whom)), WORDS),
        st.sampled_from(["", "QM1 4AB", "?"]),
    )


SAIDS = {whom: saids(whom) for whom in Whom}


@given(
    asked=st.one_of(
        *(st.tuples(st.just(whom), said) for whom, said in SAIDS.items()),
    )
)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_result_offers_an_assessment_and_none_discourages(asked: tuple[Whom, Said]) -> None:
    whom, said = asked

    found = checks.result(NEWEST, whom, said)

    assert "can have an assessment" in found.offer
    assert not DISCOURAGING.search(f"{found.offer} {found.because}")
    assert found.now == (said.choices.get("safe") in ("no", "unsure"))


@given(said=SAIDS[Whom.OTHER])
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_request_made_of_it_always_says_something(said: Said) -> None:
    words = checks.in_a_few_words(NEWEST, Whom.OTHER, said)

    assert words.strip()
    assert said.words.get(MATTERS, "").strip() in words


@given(first=SAIDS[Whom.ME], page=st.sampled_from(checks.steps(NEWEST, Whom.ME)), words=WORDS)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_saying_one_page_anew_changes_no_other(first: Said, page: str, words: str) -> None:
    after = first.with_page(Said({}, {page: words}))

    assert after.words == {**first.words, page: words}
    assert after.choices == first.choices
    assert after.postcode == ("" if page == MATTERS else first.postcode)


def test_the_questions_follow_the_ten_outcomes_of_adults_and_the_eight_of_carers() -> None:
    for whom in (Whom.ME, Whom.OTHER):
        asked = [one.national for one in checks.questions(NEWEST, whom) if one.national]
        assert sorted(asked) == sorted(ADULT_OUTCOMES)
    carer = [one.id for one in checks.questions(NEWEST, Whom.CARER)]
    assert set(carer) - {"safe", "hours", "willing", "able", "too-much"} == CARER_OUTCOMES


@pytest.mark.parametrize("whom", list(Whom))
def test_about_fifteen_questions_few_on_a_page_and_each_may_rather_be_said(whom: Whom) -> None:
    pages = checks.pages(NEWEST, whom)

    asked = [one for page in pages for one in page.questions]
    assert 12 <= len(asked) + 2 <= 16  # with what matters, and where
    assert max(len(page.questions) for page in pages) == 3
    assert {one.choices[-1].words for one in asked} == {checks.RATHER_SAY_WORDS}
    assert len({one.id for one in asked}) == len(asked)
    assert pages[0].questions[0].id == "safe"


def test_what_is_hard_is_named_and_what_is_skipped_is_not_guessed() -> None:
    said = Said({"nutrition": "hard", "toilet": "some", "work": "say"}, {})

    found = checks.result(NEWEST, Whom.ME, said)

    assert found.worth_a_talk == (
        "Do you get meals and drinks ready, and eat and drink enough?",
        "Do you get to the toilet in time, and manage there?",
    )
    assert found.topics == ("nutrition", "toilet", "work")
    assert checks.levels(NEWEST, Whom.ME, said) == {"nutrition": 2, "toilet": 1}


def test_whoever_helps_is_told_of_an_assessment_of_their_own() -> None:
    often = checks.result(NEWEST, Whom.OTHER, Said({"helpers": "often"}, {}))
    nobody = checks.result(NEWEST, Whom.OTHER, Said({"helpers": "nobody"}, {}))

    assert (often.for_carers, nobody.for_carers) == (True, False)


def test_carrying_on_leads_to_the_first_page_that_says_nothing() -> None:
    said = Said({"safe": "yes", "work": "well"}, {"every-day": "Toast"})

    assert checks.next_page(NEWEST, Whom.ME, Said({}, {})) == "safe"
    assert checks.next_page(NEWEST, Whom.ME, said) == "home"
    everything = Said({}, dict.fromkeys(checks.steps(NEWEST, Whom.ME), "Yes"))
    assert checks.next_page(NEWEST, Whom.ME, everything) == MATTERS


def test_every_topic_is_a_word_of_the_directory() -> None:
    named = {
        topic
        for whom in Whom
        for one in checks.questions(NEWEST, whom)
        for topic in (*one.topics, *(name for choice in one.choices for name in choice.topics))
    }

    assert named - set(TOPICS) == set()
    assert {"carers", "equipment", "technology", "home-from-hospital"} <= named


def test_a_version_nobody_was_asked_is_not_made_up() -> None:
    with pytest.raises(checks.UnknownVersion):
        checks.pages(NEWEST + 1, Whom.ME)


@given(typed=st.text(max_size=200))
@settings(max_examples=50, deadline=None)
def test_words_stay_but_for_signs_no_keyboard_has(typed: str) -> None:
    once = checks.plain_words(typed + "\x00\x1b")

    assert checks.plain_words(once) == once
    assert not set(once) & {"\x00", "\x1b", "\r"}
    assert [one for one in once if one.isalnum()] == [one for one in typed if one.isalnum()]


def test_letters_are_not_misread_and_may_be_typed_any_way() -> None:
    made = checks.new_letters()

    assert len(made) == 8
    assert not set(made) & set("ILOU01")
    assert checks.tidy_letters(f" {checks.in_fours(made).lower()}-") == made


@pytest.mark.parametrize(
    ("day", "days", "answer"),
    [
        (date(2026, 11, 23), 2, date(2026, 11, 25)),  # Monday
        (date(2026, 11, 27), 2, date(2026, 12, 1)),  # Friday
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # Saturday
    ],
)
def test_working_days_leave_out_the_weekend(day: date, days: int, answer: date) -> None:
    assert working_days_after(day, days) == answer


@pytest.mark.parametrize(
    ("typed", "district"),
    [("QM1 4AB", "QM1"), ("qm114ab", "QM11"), ("QM1", ""), ("", ""), ("QM1 4AB; DROP", "")],
)
def test_a_postcode_is_used_when_it_is_one(typed: str, district: str) -> None:
    assert checks.district_of(typed) == district
