"""A model is made by one person and approved by another, and only where its data can carry it.

The database holds it too; the rows behind a model name nobody; the same data give the same card.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import making
import pytest
from django.db import DatabaseError, connection, transaction
from making import Role

from ownway.commissioning.scorecards import operations, queries
from ownway.commissioning.scorecards.domain import Stage, State
from ownway.commissioning.scorecards.models import Calibration, DataPart, PutAside, ScorecardModel
from ownway.commissioning.scorecards.tests.files import QUESTIONNAIRE, a_file
from ownway.foundation.access.models import SignIn
from ownway.foundation.facts.models import Fact
from ownway.foundation.work.models import LongWork
from ownway.kernel.refusal import NotAllowed, Refused
from ownway.support.allocation import queries as allocation
from ownway.support.allocation.domain.calibration import baselines, report

pytestmark = pytest.mark.django_db

ON = making.DAY


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a report compares with is slow, and tested where it is made."""
    monkeypatch.setattr(baselines, "BASELINES", {})
    monkeypatch.setattr(report, "RESAMPLED", 2)


@pytest.fixture
def maker() -> SignIn:
    return making.staff(Role.COMMISSIONER, name="Priya Maker")


@pytest.fixture
def secretary() -> SignIn:
    return making.staff(Role.TEAM_MANAGER, name="Sam Secretary")


def started(by: SignIn, version: str = "test-2027") -> UUID:
    return operations.start_model(
        version=version, title="A test", questionnaire=QUESTIONNAIRE, by=by, on=ON
    )


def calibrated(by: SignIn, version: str = "test-2027", **said: Any) -> UUID:
    model_id = started(by, version)
    run(model_id, by, **said)
    return model_id


def run(model_id: UUID, by: SignIn, *, file: bytes | None = None, **said: Any) -> UUID:
    if "again_on" not in said:
        said |= {"file": file or a_file(), "file_name": "answers.csv"}
    made = operations.ask_for_calibration(model_id, by=by, on=ON, **said)
    operations.calibrate(made, by=by.pk, on=ON)
    return made


def approved(maker: SignIn, secretary: SignIn, version: str = "test-2027") -> UUID:
    model_id = calibrated(maker, version)
    operations.propose(model_id, by=maker, on=ON)
    operations.approve(
        model_id,
        board="Adult Social Care Board",
        approved_on=ON,
        minutes_words="Agreed, item 4.",
        by=secretary,
        on=ON,
    )
    return model_id


def test_who_takes_the_next_step_is_told_and_no_maker(maker: SignIn, secretary: SignIn) -> None:
    model_id = calibrated(maker, "test-2027")
    operations.propose(model_id, by=maker, on=ON)
    assert [one.line.id for one in queries.to_approve(by=secretary)] == [model_id]
    assert queries.to_approve(by=maker) == []
    other = approved(maker, secretary, "test-2028")
    assert [one.id for one in queries.to_publish(by=maker)] == [other]
    assert queries.to_publish(by=secretary) == []


def test_a_model_goes_from_draft_to_the_published_table(maker: SignIn, secretary: SignIn) -> None:
    model_id = approved(maker, secretary)
    operations.publish(model_id, in_force_from=ON, by=maker, on=ON)

    held = queries.model(model_id, by=maker)
    table = allocation.published_table(ON, questionnaire=QUESTIONNAIRE)
    assert table is not None
    assert (table.card.version, table.digest) == ("test-2027", held.card_digest)
    assert table.approved_words == "approved by Adult Social Care Board on 23 November 2026"
    assert held.line.state is State.IN_FORCE
    assert [step.what for step in reversed(held.steps)] == [
        "Started", "Calibrated", "Put to a board", "Approved", "Put in force",
    ]  # fmt: skip
    assert [step.by for step in reversed(held.steps)] == [
        "Priya Maker", "Priya Maker", "Priya Maker", "Sam Secretary", "Priya Maker",
    ]  # fmt: skip
    kept = Fact.objects.filter(of_id=model_id).order_by("pk").values_list("name", flat=True)
    assert list(kept) == [
        "scorecards.model-started",
        "scorecards.model-calibrated",
        "scorecards.model-proposed",
        "scorecards.model-approved",
        "scorecards.model-in-force",
    ]


