"""A decision goes to the person in a form they can use, and is kept where they can read it."""

import re
from datetime import UTC, datetime
from typing import Any

import making
import pytest
from django.test import Client

from ownway.foundation.documents import queries as documents
from ownway.foundation.notices import queries as notices
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.assessment import operations, queries
from ownway.support.assessment.domain import Level

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
NOT = "Non-eligible needs identified"


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY
    settings.OWNWAY_COUNCIL = "Marlshire Council"
    settings.OWNWAY_TELEPHONE = "01632 960 140"


def words_of(about: Any) -> str:
    return " ".join(notices.about([about], on=making.DAY)[0].lines[n].words for n in range(9))


def test_the_letter_says_the_needs_and_the_reasons_goes_once_and_is_kept_twice() -> None:
    ruth, nell = making.person(), making.practitioner()
    making.own_sign_in(ruth)
    made = making.assessed(ruth, nell)

    operations.send_letter(made, by=nell, on=making.DAY)

    said = words_of(ruth.pk)
    assert "keeping clean; getting to places and doing things where you live." in said
    assert "She cannot wash safely." in said
    kept = documents.listed(ruth.pk, shared_only=True)
    assert sorted(one.name for one in kept) == [
        "Decision on your support, Easy Read.pdf",
        "Decision on your support.pdf",
    ]
    with pytest.raises(Refused, match="went already"):
        operations.send_letter(made, by=nell, on=making.DAY)
    assert len(documents.listed(ruth.pk)) == 2


def test_a_no_names_what_is_hard_and_how_to_be_heard_and_waits_for_a_decision() -> None:
    ruth, nell = making.person(), making.practitioner()
    her = making.own_sign_in(ruth)
    begun = making.begun(ruth, nell)
    with pytest.raises(Refused, match="no decision"):
        operations.send_letter(begun, by=nell, on=making.DAY)
    with pytest.raises(NotAllowed):
        operations.send_letter(begun, by=her, on=making.DAY)
    making.found(begun, nell)
    levels = queries.assessment_for_reading(begun, by=nell, on=making.DAY).questionnaire.ids
    said = {question: operations.Said(Level(2)) for question in levels}
    operations.answer_all(begun, said, by=nell, at=AT)
    operations.complete(
        begun,
        eligible_needs=NOT,
        reasons="The new rail does it.",
        why_differs="Seen twice.",
        by=nell,
        on=making.DAY,
    )

    operations.send_letter(begun, by=nell, on=making.DAY)

    words = " ".join(line.words for line in notices.about([ruth.pk], on=making.DAY)[0].lines)
    assert "does not ask the council to arrange support" in words
    assert "Groups and services near you are on our pages." in words
    assert "Ombudsman" in words


def test_the_worker_sees_both_forms_before_it_goes_and_the_person_finds_it(
    client: Client,
) -> None:
    ruth, nell = making.person(), making.practitioner()
    her = making.own_sign_in(ruth)
    made = making.assessed(ruth, nell)
    client.force_login(nell)

    page = client.get(f"/team/assessments/{made}/letter/").text
    assert "It goes in plain words, to their own pages" in page
    assert "We talked about what you need." in page
    sent = client.post(f"/team/assessments/{made}/letter/")
    assert sent["Location"] == f"/team/assessments/{made}/"
    assert "The letter about it" in client.get(sent["Location"]).text
    assert client.get(f"/team/assessments/{made}/letter/")["Location"] == sent["Location"]

    client.force_login(her)
    mine = client.get("/my/assessment/").text
    link = re.search(r'href="(/my/documents/[^"]+)">The letter about it', mine)
    assert link
    opened = client.get(link[1])
    assert b"".join(opened.streaming_content)[:5] == b"%PDF-"  # type: ignore[attr-defined]  # a file
