"""Each page about a life keeps what was typed, says what is wrong beside it, and leads back."""

from typing import Any

import making
import pytest
from django.test import Client

from ownway.foundation.access.models import SignIn
from ownway.support.people import operations
from ownway.support.people.domain import REASONS_OFFERED
from ownway.support.people.models import Person

pytestmark = pytest.mark.django_db
ON = making.DAY


@pytest.fixture
def ruth() -> Person:
    return making.person(nhs_number="9434765919")


@pytest.fixture
def nell(client: Client, ruth: Person) -> SignIn:
    made = making.practitioner()
    client.force_login(made)
    return made


DAY: dict[str, str] = {"first_day_day": "3", "first_day_month": "4", "first_day_year": "2026"}


@pytest.mark.parametrize(
    ("page", "said", "wrong", "fault", "shown"),
    [
        (
            "around/add/",
            {"name": "Ivor Vane", "kind": "attorney-money", "basis": "Power 7000-1"},
            {"basis": ""},
            "Say by which paper they act",
            "Acts by Power 7000-1",
        ),
        (
            "reasons/add/",
            {"reason": REASONS_OFFERED[6], "primary": "on", **DAY},
            {"first_day_year": "2031"},
            "The first day must be today or before",
            "Was the main reason",
        ),
        (
            "conditions/add/",
            {"code": "other", "words": "gout", **DAY},
            {"words": ""},
            "Say which condition it is",
            "Gout",
        ),
        (
            "numbers/add/",
            {"kind": "hospital", "value": "RX 771"},
            {"value": ""},
            "Type the number",
            "RX 771",
        ),
        (
            "sharing/add/",
            {"what": "The plan", "whom": "Marl Vale", "basis": "consent", "told": "All of it"},
            {"basis": "legal-duty"},
            "Say in a few words which law or duty",
            "The plan, with Marl Vale",
        ),
        (
            "how-to-talk/",
            {"needs": ["bsl"], "how_to_talk": "Face her."},
            {"none_needed": "on"},
            "not both",
            "British Sign Language",
        ),
    ],
)
def test_what_is_typed_is_kept_or_shown_again_with_its_fault(
    client: Client,
    ruth: Person,
    nell: SignIn,
    page: str,
    said: dict[str, Any],
    wrong: dict[str, Any],
    fault: str,
    shown: str,
) -> None:
    operations.add_reason(
        ruth.pk,
        reason=REASONS_OFFERED[1],
        primary=True,
        first_day=ON.replace(year=2025),
        by=nell,
        on=ON,
    )
    life = f"/team/people/{ruth.pk}/life/"

    empty = client.get(life + page)
    refused = client.post(life + page, said | wrong)
    kept = client.post(life + page, said, follow=True)

    assert (empty.status_code, refused.status_code) == (200, 422)
    assert fault in refused.content.decode()
    assert kept.redirect_chain[0][0].startswith(life)
    assert shown in kept.content.decode()


def test_what_ended_and_what_was_never_theirs_stays_on_the_page(
    client: Client, ruth: Person, nell: SignIn
) -> None:
    life = f"/team/people/{ruth.pk}/life/"
    around = operations.add_around(ruth.pk, operations.Around("friend", "Mo"), by=nell, on=ON)
    day = {"last_day_day": "1", "last_day_month": "11", "last_day_year": "2026"}

    unsaid = client.post(f"{life}around/{around}/end/", {})
    client.post(f"{life}around/{around}/end/", day)
    client.post(f"{life}numbers/nhs/never-theirs/", {"because": "Her sister's"})
    page = client.get(life).content.decode().replace("\xa0", " ")

    assert "Say which was the last day" in unsaid.content.decode()
    assert "Until 1 November 2026" in page
    assert "Never theirs" in page
    assert "<s>943 476 5919</s>" in page


def test_a_record_is_begun_only_after_likely_ones_were_shown(
    client: Client, ruth: Person, nell: SignIn
) -> None:
    born = {"born_on_day": "14", "born_on_month": "2", "born_on_year": "1968"}
    said = {"given_name": "Ruth", "family_name": "Caloway", "how_they_came": "Rang", **born}

    asked = client.post("/team/people/new/", said)
    assert "Is it one of these?" in asked.content.decode()
    assert ruth.council_id in asked.content.decode()
    assert Person.objects.count() == 1

    client.post("/team/people/new/", said | {"nobody_of_these": "yes"})
    made = Person.objects.exclude(pk=ruth.pk).get()
    assert (made.family_name, made.worker) == ("Caloway", nell)


def test_the_person_says_how_to_talk_and_takes_back_a_yes(
    client: Client, ruth: Person, nell: SignIn
) -> None:
    yes = operations.decide_sharing(
        ruth.pk,
        what="My plan",
        whom="Marl Vale",
        told="All of it",
        first_day=ON.replace(month=4),
        basis="consent",
        by=nell,
        on=ON,
    )
    client.force_login(making.own_sign_in(ruth))

    assert "1 thing is shared now" in client.get("/my/what-is-shared/").content.decode()
    after = client.post(f"/my/what-is-shared/{yes}/no/", follow=True).content.decode()
    assert "Nothing is noted as shared now" in after
    answer = {"needs": ["large-print"], "how_to_talk": "Give me time."}
    record = client.post("/my/how-to-talk-to-me/", answer, follow=True).content.decode()
    assert "Give me time." in record


def test_another_team_is_asked_why_before_any_of_it(client: Client, ruth: Person) -> None:
    client.force_login(making.practitioner(of=making.team("West team")))

    for page in ("", "around/add/", "how-to-talk/", "sharing/add/"):
        answer = client.get(f"/team/people/{ruth.pk}/life/{page}")
        assert (answer.status_code, "/why/" in answer.headers["Location"]) == (302, True)