def test_whoever_made_a_model_cannot_approve_it(maker: SignIn, secretary: SignIn) -> None:
    both = making.staff(Role.COMMISSIONER, Role.TEAM_MANAGER, name="Bo Both")
    said: dict[str, Any] = {"board": "Board", "approved_on": ON, "minutes_words": "Agreed."}
    said["on"] = ON
    by_both = calibrated(both, "one")
    operations.propose(by_both, by=maker, on=ON)
    with pytest.raises(Refused, match="somebody else has to approve it"):
        operations.approve(by_both, by=both, **said)
    proposed_by_both = calibrated(maker, "two")
    operations.propose(proposed_by_both, by=both, on=ON)
    with pytest.raises(Refused, match="somebody else has to approve it"):
        operations.approve(proposed_by_both, by=both, **said)
    with pytest.raises(NotAllowed):
        operations.approve(proposed_by_both, by=maker, **said)
    operations.approve(proposed_by_both, by=secretary, **said)
    assert queries.model(proposed_by_both, by=maker).approved_by == "Sam Secretary"


def test_the_database_itself_refuses_it(maker: SignIn, secretary: SignIn) -> None:
    model_id = calibrated(maker)
    operations.propose(model_id, by=maker, on=ON)
    rows = ScorecardModel.objects.filter(pk=model_id)
    given: dict[str, Any] = {"state": State.APPROVED, "approved_on": ON, "board": "Board"}
    with pytest.raises(DatabaseError, match="nobody_approves"), transaction.atomic():
        rows.update(approved_by=maker, **given)
    with pytest.raises(DatabaseError, match="a_board_approved"), transaction.atomic():
        rows.update(state=State.APPROVED, approved_by=secretary)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(state=State.IN_FORCE, approved_by=secretary, in_force_from=ON)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(card_digest="another")
    rows.update(approved_by=secretary, **given)
    assert rows.get().state == State.APPROVED


def test_a_model_that_its_data_cannot_carry_is_never_proposed(maker: SignIn) -> None:
    few = started(maker, "few")
    run_id = run(few, maker, file=a_file(40))
    told = queries.calibration(run_id, by=maker)
    assert told.line.stage is Stage.REFUSED
    assert told.line.why == ("There are 40 people, and fewer than 100 carry no model.",)
    with pytest.raises(Refused, match="fewer than 100 carry no model"):
        operations.propose(few, by=maker, on=ON)

    noise = started(maker, "noise")
    run_id = run(noise, maker, file=a_file(200, noise=3.0))
    told = queries.calibration(run_id, by=maker)
    assert (told.line.stage, told.line.suitable) == (Stage.DONE, False)
    assert queries.model(noise, by=maker).line.state is State.DRAFT
    with pytest.raises(Refused, match="cannot carry a figure"):
        operations.propose(noise, by=maker, on=ON)
    with pytest.raises(DatabaseError), transaction.atomic():
        ScorecardModel.objects.filter(pk=noise).update(
            state=State.PROPOSED, proposed_by=maker, card={}
        )


def test_one_model_is_in_force_on_a_day_and_the_next_ends_it(
    maker: SignIn, secretary: SignIn
) -> None:
    first, second = (approved(maker, secretary, name) for name in ("first", "second"))
    later = ON + timedelta(days=30)
    operations.publish(first, in_force_from=ON, by=maker, on=ON)
    with pytest.raises(Refused, match="Another model is in force"):
        operations.publish(second, in_force_from=ON, by=maker, on=ON)
    with pytest.raises(Refused, match="today or a later day"):
        operations.publish(second, in_force_from=ON - timedelta(days=1), by=maker, on=ON)
    with pytest.raises(Refused, match="Check the year"):
        operations.publish(second, in_force_from=ON.replace(year=3026), by=maker, on=ON)
    operations.publish(second, in_force_from=later, by=maker, on=ON)
    operations.publish(second, in_force_from=later, by=maker, on=ON)  # twice is safe

    one, two = (queries.model(key, by=maker).line for key in (first, second))
    assert (one.in_force_from, one.in_force_to) == (ON, later - timedelta(days=1))
    assert (one.in_words(ON), two.in_words(ON)) == ("In force", "Comes into force")
    assert (one.in_words(later), two.in_words(later)) == ("Retired", "In force")
    with pytest.raises(DatabaseError, match="one_model_in_force"), transaction.atomic():
        ScorecardModel.objects.filter(pk=second).update(in_force_from=ON)
    with pytest.raises(Refused, match="nobody would get a first figure"):
        operations.retire(second, because="Tired of it", by=maker, on=ON)


