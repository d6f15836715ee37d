"""A page of advice is words and safe links and nothing else, and its reading age is worked out by a
published formula that warns and never refuses."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownway.kernel.refusal import Refused
from ownway.support.contact.domain import advice
from ownway.support.contact.domain.advice import Block, Part

DAY = date(2026, 11, 23)
PAGE = {
    "title": "I need help at home",
    "summary": "Tell us what is hard.",
    "body": "# Ask us\nRing us.",
    "easy_read": "[home] Help at home.",
    "topics": ["nutrition"],
}


def test_headings_lists_paragraphs_and_links_are_read_as_such() -> None:
    assert advice.blocks_of(
        "# Ask\nRing us.\n- One\n- [Find help](/help-near-you/) now\n\nEnd"
    ) == (
        Block("heading", ((Part("Ask"),),)),
        Block("paragraph", ((Part("Ring us."),),)),
        Block("list", ((Part("One"),), (Part("Find help", "/help-near-you/"), Part(" now")))),
        Block("paragraph", ((Part("End"),),)),
    )
    assert advice.links_of("[a](/check/) [b](https://example.org/x) [c](/check/)") == ("/check/",)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert",
        "//example.org/",
        "//localhost",
        "http://example.org",
        "https://",
        "https:///x",
        "data:text/html,x",
        "/check/?next=//x",
        "mailto:x@example.org",
    ],
)
def test_a_link_leads_to_a_page_of_ours_or_to_https(address: str) -> None:
    with pytest.raises(Refused, match="leads to"):
        advice.blocks_of(f"Go [here]({address}).")


@given(st.text(max_size=200))
@settings(max_examples=50, deadline=None)
def test_no_word_is_lost_and_no_other_kind_of_block_comes_of_any_text(text: str) -> None:
    try:
        blocks = advice.blocks_of(text)
    except Refused:
        return
    assert {block.kind for block in blocks} <= {"heading", "paragraph", "list"}
    if "[" not in text:
        shown = "".join(part.words for block in blocks for line in block.lines for part in line)
        marks = "#- "
        assert "".join(shown.split()).replace("#", "").replace("-", "") == "".join(
            "".join(text.split()).translate({ord(mark): None for mark in marks})
        )
    advice.reading_of(text)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": " "}, "Write the question as people would ask it: it is the title."),
        ({"summary": ""}, "Write the answer in a sentence or two: it stands at the top."),
        ({"body": "\n"}, "Write the page."),
        ({"easy_read": ""}, "Write the Easy Read version. Nobody should have to ask for it."),
        ({"title": "x" * 101}, "Keep the title to 100 letters."),
        ({"body": "x" * 12_001}, "Keep the page to 12,000 letters."),
        ({"topics": ["chess"]}, "Choose topics from the list: chess is not on it."),
        (
            {"easy_read": "[horse] A horse."},
            "There is no picture [horse]. There are people, tick, money, share, week, home, no, "
            "clock, telephone, paper.",
        ),
    ],
)
def test_what_nobody_could_read_is_refused_in_words(wrong: dict[str, str], words: str) -> None:
    with pytest.raises(Refused) as refusal:
        advice.check_advice(**{**PAGE, **wrong})  # type: ignore[arg-type]  # one part is replaced
    assert str(refusal.value) == words


def test_the_reading_age_follows_the_published_formula() -> None:
    # 2 sentences, 10 words, 12 syllables: 0.39 * 5 + 11.8 * 1.2 - 15.59 = 0.52, so grade 1.
    plain = advice.reading_of("We can help you now. Ring us on Monday morning.")
    assert (plain.age, plain.long, plain.hard, plain.is_plain) == (6, (), (), True)
    # 1 sentence, 8 words, 24 syllables: 0.39 * 8 + 11.8 * 3 - 15.59 = 22.93, so grade 23.
    heavy = advice.reading_of(
        "Multidisciplinary professionals determine eligibility following comprehensive "
        "documentation considered together."
    )
    assert heavy.age > 20
    assert not heavy.is_plain
    assert heavy.hard[:2] == ("comprehensive", "considered")
    assert advice.reading_of("").age == 5


def test_long_sentences_are_named_and_never_refused() -> None:
    long = " ".join(["word"] * 21) + "."

    assert advice.reading_of(f"Short one. {long}").long == (long,)
    advice.check_advice(**{**PAGE, "body": long})  # type: ignore[arg-type]  # one part is replaced


def test_a_page_is_looked_at_again_within_a_year() -> None:
    advice.check_review_by(DAY + timedelta(days=366), on=DAY)
    for day in (DAY, DAY - timedelta(days=1), DAY + timedelta(days=367)):
        with pytest.raises(Refused):
            advice.check_review_by(day, on=DAY)


def test_the_texts_that_come_with_it_are_plain_and_answer_what_people_ask() -> None:
    made = advice.starters()

    assert [one.title for one in made[:5]] == [
        "I need help at home",
        "I look after someone",
        "I am leaving hospital",
        "My child is turning 18",
        "Money and paying for care",
    ]
    for one in made:
        advice.check_advice(
            title=one.title,
            summary=one.summary,
            body=one.body,
            easy_read=one.easy_read,
            topics=one.topics,
        )
        assert advice.reading_of(one.body).is_plain, one.slug
        assert advice.slug_of(one.title)


def test_an_address_is_made_of_a_title() -> None:
    assert advice.slug_of("My child is turning 18!") == "my-child-is-turning-18"
    assert advice.slug_of("???") == "page"
