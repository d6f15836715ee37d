"""Advice is written by one and published by another, carries no script, reads plainly, and nothing
on it goes stale in silence; no save is lost."""

from datetime import date, timedelta
from typing import Any

import making
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ownway.commissioning.directory import operations as directory
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.notices.domain import too_long
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.contact.domain import advice as domain
from ownway.support.contact.operations import advice
from ownway.support.contact.queries import advice as queries

DAY = making.DAY
LATER = DAY + timedelta(days=180)
SAID: dict[str, Any] = {
    "title": "I need a rail",
    "summary": "Ask for one. It is free.",
    "body": "Ring us.\n# Where\n- By the stairs\n- In the bath\n[Find help](/help-near-you/) now.",
    "easy_read": "# A rail\n[home] You can get a rail.",
    "topics": ["equipment"],
}


@pytest.fixture
def priya() -> SignIn:
    return making.staff(Role.COMMISSIONER, name="Priya Nair")


@pytest.fixture
def asif() -> SignIn:
    return making.manager()


def written(by: SignIn, **more: Any) -> Any:
    slug = advice.write_advice("", **(SAID | more), by=by, on=DAY)
    opened = queries.advice_page(slug).open
    assert opened
    return opened


def published(by: SignIn, second: SignIn, review_by: date = LATER) -> Any:
    made = written(by)
    advice.ask_review(made.id, by=by, on=DAY)
    advice.publish(made.id, review_by=review_by, by=second, on=DAY)
    return queries.advice(made.slug)


def test_the_plain_writing_becomes_blocks() -> None:
    kinds = [(block.kind, len(block.lines)) for block in domain.blocks_of(SAID["body"])]

    assert kinds == [("paragraph", 1), ("heading", 1), ("list", 2), ("paragraph", 1)]
    link = domain.blocks_of(SAID["body"])[-1].lines[0][0]
    assert (link.words, link.address) == ("Find help", "/help-near-you/")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "http://a.org", "//localhost", "data:text/html,x", "/a?b=c"],
)
def test_a_link_that_could_harm_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="A link leads to a page of ours"):
        domain.blocks_of(f"[here]({address})")


@given(st.text(max_size=200))
def test_no_text_is_lost_and_none_breaks_the_reading(text: str) -> None:
    try:
        blocks = domain.blocks_of(text)
    except Refused:
        return
    kept = "".join(part.words + part.address for b in blocks for line in b.lines for part in line)
    assert {one for one in text if one.isalnum()} <= set(kept)
    assert domain.reading_of(text).age >= 5


def test_plain_words_read_younger_than_officials_do() -> None:
    plain = domain.reading_of("We can help. Ring us. You may bring a friend.")
    hard = domain.reading_of(
        "Eligibility determinations are undertaken following the completion of a proportionate "
        "assessment, in accordance with applicable statutory regulations and the authority's "
        "prevailing operational policies and procedures."
    )

    assert plain.is_plain
    assert plain.long == ()
    assert hard.age > 15
    assert len(hard.long) == 1


def test_the_texts_that_come_with_it_are_plain_and_can_be_published() -> None:
    texts = domain.starters()

    assert len(texts) == 6
    for one in texts:
        domain.check_advice(
            title=one.title,
            summary=one.summary,
            body=one.body,
            easy_read=one.easy_read,
            topics=one.topics,
        )
        assert domain.reading_of(one.body).age <= domain.GOAL_AGE + 2, one.slug
        assert domain.reading_of(one.body).long == (), one.slug
        assert too_long(one.easy_read) == (), one.slug


@pytest.mark.django_db
def test_nobody_publishes_their_own_and_nobody_reads_a_draft(priya: SignIn, asif: SignIn) -> None:
    made = written(priya)
    with pytest.raises(NotFound):
        queries.advice(made.slug)
    with pytest.raises(Refused, match="does not wait to be read over"):
        advice.publish(made.id, review_by=LATER, by=asif, on=DAY)
    advice.ask_review(made.id, by=priya, on=DAY)
    with pytest.raises(NotAllowed, match="Somebody else reads it"):
        advice.publish(made.id, review_by=LATER, by=priya, on=DAY)
    with pytest.raises(Refused, match="published or sent back first"):
        advice.write_advice(made.slug, **SAID, step=1, by=priya, on=DAY)
    for wrong in (DAY, DAY + timedelta(days=400)):
        with pytest.raises(Refused):
            advice.publish(made.id, review_by=wrong, by=asif, on=DAY)
    advice.publish(made.id, review_by=LATER, by=asif, on=DAY)

    assert queries.advice(made.slug).published_by == "Asif Karim"
    with pytest.raises(NotAllowed):
        advice.write_advice("", **SAID, by=making.practitioner(), on=DAY)


