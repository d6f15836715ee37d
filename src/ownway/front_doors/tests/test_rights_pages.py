"""Information governance sees what people ask, looks a copy over before it goes, and erases by two.

Nobody else opens these pages, and a restricted record is in none of them.
"""

import io
import zipfile
from datetime import date

import making
import pytest
from django.test import Client
from django.urls import reverse

from ownway.config.urls import urlpatterns  # noqa: F401  (hangs every route in the registry)
from ownway.foundation.access.domain import Role
from ownway.foundation.access.models import SignIn
from ownway.foundation.data_rights import operations, queries
from ownway.foundation.data_rights.domain.requests import Kind, PackState
from ownway.foundation.data_rights.domain.retention import RunState
from ownway.foundation.data_rights.models import LegalHold, Pack, RightsRequest
from ownway.foundation.facts.models import Fact
from ownway.support.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines() -> SignIn:
    return making.staff(Role.INFORMATION_GOVERNANCE, name="Ines Okonedo")


@pytest.fixture
def ruth() -> Person:
    return making.person()


def _as(who: SignIn) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _left(**more: object) -> Person:
    made = making.person(**more)
    making.arrangement(made, first_day=date(2010, 1, 1), last_day=date(2012, 5, 6))
    return made


def test_a_request_is_noted_by_a_worker_and_answered_by_information_governance(
    ines: SignIn, ruth: Person, settings: object
) -> None:
    nell = making.practitioner()
    note = reverse("rights.of_person", args=[ruth.pk])
    wrong = _as(nell).post(note, {"act": "note", "words": "Show me.", "asked_on_day": "23"})
    assert wrong.status_code == 422
    assert "Choose what they ask for" in wrong.content.decode()
    assert "The date must include a month and a year" in wrong.content.decode()
    assert "Show me." in wrong.content.decode()
    said = {
        "act": "note",
        "kind": Kind.RECTIFICATION.value,
        "words": "My address is wrong.",
        "asked_on_day": "3",
        "asked_on_month": "3",
        "asked_on_year": "2020",
    }
    assert _as(nell).post(note, said).status_code == 302
    made = RightsRequest.objects.get()
    assert made.due_on == date(2020, 4, 3)
    page = reverse("rights.request", args=[made.pk])
    assert _as(nell).get(page).status_code == 403
    log = _as(ines).get(reverse("rights.log")).content.decode()
    assert "Ruth Calloway" in log
    assert "late" in log
    assert "Ruth Calloway: have something put right" in _as(ines).get("/team/").content.decode()
    answer = {"act": "answer", "outcome": "done", "words": ""}
    assert "Say what came of it" in _as(ines).post(page, answer).content.decode()
    assert _as(ines).post(page, answer | {"words": "Put right."}).status_code == 302
    made.refresh_from_db()
    assert made.outcome == "done"
    assert Fact.objects.filter(name="data_rights.request-read", about_id=ruth.pk).exists()
    told = _as(ines).get(reverse("rights.log_csv")).content.decode("utf-8-sig").splitlines()
    assert len(told) == 2
    assert told[1].startswith(f"{ruth.council_id},Have something put right,UK GDPR article 16")


def test_a_copy_is_looked_over_before_it_is_released(ines: SignIn, ruth: Person) -> None:
    client = _as(ines)
    assert (
        client.post(reverse("rights.of_person", args=[ruth.pk]), {"act": "pack"}).status_code == 302
    )
    made = Pack.objects.get()
    page = reverse("rights.request", args=[made.request_id])
    assert "being put together" in client.get(page).content.decode()
    operations.make_pack(made.pk, on=making.DAY)
    shown = client.get(page).content.decode()
    assert "What is in it" in shown
    assert client.post(page, {"act": "release"}).status_code == 422
    assert client.post(page, {"act": "leave-out", "what": "x", "because": ""}).status_code == 422
    assert client.post(page, {"act": "look-over"}).status_code == 302
    assert client.post(page, {"act": "release"}).status_code == 302
    made.refresh_from_db()
    assert made.state == PackState.RELEASED.value


