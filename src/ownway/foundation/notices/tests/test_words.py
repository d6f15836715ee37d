"""The council's own words are used from their day once another person agreed, and no other way."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from django.db import Error, transaction

from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.models import Fact
from ownway.foundation.notices import operations, queries
from ownway.foundation.notices.domain import (
    EXAMPLES,
    TEMPLATES,
    Channel,
    Recipient,
    fill,
    too_long,
    wrong_in,
)
from ownway.foundation.notices.models import Notice, TemplateVersion
from ownway.kernel.refusal import NotAllowed, Refused

pytestmark = pytest.mark.django_db
DAY = making.DAY
CODE = "review-due"


@pytest.fixture
def nell() -> SignIn:
    return making.manager()


@pytest.fixture
def other() -> SignIn:
    return making.staff(Role.ADMINISTRATOR)


def written(by: SignIn, **more: Any) -> UUID:
    said = {
        "subject": "Shall we meet?",
        "standard": "Dear ((name)),\r\nmeet us by ((due_on)).  ",
        "easy_read": "[week] We meet by ((due_on)).",
    }
    return operations.write_words(CODE, **(said | more), by=by, on=DAY)


def agreed(by: SignIn, other: SignIn, *, days: int = 0, **more: Any) -> UUID:
    made = written(by, **more)
    operations.ask_review(made, by=by, on=DAY)
    operations.agree_words(made, from_day=DAY + timedelta(days), by=other, on=DAY)
    return made


def sent(by: SignIn, *, on: Any = DAY) -> Notice:
    to = Recipient(name="Ruth Calloway", channels=(Channel.EMAIL,), email="ruth@example.org")
    values = {"due_on": "7 December", "worker": by.name}
    about = UUID("11111111-1111-4111-8111-111111111111")
    return Notice.objects.get(
        pk=operations.send(CODE, about=about, to=to, values=values, by=by, on=on)
    )


def test_every_template_reads_with_the_examples() -> None:
    for one in TEMPLATES.values():
        assert fill(one.standard, EXAMPLES, one.allowed)
        assert fill(one.easy_read, EXAMPLES, one.allowed)
        assert too_long(fill(one.easy_read, EXAMPLES, one.allowed)) == ()


def test_what_is_wrong_stands_beside_its_field() -> None:
    found = wrong_in(
        TEMPLATES[CODE], subject="For ((name))", standard="((nhs_number))", easy_read="  "
    )
    assert sorted(found) == ["easy_read", "standard", "subject"]
    assert found["standard"].startswith("((nhs_number)) is not known here.")


@pytest.mark.parametrize("words", ["((nhs_number))", "((name", "[bomb] Hello", "((name.pk))"])
def test_a_gap_nobody_allows_is_not_kept(nell: SignIn, words: str) -> None:
    with pytest.raises(Refused):
        written(nell, standard=words)
    assert not TemplateVersion.objects.exists()


def test_the_words_in_use_are_those_of_their_day(nell: SignIn, other: SignIn) -> None:
    assert (sent(nell).template_version, sent(nell).subject) == (0, TEMPLATES[CODE].subject)
    agreed(nell, other, days=2)
    assert sent(nell, on=DAY + timedelta(1)).template_version == 0
    later = sent(nell, on=DAY + timedelta(2))
    assert (later.template_version, later.subject) == (1, "Shall we meet?")
    assert later.words == "Dear Ruth Calloway,\nmeet us by 7 December."


def test_a_draft_and_what_waits_are_never_sent(nell: SignIn) -> None:
    made = written(nell)
    assert sent(nell).template_version == 0
    operations.ask_review(made, by=nell, on=DAY)
    assert sent(nell).template_version == 0


def test_nobody_agrees_to_their_own_words(nell: SignIn) -> None:
    made = written(nell)
    operations.ask_review(made, by=nell, on=DAY)
    with pytest.raises(NotAllowed, match="Somebody else agrees"):
        operations.agree_words(made, from_day=DAY, by=nell, on=DAY)
    with pytest.raises(Error, match="a_wording_is_agreed_by_another"), transaction.atomic():
        TemplateVersion.objects.filter(pk=made).update(
            state="agreed", reviewed_by=nell, from_day=DAY
        )


def test_agreed_words_stay(nell: SignIn, other: SignIn) -> None:
    made = agreed(nell, other)
    with pytest.raises(Error, match="agreed_stays"), transaction.atomic():
        TemplateVersion.objects.filter(pk=made).update(standard="Something else")
    with pytest.raises(Error, match="agreed_stays"), transaction.atomic():
        TemplateVersion.objects.filter(pk=made).delete()


def test_what_has_to_change_goes_back_with_words(nell: SignIn, other: SignIn) -> None:
    made = written(nell)
    operations.ask_review(made, by=nell, on=DAY)
    with pytest.raises(Refused, match="waits for review"):
        written(nell)
    with pytest.raises(Refused, match="what has to change"):
        operations.send_back(made, words=" ", by=other, on=DAY)
    operations.send_back(made, words="Too cold.", by=other, on=DAY)
    line = queries.versions(CODE, on=DAY)[0]
    assert (line.in_words, line.reviewed_words) == ("draft", "Too cold.")
    assert written(nell, subject="Warmer") == made
    with pytest.raises(Refused, match="do not wait for review"):
        operations.agree_words(made, from_day=DAY, by=other, on=DAY)


def test_a_day_that_is_over_is_refused(nell: SignIn, other: SignIn) -> None:
    with pytest.raises(Refused, match="day is over"):
        agreed(nell, other, days=-1)


def test_going_back_makes_a_draft_that_another_agrees_to(nell: SignIn, other: SignIn) -> None:
    agreed(nell, other)
    made = operations.go_back(CODE, 0, by=other, on=DAY)
    with pytest.raises(Refused, match="Another version"):
        operations.go_back(CODE, 1, by=nell, on=DAY)
    operations.ask_review(made, by=other, on=DAY)
    operations.agree_words(made, from_day=DAY, by=nell, on=DAY)
    assert [(one.number, one.in_words) for one in queries.versions(CODE, on=DAY)] == [
        (2, "in use"),
        (1, "no longer used"),
        (0, "came with Ownway"),
    ]
    assert (sent(nell).template_version, sent(nell).subject) == (2, TEMPLATES[CODE].subject)


def test_each_step_is_on_record_and_only_those_who_may_take_it(nell: SignIn, other: SignIn) -> None:
    agreed(nell, other)
    steps = Fact.objects.filter(name__startswith="notices.words-").order_by("pk")
    assert sorted(one.name for one in steps) == [
        "notices.words-agreed",
        "notices.words-to-review",
        "notices.words-written",
    ]
    with pytest.raises(NotAllowed):
        written(making.practitioner())
