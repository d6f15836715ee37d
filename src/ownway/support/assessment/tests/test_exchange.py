"""What is given out says to whom and why, and leaves others out; what is brought is of this person
alone, changes nothing twice, and no figure rests on it before a worker agreed each level here."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import making
import pytest
from django.db import connection

from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.models import Fact
from ownway.kernel.refusal import NotAllowed, NotFound, Refused
from ownway.support.allocation import operations as allocation
from ownway.support.assessment.domain import ELIGIBLE, Level, Question, StillMissing
from ownway.support.assessment.models import Answer, Assessment, BroughtAssessment
from ownway.support.assessment.operations import answer, complete
from ownway.support.assessment.operations.exchange import (
    Brought,
    bring,
    bring_by_command,
    give_out,
    give_out_by_command,
    go_on_from,
    look_at,
    take_mine,
)
from ownway.support.assessment.queries import assessments_of, finished
from ownway.support.assessment.queries.exchange import brought_for_reading, brought_of
from ownway.support.people.models import Person, SomeoneAround

pytestmark = pytest.mark.django_db
ON = making.DAY
AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
NHS = "9434765919"
WASHING = Question("q_washing")


def two() -> tuple[Person, SignIn]:
    return making.person(nhs_number=NHS), making.practitioner()


def given(of: Person, by: SignIn, **more: Any) -> dict[str, Any]:
    """A finished assessment of somebody, given out, as its receiver reads it."""
    made = making.assessed(of, by)
    said: dict[str, Any] = {"to": "Westshire", "because": "She moves there.", "consent": True}
    said |= more
    return dict(json.loads(give_out(made, **said, by=by, on=ON).text))


def last_words(name: str) -> str:
    return str(Fact.objects.filter(name=name).latest("pk").content.words)


def test_what_is_given_out_is_a_document_and_a_fact_that_says_to_whom_and_why() -> None:
    ruth, nell = two()

    plain = given(ruth, nell)

    assert plain["personId"] == {
        "@type": "Identifier",
        "value": NHS,
        "system": "https://fhir.nhs.uk/Id/nhs-number",
    }
    assert plain["dateCompleted"] == "2026-11-23T00:00:00+00:00"
    assert (plain["status"], plain["capacityToCompleteAssessment"]) == ("completed", True)
    assert (plain["advocateRequired"], plain["consentToInformationSharing"]) == (False, True)
    levels = [
        row["answer"] for row in plain["assessmentQuestion"] if row.get("@id", "")[-7:] == ":agreed"
    ]
    assert [int(said[0][0]) for said in levels] == list(making.RUTHS_LEVELS.values())
    assert last_words("assessment.given-out") == "To Westshire: She moves there. They agree."


def test_others_and_their_names_are_left_out_unless_it_is_said_that_they_stay() -> None:
    ruth, nell = two()
    SomeoneAround.objects.create(person=ruth, name="Bettany Quill", who="sister")
    made = making.begun(ruth, nell)
    answer(made, WASHING, level=Level(2), words="Bettany Quill runs her bath", by=nell, at=AT)
    finish(made, nell)

    def words(**more: Any) -> str:
        said: dict[str, Any] = {"to": "Westshire", "because": "She moves there."}
        said |= {"consent": True} | more
        return give_out(made, **said, by=nell, on=ON).text

    assert "Bettany" not in words()
    assert "[name left out] runs her bath" in words()
    assert "Bettany Quill runs her bath" in words(others=True)
    assert last_words("assessment.given-out").endswith("With what others wrote, and their names.")


@pytest.mark.parametrize(
    ("missing", "said"), [("to", "Say who it goes to."), ("because", "Say why they need it.")]
)
def test_nothing_is_given_out_without_saying_to_whom_and_why(missing: str, said: str) -> None:
    ruth, nell = two()

    with pytest.raises(Refused, match=said):
        given(ruth, nell, **{missing: " "})

    assert not Fact.objects.filter(name="assessment.given-out").exists()


def test_only_a_finished_one_and_only_by_whom_it_may_be_read() -> None:
    ruth, nell = two()
    begun = making.begun(ruth, nell)
    wes = making.practitioner(making.team("West team"), name="Wes Tarn")
    said: dict[str, Any] = {"to": "W", "because": "B", "consent": True, "on": ON}

    with pytest.raises(Refused, match="not finished"):
        give_out(begun, **said, by=nell)
    with pytest.raises(NotFound):
        give_out(begun, **said, by=wes)
    with pytest.raises(NotAllowed):
        give_out(finish(begun, nell), **said, by=making.own_sign_in(ruth))


def test_a_person_takes_a_copy_of_their_own_and_of_nobody_elses() -> None:
    ruth, nell = two()
    made = making.assessed(ruth, nell)
    other = making.assessed(making.person(given_name="Ivor"), nell)
    mine = making.own_sign_in(ruth)

    paper = take_mine(made, by=mine, on=ON)

    assert (paper.name, json.loads(paper.text)["personId"]["value"]) == (
        "assessment-2026-11-23.json",
        NHS,
    )
    assert Fact.objects.filter(name="assessment.taken-by-person", by=mine).count() == 1
    with pytest.raises(NotFound):
        take_mine(other, by=mine, on=ON)


def test_what_was_given_out_can_be_brought_back_word_for_word() -> None:
    ruth, nell = two()
    raw = json.dumps(given(ruth, nell)).encode()

    made = bring(ruth.pk, raw, came_from="Westshire", by=nell, on=ON)
    again = bring(ruth.pk, raw, came_from="Somebody else", by=nell, on=ON)

    assert (made.changed, again) == (True, Brought(made.id, changed=False))
    (line,) = brought_of(ruth.pk, by=nell)
    assert (line.came_from, line.finished_on, line.brought_by) == ("Westshire", ON, "Nell Farraday")
    read = brought_for_reading(made.id, by=nell, on=ON).document
    assert read == look_at(ruth.pk, raw, by=nell, on=ON).document
    assert Fact.objects.filter(name="assessment.brought").count() == 1
    assert Fact.objects.filter(name="assessment.brought-read").count() == 1


def test_it_is_sealed_and_no_figure_rests_on_it_and_it_is_no_assessment_of_ours() -> None:
    ruth, nell = two()
    raw = json.dumps(given(ruth, nell)).encode()
    Assessment.objects.all().delete()

    made = bring(ruth.pk, raw, came_from="Westshire", by=nell, on=ON).id

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM assessment_broughtassessment")
        assert b"assessmentQuestion" not in bytes(cursor.fetchone()[0])
    assert assessments_of(ruth.pk, by=nell) == []
    assert finished(by=nell, on=ON) == []
    with pytest.raises(NotFound):
        allocation.propose_budget(made, by=nell, on=ON)


def test_a_worker_goes_on_from_it_and_agrees_each_level_before_it_counts() -> None:
    ruth, nell = two()
    raw = json.dumps(given(ruth, nell)).encode()
    brought = bring(ruth.pk, raw, came_from="Westshire", by=nell, on=ON).id

    made = go_on_from(brought, by=nell, at=AT)

    said = Answer.objects.get(assessment=made, question="q_washing")
    assert (said.level, said.person_level) == (None, None)
    assert said.worker_words.startswith("Brought from Westshire, 23 November 2026. Agreed there: ")
    with pytest.raises(StillMissing):
        complete(made, eligible_needs=ELIGIBLE, reasons="As there", by=nell, on=ON)
    with pytest.raises(Refused):
        allocation.propose_budget(made, by=nell, on=ON)
    with pytest.raises(Refused, match="begun from this one already"):
        go_on_from(brought, by=nell, at=AT)


@pytest.mark.parametrize(
    ("nhs_number", "said"),
    [
        ("9434765870", "is about somebody else"),
        ("", "has none to compare it with"),
    ],
)
def test_a_file_of_another_person_is_refused_and_nothing_is_kept(
    nhs_number: str, said: str
) -> None:
    ruth, nell = two()
    ivor = making.person(given_name="Ivor", nhs_number=nhs_number)
    raw = json.dumps(given(ruth, nell)).encode()

    with pytest.raises(Refused, match=said) as refused:
        bring(ivor.pk, raw, came_from="Westshire", by=nell, on=ON)

    assert NHS not in str(refused.value)
    assert BroughtAssessment.objects.count() == 0


def test_a_number_of_another_system_tells_us_nothing() -> None:
    ruth, nell = two()
    plain = given(ruth, nell)
    plain["personId"] = {"value": ruth.council_id, "system": "urn:ownway:person:another-council"}

    with pytest.raises(Refused, match="We cannot tell whose this is"):
        bring(ruth.pk, json.dumps(plain).encode(), came_from="W", by=nell, on=ON)


def test_somebody_elses_record_and_a_paper_of_it_do_not_exist_for_an_outsider() -> None:
    ruth, nell = two()
    wes = making.practitioner(making.team("West team"), name="Wes Tarn")
    raw = json.dumps(given(ruth, nell)).encode()
    made = bring(ruth.pk, raw, came_from="Westshire", by=nell, on=ON).id

    for asked in (made, uuid4()):
        with pytest.raises(NotFound):
            brought_for_reading(asked, by=wes, on=ON)
    with pytest.raises(NotFound):
        brought_of(ruth.pk, by=wes)
    with pytest.raises(NotFound):
        bring(ruth.pk, raw, came_from="Westshire", by=wes, on=ON)


def test_the_command_line_gives_out_and_brings_by_the_same_rules() -> None:
    ruth, nell = two()
    ivor = making.person(given_name="Ivor", nhs_number="9434765870")
    made = making.assessed(ruth, nell)

    paper = give_out_by_command(made, to="Westshire", because="She moves.", on=ON)
    raw = paper.text.encode()
    said: dict[str, Any] = {"came_from": "Westshire", "on": ON}

    assert json.loads(paper.text)["consentToInformationSharing"] is False
    assert last_words("assessment.given-out") == "To Westshire: She moves. From the command line."
    assert bring_by_command(raw, council_id=ruth.council_id, **said).changed
    assert not bring_by_command(raw, council_id=ruth.council_id, **said).changed
    with pytest.raises(Refused, match="about somebody else"):
        bring_by_command(raw, council_id=ivor.council_id, **said)
    with pytest.raises(NotFound):
        give_out_by_command(uuid4(), to="Westshire", because="She moves.", on=ON)
    with pytest.raises(Refused, match="not finished"):
        give_out_by_command(making.begun(ivor, nell), to="W", because="B", on=ON)


def finish(assessment_id: UUID, by: SignIn, on: date = ON) -> UUID:
    """Agree what is missing, and decide."""
    for question, level in making.RUTHS_LEVELS.items():
        held = Answer.objects.get(assessment_id=assessment_id, question=question)
        said = held.worker_words
        answer(assessment_id, Question(question), level=Level(level), words=said, by=by, at=AT)
    making.found(assessment_id, by, on)
    complete(assessment_id, eligible_needs=ELIGIBLE, reasons="Two outcomes", by=by, on=on)
    return assessment_id