def test_the_copy_opens_as_a_zip(ines: SignIn, ruth: Person) -> None:
    operations.ask_for_pack(ruth.pk, by=ines, on=making.DAY)
    made = Pack.objects.get()
    operations.make_pack(made.pk, on=making.DAY)
    _name, _size, parts = operations.opened_pack(made.pk, by=ines, on=making.DAY)
    with zipfile.ZipFile(io.BytesIO(b"".join(parts))) as pack:
        assert "index.html" in pack.namelist()
        assert "Ruth Calloway" in pack.read("index.html").decode()


def test_a_hold_is_placed_shown_on_the_record_and_lifted(ines: SignIn, ruth: Person) -> None:
    client, place = _as(ines), reverse("rights.of_person", args=[ruth.pk])
    assert client.post(place, {"act": "hold", "because": ""}).status_code == 422
    assert client.post(place, {"act": "hold", "because": "Inquest of 4 May."}).status_code == 302
    record = _as(making.practitioner()).get(reverse("people.record", args=[ruth.pk]))
    assert "Nothing of this record may be erased." in record.content.decode()
    erase = {"act": "erase", "ground": "court", "why": "Order 7."}
    assert "legal hold stands" in client.post(place, erase).content.decode()
    lift = reverse("rights.lift_hold", args=[LegalHold.objects.get().pk])
    assert client.get(lift).status_code == 200
    assert client.post(lift, {"because": "Over."}).status_code == 302
    assert client.get(lift).status_code == 404


def test_what_is_due_is_proposed_by_one_and_approved_by_another(ines: SignIn) -> None:
    ruth, omar = _left(), making.staff(Role.INFORMATION_GOVERNANCE, name="Omar Reyes")
    page = reverse("rights.retention")
    assert "1 record is due to be erased" in _as(ines).get(page).content.decode()
    answer = _as(ines).post(page)
    run = queries.runs()[0]
    assert answer["Location"] == reverse("rights.run", args=[run.id])
    assert _as(ines).post(page).status_code == 422
    mine = _as(ines).get(answer["Location"]).content.decode()
    assert "Somebody else of information governance approves" in mine
    assert _as(ines).post(answer["Location"], {"act": "approve"}).status_code == 422
    assert "Erasing to approve" in _as(omar).get("/team/").content.decode()
    assert _as(omar).post(answer["Location"], {"act": "approve"}).status_code == 302
    operations.carry_out(run.id, by=omar, on=making.DAY)
    ruth.refresh_from_db()
    assert ruth.family_name == ""
    assert queries.run(run.id).state is RunState.DONE
    assert _as(omar).get(answer["Location"]).status_code == 200


def test_a_restricted_record_is_in_no_list_but_is_proposed(ines: SignIn) -> None:
    hidden = _left(given_name="Mirela", family_name="Vasko", restricted=True)
    operations.note_request(
        hidden.pk, Kind.ERASURE, words="", asked_on=making.DAY, by=ines, on=making.DAY
    )
    for name in ("rights.log", "rights.log_csv", "rights.retention"):
        said = _as(ines).get(reverse(name)).content.decode()
        assert "Mirela" not in said
        assert hidden.council_id not in said
    assert _as(ines).get(reverse("rights.of_person", args=[hidden.pk])).status_code == 404
    RightsRequest.objects.update(closed_on=making.DAY, outcome="declined")
    location = _as(ines).post(reverse("rights.retention"))["Location"]
    run = _as(ines).get(location).content.decode()
    assert "1 line proposed to be erased" in run
    assert "1 record is not listed, because you may not see it" in run
    assert "Mirela" not in run


@pytest.mark.parametrize(
    "name", ["rights.log", "rights.log_csv", "rights.retention", "rights.tables"]
)
def test_others_do_not_open_these(name: str) -> None:
    who = making.staff(Role.FINANCE)
    assert _as(who).get(reverse(name)).status_code == 403


def test_the_schedule_and_the_tables_are_pages_and_a_file(ines: SignIn) -> None:
    told = _as(ines).get(reverse("rights.retention_csv")).content.decode("utf-8-sig")
    assert told.splitlines()[1].startswith("adult-care-record,The record of somebody")
    tables = _as(ines).get(reverse("rights.tables")).content.decode()
    assert "people.Person" in tables
    assert "ledger.Transfer" in tables