def test_what_was_proposed_can_be_taken_back_and_changed(maker: SignIn, secretary: SignIn) -> None:
    model_id = approved(maker, secretary)
    with pytest.raises(Refused, match="its card stays as it is"):
        run(model_id, maker)
    with pytest.raises(Refused, match="Say why"):
        operations.withdraw(model_id, because=" ", by=maker, on=ON)
    operations.withdraw(model_id, because="The envelope changed.", by=maker, on=ON)
    held = queries.model(model_id, by=maker)
    assert (held.line.state, held.approved_by, held.line.board) == (State.CALIBRATED, "Ownway", "")
    run(model_id, maker, file=a_file(seed=8))
    again = queries.model(model_id, by=maker)
    assert again.card_digest != held.card_digest
    operations.retire(model_id, because="Not needed.", by=maker, on=ON)
    assert queries.model(model_id, by=maker).line.state is State.RETIRED


def test_the_rows_behind_a_model_name_nobody_and_are_sealed(maker: SignIn) -> None:
    model_id = started(maker)
    run_id = run(model_id, maker, file=a_file(spoilt=True))
    part = DataPart.objects.get()
    assert "SECRET" not in part.rows
    with connection.cursor() as cursor:
        cursor.execute("SELECT rows FROM scorecards_datapart")
        assert part.rows.encode() not in bytes(cursor.fetchone()[0])
        cursor.execute("SELECT why, cells FROM scorecards_putaside")
        assert b"SECRET" not in b"".join(bytes(cell) for row in cursor for cell in row)
    assert PutAside.objects.get(row=242).cells.startswith("SECRET-0,")
    told = queries.calibration_data(run_id, by=["gender", "nothing"])
    assert told.answers.shape == (240, len(told.questions))
    assert set(told.by) == {"gender"}
    assert told.months is not None


def test_rows_that_cannot_be_used_say_which_why_and_what_to_do(maker: SignIn) -> None:
    model_id = started(maker)
    run_id = run(model_id, maker, file=a_file(spoilt=True))
    aside = queries.rows_put_aside(run_id, by=maker)
    assert [(one.row, one.column, one.why) for one in aside] == [
        (242, "person_id", "SECRET-0 is in row 2 already. Keep one row a person."),
        (243, "q_washing", "levels go from 0 to 4 in this questionnaire. Correct it."),
        (244, "q_washing", "'often' is no whole level from 0 to 9. Correct it."),
        (245, "cost_weekly", "-4 lies below nothing. Leave people out whose plan costs none."),
    ]
    with pytest.raises(NotAllowed):
        queries.rows_put_aside(run_id, by=making.staff(Role.TEAM_MANAGER, name="Ty Other"))


def test_the_same_rows_in_another_order_and_run_twice_give_one_card(maker: SignIn) -> None:
    head, *rows = a_file().decode().splitlines()
    other = "\n".join([head, *reversed(rows)]).encode()
    one = run(started(maker, "one-way"), maker)
    two = run(started(maker, "other-way"), maker, file=other)
    first, second = (queries.calibration(key, by=maker) for key in (one, two))
    assert first.data_digest == second.data_digest
    assert first.card
    assert second.card
    assert first.card.points == second.card.points
    assert first.card.table == second.card.table
    before = Calibration.objects.get(pk=one).ended_at
    operations.calibrate(one, by=maker.pk, on=ON)
    assert Calibration.objects.get(pk=one).ended_at == before
    with pytest.raises(DatabaseError), transaction.atomic():
        Calibration.objects.filter(pk=one).update(why=["Something else."])


