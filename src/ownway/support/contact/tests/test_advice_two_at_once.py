"""Two editors lose nothing of each other's, nobody who wrote in a page publishes it, one question
has one page, and a link leads where anybody may go."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import making
import pytest
from django.test import Client

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.contact.domain import advice as domain
from ownway.support.contact.models import AdviceVersion
from ownway.support.contact.operations import advice
from ownway.support.contact.queries import advice as queries

pytestmark = pytest.mark.django_db
DAY = making.DAY
SAID: dict[str, Any] = {
    "title": "I need a rail",
    "summary": "Ask for one.",
    "body": "Ring us. [Find help](/help-near-you/) today.",
    "easy_read": "[home] You can get a rail.",
    "topics": ["equipment"],
}


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = DAY


@pytest.fixture
def priya() -> SignIn:
    return making.staff(Role.COMMISSIONER, name="Priya Nair")


@pytest.fixture
def asif() -> SignIn:
    return making.manager()


def test_whoever_saves_second_sees_both_and_can_keep_what_they_made_of_it(
    client: Client, priya: SignIn, asif: SignIn
) -> None:
    slug = advice.write_advice("", **SAID, by=priya, on=DAY)
    address = f"/team/advice/{slug}/write/"
    advice.write_advice(slug, **(SAID | {"body": "Asif's own words."}), step=1, by=asif, on=DAY)

    client.force_login(priya)
    typed = SAID | {"step": "1", "act": "keep", "body": "Priya's own words."}
    late = client.post(address, typed)
    assert late.status_code == 422
    for words in ("Asif&#39;s own words.", "Priya&#39;s own words.", "What Asif Karim kept"):
        assert words in late.text
    assert 'name="step" value="2"' in late.text

    assert client.post(address, typed | {"step": "2", "body": "Both."}).status_code == 302
    opened = queries.advice_page(slug).open
    assert opened
    assert (opened.body, opened.number, opened.step) == ("Both.", 1, 3)


def test_two_who_begin_a_version_at_one_moment_are_told(priya: SignIn, asif: SignIn) -> None:
    slug = advice.write_advice("", **SAID, by=priya, on=DAY)
    nothing = AdviceVersion.objects.none()

    with (  # what the second reads is from before the first one's row
        patch.object(AdviceVersion.objects, "select_for_update", return_value=nothing),
        pytest.raises(advice.ChangedMeanwhile),
    ):
        advice.write_advice(slug, **(SAID | {"body": "Mine."}), by=asif, on=DAY)

    assert [one.body for one in AdviceVersion.objects.all()] == [SAID["body"]]


def test_nobody_who_wrote_in_a_version_publishes_it(priya: SignIn, asif: SignIn) -> None:
    slug = advice.write_advice("", **SAID, by=priya, on=DAY)
    advice.write_advice(slug, **(SAID | {"summary": "A comma."}), step=1, by=asif, on=DAY)
    opened = queries.advice_page(slug).open
    assert opened
    advice.ask_review(opened.id, by=asif, on=DAY)
    later = DAY + timedelta(days=90)

    for writer in (priya, asif):
        with pytest.raises(NotAllowed, match="Somebody else reads it"):
            advice.publish(opened.id, review_by=later, by=writer, on=DAY)
    advice.publish(opened.id, review_by=later, by=making.manager(name="Lena Other"), on=DAY)

    assert queries.advice(slug).published_by == "Lena Other"
    advice.write_advice(slug, **(SAID | {"summary": "Next."}), by=asif, on=DAY)
    following = queries.advice_page(slug).open
    assert following
    assert following.writers == (asif.pk,)


def test_a_question_has_one_page(priya: SignIn) -> None:
    advice.write_advice("", **SAID, by=priya, on=DAY)
    for title in ("I need a rail!", "New"):
        with pytest.raises(Refused, match="There is a page of this question"):
            advice.write_advice("", **(SAID | {"title": title}), by=priya, on=DAY)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("[x](/no-such-page/)", "There is no page /no-such-page/ here."),
        ("[x](/team/advice/)", "Not everybody may open /team/advice/."),
    ],
)
def test_a_link_to_nowhere_is_refused_beside_the_page(
    client: Client, priya: SignIn, body: str, words: str
) -> None:
    client.force_login(priya)

    wrong = client.post("/team/advice/new/", SAID | {"body": body, "act": "keep"})

    assert wrong.status_code == 422
    assert words in wrong.text
    assert 'href="#id_body"' in wrong.text
    assert not AdviceVersion.objects.exists()


def test_a_text_that_comes_with_it_leads_nowhere_dead(client: Client, priya: SignIn) -> None:
    client.force_login(priya)
    for one in domain.starters():
        typed = {
            "title": one.title,
            "summary": one.summary,
            "body": one.body,
            "easy_read": one.easy_read,
            "topics": list(one.topics),
            "act": "keep",
        }
        assert client.post("/team/advice/new/", typed).status_code == 302, one.slug
