"""The register from start to the public table, by the pages: right words first, refusals beside.

Whoever may not, is refused; the report says no more than it measured; a file at fault keeps what
was typed and says what to do.
"""

import re
from typing import Any
from uuid import UUID

import making
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from making import Role

from ownway.commissioning.scorecards import operations, queries
from ownway.commissioning.scorecards.domain import State
from ownway.commissioning.scorecards.models import Calibration, ScorecardModel
from ownway.commissioning.scorecards.pages.report import report_page
from ownway.commissioning.scorecards.tests.files import QUESTIONNAIRE, a_file
from ownway.foundation.access.models import SignIn
from ownway.support.allocation.domain.calibration import baselines, report
from ownway.support.assessment.domain import questionnaire_named

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_day(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.OWNWAY_TODAY = making.DAY  # 23 November 2026
    monkeypatch.setattr(report, "RESAMPLED", 2)
    monkeypatch.setattr(baselines, "BASELINES", {"One price": baselines.one_price})


def signed_in(who: SignIn) -> Client:
    client = Client()
    client.force_login(who)
    return client


def text_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()).replace("&#39;", "'")


def csv_file(content: bytes, name: str = "answers.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/csv")


def a_model(by: SignIn, *, spoilt: bool = True, **policy: Any) -> tuple[UUID, UUID]:
    model_id = operations.start_model(
        version="test-2027", title="For 2027", questionnaire=QUESTIONNAIRE, by=by, on=making.DAY
    )
    run_id = operations.ask_for_calibration(
        model_id,
        file=a_file(spoilt=spoilt),
        file_name="answers.csv",
        policy=policy,
        by=by,
        on=making.DAY,
    )
    operations.calibrate(run_id, by=by.pk, on=making.DAY)
    return model_id, run_id


def test_from_an_empty_register_to_the_public_table() -> None:
    priya = making.staff(Role.COMMISSIONER, name="Priya Maker")
    wanda = making.staff(Role.TEAM_MANAGER, name="Wanda Manager")
    maker, board = signed_in(priya), signed_in(wanda)
    assert "No model is in force" in text_of(maker.get("/commissioning/scorecards/"))

    said = {"title": "For 2027", "version": "test-2027", "questionnaire": QUESTIONNAIRE}
    answer = maker.post("/commissioning/scorecards/new/", said)
    model_id = ScorecardModel.objects.get().pk
    calibrate = reverse("scorecards.calibrate", args=[model_id])
    assert (answer.status_code, answer["Location"]) == (302, calibrate)
    assert "agreed after them: 0 people" in text_of(maker.get(calibrate))

    answer = maker.post(
        calibrate,
        {"source": "file", "file": csv_file(a_file(spoilt=True)), "prior": "none", "reserve": "5"},
    )
    run = Calibration.objects.get()
    assert answer["Location"] == reverse("scorecards.calibration", args=[run.pk])
    waiting = maker.get(answer["Location"])
    assert "It waits its turn" in text_of(waiting)
    assert waiting["Refresh"] == "3"
    operations.calibrate(run.pk, by=priya.pk, on=making.DAY)

    told = maker.get(answer["Location"])
    assert "Refresh" not in told
    words = text_of(told)
    assert "On people it had not seen, this model’s figure was within 20%" in words
    assert "4 rows were put aside" in words
    assert "SECRET" not in words

    page = reverse("scorecards.model", args=[model_id])
    assert "Put it to a board" in text_of(maker.get(page))
    maker.post(reverse("scorecards.propose", args=[model_id]), {"words": "For the December board"})
    assert "waiting for a board" in text_of(board.get(page))
    approve = reverse("scorecards.approve", args=[model_id])
    typed = {
        "board": "Adult Social Care Board",
        "approved_on_day": "23",
        "approved_on_month": "11",
        "approved_on_year": "2026",
        "minutes_words": "Item 4: agreed.",
    }
    assert maker.post(approve, typed).status_code == 403
    wrong = board.post(approve, typed | {"minutes_words": ""})
    assert wrong.status_code == 422
    assert "Adult Social Care Board" in wrong.content.decode()
    board.post(
        approve, typed | {"minutes": SimpleUploadedFile("m.txt", b"Agreed.\n", "text/plain")}
    )
    assert board.get(reverse("scorecards.minutes", args=[model_id])).content == b"Agreed.\n"

    day = {f"in_force_from_{part}": said for part, said in (("day", "1"), ("month", "1"))}
    early = maker.post(
        reverse("scorecards.publish", args=[model_id]), day | {"in_force_from_year": "2026"}
    )
    assert early.status_code == 422
    assert "Choose today or a later day" in text_of(early)
    maker.post(
        reverse("scorecards.publish", args=[model_id]),
        {"in_force_from_day": "23", "in_force_from_month": "11", "in_force_from_year": "2026"},
    )
    assert "test-2027 is in force" in text_of(maker.get("/commissioning/scorecards/"))
    public = text_of(Client().get("/published-table/"))
    assert "test-2027" in public
    assert "approved by Adult Social Care Board on 23 November 2026" in public.replace("\xa0", " ")


