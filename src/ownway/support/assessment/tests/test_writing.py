"""Each writes in their own voice; a stale save stands beside the other; nothing is refused."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import making
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ownway.foundation.access import operations as access
from ownway.foundation.access.domain import Kind
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.queries import timeline
from ownway.foundation.hand_overs import queries as hand_overs
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.assessment import operations, queries
from ownway.support.assessment.domain import LONGEST, Voice
from ownway.support.assessment.models import PassageVersion
from ownway.support.people.domain.letting_in import As, Part
from ownway.support.people.models import LetIn

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _the_day(settings: Any) -> None:
    settings.OWNWAY_TODAY = making.DAY


def said(made: UUID, section: str, by: SignIn) -> list[tuple[str, str, list[str]]]:
    return [
        (line.who, line.voice.value, [one.words for one in line.stands])
        for line in queries.written_in(made, by=by).of(section)
    ]


def test_both_voices_stand_with_their_author_and_the_persons_comes_first() -> None:
    ruth, nell = making.person(), making.practitioner()
    her = making.own_sign_in(ruth)
    made = making.begun(ruth, nell)

    operations.write(made, "hygiene", "Nell sees it so.", by=nell, at=AT)
    operations.write(made, "hygiene", "I wash by myself.", differs=True, by=her, at=AT + MINUTE)

    assert said(made, "hygiene", nell) == [
        ("Ruth Calloway", "person", ["I wash by myself."]),
        ("Nell Farraday", "worker", ["Nell sees it so."]),
    ]
    first = queries.written_in(made, by=her).of("hygiene")[0]
    assert (first.mine, first.differs, first.stands[0].at) == (True, True, AT + MINUTE)
    assert [(one.name, one.words, one.by_name) for one in timeline(ruth.pk, limit=2)] == [
        ("assessment.passage-written", "Keeping clean", "Ruth Calloway"),
        ("assessment.passage-written", "Keeping clean", "Nell Farraday"),
    ]


def test_a_stale_save_is_kept_beside_the_other_and_joined_by_its_author() -> None:
    ruth, nell = making.person(), making.practitioner()
    her = making.own_sign_in(ruth)
    made = making.begun(ruth, nell)
    first = operations.write(made, "about-me", "I like walking.", by=her, at=AT)

    tablet = operations.write(
        made, "about-me", "I like walking. With Pete.", seen=first.seen, by=her, at=AT + MINUTE
    )
    telephone = operations.write(
        made, "about-me", "I like the canal.", seen=first.seen, by=her, at=AT + 2 * MINUTE
    )

    assert (tablet.beside, telephone.beside) == (False, True)
    both = ["I like walking. With Pete.", "I like the canal."]
    assert said(made, "about-me", nell) == [("Ruth Calloway", "person", both)]

    shown = [one.id for one in queries.written_in(made, by=her).of("about-me")[0].stands]
    joined = operations.write(
        made, "about-me", "I walk the canal with Pete.", seen=shown, by=her, at=AT + 3 * MINUTE
    )
    line = queries.written_in(made, by=her).of("about-me")[0]
    assert not joined.beside
    assert [one.words for one in line.stands] == ["I walk the canal with Pete."]
    assert [one.words for one in line.earlier] == ["I like walking.", *both]


def test_the_same_again_keeps_nothing_new_and_a_day_of_saves_is_one_fact() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)

    first = operations.write(made, "about-me", "One.", by=nell, at=AT)
    again = operations.write(made, "about-me", "One.", by=nell, at=AT + MINUTE)
    operations.write(made, "about-me", "Two.", seen=first.seen, by=nell, at=AT + 2 * MINUTE)
    empty = operations.write(made, "going-well", "  ", by=nell, at=AT)

    assert (again.is_new, again.seen, again.beside) == (False, first.seen, False)
    assert (empty.is_new, empty.seen, empty.at) == (False, (), None)
    assert [one.number for one in PassageVersion.objects.all()] == [1, 2]
    assert [one.name for one in timeline(ruth.pk)] == [
        "assessment.passage-written",
        "assessment.begun",
    ]


def test_words_rest_sealed() -> None:
    ruth, nell = making.person(), making.practitioner()
    operations.write(making.begun(ruth, nell), "about-me", "A secret.", by=nell, at=AT)

    kept = PassageVersion.objects.values_list("words", flat=True).get()

    assert repr(kept) == "(sealed)"


def test_afterwards_the_person_alone_may_still_say_that_they_see_it_differently() -> None:
    ruth, nell = making.person(), making.practitioner()
    her = making.own_sign_in(ruth)
    made = making.begun(ruth, nell)
    with pytest.raises(Refused, match="opens when the decision is made"):
        operations.write(made, "differently", "No.", by=her, at=AT)
    done = making.finished(made, nell)
    assert done

    with pytest.raises(operations.TooLate, match="finished while you were writing"):
        operations.write(made, "about-me", "Too late", by=her, at=AT)
    with pytest.raises(operations.TooLate):
        operations.write(made, "differently", "The worker has said theirs", by=nell, at=AT)
    operations.write(made, "differently", "I can do more than this says.", by=her, at=AT)

    assert said(made, "differently", nell) == [
        ("Ruth Calloway", "person", ["I can do more than this says."])
    ]
    assert {one.name for one in timeline(ruth.pk, limit=2)} == {
        "assessment.seen-differently",
        "hand_overs.handed-over",
    }
    operations.write(made, "differently", "And more.", by=her, at=AT + timedelta(days=1))
    (waits,) = hand_overs.concerning(nell, on=AT.date())  # once, however often they write
    assert (waits.what, waits.to_me) == ("Sees the decision differently", True)
    assert waits.due_on > AT.date()


def test_who_may_not_know_her_may_not_write_and_too_much_is_told() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    ids = making.own_sign_in(making.person(given_name="Idris"))

    with pytest.raises(NotFound):
        operations.write(made, "about-me", "Not mine", by=ids, at=AT)
    with pytest.raises(NotFound):
        queries.written_in(made, by=ids)
    with pytest.raises(NotAllowed):
        operations.write(made, "about-me", "Money", by=making.finance(), at=AT)
    with pytest.raises(Refused, match="no such part"):
        operations.write(made, "weather", "Fine", by=nell, at=AT)
    with pytest.raises(Refused, match="20000 letters or fewer"):
        operations.write(made, "about-me", "x" * (LONGEST + 1), by=nell, at=AT)
    assert not PassageVersion.objects.exists()


def test_the_assessment_of_somebody_who_died_cannot_go_on_and_is_kept() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    operations.write(made, "about-me", "Hers", by=nell, at=AT)
    ruth.died_on = date(2026, 11, 22)
    ruth.save()

    with pytest.raises(Refused, match="died on 22 November 2026"):
        operations.write(made, "about-me", "More", by=nell, at=AT)
    assert said(made, "about-me", nell) == [("Nell Farraday", "worker", ["Hers"])]


class TestOnTheDatabase(TestCase):
    """The same promise as of the pure part, with rows: two pages of one author, saved in any
    order, keep every sentence."""

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.sampled_from([0, 1]), st.booleans()), min_size=1, max_size=6))
    def test_no_sentence_is_lost(self, saves: list[tuple[int, bool]]) -> None:
        ruth, nell = making.person(), making.practitioner()
        made = making.begun(ruth, nell)
        seen: list[tuple[UUID, ...]] = [(), ()]
        text = ["", ""]
        sent: set[str] = set()
        for number, (page, answered) in enumerate(saves):
            text[page] = f"{text[page]}\nSentence {number}.".strip()
            sent |= set(text[page].splitlines())
            saved = operations.write(
                made, "about-me", text[page], seen=seen[page], by=nell, at=AT + number * MINUTE
            )
            if answered:
                seen[page] = saved.seen

        stands = queries.written_in(made, by=nell).of("about-me")[0].stands
        assert sent == {line for one in stands for line in one.words.splitlines()}


def test_the_page_saves_by_its_button_and_quietly_and_shows_two_that_crossed(
    client: Client,
) -> None:
    ruth, nell = making.person(), making.practitioner()
    her = making.own_sign_in(ruth)
    made = making.begun(ruth, nell)
    client.force_login(her)
    here = f"/my/assessments/{made}/going-well/"

    assert "Part" not in client.get("/my/assessment/").text
    sent = client.post(here, {"words": "The garden & the choir.", "seen": "", "then": "next"})
    assert sent["Location"] == f"/my/assessments/{made}/around-me/"
    quietly = client.post(
        here,
        {"words": "Another device.", "seen": "nonsense"},
        headers={"Accept": "application/json"},
    )
    told = json.loads(quietly.content)
    assert (quietly.status_code, told["beside"]) == (200, True)
    assert "Other words of yours are kept beside these" in told["words"]

    page = client.get(here).text
    assert page.count("The garden &amp; the choir.") == 3  # read, in the way to keep it, in the box
    assert page.count("Another device.") == 3
    assert "You saved this twice, in two places" in page
    list_page = client.get("/my/assessment/").text
    assert "Saved twice" in list_page

    client.force_login(nell)
    page = client.get(f"/team/assessments/{made}/parts/going-well/").text
    assert page.index("The garden &amp; the choir.") < page.index("Another device.")
    assert "Two saves stand here" in page


def test_what_is_typed_while_somebody_finishes_it_is_shown_again(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    making.finished(made, nell)
    client.force_login(nell)

    page = client.post(
        f"/team/assessments/{made}/parts/about-me/", {"words": "Typed meanwhile", "seen": ""}
    )
    quietly = client.post(
        f"/team/assessments/{made}/parts/about-me/",
        {"words": "Typed meanwhile", "seen": ""},
        headers={"Accept": "application/json"},
    )

    assert page.status_code == quietly.status_code == 422
    assert "Typed meanwhile" in page.text
    assert "finished while you were writing" in json.loads(quietly.content)["words"]
    assert client.get(f"/team/assessments/{made}/parts/weather/").status_code == 404
    assert client.get(f"/team/assessments/{uuid4()}/parts/about-me/").status_code == 404


def test_voices_are_told_apart() -> None:
    assert [voice.value for voice in Voice] == ["person", "worker", "invited"]


def test_whoever_was_let_in_writes_in_their_own_name_and_never_in_hers(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    her = making.own_sign_in(ruth)
    made = making.begun(ruth, nell)
    operations.write(made, "around-me", "Hers.", by=her, at=AT)
    ellie = access.add_sign_in(email="ellie@example.org", name="Ellie Calloway", kind=Kind.CARER)
    LetIn.objects.create(
        person=ruth,
        sign_in=ellie,
        name="Ellie Calloway",
        email="ellie@example.org",
        standing=As.FAMILY,
        parts=[Part.RECORD.value],
        first_day=making.DAY,
    )
    client.force_login(ellie)

    sent = client.post(f"/my/assessments/{made}/around-me/", {"words": "I come on Saturdays."})

    assert sent.status_code == 302
    assert said(made, "around-me", nell) == [
        ("Ruth Calloway", "person", ["Hers."]),
        ("Ellie Calloway", "invited", ["I come on Saturdays."]),
    ]
    assert queries.written_in(made, by=nell).of("around-me")[1].standing_as == "family"
    answered = client.post("/my/assessment/", {"q_meals_level": "1"})
    assert answered.status_code == 403  # the levels are hers alone to choose


def test_what_she_says_aloud_is_hers_and_names_who_wrote(client: Client) -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    client.force_login(nell)
    part = f"/team/assessments/{made}/parts/around-me/"
    client.post(part, {"words": "Lives with Pete."})

    assert "Write down what Ruth says" in client.get(part).text
    sent = client.post(f"{part}aloud/", {"words": "Pete, always. And the choir."})

    assert sent["Location"] == part
    lines = queries.written_in(made, by=nell).of("around-me")
    assert [
        (one.who, one.voice.value, one.taken_down, [said.words for said in one.stands])
        for one in lines
    ] == [
        ("Nell Farraday", "person", True, ["Pete, always. And the choir."]),
        ("Nell Farraday", "worker", False, ["Lives with Pete."]),
    ]
    page = client.get(part).text
    assert "Said by Ruth Calloway, written down by you" in page
    assert ">Lives with Pete.</textarea>" in page
    assert ">Pete, always. And the choir.</textarea>" in client.get(f"{part}aloud/").text

    her = making.own_sign_in(ruth)
    client.force_login(her)
    mine = client.get(f"/my/assessments/{made}/around-me/").text
    assert "Said by you, written down by Nell Farraday" in mine
    assert client.get(f"{part}aloud/").status_code in (302, 403, 404)
    with pytest.raises(Refused, match="a worker writes down"):
        operations.write(made, "around-me", "Not so.", aloud=True, by=her, at=AT)


def test_that_she_sees_it_differently_may_be_said_aloud_after_the_decision() -> None:
    ruth, nell = making.person(), making.practitioner()
    made = making.begun(ruth, nell)
    making.finished(made, nell)

    with pytest.raises(operations.TooLate):
        operations.write(made, "about-me", "Too late.", aloud=True, by=nell, at=AT)
    with pytest.raises(operations.TooLate):
        operations.write(made, "differently", "Mine.", by=nell, at=AT)
    operations.write(made, "differently", "Lunch is mine.", aloud=True, by=nell, at=AT)

    (line,) = queries.written_in(made, by=nell).of("differently")
    assert (line.voice, line.taken_down) == (Voice.PERSON, True)