@pytest.mark.django_db
def test_a_save_that_came_too_late_changes_nothing(priya: SignIn, asif: SignIn) -> None:
    made = written(priya)
    advice.write_advice(made.slug, **(SAID | {"summary": "Asif's"}), step=1, by=asif, on=DAY)

    with pytest.raises(advice.ChangedMeanwhile):
        advice.write_advice(made.slug, **(SAID | {"summary": "Mine"}), step=1, by=priya, on=DAY)
    opened = queries.advice_page(made.slug).open
    assert opened
    assert (opened.summary, opened.number) == ("Asif's", 1)


@pytest.mark.django_db
def test_an_earlier_version_comes_back_as_a_draft(priya: SignIn, asif: SignIn) -> None:
    first = published(priya, asif)
    advice.write_advice(first.slug, **(SAID | {"summary": "New"}), by=priya, on=DAY)
    draft = queries.advice_page(first.slug).open
    assert draft
    advice.ask_review(draft.id, by=priya, on=DAY)
    advice.publish(draft.id, review_by=LATER, by=asif, on=DAY)
    assert queries.advice(first.slug).summary == "New"

    advice.bring_back(first.slug, 1, by=asif, on=DAY)

    page = queries.advice_page(first.slug)
    assert page.used
    assert page.open
    assert (page.used.summary, page.open.summary) == ("New", SAID["summary"])
    advice.take_down(page.used.id, by=asif, on=DAY)
    with pytest.raises(NotFound):
        queries.advice(first.slug)


@pytest.mark.django_db
def test_past_its_day_it_says_so_and_stands_on_the_desk(
    client: Client, priya: SignIn, asif: SignIn, settings: Any
) -> None:
    made = published(priya, asif)
    directory.list_service(
        by=None, on=DAY, name="Rails", organisation="R", what="Rails", topics=["equipment"],
        telephone="01632 960 000",
    )  # fmt: skip
    address = f"/advice/{made.slug}/"

    settings.OWNWAY_TODAY = LATER - timedelta(days=1)
    fresh = client.get(address).text
    assert "We are checking that this page is still right" not in fresh
    assert "Rails" in fresh
    settings.OWNWAY_TODAY = LATER
    assert "We are checking that this page is still right" in client.get(address).text
    client.force_login(asif)
    assert "1 page has to be looked at again" in client.get("/team/advice/").text
    advice.still_right(made.id, review_by=LATER + timedelta(days=90), by=asif, on=LATER)
    assert "No page has to be looked at again" in client.get("/team/advice/").text


@pytest.mark.django_db
def test_the_public_page_carries_no_script_and_no_name_of_staff(
    client: Client, priya: SignIn, asif: SignIn, settings: Any
) -> None:
    settings.OWNWAY_TODAY = DAY
    made = written(priya, body='<script>alert("x")</script> Ring us.', title="<b>Rails</b>")
    advice.ask_review(made.id, by=priya, on=DAY)
    advice.publish(made.id, review_by=LATER, by=asif, on=DAY)

    for address in ("/", "/advice/", f"/advice/{made.slug}/", f"/advice/{made.slug}/?words=easy"):
        page = client.get(address)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<b>Rails" not in page.text.replace("<b>&lt;b&gt;Rails", "")
        assert "Priya" not in page.text
        assert "Asif" not in page.text
    assert client.get("/advice/no-such-page/").status_code == 404


@pytest.mark.django_db
def test_the_writing_page_keeps_what_was_typed(
    client: Client, priya: SignIn, asif: SignIn, settings: Any
) -> None:
    settings.OWNWAY_TODAY = DAY
    client.force_login(priya)
    typed = SAID | {"step": "0", "act": "keep"}

    wrong = client.post("/team/advice/new/", typed | {"body": "[x](http://bad.example)"})
    assert wrong.status_code == 422
    assert "http://bad.example" in wrong.text
    seen = client.post("/team/advice/new/", typed | {"act": "see"})
    assert "It reads at about the age of" in seen.text
    kept = client.post("/team/advice/new/", typed)
    assert kept.status_code == 302
    slug = queries.advice_pages()[0].slug
    advice.write_advice(slug, **SAID, step=1, by=asif, on=DAY)
    late = client.post(f"/team/advice/{slug}/write/", typed | {"step": "1", "summary": "Mine"})
    assert late.status_code == 422
    assert "What you wrote is still here" in late.text
    assert "Mine" in late.text
    client.force_login(making.practitioner())
    assert client.get("/team/advice/").status_code == 403