def test_everybody_else_is_kept_out_and_readers_change_nothing() -> None:
    priya = making.staff(Role.COMMISSIONER, name="Priya Maker")
    model_id, run_id = a_model(priya)
    reads = ["/commissioning/scorecards/", reverse("scorecards.model", args=[model_id])]
    reads += [reverse("scorecards.calibration", args=[run_id])]
    reads += [reverse("scorecards.points", args=[model_id])]
    acts = ["calibrate", "propose", "put_away", "approve", "publish"]
    reader = signed_in(making.staff(Role.INFORMATION_GOVERNANCE, name="Gwen Reader"))
    other = signed_in(making.staff(Role.PRACTITIONER, name="Nell Worker"))
    assert [reader.get(one).status_code for one in reads] == [200] * 4
    assert [other.get(one).status_code for one in reads] == [403] * 4
    for act in acts:
        assert reader.post(reverse(f"scorecards.{act}", args=[model_id]), {}).status_code == 403
    for name in ("put_aside", "put_aside_csv"):
        assert reader.get(reverse(f"scorecards.{name}", args=[run_id])).status_code == 403
    assert Client().get(reads[0]).status_code == 302


def test_whoever_made_it_is_told_that_a_colleague_approves() -> None:
    both = making.staff(Role.COMMISSIONER, Role.TEAM_MANAGER, name="Bo Both")
    model_id, _ = a_model(both)
    operations.propose(model_id, by=both, on=making.DAY)
    client = signed_in(both)
    page = text_of(client.get(reverse("scorecards.model", args=[model_id])))
    assert "You had a part in making it, so a colleague writes down" in page
    typed = {"board": "B", "minutes_words": "Agreed."}
    typed |= {"approved_on_day": "23", "approved_on_month": "11", "approved_on_year": "2026"}
    refused = client.post(reverse("scorecards.approve", args=[model_id]), typed)
    assert refused.status_code == 422
    assert "somebody else has to approve it" in text_of(refused)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "The file is empty"),
        (b"person_id,q_washing\n", "There is no column cost_weekly"),
        (b"person_id,cost_weekly,q_other\n1,2,3\n", "not asked by the scorecard: q_other"),
        (b"\xff\xfe\x00", "not plain text in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_it(content: bytes, why: str) -> None:
    priya = making.staff(Role.COMMISSIONER, name="Priya Maker")
    model_id = operations.start_model(
        version="test-2027", title="T", questionnaire=QUESTIONNAIRE, by=priya, on=making.DAY
    )
    answer = signed_in(priya).post(
        reverse("scorecards.calibrate", args=[model_id]),
        {"source": "file", "file": csv_file(content), "prior": "none", "floor_weekly": "12"},
    )
    assert answer.status_code == 422
    assert why in text_of(answer)
    assert 'id="id_file-error"' in answer.content.decode()
    assert 'value="12"' in answer.content.decode()
    assert not Calibration.objects.exists()


def test_rows_put_aside_can_be_taken_away() -> None:
    priya = making.staff(Role.COMMISSIONER, name="Priya Maker")
    _, run_id = a_model(priya)
    client = signed_in(priya)
    page = text_of(client.get(reverse("scorecards.put_aside", args=[run_id])))
    assert "4 rows were put aside; 240 were used" in page
    taken = client.get(reverse("scorecards.put_aside_csv", args=[run_id]))
    lines = b"".join(taken).decode().splitlines()
    assert len(lines) == 5
    assert lines[1].startswith(
        "242,person_id,SECRET-0 is in row 2 already. Keep one row a person.,"
    )


def test_the_report_says_what_was_measured_and_prints_tagged() -> None:
    from io import BytesIO

    from pypdf import PdfReader

    priya = making.staff(Role.COMMISSIONER, name="Priya Maker")
    model_id, run_id = a_model(priya)
    found = queries.calibration(run_id, by=priya)
    assert found.report is not None
    page = report_page(found, questionnaire_named(QUESTIONNAIRE))
    within = round(found.report["ours"]["within_20"] * 100)
    assert f"for {within} in 100" in page.headline
    assert [one.key for one in page.sections] == [
        "beside", "tenths", "by-group", "by-gender", "terms", "envelope", "range", "experts",
        "nothing", "steps", "drift", "people", "made-from",
    ]  # fmt: skip
    beside = page.sections[0]
    assert [row[0] for row in beside.rows] == ["This model", *found.report["beside"]]
    made = signed_in(priya).get(reverse("scorecards.report_pdf", args=[run_id]))
    read = PdfReader(BytesIO(made.content))
    root: Any = read.root_object
    assert root["/MarkInfo"]["/Marked"]
    words = "".join(one.extract_text() for one in read.pages)
    assert "On people it had not seen" in " ".join(words.split())
    for kind in ("points_csv", "card_json"):
        assert (
            signed_in(priya).get(reverse(f"scorecards.{kind}", args=[model_id])).status_code == 200
        )


def test_a_model_with_terms_for_groups_shows_both_tables() -> None:
    priya = making.staff(Role.COMMISSIONER, name="Priya Maker")
    _, run_id = a_model(priya, group_terms=True, equality_record="EIA 14 of 3 October 2026")
    words = text_of(signed_in(priya).get(reverse("scorecards.calibration", args=[run_id])))
    assert "With and without terms for groups" in words
    assert "EIA 14 of 3 October 2026" in words


def test_a_refusal_says_why_and_what_next() -> None:
    priya = making.staff(Role.COMMISSIONER, name="Priya Maker")
    model_id = operations.start_model(
        version="few", title="Few", questionnaire=QUESTIONNAIRE, by=priya, on=making.DAY
    )
    run_id = operations.ask_for_calibration(model_id, file=a_file(30), by=priya, on=making.DAY)
    operations.calibrate(run_id, by=priya.pk, on=making.DAY)
    client = signed_in(priya)
    page = text_of(client.get(reverse("scorecards.calibration", args=[run_id])))
    assert "These data cannot carry a model" in page
    assert "fewer than 100 carry no model" in page
    refused = client.post(reverse("scorecards.propose", args=[model_id]), {"words": ""})
    assert refused.status_code == 422
    assert queries.model(model_id, by=priya).line.state is State.DRAFT