def test_a_killed_run_starts_again_and_ends_well(
    maker: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ownway.support.allocation.domain import calibration as engine

    model_id = started(maker)
    asked = operations.ask_for_calibration(
        model_id, file=a_file(), file_name="a.csv", by=maker, on=ON
    )
    with monkeypatch.context() as broken:

        def killed(*_: Any, **__: Any) -> None:
            raise KeyboardInterrupt

        broken.setattr(engine, "calibrate", killed)
        with pytest.raises(KeyboardInterrupt):
            operations.calibrate(asked, by=maker.pk, on=ON)
    assert Calibration.objects.get(pk=asked).stage == Stage.RUNNING
    with pytest.raises(Refused, match="being calibrated already"):
        operations.ask_for_calibration(model_id, file=a_file(), by=maker, on=ON)
    operations.calibrate(asked, by=maker.pk, on=ON)
    assert Calibration.objects.get(pk=asked).stage == Stage.DONE


def test_our_own_mistake_is_told_in_plain_words_and_leaves_nothing(
    maker: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ownway.support.allocation.domain import calibration as engine

    model_id = started(maker)
    asked = operations.ask_for_calibration(model_id, file=a_file(), by=maker, on=ON)

    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(engine, "calibrate", broken)
        with pytest.raises(ZeroDivisionError):
            operations.calibrate(asked, by=maker.pk, on=ON)
    told = queries.calibration(asked, by=maker)
    assert told.line.stage is Stage.FAILED
    assert told.line.why[0].startswith("We made a mistake while calibrating")
    assert LongWork.objects.get().state == LongWork.FAILED
    assert queries.model(model_id, by=maker).line.state is State.DRAFT
    run(model_id, maker, again_on=asked)
    assert queries.model(model_id, by=maker).line.state is State.CALIBRATED


@pytest.mark.parametrize(
    ("policy", "why"),
    [
        ({"reserve": "1.5"}, "The reserve is a share"),
        ({"floor_weekly": 9_000, "ceiling_weekly": 8_000}, "The ceiling lies above the floor"),
        ({"group_terms": True}, "record of their equality impact"),
        ({"reserve": "often"}, "no amount or share"),
    ],
)
def test_a_policy_that_cannot_be_kept_is_refused_before_anything_runs(
    maker: SignIn, policy: dict[str, Any], why: str
) -> None:
    model_id = started(maker)
    with pytest.raises(Refused, match=why):
        operations.ask_for_calibration(model_id, file=a_file(), policy=policy, by=maker, on=ON)
    assert not Calibration.objects.exists()


def test_an_envelope_smaller_than_the_floors_says_by_how_much(maker: SignIn) -> None:
    model_id = started(maker)
    run_id = run(model_id, maker, policy={"envelope_weekly": 100_000, "floor_weekly": 10_000})
    told = queries.calibration(run_id, by=maker)
    assert told.line.stage is Stage.REFUSED
    assert "£23,000" in told.line.why[0]


def test_group_terms_need_a_record_and_show_both_tables(maker: SignIn) -> None:
    model_id = started(maker)
    run_id = run(
        model_id, maker, policy={"group_terms": True, "equality_record": "EIA 14, 3 October 2026"}
    )
    told = queries.calibration(run_id, by=maker)
    assert told.card is not None
    assert told.card.has_group_terms
    assert told.report is not None
    assert told.report["with_terms"] is not None


def test_a_name_or_questions_that_cannot_be_are_refused(maker: SignIn) -> None:
    started(maker, "taken")
    with pytest.raises(Refused, match="name of another model"):
        started(maker, "taken")
    with pytest.raises(Refused, match="small letters"):
        started(maker, "Not A Name")
    with pytest.raises(NotAllowed):
        started(making.staff(Role.PRACTITIONER, name="Nell Worker"), "mine")


def test_approval_needs_a_board_minutes_and_a_day_that_can_be(
    maker: SignIn, secretary: SignIn
) -> None:
    model_id = calibrated(maker)
    operations.propose(model_id, by=maker, on=ON)
    good: dict[str, Any] = {"board": "Board", "approved_on": ON, "minutes_words": "Agreed."}
    for change, why in (
        ({"board": " "}, "which board"),
        ({"minutes_words": ""}, "Give the minutes"),
        ({"approved_on": ON + timedelta(days=1)}, "after today"),
        ({"approved_on": date(2026, 1, 1)}, "before"),
    ):
        with pytest.raises(Refused, match=why):
            operations.approve(model_id, by=secretary, on=ON, **(good | change))
    operations.approve(
        model_id, by=secretary, on=ON, minutes=b"Item 4: agreed.\n", minutes_name="m.txt", **good
    )
    held = queries.minutes_of(model_id, by=maker)
    assert (held.name, held.content) == ("m.txt", b"Item 4: agreed.\n")
